package experiment

import (
	"context"
	"math"
	"testing"

	"corridor/network/route"
)

// In the world of straits the road costs more money and less time than the
// ship. The service time at the bridge is varied: the mean time by road grows
// by straight lines with it, so that the break-even can be worked out from two
// runs and must agree.
func TestBreakEvenLiesWhereTheDifferenceIsZero(t *testing.T) {
	p := planOf(t, 4)
	world := with(straits, "parameters", "name,value\nwindow.preroll,4d\nwindow.length,60d\nwindow.drain,200d\n")
	p.Net = netOf(t, with(world, "resources", "facility,resource,servers\nbridge,booth,500\nnorth,booth,500\n"))
	b := &BreakEven{Plan: p, Base: scenarioOf(t, "name: slow\nchanges:\n  - {name: slow, where: {id: bridge, stage: primary}, do: {service_time: 1}}\n"), Share: 1,
		Between: [2]route.Routing{route.ViaUS, route.Direct}, KPI: "transit_hours", Path: "changes.slow.do.service_time", From: 1, To: 1000}
	a, err := b.Solve(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if !a.Flips || a.Of != 4 || len(a.Points) != breakFirst+breakRefine {
		t.Fatalf("%+v", a)
	}
	first, last := a.Points[0], a.Points[len(a.Points)-1]
	want := first.X + (last.X-first.X)*first.Difference.Mean/(first.Difference.Mean-last.Difference.Mean)
	if a.At.Mean < a.At.Lo || math.Abs(a.At.Mean/want-1) > 0.05 {
		t.Errorf("break-even at %+v, expected about %g", a.At, want)
	}
	// The stage takes 20 min in the mean: each unit of the factor is a third of an hour.
	if slope := (first.Difference.Mean - last.Difference.Mean) / (last.X - first.X); math.Abs(slope-1.0/3) > 0.02 {
		t.Errorf("an hour for each %g of the factor", slope)
	}
	b.To = 2
	if a, err = b.Solve(context.Background()); err != nil || a.Flips {
		t.Errorf("a flip where there is none: %+v %v", a, err)
	}
}
