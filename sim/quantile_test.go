package sim

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func normalCDF(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

// kolmogorov is the distance of a sample from a continuous CDF times the root
// of its size; it exceeds 2.5 for one sample in 130,000. It sorts the sample.
func kolmogorov(sample []float64, cdf func(float64) float64) float64 {
	slices.Sort(sample)
	n, most := float64(len(sample)), 0.0
	for i, x := range sample {
		f := cdf(x)
		most = max(most, f-float64(i)/n, float64(i+1)/n-f)
	}
	return most * math.Sqrt(n)
}

const kolmogorovBound = 2.5

// misfit is the normal score of the chi-square distance of n draws from a
// continuous CDF, in cells of 1/16 standard deviation. For the same time it
// sees finer faults than Kolmogorov's distance: no draw is kept or sorted.
func misfit(n int, draw func(i int) float64, mean, deviation float64, cdf func(float64) float64) float64 {
	const below, above, fine = 6, 10, 16 // deviations from the mean, cells a deviation
	var counts [(below + above) * fine]int
	for i := range n {
		cell := int(((draw(i)-mean)/deviation + below) * fine)
		counts[min(max(cell, 0), len(counts)-1)]++
	}
	stat, df, got, last := 0.0, -1, 0, 0.0
	for i, c := range counts {
		got += c
		upTo := cdf(mean + (float64(i+1)/fine-below)*deviation)
		if i == len(counts)-1 {
			upTo = 1
		}
		// Cells that expect few go with their neighbours.
		if want := float64(n) * (upTo - last); want > 50 && float64(n)*(1-upTo) > 50 || upTo == 1 {
			if want > 0 {
				stat += (float64(got) - want) * (float64(got) - want) / want
				df++
			} else if got > 0 {
				return math.Inf(1)
			}
			got, last = 0, upTo
		}
	}
	return chiSquareZ(stat, df)
}

func TestEveryQuantileIsThatOfTheDistribution(t *testing.T) {
	type shaped struct {
		name string
		q    *quantiles
		cdf  func(x float64) (below, above float64)
	}
	var all []shaped
	for _, k := range []float64{0.5, 1, 2, 2.5, 3, 4, 9, 40} {
		all = append(all, shaped{"gamma", quantilesOf(gammas, k), func(x float64) (float64, float64) {
			p := gammaCDF(k, x)
			return p, 1 - p
		}})
	}
	for _, k := range []float64{0.3, 0.7, 1.5, 50} {
		all = append(all, shaped{"weibull", quantilesOf(weibulls, k), func(x float64) (float64, float64) {
			h := math.Pow(x, k)
			return -math.Expm1(-h), math.Exp(-h)
		}})
	}
	for _, sigma := range []float64{0.05, 0.25, 0.7, 1, 3} {
		all = append(all, shaped{"lognormal", quantilesOf(lognormals, sigma), func(x float64) (float64, float64) {
			z := math.Log(x) / sigma
			return normalCDF(z), normalCDF(-z)
		}})
	}
	words := []uint64{1 << 62, 1 << 63, 1<<63 - 1, 3 << 62}
	for e := range 30 { // both ends of every halving, and what lies beyond the table
		for _, d := range []uint64{0, 1 << 20, 1 << 30} {
			w := uint64(1)<<(62-e) - d
			words = append(words, w, w+2*d, ^w, ^(w + 2*d))
		}
	}
	rng := rand.New(rand.NewPCG(5, 1))
	for range 20_000 {
		words = append(words, rng.Uint64(), rng.Uint64()>>rng.UintN(30))
	}
	for _, s := range all {
		for _, w := range words {
			// By the probability on the smaller side; closed forms lose digits
			// where nearly nothing is left.
			x := s.q.at(w)
			got, above := s.cdf(x)
			want := open01(w)
			if want >= 0.5 {
				got, want = above, 1-want
			}
			if math.Abs(got-want) > 3e-5*want+1e-12 {
				t.Fatalf("%s: beyond %g lies %g, want %g", s.name, x, got, want)
			}
		}
	}
}

func TestALargerUniformNeverDrawsLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := quantilesOf(rapid.Uint8Range(gammas, lognormals).Draw(t, "family"), rapid.SampledFrom([]float64{0.4, 1, 2.5, 9}).Draw(t, "shape"))
		w := rapid.Uint64().Draw(t, "word") >> rapid.IntRange(0, 60).Draw(t, "shift")
		if rapid.Bool().Draw(t, "above") {
			w = ^w
		}
		v := w + 1<<rapid.IntRange(0, 63).Draw(t, "step")
		if v < w {
			v = math.MaxUint64
		}
		if x, y := q.at(w), q.at(v); y < x*(1-1e-6) {
			t.Errorf("%#x draws %g, %#x draws %g", w, x, v, y)
		}
	})
}
