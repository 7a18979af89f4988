package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"corridor/scenarios"
	"corridor/sim/experiment"
	"corridor/sim/report"
	"corridor/sim/results"
)

func sweepCommand(g *global) *cobra.Command {
	var s simulation
	var out, part string
	var dry bool
	cmd := &cobra.Command{
		Use:   "sweep EXPERIMENT.yaml",
		Short: "Simulate many variants of a scenario and keep every run",
		Long: `Runs the cells of an experiment (points of its design × routings × replications)
on all processors and keeps each in the folder as it ends. The same command takes
up where a killed or interrupted one left off. With --cells 2/5 only every fifth
point is run, by this process; the folders of all five are then merged with
corridor results merge.`,
		Example: "  corridor sweep staffing.yaml --out out/staffing --dry-run\n  corridor sweep staffing.yaml --out out/staffing",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			e, err := scenarios.LoadExperiment(args[0])
			if err != nil {
				return err
			}
			net, err := g.network()
			if err != nil {
				return err
			}
			sw := experiment.NewSweep(e, net, version())
			sw.Workers = s.workers
			if sw.Part, sw.Of, err = partOf(part); err != nil {
				return err
			}
			if dry {
				return forecast(cmd.Context(), g, sw)
			}
			if out == "" {
				return usage("expected --out DIR: the folder that keeps the cells")
			}
			return runSweep(cmd.Context(), g, &s, sw, out)
		},
	}
	f := cmd.Flags()
	f.StringVar(&out, "out", "", "folder that keeps the cells; the same one resumes")
	f.StringVar(&part, "cells", "", "run part i of N of the points, `i/N`")
	f.IntVar(&s.workers, "workers", 0, "processors to use; 0: all. Results do not depend on it")
	f.BoolVar(&dry, "dry-run", false, "tell how many cells there are and what they will take")
	f.BoolVar(&s.quiet, "quiet", false, "no progress")
	return cmd
}

// partOf reads i/N.
func partOf(text string) (part, of int, err error) {
	if text == "" {
		return 0, 0, nil
	}
	a, b, ok := strings.Cut(text, "/")
	part, err1 := strconv.Atoi(a)
	of, err2 := strconv.Atoi(b)
	if !ok || err1 != nil || err2 != nil || part < 1 || of < part || of > 1_000_000 {
		return 0, 0, usage("--cells %q: expected a part such as 2/5, the second of five", text)
	}
	return part, of, nil
}

// forecast runs one cell and tells what all will take.
func forecast(ctx context.Context, g *global, sw *experiment.Sweep) error {
	dir, err := os.MkdirTemp("", "corridor-sweep-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	one := *sw
	small := *sw.Experiment
	small.Reps, small.Routings = 1, small.Routings[:1]
	one.Experiment, one.Points, one.Of, one.Workers = &small, sw.Points[:1], 0, 1
	begun := time.Now()
	if _, err := one.Run(ctx, filepath.Join(dir, "cells")); err != nil {
		return err
	}
	took := time.Since(begun)
	workers := sw.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	total := sw.Total()
	all := time.Duration(float64(took) * float64(total) / float64(workers))
	fmt.Fprintf(g.out, "%d points × %d routings × %d replications; %d cells are run here\n", len(sw.Points), len(sw.Experiment.Routings), sw.Experiment.Reps, total)
	fmt.Fprintf(g.out, "one cell took %s; all would take about %s on %d %s\n", took.Round(time.Millisecond), all.Round(time.Second), workers, plural(workers, "processor", "processors"))
	fmt.Fprintf(g.out, "about %s MB of files\n", results.Short(float64(total)*1500/1e6))
	return nil
}

func runSweep(ctx context.Context, g *global, s *simulation, sw *experiment.Sweep, out string) error {
	tell, end := s.progress(g, sw.Total())
	begun := time.Now()
	if tell != nil {
		sw.Progress = func(done, failed, total int) { tell(done, total) }
	}
	failed, err := sw.Run(ctx, out)
	end()
	switch {
	case errors.Is(err, experiment.ErrInterrupted):
		fmt.Fprintf(g.err, "interrupted; the same command takes up where this one left off\n")
		return err
	case err != nil:
		return inputError{fmt.Errorf("--out: %w", err)}
	}
	plan, err := results.ReadSweep(out)
	if err != nil {
		return err
	}
	cells, damaged, err := results.SweepCells(out, &plan)
	if err != nil {
		return err
	}
	if len(damaged) > 0 {
		return inputError{errors.Join(damaged...)}
	}
	if err := results.FinishSweep(out, &plan, cells); err != nil {
		return err
	}
	if !s.quiet {
		fmt.Fprintf(g.err, "%d cells in %s\n", sw.Total(), time.Since(begun).Round(time.Second))
	}
	if err := report.Sweep(g.out, &plan, cells); err != nil {
		return err
	}
	fmt.Fprintf(g.out, "\nAll cells are in %s: cells.csv and cells.parquet (columns.csv explains them).\n", out)
	if failed > 0 {
		fmt.Fprintf(g.out, "%d cells failed; `corridor results verify %s` says which and why.\n", failed, out)
	}
	if len(cells) < plan.Cells() {
		fmt.Fprintf(g.out, "%d of %d cells are there; run the other parts and merge the folders with `corridor results merge`.\n", len(cells), plan.Cells())
	}
	return nil
}

func resultsCommand(g *global) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "results",
		Short: "Check and merge the folders of sweeps",
		Args:  onlyCommands,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "verify DIR",
		Short: "Say whether all cells of a sweep are there and whole",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			plan, err := results.ReadSweep(args[0])
			if err != nil {
				return inputError{err}
			}
			cells, damaged, err := results.SweepCells(args[0], &plan)
			if err != nil {
				return inputError{err}
			}
			failed := 0
			for _, c := range cells {
				if c.Error != "" {
					failed++
					fmt.Fprintf(g.out, "failed: point %d, %s, replication %d, seed %d: %s\n", c.Point, c.Routing, c.Replication, c.Seed, c.Error)
				}
			}
			fmt.Fprintf(g.out, "%s: %d of %d cells, %d failed, %d damaged\n", plan.Name, len(cells), plan.Cells(), failed, len(damaged))
			if len(damaged) > 0 {
				return inputError{errors.Join(damaged...)}
			}
			return nil
		},
	})
	cmd.AddCommand(&cobra.Command{
		Use:   "merge OUT DIR...",
		Short: "Merge the folders of parts of one sweep; the order does not matter",
		Args:  cobra.MinimumNArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			cells, plan, err := results.MergeSweeps(args[0], args[1:])
			if err != nil {
				return inputError{err}
			}
			fmt.Fprintf(g.out, "%s: %d of %d cells are in %s\n", plan.Name, len(cells), plan.Cells(), args[0])
			return nil
		},
	})
	return cmd
}
