package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
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
			s.failIf = append(s.failIf, e.FailIf...)
			thresholds, _, err := s.targets()
			if err != nil {
				return err
			}
			net, err := g.network()
			if err != nil {
				return err
			}
			sw, err := experiment.NewSweep(e, net, version())
			if err != nil {
				return inputError{err}
			}
			sw.Workers = s.workers
			if sw.Part, sw.Of, err = partOf(part); err != nil {
				return err
			}
			if e.Best != nil && sw.Of > 1 {
				return usage("--cells %s: an experiment with `best` cannot be run in parts: which cells are needed depends on the others", part)
			}
			if dry {
				return forecast(cmd.Context(), g, sw)
			}
			if out == "" {
				return usage("expected --out DIR: the folder that keeps the cells")
			}
			return runSweep(cmd.Context(), g, &s, sw, out, thresholds)
		},
	}
	f := cmd.Flags()
	f.StringVar(&out, "out", "", "folder that keeps the cells; the same one resumes")
	f.StringVar(&part, "cells", "", "run part i of N of the points, `i/N`")
	f.IntVar(&s.workers, "workers", 0, "processors to use; 0: all. Results do not depend on it")
	f.BoolVar(&dry, "dry-run", false, "tell how many cells there are and what they will take")
	f.StringArrayVar(&s.failIf, "fail-if", nil, "exit with 4 if the mean of a point is beyond a bound: `\"transit_hours_p95 > 240\"`, or @FILE with one a line; like `fail_if` in the experiment")
	f.BoolVar(&s.report, "report", false, "write report.html into the folder too: one page to open, mail and print")
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

// forecast runs a cell of the first and of the last point, stores them as the sweep
// would, and tells what all will take.
func forecast(ctx context.Context, g *global, sw *experiment.Sweep) error {
	dir, err := os.MkdirTemp("", "corridor-sweep-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	f, err := sw.Forecast(ctx, filepath.Join(dir, "cells"))
	if err != nil {
		return err
	}
	total, workers := sw.Total(), sw.Processors()
	all := f.Begin + time.Duration(float64(f.Cell)*float64(total)/float64(workers))
	e := sw.Experiment
	fmt.Fprintf(g.out, "%d points × %d routings × %d replications; %d cells are run here\n", len(sw.Points), len(e.Routings), e.Reps, total)
	fmt.Fprintf(g.out, "a cell took %s, to begin %s; all would take about %s on %d %s\n", f.Cell.Round(time.Millisecond), f.Begin.Round(time.Millisecond), all.Round(time.Second), workers, plural(workers, "processor", "processors"))
	fmt.Fprintf(g.out, "about %s MB of files\n", results.Short(float64(total)*f.Bytes/1e6))
	if e.Best != nil {
		fmt.Fprintf(g.out, "then more replications of those that may be the best, up to %d each\n", e.Best.Most)
	}
	return nil
}

func runSweep(ctx context.Context, g *global, s *simulation, sw *experiment.Sweep, out string, thresholds []results.Threshold) error {
	tell, end := s.progress(g, sw.Total())
	begun := time.Now()
	sw.Progress = tell
	var failed int
	var err error
	var best *experiment.Selection
	if sw.Experiment.Best != nil {
		best, failed, err = sw.RunBest(ctx, out)
	} else {
		failed, err = sw.Run(ctx, out)
	}
	end()
	switch {
	case errors.Is(err, experiment.ErrInterrupted):
		fmt.Fprintf(g.err, "interrupted; the same command takes up where this one left off\n")
		return err
	case err != nil:
		return inputError{fmt.Errorf("--out: %w; what was written stays, and the same command goes on from there", err)}
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
	var more []*results.Table
	effects := sw.Effects(cells)
	if len(effects) > 0 && len(cells) >= plan.Cells() {
		more = append(more, results.EffectTable(effects))
	}
	if best != nil {
		more = append(more, sw.BestTable(best))
	}
	if err := results.FinishSweep(out, &plan, cells, more...); err != nil {
		return inputError{fmt.Errorf("--out: %w", err)}
	}
	if s.report {
		if err := g.report(out, "", "", "en"); err != nil {
			return err
		}
	}
	if !s.quiet {
		fmt.Fprintf(g.err, "%d cells in %s\n", len(cells), time.Since(begun).Round(time.Second))
	}
	if err := report.Sweep(g.out, &plan, cells); err != nil {
		return err
	}
	if len(more) > 0 && len(effects) > 0 {
		if err := report.Effects(g.out, effects); err != nil {
			return err
		}
	}
	if best != nil {
		fmt.Fprintf(g.out, "\n%s\n", sw.BestText(best))
	}
	fmt.Fprintf(g.out, "\nAll cells are in %s: cells.csv and cells.parquet (columns.csv explains them).\n", out)
	if failed > 0 {
		fmt.Fprintf(g.out, "%d cells failed; `corridor results verify %s` says which and why.\n", failed, out)
	}
	if len(cells) < plan.Cells() {
		fmt.Fprintf(g.out, "%d of %d cells are there; run the other parts and merge the folders with `corridor results merge`.\n", len(cells), plan.Cells())
	}
	return judgeSweep(thresholds, &plan, cells)
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
					fmt.Fprintf(g.out, "failed: cell %s, point %d, %s, replication %d, seed %d: %s\n", c.ID, c.Point, c.Routing, c.Replication, c.Seed, c.Error)
				}
			}
			if failed > 0 {
				fmt.Fprintf(g.out, "`corridor run %s --cell ID` runs a cell again.\n", args[0])
			}
			fmt.Fprintf(g.out, "%s: %d of %d cells, %d failed, %d damaged\n", plan.Name, len(cells), max(plan.Cells(), len(cells)), failed, len(damaged))
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
