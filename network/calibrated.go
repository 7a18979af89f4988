package network

import (
	"math"

	"corridor/data"
)

// calibration multiplies the servers at work of resources by fitted factors.
func (b *builder) calibration() {
	for _, row := range b.set.Rows("calibration") {
		f := row.Num("factor")
		if row.Num("low") > row.Num("high") {
			b.bad(row, "high", "expected at least low, %s", row.Text("low"))
		}
		for _, id := range row.Words("places") {
			n, ok := b.net.byNode[id]
			if !ok {
				b.bad(row, "places", "expected names from nodes.csv, found %q%s", id, data.DidYouMean(id, b.net.NodeIDs()))
				continue
			}
			k := b.net.ResourceAt(n, row.Text("resource"))
			if k < 0 {
				b.bad(row, "resource", "expected a resource of %s", id)
				continue
			}
			r := &b.net.Resources[k]
			if r.Calendar == nil {
				r.Servers = max(1, int(float64(r.Servers)*f+0.5))
				continue
			}
			r.Calendar = r.Calendar.times(f, r.Servers)
		}
	}
}

// times is a calendar of n servers with its shares multiplied, in whole servers by
// the hour: what rounding leaves over goes to the next hour that is open, so that
// the mean over the week is right. A share above 1 means more servers than n.
func (c *Calendar) times(f float64, n int) *Calendar {
	if f == 1 || n == 0 {
		return c
	}
	scaled := &Calendar{ID: c.ID}
	left := 0.0
	for m := 0; m < weekMinutes; {
		end := m + 1
		for end < weekMinutes && end%60 != 0 && c.shareAt(end) == c.shareAt(m) {
			end++
		}
		if share := c.shareAt(m); share > 0 {
			want := max(1, math.Floor(share*float64(n)+0.5))*f + left
			k := max(1, math.Floor(want+0.5))
			left = min(max(want-k, -1), 1)
			scaled.spans = append(scaled.spans, calSpan{m, end, k / float64(n)})
		}
		m = end
	}
	return scaled
}
