package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"corridor/network/route"
	"corridor/scenarios"
	"corridor/sim/experiment"
	"corridor/sim/report"
)

var varied = regexp.MustCompile(`^([A-Za-z0-9._-]+)=(-?[0-9.]+)\.\.(-?[0-9.]+)(s|min|h|d)?$`)

func breakevenCommand(g *global) *cobra.Command {
	var s simulation
	var vary, over, between, on string
	cmd := &cobra.Command{
		Use:   "breakeven SCENARIO --vary PATH=FROM..TO",
		Short: "Find where the ranking of two routings flips",
		Long: `Varies one value of a scenario and finds where two routings are equal, with an
interval over replications. PATH is a value of the scenario: keys joined by dots,
changes by their name. With --over the search is repeated for each value of a
second one.`,
		Example: "  corridor breakeven texas-inspection-surge --vary changes.more-inspections.do.service_time=1..40 --between us,direct --on cost\n  corridor breakeven my.yaml --vary changes.slow.lasts=1..30d --over changes.slow.do.staffing=0.8,0.6,0.4",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s.routing = between
			routings, err := s.check()
			if err != nil {
				return err
			}
			if len(routings) != 2 || routings[0] == routings[1] {
				return usage("--between %q: expected two routings such as us,direct", between)
			}
			m := varied.FindStringSubmatch(vary)
			if m == nil {
				return usage("--vary %q: expected a path and a range such as changes.slow.do.staffing=0.3..1, with a unit for times: 1..30d", vary)
			}
			lo, err1 := strconv.ParseFloat(m[2], 64)
			hi, err2 := strconv.ParseFloat(m[3], 64)
			if err1 != nil || err2 != nil || hi <= lo {
				return usage("--vary %q: expected a range from a lower to a higher number", vary)
			}
			kpi, ok := experiment.KPINamed(on)
			if !ok {
				return usage("--on %q: expected cost, paid, time, emissions, reliability, or a figure: %s", on, strings.Join(experiment.KPINames(), ", "))
			}
			sc, err := loadScenario(args[0])
			if err != nil {
				return err
			}
			net, err := g.network()
			if err != nil {
				return err
			}
			b := &experiment.BreakEven{Plan: experiment.Plan{Net: net, Seed: s.seed, Reps: s.reps, Workers: s.workers}, Base: sc, Share: s.share, Fidelity: s.fidelityOf(),
				Between: [2]route.Routing{routings[0], routings[1]}, KPI: kpi, Path: m[1], From: lo, To: hi, Unit: m[4]}
			return s.surface(cmd, g, b, over)
		},
	}
	s.flags(cmd, "us,direct")
	f := cmd.Flags()
	for _, name := range []string{"routing", "out", "json", "csv", "fail-if", "against", "inputs"} {
		f.MarkHidden(name)
	}
	f.StringVar(&vary, "vary", "", "value that varies and its range, PATH=FROM..TO[unit]")
	f.StringVar(&over, "over", "", "second value and its choices, PATH=A,B,C")
	f.StringVar(&between, "between", "us,direct", "the two routings")
	f.StringVar(&on, "on", "cost", "figure that is compared: cost, paid, time, emissions, reliability, or any other")
	f.Lookup("reps").DefValue = "3"
	s.reps = 3
	return cmd
}

// surface solves once, or for each choice of a second value.
func (s *simulation) surface(cmd *cobra.Command, g *global, b *experiment.BreakEven, over string) error {
	path, list, two := strings.Cut(over, "=")
	choices := []string{""}
	if over != "" {
		if choices = strings.Split(list, ","); !two || slices.Contains(choices, "") {
			return usage("--over %q: expected a path and choices such as changes.slow.do.staffing=0.8,0.6,0.4", over)
		}
	}
	if !s.quiet {
		fmt.Fprintf(g.err, "at most %d runs\n", b.Cells()*len(choices))
	}
	base := b.Base
	for i, choice := range choices {
		what := b.Path
		b.Base = base
		if choice != "" {
			sc, ps := base.With([]scenarios.Setting{{Path: path, Value: choice}})
			if err := ps.Err(); err != nil {
				return err
			}
			b.Base = sc
			what = fmt.Sprintf("%s, %s = %s", b.Path, path, choice)
		}
		a, err := b.Solve(cmd.Context())
		if err != nil {
			return g.where(err)
		}
		if i > 0 {
			fmt.Fprintln(g.out)
		}
		var rows []report.BreakRow
		for _, p := range a.Points {
			rows = append(rows, report.BreakRow{X: p.X, Difference: p.Difference})
		}
		if err := report.Break(g.out, report.BreakText{What: what, Unit: b.Unit, KPI: b.KPI, First: b.Between[0].String(), Second: b.Between[1].String(), Rows: rows, Flips: a.Flips, At: a.At, Of: a.Of, Reps: a.Reps}); err != nil {
			return err
		}
	}
	return nil
}
