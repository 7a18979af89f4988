package experiment

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"corridor/data"
	"corridor/network"
	"corridor/network/route"
	"corridor/sim/freight"
	"corridor/sim/results"
)

// text is all that a study shows.
func text(t testing.TB, s *Study) string {
	t.Helper()
	sum := s.Summary()
	raw, err := sum.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.Write(raw)
	for _, table := range s.Tables() {
		fmt.Fprintf(&b, "\n%s\n%s", table.Name, table.CSV())
	}
	fmt.Fprintf(&b, "%v %d %d %v", sum.Changes, s.Events, s.Finished(), sum.Warnings)
	return b.String()
}

func TestAStudyIsTheSameForAnyNumberOfWorkers(t *testing.T) {
	t.Parallel()
	p := planOf(t, 7, route.ViaUS, route.Direct, route.Open)
	p.Workers = 1
	want := text(t, study(t, p))
	for _, workers := range []int{0, 2, 7, 64} {
		p.Workers = workers
		if got := text(t, study(t, p)); got != want {
			t.Errorf("%d workers give another study", workers)
		}
	}
	p.Seed++
	if text(t, study(t, p)) == want {
		t.Error("another seed gives the same study")
	}
}

func TestMoreReplicationsBeginWithTheSameOnes(t *testing.T) {
	t.Parallel()
	p := planOf(t, 6, route.ViaUS, route.Direct)
	six := study(t, p)
	p.Reps = 3
	three := study(t, p)
	for c := range p.Cases {
		for r := range 3 {
			if !slices.EqualFunc(six.cells[c][r].all, three.cells[c][r].all, same) {
				t.Errorf("case %d, replication %d differs", c, r)
			}
		}
	}
}

func same(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

// The figures of a case, and the differences between two, worked out by hand
// from the outcomes of the model.
func TestMeansAndPairedDifferencesAreThoseOfTheOutcomes(t *testing.T) {
	t.Parallel()
	const reps = 4
	p := planOf(t, reps, route.ViaUS, route.Direct)
	sum := ptr(study(t, p).Summary())

	// Parts and tyres can go both ways, cars and grain only one.
	hours := func(c, rep int, flows ...string) float64 {
		m, err := freight.NewModel(p.Net, p.Cases[c])
		if err != nil {
			t.Fatal(err)
		}
		out, err := m.Run(context.Background(), p.Seed, rep)
		if err != nil {
			t.Fatal(err)
		}
		total, n := 0.0, 0.0
		for f := range p.Net.Flows {
			if slices.Contains(flows, p.Net.Flows[f].ID) {
				total += out.Flows[f].Transit.Sum
				n += float64(out.Flows[f].Transit.N)
			}
		}
		return total / n / 3.6e12
	}
	interval := func(xs []float64) results.Estimate {
		mean, ss := 0.0, 0.0
		for _, x := range xs {
			mean += x / reps
		}
		for _, x := range xs {
			ss += (x - mean) * (x - mean)
		}
		half := 3.182446 * math.Sqrt(ss/(reps-1)/reps)
		return results.Estimate{Mean: mean, Lo: mean - half, Hi: mean + half}
	}
	check := func(what string, got results.Estimate, want results.Estimate) {
		t.Helper()
		if !near(got.Mean, want.Mean, 1e-9) || !near(got.Lo, want.Lo, 1e-6) || !near(got.Hi, want.Hi, 1e-6) || got.Unit != "h" {
			t.Errorf("%s: %+v, want %+v", what, got, want)
		}
	}
	var us, direct, diff, parts []float64
	for r := range reps {
		us = append(us, hours(0, r, "parts", "tyres", "cars"))
		direct = append(direct, hours(1, r, "parts", "tyres", "grain"))
		diff = append(diff, hours(1, r, "parts", "tyres")-hours(0, r, "parts", "tyres"))
		parts = append(parts, hours(0, r, "parts", "tyres"))
	}
	check("case us", sum.Cases[0].KPI["transit_hours"], interval(us))
	check("case direct", sum.Cases[1].KPI["transit_hours"], interval(direct))
	if g := sum.Cases[0].Groups[0]; g.Group != "automotive" {
		t.Errorf("first group %s", g.Group)
	} else {
		check("automotive us", g.KPI["transit_hours"], interval(parts))
	}
	for _, d := range sum.Differences {
		if d.Case != "plain/direct" || d.Base != "plain/us" {
			t.Errorf("difference of %s from %s", d.Case, d.Base)
		}
		e, ok := d.KPI["transit_hours"]
		switch d.Group {
		case "", "automotive":
			check("difference "+d.Group, e, interval(diff))
		default:
			if ok {
				t.Errorf("a difference of %s, which cannot go both ways: %+v", d.Group, e)
			}
		}
	}
	if len(sum.Differences) != 4 {
		t.Errorf("%d differences, want of all goods and three groups", len(sum.Differences))
	}
	// Pairing: the difference is known better than two independent means would
	// tell, or the same cargo did not meet the same ship and cargo.
	if d := sum.Differences[0].KPI["created_loads"]; d.Mean != 0 || d.Hi != 0 {
		t.Errorf("the two cases have different cargo: %+v", d)
	}
}

func ptr[T any](x T) *T { return &x }

func TestACaseComparedWithItselfDiffersByExactlyNothing(t *testing.T) {
	t.Parallel()
	p := planOf(t, 3, route.Direct)
	other := *p.Cases[0].Scenario
	other.Name = "again"
	p.Cases = append(p.Cases, freight.Case{Scenario: &other, Routing: route.Direct, Share: 1})
	sum := study(t, p).Summary()
	for _, d := range sum.Differences {
		for name, e := range d.KPI {
			if e.Mean != 0 || e.Lo != 0 || e.Hi != 0 {
				t.Errorf("%s %s: %+v", d.Group, name, e)
			}
		}
	}
	for _, w := range sum.Winners {
		if w.Verdict == "wins" {
			t.Errorf("%s wins on %s against itself", w.Case, w.On)
		}
	}
}

func TestWinnersAreNamedPerGroup(t *testing.T) {
	t.Parallel()
	sum := study(t, planOf(t, 4, route.ViaUS, route.Direct, route.Open)).Summary()
	verdict := map[string]string{}
	for _, w := range sum.Winners {
		verdict[w.Group+" "+w.On] = strings.TrimSpace(w.Verdict + " " + w.Case)
		if len(w.Values) != 2 { // open is a mixture and takes no part
			t.Errorf("%s %s: values %v", w.Group, w.On, w.Values)
		}
	}
	for key, want := range map[string]string{
		"automotive time": "wins plain/us", "automotive emissions": "wins plain/direct", "automotive reliability": "wins plain/us",
		"autos time": "only one can plain/us", "autos cost": "only one can plain/us", "bulk time": "only one can plain/direct", "bulk emissions": "only one can plain/direct",
	} {
		if verdict[key] != want {
			t.Errorf("%s: %q, want %q", key, verdict[key], want)
		}
	}
	if len(sum.Winners) != 3*len(criteria) {
		t.Errorf("%d winners for 3 groups", len(sum.Winners))
	}
}

// Where one of three rivals can carry none of a group, the other two are still
// compared: the ship of this world sails in US waters, so that direct-strict has
// no way.
func TestTwoRivalsAreComparedWhereAThirdHasNoWay(t *testing.T) {
	t.Parallel()
	sum := study(t, planOf(t, 4, route.ViaUS, route.Direct, route.DirectStrict)).Summary()
	for _, w := range sum.Winners {
		if w.Group == "automotive" && w.On == "time" && (w.Verdict != "wins" || w.Case != "plain/us") {
			t.Errorf("automotive, time: %s %s (%v), want plain/us to win over plain/direct", w.Verdict, w.Case, w.Values)
		}
	}
}

// faked is a study of one group whose criterion has the values given, by case
// and replication.
func faked(values ...[]float64) *Study {
	s := &Study{groups: []string{"all"}}
	for i, name := range []string{"a", "b", "c"}[:len(values)] {
		s.Plan.Cases = append(s.Plan.Cases, freight.Case{Scenario: ptr(*plainScenario), Routing: route.Direct})
		s.Plan.Cases[i].Scenario.Name = name
		var cells []*cell
		for _, x := range values[i] {
			row := make([]float64, len(KPIs))
			row[0] = x
			cells = append(cells, &cell{setG: [][][]float64{{row}}})
		}
		s.cells = append(s.cells, cells)
	}
	for r := range values[0] {
		s.reps = append(s.reps, r)
	}
	return s
}

func TestAWinnerIsNamedOnlyWhereTheIntervalOfItsDifferenceFromEveryOtherExcludesZero(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name   string
		values [][]float64
		more   bool
		want   string
	}{
		{"clearly less", [][]float64{{10, 11, 12}, {20, 21.5, 22}}, false, "wins a/direct"},
		{"clearly less, second", [][]float64{{20, 21.5, 22}, {10, 11, 12}}, false, "wins b/direct"},
		{"more is better", [][]float64{{10, 11, 12}, {20, 21.5, 22}}, true, "wins b/direct"},
		{"paired: far apart in each replication, wide between them", [][]float64{{10, 110, 210}, {11, 111.1, 211}}, false, "wins a/direct"},
		{"not paired: no difference to tell", [][]float64{{10, 20, 30}, {21, 12, 29}}, false, "too close to call"},
		{"equal", [][]float64{{5, 6, 7}, {5, 6, 7}}, false, "too close to call"},
		{"always by the same", [][]float64{{5, 6, 7}, {6, 7, 8}}, false, "wins a/direct"},
		{"one replication", [][]float64{{5}, {50}}, false, "too close to call"},
		{"two that differ much", [][]float64{{5, 6}, {50, 61}}, false, "too close to call"}, // t of 12.7
		{"three, the best close to the second", [][]float64{{10, 11, 12}, {11, 10, 13}, {50, 51, 53}}, false, "too close to call"},
		{"three, the best clear of both", [][]float64{{30, 31, 32}, {10, 11, 12.5}, {50, 51, 53}}, false, "wins b/direct"},
		{"no value", [][]float64{{nan, nan, nan}, {1, 2, 3}}, false, "no loads in common"},
	} {
		able := []int{0, 1, 2}[:len(tt.values)]
		verdict, name := faked(tt.values...).verdict(able, 0, 0, tt.more)
		if got := strings.TrimSpace(verdict + " " + name); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestOpenIsARivalOnlyWhereFewerThanTwoOthersAre(t *testing.T) {
	for _, tt := range []struct {
		routings []route.Routing
		want     []int
	}{
		{[]route.Routing{route.ViaUS, route.Direct, route.Open}, []int{0, 1}},
		{[]route.Routing{route.Open, route.ViaUS, route.Direct}, []int{1, 2}},
		{[]route.Routing{route.Open, route.ViaUS}, []int{0, 1}},
		{[]route.Routing{route.Open, route.Open}, []int{0, 1}},
		{[]route.Routing{route.Direct}, []int{0}},
	} {
		var cases []freight.Case
		for _, r := range tt.routings {
			cases = append(cases, freight.Case{Routing: r})
		}
		if got := rivals(cases); !slices.Equal(got, tt.want) {
			t.Errorf("%v: rivals %v, want %v", tt.routings, got, tt.want)
		}
	}
	if sum := study(t, planOf(t, 1, route.Direct)).Summary(); len(sum.Winners) != 0 || len(sum.Differences) != 0 {
		t.Errorf("one case alone has winners %v and differences %v", sum.Winners, sum.Differences)
	}
}

func TestAnInterruptionKeepsWholeReplicationsOnly(t *testing.T) {
	t.Parallel()
	whole := study(t, planOf(t, 12, route.ViaUS, route.Direct))
	for _, after := range []int32{1, 2, 3, 7, 10} {
		for _, workers := range []int{1, 3} {
			p := planOf(t, 12, route.ViaUS, route.Direct)
			p.Workers = workers
			ctx, cancel := context.WithCancel(context.Background())
			var calls atomic.Int32
			p.Progress = func(done, total int) {
				if n := calls.Add(1); int(n) != done || total != 24 {
					t.Errorf("call %d of the progress says %d of %d", n, done, total)
				}
				if int32(done) == after {
					cancel()
				}
			}
			s, err := Run(ctx, p)
			cancel()
			if !errors.Is(err, ErrInterrupted) || s == nil {
				t.Fatalf("interrupted after %d cells: %v", after, err)
			}
			if s.Complete() || s.Finished() > int(calls.Load())/2 || s.Finished() < (int(after)-workers)/2 {
				t.Errorf("interrupted after %d of %d cells by %d workers: %d replications finished, complete %v", after, calls.Load(), workers, s.Finished(), s.Complete())
			}
			// What is kept are whole replications of the whole study.
			events := int64(0)
			for _, r := range s.reps {
				for c := range p.Cases {
					if s.cells[c][r] == nil || !slices.EqualFunc(s.cells[c][r].all, whole.cells[c][r].all, same) {
						t.Fatalf("replication %d of case %d is not that of the whole study", r, c)
					}
					events += s.cells[c][r].events
				}
			}
			if events != s.Events {
				t.Errorf("%d events in the replications kept, the study says %d", events, s.Events)
			}
			if s.Finished() > 0 {
				if sum := s.Summary(); sum.Replications != s.Finished() || len(s.Tables()) < 5 {
					t.Errorf("the summary says %d replications of %d", sum.Replications, s.Finished())
				}
			}
		}
	}
}

func TestAnInterruptionBeforeTheFirstReplicationKeepsNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p := planOf(t, 3, route.ViaUS)
	p.Progress = func(done, total int) { t.Errorf("%d of %d done", done, total) }
	s, err := Run(ctx, p)
	if !errors.Is(err, ErrInterrupted) || s == nil || s.Finished() != 0 || s.Complete() || s.Events != 0 {
		t.Errorf("%v, %+v", err, s)
	}
}

func TestAStudyOfNothingOrOfAFaultyCaseIsAnError(t *testing.T) {
	p := planOf(t, 0, route.ViaUS)
	if s, err := Run(context.Background(), p); err == nil || s != nil {
		t.Errorf("no replications: %v, %v", s, err)
	}
	p = planOf(t, 1, route.ViaUS)
	p.Cases[0].Scenario = scenarioOf(t, "name: x\nchanges:\n  - {name: a, where: {id: atlantis}, do: {close: true}}\n")
	_, err := Run(context.Background(), p)
	var ps data.Problems
	if !errors.As(err, &ps) || len(ps) != 1 || ps[0].Line != 3 || ps[0].File != "test.yaml" {
		t.Errorf("an unknown place: %v", err)
	}
}

func TestEveryColumnOfEveryTableIsDocumentedAndEveryRowIsWhole(t *testing.T) {
	t.Parallel()
	p := planOf(t, 2, route.ViaUS, route.Direct)
	p.Cases[1].Scenario = scenarioOf(t, "name: closed\nchanges:\n  - {name: out, where: {id: bridge}, do: {close: true}, from: 2024-01-05, to: 2024-01-06}\n  - {name: slow, where: {kind: link, mode: road}, do: {service_time: 2}}\n")
	tables := study(t, p).Tables()
	want := []string{"groups", "quantiles", "differences", "flows", "costs", "times", "ways", "modes", "facilities", "transit", "emissions", "links", "link_weeks", "place_weeks", "queues", "resources", "services", "resilience", "changes"}
	for i, table := range tables {
		if i >= len(want) || table.Name != want[i] || len(table.Rows) == 0 {
			t.Errorf("table %d is %s with %d rows, want %v", i, table.Name, len(table.Rows), want)
		}
		names := map[string]bool{}
		for _, c := range table.Columns {
			if c.Name == "" || len(c.Doc) < 4 || names[c.Name] {
				t.Errorf("%s: column %+v", table.Name, c)
			}
			names[c.Name] = true
		}
		for _, row := range table.Rows {
			if len(row) != len(table.Columns) || row[0] != "plain/us" && row[0] != "closed/direct" {
				t.Errorf("%s: row %v", table.Name, row)
			}
			for i, cell := range row {
				if cell == "NaN" || strings.Contains(cell, "Inf") {
					t.Errorf("%s: %s is %s", table.Name, table.Columns[i].Name, cell)
				}
			}
		}
	}
	doc := results.ColumnsTable(tables)
	n := 0
	for _, table := range tables {
		n += len(table.Columns)
	}
	if len(doc.Rows) != n {
		t.Errorf("%d columns are documented of %d", len(doc.Rows), n)
	}
}

// The parts of time and cost add up to the whole, by group.
func TestTimesAndCostsAddUp(t *testing.T) {
	t.Parallel()
	addUp(t, study(t, planOf(t, 3, route.ViaUS, route.Direct)))
}

// What is under way when the run ends counts with its time up to then, in its
// accounts too.
func TestTimesAddUpForWhatIsNotHomeWhenTheRunEnds(t *testing.T) {
	t.Parallel()
	p := planOf(t, 3, route.ViaUS, route.Direct)
	p.Cases = p.Cases[:1]
	for _, window := range []string{"drain: 0h", "drain: 5h", "drain: 2d"} {
		p.Cases[0].Scenario = scenarioOf(t, "name: plain\nwindow: {"+window+"}\n")
		addUp(t, study(t, p))
	}
}

func addUp(t *testing.T, s *Study) {
	t.Helper()
	sum := map[string]float64{}
	for _, table := range s.Tables() {
		if table.Name == "times" || table.Name == "costs" {
			for _, row := range table.Rows {
				x, err := strconv.ParseFloat(row[len(row)-1], 64)
				if err != nil {
					t.Fatal(err)
				}
				sum[table.Name+row[0]+row[1]] += x
			}
		}
	}
	for c, cs := range s.Plan.Cases {
		for _, group := range s.groups {
			var ns, usd, loads float64
			for _, r := range s.reps {
				for f := range s.Plan.Net.Flows {
					if s.Plan.Net.Group(&s.Plan.Net.Flows[f]) == group {
						tally := &s.cells[c][r].out.Flows[f]
						ns += tally.Transit.Sum
						loads += float64(tally.Transit.N)
						for _, x := range tally.Cost {
							usd += x
						}
					}
				}
			}
			if loads == 0 {
				continue
			}
			if got, want := sum["times"+cs.Name()+group], ns/hour/loads; !near(got, want, 1e-6) {
				t.Errorf("%s %s: the times add up to %v h, door to door is %v", cs.Name(), group, got, want)
			}
			if got, want := sum["costs"+cs.Name()+group], usd/loads; !near(got, want, 1e-6) {
				t.Errorf("%s %s: the costs add up to %v, the whole is %v", cs.Name(), group, got, want)
			}
		}
	}
}

func TestWhatHasNoWayIsSaidWithItsReason(t *testing.T) {
	t.Parallel()
	s := study(t, planOf(t, 2, route.Direct, route.DirectStrict))
	sum := s.Summary()
	count := map[string]int{}
	for _, u := range sum.Unserved {
		count[u.Case]++
		if u.Why == "" || u.Loads <= 0 {
			t.Errorf("unserved %+v", u)
		}
	}
	if count["plain/direct"] != 1 || count["plain/direct-strict"] != 4 {
		t.Errorf("flows without a way: %v", count)
	}
	if k := sum.Cases[1].KPI; k["delivered_share"].Mean != 0 || k["delivered_loads"].Mean != 0 || k["unserved_loads"].Mean != k["created_loads"].Mean {
		t.Errorf("nothing can go: %v", k)
	}
	if _, ok := sum.Cases[1].KPI["transit_hours"]; ok {
		t.Error("a transit time where nothing can go")
	}
}

func TestADeadlockIsAWarning(t *testing.T) {
	t.Parallel()
	p := planOf(t, 1, route.Open)
	set, err := data.Load(os.DirFS("../../data/worlds/single-track-deadlock"))
	if err != nil {
		t.Fatal(err)
	}
	if p.Net, err = network.Build(set); err != nil {
		t.Fatal(err)
	}
	sum := study(t, p).Summary()
	if len(sum.Warnings) == 0 || !strings.HasPrefix(sum.Warnings[0], "plain/open, replication 1: deadlock: ") || !strings.Contains(sum.Warnings[0], "held by") {
		t.Errorf("warnings %q", sum.Warnings)
	}
}

func TestWhatWaitsForEverIsCountedAndSaidWhere(t *testing.T) {
	t.Parallel()
	p := planOf(t, 1, route.Direct)
	tables := map[string]string{}
	for name, text := range straits {
		tables[name] = text
	}
	tables["services"] = strings.Replace(tables["services"], "every 3d from 2024-01-02", "every 500d from 2026-01-02", 1)
	p.Net = netOf(t, tables)
	sum := study(t, p).Summary()
	if len(sum.Undelivered) == 0 || sum.Undelivered[0].Where != "quay" || !strings.Contains(sum.Undelivered[0].Why, "ship") {
		t.Errorf("nothing sails, and undelivered is %+v", sum.Undelivered)
	}
	k := sum.Cases[0].KPI
	if k["delivered_share"].Mean != 0 || k["transit_hours"].Mean < 24*40 {
		t.Errorf("what is not home counts with its time up to the end: %+v", k["transit_hours"])
	}
}
