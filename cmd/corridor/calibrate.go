package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"corridor/data"
	"corridor/sim/experiment"
	"corridor/sim/validate"
)

func calibrateCommand(g *global) *cobra.Command {
	var f validateFlags
	cmd := &cobra.Command{
		Use:   "calibrate [ID…]",
		Short: "Fit the few rates that no source gives to the targets of kind fitted",
		Long: `Fits each row of calibration.csv to its target, a published figure of kind
fitted, and prints the table anew: the best factor on the servers at work, and an
ensemble of factors that fit within the noise of the measurement, from which
--inputs sampled draws. Service times are not touched: they have sources. The same
seed gives the same table. With IDs only those rows are fitted anew.`,
		Example: "  corridor calibrate --write data/tables/calibration.csv",
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.reps < 1 {
				return usage("--reps %d: expected at least 1", f.reps)
			}
			net, err := g.network()
			if err != nil {
				return err
			}
			var names []string
			for _, row := range net.Set.Rows("calibration") {
				names = append(names, row.Key())
			}
			for _, id := range args {
				if !slices.Contains(names, id) {
					return inputError{fmt.Errorf("%q: expected a row of calibration.csv%s", id, data.DidYouMean(id, names))}
				}
			}
			report, finish := f.progress(g, 0)
			fits, err := validate.Calibrate(cmd.Context(), validate.Plan{Net: net, IDs: args, Seed: f.seed, Reps: f.reps, Workers: f.workers, Progress: func(done, total int) {
				if report != nil {
					report(experiment.Progress{Done: done, Total: total})
				}
			}})
			finish()
			if err != nil {
				return g.where(err)
			}
			table := validate.CalibrationCSV(fits)
			if f.write != "" {
				if err := os.WriteFile(f.write, []byte(table), 0o644); err != nil {
					return inputError{fmt.Errorf("--write: %w", err)}
				}
			}
			_, err = fmt.Fprint(g.out, table)
			return err
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.write, "write", "", "write the table to this file too")
	fl.Uint64Var(&f.seed, "seed", 1, "seed of the random numbers")
	fl.IntVar(&f.reps, "reps", 12, "replications of each world")
	fl.IntVar(&f.workers, "workers", 0, "processors to use; 0: all. Results do not depend on it")
	fl.BoolVar(&f.quiet, "quiet", false, "no progress")
	return cmd
}
