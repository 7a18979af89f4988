package network

import "corridor/data"

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
			r.Calendar = r.Calendar.times(f)
		}
	}
}

// times is a calendar with its shares multiplied. A share above 1 means more
// servers than the table has.
func (c *Calendar) times(f float64) *Calendar {
	scaled := &Calendar{ID: c.ID}
	for _, s := range c.spans {
		s.share *= f
		scaled.spans = append(scaled.spans, s)
	}
	return scaled
}
