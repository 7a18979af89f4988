package report

import (
	"fmt"
	"io"
	"strings"

	"corridor/sim/results"
)

// Terminal prints a summary for people.
func Terminal(w io.Writer, s *results.Summary) error {
	t := &terminal{w: w, s: s}
	t.head()
	t.all()
	t.groups()
	t.differences()
	t.investments()
	t.winners()
	t.places()
	t.resources()
	t.services()
	t.modes()
	t.resilience()
	t.missing()
	t.changes()
	for _, warning := range s.Warnings {
		t.line("warning: %s", warning)
	}
	return t.err
}

type terminal struct {
	w   io.Writer
	s   *results.Summary
	err error
}

func (t *terminal) line(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format+"\n", args...)
	}
}

func (t *terminal) grid(g *grid) {
	if t.err == nil {
		t.err = g.write(t.w, "  ")
	}
}

func (t *terminal) title(format string, args ...any) {
	t.line("")
	t.line(format, args...)
}

// label is a case's name as short as it is clear: the routing where all cases
// share a scenario.
func (t *terminal) label(name string) string {
	one := true
	for i := range t.s.Cases {
		one = one && t.s.Cases[i].Scenario == t.s.Cases[0].Scenario
	}
	if _, routing, ok := strings.Cut(name, "/"); ok && one && len(t.s.Cases) > 1 {
		return routing
	}
	return name
}

func (t *terminal) head() {
	s := t.s
	reps := "replications"
	if s.Replications == 1 {
		reps = "replication"
	}
	t.line("%s: loads created %s to %s, %d %s, seed %d", t.s.Cases[0].Scenario, s.Window.From, s.Window.To, s.Replications, reps, s.Seed)
	loads := t.s.Cases[0].KPI["created_loads"].Mean
	which := "all"
	if t.hasGoods() {
		which = percent(s.Share) + " of those that could go another way"
	}
	t.line("Counted: %s loads a replication (%s). Figures are means; ± is half the 95%% interval.", results.Short(loads), which)
	for _, note := range s.Notes {
		t.line("%s", note)
	}
}

// rowsOfAll are the rows of the first table.
var rowsOfAll = []struct{ label, kpi string }{
	{"door to door, mean (h)", "transit_hours"},
	{"  median (h)", "transit_hours_p50"},
	{"  95 of 100 within (h)", "transit_hours_p95"},
	{"  at borders (h)", "border_wait_hours"},
	{"  at ports (h)", "port_wait_hours"},
	{"paid (USD a tonne)", "paid_usd_per_tonne"},
	{"with the goods' time (USD a load)", "cost_usd_per_load"},
	{"  the same (USD a tonne)", "cost_usd_per_tonne"},
	{"emissions (kg CO2e a tonne)", "emissions_kg_per_tonne"},
	{"on time", "on_time_share"},
	{"delivered", "delivered_share"},
	{"on US land, of tonne-km", "us_tonne_km_share"},
	{"left behind at least once", "missed_share"},
}

// rowsOfQueues are those of a world without goods.
var rowsOfQueues = []struct{ label, kpi string }{
	{"time in the system, mean (min)", "transit_hours"},
	{"  median (min)", "transit_hours_p50"},
	{"  95 of 100 within (min)", "transit_hours_p95"},
	{"delivered", "delivered_share"},
}

// hasGoods says whether loads weigh anything.
func (t *terminal) hasGoods() bool {
	for i := range t.s.Cases {
		if _, ok := t.s.Cases[i].KPI["cost_usd_per_tonne"]; ok {
			return true
		}
	}
	return false
}

func (t *terminal) all() {
	t.title("All goods (each case over the loads it can carry)")
	g := &grid{left: 1}
	rows := rowsOfAll
	if !t.hasGoods() {
		rows = rowsOfQueues
	}
	head := []string{""}
	for i := range t.s.Cases {
		head = append(head, t.label(t.s.Cases[i].Name))
	}
	g.add(head...)
	for _, r := range rows {
		row := []string{r.label}
		for i := range t.s.Cases {
			e, ok := t.s.Cases[i].KPI[r.kpi]
			if strings.HasSuffix(r.label, "(min)") {
				e.Mean, e.Lo, e.Hi = 60*e.Mean, 60*e.Lo, 60*e.Hi
			}
			row = append(row, t.withInterval(e, ok))
		}
		g.add(row...)
	}
	t.grid(g)
}

func (t *terminal) groups() {
	if len(t.s.Cases[0].Groups) < 2 {
		return
	}
	t.title("By group of goods (paid/t: what is paid; USD/t adds the value of the goods' time and spoilage)")
	g := &grid{left: 2}
	g.add("", "", "loads", "mean h", "median", "95%", "border h", "port h", "paid/t", "USD/t", "USD/load", "kg/t", "on time", "delivered", "US t-km")
	for k := range t.s.Cases[0].Groups {
		for i := range t.s.Cases {
			grp := &t.s.Cases[i].Groups[k]
			name := ""
			if i == 0 {
				name = grp.Group
			}
			v := func(kpi string) string { return figure(grp.KPI, kpi) }
			g.add(name, t.label(t.s.Cases[i].Name), v("created_loads"), v("transit_hours"), v("transit_hours_p50"), v("transit_hours_p95"), v("border_wait_hours"), v("port_wait_hours"),
				v("paid_usd_per_tonne"), v("cost_usd_per_tonne"), v("cost_usd_per_load"), v("emissions_kg_per_tonne"), v("on_time_share"), v("delivered_share"), v("us_tonne_km_share"))
		}
	}
	t.grid(g)
}

func (t *terminal) differences() {
	if len(t.s.Differences) == 0 {
		return
	}
	t.title("Difference from %s, the same loads paired (over loads both can carry; ± half the 95%% interval; * differs from zero)", t.label(t.s.Differences[0].Base))
	g := &grid{left: 2}
	g.add("", "", "hours", "95% h", "paid/t", "USD/t", "kg/t", "on time", "US t-km")
	last := ""
	for i := range t.s.Differences {
		d := &t.s.Differences[i]
		group := d.Group
		if group == "" {
			group = "all goods"
		}
		name := t.label(d.Case)
		if name == last {
			name = ""
		} else {
			last = name
		}
		v := func(kpi string) string { e, ok := d.KPI[kpi]; return t.difference(e, ok) }
		if _, ok := d.KPI["transit_hours"]; !ok {
			g.add(name, group, "no loads in common")
			continue
		}
		g.add(name, group, v("transit_hours"), v("transit_hours_p95"), v("paid_usd_per_tonne"), v("cost_usd_per_tonne"), v("emissions_kg_per_tonne"), v("on_time_share"), v("us_tonne_km_share"))
	}
	t.grid(g)
	for i := range t.s.Differences {
		if d := &t.s.Differences[i]; d.Group == "" && len(d.Reduction) > 0 {
			t.line("  %s: shared random numbers divide the variance of the difference by %s", t.label(d.Case), reduction(d.Reduction))
		}
	}
}

// reduction says by how much the variance of the main figures is divided.
func reduction(by map[string]float64) string {
	var parts []string
	for _, r := range []struct{ kpi, word string }{{"transit_hours", "hours"}, {"paid_usd_per_tonne", "paid/t"}, {"cost_usd_per_tonne", "USD/t"}} {
		if x, ok := by[r.kpi]; ok {
			parts = append(parts, results.Short(x)+" ("+r.word+")")
		}
	}
	return strings.Join(parts, ", ")
}

func (t *terminal) winners() {
	if len(t.s.Winners) == 0 {
		return
	}
	t.title("Who wins, for which goods (on loads that all compared can carry)")
	g := &grid{left: 5}
	row := []string{"", "time", "cost", "emissions", "reliability"}
	for i := range t.s.Winners {
		w := &t.s.Winners[i]
		if i%4 == 0 {
			g.add(row...)
			row = []string{w.Group}
		}
		text := w.Verdict
		switch w.Verdict {
		case "wins":
			text = t.label(w.Case)
		case "only one can":
			text = "only " + t.label(w.Case) + " can"
		}
		row = append(row, text)
	}
	g.add(row...)
	t.grid(g)
}
