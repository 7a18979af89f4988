package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"corridor/data"
	"corridor/sim/experiment"
	"corridor/sim/freight"
	"corridor/sim/results"
)

// criticalityFlags are those of `criticality`.
type criticalityFlags struct {
	simulation
	kinds string
	most  int
}

func criticalityCommand(g *global) *cobra.Command {
	var f criticalityFlags
	cmd := &cobra.Command{
		Use:   "criticality [SCENARIO]",
		Short: "Rank crossings, ports, lines and services by what their loss would cost",
		Long: `Screens every crossing, port, rail line and service by measures of the graph: the
share of fastest paths through it (betweenness), how many ways between the
countries that share nothing are lost with it (cut), and the tonnes whose
cheapest way leads through it. The --most most telling are then simulated at screen
fidelity, each removed and halved for the whole window, on the same random numbers as the
undisturbed case. Halved is half the servers or room; of a line half the speed; of a place
without resources twice the service time. The loss is in costs of the counted loads, the time of the goods and
the value of goods that do not arrive included; cargo may look for another way.`,
		Example: "  corridor criticality --most 10 --reps 2\n  corridor criticality baseline --kinds crossing --most 30",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{"baseline"}
			}
			return f.run(cmd, g, args[0])
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.routing, "routing", "open", "rule on US territory: open, us, direct, direct-strict")
	fl.Uint64Var(&f.seed, "seed", 1, "seed of the random numbers")
	fl.IntVar(&f.reps, "reps", 3, "replications")
	fl.IntVar(&f.workers, "workers", 0, "processors to use; 0: all. Results do not depend on it")
	fl.Float64Var(&f.share, "share", 1, "share of the divertible loads that are counted, 0 to 1")
	fl.StringVar(&f.kinds, "kinds", strings.Join(experiment.PartKinds, ","), "kinds of parts, separated by commas")
	fl.IntVar(&f.most, "most", 12, "most parts to simulate")
	fl.BoolVar(&f.json, "json", false, "print JSON")
	fl.BoolVar(&f.quiet, "quiet", false, "no progress")
	return cmd
}

func (f *criticalityFlags) run(cmd *cobra.Command, g *global, arg string) error {
	routings, err := f.check()
	switch {
	case err != nil:
		return err
	case len(routings) != 1:
		return usage("--routing %q: expected one", f.routing)
	case f.most < 1 || f.most > 10_000:
		return usage("--most %d: expected 1 to 10,000", f.most)
	}
	kinds := strings.Split(f.kinds, ",")
	for _, k := range kinds {
		if !slices.Contains(experiment.PartKinds, k) {
			return usage("--kinds %q: expected kinds among %s%s", k, strings.Join(experiment.PartKinds, ", "), data.DidYouMean(k, experiment.PartKinds))
		}
	}
	net, err := g.network()
	if err != nil {
		return err
	}
	sc, err := loadScenario(arg)
	if err != nil {
		return err
	}
	var progress func(experiment.Progress)
	finish := func() {}
	list, n, err := experiment.RunCriticality(cmd.Context(), experiment.CriticalityPlan{
		Net: net, Case: freight.Case{Scenario: sc, Routing: routings[0], Share: f.share}, Seed: f.seed, Reps: f.reps, Workers: f.workers, Kinds: kinds, Most: f.most,
		Budget: func(parts, simulated, runs int) {
			if !f.quiet {
				fmt.Fprintf(g.err, "%d parts screened, %d of them simulated: %d runs at screen fidelity (undisturbed, removed and halved, %d %s)\n", parts, simulated, runs, f.reps, plural(f.reps, "replication", "replications"))
			}
			progress, finish = f.progress(g, runs)
		},
		Progress: func(done, total int) {
			if progress != nil {
				progress(experiment.Progress{Done: done, Total: total})
			}
		},
	})
	finish()
	if err != nil {
		return g.where(err)
	}
	if f.json {
		raw, err := json.MarshalIndent(list, "", "  ")
		fmt.Fprintln(g.out, string(raw))
		return err
	}
	f.table(g, list, n)
	return nil
}

func (f *criticalityFlags) table(g *global, list []experiment.Criticality, n int) {
	head := []string{"", "kind", "removed, USD", "±", "hours", "delivered", "halved, USD", "±", "betweenness", "cut", "Mt a year"}
	rows := [][]string{head}
	half := func(e results.Estimate) string { return results.Short((e.Hi - e.Lo) / 2) }
	for i := range list {
		c := &list[i]
		row := []string{c.ID, c.Kind, "not simulated", "", "", "", "", ""}
		if i < n {
			row = []string{c.ID, c.Kind, results.Short(c.Removed.USD.Mean), half(c.Removed.USD), fmt.Sprintf("%+.2f", c.Removed.Hours.Mean), fmt.Sprintf("%+.2f%%", 100*c.Removed.Delivered.Mean),
				results.Short(c.Halved.USD.Mean), half(c.Halved.USD)}
		} else if i >= n+10 {
			break
		}
		rows = append(rows, append(row, fmt.Sprintf("%.4f", c.Betweenness), results.Short(c.Cut), results.Short(c.Tonnes/1e6)))
	}
	width := make([]int, len(head))
	for _, r := range rows {
		for k, cell := range r {
			width[k] = max(width[k], len([]rune(cell)))
		}
	}
	for _, r := range rows {
		var b strings.Builder
		for k, cell := range r {
			if k < 2 {
				fmt.Fprintf(&b, "%-*s  ", width[k], cell)
			} else {
				fmt.Fprintf(&b, "%*s  ", width[k], cell)
			}
		}
		fmt.Fprintln(g.out, strings.TrimRight(b.String(), " "))
	}
	if rest := len(list) - n; rest > 0 {
		fmt.Fprintf(g.out, "%d %s not simulated; --most simulates more\n", rest, plural(rest, "part was", "parts were"))
	}
}
