package experiment

import (
	"reflect"
	"testing"

	"corridor/network/route"
	"corridor/sim/freight"
)

func criticalityOf(t *testing.T, most, workers int) ([]Criticality, int, []int) {
	t.Helper()
	var budget []int
	p := CriticalityPlan{Net: netOf(t, straits), Case: freight.Case{Scenario: scenarioOf(t, "name: plain\n"), Routing: route.Open, Share: 1}, Seed: 3, Reps: 2, Workers: workers, Most: most,
		Budget: func(parts, simulated, runs int) { budget = []int{parts, simulated, runs} }}
	list, n, err := RunCriticality(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return list, n, budget
}

// Cars must cross both bridges, grain must take the ship: without a bridge cars
// stand to the end; the service carries grain alone, cheap goods.
func TestWhatNothingReplacesIsMostCritical(t *testing.T) {
	t.Parallel()
	list, n, budget := criticalityOf(t, 10, 2)
	if !reflect.DeepEqual(budget, []int{5, 5, 30}) || n != 5 {
		t.Errorf("budget %v", budget)
	}
	at := map[string]int{}
	for i := range list {
		at[list[i].ID] = i
		c := &list[i]
		if c.Removed.USD.Mean < 0 || c.Removed.USD.Mean < c.Halved.USD.Mean {
			t.Errorf("%s: removed %g, halved %g", c.ID, c.Removed.USD.Mean, c.Halved.USD.Mean)
		}
	}
	if at["bridge"] > 1 || at["north"] > 1 {
		t.Errorf("order %v", at)
	}
	for _, c := range list {
		switch c.ID {
		case "bridge", "north":
			if c.Removed.Delivered.Mean > -0.1 || c.Cut != 1 || c.Betweenness <= 0 || c.Tonnes <= 0 {
				t.Errorf("%+v", c)
			}
		case "quay", "dock", "ship":
			if c.Tonnes <= 0 {
				t.Errorf("%+v", c)
			}
		}
	}
	again, _, _ := criticalityOf(t, 10, 1)
	if !reflect.DeepEqual(list, again) {
		t.Error("the answer depends on workers")
	}
}

func TestOnlyTheMostTellingPartsAreSimulated(t *testing.T) {
	t.Parallel()
	list, n, budget := criticalityOf(t, 2, 2)
	if n != 2 || len(list) != 5 || !reflect.DeepEqual(budget, []int{5, 2, 12}) {
		t.Errorf("%d of %d, budget %v", n, len(list), budget)
	}
	for i := range list {
		if (list[i].Removed != Loss{}) != (i < 2) {
			t.Errorf("%d: %+v", i, list[i].Removed)
		}
	}
}
