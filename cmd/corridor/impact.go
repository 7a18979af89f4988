package main

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/spf13/cobra"

	"corridor/data"
	"corridor/network"
	"corridor/sim/experiment"
	"corridor/sim/freight"
	"corridor/sim/results"
)

// impactFlags are those of `data assumptions`.
type impactFlags struct {
	simulation
	impact bool
	top    int
	on     string
	base   string
}

func assumptionsCommand(g *global) *cobra.Command {
	var f impactFlags
	cmd := &cobra.Command{
		Use:   "assumptions [TABLE]",
		Short: "List every figure without a source: low, central, high and the reason",
		Long: `Lists every figure without a source. With --impact it also simulates each
unknown (the figures that share a reason) at both ends of its range, all else as
in the tables, on the same random numbers, and prints how much the headline
moves: the mean door-to-door hours and the USD paid a tonne of the cohort in each
case, and their difference; largest first.`,
		Example: `  corridor data assumptions processes
  corridor data assumptions --impact --top 20
  corridor data assumptions links --impact --on cost --reps 4
  corridor data assumptions --impact --out out/impact && corridor report out/demo --impact out/impact`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			net, err := g.network()
			if err != nil {
				return err
			}
			if !f.impact {
				if f.out != "" {
					return usage("--out needs --impact: it keeps what that measures")
				}
				return g.assumptions(net, args)
			}
			return f.run(cmd, g, net, args)
		},
	}
	fl := cmd.Flags()
	fl.BoolVar(&f.impact, "impact", false, "simulate both ends of each range and sort by what the headline moves")
	fl.IntVar(&f.top, "top", 0, "print only so many unknowns; 0: all")
	fl.StringVar(&f.on, "on", "transit", "sort by transit (hours) or cost (USD paid a tonne)")
	fl.StringVar(&f.base, "scenario", "baseline", "scenario to simulate")
	fl.StringVar(&f.routing, "routing", "us,direct", "rules on US territory, separated by commas; the difference is of the last from the first")
	fl.Uint64Var(&f.seed, "seed", 1, "seed of the random numbers")
	fl.IntVar(&f.reps, "reps", 2, "replications")
	fl.IntVar(&f.workers, "workers", 0, "processors to use; 0: all. Results do not depend on it")
	fl.Float64Var(&f.share, "share", 0.05, "share of the divertible loads that obey the routing, 0 to 1")
	fl.StringVar(&f.fidelity, "fidelity", "screen", "screen or full")
	fl.StringVar(&f.out, "out", "", "folder to write the impact to; corridor report DIR --impact takes it into the page of a comparison")
	fl.BoolVar(&f.report, "report", false, "write report.html into the folder of --out too: one page to open, mail and print")
	fl.BoolVar(&f.json, "json", false, "print JSON instead of a table")
	fl.BoolVar(&f.quiet, "quiet", false, "no progress")
	return cmd
}

func (f *impactFlags) run(cmd *cobra.Command, g *global, net *network.Network, args []string) error {
	f.inputs = "central"
	routings, err := f.check()
	if err != nil {
		return err
	}
	if f.on != "transit" && f.on != "cost" {
		return usage("--on %q: expected transit or cost", f.on)
	}
	if f.out != "" {
		if err := results.CheckTarget(f.out); err != nil {
			return inputError{fmt.Errorf("--out: %w", err)}
		}
	}
	table := ""
	if len(args) == 1 {
		if table = args[0]; !isTable(table) {
			return inputError{fmt.Errorf("%q: expected a table%s", table, data.DidYouMean(table, tableNames()))}
		}
	}
	sc, err := loadScenario(f.base)
	if err != nil {
		return err
	}
	var cases []freight.Case
	for _, r := range routings {
		cases = append(cases, freight.Case{Scenario: sc, Routing: r, Share: f.share, Fidelity: f.fidelityOf()})
	}
	if err := distinct(cases); err != nil {
		return err
	}
	var progress func(experiment.Progress)
	finish := func() {}
	plan := experiment.ImpactPlan{Net: net, Cases: cases, Seed: f.seed, Reps: f.reps, Workers: f.workers, Tables: table, ByCost: f.on == "cost",
		Budget: func(unknowns, idle, runs int) {
			if !f.quiet {
				fmt.Fprintf(g.err, "%d unknowns, %d of them proven to move nothing; %d runs at %s fidelity: low and high of each in %d %s, %d %s\n", unknowns, idle, runs, f.fidelity, len(cases), plural(len(cases), "case", "cases"), f.reps, plural(f.reps, "replication", "replications"))
			}
			progress, finish = f.progress(g, runs)
		},
		Progress: func(done, total int) {
			if progress != nil {
				progress(experiment.Progress{Done: done, Total: total})
			}
		}}
	im, err := experiment.RunImpact(cmd.Context(), plan)
	finish()
	if err != nil {
		return g.where(err)
	}
	if f.out != "" {
		by := map[string]string{"transit": "hours", "cost": "usd"}[f.on]
		if err := f.keep(g, results.Impact, im.Tables(net, by), net, sc, im.Events); err != nil {
			return err
		}
	}
	if f.top > 0 && len(im.Swings) > f.top {
		im.Swings = im.Swings[:f.top]
	}
	if f.json {
		return f.asJSON(g, im)
	}
	f.asTable(g, im)
	return nil
}

func isTable(name string) bool {
	for _, t := range tableNames() {
		if t == name {
			return true
		}
	}
	return false
}

func (f *impactFlags) asTable(g *global, im *experiment.Impact) {
	names := im.Headlines()
	fmt.Fprintf(g.out, "What the headline owes to each unknown, %s fidelity, seed %d, %d %s, the same random numbers\n", f.fidelity, f.seed, f.reps, plural(f.reps, "replication", "replications"))
	for i, b := range im.Base {
		fmt.Fprintf(g.out, "  [%d] %-40s %s h, %s USD paid a tonne\n", i+1, names[i], results.Short(b.Hours), results.Short(b.USD))
	}
	fmt.Fprintf(g.out, "Moves at the low and at the high end of the range; largest first by %s. ±: half the 95%% interval of the largest move\n\n", map[string]string{"transit": "hours", "cost": "USD a tonne"}[f.on])
	signed := func(x float64) string {
		if x >= 0 {
			return "+" + results.Short(x)
		}
		return "-" + results.Short(-x)
	}
	for k := range im.Swings {
		s := &im.Swings[k]
		noise := ""
		if !math.IsNaN(s.Noise) {
			noise = " ±" + results.Short(s.Noise)
		}
		note := ""
		if s.Reach < 1 {
			note = fmt.Sprintf(" (an end of the range makes no possible world; moved to %.0f%% of it)", 100*s.Reach)
		}
		fmt.Fprintf(g.out, "%d. %s %s, %d %s: %s%s%s\n", k+1, s.Unknown.Table, s.Unknown.Column, len(s.Unknown.Rows), plural(len(s.Unknown.Rows), "figure", "figures"), results.Short(s.Size), noise, note)
		fmt.Fprintf(g.out, "   %s\n", s.Unknown.Reason)
		for i := range s.Low {
			fmt.Fprintf(g.out, "   [%d] hours %8s %8s   USD/t %8s %8s\n", i+1, signed(s.Low[i].Hours), signed(s.High[i].Hours), signed(s.Low[i].USD), signed(s.High[i].USD))
		}
		rangesOf(g, &s.Unknown)
	}
	if len(im.Idle) > 0 && f.top == 0 {
		fmt.Fprintln(g.out, "\nProven to move nothing: both ends give the same world to the simulation")
		for i := range im.Idle {
			fmt.Fprintf(g.out, "%s %s: %s\n", im.Idle[i].Table, im.Idle[i].Column, im.Idle[i].Reason)
			rangesOf(g, &im.Idle[i])
		}
	}
}

func rangesOf(g *global, u *data.Unknown) {
	for _, r := range u.Rows {
		fmt.Fprintf(g.out, "     %-44s %12s | %12s | %12s\n", r.Text("row"), r.Text("low"), r.Text("central"), r.Text("high"))
	}
}

func (f *impactFlags) asJSON(g *global, im *experiment.Impact) error {
	type figure struct {
		Row     string `json:"row"`
		Low     string `json:"low"`
		Central string `json:"central"`
		High    string `json:"high"`
	}
	type swing struct {
		Table   string                `json:"table"`
		Column  string                `json:"column"`
		Reason  string                `json:"reason"`
		Size    float64               `json:"size"`
		Noise   *float64              `json:"noise"`
		Reach   float64               `json:"reach"`
		Low     []experiment.Headline `json:"low"`
		High    []experiment.Headline `json:"high"`
		Figures []figure              `json:"figures"`
	}
	of := func(u *data.Unknown) swing {
		s := swing{Table: u.Table, Column: u.Column, Reason: u.Reason, Reach: 1, Low: []experiment.Headline{}, High: []experiment.Headline{}}
		for _, r := range u.Rows {
			s.Figures = append(s.Figures, figure{r.Text("row"), r.Text("low"), r.Text("central"), r.Text("high")})
		}
		return s
	}
	out := struct {
		Cases []string              `json:"cases"`
		Base  []experiment.Headline `json:"base"`
		On    string                `json:"on"`
		Moves []swing               `json:"unknowns"`
		Idle  []swing               `json:"without_effect"`
	}{im.Headlines(), im.Base, f.on, []swing{}, []swing{}}
	for k := range im.Swings {
		x := &im.Swings[k]
		s := of(&x.Unknown)
		s.Size, s.Reach, s.Low, s.High = x.Size, x.Reach, x.Low, x.High
		if !math.IsNaN(x.Noise) {
			s.Noise = &x.Noise
		}
		out.Moves = append(out.Moves, s)
	}
	for i := range im.Idle {
		out.Idle = append(out.Idle, of(&im.Idle[i]))
	}
	raw, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(g.out, "%s\n", raw)
	return err
}
