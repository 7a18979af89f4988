package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"corridor/data"
	"corridor/network"
	"corridor/network/route"
	"corridor/scenarios"
	"corridor/sim/experiment"
	"corridor/sim/freight"
	"corridor/sim/report"
	"corridor/sim/results"
)

// simulation are the flags of commands that simulate.
type simulation struct {
	routing string
	seed    uint64
	reps    int
	workers int
	share   float64
	out     string
	json    bool
	csv     bool
	quiet   bool
	failIf  []string
	against string
	report  bool

	fidelity string
	inputs   string

	precision string
	precise   string
	mostReps  int
	preroll   bool
}

func (s *simulation) flags(cmd *cobra.Command, routing string) {
	f := cmd.Flags()
	f.StringVar(&s.routing, "routing", routing, "rules on US territory, separated by commas: open, us, direct, direct-strict")
	f.Uint64Var(&s.seed, "seed", 1, "seed of the random numbers")
	f.IntVar(&s.reps, "reps", 5, "replications")
	f.IntVar(&s.workers, "workers", 0, "processors to use; 0: all. Results do not depend on it")
	f.Float64Var(&s.share, "share", 0.05, "share of the divertible loads that obey the routing, 0 to 1; the rest goes as in open")
	f.StringVar(&s.fidelity, "fidelity", "full", "full: the whole window with all traffic; screen: a week for each month, other traffic held fixed where no change comes near it")
	f.StringVar(&s.inputs, "inputs", "central", "central: the figures of the tables; sampled: every assumption drawn from its range in each replication, alike in all cases")
	f.StringVar(&s.precision, "precision", "", "go on replicating until half the 95% interval is within this share of the mean, such as `2%`; --reps, and ten at least, are the first")
	f.StringVar(&s.precise, "precise", "transit_hours,cost_usd_per_tonne", "figures that --precision is about, separated by commas")
	f.IntVar(&s.mostReps, "most-reps", 200, "replications at most with --precision")
	f.BoolVar(&s.preroll, "check-preroll", false, "say by MSER-5 whether the pre-roll is long enough, in a stationary world")
	f.StringVar(&s.out, "out", "", "folder to write the results to")
	f.BoolVar(&s.json, "json", false, "print summary.json instead of tables")
	f.BoolVar(&s.csv, "csv", false, "print the table by group of goods as CSV instead")
	f.StringArrayVar(&s.failIf, "fail-if", nil, "exit with 4 if a figure is beyond a bound: `\"transit_hours_p95 > 240\"`; with a case and a group of goods before it, of these only")
	f.StringVar(&s.against, "against", "", "result folder to compare with, case by case")
	f.BoolVar(&s.report, "report", false, "write report.html into the folder of --out too: one page to open, mail and print")
	f.BoolVar(&s.quiet, "quiet", false, "no progress")
}

func compareCommand(g *global) *cobra.Command {
	var s simulation
	cmd := &cobra.Command{
		Use:   "compare SCENARIO... ",
		Short: "Simulate cases side by side on the same cargo and compare them",
		Long: `Simulates every scenario under every routing on the same cargo, inspections and
disturbances, and prints means, paired differences with 95% intervals against
the first case, and who wins.

A scenario is a shipped name (corridor scenarios), or a file: an argument with a
'/' or ending in .yaml.`,
		Example: `  corridor compare baseline --routing us,direct,open --reps 5 --out out/demo
  corridor compare baseline direct-pacific-liner --routing direct`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return s.run(cmd, g, args) },
	}
	s.flags(cmd, "us,direct,open")
	return cmd
}

func runCommand(g *global) *cobra.Command {
	var s simulation
	var cell string
	cmd := &cobra.Command{
		Use:     "run SCENARIO",
		Short:   "Simulate one scenario, or one cell of a sweep again",
		Example: "  corridor run baseline --reps 3\n  corridor run baseline --world data/worlds/mm1\n  corridor run out/staffing --cell 1f3c…-12",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cell != "" {
				return again(cmd.Context(), g, args[0], cell)
			}
			return s.run(cmd, g, args)
		},
	}
	s.flags(cmd, "open")
	cmd.Flags().StringVar(&cell, "cell", "", "`ID` of a cell of the sweep folder given in place of a scenario: run it again, as the sweep did")
	return cmd
}

func (s *simulation) run(cmd *cobra.Command, g *global, args []string) error {
	routings, err := s.check()
	if err != nil {
		return err
	}
	thresholds, before, err := s.targets()
	if err != nil {
		return err
	}
	if s.out != "" {
		if err := results.CheckTarget(s.out); err != nil {
			return inputError{fmt.Errorf("--out: %w", err)}
		}
	}
	net, err := g.network()
	if err != nil {
		return err
	}
	var cases []freight.Case
	for _, arg := range args {
		sc, err := loadScenario(arg)
		if err != nil {
			return err
		}
		for _, r := range routings {
			cases = append(cases, freight.Case{Scenario: sc, Routing: r, Share: s.share, Fidelity: s.fidelityOf()})
		}
	}
	if err := distinct(cases); err != nil {
		return err
	}
	precision, err := s.precisionOf()
	if err != nil {
		return err
	}
	progress, done := s.progress(g, len(cases)*s.reps)
	cpu := cpuSeconds()
	study, err := experiment.Run(cmd.Context(), experiment.Plan{Net: net, Cases: cases, Seed: s.seed, Reps: s.reps, Workers: s.workers, Sampled: s.inputs == "sampled", Precision: precision, Progress: cellsOf(progress)})
	done()
	interrupted := errors.Is(err, experiment.ErrInterrupted)
	if err != nil && !interrupted {
		return g.where(err)
	}
	if study.Finished() == 0 {
		return fmt.Errorf("%w before the first replication was done; nothing to show", experiment.ErrInterrupted)
	}
	if err := s.show(g, study, cpuSeconds()-cpu, before); err != nil {
		return err
	}
	if err := s.checkPreRoll(cmd.Context(), g, study); err != nil {
		return err
	}
	if interrupted {
		fmt.Fprintf(g.err, "%d of %d replications were finished; the figures are theirs\n", study.Finished(), study.Plan.Reps)
		return experiment.ErrInterrupted
	}
	return judge(thresholds, study)
}

// checkPreRoll says whether the pre-roll of each case is long enough, on standard
// error where a file is printed.
func (s *simulation) checkPreRoll(ctx context.Context, g *global, study *experiment.Study) error {
	if !s.preroll {
		return nil
	}
	w := g.out
	if s.json || s.csv {
		w = g.err
	}
	for _, c := range study.Plan.Cases {
		p, err := experiment.CheckPreRoll(ctx, study.Plan.Net, c, s.seed, s.reps)
		if ctx.Err() != nil {
			return experiment.ErrInterrupted
		}
		if err != nil {
			return g.where(err)
		}
		fmt.Fprintln(w, p.Text(c.Name()))
	}
	return nil
}

// precisionOf reads --precision; nil: none is asked for.
func (s *simulation) precisionOf() (*experiment.Precision, error) {
	if s.precision == "" {
		return nil, nil
	}
	number, percent := strings.CutSuffix(s.precision, "%")
	x, err := strconv.ParseFloat(number, 64)
	if percent {
		x /= 100
	}
	if err != nil || !(x > 0 && x < 1) {
		return nil, usage("--precision %q: expected a share of the mean such as 2%%", s.precision)
	}
	if s.reps < 2 || s.mostReps < s.reps {
		return nil, usage("--precision %s: expected --reps 2 or more, and --most-reps as many or more", s.precision)
	}
	p := &experiment.Precision{Relative: x, Most: s.mostReps}
	for _, word := range strings.Split(s.precise, ",") {
		name, ok := experiment.KPINamed(strings.TrimSpace(word))
		if !ok {
			return nil, usage("--precise %q: no figure is called so%s; they are %s", word, data.DidYouMean(word, experiment.KPINames()), strings.Join(experiment.KPINames(), ", "))
		}
		p.KPIs = append(p.KPIs, name)
	}
	return p, nil
}

// fidelityOf is the fidelity asked for, once it is checked.
func (s *simulation) fidelityOf() freight.Fidelity {
	return freight.Fidelity(slices.Index(freight.Fidelities, s.fidelity))
}

func (s *simulation) check() (routings []route.Routing, err error) {
	if s.reps < 1 || s.reps > 1_000_000 {
		return nil, usage("--reps %d: expected 1 to 1,000,000", s.reps)
	}
	if !(s.share > 0 && s.share <= 1) {
		return nil, usage("--share %v: expected more than 0, at most 1", s.share)
	}
	if s.workers < 0 || s.workers > 4096 {
		return nil, usage("--workers %d: expected 0 to 4096", s.workers)
	}
	if s.fidelity != "" && !slices.Contains(freight.Fidelities, s.fidelity) {
		return nil, usage("--fidelity %q: expected full or screen%s", s.fidelity, data.DidYouMean(s.fidelity, freight.Fidelities))
	}
	if s.inputs != "" && s.inputs != "central" && s.inputs != "sampled" {
		return nil, usage("--inputs %q: expected central or sampled%s", s.inputs, data.DidYouMean(s.inputs, []string{"central", "sampled"}))
	}
	if s.report && s.out == "" {
		return nil, usage("--report needs --out DIR: the page is made from the folder")
	}
	if s.json && s.csv {
		return nil, usage("expected --json or --csv, not both")
	}
	for _, name := range strings.Split(s.routing, ",") {
		found := false
		for i, r := range route.Routings {
			if r == strings.TrimSpace(name) {
				routings = append(routings, route.Routing(i))
				found = true
			}
		}
		if !found {
			return nil, usage("--routing %q: expected %s%s", name, strings.Join(route.Routings, ", "), data.DidYouMean(name, route.Routings))
		}
	}
	return routings, nil
}

func distinct(cases []freight.Case) error {
	seen := map[string]bool{}
	for _, c := range cases {
		if seen[c.Name()] {
			return usage("the case %s is asked for twice", c.Name())
		}
		seen[c.Name()] = true
	}
	return nil
}

func loadScenario(arg string) (*scenarios.Scenario, error) {
	sc, err := scenarios.Load(arg)
	if err != nil && !errors.As(err, new(data.Problems)) {
		return nil, inputError{err}
	}
	return sc, err
}

// progress returns what is told of every cell: a bar on a terminal, plain
// lines elsewhere, nothing with --quiet. Both say the rate, the time that remains
// and what failed.
func (s *simulation) progress(g *global, total int) (func(experiment.Progress), func()) {
	f, isFile := g.err.(*os.File)
	switch {
	case s.quiet:
		return nil, func() {}
	case isFile && term.IsTerminal(int(f.Fd())):
		bar := progressbar.NewOptions(total, progressbar.OptionSetWriter(g.err), progressbar.OptionSetDescription("simulating"), progressbar.OptionShowCount(), progressbar.OptionShowIts(),
			progressbar.OptionSetPredictTime(true), progressbar.OptionSetElapsedTime(true), progressbar.OptionSetWidth(30), progressbar.OptionClearOnFinish())
		bar.RenderBlank()
		return func(p experiment.Progress) {
			if p.Total != bar.GetMax() {
				bar.ChangeMax(p.Total)
			}
			if p.Failed > 0 {
				bar.Describe(fmt.Sprintf("simulating, %d failed", p.Failed))
			}
			bar.Set(p.Done)
		}, func() { bar.Exit() }
	}
	start, last := time.Now(), time.Now()
	return func(p experiment.Progress) {
		if p.Done == p.Total || time.Since(last) > 5*time.Second {
			last = time.Now()
			fmt.Fprintln(g.err, progressLine(p, time.Since(start)))
		}
	}, func() {}
}

// cellsOf turns what is told of cells into what a plan tells.
func cellsOf(tell func(experiment.Progress)) func(done, total int) {
	if tell == nil {
		return nil
	}
	return func(done, total int) { tell(experiment.Progress{Done: done, Total: total}) }
}

// progressLine says how far a simulation is.
func progressLine(p experiment.Progress, took time.Duration) string {
	line := fmt.Sprintf("%d of %d runs done after %s", p.Done, p.Total, took.Round(time.Second))
	if ran := p.Done - p.Kept; ran > 0 && took > 0 {
		rate := float64(ran) / took.Seconds()
		left := time.Duration(float64(p.Total-p.Done) / rate * float64(time.Second))
		line += fmt.Sprintf(", %s a second", results.Short(rate))
		if p.Done < p.Total {
			line += fmt.Sprintf(", %s left", left.Round(time.Second))
		}
	}
	if p.Kept > 0 {
		line += fmt.Sprintf(", %d were there", p.Kept)
	}
	if p.Failed > 0 {
		line += fmt.Sprintf(", %d failed", p.Failed)
	}
	return line
}

// show writes the folder and prints the answer.
func (s *simulation) show(g *global, study *experiment.Study, cpu float64, before *results.Summary) error {
	sum := study.Summary()
	tables := study.Tables()
	if s.out != "" {
		if err := s.write(g, study, sum, tables, cpu); err != nil {
			return err
		}
		if s.report {
			if err := g.report(s.out, "", "", "en"); err != nil {
				return err
			}
		}
	}
	switch {
	case s.json:
		raw, err := sum.JSON()
		if err != nil {
			return err
		}
		_, err = g.out.Write(raw)
		return err
	case s.csv:
		_, err := g.out.Write(tables[0].CSV())
		return err
	}
	if err := report.Terminal(g.out, &sum); err != nil {
		return err
	}
	if before != nil {
		if err := report.Against(g.out, &sum, before, s.against); err != nil {
			return err
		}
	}
	s.next(g, study)
	return nil
}

func (s *simulation) write(g *global, study *experiment.Study, sum results.Summary, tables []*results.Table, cpu float64) error {
	raw, err := study.Plan.Net.JSON()
	if err != nil {
		return err
	}
	f := results.Folder{
		Summary: sum, Tables: tables, Network: raw,
		Manifest: results.Manifest{
			Version: version(), Go: runtime.Version(), Command: s.command(), Seed: s.seed, Replications: study.Plan.Reps, Fidelity: s.fidelity, Inputs: s.inputs, Finished: study.Finished(), Complete: study.Complete(),
			Data: study.Plan.Net.Hash, Scenarios: study.Hashes(), Titles: study.Titles(), Events: study.Events, CPUSeconds: cpu,
		},
	}
	if err := f.Write(s.out); err != nil {
		return inputError{fmt.Errorf("--out: %w", err)}
	}
	return nil
}

// keep writes a folder of tables alone, and its page.
func (s *simulation) keep(g *global, kind string, tables []*results.Table, net *network.Network, sc *scenarios.Scenario, events int64) error {
	f := results.Folder{Tables: tables, Manifest: results.Manifest{Kind: kind, Version: version(), Go: runtime.Version(), Command: s.command(), Seed: s.seed, Replications: s.reps,
		Fidelity: s.fidelity, Inputs: "central", Finished: s.reps, Complete: true, Data: net.Hash, Scenarios: map[string]string{sc.Name: sc.Hash}, Events: events}}
	if err := f.Write(s.out); err != nil {
		return inputError{fmt.Errorf("--out: %w", err)}
	}
	if !s.quiet {
		fmt.Fprintf(g.err, "Results are in %s: tables as CSV (columns.csv explains them), manifest.json.\n", s.out)
	}
	if s.report {
		return g.report(s.out, "", "", "en")
	}
	return nil
}

// command is what was typed, for the manifest.
func (s *simulation) command() []string {
	args := append([]string{"corridor"}, os.Args[min(1, len(os.Args)):]...)
	return args
}

// next says where the results are and what to try.
func (s *simulation) next(g *global, study *experiment.Study) {
	fmt.Fprintln(g.out)
	if s.out != "" {
		fmt.Fprintf(g.out, "Results are in %s: summary.json, tables as CSV (columns.csv explains them), network.json, manifest.json.\n", s.out)
	} else {
		fmt.Fprintln(g.out, "Add --out DIR to keep the results as files.")
	}
	if g.world != "" || !study.Complete() {
		return
	}
	fmt.Fprintln(g.out, `Try next:
  corridor routes Monterrey Toronto --commodity auto-parts      the ways one shipment has, leg by leg
  corridor compare baseline laredo-rail-closure --routing us    what a closed rail bridge costs
  corridor compare baseline direct-pacific-liner --routing direct
  corridor data assumptions                                     every figure without a source, with its range`)
}
