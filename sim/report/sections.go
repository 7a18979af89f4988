package report

import (
	"math"
	"slices"
	"sort"
	"strconv"

	"corridor/sim/results"
)

// mostPlaces a case in the table; the rest is in facilities.csv.
const mostPlaces = 6

func (t *terminal) places() {
	if len(t.s.Places) == 0 {
		return
	}
	t.title("Places that cost most time")
	g := &grid{left: 2, words: true}
	g.add("", "", "passages", "h each", "all hours", "of it")
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
		g.add(name, p.Name, results.Short(p.Passages), results.Short(p.HoursEach), results.Short(p.TotalHours), shares(p.Shares))
	}
	t.grid(g)
}

// mostResources in the table; the rest is in resources.csv.
const mostResources = 12

// resources prints the longest queues of the first case, and in the other
// cases of other scenarios those that changed most.
func (t *terminal) resources() {
	if len(t.s.Resources) == 0 {
		return
	}
	byCase := map[string][]*results.Resource{}
	for i := range t.s.Resources {
		r := &t.s.Resources[i]
		byCase[r.Case] = append(byCase[r.Case], r)
	}
	base := t.s.Cases[0].Name
	list := slices.Clone(byCase[base])
	sort.SliceStable(list, func(i, j int) bool { return list[i].MeanQueue > list[j].MeanQueue })
	t.title("Longest queues, all traffic included (%s)", t.label(base))
	g := t.queueGrid()
	for _, r := range list[:min(len(list), mostResources)] {
		addQueue(g, r)
	}
	t.grid(g)
	before := map[[2]string]float64{}
	for _, r := range byCase[base] {
		before[[2]string{r.Facility, r.Resource}] = r.MeanQueue
	}
	for i := range t.s.Cases[1:] {
		c := &t.s.Cases[i+1]
		if c.Scenario == t.s.Cases[0].Scenario {
			continue
		}
		change := func(r *results.Resource) float64 {
			return math.Abs(r.MeanQueue - before[[2]string{r.Facility, r.Resource}])
		}
		list := slices.Clone(byCase[c.Name])
		sort.SliceStable(list, func(i, j int) bool { return change(list[i]) > change(list[j]) })
		t.title("Queues that differ most from that (%s)", t.label(c.Name))
		g := t.queueGrid()
		for _, r := range list[:min(len(list), mostServices)] {
			if change(r) >= 0.05 {
				addQueue(g, r)
			}
		}
		t.grid(g)
	}
}

func (t *terminal) queueGrid() *grid {
	g := &grid{left: 2}
	g.add("", "", "served", "mean wait (min)", "95 of 100 under", "mean queue", "longest", "busy", "of servers", "turned away")
	return g
}

func addQueue(g *grid, r *results.Resource) {
	facility := r.Facility
	if facility == "" {
		facility = "rail line"
	}
	g.add(facility, r.Resource, results.Short(r.Served), results.Short(r.MeanWait), results.Short(r.P95Wait), results.Short(r.MeanQueue), results.Short(r.MostQueue), results.Short(r.MeanBusy), strconv.Itoa(r.Servers), results.Short(r.Lost))
}

// mostServices a case in the table; the rest is in services.csv.
const mostServices = 6

func (t *terminal) services() {
	if len(t.s.FullServices) == 0 {
		return
	}
	t.title("Services that were full")
	g := &grid{left: 2}
	g.add("", "", "departures full", "left behind per full departure")
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
	g.add("", "", "took hold", "let go", "bound", "vehicles stopped", "loads stopped", "diverted", "postponed", "cancelled", "charged, USD")
	for i := range t.s.Changes {
		c := &t.s.Changes[i]
		on, off := c.On, c.Off
		if on == "" {
			on = "never in this run"
		}
		if off == "" {
			off = "–"
		}
		g.add(t.label(c.Case), c.Name, on, off, results.Short(c.Bound), results.Short(c.Trains+c.Ships+c.Aircraft+c.Trucks),
			results.Short(c.Loads), results.Short(c.Diverted), results.Short(c.Postponed), results.Short(c.Cancelled), results.Short(c.USD))
	}
	t.grid(g)
}

// modes prints how the goods of the last case under `open` travel, of the first
// case where there is none.
func (t *terminal) modes() {
	which := t.s.Cases[0].Name
	for i := range t.s.Cases {
		if t.s.Cases[i].Routing == "open" {
			which = t.s.Cases[i].Name
		}
	}
	g := &grid{left: 2}
	g.add("", "mode", "tonnes", "value")
	last := ""
	for i := range t.s.Modes {
		m := &t.s.Modes[i]
		if m.Case != which || m.Group != "" {
			continue
		}
		name := place(m.From) + " to " + place(m.To)
		if name == last {
			name = ""
		} else {
			last = name
		}
		g.add(name, m.Mode, percent(m.Tonnes.Mean), percent(m.Value.Mean))
	}
	if last != "" {
		t.title("How the goods travel (%s): shares of what the flows send in a year", t.label(which))
		t.grid(g)
	}
	if len(t.s.Totals) == 0 {
		return
	}
	t.title("Shares of tonnes that were published (%s)", t.label(t.s.Totals[0].Case))
	g = &grid{left: 1, words: true}
	g.add("", "published", "stated range", "here", "")
	for i := range t.s.Totals {
		x := &t.s.Totals[i]
		if x.Case != t.s.Totals[0].Case {
			break
		}
		verdict := "within"
		if !x.Within {
			verdict = "OUTSIDE"
		}
		g.add(x.What+", "+strconv.Itoa(x.Year), percent(x.Published), percent(x.Low)+" to "+percent(x.High), percent(x.Measured.Mean), verdict)
	}
	t.grid(g)
}

// place is a country in words.
func place(country string) string {
	switch country {
	case "CA":
		return "Canada"
	case "US":
		return "United States"
	case "MX":
		return "Mexico"
	}
	return "overseas"
}

// resilience prints what disturbances did to the service level.
func (t *terminal) resilience() {
	if len(t.s.Resilience) == 0 {
		return
	}
	t.title("Service level: delivered in a week over the same without the disturbance")
	g := &grid{left: 1}
	g.add("", "lowest", "days of service lost", "days until under 95%", "days until back", "days to clear after the end", "replications back")
	for i := range t.s.Resilience {
		r := &t.s.Resilience[i]
		some := func(e results.Estimate, any bool) string {
			if !any || e.Unit == "" {
				return "–"
			}
			return results.Short(e.Mean)
		}
		g.add(t.label(r.Case), percent(r.Worst.Mean), results.Short(r.LossDays.Mean), some(r.SurviveDays, r.Fell > 0), some(r.RecoverDays, r.Recovered > 0), some(r.ClearDays, r.Fell > 0), strconv.Itoa(r.Recovered)+" of "+strconv.Itoa(t.s.Replications))
	}
	t.grid(g)
}
