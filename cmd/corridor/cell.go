package main

import (
	"context"
	"fmt"
	"os"

	"corridor/sim/experiment"
	"corridor/sim/report"
	"corridor/sim/results"
)

// again runs one cell of a sweep folder again and compares it with what is
// stored.
func again(ctx context.Context, g *global, dir, id string) error {
	plan, err := results.ReadSweep(dir)
	if err != nil {
		return inputError{fmt.Errorf("--cell: %w", err)}
	}
	was, err := results.ReadCell(dir, id)
	if os.IsNotExist(err) {
		return inputError{fmt.Errorf("--cell %s: %s has no such cell; cells.csv lists them", id, dir)}
	}
	if err != nil {
		return inputError{fmt.Errorf("--cell: %w", err)}
	}
	net, err := g.network()
	if err != nil {
		return err
	}
	sw, err := experiment.SweepOf(&plan, net)
	if err != nil {
		return inputError{fmt.Errorf("--cell: %w; name the same world with --world", err)}
	}
	if v := version(); v != plan.Version {
		fmt.Fprintf(g.err, "the sweep was made by version %s, this is %s\n", plan.Version, v)
	}
	now, err := sw.Again(ctx, was)
	if ctx.Err() != nil {
		return experiment.ErrInterrupted
	}
	fmt.Fprintf(g.out, "cell %s: point %d, %s, replication %d, seed %d\n", was.ID, was.Point, was.Routing, was.Replication, was.Seed)
	for i, f := range plan.Factors {
		fmt.Fprintf(g.out, "  %s = %s\n", f, was.Factors[i])
	}
	if err != nil {
		if was.Error == err.Error() {
			fmt.Fprintln(g.out, "It fails as it did in the sweep.")
		}
		return err
	}
	return report.Cell(g.out, &plan, was, now)
}
