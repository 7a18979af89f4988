package sim

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// gammaCDF is the regularised lower incomplete gamma function for a shape
// that is a multiple of one half: closed forms at 1/2 and 1, and
// P(a+1, x) = P(a, x) - x^a e^-x / Gamma(a+1).
func gammaCDF(shape, x float64) float64 {
	if x <= 0 {
		return 0
	}
	a, p := 1.0, -math.Expm1(-x)
	if shape != math.Floor(shape) {
		a, p = 0.5, math.Erf(math.Sqrt(x))
	}
	for ; a < shape; a++ {
		g, _ := math.Lgamma(a + 1)
		p -= math.Exp(a*math.Log(x) - x - g)
	}
	return p
}

func triangularCDF(lo, mode, hi float64) func(float64) float64 {
	return func(x float64) float64 {
		switch {
		case x <= lo:
			return 0
		case x >= hi:
			return 1
		case x < mode:
			return (x - lo) * (x - lo) / ((hi - lo) * (mode - lo))
		default:
			return 1 - (hi-x)*(hi-x)/((hi-lo)*(hi-mode))
		}
	}
}

func triangularVariance(a, c, b float64) float64 {
	return (a*a + b*b + c*c - a*b - a*c - b*c) / 18
}

func gammaLaw(shape, mean float64) law {
	return law{mean, mean * mean / shape, func(x float64) float64 { return gammaCDF(shape, x*shape/mean) }}
}

func weibullLaw(shape, mean float64) law {
	g1, g2 := math.Gamma(1+1/shape), math.Gamma(1+2/shape)
	return law{mean, mean * mean * (g2/(g1*g1) - 1), func(x float64) float64 {
		return -math.Expm1(-math.Pow(max(x, 0)*g1/mean, shape))
	}}
}

func lognormalLaw(mean, sigma float64) law {
	return law{mean, mean * mean * math.Expm1(sigma*sigma), func(x float64) float64 {
		return normalCDF((math.Log(x/mean) + sigma*sigma/2) / sigma)
	}}
}

func triangularLaw(lo, mode, hi float64) law {
	return law{(lo + mode + hi) / 3, triangularVariance(lo, mode, hi), triangularCDF(lo, mode, hi)}
}

// law is what theory says of a distribution, in seconds.
type law struct {
	mean, variance float64
	cdf            func(float64) float64
}

var families = []struct {
	name    string
	sampler Sampler
	law     law
}{
	{"exponential", Exponential(600), gammaLaw(1, 600)},
	{"erlang 1", Erlang(1, 600), gammaLaw(1, 600)},
	{"erlang 3", Erlang(3, 600), gammaLaw(3, 600)},
	{"erlang 16", Erlang(16, 600), gammaLaw(16, 600)},
	{"erlang 40", Erlang(40, 600), gammaLaw(40, 600)},
	{"gamma 0.5", Gamma(0.5, 7200), gammaLaw(0.5, 7200)},
	{"gamma 1", Gamma(1, 7200), gammaLaw(1, 7200)},
	{"gamma 2", Gamma(2, 7200), gammaLaw(2, 7200)},
	{"gamma 2.5", Gamma(2.5, 7200), gammaLaw(2.5, 7200)},
	{"gamma 9", Gamma(9, 7200), gammaLaw(9, 7200)},
	{"weibull 0.7", Weibull(0.7, 300), weibullLaw(0.7, 300)},
	{"weibull 1", Weibull(1, 300), gammaLaw(1, 300)},
	{"weibull 1.5", Weibull(1.5, 300), weibullLaw(1.5, 300)},
	{"lognormal 0.25", Lognormal(900, 0.25), lognormalLaw(900, 0.25)},
	{"lognormal 1", Lognormal(900, 1), lognormalLaw(900, 1)},
	{"triangular", Triangular(60, 90, 300), triangularLaw(60, 90, 300)},
	{"triangular, mode at the low end", Triangular(60, 60, 300), triangularLaw(60, 60, 300)},
	{"triangular, mode at the high end", Triangular(60, 300, 300), triangularLaw(60, 300, 300)},
	{"triangular about 0", Triangular(-60, 10, 60), triangularLaw(-60, 10, 60)},
	{"uniform", UniformBetween(30, 50), law{40, 400. / 12, func(x float64) float64 {
		return min(max((x-30)/20, 0), 1)
	}}},
}

// sampleOf draws in seconds for consecutive keys.
func sampleOf(s *Sampler, seed uint64, n int) []float64 {
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = s.Sample(NewKey(seed, 0).With(uint64(i)).With(1)).Seconds()
	}
	return xs
}

func TestSamplersHaveTheMeanAndVarianceOfTheirFamily(t *testing.T) {
	const n = 200_000
	for _, f := range families {
		var m1, m2, m4 float64 // about the exact mean
		for _, x := range sampleOf(&f.sampler, 21, n) {
			d := x - f.law.mean
			m1 += d / n
			m2 += d * d / n
			m4 += d * d * d * d / n
		}
		if z := m1 / math.Sqrt(f.law.variance/n); math.Abs(z) > sigmas {
			t.Errorf("%s: mean %g, want %g (%+.1f sigma)", f.name, f.law.mean+m1, f.law.mean, z)
		}
		if z := (m2 - f.law.variance) / math.Sqrt((m4-m2*m2)/n); math.Abs(z) > sigmas {
			t.Errorf("%s: variance %g, want %g (%+.1f sigma)", f.name, m2, f.law.variance, z)
		}
		if math.Abs(f.sampler.Mean()-f.law.mean) > 1e-12*f.law.mean {
			t.Errorf("%s: Mean = %g, want %g", f.name, f.sampler.Mean(), f.law.mean)
		}
	}
}

func TestSamplersFollowTheExactDistribution(t *testing.T) {
	const n = 100_000
	for _, f := range families {
		if d := kolmogorov(sampleOf(&f.sampler, 22, n), f.law.cdf); !(d <= kolmogorovBound) {
			t.Errorf("%s: Kolmogorov distance %.2f", f.name, d)
		}
	}
}

func TestSamplersFillTheirCellsEvenlyInManyDraws(t *testing.T) {
	if testing.Short() {
		t.Skip("two million draws a family")
	}
	for i, f := range families {
		root := NewKey(24, i)
		z := misfit(2_000_000, func(i int) float64 {
			return f.sampler.Sample(root.With(uint64(i))).Seconds()
		}, f.law.mean, math.Sqrt(f.law.variance), f.law.cdf)
		if !(math.Abs(z) <= sigmas) {
			t.Errorf("%s: cells are off by %+.1f sigma", f.name, z)
		}
	}
}

func TestErlangOfManyStagesStaysNearItsMean(t *testing.T) {
	// A product of so many uniforms would underflow.
	const k, mean = 10_000, 600
	s := Erlang(k, mean)
	for _, x := range sampleOf(&s, 25, 100) {
		if z := (x - mean) / (mean / math.Sqrt(k)); math.Abs(z) > sigmas {
			t.Errorf("drew %g, %+.1f sigma from the mean", x, z)
		}
	}
}

func TestEmpiricalDrawsItsValuesInProportionToTheirWeights(t *testing.T) {
	const n = 200_000
	values := []float64{30, 10, 20, 1000, 40}
	weights := []float64{2, 5, 0.5, 0.01, 2.5}
	total := 0.0
	for _, w := range weights {
		total += w
	}
	s := Empirical(values, weights)
	counts := make(map[float64]int)
	for _, x := range sampleOf(&s, 23, n) {
		counts[x]++
	}
	stat, mean := 0.0, 0.0
	for i, v := range values {
		want := n * weights[i] / total
		got := float64(counts[v])
		stat += (got - want) * (got - want) / want
		mean += v * weights[i] / total
		delete(counts, v)
	}
	if len(counts) > 0 {
		t.Errorf("drew values not given: %v", counts)
	}
	if z := chiSquareZ(stat, len(values)-1); z > sigmas {
		t.Errorf("frequencies are off by chi-square %.1f (%+.1f sigma)", stat, z)
	}
	if math.Abs(s.Mean()-mean) > 1e-9 {
		t.Errorf("Mean = %g, want %g", s.Mean(), mean)
	}
}

func TestEmpiricalKeepsNothingOfItsArguments(t *testing.T) {
	values, weights := []float64{1, 2}, []float64{1, 1}
	s := Empirical(values, weights)
	values[0], values[1], weights[0] = 7, 7, 0
	half := s.Scaled(0.5)
	for i := range 100 {
		x, y := sampleOf(&s, uint64(i), 1)[0], sampleOf(&half, uint64(i), 1)[0]
		if x != 1 && x != 2 || y != x/2 {
			t.Fatalf("drew %g, and %g at half scale", x, y)
		}
	}
}

func TestDegenerateSamplersAreConstant(t *testing.T) {
	for _, c := range []struct {
		name    string
		sampler Sampler
		want    time.Duration
	}{
		{"zero Sampler", Sampler{}, 0},
		{"constant", Constant(1.5), 1500 * time.Millisecond},
		{"triangle of no width", Triangular(90, 90, 90), 90 * time.Second},
		{"uniform of no width", UniformBetween(90, 90), 90 * time.Second},
		{"one value", Empirical([]float64{90}, []float64{3}), 90 * time.Second},
		{"lognormal of mean 0", Lognormal(0, 1), 0},
		{"lognormal without spread", Lognormal(90, 0), 90 * time.Second},
		{"exponential of mean 0", Exponential(0), 0},
		{"gamma of mean 0", Gamma(2, 0), 0},
		{"scaled to 0", Lognormal(90, 1).Scaled(0), 0},
	} {
		for i := range 1000 {
			got := c.sampler.Sample(NewKey(1, i))
			if (got - c.want).Abs() > time.Microsecond {
				t.Errorf("%s: drew %v, want %v", c.name, got, c.want)
				break
			}
		}
		if got := c.sampler.Mean(); math.Abs(got-c.want.Seconds()) > 1e-12 {
			t.Errorf("%s: Mean = %g, want %v", c.name, got, c.want)
		}
	}
}

func TestZeroSaysWhetherEveryDrawIsZero(t *testing.T) {
	for name, s := range map[string]Sampler{
		"zero Sampler": {}, "constant": Constant(0), "lognormal": Lognormal(0, 1),
		"lognormal scaled to 0": Lognormal(5, 1).Scaled(0),
	} {
		if !s.Zero() {
			t.Errorf("%s: Zero is false", name)
		}
	}
	for _, f := range families {
		if f.sampler.Zero() {
			t.Errorf("%s: Zero is true", f.name)
		}
	}
	if s := Constant(1e-9); s.Zero() {
		t.Error("Zero is true of 1 ns")
	}
}

func TestZeroIsTrueOfEveryFamilyScaledToZero(t *testing.T) {
	for _, f := range families {
		s := f.sampler.Scaled(0)
		if x := s.Sample(NewKey(1, 1)); x == 0 && !s.Zero() {
			t.Errorf("%s scaled to 0 draws 0 but Zero is false", f.name)
		}
	}
}

// anySampler draws a sampler of any family with any sensible parameters.
func anySampler(t *rapid.T) Sampler {
	mean := rapid.Float64Range(1, 1e6).Draw(t, "mean")
	shape := rapid.Float64Range(0.3, 50).Draw(t, "shape")
	switch kind := rapid.IntRange(0, 8).Draw(t, "kind"); kind {
	case 0:
		return Constant(mean)
	case 1:
		return Exponential(mean)
	case 2:
		return Erlang(rapid.IntRange(1, 60).Draw(t, "k"), mean)
	case 3:
		return Gamma(shape, mean)
	case 4:
		return Weibull(shape, mean)
	case 5:
		return Lognormal(mean, rapid.Float64Range(0, 2).Draw(t, "sigma"))
	case 6, 7:
		lo := mean * rapid.Float64Range(0, 1).Draw(t, "lo")
		hi := mean * rapid.Float64Range(1, 3).Draw(t, "hi")
		if kind == 6 {
			return UniformBetween(lo, hi)
		}
		return Triangular(lo, mean, hi)
	default:
		values := rapid.SliceOfN(rapid.Float64Range(0, 1e6), 1, 20).Draw(t, "values")
		weights := make([]float64, len(values))
		for i := range weights {
			weights[i] = rapid.Float64Range(0.001, 10).Draw(t, "weight")
		}
		return Empirical(values, weights)
	}
}

func TestScaledDrawsAreTheDrawsTimesTheFactor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySampler(t)
		f := rapid.Float64Range(0.01, 100).Draw(t, "f")
		k := NewKey(rapid.Uint64().Draw(t, "seed"), 0)
		before := s.Sample(k)
		scaled := s.Scaled(f)
		// A draw is cut to whole ns before it is multiplied here, after it
		// is multiplied there.
		want := f * float64(before)
		if got := scaled.Sample(k); math.Abs(float64(got)-want) > f+1+1e-12*want {
			t.Errorf("drew %d, want %.0f", got, want)
		}
		if math.Abs(scaled.Mean()-f*s.Mean()) > 1e-12*f*s.Mean() {
			t.Errorf("Mean = %g, want %g", scaled.Mean(), f*s.Mean())
		}
		if after := s.Sample(k); after != before {
			t.Errorf("Scaled changed the original's draw from %d to %d", before, after)
		}
	})
}

func TestSpansOfPositiveFamiliesAreNeverNegativeAndNeverTooLong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySampler(t)
		// Scale brings the mean up to a million years.
		s = s.Scaled(rapid.SampledFrom([]float64{1e-9, 1, 1e3, 1e7, 3e13 / max(s.Mean(), 1e-3)}).Draw(t, "f"))
		for i := range 50 {
			if x := s.Sample(NewKey(rapid.Uint64().Draw(t, "seed"), i)); x < 0 || float64(x) > longest {
				t.Fatalf("drew %d", x)
			}
		}
	})
}

func TestConstantIsNeverTooLong(t *testing.T) {
	s := Constant(1e10) // 317 years
	if x := s.Sample(NewKey(1, 0)); x < 0 || float64(x) > longest {
		t.Errorf("drew %d", x)
	}
}

func TestSamplesAllocateNothing(t *testing.T) {
	all := append(families[:len(families):len(families)], families[0])
	all[len(all)-1].name = "empirical"
	all[len(all)-1].sampler = Empirical([]float64{1, 2, 3}, []float64{1, 2, 3})
	for _, f := range all {
		if n := testing.AllocsPerRun(100, func() { f.sampler.Sample(NewKey(1, 1)) }); n > 0 {
			t.Errorf("%s: %g allocations a draw", f.name, n)
		}
	}
}

func TestGammaCDFOfTheseTestsAgreesWithItsIntegral(t *testing.T) {
	// Simpson's rule on the density, so that the yardstick is measured too.
	for _, shape := range []float64{1, 2, 2.5, 9, 40} {
		for _, x := range []float64{0.1, 1, 3, 10, 50} {
			g, _ := math.Lgamma(shape)
			density := func(u float64) float64 {
				if u == 0 {
					return map[bool]float64{true: 1, false: 0}[shape == 1]
				}
				return math.Exp((shape-1)*math.Log(u) - u - g)
			}
			const n = 20_000
			h, sum := x/n, density(0)+density(x)
			for i := 1; i < n; i++ {
				sum += density(float64(i)*h) * float64(2+2*(i%2))
			}
			if got, want := gammaCDF(shape, x), sum*h/3; math.Abs(got-want) > 1e-7 {
				t.Errorf("P(%g, %g) = %g, want %g", shape, x, got, want)
			}
		}
	}
}
