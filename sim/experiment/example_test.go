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
