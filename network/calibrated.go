package network

import (
	"math"

	"corridor/data"
)

// calibration notes the fitted factors on the servers at work of resources.
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
			year := 0
			if target, ok := b.set.Find("targets", row.Text("target")); ok {
				if day, err := data.ParseDay(target.Text("from")); err == nil {
					year = day.Year()
				}
			}
			b.net.Resources[k].Fitted, b.net.Resources[k].FitYear = f, year
		}
	}
}

// Staffed is the calendar and the servers of a resource in a year: times the fitted
// factor, and as the counts of the facility in that year are to those of the year
// that it was fitted to, because staff follows traffic. A year that the table
// lacks takes the nearest.
func (n *Network) Staffed(k ResourceID, year int) (*Calendar, int) {
	r := &n.Resources[k]
	if r.Fitted == 0 {
		return r.Calendar, r.Servers
	}
	f := r.Fitted
	if was, is := n.yearCount(r.Node, r.FitYear), n.yearCount(r.Node, year); r.FitYear > 0 && was > 0 && is > 0 {
		f *= is / was
	}
	if r.Calendar == nil {
		return nil, max(1, int(float64(r.Servers)*f+0.5))
	}
	return r.Calendar.times(f, r.Servers), r.Servers
}

// yearCount is the other traffic into the United States at a facility in the year
// of the table that is nearest, of two as near the earlier; 0 where none is counted.
func (n *Network) yearCount(node NodeID, year int) (count float64) {
	best := -1
	for i := range n.Backgrounds {
		g := &n.Backgrounds[i]
		if g.Node != node || g.Event != EnterUS {
			continue
		}
		far := func(y int) int { return max(y-year, year-y) }
		if best < 0 || far(g.Year) < far(best) || far(g.Year) == far(best) && g.Year < best {
			best, count = g.Year, 0
			for _, x := range g.Usual {
				count += x
			}
		}
	}
	return count
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
