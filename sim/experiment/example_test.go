package experiment_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"corridor/data"
	"corridor/network"
	"corridor/network/route"
	"corridor/scenarios"
	"corridor/sim/experiment"
	"corridor/sim/freight"
	"corridor/sim/results"
)

// A study from Go: an M/M/1 queue, eight replications. Theory says that the
// mean time in the system is 1 / (60 - 45) h = 4 minutes.
func ExampleRun() {
	set, err := data.Load(os.DirFS("../../data/worlds/mm1"))
	if err != nil {
		log.Fatal(err)
	}
	net, err := network.Build(set)
	if err != nil {
		log.Fatal(err)
	}
	baseline, err := scenarios.Load("baseline")
	if err != nil {
		log.Fatal(err)
	}
	study, err := experiment.Run(context.Background(), experiment.Plan{
		Net:   net,
		Cases: []freight.Case{{Scenario: baseline, Routing: route.Open, Share: 1}},
		Seed:  1,
		Reps:  8,
	})
	if err != nil {
		log.Fatal(err)
	}
	sum := study.Summary()
	t := sum.Cases[0].KPI["transit_hours"]
	fmt.Printf("%.1f minutes; the interval holds the theory: %v\n", 60*t.Mean, 60*t.Lo < 4 && 4 < 60*t.Hi)
	// Output: 4.0 minutes; the interval holds the theory: true
}

// world loads a world of data/worlds.
func world(name string) *network.Network {
	set, err := data.Load(os.DirFS("../../data/worlds/" + name))
	if err != nil {
		log.Fatal(err)
	}
	net, err := network.Build(set)
	if err != nil {
		log.Fatal(err)
	}
	return net
}

// A sweep from Go: what a closed bridge does, by how long it is closed. The folder
// has cells.parquet; the same call takes up where a killed one left off.
func ExampleSweep() {
	base, ps := scenarios.Read("closed", []byte(`name: closed
window: {preroll: 2d, length: 7d, drain: 7d}
changes:
  - {name: shut, where: {id: laredo}, do: {close: true}, from: 2024-01-03, lasts: 6h}
`))
	if err := ps.Err(); err != nil {
		log.Fatal(err)
	}
	sweep, err := experiment.NewSweep(&scenarios.Experiment{
		Name: "closures", Base: base, Routings: []string{"us"}, Reps: 2, Seed: 1, Share: 1, Fidelity: "full", Design: "grid",
		Factors: []scenarios.Factor{{Name: "hours", Set: "changes.shut.lasts", Values: []string{"6h", "24h", "48h"}}},
	}, world("two-crossings"), "example")
	if err != nil {
		log.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "corridor-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if failed, err := sweep.Run(context.Background(), dir); err != nil || failed > 0 {
		log.Fatal(failed, err)
	}
	plan := sweep.Plan()
	cells, _, err := results.SweepCells(dir, &plan)
	if err != nil {
		log.Fatal(err)
	}
	for i, c := range experiment.SweepSummary(&plan, cells).Cases {
		fmt.Printf("%s: %.0f h\n", sweep.Points[i][0], c.KPI["transit_hours"].Mean)
	}
	// Output:
	// 6h: 50 h
	// 24h: 52 h
	// 48h: 58 h
}

// The best of some systems, with a stated probability: any function of replications will do.
func ExampleSelect() {
	// Three machines; the second is the best by 0.5. Replications share their luck.
	means := []float64{3.0, 2.5, 4.0}
	luck := func(system, replication int) float64 {
		return float64((replication*7+system*3)%5)/10 + float64(replication%3)
	}
	best, err := experiment.Select(3, 10, 1000, 0.5, 0.05, func(systems []int, replication int) ([]float64, error) {
		var xs []float64
		for _, i := range systems {
			xs = append(xs, means[i]+luck(i, replication))
		}
		return xs, nil
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("machine %d is the best\n", best.Best)
	// Output: machine 1 is the best
}

// Sobol indices of any function: x1 alone explains four fifths of x1 + x2/2.
func ExampleSobolIndices() {
	var y []float64
	for _, u := range experiment.Saltelli(512, 2) {
		y = append(y, u[0]+u[1]/2)
	}
	first, total := experiment.SobolIndices(y, 2)
	fmt.Printf("alone %.1f and %.1f, in all %.1f and %.1f\n", first[0].Mean, first[1].Mean, total[0].Mean, total[1].Mean)
	// Output: alone 0.8 and 0.2, in all 0.8 and 0.2
}

// How many observations to leave out of a series that begins far from where it
// settles.
func ExampleMSER5() {
	xs := make([]float64, 200)
	for i := range xs {
		xs[i] = float64(i % 2)
		if i < 40 {
			xs[i] += 10
		}
	}
	cut, ok := experiment.MSER5(xs)
	fmt.Println(cut, ok)
	// Output: 40 true
}
