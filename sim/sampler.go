package sim

import (
	"math"
	"sort"
	"time"
)

// Sampler draws spans from one distribution. Make it with one of the
// constructors; the zero Sampler is the constant 0. Samplers are plain values
// that never change, safe for concurrent use.
type Sampler struct {
	kind    samplerKind
	scale   float64 // ns, of the quantiles
	by      *quantiles
	a, b, c float64 // ns, see the constructors
	mean    float64
	table   *table // empirical
}

type table struct {
	values []float64 // ns
	upTo   []float64 // cumulated weights, the last is 1
}

type samplerKind uint8

const (
	constant samplerKind = iota
	tabled
	triangular
	uniform
	empirical
)

// Constant is always x seconds.
func Constant(x float64) Sampler { return Sampler{kind: constant, a: x * 1e9, mean: x} }

// Exponential has the given mean.
func Exponential(mean float64) Sampler { return Gamma(1, mean) }

// Erlang is the sum of k exponentials; mean is of the sum.
func Erlang(k int, mean float64) Sampler { return Gamma(float64(k), mean) }

// Gamma has the given shape and mean.
func Gamma(shape, mean float64) Sampler {
	return Sampler{kind: tabled, by: quantilesOf(gammas, shape), scale: mean * 1e9 / shape, mean: mean}
}

// Weibull has the given shape and mean.
func Weibull(shape, mean float64) Sampler {
	return Sampler{kind: tabled, by: quantilesOf(weibulls, shape), scale: mean * 1e9 / math.Gamma(1+1/shape), mean: mean}
}

// Lognormal has the given mean and the given sigma of its logarithm.
func Lognormal(mean, sigma float64) Sampler {
	return Sampler{kind: tabled, by: quantilesOf(lognormals, sigma), scale: mean * 1e9 * math.Exp(-sigma*sigma/2), mean: mean}
}

// Triangular lies between lo and hi, most often near mode.
func Triangular(lo, mode, hi float64) Sampler {
	return Sampler{kind: triangular, a: lo * 1e9, b: mode * 1e9, c: hi * 1e9, mean: (lo + mode + hi) / 3}
}

// UniformBetween lies evenly between lo and hi.
func UniformBetween(lo, hi float64) Sampler {
	return Sampler{kind: uniform, a: lo * 1e9, b: hi * 1e9, mean: (lo + hi) / 2}
}

// Empirical draws one of the values with probability in proportion to its
// weight. Weights must be positive.
func Empirical(values, weights []float64) Sampler {
	s := Sampler{kind: empirical, table: &table{}}
	total := 0.0
	for _, w := range weights {
		total += w
	}
	sum := 0.0
	for i, v := range values {
		sum += weights[i]
		s.table.values = append(s.table.values, v*1e9)
		s.table.upTo = append(s.table.upTo, sum/total)
		s.mean += v * weights[i] / total
	}
	return s
}

// Scaled multiplies every draw by f, for scenarios.
func (s Sampler) Scaled(f float64) Sampler {
	s.mean, s.scale, s.a, s.b, s.c = s.mean*f, s.scale*f, s.a*f, s.b*f, s.c*f
	if s.kind == empirical {
		t := &table{values: make([]float64, len(s.table.values)), upTo: s.table.upTo}
		for i, v := range s.table.values {
			t.values[i] = v * f
		}
		s.table = t
	}
	return s
}

// Mean in seconds.
func (s *Sampler) Mean() float64 { return s.mean }

// Zero says whether every draw is 0.
func (s *Sampler) Zero() bool { return s.mean == 0 }

// Sample draws a span for the key, by inversion of one uniform.
func (s *Sampler) Sample(k Key) time.Duration {
	var x float64
	switch s.kind {
	case tabled:
		x = s.scale * s.by.at(finish(uint64(k)))
	case constant:
		x = s.a
	case triangular:
		x = s.triangle(k.Uniform())
	case uniform:
		x = s.a + (s.b-s.a)*k.Uniform()
	case empirical:
		t := s.table
		i := sort.SearchFloat64s(t.upTo, k.Uniform())
		x = t.values[min(i, len(t.values)-1)]
	}
	if x < longest {
		return time.Duration(x)
	}
	return time.Duration(longest)
}

// longest keeps sums of a few draws inside an int64: about 73 years.
const longest = float64(1 << 61)

func (s *Sampler) triangle(u float64) float64 {
	if s.c == s.a {
		return s.a
	}
	if cut := (s.b - s.a) / (s.c - s.a); u < cut {
		return s.a + math.Sqrt(u*(s.c-s.a)*(s.b-s.a))
	}
	return s.c - math.Sqrt((1-u)*(s.c-s.a)*(s.c-s.b))
}
