package experiment

import (
	"math"
	"math/bits"

	"corridor/scenarios"
	"corridor/sim"
)

// Points are the values of every factor at every point of an experiment.
func Points(e *scenarios.Experiment) [][]string {
	switch e.Design {
	case "list":
		return e.List
	case "grid":
		return grid(e.Factors)
	}
	unit := Latin(e.Seed, e.Points, len(e.Factors))
	if e.Design == "sobol" {
		unit = Sobol(e.Points, len(e.Factors))
	}
	points := make([][]string, e.Points)
	for i, u := range unit {
		for f := range e.Factors {
			points[i] = append(points[i], e.Factors[f].Value(u[f]))
		}
	}
	return points
}

// grid is every combination, the last factor varying fastest.
func grid(factors []scenarios.Factor) [][]string {
	points := [][]string{nil}
	for _, f := range factors {
		var next [][]string
		for _, p := range points {
			for _, v := range f.Values {
				next = append(next, append(p[:len(p):len(p)], v))
			}
		}
		points = next
	}
	return points
}

// Latin is a Latin hypercube of n points in [0, 1)^dims: each of n equal slices
// of every dimension has one point, at random in it.
func Latin(seed uint64, n, dims int) [][]float64 {
	points := make([][]float64, n)
	for i := range points {
		points[i] = make([]float64, dims)
	}
	for d := range dims {
		src := sim.NewKey(seed, 0).Named("latin hypercube").With(uint64(d) + 1).Source()
		order := make([]int, n)
		for i := range order {
			order[i] = i
		}
		for i := n - 1; i > 0; i-- { // Fisher and Yates
			j := int(src.Uniform() * float64(i+1))
			order[i], order[j] = order[j], order[i]
		}
		for i := range points {
			points[i][d] = (float64(order[i]) + src.Uniform()) / float64(n)
		}
	}
	return points
}

// sobolNumbers are the primitive polynomials (degree and inner coefficients)
// and first direction numbers of dimensions 2 to 21 after Joe and Kuo (2008).
var sobolNumbers = []struct {
	degree, inner int
	first         []uint32
}{
	{1, 0, []uint32{1}}, {2, 1, []uint32{1, 3}}, {3, 1, []uint32{1, 3, 1}}, {3, 2, []uint32{1, 1, 1}}, {4, 1, []uint32{1, 1, 3, 3}},
	{4, 4, []uint32{1, 3, 5, 13}}, {5, 2, []uint32{1, 1, 5, 5, 17}}, {5, 4, []uint32{1, 1, 5, 5, 5}}, {5, 7, []uint32{1, 1, 7, 11, 19}}, {5, 11, []uint32{1, 1, 5, 1, 1}},
	{5, 13, []uint32{1, 1, 1, 3, 11}}, {5, 14, []uint32{1, 3, 5, 5, 31}}, {6, 1, []uint32{1, 3, 3, 9, 7, 49}}, {6, 13, []uint32{1, 1, 1, 15, 21, 21}}, {6, 16, []uint32{1, 3, 1, 13, 27, 49}},
	{6, 19, []uint32{1, 1, 1, 15, 7, 5}}, {6, 22, []uint32{1, 3, 1, 15, 13, 25}}, {6, 25, []uint32{1, 1, 5, 5, 19, 61}}, {7, 1, []uint32{1, 3, 7, 11, 23, 15, 103}}, {7, 4, []uint32{1, 3, 7, 13, 13, 15, 69}},
}

// Sobol is the first n points of the Sobol sequence in [0, 1)^dims, dims at
// most 21, with the point 0 left in: a power of two is a good n.
func Sobol(n, dims int) [][]float64 {
	const width = 32
	direction := make([][width]uint32, dims)
	for d := range dims {
		v := &direction[d]
		if d == 0 {
			for i := range v {
				v[i] = 1 << (width - 1 - i)
			}
			continue
		}
		p := sobolNumbers[d-1]
		for i := range v {
			if i < p.degree {
				v[i] = p.first[i] << (width - 1 - i)
				continue
			}
			v[i] = v[i-p.degree] ^ v[i-p.degree]>>p.degree
			for k := 1; k < p.degree; k++ {
				if p.inner>>(p.degree-1-k)&1 == 1 {
					v[i] ^= v[i-k]
				}
			}
		}
	}
	points := make([][]float64, n)
	x := make([]uint32, dims)
	for i := range points {
		points[i] = make([]float64, dims)
		for d := range dims {
			points[i][d] = float64(x[d]) / math.Exp2(width)
			x[d] ^= direction[d][min(bits.TrailingZeros32(^uint32(i)), width-1)]
		}
	}
	return points
}
