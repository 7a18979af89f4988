package experiment

import (
	"fmt"
	"math"
	"sort"

	"corridor/network"
	"corridor/network/route"
	"corridor/sim"
	"corridor/sim/freight"
	"corridor/sim/results"
)

// Summary works out what the finished replications show.
func (s *Study) Summary() results.Summary {
	begin, end, stop := s.Models[0].Window()
	day := func(t sim.Time) string { return s.Models[0].Date(t).Format("2006-01-02") }
	sum := results.Summary{
		Seed: s.Plan.Seed, Replications: len(s.reps), Share: s.Plan.Cases[0].Share,
		Fidelity: s.Plan.Cases[0].Fidelity.String(), Inputs: "central", Notes: s.notes(),
		Window:      results.Window{From: day(begin), To: day(end), Until: day(stop)},
		Differences: []results.Difference{}, Winners: []results.Winner{}, Places: []results.Place{}, Resources: []results.Resource{}, FullServices: []results.FullOne{}, Modes: []results.ModeShare{}, Resilience: []results.Resilience{}, Totals: []results.Total{},
		Unserved: []results.Unserved{}, Undelivered: []results.Stuck{}, Changes: []results.Change{}, Warnings: []string{},
	}
	if s.Plan.Sampled {
		sum.Inputs = "sampled"
	}
	for c, cs := range s.Plan.Cases {
		r := results.CaseResult{Name: cs.Name(), Scenario: cs.Scenario.Name, Routing: cs.Routing.String(),
			KPI: estimates(s.rows(c, func(x *cell) []float64 { return x.all }))}
		for g, name := range s.groups {
			r.Groups = append(r.Groups, results.GroupResult{Group: name, KPI: estimates(s.rows(c, func(x *cell) []float64 { return x.group[g] }))})
		}
		sum.Cases = append(sum.Cases, r)
		s.places(&sum, c)
		sum.Resources = append(sum.Resources, s.resources(c)...)
		s.services(&sum, c)
		sum.Modes = append(sum.Modes, s.modes(c)...)
		sum.Totals = append(sum.Totals, s.measured(c)...)
		s.unserved(&sum, c)
		s.changes(&sum, c)
	}
	for c := 1; c < len(s.Plan.Cases); c++ {
		diff := func(group string, of func(*cell) []float64) {
			a, b := s.rows(c, of), s.rows(0, of)
			sum.Differences = append(sum.Differences, results.Difference{Case: s.Plan.Cases[c].Name(), Base: s.Plan.Cases[0].Name(), Group: group,
				KPI: estimates(minus(a, b)), Reduction: reductions(a, b)})
		}
		diff("", func(x *cell) []float64 { return x.set[c] })
		for g, name := range s.groups {
			diff(name, func(x *cell) []float64 { return x.setG[c][g] })
		}
	}
	sum.Resilience = append(sum.Resilience, s.resilience()...)
	sum.Investments = s.appraise()
	s.winners(&sum)
	return sum
}

// mean over the finished replications of a case.
func (s *Study) mean(c int, of func(*cell) float64) float64 {
	sum := 0.0
	for _, r := range s.reps {
		sum += of(s.cells[c][r])
	}
	return sum / float64(len(s.reps))
}

func (s *Study) places(sum *results.Summary, c int) {
	var list []results.Place
	for n := range s.Plan.Net.Nodes {
		passages, hours := s.placeTimes(c, n)
		total := 0.0
		for _, h := range hours {
			total += h
		}
		if passages == 0 && total == 0 {
			continue
		}
		shares := map[string]float64{}
		for a, h := range hours {
			if h > 0 {
				shares[network.Activity(a).String()] = h / total
			}
		}
		node := &s.Plan.Net.Nodes[n]
		list = append(list, results.Place{Case: s.Plan.Cases[c].Name(), Node: node.ID, Name: node.Name, Kind: node.Kind.String(), Passages: passages,
			HoursEach: results.Finite(total / passages), Shares: shares, TotalHours: total})
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].TotalHours > list[j].TotalHours })
	sum.Places = append(sum.Places, list...)
}

// placeTimes is what counted loads did at a node: passages and hours by
// activity, a replication.
func (s *Study) placeTimes(c, n int) (passages float64, hours [network.Activities]float64) {
	passages = s.mean(c, func(x *cell) float64 { return float64(x.out.Places[n].Passages) })
	for a := range hours {
		hours[a] = s.mean(c, func(x *cell) float64 { return float64(x.out.Places[n].Time[a]) }) / hour
	}
	return passages, hours
}

func (s *Study) services(sum *results.Summary, c int) {
	for i := range s.Plan.Net.Services {
		full := s.mean(c, func(x *cell) float64 { return float64(x.out.Services[i].Full) })
		if full == 0 {
			continue
		}
		sum.FullServices = append(sum.FullServices, results.FullOne{Case: s.Plan.Cases[c].Name(), Service: s.Plan.Net.Services[i].ID, Name: s.Plan.Net.Services[i].Name,
			FullShare:   full / s.mean(c, func(x *cell) float64 { return float64(x.out.Services[i].Departures) }),
			LeftPerFull: s.mean(c, func(x *cell) float64 { return float64(x.out.Services[i].LeftBehind) }) / full})
	}
}

func (s *Study) unserved(sum *results.Summary, c int) {
	for f := range s.Plan.Net.Flows {
		if why := s.Models[c].Why(network.FlowID(f)); why != "" {
			sum.Unserved = append(sum.Unserved, results.Unserved{Case: s.Plan.Cases[c].Name(), Flow: s.Plan.Net.Flows[f].ID, Why: why,
				Loads: s.mean(c, func(x *cell) float64 { return float64(x.out.Flows[f].Unserved) })})
		}
	}
	type key struct{ where, why string }
	count, first := map[key]float64{}, map[key]freight.Stuck{}
	var keys []key
	for _, r := range s.reps {
		for _, st := range s.cells[c][r].out.Stuck {
			k := key{st.Where, st.Why}
			if _, ok := count[k]; !ok {
				keys = append(keys, k)
				first[k] = st
			}
			count[k] += float64(st.Loads)
		}
		for _, d := range s.cells[c][r].out.Deadlock {
			sum.Warnings = append(sum.Warnings, fmt.Sprintf("%s, replication %d: deadlock: %s", s.Plan.Cases[c].Name(), r+1, d))
		}
	}
	sort.SliceStable(keys, func(i, j int) bool {
		if count[keys[i]] != count[keys[j]] {
			return count[keys[i]] > count[keys[j]]
		}
		return keys[i].where+keys[i].why < keys[j].where+keys[j].why
	})
	for _, k := range keys {
		sum.Undelivered = append(sum.Undelivered, results.Stuck{Case: s.Plan.Cases[c].Name(), Where: k.where, Why: k.why, Loads: count[k] / float64(len(s.reps)), Never: first[k].Never, Shipment: first[k].First.String()})
	}
}

func (s *Study) changes(sum *results.Summary, c int) {
	if len(s.reps) == 0 {
		return
	}
	first := s.cells[c][s.reps[0]].out
	for i := range first.Changes {
		t := &first.Changes[i]
		ch := results.Change{Case: s.Plan.Cases[c].Name(), Name: t.Name,
			Bound: s.mean(c, func(x *cell) float64 { return float64(x.out.Changes[i].Bound) })}
		for k, to := range ch.Counts() {
			*to = s.mean(c, func(x *cell) float64 { return x.out.Changes[i].Counts()[k] })
		}
		if t.Took {
			ch.On = s.Models[c].Date(t.On).Format("2006-01-02 15:04")
		}
		if t.Off > 0 {
			ch.Off = s.Models[c].Date(t.Off).Format("2006-01-02 15:04")
		}
		sum.Changes = append(sum.Changes, ch)
		if ch.Bound == 0 {
			sum.Warnings = append(sum.Warnings, fmt.Sprintf("%s: the change %q bound nothing: nothing was stopped, slowed or changed by it", ch.Case, ch.Name))
		}
	}
}

// criteria are what winners are declared on; less is better unless more is.
var criteria = []struct {
	on, kpi string
	more    bool
}{
	{"time", "transit_hours", false},
	{"cost", "cost_usd_per_tonne", false},
	{"emissions", "emissions_kg_per_tonne", false},
	{"reliability", "on_time_share", true},
}

// rivals are the cases that winners are declared among. `open` is a mixture of
// the others and takes part only where fewer than two others do.
func rivals(cases []freight.Case) (list []int) {
	for c := range cases {
		if cases[c].Routing != route.Open {
			list = append(list, c)
		}
	}
	if len(list) >= 2 {
		return list
	}
	list = list[:0]
	for c := range cases {
		list = append(list, c)
	}
	return list
}

// winners compares the rivals for each group of goods.
func (s *Study) winners(sum *results.Summary) {
	rivals := s.rivals
	if len(rivals) < 2 || len(s.reps) == 0 {
		return
	}
	for g, name := range s.groups {
		able := s.able(g)
		for _, cr := range criteria {
			k := 0
			for KPIs[k].Name != cr.kpi {
				k++
			}
			w := results.Winner{Group: name, On: cr.on, Values: []string{}}
			for _, c := range rivals {
				e, ok := estimate(s.column(c, g, k), KPIs[k].Unit)
				text := s.Plan.Cases[c].Name() + " cannot"
				if ok && contains(able, c) {
					text = fmt.Sprintf("%s %s", s.Plan.Cases[c].Name(), results.Short(e.Mean))
				}
				w.Values = append(w.Values, text)
			}
			switch len(able) {
			case 0:
				w.Verdict = "none can"
			case 1:
				w.Verdict, w.Case = "only one can", s.Plan.Cases[able[0]].Name()
			default:
				w.Verdict, w.Case = s.verdict(able, g, k, cr.more)
			}
			sum.Winners = append(sum.Winners, w)
		}
	}
}

// able lists the rivals that carry some of a group.
func (s *Study) able(g int) (able []int) {
	for _, c := range s.rivals {
		for f := range s.Plan.Net.Flows {
			if s.Plan.Net.Group(&s.Plan.Net.Flows[f]) == s.groups[g] && s.Models[c].Feasible(network.FlowID(f)) {
				able = append(able, c)
				break
			}
		}
	}
	return able
}

// column is a KPI of a group over the loads in common, by replication.
func (s *Study) column(c, g, k int) (xs []float64) {
	for _, r := range s.reps {
		xs = append(xs, s.cells[c][r].setG[0][g][k])
	}
	return xs
}

// verdict names the best where its paired difference from every other excludes
// zero; with sampled inputs, where it is the best in nine of ten draws.
func (s *Study) verdict(able []int, g, k int, more bool) (verdict, name string) {
	best, bestMean := -1, math.Inf(1)
	for _, c := range able {
		e, ok := estimate(s.column(c, g, k), "")
		if !ok {
			return "no loads in common", ""
		}
		m := e.Mean
		if more {
			m = -m
		}
		if m < bestMean {
			best, bestMean = c, m
		}
	}
	if s.Plan.Sampled {
		var others [][]float64
		for _, c := range able {
			if c != best {
				others = append(others, s.column(c, g, k))
			}
		}
		if !winsDraws(s.column(best, g, k), others, more) {
			return "too close to call", ""
		}
		return "wins", s.Plan.Cases[best].Name()
	}
	for _, c := range able {
		if c == best {
			continue
		}
		a, b := s.column(best, g, k), s.column(c, g, k)
		d := make([]float64, len(a))
		for i := range a {
			d[i] = a[i] - b[i]
		}
		if e, ok := estimate(d, ""); !ok || !e.Excludes(0) || len(d) < 2 {
			return "too close to call", ""
		}
	}
	return "wins", s.Plan.Cases[best].Name()
}

func contains(list []int, x int) bool {
	for _, y := range list {
		if y == x {
			return true
		}
	}
	return false
}

// Hashes of the scenarios in the study.
func (s *Study) Hashes() map[string]string {
	h := map[string]string{}
	for _, c := range s.Plan.Cases {
		h[c.Scenario.Name] = c.Scenario.Hash
	}
	return h
}

// Titles of the scenarios by name, where they have any.
func (s *Study) Titles() map[string]string {
	t := map[string]string{}
	for _, c := range s.Plan.Cases {
		if c.Scenario.Title != "" {
			t[c.Scenario.Name] = c.Scenario.Title
		}
	}
	return t
}
