//go:build proof

package experiment

import (
	"context"
	"fmt"
	"os"
	"testing"

	"corridor/data"
	"corridor/network"
	"corridor/network/route"
	"corridor/sim/freight"
	"corridor/sim/results"
)

// metaReplications is how often an experiment is repeated with other seeds.
const metaReplications = 400

// coverage repeats a study and counts how often the interval of a figure holds
// the truth.
func coverage(t *testing.T, what string, p Plan, figure func(*results.Summary) results.Estimate, truth float64) {
	t.Helper()
	held := 0
	width := 0.0
	for m := range metaReplications {
		p.Seed = uint64(1000 + m)
		s, err := Run(context.Background(), p)
		if err != nil {
			t.Fatal(err)
		}
		sum := s.Summary()
		e := figure(&sum)
		width += (e.Hi - e.Lo) / 2 / metaReplications
		if !e.Excludes(truth) {
			held++
		}
	}
	share := 100 * float64(held) / metaReplications
	fmt.Printf("proof: coverage: %s: %d of %d 95%% intervals over %d replications hold %.6g (%.1f%%; mean half width %.3g)\n", what, held, metaReplications, p.Reps, truth, share, width)
	if share < 93 || share > 97 {
		t.Errorf("%s: %.1f%% of the intervals hold the truth, not 93 to 97%%", what, share)
	}
}

// truthOf is a figure's mean over many replications of another seed.
func truthOf(t *testing.T, p Plan, reps int, figure func(*results.Summary) results.Estimate) float64 {
	t.Helper()
	p.Seed, p.Reps = 77, reps
	s, err := Run(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	sum := s.Summary()
	return figure(&sum).Mean
}

func kpiOf(name string) func(*results.Summary) results.Estimate {
	return func(s *results.Summary) results.Estimate { return s.Cases[0].KPI[name] }
}

// The time in an M/M/1 system is 1 / (60 - 45) h.
func TestProofIntervalsOfAnMM1CoverTheTheory(t *testing.T) {
	sc := scenarioOf(t, "name: short\nwindow: {preroll: 2d, length: 20d, drain: 1d}\n")
	p := Plan{Net: shippedNet(t, "mm1"), Reps: 10, Cases: []freight.Case{{Scenario: sc, Routing: route.Open, Share: 1}}}
	coverage(t, "M/M/1, mean time in the system (h)", p, kpiOf("transit_hours"), 1.0/15)
}

// Replications that stop when the interval is narrow enough: the looks at it cost
// some coverage.
func TestProofIntervalsOfAnMM1ThatStopWhenNarrowCoverNearlyAsOften(t *testing.T) {
	sc := scenarioOf(t, "name: short\nwindow: {preroll: 1d, length: 5d, drain: 1d}\n")
	p := Plan{Net: shippedNet(t, "mm1"), Reps: 2, Precision: &Precision{Relative: 0.04, KPIs: []string{"transit_hours"}, Most: 200},
		Cases: []freight.Case{{Scenario: sc, Routing: route.Open, Share: 1}}}
	held, runs := 0, 0
	for m := range metaReplications {
		p.Seed = uint64(5000 + m)
		s, err := Run(context.Background(), p)
		if err != nil {
			t.Fatal(err)
		}
		runs += s.Finished()
		if e := s.Summary().Cases[0].KPI["transit_hours"]; !e.Excludes(1.0 / 15) {
			held++
		}
	}
	share := 100 * float64(held) / metaReplications
	fmt.Printf("proof: coverage: M/M/1 with --precision 4%%: %d of %d intervals hold the theory (%.1f%%), after %d replications in the mean\n", held, metaReplications, share, runs/metaReplications)
	if share < 93 {
		t.Errorf("%.1f%% of the intervals hold the truth", share)
	}
}

func TestProofIntervalsOfASmallCorridorCoverTheMeanOfManyReplications(t *testing.T) {
	sc := scenarioOf(t, "name: plain\nwindow: {preroll: 4d, length: 10d, drain: 20d}\n")
	p := Plan{Net: netOf(t, straits), Reps: 10}
	for _, r := range []route.Routing{route.ViaUS, route.Direct} {
		p.Cases = append(p.Cases, freight.Case{Scenario: sc, Routing: r, Share: 1})
	}
	const many = 12_000
	for _, name := range []string{"transit_hours", "transit_hours_p95", "cost_usd_per_tonne"} {
		coverage(t, "small corridor, us, "+name, p, kpiOf(name), truthOf(t, p, many, kpiOf(name)))
	}
	paired := func(s *results.Summary) results.Estimate { return s.Differences[0].KPI["transit_hours"] }
	coverage(t, "small corridor, transit_hours, direct minus us, paired", p, paired, truthOf(t, p, many, paired))
}

// KN names the best with the probability it states, at the least favourable means
// (all others worse by exactly delta) and on queues with shared random numbers.
func TestProofSelectKeepsItsPromise(t *testing.T) {
	const times = 2000
	for _, shared := range []float64{0, 0.5} {
		means := []float64{0, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4}
		right, runs := 0, 0
		for seed := range uint64(times) {
			s, err := Select(len(means), 10, 100_000, 0.4, 0.05, normals(seed, means, shared))
			if err != nil {
				t.Fatal(err)
			}
			if s.Best == 0 {
				right++
			}
			for _, n := range s.Taken {
				runs += n
			}
		}
		fmt.Printf("proof: KN: 8 normal systems, others worse by delta, %.0f%% of the variance shared: the best is named in %.1f%% of %d (promised 95%%), %d observations each time\n", 100*shared, 100*float64(right)/times, times, runs/times)
		if float64(right) < 0.95*times {
			t.Errorf("%d of %d", right, times)
		}
	}

	// Queues at loads of 0.75 and more: the mean time is 60 / (60/x - 45) minutes.
	const queues = 400
	net := shippedNet(t, "mm1")
	var models []*freight.Model
	factors := []float64{1.04, 1.02, 1, 1.025, 1.03}
	for _, x := range factors {
		sc := scenarioOf(t, fmt.Sprintf("name: slow\nwindow: {preroll: 1d, length: 2d, drain: 1d}\nchanges:\n  - {name: slow, where: {id: desk}, do: {service_time: %g}}\n", x))
		m, err := freight.NewModel(net, freight.Case{Scenario: sc, Routing: route.Open, Share: 1})
		if err != nil {
			t.Fatal(err)
		}
		models = append(models, m)
	}
	delta := 1/(60/1.02-45) - 1.0/15 // h, from the best to the second
	right, runs := 0, 0
	for macro := range queues {
		s, err := Select(len(models), 10, 100_000, delta, 0.05, func(systems []int, rep int) ([]float64, error) {
			xs := make([]float64, len(systems))
			for j, i := range systems {
				out, err := models[i].Run(context.Background(), uint64(macro+1), rep)
				if err != nil {
					return nil, err
				}
				xs[j] = Figures(out)["transit_hours"]
				runs++
			}
			return xs, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if s.Best == 2 {
			right++
		}
	}
	fmt.Printf("proof: KN: 5 M/M/1 queues on shared random numbers: the best is named in %.1f%% of %d (promised 95%%), %d runs each time\n", 100*float64(right)/queues, queues, runs/queues)
	if float64(right) < 0.95*queues {
		t.Errorf("%d of %d", right, queues)
	}
}

// shippedNet is a world of data/worlds.
func shippedNet(t testing.TB, name string) *network.Network {
	t.Helper()
	set, err := data.Load(os.DirFS("../../data/worlds/" + name))
	if err != nil {
		t.Fatal(err)
	}
	net, err := network.Build(set)
	if err != nil {
		t.Fatal(err)
	}
	return net
}
