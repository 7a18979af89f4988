package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"slices"

	"corridor/data"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// makes are what the command makes; the first two need no raw files.
var makes = []string{"drayage", "derived", "border", "sea", "rail"}

// run is the command: 0 ok, 1 a fault in the raw files, 2 wrong use.
func run(args []string, out, errs io.Writer) int {
	flags := flag.NewFlagSet("gen", flag.ContinueOnError)
	flags.SetOutput(errs)
	raw := flags.String("raw", "", "folder of the raw files")
	world := flags.String("world", "", "folder of tables in place of the built-in ones")
	years := borderYears{base: 2024}
	flags.IntVar(&years.first, "from", 2019, "first year")
	flags.IntVar(&years.last, "to", 2024, "last year")
	guesses := flags.Bool("assumptions", false, "print the rows of assumptions.csv instead")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	what := flags.Arg(0)
	if flags.NArg() != 1 || !slices.Contains(makes, what) || !slices.Contains(makes[:2], what) && *raw == "" {
		fmt.Fprintln(errs, "gen: expected what to make: -raw DIR border, sea or rail, or drayage or derived")
		return 2
	}
	tables := data.Builtin()
	if *world != "" {
		tables = os.DirFS(*world)
	}
	set, err := data.Load(tables)
	switch {
	case err != nil:
	case what == "rail":
		err = rail(set, os.DirFS(*raw), out)
	case what == "sea":
		err = sea(set, os.DirFS(*raw), out)
	case what == "derived":
		err = derived(set, out)
	case what == "drayage":
		err = drayage(set, *guesses, out)
	default:
		err = border(set, os.DirFS(*raw), years, *guesses, out)
	}
	if err != nil {
		fmt.Fprintln(errs, "gen:", err)
		return 1
	}
	return 0
}
