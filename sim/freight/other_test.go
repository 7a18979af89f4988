package freight

import (
	"context"
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"corridor/network"
	"corridor/network/route"
	"corridor/scenarios"
)

// Facilities that lag behind, turns that are reserved, traffic that comes in one
// event with others, servers that free themselves, and loads and vehicles that pass
// links, stages and gates without a queue in one event give what an event for
// everything gives, to the last byte (sums of money to the cent): inspections surge, bridges close and open,
// customs fail, booths close for the night. With the build tag `shipped`, which
// the gate sets, under every shipped scenario; each under one of three rules.
func TestFewerEventsOfOtherTrafficGiveTheSameOutcome(t *testing.T) {
	if testing.Short() {
		t.Skip("the continent six times")
	}
	t.Parallel()
	net := builtin(t)
	names := []string{"texas-inspection-surge", "laredo-rail-closure", "customs-it-outage"}
	if allShipped {
		names = scenarios.Names()
	}
	for k, name := range names {
		rule := []route.Routing{route.Open, route.ViaUS, route.Direct}[k%3]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sc, err := scenarios.Load(name)
			if err != nil {
				t.Fatal(err)
			}
			const day = 24 * time.Hour
			windows := []scenarios.Window{{Start: date(4, 6), PreRoll: 14 * day, Length: 4 * day, NoDrain: true}}
			for i := range sc.Changes {
				from, to := sc.Changes[i].From, sc.Changes[i].To
				if !from.After(date(1, 20)) {
					continue
				}
				windows[0].Start = from.Truncate(day).AddDate(0, 0, -1)
				if l := sc.Changes[i].When.Lasts; l != nil {
					to = from.Add(time.Duration(l.Dist.Mean() * float64(time.Second)))
				}
				if !to.IsZero() && to.Sub(from) < 30*day { // what stood is let go
					start := to.Truncate(day).AddDate(0, 0, -1)
					windows = append(windows, scenarios.Window{Start: start, PreRoll: start.Sub(from) + 7*day, Length: 4 * day, NoDrain: true})
				}
				break
			}
			if !allShipped {
				windows = windows[len(windows)-1:]
			}
			for _, w := range windows {
				sameAsEager(t, net, sc, w, rule)
			}
		})
	}
}

// sameAsEager runs a scenario in a window as it is run, and with an event for
// everything.
func sameAsEager(t *testing.T, net *network.Network, sc *scenarios.Scenario, window scenarios.Window, rule route.Routing) {
	t.Helper()
	sc.Window = window
	m, err := NewModel(net, Case{Scenario: sc, Routing: rule, Share: 0.05})
	if err != nil {
		t.Fatal(err)
	}
	outs := [2]*Outcome{}
	for i := range outs {
		if i == 1 {
			m.eager = true
			m.pairUp()
		}
		if outs[i], err = m.Run(context.Background(), 3, 0); err != nil {
			t.Fatal(err)
		}
	}
	if outs[0].Events >= outs[1].Events*4/5 {
		t.Errorf("%d events, %d where there is one for everything: the shorter path is not taken", outs[0].Events, outs[1].Events)
	}
	for _, o := range outs {
		o.Events = 0
		for k := range o.Changes {
			o.Changes[k].USD = math.Round(100 * o.Changes[k].USD) // summed in another order
		}
	}
	if !reflect.DeepEqual(outs[0], outs[1]) {
		t.Errorf("another outcome: %s", cmp.Diff(outs[1], outs[0], cmp.Exporter(func(reflect.Type) bool { return true })))
	}
}

// So does every world of the tests, without a drain, in which more comes where there
// is an event for everything: limited places, breakdowns, classes, trains that meet,
// cargo that is set out.
func TestEveryWorldGivesWhatAnEventForEverythingGives(t *testing.T) {
	t.Parallel()
	for _, name := range allWorlds(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "synthetic" && testing.Short() {
				t.Skip("a few seconds")
			}
			m, err := NewModel(worldOf(t, name), Case{Scenario: &scenarios.Scenario{Name: "test", Window: scenarios.Window{NoDrain: true}}, Share: 1})
			if err != nil {
				t.Fatal(err)
			}
			fast := outcomeOf(t, m, 5, 1)
			m.eager = true
			m.pairUp()
			slow := outcomeOf(t, m, 5, 1)
			if fast.Events > slow.Events {
				t.Errorf("%d events, %d with one for everything", fast.Events, slow.Events)
			}
			fast.Events, slow.Events = 0, 0
			if !reflect.DeepEqual(fast, slow) {
				t.Errorf("another outcome: %s", cmp.Diff(slow, fast, cmp.Exporter(func(reflect.Type) bool { return true })))
			}
		})
	}
}

// In the drain other trucks come no more where no counted load has to pass. The
// counted loads go as if they came: to the last where nothing else can reach
// them, within a thousandth on the continent.
func TestCountedLoadsDoNotFeelThatTheDrainIsQuieter(t *testing.T) {
	if testing.Short() {
		t.Skip("the continent twice")
	}
	t.Parallel()
	sc, err := scenarios.Load("baseline")
	if err != nil {
		t.Fatal(err)
	}
	sc.Window = scenarios.Window{Start: date(4, 6), PreRoll: 14 * 24 * time.Hour, Length: 4 * 24 * time.Hour, Drain: 40 * 24 * time.Hour}
	m, err := NewModel(builtin(t), Case{Scenario: sc, Routing: route.Open, Share: 0.05})
	if err != nil {
		t.Fatal(err)
	}
	var other, loads, delivered [2]int64
	var hours [2]float64
	for i := range other {
		m.eager = i == 1
		m.pairUp()
		o, err := m.Run(context.Background(), 3, 0)
		if err != nil {
			t.Fatal(err)
		}
		other[i] = o.Other
		for k := range o.Flows {
			f := &o.Flows[k]
			loads[i] += f.Created
			delivered[i] += f.Transit.N
			hours[i] += f.Transit.Sum / 3.6e12
		}
	}
	t.Logf("%d of %d other trucks, trains and ships; %.4f and %.4f h a load", other[0], other[1], hours[0]/float64(loads[0]), hours[1]/float64(loads[1]))
	if other[0] >= other[1]*3/4 {
		t.Errorf("%d others come, %d with all of them: the drain is not quieter", other[0], other[1])
	}
	if loads[0] != loads[1] || delivered[0] != delivered[1] || math.Abs(hours[0]/hours[1]-1) > 1e-3 {
		t.Errorf("counted loads %d and %d, delivered %d and %d, hours %g and %g", loads[0], loads[1], delivered[0], delivered[1], hours[0], hours[1])
	}
}
