//go:build proof

package freight

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"corridor/network"
	"corridor/network/route"
	"corridor/scenarios"
)

// The screen against the whole year on the built-in world: hours and costs of
// the baseline within 5%, and what two disruptions add within a quarter of what
// they add in the whole model over a window as long, laid around them; so the wait
// at the bays of a bridge in a surge of inspections, which all traffic meets.
// Minutes of computing: make proof.
func TestProofTheScreenAgreesWithTheYear(t *testing.T) {
	net := builtin(t)
	var w Waits
	const reps, years = 12, 3
	type figure struct{ hours, usd, effect float64 }
	disturbed := map[string]time.Time{"laredo-rail-closure": date(4, 1), "texas-inspection-surge": date(4, 8)}
	load := func(name string) *scenarios.Scenario {
		sc, err := scenarios.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		return sc
	}
	// of runs a scenario; its effect is that of the scenario named by like.
	of := func(name, like string, rule route.Routing, f Fidelity, around time.Time, reps int) (all []figure) {
		sc := load(name)
		if !around.IsZero() {
			sc.Window = scenarios.Window{Start: around, PreRoll: screenPreRoll, Length: 12 * week, Drain: screenDrain}
		}
		m, err := NewModel(net, Case{Scenario: sc, Routing: rule, Share: 0.05, Fidelity: f})
		if err != nil {
			t.Fatal(err)
		}
		if f == Screen {
			// One list for the scenarios and the baseline that they are compared with.
			live := m.Near()
			for other := range disturbed {
				x, err := NewModel(net, Case{Scenario: load(other), Routing: rule, Share: 0.05, Fidelity: f})
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
		effect := func(*Outcome) float64 { return 0 }
		if e := load(like).Effect; e != nil {
			if effect, err = m.Effect(e); err != nil {
				t.Fatal(err)
			}
		}
		for i := range reps {
			o := outcomeOf(t, m, 1, i)
			ns, usd, n, tonnes := 0.0, 0.0, int64(0), 0.0
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
			all = append(all, figure{ns / float64(n) / hoursToNS, usd / tonnes, effect(o)})
		}
		return all
	}
	// more is what one list has more than another in a figure: mean and standard error.
	more := func(a, b []figure, get func(figure) float64) (mean, se float64) {
		for i := range a {
			mean += (get(a[i]) - get(b[i])) / float64(len(a))
		}
		for i := range a {
			d := get(a[i]) - get(b[i]) - mean
			se += d * d / float64(len(a)-1) / float64(len(a))
		}
		return mean, math.Sqrt(se)
	}
	hours, usd, effect := func(f figure) float64 { return f.hours }, func(f figure) float64 { return f.usd }, func(f figure) float64 { return f.effect }
	none := make([]figure, years)
	for _, rule := range []route.Routing{route.ViaUS, route.Direct} {
		full, screen := of("baseline", "baseline", rule, Full, time.Time{}, years), of("baseline", "baseline", rule, Screen, time.Time{}, years)
		fh, _ := more(full, none, hours)
		sh, _ := more(screen, none, hours)
		fu, _ := more(full, none, usd)
		su, _ := more(screen, none, usd)
		fmt.Printf("proof: screen: %s: year %.1f h, %.1f USD/t; screen %.1f h, %.1f USD/t\n", rule, fh, fu, sh, su)
		if math.Abs(sh/fh-1) > 0.05 || math.Abs(su/fu-1) > 0.05 {
			t.Errorf("%s differs by more than 5%%", rule)
		}
	}
	compare := func(name, what string, full, fullSE, screen, screenSE float64) {
		fmt.Printf("proof: screen: %s: adds %.2f ± %.2f h over 12 weeks %s, %.2f ± %.2f h in the screen (± standard error)\n", name, full, fullSE, what, screen, screenSE)
		if math.Abs(screen/full-1) > 0.25 {
			t.Errorf("%s adds %.2f h over 12 weeks %s, %.2f h in the screen", name, full, what, screen)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(disturbed)) {
		around := disturbed[name].AddDate(0, 0, -21)
		full, fullBase := of(name, name, route.ViaUS, Full, around, reps), of("baseline", name, route.ViaUS, Full, around, reps)
		screen, screenBase := of(name, name, route.ViaUS, Screen, time.Time{}, reps), of("baseline", name, route.ViaUS, Screen, time.Time{}, reps)
		fh, fse := more(full, fullBase, hours)
		sh, sse := more(screen, screenBase, hours)
		compare(name, "door to door", fh, fse, sh, sse)
		if load(name).Effect.Measure == "wait" {
			fw, fse := more(full, fullBase, effect)
			sw, sse := more(screen, screenBase, effect)
			compare(name, "at the bays", fw, fse, sw, sse)
		}
	}
}
