package report

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"
	"unicode/utf8"

	"corridor/sim/results"
)

func TestAGridStandsInColumns(t *testing.T) {
	g := &grid{left: 2}
	g.add("", "", "hours", "USD")
	g.add("us", "all goods", "1.5 ±0.1", "12")
	g.add("", "Bajío", "–", "1,234")
	g.add("alone")
	var b bytes.Buffer
	if err := g.write(&b, "> "); err != nil {
		t.Fatal(err)
	}
	const want = `>                      hours    USD
> us     all goods  1.5 ±0.1     12
>        Bajío             –  1,234
> alone
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestAGridOfNothingIsNothing(t *testing.T) {
	var b bytes.Buffer
	if err := (&grid{}).write(&b, "  "); err != nil || b.Len() > 0 {
		t.Errorf("%q, %v", b.String(), err)
	}
}

// full is a summary with something in every section, of so many cases and
// replications.
func full(cases, reps int) *results.Summary {
	s := &results.Summary{Seed: 3, Replications: reps, Share: 0.05, Window: results.Window{From: "2024-01-01", To: "2024-12-31", Until: "2025-03-01"}}
	units := map[string]string{"on_time_share": "share", "delivered_share": "share", "us_tonne_km_share": "share", "missed_share": "share"}
	kpis := func(x float64) results.KPIs {
		k := results.KPIs{}
		for i, row := range rowsOfAll {
			e := results.Estimate{Mean: x + float64(i), Lo: x + float64(i) - 0.5, Hi: x + float64(i) + 0.5, Unit: units[row.kpi]}
			if e.Unit == "share" {
				e.Mean, e.Lo, e.Hi = 0.5, 0.4, 0.6
			}
			if reps == 1 {
				e.Lo, e.Hi = e.Mean, e.Mean
			}
			k[row.kpi] = e
		}
		k["created_loads"] = results.Estimate{Mean: 12345, Lo: 12345, Hi: 12345, Unit: "loads"}
		return k
	}
	for c, routing := range []string{"us", "direct", "open"}[:cases] {
		name := "baseline/" + routing
		s.Cases = append(s.Cases, results.CaseResult{Name: name, Scenario: "baseline", Routing: routing, KPI: kpis(float64(100 * (c + 1))),
			Groups: []results.GroupResult{{Group: "autos", KPI: kpis(10)}, {Group: "bulk", KPI: results.KPIs{}}}})
		for i := range 8 {
			s.Places = append(s.Places, results.Place{Case: name, Node: "n", Name: fmt.Sprintf("Place %d", i), Passages: 5, HoursEach: 2, Shares: map[string]float64{"queueing": 0.5}, TotalHours: 10})
		}
		s.Resources = append(s.Resources, results.Resource{Case: name, Facility: "bridge", Resource: "booth", Served: 100}, results.Resource{Case: name, Resource: "section 1", Served: 3, MeanQueue: 2})
		s.FullServices = append(s.FullServices, results.FullOne{Case: name, Service: "s", Name: "Slow ship", FullShare: 0.25, LeftPerFull: 7})
		s.Unserved = append(s.Unserved, results.Unserved{Case: name, Flow: "cars", Loads: 9, Why: "no ship carries them"})
		s.Undelivered = append(s.Undelivered, results.Stuck{Case: name, Where: "quay", Why: "waits for ship", Loads: 2})
		s.Changes = append(s.Changes, results.Change{Case: name, Name: "bridge-out", On: "2024-04-01 00:00", Bound: 5}, results.Change{Case: name, Name: "never"})
		if c > 0 {
			s.Differences = append(s.Differences, results.Difference{Case: name, Base: s.Cases[0].Name, KPI: kpis(-50)}, results.Difference{Case: name, Base: s.Cases[0].Name, Group: "bulk", KPI: results.KPIs{}})
		}
	}
	if cases > 1 {
		for _, group := range []string{"autos", "bulk"} {
			for i, on := range []string{"time", "cost", "emissions", "reliability"} {
				verdict := []string{"wins", "too close to call", "only one can", "none can"}[i]
				s.Winners = append(s.Winners, results.Winner{Group: group, On: on, Verdict: verdict, Case: s.Cases[1].Name})
			}
		}
	}
	s.Warnings = []string{"something odd"}
	return s
}

func shown(t *testing.T, s *results.Summary) string {
	t.Helper()
	var b bytes.Buffer
	if err := Terminal(&b, s); err != nil {
		t.Fatal(err)
	}
	out := b.String()
	if !utf8.ValidString(out) || strings.Contains(out, "NaN") || strings.Contains(out, "Inf") || strings.Contains(out, "%!") {
		t.Errorf("the text has what it should not:\n%s", out)
	}
	for _, line := range strings.Split(out, "\n") {
		if strings.TrimRight(line, " ") != line {
			t.Errorf("blanks at the end of %q", line)
		}
	}
	return out
}

var sections = []string{
	"baseline: loads created 2024-01-01 to 2024-12-31, ", "Counted: 12,345 loads a replication", "All goods (each case", "By group of goods", "Difference from us, the same loads paired",
	"Who wins, for which goods", "Places that cost most time", "Longest queues, all traffic included (", "Services that were full", "Without a way", "Not home when the run ended (2025-03-01)", "Changes", "warning: something odd",
}

func TestEverySectionIsPrintedOnceAndInOrder(t *testing.T) {
	out := shown(t, full(3, 5))
	at := 0
	for _, section := range sections {
		i := strings.Index(out[at:], section)
		if i < 0 || strings.Count(out, section) != 1 {
			t.Errorf("%q is not there once after what comes before it:\n%s", section, out)
			continue
		}
		at += i
	}
	for _, want := range []string{"5 replications, seed 3", "100 ±0.50", "50% ±10.0", "no loads in common", "only direct can", "too close to call", "never in this run", "Slow ship", "no ship carries them", "cars", "25%", "rail line", "Place 5", "−50.0 ±0.50*"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Contains(out, "Place 6") {
		t.Error("more places than six a case")
	}
}

func TestOneCaseAndOneReplicationHaveNoDifferencesAndNoInterval(t *testing.T) {
	out := shown(t, full(1, 1))
	for _, section := range sections {
		missing := strings.HasPrefix(section, "Difference") || strings.HasPrefix(section, "Who wins")
		if strings.Contains(out, section) == missing {
			t.Errorf("%q: %v\n%s", section, !missing, out)
		}
	}
	if !strings.Contains(out, "1 replication, seed 3") || !strings.Contains(out, "baseline/us") {
		t.Errorf("got\n%s", out)
	}
	_, table, _ := strings.Cut(out, "All goods")
	table, _, _ = strings.Cut(table, "By group")
	if strings.Contains(table, "±") {
		t.Errorf("an interval of one replication:\n%s", table)
	}
	// Several cases, one replication: a difference has no interval and no mark.
	_, table, _ = strings.Cut(shown(t, full(2, 1)), "differs from zero)")
	table, _, _ = strings.Cut(table, "Who wins")
	if strings.Contains(table, "*") {
		t.Errorf("a difference of one replication is marked:\n%s", table)
	}
}

func TestADifferenceOfOneReplicationHasNoInterval(t *testing.T) {
	_, table, _ := strings.Cut(shown(t, full(2, 1)), "differs from zero)")
	table, _, _ = strings.Cut(table, "Who wins")
	if strings.Contains(table, "±") {
		t.Errorf("an interval of one replication:\n%s", table)
	}
}

func TestMissingKPIsAreADash(t *testing.T) {
	s := full(2, 3)
	for i := range s.Cases {
		s.Cases[i].KPI = maps.Clone(s.Cases[i].KPI)
		delete(s.Cases[i].KPI, "on_time_share")
	}
	out := shown(t, s)
	for _, line := range strings.Split(out, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "on time ") && strings.Count(line, "–") != 2 {
			t.Errorf("no dash for a missing figure: %q", line)
		}
	}
	// Nothing known at all.
	for i := range s.Cases {
		s.Cases[i].KPI = results.KPIs{}
		s.Cases[i].Groups = nil
	}
	for i := range s.Differences {
		s.Differences[i].KPI = nil
	}
	if out := shown(t, s); !strings.Contains(out, "no loads in common") || !strings.Contains(out, "–") {
		t.Errorf("got\n%s", out)
	}
}

func TestAnEmptySummaryOfOneCaseIsPrinted(t *testing.T) {
	out := shown(t, &results.Summary{Replications: 1, Cases: []results.CaseResult{{Name: "a/us", Scenario: "a", Routing: "us"}}})
	if strings.Count(out, "\n\n") != 1 || !strings.Contains(out, "All goods") {
		t.Errorf("got\n%s", out)
	}
}

func TestCasesAreNamedByRoutingWhereTheyShareAScenario(t *testing.T) {
	out := shown(t, full(3, 2))
	if strings.Contains(out, "baseline/") {
		t.Errorf("long names where short ones are clear:\n%s", out)
	}
	s := full(2, 2)
	s.Cases[1].Scenario, s.Cases[1].Name = "closure", "closure/us"
	if out := shown(t, s); !strings.Contains(out, "baseline/us") || !strings.Contains(out, "closure/us") {
		t.Errorf("short names where they are not clear:\n%s", out)
	}
}

// failing takes so many bytes.
type failing struct{ left int }

var errFull = errors.New("disk full")

func (f *failing) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestAnErrorOfWritingIsReported(t *testing.T) {
	whole := len(shown(t, full(3, 2)))
	for _, room := range []int{0, 10, 200, whole / 2, whole - 1} {
		if err := Terminal(&failing{room}, full(3, 2)); !errors.Is(err, errFull) {
			t.Errorf("room for %d of %d bytes: %v", room, whole, err)
		}
	}
	if err := Terminal(&failing{whole}, full(3, 2)); err != nil {
		t.Error(err)
	}
}

func TestPercentagesAndFiguresAreShort(t *testing.T) {
	for x, want := range map[float64]string{0: "0%", 0.05: "5.0%", 0.5: "50%", 1: "100%", -0.05: "-5.0%", 0.001: "0.1%"} {
		if got := percent(x); got != want {
			t.Errorf("%v is %q, want %q", x, got, want)
		}
	}
	two := &terminal{s: &results.Summary{Replications: 2}}
	for _, tt := range []struct {
		e    results.Estimate
		want string
	}{
		{results.Estimate{Mean: 12.5, Lo: 11, Hi: 14, Unit: "h"}, "+12.5 ±1.50*"},
		{results.Estimate{Mean: -12.5, Lo: -14, Hi: -11, Unit: "h"}, "−12.5 ±1.50*"},
		{results.Estimate{Mean: 0.5, Lo: -1, Hi: 2, Unit: "h"}, "+0.50 ±1.50 "},
		{results.Estimate{Mean: -0.1, Lo: -0.15, Hi: -0.05, Unit: "share"}, "−10.0 pp ±5.0*"},
	} {
		if got := two.difference(tt.e, true); got != tt.want {
			t.Errorf("%+v is %q, want %q", tt.e, got, tt.want)
		}
	}
	if two.difference(results.Estimate{}, false) != "–" {
		t.Error("a missing difference is not a dash")
	}
}
