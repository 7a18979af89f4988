// Study is a complete study with Corridor as a library: which of some answers to
// a surge of inspections at a border bridge keeps a promise of delivery, and at
// what the result hangs. It runs in seconds:
//
//	go run ./sim/experiment/examples/study
//
// Questions, in order: how many replications does the undisturbed corridor need;
// which uncertain factor matters; which answer is the best; from which length of the
// surge on is it worth its money.
package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"corridor/data"
	"corridor/network"
	"corridor/network/route"
	"corridor/scenarios"
	"corridor/sim/experiment"
	"corridor/sim/freight"
	"corridor/sim/results"
)

func main() {
	dir, err := os.MkdirTemp("", "corridor-study-")
	if err == nil {
		defer os.RemoveAll(dir)
		err = study(context.Background(), os.Stdout, dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "study:", err)
		os.Exit(1)
	}
}

// world is a plant in Mexico and a mill in Canada, with two bridges between. Its
// figures are an example; a real study takes data.Builtin().
//
//	plant ──250 km── south ──2,400 km── north ──300 km── mill
var world = map[string]string{
	"parameters.csv":  "name,value\nwindow.preroll,4d\nwindow.length,14d\nwindow.drain,14d\n",
	"nodes.csv":       "id,kind,country\nplant,zone,MX\nsouth,crossing,US\nnorth,crossing,CA\nmill,zone,CA\n",
	"links.csv":       "id,from,to,mode,country,km,kmh,spread,touch\nr1,plant,south,road,MX,250,70,0.1,none\nr2,south,north,road,US,2400,85,0.1,none\nr3,north,mill,road,CA,300,85,0.1,none\n",
	"resources.csv":   "facility,resource,servers\nsouth,lane,2\nsouth,dock,4\nnorth,lane,2\n",
	"processes.csv":   "process,order,stage,resource,time,chance,cost_usd,item\nin,1,primary,lane,exponential mean=4min,1,10,border\nin,2,secondary,dock,lognormal mean=4h cv=1,0.08,150,border\nout,1,primary,lane,exponential mean=2min,1,10,border\n",
	"facilities.csv":  "facility,event,process\nsouth,enter-us,in\nnorth,enter-ca,out\n",
	"commodities.csv": "id,group,equipment,road,tonnes,teu,value_usd,time_value\nparts,automotive,container,yes,14,2,60000,0.002\n",
	"flows.csv":       "id,from,to,commodity,rate,due\nparts,plant,mill,parts,8/h,3d\n",
}

const surge = `name: surge
changes:
  - {name: checks, where: {id: south, stage: secondary}, do: {chance: {times: 3}}, from: 2024-01-04, lasts: 5d}
  - {name: staff, where: {id: south, resource: dock}, do: {capacity: 1}, from: 2024-01-04, lasts: 5d}
`

func study(ctx context.Context, w io.Writer, dir string) error {
	net, err := build(world)
	if err != nil {
		return err
	}
	plain, err := read("name: plain\n")
	if err != nil {
		return err
	}
	sc, err := read(surge)
	if err != nil {
		return err
	}

	// How many replications does the undisturbed corridor need?
	s, err := experiment.Run(ctx, experiment.Plan{Net: net, Seed: 1, Reps: 4, Precision: &experiment.Precision{Relative: 0.02, KPIs: []string{"transit_hours"}, Most: 100},
		Cases: []freight.Case{{Scenario: plain, Routing: route.Open, Share: 1}, {Scenario: sc, Routing: route.Open, Share: 1}}})
	if err != nil {
		return err
	}
	sum := s.Summary()
	fmt.Fprintf(w, "%d replications give 2%%: %s undisturbed, %s in the surge; the surge adds %s\n", s.Finished(),
		hours(sum.Cases[0].KPI["transit_hours"]), hours(sum.Cases[1].KPI["transit_hours"]), hours(sum.Differences[0].KPI["transit_hours"]))

	// Which factor matters?
	e := &scenarios.Experiment{Name: "what-matters", Base: sc, Routings: []string{"open"}, Reps: 2, Seed: 1, Share: 1, Fidelity: "full", Design: "morris", Points: 6, Factors: []scenarios.Factor{
		{Name: "chance", Set: "changes.checks.do.chance.times", Ranged: true, From: 1, To: 4},
		{Name: "length", Set: "changes.checks.lasts", Ranged: true, From: 1, To: 9, Unit: "d"},
		{Name: "docks", Set: "changes.staff.do.capacity", Ranged: true, From: 0.5, To: 2, Step: 0.25},
	}}
	sweep, cells, err := run(ctx, e, net, filepath.Join(dir, e.Name))
	if err != nil {
		return err
	}
	for _, x := range sweep.Effects(cells) {
		if x.KPI == "transit_hours" && x.Measure == "mu_star" {
			fmt.Fprintf(w, "%s moves the mean time by %s over its range\n", x.Factor, hours(x.Estimate))
		}
	}

	// Which answer is the best, with what probability?
	e = &scenarios.Experiment{Name: "answers", Base: sc, Routings: []string{"open"}, Reps: 8, Seed: 2, Share: 1, Fidelity: "full", Design: "list",
		Factors: []scenarios.Factor{{Name: "docks", Set: "changes.staff.do.capacity"}, {Name: "begin", Set: "changes.staff.from"}},
		List:    [][]string{{"1", "2024-01-04"}, {"1.5", "2024-01-04"}, {"1.5", "2024-01-06"}, {"2", "2024-01-06"}},
		Best:    &scenarios.Best{On: "transit_hours_p95", Within: 2, Confidence: 0.95, Most: 200}}
	if sweep, err = experiment.NewSweep(e, net, version()); err != nil {
		return err
	}
	best, failed, err := sweep.RunBest(ctx, filepath.Join(dir, e.Name))
	if err != nil || failed > 0 {
		return fmt.Errorf("%d cells failed: %w", failed, err)
	}
	fmt.Fprintf(w, "the best answer is docks × %s from %s\n", sweep.Points[best.Best][0], sweep.Points[best.Best][1])

	// What would keep the promise of three days, at any length of the surge?
	e = &scenarios.Experiment{Name: "promise", Base: sc, Routings: []string{"open"}, Reps: 4, Seed: 3, Share: 1, Fidelity: "full", Design: "grid", Factors: []scenarios.Factor{
		{Name: "length", Set: "changes.checks.lasts", Values: []string{"2d", "5d", "8d"}}, {Name: "docks", Set: "changes.staff.do.capacity", Values: []string{"1", "2"}}}}
	sweep, cells, err = run(ctx, e, net, filepath.Join(dir, e.Name))
	if err != nil {
		return err
	}
	plan := sweep.Plan()
	for i, c := range experiment.SweepSummary(&plan, cells).Cases {
		on := c.KPI["on_time_share"]
		fmt.Fprintf(w, "surge of %s, docks × %s: %.0f%% on time\n", sweep.Points[i][0], sweep.Points[i][1], 100*on.Mean)
	}
	return nil
}

// run lays out an experiment, runs its cells in a folder and reads them.
func run(ctx context.Context, e *scenarios.Experiment, net *network.Network, dir string) (*experiment.Sweep, []*results.Cell, error) {
	s, err := experiment.NewSweep(e, net, version())
	if err != nil {
		return nil, nil, err
	}
	if failed, err := s.Run(ctx, dir); err != nil || failed > 0 {
		return nil, nil, fmt.Errorf("%d cells failed: %w", failed, err)
	}
	plan := s.Plan()
	cells, damaged, err := results.SweepCells(dir, &plan)
	if err != nil || len(damaged) > 0 {
		return nil, nil, fmt.Errorf("%v: %w", damaged, err)
	}
	return s, cells, results.FinishSweep(dir, &plan, cells)
}

func build(files map[string]string) (*network.Network, error) {
	dir, err := os.MkdirTemp("", "corridor-world-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	return load(os.DirFS(dir))
}

func load(fsys fs.FS) (*network.Network, error) {
	set, err := data.Load(fsys)
	if err != nil {
		return nil, err
	}
	return network.Build(set)
}

func read(text string) (*scenarios.Scenario, error) {
	sc, ps := scenarios.Read("study", []byte(text))
	return sc, ps.Err()
}

// hours writes a figure with its interval.
func hours(e results.Estimate) string {
	return strings.ReplaceAll(fmt.Sprintf("%s h ± %s", results.Short(e.Mean), results.Short((e.Hi-e.Lo)/2)), "−", "-")
}

// version of the program is part of every cell's address, so that another program
// does not take up its cells.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return ""
}
