package report

import (
	"io"

	"corridor/sim/results"
)

// Against prints how the cases differ from those of the same name in a stored
// result. The two runs are taken as independent: a figure is marked where their
// intervals do not meet.
func Against(w io.Writer, now, before *results.Summary, dir string) error {
	t := &terminal{w: w, s: now}
	was := map[string]*results.CaseResult{}
	for i := range before.Cases {
		was[before.Cases[i].Name] = &before.Cases[i]
	}
	t.title("Against %s (%d replications; * the 95%% intervals do not meet)", dir, before.Replications)
	if now.Fidelity != before.Fidelity || now.Inputs != before.Inputs {
		t.line("warning: that result has %s fidelity and %s inputs, this one %s and %s", before.Fidelity, before.Inputs, now.Fidelity, now.Inputs)
	}
	g := &grid{left: 2}
	g.add("", "", "then", "now", "change")
	for i := range now.Cases {
		c := &now.Cases[i]
		b := was[c.Name]
		if b == nil {
			g.add(c.Name, "not in that folder")
			continue
		}
		name := c.Name
		for _, r := range rowsOfAll {
			x, ok := c.KPI[r.kpi]
			y, had := b.KPI[r.kpi]
			if !ok || !had {
				continue
			}
			mark := " "
			if now.Replications > 1 && before.Replications > 1 && (x.Lo > y.Hi || x.Hi < y.Lo) {
				mark = "*"
			}
			d := results.Estimate{Mean: x.Mean - y.Mean, Unit: x.Unit}
			single := &terminal{s: &results.Summary{Replications: 1}}
			g.add(name, r.kpi, figure(b.KPI, r.kpi), figure(c.KPI, r.kpi), single.difference(d, true)+mark)
			name = ""
		}
	}
	t.grid(g)
	return t.err
}
