package freight

import (
	"context"
	"math"
	"sync"
	"testing"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"corridor/network/route"
	"corridor/scenarios"
)

// Each shipped scenario moves the figure that it is about by more than the 95%
// interval of the paired difference, in a short window around what it changes.
func TestEveryShippedScenarioMovesTheFigureItIsAbout(t *testing.T) {
	if testing.Short() {
		t.Skip("the continent several times over")
	}
	net := builtin(t)
	wait := func(node, resource string) func(*Model, *Outcome) float64 {
		return func(m *Model, o *Outcome) float64 {
			for i, n := range m.ResourceNames() {
				if n == [2]string{node, resource} {
					return o.Resources[i].Waits.Mean().Hours()
				}
			}
			t.Fatalf("no resource %s at %s", resource, node)
			return 0
		}
	}
	to := func(zone string) func(*Model, *Outcome) float64 {
		return func(m *Model, o *Outcome) float64 {
			sum, n := 0.0, int64(0)
			for i := range net.Flows {
				if net.Nodes[net.Flows[i].To].ID == zone {
					sum += o.Flows[i].Transit.Sum
					n += o.Flows[i].Transit.N
				}
			}
			return sum / float64(n) / hoursToNS
		}
	}
	transit := func(flow string) func(*Model, *Outcome) float64 {
		return func(m *Model, o *Outcome) float64 {
			for i := range net.Flows {
				if net.Flows[i].ID == flow {
					return o.Flows[i].Transit.Mean().Hours()
				}
			}
			t.Fatalf("no flow %s", flow)
			return 0
		}
	}
	boarded := func(service string) func(*Model, *Outcome) float64 {
		return func(m *Model, o *Outcome) float64 {
			for i := range net.Services {
				if net.Services[i].ID == service {
					return float64(o.Services[i].Boarded)
				}
			}
			t.Fatalf("no service %s", service)
			return 0
		}
	}
	about := map[string]struct {
		what    string
		of      func(*Model, *Outcome) float64
		routing route.Routing
		start   time.Time
		days    int
		more    bool
	}{
		"laredo-rail-closure":     {"transit of vehicles from Monterrey", transit("vehicles-monterrey-toronto"), route.ViaUS, date(3, 25), 24, true},
		"laredo-second-span":      {"wait of trains for the bridge", wait("laredo-rail", "bridge"), route.ViaUS, date(4, 1), 14, false},
		"texas-inspection-surge":  {"wait for the state inspection", wait("laredo-colombia", "state-bay"), route.ViaUS, date(4, 5), 14, true},
		"direct-air-freighter":    {"loads aboard the freighter", boarded("direct-freighter"), route.Direct, date(4, 1), 28, true},
		"direct-gulf-liner":       {"loads aboard the Gulf liner", boarded("gulf-liner-nb"), route.Direct, date(4, 1), 28, true},
		"tehuantepec-land-bridge": {"loads aboard the Pacific half", boarded("ciit-pacific"), route.Direct, date(4, 1), 28, true},
		"direct-car-carriers":     {"loads aboard the car carrier", boarded("roro-gulf-nb"), route.Direct, date(3, 1), 90, true},
		"energy-by-sea":           {"loads aboard the propane ship", boarded("lpg-rupert-zlo"), route.Direct, date(4, 1), 28, true},
		"materials-by-sea":        {"loads aboard the tanker", boarded("parcel-van-zlo"), route.Direct, date(5, 1), 28, true},
		"direct-pacific-liner":    {"direct transit to Vancouver", to("vancouver"), route.Direct, date(4, 1), 28, false},
	}
	const reps = 3
	model := func(t *testing.T, name string, routing route.Routing, start time.Time, days int) *Model {
		sc, err := scenarios.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		sc.Window = scenarios.Window{Start: start, PreRoll: 30 * 24 * time.Hour, Length: time.Duration(days) * 24 * time.Hour, Drain: 45 * 24 * time.Hour}
		// Other traffic is held fixed away from what the scenario changes, so that
		// the test takes minutes and not a quarter of an hour.
		m, err := NewModel(net, Case{Scenario: sc, Routing: routing, Share: 0.2, Fidelity: Screen})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	var waits Waits // learned once for all
	for _, name := range scenarios.Names() {
		if name == "baseline" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			a, ok := about[name]
			if !ok {
				t.Fatal("a shipped scenario without a figure that it is about: add it to this test")
			}
			base, with := model(t, "baseline", a.routing, a.start, a.days), model(t, name, a.routing, a.start, a.days)
			live := with.Near()
			for _, m := range []*Model{base, with} {
				if err := waits.Hold(context.Background(), m, live, 2); err != nil {
					t.Fatal(err)
				}
			}
			var outs [2 * reps]*Outcome
			var wg sync.WaitGroup
			for i := range outs {
				wg.Add(1)
				go func() {
					defer wg.Done()
					m := base
					if i >= reps {
						m = with
					}
					var err error
					if outs[i], err = m.Run(context.Background(), 1, i%reps); err != nil {
						t.Error(err)
					}
				}()
			}
			wg.Wait()
			if t.Failed() {
				return
			}
			var d [reps]float64
			mean := 0.0
			for i := range reps {
				x, y := outs[i], outs[reps+i]
				for k := range y.Changes {
					if y.Changes[k].Bound == 0 {
						t.Errorf("the change %q bound nothing", y.Changes[k].Name)
					}
				}
				d[i] = a.of(with, y) - a.of(base, x)
				mean += d[i] / reps
			}
			ss := 0.0
			for _, x := range d {
				ss += (x - mean) * (x - mean)
			}
			half := distuv.StudentsT{Sigma: 1, Nu: reps - 1}.Quantile(0.975) * math.Sqrt(ss/(reps-1)/reps)
			t.Logf("%s: %+.2f ± %.2f (h or loads)", a.what, mean, half)
			if math.Abs(mean) <= half || mean > 0 != a.more {
				t.Errorf("%s moved by %+.3f ± %.3f", a.what, mean, half)
			}
		})
	}
}

func date(month time.Month, day int) time.Time {
	return time.Date(2024, month, day, 0, 0, 0, 0, time.UTC)
}
