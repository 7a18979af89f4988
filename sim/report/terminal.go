package report

import (
	"fmt"
	"io"
	"math"
	"sort"
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
	t.winners()
	t.places()
	t.resources()
	t.services()
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

// mostPlaces a case in the table; the rest is in facilities.csv.
const mostPlaces = 6

func (t *terminal) places() {
	if len(t.s.Places) == 0 {
		return
	}
	t.title("Places that cost most time")
	g := &grid{left: 2}
	g.add("", "", "loads", "h a load", "of it queue", "of it waiting for departure", "all hours")
	count := map[string]int{}
	for i := range t.s.Places {
		p := &t.s.Places[i]
		count[p.Case]++
		if count[p.Case] > mostPlaces {
			continue
		}
		name := ""
		if count[p.Case] == 1 {
			name = t.label(p.Case)
		}
		g.add(name, p.Name, results.Short(p.Loads), results.Short(p.HoursPerLoad), percent(p.QueueShare), percent(p.WaitShare), results.Short(p.TotalHours))
	}
	t.grid(g)
}

// mostResources in the table; the rest is in resources.csv.
const mostResources = 12

// resources prints the longest queues of the first case.
func (t *terminal) resources() {
	if len(t.s.Resources) == 0 {
		return
	}
	t.title("Queues, all traffic included (%s)", t.label(t.s.Cases[0].Name))
	list := make([]*results.Resource, 0, len(t.s.Resources))
	for i := range t.s.Resources {
		if t.s.Resources[i].Case == t.s.Cases[0].Name {
			list = append(list, &t.s.Resources[i])
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].MeanQueue > list[j].MeanQueue })
	g := &grid{left: 2}
	g.add("", "", "served", "mean wait (min)", "95% (min)", "mean queue", "longest", "busy", "turned away")
	for _, r := range list[:min(len(list), mostResources)] {
		facility := r.Facility
		if facility == "" {
			facility = "rail line"
		}
		g.add(facility, r.Resource, results.Short(r.Served), results.Short(r.MeanWait), results.Short(r.P95Wait), results.Short(r.MeanQueue), results.Short(r.MostQueue), results.Short(r.MeanBusy), results.Short(r.Lost))
	}
	t.grid(g)
}

// mostServices a case in the table; the rest is in services.csv.
const mostServices = 6

func (t *terminal) services() {
	if len(t.s.FullServices) == 0 {
		return
	}
	t.title("Services that were full")
	g := &grid{left: 2}
	g.add("", "", "departures full", "loads left behind by a full one")
	list := make([]*results.FullOne, 0, len(t.s.FullServices))
	for i := range t.s.FullServices {
		list = append(list, &t.s.FullServices[i])
	}
	sort.SliceStable(list, func(i, j int) bool {
		return t.order(list[i].Case) < t.order(list[j].Case) || list[i].Case == list[j].Case && list[i].FullShare > list[j].FullShare
	})
	count := map[string]int{}
	for _, f := range list {
		count[f.Case]++
		if count[f.Case] > mostServices {
			continue
		}
		name := ""
		if count[f.Case] == 1 {
			name = t.label(f.Case)
		}
		g.add(name, f.Name, percent(f.FullShare), results.Short(f.LeftPerFull))
	}
	t.grid(g)
}

// order of a case.
func (t *terminal) order(name string) int {
	for i := range t.s.Cases {
		if t.s.Cases[i].Name == name {
			return i
		}
	}
	return len(t.s.Cases)
}

func (t *terminal) missing() {
	if len(t.s.Unserved) > 0 {
		t.title("Without a way")
		count := map[string]int{}
		loads := map[string]float64{}
		for i := range t.s.Unserved {
			count[t.s.Unserved[i].Case]++
			loads[t.s.Unserved[i].Case] += t.s.Unserved[i].Loads
		}
		seen := map[string]int{}
		for i := range t.s.Unserved {
			u := &t.s.Unserved[i]
			if seen[u.Case]++; seen[u.Case] == 1 {
				t.line("  %s: %d flows, %s loads a replication; such as", t.label(u.Case), count[u.Case], results.Short(loads[u.Case]))
			}
			if seen[u.Case] <= 3 {
				t.line("    %s: %s", u.Flow, u.Why)
			}
		}
	}
	if len(t.s.Undelivered) > 0 {
		t.title("Not home when the run ended (%s)", t.s.Window.Until)
		count := map[string]int{}
		for i := range t.s.Undelivered {
			u := &t.s.Undelivered[i]
			if count[u.Case]++; count[u.Case] <= 3 {
				t.line("  %s: %s loads at %s: %s", t.label(u.Case), results.Short(u.Loads), u.Where, u.Why)
			}
		}
	}
}

func (t *terminal) changes() {
	if len(t.s.Changes) == 0 {
		return
	}
	t.title("Changes")
	g := &grid{left: 4}
	g.add("", "", "took hold", "let go", "bound (times)", "loads diverted")
	for i := range t.s.Changes {
		c := &t.s.Changes[i]
		on, off := c.On, c.Off
		if on == "" {
			on = "never in this run"
		}
		if off == "" {
			off = "–"
		}
		g.add(t.label(c.Case), c.Name, on, off, results.Short(c.Bound), results.Short(c.Diverted))
	}
	t.grid(g)
}

func percent(x float64) string {
	p := 100 * x
	if p != 0 && math.Abs(p) < 10 {
		return fmt.Sprintf("%.1f%%", p)
	}
	return fmt.Sprintf("%.0f%%", p)
}

func figure(k results.KPIs, name string) string {
	e, ok := k[name]
	if !ok {
		return "–"
	}
	if e.Unit == "share" {
		return percent(e.Mean)
	}
	return results.Short(e.Mean)
}

// withInterval is mean ± half the interval; with one replication there is none.
func (t *terminal) withInterval(e results.Estimate, ok bool) string {
	if !ok {
		return "–"
	}
	if t.s.Replications < 2 {
		if e.Unit == "share" {
			return percent(e.Mean)
		}
		return results.Short(e.Mean)
	}
	half := (e.Hi - e.Lo) / 2
	if e.Unit == "share" {
		return fmt.Sprintf("%s ±%.1f", percent(e.Mean), 100*half)
	}
	return results.Short(e.Mean) + " ±" + results.Short(half)
}

func (t *terminal) difference(e results.Estimate, ok bool) string {
	if !ok {
		return "–"
	}
	half := (e.Hi - e.Lo) / 2
	mark := " "
	if half > 0 && e.Excludes(0) {
		mark = "*"
	}
	sign := "+"
	if e.Mean < 0 {
		sign = "−"
	}
	mean := math.Abs(e.Mean)
	switch {
	case t.s.Replications < 2 && e.Unit == "share":
		return fmt.Sprintf("%s%.1f pp", sign, 100*mean)
	case t.s.Replications < 2:
		return sign + results.Short(mean)
	}
	if e.Unit == "share" {
		return fmt.Sprintf("%s%.1f pp ±%.1f%s", sign, 100*mean, 100*half, mark)
	}
	return sign + results.Short(mean) + " ±" + results.Short(half) + mark
}
