package freight

import (
	"context"
	"reflect"
	"testing"
	"time"

	"corridor/network/route"
	"corridor/scenarios"
)

// Other traffic that comes in one event with others, and servers that free
// themselves, give what an event for everything gives: inspections surge, a
// bridge closes, booths break down or close for the night.
func TestFewerEventsOfOtherTrafficGiveTheSameOutcome(t *testing.T) {
	if testing.Short() {
		t.Skip("the continent four times")
	}
	t.Parallel()
	net := builtin(t)
	for _, name := range []string{"texas-inspection-surge", "laredo-rail-closure"} {
		sc, err := scenarios.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		sc.Window = scenarios.Window{Start: date(4, 6), PreRoll: 14 * 24 * time.Hour, Length: 4 * 24 * time.Hour, NoDrain: true}
		m, err := NewModel(net, Case{Scenario: sc, Routing: route.Open, Share: 0.05})
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
			t.Errorf("%s: %d events, %d where there is one for everything: the shorter path is not taken", name, outs[0].Events, outs[1].Events)
		}
		outs[0].Events, outs[1].Events = 0, 0
		if !reflect.DeepEqual(outs[0], outs[1]) {
			t.Errorf("%s: another outcome", name)
		}
	}
}
