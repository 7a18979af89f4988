package experiment

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"corridor/network/route"
	"corridor/sim/freight"
)

func TestReplicationsAreAddedUntilFiguresArePreciseEnough(t *testing.T) {
	t.Parallel()
	p := planOf(t, 3, route.ViaUS, route.Direct)
	p.Precision = &Precision{Relative: 0.02, KPIs: []string{"transit_hours"}, Most: 100}
	asked := 0
	p.Progress = func(done, total int) { asked = total }
	s := study(t, p)
	n := s.Finished()
	if n <= 3 || n >= 100 || !s.Complete() || asked != 2*n {
		t.Fatalf("%d replications, complete %v, %d cells told", n, s.Complete(), asked)
	}
	sum := s.Summary()
	for _, c := range sum.Cases {
		if e := c.KPI["transit_hours"]; (e.Hi-e.Lo)/2 > 0.02*e.Mean {
			t.Errorf("%s: %+v", c.Name, e)
		}
	}
	if note := sum.Notes[len(sum.Notes)-1]; !strings.Contains(note, "are within") {
		t.Error(note)
	}

	// It is the study that asks for so many at once, whatever the workers.
	p.Workers, p.Progress = 1, nil
	one := study(t, p).Summary()
	p.Precision, p.Reps = nil, n
	plain := study(t, p).Summary()
	one.Notes, sum.Notes = plain.Notes, plain.Notes
	a, _ := json.Marshal(sum)
	b, _ := json.Marshal(plain)
	c, _ := json.Marshal(one)
	if string(a) != string(b) || string(a) != string(c) {
		t.Error("other figures than those of as many replications asked for at once")
	}
}

func TestTheCapOfReplicationsHoldsAndIsSaid(t *testing.T) {
	t.Parallel()
	p := planOf(t, 2, route.ViaUS)
	p.Precision = &Precision{Relative: 1e-6, KPIs: []string{"transit_hours", "cost_usd_per_tonne"}, Most: 5}
	s := study(t, p)
	if note := s.Summary().Notes[0]; s.Finished() != 5 || !strings.Contains(note, "the most allowed") {
		t.Errorf("%d: %s", s.Finished(), note)
	}
	p.Precision.KPIs = []string{"no such figure"}
	if _, err := Run(context.Background(), p); err == nil {
		t.Error("a figure that no case has was accepted")
	}
}

func TestSharedRandomNumbersMakeDifferencesPrecise(t *testing.T) {
	t.Parallel()
	s := study(t, Plan{Net: netOf(t, straits), Seed: 5, Reps: 12, Workers: 2, Cases: staffed(t)})
	d := s.Summary().Differences[0]
	r := d.Reduction["transit_hours"]
	if r < 3 {
		t.Errorf("the variance of the difference is divided by %v", r)
	}
	// By hand, from the two columns.
	x, y := []float64{}, []float64{}
	for i := range s.Finished() {
		x, y = append(x, s.cells[1][i].set[1][0]), append(y, s.cells[0][i].set[1][0])
	}
	if want := (variance(x) + variance(y)) / variance(difference(x, y)); math.Abs(r-want) > 1e-9*want {
		t.Errorf("%v, by hand %v", r, want)
	}
}

func TestQuantilesHaveIntervalsAndAgreeWithTheFigures(t *testing.T) {
	t.Parallel()
	s := study(t, planOf(t, 4, route.ViaUS))
	sum := s.Summary()
	last := 0.0
	for _, row := range s.quantileTable().Rows {
		if row[1] != "" {
			break
		}
		var x [4]float64
		for i := range x {
			if err := json.Unmarshal([]byte(row[2+i]), &x[i]); err != nil {
				t.Fatal(err)
			}
		}
		if x[1] < last || x[2] > x[1] || x[3] < x[1] {
			t.Errorf("%v", row)
		}
		last = x[1]
		for q, kpi := range map[float64]string{0.5: "transit_hours_p50", 0.95: "transit_hours_p95"} {
			if e := sum.Cases[0].KPI[kpi]; x[0] == q && (math.Abs(e.Mean-x[1]) > 1e-6 || math.Abs(e.Lo-x[2]) > 1e-6) {
				t.Errorf("%v, the figure is %+v", row, e)
			}
		}
	}
	if last == 0 {
		t.Error("no quantile")
	}
}

// staffed are two scenarios that differ a little: the bridge with one booth and with
// two for three days.
func staffed(t *testing.T) []freight.Case {
	one := scenarioOf(t, "name: one\n")
	two := scenarioOf(t, "name: two\nchanges:\n  - {name: more, where: {id: bridge}, do: {capacity: 2}, from: 2024-01-03, lasts: 3d}\n")
	return []freight.Case{{Scenario: one, Routing: route.ViaUS, Share: 1}, {Scenario: two, Routing: route.ViaUS, Share: 1}}
}
