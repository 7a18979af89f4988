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
	"corridor/sim/results"
)

var varied = regexp.MustCompile(`^([A-Za-z0-9._-]+)=(-?[0-9.]+)\.\.(-?[0-9.]+)(s|min|h|d)?$`)

// ranged is a value of a scenario and its range.
type ranged struct {
	path, unit string
	from, to   float64
}

func rangeOf(flag, text string) (r ranged, err error) {
	m := varied.FindStringSubmatch(text)
	if m == nil {
		return r, usage("%s %q: expected a path and a range such as changes.slow.do.staffing=0.3..1, with a unit for times: 1..30d", flag, text)
	}
	lo, err1 := strconv.ParseFloat(m[2], 64)
	hi, err2 := strconv.ParseFloat(m[3], 64)
	if err1 != nil || err2 != nil || hi <= lo {
		return r, usage("%s %q: expected a range from a lower to a higher number", flag, text)
	}
	return ranged{m[1], m[4], lo, hi}, nil
}

// varyOf reads a --vary: PATH=FROM..TO of a scenario, or, where none is named,
// SCENARIO.CHANGE with or without a range.
func varyOf(text string, sc *scenarios.Scenario) (*scenarios.Scenario, ranged, error) {
	if sc != nil {
		r, err := rangeOf("--vary", text)
		return sc, r, err
	}
	short, span, given := strings.Cut(text, "=")
	sc, path, from, to, want := scenarios.Short(short)
	if want != "" {
		return nil, ranged{}, usage("--vary %q: %s", short, want)
	}
	if !given {
		return sc, ranged{path, "", from, to}, nil
	}
	r, err := rangeOf("--vary", path+"="+span)
	return sc, r, err
}

func breakevenCommand(g *global) *cobra.Command {
	var s simulation
	var over, between, on string
	var vary []string
	cmd := &cobra.Command{
		Use:   "breakeven [SCENARIO] --vary PATH=FROM..TO",
		Short: "Find where the ranking of two routings flips",
		Long: `Varies one value of a scenario and finds where two routings are equal, with an
interval over replications. PATH is a value of the scenario: keys joined by dots,
changes by their name. Without a scenario, --vary takes the beginnings of the names
of a shipped one and of its change, texas.inspection, and varies the number that it
sets. With a second --vary, or with --over and choices, the search is
repeated for values of a second parameter: the surface on which the ranking flips.`,
		Example: "  corridor breakeven --vary texas.inspection --between us,direct --on cost\n  corridor breakeven texas-inspection-surge --vary changes.inspection.do.chance.to=0.1..1 --between us,direct --on cost\n  corridor breakeven my.yaml --vary changes.slow.lasts=1..30d --vary changes.slow.do.staffing=0.4..1 --out out/slow --report",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s.routing = between
			routings, err := s.check()
			if err != nil {
				return err
			}
			if len(routings) != 2 || routings[0] == routings[1] {
				return usage("--between %q: expected two routings such as us,direct", between)
			}
			if len(vary) < 1 || len(vary) > 2 || len(vary) == 2 && over != "" {
				return usage("expected --vary once, or for a surface twice or with --over")
			}
			var named, sc *scenarios.Scenario
			if len(args) == 1 {
				if named, err = loadScenario(args[0]); err != nil {
					return err
				}
			}
			sc, first, err := varyOf(vary[0], named)
			if err != nil {
				return err
			}
			surface := experiment.Surface{Over: []string{""}}
			if len(vary) == 2 {
				other, second, err := varyOf(vary[1], named)
				if err != nil {
					return err
				}
				if other.Name != sc.Name {
					return usage("--vary %q and %q: expected values of one scenario", vary[0], vary[1])
				}
				surface.OverPath, surface.Over = second.path, nil
				for i := range surfaceRows {
					surface.Over = append(surface.Over, strconv.FormatFloat(second.from+(second.to-second.from)*float64(i)/(surfaceRows-1), 'f', -1, 64)+second.unit)
				}
			} else if over != "" {
				path, list, two := strings.Cut(over, "=")
				if surface.OverPath, surface.Over = path, strings.Split(list, ","); !two || slices.Contains(surface.Over, "") {
					return usage("--over %q: expected a path and choices such as changes.slow.do.staffing=0.8,0.6,0.4", over)
				}
			}
			if s.out != "" {
				if err := results.CheckTarget(s.out); err != nil {
					return inputError{fmt.Errorf("--out: %w", err)}
				}
			}
			kpi, ok := experiment.KPINamed(on)
			if !ok {
				return usage("--on %q: expected cost, paid, time, emissions, reliability, or a figure: %s", on, strings.Join(experiment.KPINames(), ", "))
			}
			net, err := g.network()
			if err != nil {
				return err
			}
			surface.BreakEven = experiment.BreakEven{Plan: experiment.Plan{Net: net, Seed: s.seed, Reps: s.reps, Workers: s.workers}, Base: sc, Share: s.share, Fidelity: s.fidelityOf(),
				Between: [2]route.Routing{routings[0], routings[1]}, KPI: kpi, Path: first.path, From: first.from, To: first.to, Unit: first.unit}
			return s.breakEven(cmd, g, &surface)
		},
	}
	s.flags(cmd, "us,direct")
	f := cmd.Flags()
	for _, name := range []string{"routing", "json", "fail-if", "against", "inputs", "precision", "precise", "most-reps", "check-preroll"} {
		f.MarkHidden(name)
	}
	f.StringArrayVar(&vary, "vary", nil, "value that varies and its range, `PATH=FROM..TO[unit]`; a second one for a surface")
	f.StringVar(&over, "over", "", "second value and its choices, `PATH=A,B,C`")
	f.StringVar(&between, "between", "us,direct", "the two routings")
	f.StringVar(&on, "on", "cost", "figure that is compared: cost, paid, time, emissions, reliability, or any other")
	f.Lookup("csv").Usage = "print every point simulated as CSV instead"
	f.Lookup("reps").DefValue = "3"
	s.reps = 3
	return cmd
}

// surfaceRows is at how many values of a second range the break-even is sought.
const surfaceRows = 5

// breakEven solves and prints the answer.
func (s *simulation) breakEven(cmd *cobra.Command, g *global, b *experiment.Surface) error {
	if !s.quiet {
		fmt.Fprintf(g.err, "at most %d runs\n", b.Cells()*len(b.Over))
	}
	var answers []*experiment.BreakAnswer
	var err error
	if b.OverPath == "" {
		var a *experiment.BreakAnswer
		a, err = b.BreakEven.Solve(cmd.Context())
		answers = append(answers, a)
	} else {
		answers, err = b.Solve(cmd.Context())
	}
	if err != nil {
		return g.where(err)
	}
	if s.out != "" {
		if err := s.keep(g, results.BreakEven, b.Tables(answers), b.Plan.Net, b.Base, 0); err != nil {
			return err
		}
	}
	if s.csv {
		_, err := g.out.Write(b.SurfaceTable(b.Over, answers).CSV())
		return err
	}
	var texts []report.BreakText
	for i, a := range answers {
		t := report.BreakText{What: b.Path, Over: b.Over[i], Unit: b.Unit, KPI: b.KPI, First: b.Between[0].String(), Second: b.Between[1].String(), Flips: a.Flips, At: a.At, Of: a.Of, Reps: a.Reps}
		for _, p := range a.Points {
			t.Rows = append(t.Rows, report.BreakRow{X: p.X, Difference: p.Difference})
		}
		texts = append(texts, t)
	}
	if b.OverPath == "" {
		return report.Break(g.out, texts[0])
	}
	return report.BreakSurface(g.out, b.OverPath, texts)
}
