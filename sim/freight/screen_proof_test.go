//go:build proof

package freight

import (
	"context"
	"fmt"
	"math"
	"testing"
	"time"

	"corridor/network"
	"corridor/network/route"
	"corridor/scenarios"
)

// The screen against the whole year on the built-in world: hours and costs of
// the baseline within 5%, and what two disruptions add within a quarter of what
// they add in the whole model over a window as long, laid around them. Minutes of
// computing: make proof.
func TestProofTheScreenAgreesWithTheYear(t *testing.T) {
	net := builtin(t)
	var w Waits
	const reps = 3
	type figure struct{ hours, usd float64 }
	of := func(name string, rule route.Routing, f Fidelity, around time.Time) figure {
		sc, err := scenarios.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		if !around.IsZero() {
			sc.Window = scenarios.Window{Start: around, PreRoll: screenPreRoll, Length: 12 * week, Drain: screenDrain}
		}
		m, err := NewModel(net, Case{Scenario: sc, Routing: rule, Share: 0.05, Fidelity: f})
		if err != nil {
			t.Fatal(err)
		}
		if f == Screen {
			// One list for the scenario and the baseline that it is compared with.
			live := m.Near()
			for _, other := range []string{"laredo-rail-closure", "texas-inspection-surge"} {
				sc, _ := scenarios.Load(other)
				x, err := NewModel(net, Case{Scenario: sc, Routing: rule, Share: 0.05, Fidelity: f})
				if err != nil {
					t.Fatal(err)
				}
				for i, near := range x.Near() {
					live[i] = live[i] || near
				}
			}
			if err := w.Hold(context.Background(), m, live, 2); err != nil {
				t.Fatal(err)
			}
		}
		ns, usd, n, tonnes := 0.0, 0.0, int64(0), 0.0
		for i := range reps {
			o := outcomeOf(t, m, 1, i)
			for k := range o.Flows {
				x := &o.Flows[k]
				ns += x.Transit.Sum
				n += x.Transit.N
				tonnes += x.Tonnes
				for item, c := range x.Cost {
					if network.CostItem(item) != network.Inventory && network.CostItem(item) != network.Spoilage {
						usd += c
					}
				}
			}
		}
		return figure{ns / float64(n) / hoursToNS, usd / tonnes}
	}
	base := map[route.Routing][2]figure{}
	for _, rule := range []route.Routing{route.ViaUS, route.Direct} {
		full, screen := of("baseline", rule, Full, time.Time{}), of("baseline", rule, Screen, time.Time{})
		base[rule] = [2]figure{full, screen}
		fmt.Printf("proof: screen: %s: year %.1f h, %.1f USD/t; screen %.1f h, %.1f USD/t\n", rule, full.hours, full.usd, screen.hours, screen.usd)
		if math.Abs(screen.hours/full.hours-1) > 0.05 || math.Abs(screen.usd/full.usd-1) > 0.05 {
			t.Errorf("%s differs by more than 5%%", rule)
		}
	}
	for name, from := range map[string]time.Time{"laredo-rail-closure": date(4, 1), "texas-inspection-surge": date(4, 8)} {
		around := from.AddDate(0, 0, -21)
		full := of(name, route.ViaUS, Full, around).hours - of("baseline", route.ViaUS, Full, around).hours
		screen := of(name, route.ViaUS, Screen, time.Time{}).hours - base[route.ViaUS][1].hours
		fmt.Printf("proof: screen: %s: adds %.2f h over 12 weeks, %.2f h in the screen\n", name, full, screen)
		if math.Abs(screen/full-1) > 0.25 {
			t.Errorf("%s adds %.2f h over 12 weeks, %.2f h in the screen", name, full, screen)
		}
	}
}
