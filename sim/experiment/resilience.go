package experiment

import (
	"math"
	"reflect"
	"slices"
	"strings"

	"corridor/network"
	"corridor/scenarios"
	"corridor/sim/results"
)

// The service level of a day is what was delivered in the seven days that end
// with it, over the same of the undisturbed case, at most 1. Service is back
// when the level has been at least serviceBack for serviceDays days in a row
// (after Bruneau 2003 and Simchi-Levi 2014).
const (
	serviceDays = 7
	serviceBack = 0.95
)

// undisturbed is the case that a case's service level is measured against: the
// first one of another scenario under the same routing, before it; -1: none, or
// nothing disturbs the case beside it.
func (s *Study) undisturbed(c int) int {
	for b := 0; b < c; b++ {
		if s.Plan.Cases[b].Routing == s.Plan.Cases[c].Routing && s.Plan.Cases[b].Scenario.Name != s.Plan.Cases[c].Scenario.Name {
			if adds(s.Plan.Cases[c].Scenario, s.Plan.Cases[b].Scenario) {
				return -1
			}
			return b
		}
	}
	return -1
}

// adds says whether all that a scenario changes beside another takes nothing away:
// then it is no disturbance, and what its level falls short of is chance.
func adds(sc, base *scenarios.Scenario) bool {
	for i := range sc.Changes {
		c := &sc.Changes[i]
		if slices.ContainsFunc(base.Changes, func(x scenarios.Change) bool {
			return x.Name == c.Name && reflect.DeepEqual(x.Do, c.Do) && x.From.Equal(c.From) && x.To.Equal(c.To)
		}) {
			continue
		}
		if !c.Adds() {
			return false
		}
	}
	return true
}

// level is the service level of a case against another by day of the window.
func (s *Study) level(c, base, r int) []float64 {
	days := min(s.windowDays(), len(s.cells[c][r].out.Days))
	q := make([]float64, days)
	mine, other := int64(0), int64(0) // kg
	for d := range q {
		mine += s.cells[c][r].out.Days[d].Delivered
		other += s.cells[base][r].out.Days[d].Delivered
		if old := d - serviceDays; old >= 0 {
			mine -= s.cells[c][r].out.Days[old].Delivered
			other -= s.cells[base][r].out.Days[old].Delivered
		}
		q[d] = 1
		if other > 0 {
			q[d] = max(0, min(1, float64(mine)/float64(other)))
		}
	}
	return q
}

func (s *Study) windowDays() int {
	begin, end, _ := s.Models[0].Window()
	return int(end.Sub(begin).Hours() / 24)
}

// onset is the day of the window on which the first change of a case takes
// hold in a replication, and release the day on which the last one lets go; NaN
// where there is none.
func (s *Study) onset(c, r int) (onset, release float64) {
	begin, _, _ := s.Models[c].Window()
	onset, release = math.NaN(), math.NaN()
	for i := range s.cells[c][r].out.Changes {
		ch := &s.cells[c][r].out.Changes[i]
		if !ch.Took {
			continue
		}
		on := max(0, math.Floor(ch.On.Sub(begin).Hours()/24))
		onset = min(on, nanTo(onset, on))
		if ch.Off > 0 {
			off := math.Floor(ch.Off.Sub(begin).Hours() / 24)
			release = max(off, nanTo(release, off))
		}
	}
	return onset, release
}

func nanTo(x, y float64) float64 {
	if math.IsNaN(x) {
		return y
	}
	return x
}

// resilience is what a disturbance did to the service level. Times are
// in days.
type resilience struct{ loss, worst, survive, recover, clear float64 }

// worstWeeks is how many weeks of a window the measure of the worst is over.
const worstWeeks = 4

// weeks is the mean level over the worst weeks of a window, of those that end on
// every seventh day; NaN in a window of less than a week.
func weeks(q []float64) float64 {
	var list []float64
	for d := serviceDays - 1; d < len(q); d += serviceDays {
		list = append(list, q[d])
	}
	slices.Sort(list)
	sum, n := 0.0, min(worstWeeks, len(list))
	for _, x := range list[:n] {
		sum += x
	}
	return sum / float64(n)
}

// peakQueue is the longest queue at any resource of a place of one kind.
func (s *Study) peakQueue(c int, kind network.NodeKind) (results.Estimate, bool) {
	names := s.Models[c].ResourceNames()
	var xs []float64
	for _, r := range s.reps {
		most := 0.0
		for i, t := range s.cells[c][r].out.Resources {
			if n, ok := s.Plan.Net.Node(names[i][0]); ok && s.Plan.Net.Nodes[n].Kind == kind {
				most = max(most, float64(t.Most))
			}
		}
		xs = append(xs, most)
	}
	return estimate(xs, "1")
}

// measure works out the measures from the levels by day. A level that never
// falls under serviceBack has survived: survive is NaN and recover 0. One that
// never comes back in the window recovers NaN.
func measure(q []float64, onset, release float64) resilience {
	m := resilience{worst: 1, survive: math.NaN(), clear: math.NaN()}
	from := 0
	if !math.IsNaN(onset) {
		from = int(onset)
	}
	lowest := -1
	for d := from; d < len(q); d++ {
		m.loss += 1 - q[d]
		if q[d] < m.worst {
			m.worst, lowest = q[d], d
		}
		if q[d] < serviceBack && math.IsNaN(m.survive) {
			m.survive = float64(d - from)
		}
	}
	if lowest < 0 || m.worst >= serviceBack {
		m.clear = 0
		return m
	}
	m.recover = math.NaN()
	run := 0
	for d := lowest; d < len(q); d++ {
		if q[d] < serviceBack {
			run = 0
			continue
		}
		if run++; run == serviceDays {
			back := float64(d - serviceDays + 1)
			m.recover = back - float64(from)
			if !math.IsNaN(release) {
				m.clear = max(0, back-release)
			}
			break
		}
	}
	return m
}

// resilience of every case that has an undisturbed one beside it.
func (s *Study) resilience() (list []results.Resilience) {
	for c := range s.Plan.Cases {
		base := s.undisturbed(c)
		if base < 0 || len(s.reps) == 0 {
			continue
		}
		var all [5][]float64
		var bad []float64
		for _, r := range s.reps {
			onset, release := s.onset(c, r)
			q := s.level(c, base, r)
			bad = append(bad, weeks(q))
			m := measure(q, onset, release)
			for i, x := range []float64{m.loss, m.worst, m.survive, m.recover, m.clear} {
				all[i] = append(all[i], x)
			}
		}
		r := results.Resilience{Case: s.Plan.Cases[c].Name(), Base: s.Plan.Cases[base].Name()}
		for i, to := range []*results.Estimate{&r.LossDays, &r.Worst, &r.SurviveDays, &r.RecoverDays, &r.ClearDays} {
			unit := "d"
			if i == 1 {
				unit = "share"
			}
			*to, _ = estimate(all[i], unit)
		}
		r.WorstWeeks, _ = estimate(bad, "share")
		for _, x := range all[2] {
			if !math.IsNaN(x) {
				r.Fell++
			}
		}
		for _, x := range all[3] {
			if !math.IsNaN(x) {
				r.Recovered++
			}
		}
		list = append(list, r)
	}
	return list
}

// concentration is the Herfindahl index over the crossings, or ports, that a
// case's tonnes pass: the sum of squared shares, 1 where all pass one.
func (s *Study) concentration(c int, kind network.NodeKind) (results.Estimate, bool) {
	net := s.Plan.Net
	var xs []float64
	for _, r := range s.reps {
		through := make([]float64, len(net.Nodes))
		for f := range net.Flows {
			fl := &net.Flows[f]
			tonnes := 1.0
			if fl.Commodity >= 0 {
				tonnes = net.Commodities[fl.Commodity].Tonnes
			}
			loads, _ := modeLoads(s.cells[c][r], f)
			for _, w := range s.cells[c][r].out.Flows[f].Ways {
				for _, name := range strings.Fields(w.Name)[1:] {
					if n, ok := net.Node(name); ok && net.Nodes[n].Kind == kind && loads > 0 {
						through[n] += float64(w.Loads) / loads * fl.PerSecond * tonnes
					}
				}
			}
		}
		total, squares := 0.0, 0.0
		for _, t := range through {
			total += t
		}
		for _, t := range through {
			squares += t / total * t / total
		}
		xs = append(xs, squares) // not a number where nothing passes one
	}
	return estimate(xs, "1")
}

func (s *Study) resilienceTable() *results.Table {
	t := &results.Table{Name: "resilience", Columns: []results.Column{caseCol, col("base", "", "undisturbed case"), col("measure", "", "loss_days: days of full service lost in the window; worst: lowest service level; survive_days: from the first change to a level under 0.95; "+
		"recover_days: from the first change until the level has been 0.95 for 7 days; clear_days: from the last change's end until then; worst_weeks: mean level of the four worst weeks; hhi_crossings, hhi_ports: Herfindahl index of the tonnes; peak_queue_crossings, peak_queue_ports: the longest queue at any resource, all traffic; "+
		"us_tonne_km_share, us_hours_share: exposure to the United States; transit_hours_cvar95: mean of the worst 5% of the times"),
		col("mean", "see measure", "mean over replications in which it is defined"), col("lo", "see measure", "lower end of the 95% interval"), col("hi", "see measure", "upper end")}}
	of := map[string]results.Resilience{}
	for _, r := range s.resilience() {
		of[r.Case] = r
	}
	for c, cs := range s.Plan.Cases {
		add := func(base, name string, e results.Estimate, ok bool) {
			if ok {
				t.Add(cs.Name(), base, name, e.Mean, e.Lo, e.Hi)
			}
		}
		if r, ok := of[cs.Name()]; ok {
			add(r.Base, "loss_days", r.LossDays, true)
			add(r.Base, "worst", r.Worst, true)
			add(r.Base, "worst_weeks", r.WorstWeeks, r.WorstWeeks.Unit != "")
			add(r.Base, "survive_days", r.SurviveDays, r.Fell > 0)
			add(r.Base, "recover_days", r.RecoverDays, r.Recovered > 0)
			add(r.Base, "clear_days", r.ClearDays, r.ClearDays.Unit != "")
		}
		for _, k := range []struct {
			name string
			kind network.NodeKind
		}{{"crossings", network.Crossing}, {"ports", network.Port}} {
			e, ok := s.concentration(c, k.kind)
			add("", "hhi_"+k.name, e, ok)
			e, ok = s.peakQueue(c, k.kind)
			add("", "peak_queue_"+k.name, e, ok)
		}
		for _, name := range []string{"us_tonne_km_share", "us_hours_share", "transit_hours_cvar95"} {
			i := slices.Index(KPINames(), name)
			var xs []float64
			for _, r := range s.reps {
				xs = append(xs, s.cells[c][r].all[i])
			}
			e, ok := estimate(xs, KPIs[i].Unit)
			add("", name, e, ok)
		}
	}
	return t
}

// levelTable is the service level by day, for drawing.
func (s *Study) levelTable() *results.Table {
	t := &results.Table{Name: "service_level", Columns: []results.Column{caseCol, col("base", "", "undisturbed case"), col("day", "", "day of the window, UTC"), col("level", "1", "delivered in the 7 days that end with it over the same of the undisturbed case, at most 1; mean over replications")}}
	begin, _, _ := s.Models[0].Window()
	for c, cs := range s.Plan.Cases {
		base := s.undisturbed(c)
		if base < 0 || len(s.reps) == 0 {
			continue
		}
		sum := make([]float64, s.windowDays())
		for _, r := range s.reps {
			for d, q := range s.level(c, base, r) {
				sum[d] += q
			}
		}
		first := s.Models[0].Date(begin)
		for d := range sum {
			t.Add(cs.Name(), s.Plan.Cases[base].Name(), first.AddDate(0, 0, d).Format("2006-01-02"), sum[d]/float64(len(s.reps)))
		}
	}
	return t
}
