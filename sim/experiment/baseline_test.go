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

func builtin(t *testing.T) *network.Network {
	t.Helper()
	set, err := data.Load(data.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	net, err := network.Build(set)
	if err != nil {
		t.Fatal(err)
	}
	return net
}

// All parts of the built-in world are screened; places where the measures of the
// graph must tell something do.
func TestTheBuiltInWorldIsScreened(t *testing.T) {
	if testing.Short() {
		t.Skip("finds ways on the continent")
	}
	sc, err := scenarios.Load("baseline")
	if err != nil {
		t.Fatal(err)
	}
	m, err := freight.NewModel(builtin(t), freight.Case{Scenario: sc, Routing: route.Open, Share: 1, Fidelity: freight.Screen})
	if err != nil {
		t.Fatal(err)
	}
	parts := screen(m, PartKinds)
	of := map[string]Part{}
	count := map[string]int{}
	for _, p := range parts {
		of[p.ID] = p
		count[p.Kind]++
	}
	if count["crossing"] < 20 || count["port"] < 20 || count["line"] < 50 || count["service"] < 100 {
		t.Errorf("%v", count)
	}
	if p := of["laredo-rail"]; p.Tonnes <= 0 || p.Cut != 1 {
		t.Errorf("%+v", p)
	}
	if p := of["laredo-wtb"]; p.Betweenness <= 0 || p.Tonnes <= 0 || p.Cut != 1 {
		t.Errorf("%+v", p)
	}
	if p := of["port-vancouver"]; p.Cut != 1 || p.Tonnes <= 0 {
		t.Errorf("%+v", p)
	}
}

// The built-in world at screen fidelity. The mode split is held against the
// ranges that totals.csv states; nothing is fitted to them.
func TestTheBaselineSplitsOverTheModesWithinTheStatedRangesAndCanolaTakesItsTime(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates the continent")
	}
	net := builtin(t)
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
