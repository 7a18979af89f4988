package freight

import (
	"context"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"corridor/sim"
	"corridor/sim/results"
)

// What is told row by row is what the tallies hold, and telling changes nothing.
func TestRowsSumToTheTallies(t *testing.T) {
	t.Parallel()
	for _, world := range []string{"two-crossings", "set-out", "mm1k", "breakdowns", "two-bridges", "with other traffic"} {
		var m *Model
		if world == "with other traffic" && testing.Short() {
			continue
		} else if world == "with other traffic" {
			m = caseOf(t, busyBridge(t), Full)
		} else {
			m = modelOf(t, worldOf(t, world))
		}
		plain, err := m.Run(context.Background(), 3, 1)
		if err != nil {
			t.Fatal(err)
		}
		var got FlowTally
		states := map[string]int64{}
		served, queue := map[[2]string]int64{}, map[[2]string]float64{}
		out, err := m.RunRows(context.Background(), 3, 1, Rows{
			Shipment: func(s *results.Shipment) {
				states[s.State]++
				if s.State == "delivered" || s.State == "censored" {
					got.Transit.Sum += s.Hours
					got.KG += s.Emissions
					got.Cost[0] += s.Cost
					got.TonneKM += s.TonneKM
					got.US += s.US
				}
			},
			FacilityHour: func(h *results.FacilityHour) {
				k := [2]string{h.Facility, h.Resource}
				served[k] += h.Served
				queue[k] += h.Queue
				if h.Served < 0 || h.Queue < 0 || h.Busy < 0 || h.Wait < 0 || h.Queue+h.Busy > 0 && h.Hour%3_600_000 != 0 {
					t.Fatalf("%s: %+v", world, h)
				}
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		plain.Events = out.Events // the work, not the outcome
		if d := cmp.Diff(plain, out, cmp.AllowUnexported(sim.Histogram{}), cmpopts.EquateNaNs()); d != "" {
			t.Errorf("%s: telling rows changes the outcome: %s", world, d)
		}
		var want FlowTally
		for i := range out.Flows {
			f := &out.Flows[i]
			want.Delivered += f.Delivered
			want.Censored += f.Censored
			want.Lost += f.Lost
			want.Unserved += f.Unserved
			want.Transit.Sum += f.Transit.Sum / hourNS
			want.KG += f.KG
			want.TonneKM += f.TonneKM
			want.US += f.US / hourNS
			for _, usd := range f.Cost {
				want.Cost[0] += usd
			}
		}
		near := func(what string, a, b float64) {
			if math.Abs(a-b) > 1e-6*(1+math.Abs(b)) {
				t.Errorf("%s: rows have %v %s, the tallies %v", world, a, what, b)
			}
		}
		near("delivered", float64(states["delivered"]), float64(want.Delivered))
		near("censored", float64(states["censored"]), float64(want.Censored))
		near("lost", float64(states["lost"]), float64(want.Lost))
		near("unserved", float64(states["unserved"]), float64(want.Unserved))
		near("hours", got.Transit.Sum, want.Transit.Sum)
		near("kg", got.KG, want.KG)
		near("USD", got.Cost[0], want.Cost[0])
		near("tonne-km", got.TonneKM, want.TonneKM)
		near("US hours", got.US, want.US)
		for i, k := range m.ResourceNames() {
			near("served", float64(served[k]), float64(out.Resources[i].Served))
			near("queued hours", queue[k], out.Resources[i].MeanQueue*out.Resources[i].Span.Hours())
		}
		if len(served) == 0 {
			t.Errorf("%s: no hour was told", world)
		}
	}
}

const hourNS = 3.6e12
