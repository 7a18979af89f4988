package freight

import (
	"fmt"
	"math"
	"testing"
	"time"

	"corridor/network"
	"corridor/scenarios"
)

// cpuOf is the least CPU time of a few runs of a model, seconds.
func cpuOf(t testing.TB, m *Model, runs int) float64 {
	best := math.Inf(1)
	for range runs {
		begun := cpuNow()
		outcomeOf(t, m, 1, 0)
		best = min(best, cpuNow()-begun)
	}
	return best
}

// manyChanges are changes of all kinds that come and go every day at the same
// moments, of which the world hardly takes notice: what they cost is their own
// bookkeeping.
func manyChanges(t *testing.T, net *network.Network, n int) (list []scenarios.Change) {
	almost := 1.0000001
	for i := range n {
		c := scenarios.Change{Name: fmt.Sprintf("c%d", i), From: day0, Cargo: scenarios.Wait}
		node := net.Nodes[net.Resources[i%len(net.Resources)].Node].ID
		c.Where.ID = []string{node}
		lasts := "12h"
		switch i % 5 {
		case 0:
			c.Do.ServiceTime = &almost
		case 1:
			c.Do.Capacity = number(1)
		case 2:
			c.Do.Fee = usd(1)
		case 3:
			c.Where = scenarios.Where{Kind: []string{"flow"}, Origin: []string{net.Nodes[net.Flows[i%len(net.Flows)].From].ID}}
			c.Do = scenarios.Do{Demand: number(1)}
		case 4: // known of, felt by hardly anybody
			c.Do, c.Cargo, lasts = scenarios.Do{Close: true}, scenarios.Divert, "1s"
		}
		c.When = scenarios.When{Every: 24 * time.Hour, Lasts: lasting(t, lasts)}
		list = append(list, c)
	}
	return list
}

// Two hundred changes at once cost less than a fifth of the time of a run.
func TestTwoHundredChangesCostLittle(t *testing.T) {
	if testing.Short() {
		t.Skip("some seconds")
	}
	net := worldOf(t, "synthetic", short)
	plain, changed := modelOf(t, net), modelOf(t, net, manyChanges(t, net, 200)...)
	ratio := math.Inf(1)
	for range 5 { // another program may have the processor for a while
		if ratio = min(ratio, cpuOf(t, changed, 3)/cpuOf(t, plain, 3)); ratio < 1.2 {
			break
		}
	}
	t.Logf("with 200 changes %.3f times the CPU time", ratio)
	if ratio >= 1.2 {
		t.Errorf("with 200 changes %.2f times the CPU time", ratio)
	}
}

// Cargo that goes round the busiest crossing, closed half of the time, costs less
// than twice the time of the undisturbed run.
func TestGoingRoundAClosedCrossingCostsLessThanTwiceTheTime(t *testing.T) {
	if testing.Short() {
		t.Skip("some seconds")
	}
	net := worldOf(t, "two-bridges", edit{"flows.csv", "6/h", "40/h"})
	c := changeOf("near", closed, 0, 24*28)
	c.Cargo, c.When = scenarios.Divert, scenarios.When{Every: 48 * time.Hour, Lasts: lasting(t, "24h")}
	plain, changed := modelOf(t, net), modelOf(t, net, c)
	if o := outcomeOf(t, changed, 1, 0); o.Changes[0].Diverted == 0 {
		t.Error("nobody was diverted")
	}
	ratio := math.Inf(1)
	for range 5 {
		if ratio = min(ratio, cpuOf(t, changed, 3)/cpuOf(t, plain, 3)); ratio < 2 {
			break
		}
	}
	t.Logf("%.2f times the CPU time", ratio)
	if ratio >= 2 {
		t.Errorf("%.2f times the CPU time", ratio)
	}
}
