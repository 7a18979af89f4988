package experiment

import (
	"fmt"
	"math"
	"math/bits"
	"slices"

	"corridor/scenarios"
	"corridor/sim"
)

// Layout is the values of every factor at every point of an experiment, those
// left out that break a constraint. A design of which no point is left is an
// error.
func Layout(e *scenarios.Experiment) ([][]string, error) {
	points, _, err := layout(e)
	return points, err
}

// layout gives the points in the unit cube too, where the design has them there.
func layout(e *scenarios.Experiment) (points [][]string, unit [][]float64, err error) {
	k := len(e.Factors)
	switch e.Design {
	case "list":
		points = allowed(e, e.List)
	case "grid":
		points = allowed(e, grid(e.Factors))
	case "lhs":
		points = allowed(e, valued(e, Latin(e.Seed, e.Points, k)))
	case "sobol": // goes on until enough points keep the constraints
		for n := e.Points; len(points) < e.Points && n <= 64*e.Points; n *= 2 {
			points = allowed(e, valued(e, Sobol(n, k)))
		}
		points = points[:min(len(points), e.Points)]
	case "tornado":
		points = valued(e, tornadoPoints(k))
	case "morris":
		for tries := 0; len(unit) < e.Points*(k+1) && tries < 1000*e.Points; tries++ {
			way := Trajectory(e.Seed, tries, k)
			if named := allowed(e, valued(e, way)); len(named) == k+1 {
				points, unit = append(points, named...), append(unit, way...)
			}
		}
	case "saltelli":
		points = valued(e, Saltelli(e.Points, k))
	}
	if len(points) == 0 {
		return nil, nil, fmt.Errorf("%s: no point of the design keeps the constraints", e.File)
	}
	return points, unit, nil
}

func allowed(e *scenarios.Experiment, points [][]string) (kept [][]string) {
	for _, p := range points {
		if e.Allows(p) {
			kept = append(kept, p)
		}
	}
	return kept
}

// valued turns points of the unit cube into values of the factors.
func valued(e *scenarios.Experiment, unit [][]float64) [][]string {
	points := make([][]string, len(unit))
	for i, u := range unit {
		for f := range e.Factors {
			points[i] = append(points[i], e.Factors[f].Value(u[f]))
		}
	}
	return points
}

// tornadoPoints are the middle of the unit cube, then for every dimension its
// low and its high end with the others in the middle.
func tornadoPoints(dims int) (points [][]float64) {
	middle := func() []float64 {
		p := make([]float64, dims)
		for d := range p {
			p[d] = 0.5
		}
		return p
	}
	points = append(points, middle())
	for d := range dims {
		for _, end := range []float64{0, 1} {
			p := middle()
			p[d] = end
			points = append(points, p)
		}
	}
	return points
}

// A trajectory of Morris moves by morrisStep on a grid of morrisLevels levels.
const (
	morrisLevels = 4
	morrisStep   = float64(morrisLevels) / 2 / (morrisLevels - 1)
)

// Trajectory is the way t of a Morris design (Morris 1991): dims + 1 points of
// which each differs from the one before in one dimension by two thirds, in an
// order drawn from the seed.
func Trajectory(seed uint64, t, dims int) [][]float64 {
	src := sim.NewKey(seed, 0).Named("morris").With(uint64(t) + 1).Source()
	at := make([]float64, dims)
	up := make([]bool, dims)
	for d := range at {
		at[d] = float64(int(src.Uniform()*morrisLevels/2)) / (morrisLevels - 1)
		if up[d] = src.Uniform() < 0.5; !up[d] {
			at[d] += morrisStep
		}
	}
	points := [][]float64{slices.Clone(at)}
	for _, d := range shuffled(&src, dims) {
		if up[d] {
			at[d] += morrisStep
		} else {
			at[d] -= morrisStep
		}
		points = append(points, slices.Clone(at))
	}
	return points
}

// shuffled is a random order of 0 to n-1 (Fisher and Yates).
func shuffled(src *sim.Source, n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	for i := n - 1; i > 0; i-- {
		j := int(src.Uniform() * float64(i+1))
		order[i], order[j] = order[j], order[i]
	}
	return order
}

// Saltelli is the design for Sobol indices: for each of n base points dims + 2
// points, A and B, and A with one coordinate after the other from B (Saltelli et
// al. 2010). A and B are the halves of a Sobol sequence; a power of two is a good
// n.
func Saltelli(n, dims int) (points [][]float64) {
	for _, u := range Sobol(n, 2*dims) {
		a, b := u[:dims:dims], u[dims:]
		points = append(points, a, b)
		for d := range dims {
			p := slices.Clone(a)
			p[d] = b[d]
			points = append(points, p)
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
			for _, v := range f.All() {
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
		order := shuffled(&src, n)
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
