package freight

import (
	"testing"

	"corridor/scenarios"
)

// Whoever closes every link on one side of a crossing closes it: other traffic,
// which uses no link, does not cross into a country that is shut.
func TestACrossingWithoutALinkOnOneSideIsClosedToOtherTraffic(t *testing.T) {
	t.Parallel()
	net := crowded(t, "0", "0", edit{"backgrounds.csv", ",constant 3h", ","})
	calm := watching(t, net)
	shut := func(cargo scenarios.Cargo, links ...string) *Outcome {
		c := shutFor(2, cargo)
		c.Where = scenarios.Where{ID: links}
		return watching(t, net, c)
	}
	for _, tt := range []struct {
		links []string
		holds bool
	}{{[]string{"us-near"}, true}, {[]string{"mx-near", "near-far"}, true}, {[]string{"mx-near"}, false}, {[]string{"us-far"}, false}} {
		o := shut(scenarios.Wait, tt.links...)
		held := 0
		for _, p := range o.Saw.Passages[0] {
			if p.Wait > 7200 {
				held++
			}
		}
		if holds := held > 100; holds != tt.holds || len(o.Saw.Passages[0]) != len(calm.Saw.Passages[0]) {
			t.Errorf("%v closed: %d held, %d came, %d in calm", tt.links, held, len(o.Saw.Passages[0]), len(calm.Saw.Passages[0]))
		}
	}
	if o := shut(scenarios.Cancel, "us-near"); o.StayedAway < 200 {
		t.Errorf("%d stayed away where nobody sets out", o.StayedAway)
	}
}

// This world's cargo waits once, before the link or before the gate.
func TestCargoBeforeACutOffCrossingWaitsOnce(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "two-bridges", edit{"flows.csv", "6/h", "0.2/h"})
	at := func(ids ...string) float64 {
		c := shutFor(3, scenarios.Wait)
		c.Where = scenarios.Where{ID: ids}
		m, err := NewModel(net, Case{Scenario: &scenarios.Scenario{Name: "test", Changes: []scenarios.Change{c}}, Share: 1})
		if err != nil {
			t.Fatal(err)
		}
		return outcomeOf(t, m, 3, 0).Flows[0].Transit.Mean().Hours()
	}
	both, gates := at("us-near", "us-far"), at("near", "far")
	if d := both - gates; d > 1 || d < -1 {
		t.Errorf("mean transit %g h where the links behind are closed, %g h where the bridges are", both, gates)
	}
}
