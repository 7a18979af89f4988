package report

import (
	"strconv"

	"corridor/sim/results"
)

// million US dollars, to read.
const million = 1e6

// investments prints what investments save a year against what they cost.
func (t *terminal) investments() {
	if len(t.s.Investments) == 0 {
		return
	}
	t.title("Investments, million USD a year (± half the 95%% interval of the paired difference; * differs from zero; cost in brackets from its cheap to its dear end)")
	g := &grid{left: 1}
	g.add("", "benefit", "annual cost", "net", "benefit/cost")
	for i := range t.s.Investments {
		x := &t.s.Investments[i]
		in := func(e results.Estimate) results.Estimate {
			e.Mean, e.Lo, e.Hi = e.Mean/million, e.Lo/million, e.Hi/million
			return e
		}
		ratio := "–"
		if x.Ratio.Unit != "" {
			ratio = number(x.Ratio.Mean)[0]
			if t.s.Replications > 1 {
				ratio += " [" + number(x.Ratio.Lo)[0] + ", " + number(x.Ratio.Hi)[0] + "]"
			}
		}
		g.add(t.label(x.Case), t.difference(in(x.Benefit), true), results.Short(x.Annual.Central/million)+" ["+results.Short(x.Annual.Low/million)+", "+results.Short(x.Annual.High/million)+"]", t.difference(in(x.Net), true), ratio)
	}
	t.grid(g)
	x := &t.s.Investments[0]
	t.line("  Against %s at %s%% a year: over the loads that both deliver, %s of %s million tonnes a year of the flows. What other traffic gains is not in it.",
		t.label(x.Base), strconv.FormatFloat(100*x.Rate, 'g', 3, 64), results.Short(x.Tonnes[0]/million), results.Short(x.Tonnes[1]/million))
}
