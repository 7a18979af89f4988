package experiment

import (
	"math"
	"testing"

	"corridor/network/route"
	"corridor/sim/freight"
)

func TestTheWorstWeeksAreTheMeanOfFour(t *testing.T) {
	// Weeks that end with 1, 0.2, 0.4, 1, 0.6, 0.8 and part of a week.
	q := levels([2]float64{1, 7}, [2]float64{0.2, 7}, [2]float64{0.4, 7}, [2]float64{1, 7}, [2]float64{0.6, 7}, [2]float64{0.8, 7}, [2]float64{0, 3})
	if got := weeks(q); math.Abs(got-0.5) > 1e-12 {
		t.Errorf("%g, expected 0.5", got)
	}
	if !math.IsNaN(weeks(levels([2]float64{1, 6}))) {
		t.Error("six days have a week")
	}
}

func levels(parts ...[2]float64) (q []float64) {
	for _, p := range parts {
		for range int(p[1]) {
			q = append(q, p[0])
		}
	}
	return q
}

func TestMeasuresOfResilienceByHand(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		what           string
		q              []float64
		onset, release float64
		want           resilience
	}{
		{"nothing", levels([2]float64{1, 30}), 5, 10, resilience{0, 1, nan, 0, 0}},
		{"a dent that stays above", levels([2]float64{1, 10}, [2]float64{0.96, 10}, [2]float64{1, 10}), 5, 10, resilience{0.4, 0.96, nan, 0, 0}},
		// Falls to a half on day 10, back on day 20: 10 half days lost; 15 days after the onset, 8 after the end.
		{"a week and a half", levels([2]float64{1, 10}, [2]float64{0.5, 10}, [2]float64{1, 20}), 5, 12, resilience{5, 0.5, 5, 15, 8}},
		// Six days at 0.95 are not enough: it counts from day 27 on.
		{"a relapse", levels([2]float64{1, 10}, [2]float64{0.5, 10}, [2]float64{0.95, 6}, [2]float64{0.9, 1}, [2]float64{1, 13}), 10, 20, resilience{5 + 0.3 + 0.1, 0.5, 0, 17, 7}},
		{"no return", levels([2]float64{1, 10}, [2]float64{0.5, 10}), 10, nan, resilience{5, 0.5, 0, nan, nan}},
	} {
		m := measure(c.q, c.onset, c.release)
		got, want := []float64{m.loss, m.worst, m.survive, m.recover, m.clear}, []float64{c.want.loss, c.want.worst, c.want.survive, c.want.recover, c.want.clear}
		for i := range got {
			if math.IsNaN(got[i]) != math.IsNaN(want[i]) || math.Abs(got[i]-want[i]) > 1e-9 {
				t.Errorf("%s: %+v, expected %+v", c.what, m, c.want)
				break
			}
		}
	}
}

// A bridge that is shut for four days of a fortnight: the level of the weeks in
// which nothing came falls, and comes back; the undisturbed case beside itself
// never falls.
func TestAClosedBridgeLowersTheServiceLevelAndItComesBack(t *testing.T) {
	p := planOf(t, 3, route.ViaUS)
	p.Net = netOf(t, with(straits, "parameters", "name,value\nwindow.preroll,10d\nwindow.length,60d\nwindow.drain,40d\n"))
	shut := scenarioOf(t, "name: shut\nchanges:\n  - {name: out, where: {id: bridge}, do: {close: true}, from: 2024-01-20, to: 2024-01-24, cargo: wait}\n")
	p.Cases = append(p.Cases, freight.Case{Scenario: shut, Routing: route.ViaUS, Share: 1})
	s := study(t, p)
	list := s.Summary().Resilience
	if len(list) != 1 || list[0].Case != "shut/us" || list[0].Base != "plain/us" {
		t.Fatalf("%+v", list)
	}
	r := list[0]
	// Nothing passes for 4 of 7 days: the worst week has about 3/7 of its goods;
	// the ones held come at once when it opens.
	if r.Worst.Mean < 0.3 || r.Worst.Mean > 0.6 || r.Fell != 3 || r.Recovered != 3 {
		t.Errorf("%+v", r)
	}
	// The weeks that end on the days of the closure lack 1/7, 2/7, 3/7 and 4/7.
	if math.Abs(r.LossDays.Mean-10.0/7) > 0.4 || r.RecoverDays.Mean < 4 || r.RecoverDays.Mean > 20 {
		t.Errorf("%+v", r)
	}
	total := int64(0)
	for _, d := range s.cells[1][0].out.Days {
		total += d.Delivered - d.Created
	}
	// All that came in the window has arrived, and what was under way before it.
	if total < 0 {
		t.Errorf("%d kg fewer were delivered than created", -total)
	}
}

// What only adds room is no disturbance: what its service falls short of is chance.
func TestWhatAddsRoomHasNoServiceLevel(t *testing.T) {
	p := planOf(t, 2, route.ViaUS)
	p.Net = netOf(t, straits)
	wider := scenarioOf(t, "name: wider\nchanges:\n  - {name: booths, where: {id: bridge}, do: {capacity: 2}, investment: {usd: 1e6, years: 10, source: x}}\n")
	p.Cases = append(p.Cases, freight.Case{Scenario: wider, Routing: route.ViaUS, Share: 1})
	s := study(t, p)
	if list := s.Summary().Resilience; len(list) != 0 {
		t.Errorf("%+v", list)
	}
	if n := len(s.levelTable().Rows); n != 0 {
		t.Errorf("%d days", n)
	}
}
