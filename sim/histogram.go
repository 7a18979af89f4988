package sim

import (
	"math/bits"
	"time"
)

// Histogram counts spans in buckets of a millisecond up to a quarter of a
// second and of 1/128 of their size above, so that a quantile is within a
// millisecond or 0.8% of a value counted; less than a millisecond is 0. It
// grows to at most about 4,900 buckets, and merges exactly. The zero
// Histogram is ready.
type Histogram struct {
	N      int64
	Sum    float64 // ns
	counts []uint32
}

const (
	histUnit = 20 // a step is 2^20 ns, about 1 ms
	histSub  = 7  // 2^7 steps a doubling
)

func histIndex(d time.Duration) int {
	v := uint64(d) >> histUnit
	if v < 1<<(histSub+1) {
		return int(v)
	}
	e := bits.Len64(v) - histSub - 1
	return e<<histSub + int(v>>e)
}

// histBucket is where a bucket begins and how wide it is; the first one stands
// for 0.
func histBucket(i int) (low, width time.Duration) {
	if i == 0 {
		return 0, 0
	}
	if i < 1<<(histSub+1) {
		return time.Duration(i) << histUnit, 1 << histUnit
	}
	e := i>>histSub - 1
	m := i - e<<histSub
	return time.Duration(m) << (e + histUnit), 1 << (e + histUnit)
}

// Record counts one span; a negative one counts as 0.
func (h *Histogram) Record(d time.Duration) {
	d = max(d, 0)
	i := histIndex(d)
	if i >= len(h.counts) {
		h.counts = append(h.counts, make([]uint32, i+1-len(h.counts))...)
	}
	h.counts[i]++
	h.N++
	h.Sum += float64(d)
}

// Merge adds another's counts.
func (h *Histogram) Merge(o *Histogram) {
	if len(o.counts) > len(h.counts) {
		h.counts = append(h.counts, make([]uint32, len(o.counts)-len(h.counts))...)
	}
	for i, n := range o.counts {
		h.counts[i] += n
	}
	h.N += o.N
	h.Sum += o.Sum
}

// Mean of what was recorded, 0 where nothing was.
func (h *Histogram) Mean() time.Duration {
	if h.N == 0 {
		return 0
	}
	return time.Duration(h.Sum / float64(h.N))
}

// Quantile returns the value below which a share q of the records lie, 0 <= q
// <= 1; 0 where nothing was recorded.
func (h *Histogram) Quantile(q float64) time.Duration {
	rank := int64(q * float64(h.N))
	for i, n := range h.counts {
		if rank -= int64(n); rank < 0 {
			// Records are taken as spread evenly over their bucket.
			low, width := histBucket(i)
			return low + time.Duration((float64(rank+int64(n))+0.5)/float64(n)*float64(width))
		}
	}
	for i := len(h.counts) - 1; i >= 0; i-- {
		if h.counts[i] > 0 {
			low, width := histBucket(i)
			return low + width/2
		}
	}
	return 0
}

// Below is how many records lie below a span, those of its bucket in
// proportion.
func (h *Histogram) Below(d time.Duration) (n int64) {
	for i, c := range h.counts {
		low, width := histBucket(i)
		switch {
		case low+width <= d:
			n += int64(c)
		case low < d:
			n += int64(float64(c) * float64(d-low) / float64(width))
		default:
			return n
		}
	}
	return n
}

// TailMean is the mean of the records at and above the quantile q: what is
// worse than q of all, taken together (the conditional value at risk). 0 where
// nothing was recorded.
func (h *Histogram) TailMean(q float64) time.Duration {
	rest := float64(h.N) * (1 - q)
	if rest <= 0 {
		return h.Quantile(1)
	}
	left, sum := rest, 0.0
	for i := len(h.counts) - 1; i >= 0 && left > 0; i-- {
		n := min(float64(h.counts[i]), left)
		low, width := histBucket(i)
		sum += n * (float64(low) + float64(width)/2)
		left -= n
	}
	return time.Duration(sum / rest)
}

// Trim forgets the buckets and keeps number and sum, for what is only summed
// from here on.
func (h *Histogram) Trim() { h.counts = nil }
