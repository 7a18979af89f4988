package experiment

import (
	"context"
	"strings"
	"testing"

	"corridor/data"
	"corridor/network"
	"corridor/network/route"
	"corridor/scenarios"
	"corridor/sim/freight"
)

// The built-in world at screen fidelity. The mode split is held against the
// ranges that totals.csv states; nothing is fitted to them.
func TestTheBaselineSplitsOverTheModesWithinTheStatedRangesAndCanolaTakesItsTime(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates the continent")
	}
	set, err := data.Load(data.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	net, err := network.Build(set)
	if err != nil {
		t.Fatal(err)
	}
	sc, err := scenarios.Load("baseline")
	if err != nil {
		t.Fatal(err)
	}
	p := Plan{Net: net, Seed: 1, Reps: 1}
	for _, r := range []route.Routing{route.Open, route.ViaUS, route.Direct} {
		p.Cases = append(p.Cases, freight.Case{Scenario: sc, Routing: r, Share: 0.5, Fidelity: freight.Screen})
	}
	s, err := Run(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	totals := s.Summary().Totals
	if len(totals) < 8 {
		t.Fatalf("%d totals by mode", len(totals))
	}
	for _, x := range totals {
		if !x.Within {
			t.Errorf("%s: %.3f of the tonnes, the range is %g to %g (published %g in %d)", x.ID, x.Measured.Mean, x.Low, x.High, x.Published, x.Year)
		}
	}
	// Canola from the Prairies to the centre of Mexico. By train: 24 h to load, about 4,500 km
	// at 40 km/h with yards and the border, a train every few days, 24 h to unload: 9 to 25 days. By ship: days by
	// rail to the port, a ship that leaves when full (up to 30 days), 8 to 12 days at sea, a second train: 20 to 55 days.
	for c, days := range map[int][2]float64{1: {9, 25}, 2: {20, 55}} {
		hours, loads := 0.0, 0.0
		for f := range net.Flows {
			if id := net.Flows[f].ID; strings.HasPrefix(id, "canola-") && !strings.HasPrefix(id, "canola-oil") && strings.HasSuffix(id, "mexico-city") {
				h := &s.cells[c][0].out.Flows[f].Transit
				hours += h.Sum / hour
				loads += float64(h.N)
			}
		}
		if d := hours / loads / 24; loads == 0 || d < days[0] || d > days[1] {
			t.Errorf("canola under %s takes %.1f days (%g loads), expected %v", p.Cases[c].Routing, d, loads, days)
		} else {
			t.Logf("canola under %s: %.1f days", p.Cases[c].Routing, d)
		}
	}
}
