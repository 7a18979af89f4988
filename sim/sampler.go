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
	k       int32
	a, b, c float64 // seconds or shape, see the constructors
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
	exponential
	erlang
	gamma
	weibull
	lognormal
	triangular
	uniform
	empirical
)

// Constant is always x seconds.
func Constant(x float64) Sampler { return Sampler{kind: constant, a: x * 1e9, mean: x} }

// Exponential has the given mean.
func Exponential(mean float64) Sampler { return Sampler{kind: exponential, a: mean * 1e9, mean: mean} }

// Erlang is the sum of k exponentials; mean is of the sum.
func Erlang(k int, mean float64) Sampler {
	return Sampler{kind: erlang, a: mean * 1e9 / float64(k), k: int32(k), mean: mean}
}

// Gamma has the given shape and mean.
func Gamma(shape, mean float64) Sampler {
	return Sampler{kind: gamma, a: mean * 1e9 / shape, b: shape, mean: mean}
}

// Weibull has the given shape and mean.
func Weibull(shape, mean float64) Sampler {
	return Sampler{kind: weibull, a: mean * 1e9 / math.Gamma(1+1/shape), b: 1 / shape, mean: mean}
}

// Lognormal has the given mean and the given sigma of its logarithm.
func Lognormal(mean, sigma float64) Sampler {
	if mean <= 0 {
		return Constant(0)
	}
	return Sampler{kind: lognormal, a: math.Log(mean*1e9) - sigma*sigma/2, b: sigma, mean: mean}
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
	s.mean *= f
	switch s.kind {
	case lognormal:
		if f <= 0 {
			return Constant(0)
		}
		s.a += math.Log(f)
	case empirical:
		t := &table{values: make([]float64, len(s.table.values)), upTo: s.table.upTo}
		for i, v := range s.table.values {
			t.values[i] = v * f
		}
		s.table = t
	case triangular, uniform:
		s.a, s.b, s.c = s.a*f, s.b*f, s.c*f
	default:
		s.a *= f
	}
	return s
}

// Mean in seconds.
func (s *Sampler) Mean() float64 { return s.mean }

// Zero says whether every draw is 0.
func (s *Sampler) Zero() bool { return s.mean == 0 }

// Sample draws a span for the key. Families with a closed inverse use one
// uniform; the others open the key's own stream.
func (s *Sampler) Sample(k Key) time.Duration {
	var x float64
	switch s.kind {
	case constant:
		return time.Duration(min(s.a, longest))
	case exponential:
		x = -s.a * fastLog(k.Uniform())
	case lognormal:
		src := k.Source()
		x = fastExp(s.a + s.b*src.Normal())
	case erlang:
		x = s.erlang(k)
	case gamma:
		src := k.Source()
		x = s.a * src.gamma(s.b)
	case weibull:
		x = s.a * math.Pow(-math.Log(k.Uniform()), s.b)
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

func (s *Sampler) erlang(k Key) float64 {
	src := k.Source()
	sum, p := 0.0, 1.0
	for n := s.k; n > 0; n-- {
		p *= src.Uniform()
		if n&15 == 1 { // before it is too small
			sum -= fastLog(p)
			p = 1
		}
	}
	return s.a * sum
}

func (s *Sampler) triangle(u float64) float64 {
	if s.c == s.a {
		return s.a
	}
	if cut := (s.b - s.a) / (s.c - s.a); u < cut {
		return s.a + math.Sqrt(u*(s.c-s.a)*(s.b-s.a))
	}
	return s.c - math.Sqrt((1-u)*(s.c-s.a)*(s.c-s.b))
}

// gamma draws with unit scale by Marsaglia & Tsang (2000).
func (s *Source) gamma(shape float64) float64 {
	boost := 1.0
	if shape < 1 {
		boost = math.Pow(s.Uniform(), 1/shape)
		shape++
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		z := s.Normal()
		v := 1 + c*z
		if v <= 0 {
			continue
		}
		v = v * v * v
		u := s.Uniform()
		if math.Log(u) < 0.5*z*z+d-d*v+d*math.Log(v) {
			return boost * d * v
		}
	}
}
