package sim

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// step is the width of the narrowest buckets.
const step = time.Duration(1 << histUnit)

// orderStatistic is the value below which a share q of sorted spans lie.
func orderStatistic(sorted []time.Duration, q float64) time.Duration {
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

// closeTo says whether a quantile is the exact one within 1%, or within half of
// the narrowest bucket.
func closeTo(got, exact time.Duration) bool {
	return (got - exact).Abs() <= max(exact/100, step)
}

var askedOf = []float64{0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1}

func TestQuantilesAreWithinOnePercentOfTheOrderStatistic(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for name, draw := range map[string]func() time.Duration{
		"minutes":     func() time.Duration { return time.Duration(rng.ExpFloat64() * 10 * float64(time.Minute)) },
		"ms":          func() time.Duration { return time.Duration(rng.Int64N(int64(200 * time.Millisecond))) },
		"years":       func() time.Duration { return time.Duration(rng.Int64N(int64(100 * year))) },
		"every scale": func() time.Duration { return time.Duration(rng.Int64N(1 << (1 + rng.IntN(62)))) },
		"two values":  func() time.Duration { return time.Duration(rng.Int64N(2)) * time.Hour },
	} {
		for _, n := range []int{1, 2, 10, 1000, 20_000} {
			var h Histogram
			spans := make([]time.Duration, n)
			sum := 0.0
			for i := range spans {
				spans[i] = draw()
				sum += float64(spans[i])
				h.Record(spans[i])
			}
			slices.Sort(spans)
			for _, q := range askedOf {
				if got, exact := h.Quantile(q), orderStatistic(spans, q); !closeTo(got, exact) {
					t.Errorf("%s: quantile %g of %d is %v, want %v", name, q, n, got, exact)
				}
			}
			if mean := sum / float64(n); math.Abs(float64(h.Mean())-mean) > 1+1e-12*mean {
				t.Errorf("%s: Mean of %d = %d, want %.0f", name, n, h.Mean(), mean)
			}
		}
	}
}

// anySpans draws spans of every length.
func anySpans(t *rapid.T, label string) []time.Duration {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) time.Duration {
		most := int64(1)<<rapid.IntRange(0, 50).Draw(t, "bits") - 1
		return time.Duration(rapid.Int64Range(0, most).Draw(t, "span"))
	}), 0, 200).Draw(t, label)
}

func recorded(spans []time.Duration) *Histogram {
	h := new(Histogram)
	for _, d := range spans {
		h.Record(d)
	}
	return h
}

func TestQuantilesAreWithinOnePercentForAnySpans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spans := anySpans(t, "spans")
		q := rapid.Float64Range(0, 1).Draw(t, "q")
		h := recorded(spans)
		if len(spans) == 0 {
			if h.Quantile(q) != 0 || h.Mean() != 0 {
				t.Fatalf("empty: Quantile %v, Mean %v", h.Quantile(q), h.Mean())
			}
			return
		}
		slices.Sort(spans)
		if got, exact := h.Quantile(q), orderStatistic(spans, q); !closeTo(got, exact) {
			t.Errorf("quantile %g is %v, want %v", q, got, exact)
		}
		if p := rapid.Float64Range(0, q).Draw(t, "p"); h.Quantile(p) > h.Quantile(q) {
			t.Errorf("quantile %g is %v, quantile %g is %v", p, h.Quantile(p), q, h.Quantile(q))
		}
	})
}

func TestMergedHistogramsAreAsRecordedTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anySpans(t, "a"), anySpans(t, "b")
		merged, other := recorded(a), recorded(b)
		merged.Merge(other)
		together := recorded(append(slices.Clone(a), b...))
		if merged.N != together.N || merged.N != int64(len(a)+len(b)) {
			t.Errorf("N = %d, together %d", merged.N, together.N)
		}
		if math.Abs(merged.Sum-together.Sum) > 1e-12*together.Sum {
			t.Errorf("Sum = %g, together %g", merged.Sum, together.Sum)
		}
		if !slices.Equal(merged.counts, together.counts) {
			t.Error("counts differ")
		}
		// The other is untouched, and stays so.
		merged.Record(time.Hour)
		if alone := recorded(b); !slices.Equal(other.counts, alone.counts) || other.N != alone.N || other.Sum != alone.Sum {
			t.Error("Merge changed its argument")
		}
	})
}

func TestSizeStaysBounded(t *testing.T) {
	var h Histogram
	for d := time.Duration(1); d > 0; d *= 2 {
		h.Record(d - 1)
		h.Record(d)
	}
	h.Record(math.MaxInt64)
	if n := len(h.counts); n > 4900 {
		t.Errorf("%d buckets", n)
	}
	if got := h.Quantile(1); got < 1<<62 || !closeTo(got, math.MaxInt64) {
		t.Errorf("the longest span comes back as %d", got)
	}
	if n := testing.AllocsPerRun(100, func() { h.Record(time.Hour) }); n > 0 {
		t.Errorf("%g allocations a record once it has grown", n)
	}
}

func TestBucketsFollowOneAnotherWithoutGaps(t *testing.T) {
	next := time.Duration(step)
	for i := 1; i <= histIndex(math.MaxInt64); i++ {
		low, width := histBucket(i)
		if low != next {
			t.Fatalf("bucket %d begins at %d, the one before ends at %d", i, low, next)
		}
		if histIndex(low) != i || histIndex(low+width-1) != i {
			t.Fatalf("the ends of bucket %d lie in buckets %d and %d", i, histIndex(low), histIndex(low+width-1))
		}
		if width > step && float64(width) > float64(low)/60 {
			t.Fatalf("bucket %d is %d wide at %d", i, width, low)
		}
		next = low + width
	}
}

func TestNegativeSpansCountAsZero(t *testing.T) {
	var h, zeros Histogram
	for range 3 {
		h.Record(-time.Hour)
		zeros.Record(0)
	}
	if h.N != 3 || h.Quantile(0.5) != zeros.Quantile(0.5) || !slices.Equal(h.counts, zeros.counts) {
		t.Errorf("N %d, median %v", h.N, h.Quantile(0.5))
	}
}

func TestNegativeSpansCountAsZeroInTheMean(t *testing.T) {
	var h Histogram
	h.Record(-time.Second)
	if h.Mean() != 0 {
		t.Errorf("Mean = %v, want 0", h.Mean())
	}
}

func TestMedianOfZerosIsZero(t *testing.T) {
	var h Histogram
	h.Record(0)
	if got := h.Quantile(0.5); got != 0 {
		t.Errorf("median of 0 is %v", got)
	}
}
