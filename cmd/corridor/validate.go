package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"corridor/data"
	"corridor/network"
	"corridor/sim/experiment"
	"corridor/sim/results"
	"corridor/sim/validate"
)

// validateFlags are those of `validate`.
type validateFlags struct {
	simulation
	fast  bool
	write string
}

func validateCommand(g *global) *cobra.Command {
	var f validateFlags
	cmd := &cobra.Command{
		Use:   "validate [ID…]",
		Short: "Hold the model to published figures and to what happened",
		Long: `Runs the targets of targets.csv, or those named, and prints for each its kind,
the published value with its source, the simulated value with its 95% interval,
the tolerance and the verdict: pass, weak (only within the noise of the
measurement itself) or miss. Ends with exit code 4 where one is missed. A target's
value does not depend on which others are asked for.`,
		Example: `  corridor validate --fast
  corridor validate laredo-colombia-surge pharr-surge
  corridor validate --write docs/validation.md`,
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, g, args) },
	}
	fl := cmd.Flags()
	fl.BoolVar(&f.fast, "fast", false, "only the fast subset")
	fl.StringVar(&f.write, "write", "", "write the document to this file too")
	fl.Uint64Var(&f.seed, "seed", 1, "seed of the random numbers")
	fl.IntVar(&f.reps, "reps", 20, "replications of each world")
	fl.IntVar(&f.workers, "workers", 0, "processors to use; 0: all. Results do not depend on it")
	fl.StringVar(&f.out, "out", "", "folder to write the results to")
	fl.BoolVar(&f.report, "report", false, "write report.html into the folder of --out too: one page to open, mail and print")
	fl.BoolVar(&f.json, "json", false, "print JSON instead of a table")
	fl.BoolVar(&f.quiet, "quiet", false, "no progress")
	return cmd
}

func (f *validateFlags) run(cmd *cobra.Command, g *global, args []string) error {
	if f.reps < 1 {
		return usage("--reps %d: expected at least 1", f.reps)
	}
	if f.report && f.out == "" {
		return usage("--report needs --out DIR: the page is made from the folder")
	}
	if f.out != "" {
		if err := results.CheckTarget(f.out); err != nil {
			return inputError{fmt.Errorf("--out: %w", err)}
		}
	}
	net, err := g.network()
	if err != nil {
		return err
	}
	targets, err := validate.Targets(net)
	if err != nil {
		return g.where(err)
	}
	var names []string
	for i := range targets {
		names = append(names, targets[i].ID)
	}
	for _, id := range args {
		if !slices.Contains(names, id) {
			return inputError{fmt.Errorf("%q: expected a target%s", id, data.DidYouMean(id, names))}
		}
	}
	runs := 0
	var progress func(experiment.Progress)
	finish := func() {}
	list, err := validate.Run(cmd.Context(), validate.Plan{Net: net, IDs: args, Fast: f.fast, Seed: f.seed, Reps: f.reps, Workers: f.workers,
		Budget: func(targets, worlds, n int) {
			if runs = n; !f.quiet {
				fmt.Fprintf(g.err, "%d %s on %d %s: %d runs\n", targets, plural(targets, "target", "targets"), worlds, plural(worlds, "world", "worlds"), n)
			}
			progress, finish = f.progress(g, n)
		},
		Progress: func(done, total int) {
			if progress != nil {
				progress(experiment.Progress{Done: done, Total: total})
			}
		}})
	finish()
	if err != nil {
		return g.where(err)
	}
	head := validate.Head{Seed: f.seed, Reps: f.reps, Runs: runs}
	if f.write != "" {
		var b bytes.Buffer
		validate.Document(&b, head, list)
		if err := os.WriteFile(f.write, b.Bytes(), 0o644); err != nil {
			return inputError{fmt.Errorf("--write: %w", err)}
		}
	}
	if f.out != "" {
		if err := f.folder(g, net, targets, list); err != nil {
			return err
		}
	}
	if f.json {
		err = validateJSON(g, head, list)
	} else {
		err = validateTable(g, list)
	}
	if err != nil {
		return err
	}
	var misses []string
	for i := range list {
		if r := &list[i]; r.Verdict == validate.Miss {
			misses = append(misses, fmt.Sprintf("%s: %s, published %s", r.Target.ID, r.Text(), r.PublishedText()))
		}
	}
	if len(misses) > 0 {
		return missedError{fmt.Sprintf("%d of %d targets missed", len(misses), len(list)), misses}
	}
	return nil
}

// folder writes the results of the targets as a folder, and its page.
func (f *validateFlags) folder(g *global, net *network.Network, targets []validate.Target, list []validate.Result) error {
	out := results.Folder{Tables: validate.Tables(net, list), Manifest: results.Manifest{Kind: results.Validation, Version: version(), Go: runtime.Version(), Command: f.command(), Seed: f.seed,
		Replications: f.reps, Fidelity: "full", Inputs: "central", Finished: f.reps, Complete: len(list) == len(targets), Data: net.Hash, Scenarios: map[string]string{}}}
	if err := out.Write(f.out); err != nil {
		return inputError{fmt.Errorf("--out: %w", err)}
	}
	if f.report {
		return g.report(f.out, "", "", "en")
	}
	return nil
}

func validateTable(g *global, list []validate.Result) error {
	w := tabwriter.NewWriter(g.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "target\tkind\tpublished\ttolerance\tsimulated\tverdict\tsource")
	for i := range list {
		r := &list[i]
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.Target.ID, r.Target.Kind, r.PublishedText(), validate.Number(r.Target.Tolerance), r.Text(), r.Verdict, r.Target.Source[0])
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for i := range list {
		if r := &list[i]; r.Verdict == validate.Miss && r.Target.Explanation != "" {
			fmt.Fprintf(g.out, "%s: %s\n", r.Target.ID, r.Target.Explanation)
		}
	}
	return nil
}

func validateJSON(g *global, h validate.Head, list []validate.Result) error {
	number := func(x float64) *float64 {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil
		}
		return &x
	}
	type target struct {
		ID          string           `json:"id"`
		Kind        string           `json:"kind"`
		What        string           `json:"what"`
		Published   float64          `json:"published"`
		Simulated   *float64         `json:"simulated"`
		Low         *float64         `json:"lo"`
		High        *float64         `json:"hi"`
		Tolerance   float64          `json:"tolerance"`
		Unit        string           `json:"unit"`
		AtLeast     bool             `json:"at_least"`
		Verdict     string           `json:"verdict"`
		Source      []string         `json:"source"`
		Reason      string           `json:"reason"`
		Scenario    string           `json:"scenario"`
		Explanation string           `json:"explanation,omitempty"`
		Stages      []validate.Stage `json:"stages,omitempty"`
	}
	out := struct {
		Seed    uint64   `json:"seed"`
		Reps    int      `json:"replications"`
		Runs    int      `json:"runs"`
		Targets []target `json:"targets"`
	}{h.Seed, h.Reps, h.Runs, []target{}}
	for i := range list {
		r, t := &list[i], list[i].Target
		out.Targets = append(out.Targets, target{t.ID, t.Kind, t.What, t.Published, number(r.Simulated), number(r.Low), number(r.High), t.Tolerance, t.Unit, t.AtLeast, string(r.Verdict), t.Source, t.Reason, t.Scenario, t.Explanation, r.Stages})
	}
	raw, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(g.out, "%s\n", raw)
	return err
}
