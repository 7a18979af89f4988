package freight

import (
	"math"
	"reflect"
	"testing"
	"time"

	"corridor/data"
	"corridor/scenarios"
	"corridor/sim"
)

func lasting(t *testing.T, text string) *scenarios.Span {
	t.Helper()
	d, err := data.ParseDist(text)
	if err != nil {
		t.Fatal(err)
	}
	return &scenarios.Span{Dist: d, Text: text}
}

// pointsIn lists when a change of a run takes hold and lets go, in hours of the
// window, with its weights.
func pointsIn(m *Model, seed uint64, rep int) (list [][2]float64) {
	for _, p := range m.spells(sim.NewKey(seed, rep)) {
		if p.what != ptForce {
			continue
		}
		list = append(list, [2]float64{m.Date(p.at).Sub(day0).Hours(), p.weight})
	}
	return list
}

func expectPoints(t *testing.T, what string, m *Model, want ...[2]float64) {
	t.Helper()
	if got := pointsIn(m, 1, 0); !reflect.DeepEqual(got, want) {
		t.Errorf("%s: %v, expected %v", what, got, want)
	}
}

func TestARecurringClosureHoldsInEachSpellAndInNoOther(t *testing.T) {
	t.Parallel()
	net := eachLoad(t, "1h10min", "1h40min", "2h10min", "3h10min", "4h10min", "5h10min")
	c := changeOf("desk", closed, 1, 4)
	c.When = scenarios.When{Every: 2 * time.Hour, Lasts: lasting(t, "30min")}
	m := modelOf(t, net, c)
	expectPoints(t, "every 2 h", m, [2]float64{1, 1}, [2]float64{1.5, 0}, [2]float64{3, 1}, [2]float64{3.5, 0})
	o := outcomeOf(t, m, 1, 0)
	expectMinutes(t, "every 2 h", o, 30, 10, 10, 30, 10, 10)
	if o.Changes[0].Spells != 2 {
		t.Errorf("%d spells", o.Changes[0].Spells)
	}
	c.When.By = time.Hour // all an hour later
	expectMinutes(t, "by 1 h", outcomeOf(t, modelOf(t, net, c), 1, 0), 10, 10, 30, 10, 10, 10)
	// Spells longer than their distance run into one another without a gap.
	c.When = scenarios.When{Every: time.Hour, Lasts: lasting(t, "90min")}
	expectPoints(t, "endless", modelOf(t, net, c), [2]float64{1, 1}, [2]float64{2.5, 0}, [2]float64{2.5, 1}, [2]float64{4, 0})
}

func TestAChangeWithoutAnEndLastsAsLongAsItLasts(t *testing.T) {
	t.Parallel()
	c := changeOf("desk", closed, 1, 4)
	c.To, c.When = time.Time{}, scenarios.When{Lasts: lasting(t, "2h")}
	expectPoints(t, "lasts 2 h", modelOf(t, eachLoad(t, "1h"), c), [2]float64{1, 1}, [2]float64{3, 0})
}

func TestAFollowerBeginsWithItsLeaderOrAfterIt(t *testing.T) {
	t.Parallel()
	net := eachLoad(t, "1h")
	lead := changeOf("desk", closed, 1, 2)
	for _, c := range []struct {
		what string
		when scenarios.When
		want [2]float64
	}{
		{"with", scenarios.When{With: lead.Name, Lasts: lasting(t, "3h")}, [2]float64{1, 4}},
		{"after", scenarios.When{After: lead.Name, Lasts: lasting(t, "3h")}, [2]float64{2, 5}},
		{"after by", scenarios.When{After: lead.Name, By: 30 * time.Minute, Lasts: lasting(t, "3h")}, [2]float64{2.5, 5.5}},
	} {
		follower := changeOf("desk", scenarios.Do{ServiceTime: number(2)}, 0, 0)
		follower.Name, follower.From, follower.To, follower.When = "follower", time.Time{}, time.Time{}, c.when
		// The order in which they are written does not matter.
		for _, m := range []*Model{modelOf(t, net, lead, follower), modelOf(t, net, follower, lead)} {
			var got []float64
			for _, p := range m.spells(sim.NewKey(1, 0)) {
				if p.what == ptForce && m.changes[p.change].name == "follower" {
					got = append(got, m.Date(p.at).Sub(day0).Hours())
				}
			}
			if !reflect.DeepEqual(got, c.want[:]) {
				t.Errorf("%s: %v, expected %v", c.what, got, c.want)
			}
		}
	}
}

// Spells with gaps of mean g and lengths of mean l are a renewal process: in a
// long time T there are about T/(g+l), and they hold l/(g+l) of it.
func TestRandomSpellsComeAsOftenAndLastAsLongAsSaid(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "listed", edit{"parameters.csv", "length,1d", "length,3000d"})
	c := changeOf("desk", closed, 0, 3000*24)
	c.When = scenarios.When{Between: lasting(t, "exponential mean=20d"), Lasts: lasting(t, "lognormal mean=5d sigma=0.67")}
	m := modelOf(t, net, c)
	spells, hold := 0.0, 0.0
	const reps = 40
	for rep := range reps {
		ps := pointsIn(m, 3, rep)
		for i := 0; i+1 < len(ps); i += 2 {
			if ps[i][1] != 1 || ps[i+1][1] != 0 || i > 0 && ps[i][0] <= ps[i-1][0] {
				t.Fatalf("spells out of order: %v", ps)
			}
			spells++
			hold += ps[i+1][0] - ps[i][0]
		}
	}
	// 4,800 spells: their number is known to about 1.3%, the share to 1.5%.
	if want := reps * 3000.0 / 25; math.Abs(spells/want-1) > 0.04 {
		t.Errorf("%g spells, expected %g", spells, want)
	}
	if share := hold / (reps * 3000 * 24); math.Abs(share/0.2-1) > 0.05 {
		t.Errorf("they hold %g of the time, expected 0.2", share)
	}
	if a, b := pointsIn(m, 3, 0), pointsIn(m, 3, 1); reflect.DeepEqual(a, b) {
		t.Error("two replications have the same spells")
	}
	// The spells belong to the change's name, not to what else there is.
	other := changeOf("desk", scenarios.Do{ServiceTime: number(2)}, 1, 2)
	other.Name = "other"
	var mine [][2]float64
	with := modelOf(t, net, other, c)
	for _, p := range with.spells(sim.NewKey(3, 0)) {
		if p.what == ptForce && with.changes[p.change].name == c.Name {
			mine = append(mine, [2]float64{with.Date(p.at).Sub(day0).Hours(), p.weight})
		}
	}
	if !reflect.DeepEqual(mine, pointsIn(m, 3, 0)) {
		t.Error("another change moves the spells of this one")
	}
	// Odds of a half leave about half of them, and these among the others.
	half := 0.5
	c.When.Odds = &half
	kept := 0.0
	for rep := range reps {
		kept += float64(len(pointsIn(modelOf(t, net, c), 3, rep))) / 2
	}
	// The gap runs on from a spell that does not come to pass: half of them every 20 d + 2.5 d.
	if want := reps * 3000.0 / 22.5 / 2; math.Abs(kept/want-1) > 0.06 {
		t.Errorf("%g spells at odds of a half, expected %g", kept, want)
	}
}

func TestAFactorComesBackInEqualSteps(t *testing.T) {
	t.Parallel()
	net := eachLoad(t, "1h", "3h", "5h10min", "6h10min", "8h", "12h")
	c := changeOf("desk", scenarios.Do{ServiceTime: number(3)}, 2, 4)
	c.When.Recovery = 8 * time.Hour
	m := modelOf(t, net, c)
	want := [][2]float64{{2, 1}}
	for k := range 8 {
		want = append(want, [2]float64{4 + float64(k), 1 - float64(k+1)/8})
	}
	expectPoints(t, "recovery", m, want...)
	// 10 min x (1 + 2 w): w is 0, 1, 6/8, 5/8, 3/8 (from 8:00 on), 0.
	expectMinutes(t, "recovery", outcomeOf(t, m, 1, 0), 10, 30, 25, 22.5, 17.5, 10)
}

func TestStaffingIsCapacityAndSpeedIsTheInverseOfServiceTime(t *testing.T) {
	t.Parallel()
	net := eachLoad(t, "1h", "1h", "1h", "3h")
	a := changeOf("desk", scenarios.Do{Capacity: number(2)}, 0.5, 2)
	b := changeOf("desk", scenarios.Do{Staffing: number(2)}, 0.5, 2)
	if x, y := outcomeOf(t, modelOf(t, net, a), 1, 0), outcomeOf(t, modelOf(t, net, b), 1, 0); !reflect.DeepEqual(x, y) {
		t.Error("staffing is not capacity where there are only servers")
	}
	two := changeOf("desk", scenarios.Do{Add: number(1)}, 0.5, 2)
	expectMinutes(t, "one more", outcomeOf(t, modelOf(t, net, two), 1, 0), 10, 10, 20, 10)
	less := changeOf("desk", scenarios.Do{Add: number(-1)}, 0.5, 2)
	expectMinutes(t, "one less", outcomeOf(t, modelOf(t, net, less), 1, 0), 70, 80, 90, 10)
	road := worldOf(t, "two-crossings")
	var id string
	for i := range road.Links {
		id = road.Links[i].ID
	}
	fast, slow := changeOf(id, scenarios.Do{Speed: number(0.5)}, 0, 1e4), changeOf(id, scenarios.Do{ServiceTime: number(2)}, 0, 1e4)
	if x, y := outcomeOf(t, modelOf(t, road, fast), 1, 0), outcomeOf(t, modelOf(t, road, slow), 1, 0); !reflect.DeepEqual(x, y) {
		t.Error("half the speed is not twice the time")
	}
}

func TestAnAreaTakesWhatLiesInIt(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "listed", edit{"nodes.csv", "", "id,lat,lon\noutside,20,-100\ndesk,25,-97\n"})
	storm := changeOf("desk", closed, 1, 3)
	storm.Where = scenarios.Where{Area: [][2]float64{{-98, 24}, {-96, 24}, {-96, 26}, {-98, 26}}}
	m := modelOf(t, net, storm)
	byID := modelOf(t, net, changeOf("desk", closed, 1, 3))
	if x, y := took(outcomeOf(t, m, 1, 0)), took(outcomeOf(t, byID, 1, 0)); !reflect.DeepEqual(x, y) {
		t.Errorf("%v by area, %v by name", x, y)
	}
	storm.Where.Area = [][2]float64{{-101, 19}, {-99, 19}, {-99, 21}}
	storm.Where.Kind = []string{"port"}
	if _, err := NewModel(net, Case{Scenario: &scenarios.Scenario{Name: "x", Changes: []scenarios.Change{storm}}, Share: 1}); err == nil {
		t.Error("a storm over nothing was accepted")
	}
}

func runKey(seed uint64) sim.Key { return sim.NewKey(seed, 0) }

// When something opens may be uncertain: it is drawn once a replication, and alike
// in every case that has a change of the name.
func TestADelayThatIsDrawnIsAlikeInAllCases(t *testing.T) {
	t.Parallel()
	net := eachLoad(t, "1h")
	c := changeOf("desk", closed, 1, 0)
	c.To = time.Time{}
	c.When = scenarios.When{Late: lasting(t, "uniform min=1h max=3h")}
	late := modelOf(t, net, c)
	other := changeOf("desk", closed, 2, 3)
	other.Name = "other"
	both := modelOf(t, net, other, c)
	seen := map[float64]bool{}
	for rep := range 20 {
		list := pointsIn(late, 1, rep)
		if len(list) == 0 || list[0][0] < 2 || list[0][0] > 4 {
			t.Fatalf("replication %d: %v, expected it to hold from 2 to 4 h on", rep, list)
		}
		seen[list[0][0]] = true
		again := false
		for _, p := range pointsIn(both, 1, rep) {
			again = again || p == list[0]
		}
		if !again {
			t.Errorf("replication %d: another time in another case", rep)
		}
	}
	if len(seen) < 15 {
		t.Errorf("%d times in 20 replications", len(seen))
	}
}
