package experiment

import (
	"strings"
	"testing"

	"corridor/network/route"
	"corridor/sim/freight"
)

func TestAFrontLoadThatTheRunIsTooShortForIsSaid(t *testing.T) {
	t.Parallel()
	for from, want := range map[string]bool{"2024-01-03": true, "2024-01-08": false} {
		sc := scenarioOf(t, "name: x\nwindow: {preroll: 1d, length: 12d, drain: 20d}\nchanges:\n  - {name: soon, where: {kind: flow}, do: {demand: 1}, from: "+from+", announced: 4d, front_load: 0.3}\n")
		s := study(t, Plan{Net: netOf(t, straits), Seed: 1, Reps: 1, Workers: 1, Cases: []freight.Case{{Scenario: sc, Routing: route.ViaUS, Share: 1}}})
		said := strings.Contains(strings.Join(s.Summary().Notes, "\n"), `"soon" is announced before the run begins`)
		if said != want {
			t.Errorf("from %s: said %v: %v", from, said, s.Summary().Notes)
		}
	}
}
