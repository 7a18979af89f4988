package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"corridor/data"
	"corridor/network"
	"corridor/sim/experiment"
)

const (
	exitFailed      = 1
	exitUsage       = 2
	exitInput       = 3
	exitMissed      = 4
	exitInterrupted = 130
)

// usageError is a fault of the command line itself.
type usageError struct{ error }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// global are the flags that all commands share.
type global struct {
	world string
	out   io.Writer
	err   io.Writer
}

// execute runs one command line.
func execute(ctx context.Context, args []string, out, errw io.Writer) int {
	g := &global{out: out, err: errw}
	root := &cobra.Command{
		Use:   "corridor",
		Short: "Simulate freight between Canada and Mexico: through the United States or direct",
		Long: `Corridor simulates freight between Canada and Mexico and compares going through
the United States (rail or road, two borders) with going direct (ship or air), under
inspections, disruptions and new services.`,
		Example: `  corridor compare baseline --routing us,direct,open --reps 5 --out out/demo
  corridor routes Monterrey Toronto --commodity auto-parts
  corridor run laredo-rail-closure --reps 3`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          onlyCommands,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errw)
	root.SetFlagErrorFunc(flagError)
	root.PersistentFlags().StringVar(&g.world, "world", "", "folder of tables in place of the built-in ones")
	root.AddCommand(compareCommand(g), runCommand(g), sweepCommand(g), resultsCommand(g), breakevenCommand(g), traceCommand(g), criticalityCommand(g), validateCommand(g), calibrateCommand(g), reportCommand(g), plotCommand(g), routesCommand(g), networkCommand(g), scenariosCommand(g), dataCommand(g), versionCommand(g))
	root.SetHelpCommand(helpCommand(root))
	usageArgs(root)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	return complain(errw, err)
}

// usageArgs makes faults of arguments usage errors in every command.
func usageArgs(cmd *cobra.Command) {
	if check := cmd.Args; check != nil {
		cmd.Args = func(c *cobra.Command, args []string) error {
			if err := check(c, args); err != nil {
				return usageError{err}
			}
			return nil
		}
	}
	for _, c := range cmd.Commands() {
		usageArgs(c)
	}
}

// onlyCommands is for commands that have commands below them.
func onlyCommands(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("unknown command %q%s", args[0], data.DidYouMean(args[0], commandNames(cmd)))
	}
	return nil
}

// flagError adds the nearest flag to an unknown one.
func flagError(cmd *cobra.Command, err error) error {
	word, ok := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !ok {
		text, _, _ := strings.Cut(err.Error(), ": strconv.")
		return usage("%s", text)
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near := data.Nearest(word, names); near != "" {
		return usage("unknown flag: --%s; did you mean --%s?", word, near)
	}
	return usage("unknown flag: --%s; `%s --help` lists the flags", word, cmd.CommandPath())
}

// helpCommand is cobra's, but for a command that does not exist.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Explain a command",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return usage("unknown command %q%s", strings.Join(args, " "), data.DidYouMean(args[0], commandNames(root)))
			}
			return cmd.Help()
		},
	}
}

func commandNames(cmd *cobra.Command) (names []string) {
	for _, c := range cmd.Commands() {
		names = append(names, c.Name())
	}
	return names
}

// complain prints an error with a hint and returns the exit code that belongs to
// it.
func complain(w io.Writer, err error) int {
	var ue usageError
	var ps data.Problems
	switch {
	case errors.Is(err, experiment.ErrInterrupted):
		fmt.Fprintln(w, "corridor: interrupted")
		return exitInterrupted
	case errors.As(err, &ps):
		fmt.Fprintf(w, "corridor: %d %s in the input\n%s\n", len(ps), plural(len(ps), "fault", "faults"), err)
		return exitInput
	case errors.As(err, &ue):
		fmt.Fprintf(w, "corridor: %s\n`corridor --help` lists commands; `corridor COMMAND --help` explains one\n", err)
		return exitUsage
	case errors.As(err, new(missedError)):
		fmt.Fprintf(w, "corridor: %s\n", err)
		return exitMissed
	case errors.As(err, new(inputError)):
		fmt.Fprintf(w, "corridor: %s\n", err)
		return exitInput
	}
	fmt.Fprintf(w, "corridor: %s\n", err)
	return exitFailed
}

// inputError is bad input that is not in a table: a missing file or folder.
type inputError struct{ error }

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// network loads the world.
func (g *global) network() (*network.Network, error) {
	fsys := data.Builtin()
	if g.world != "" {
		if err := checkFolder(g.world); err != nil {
			return nil, err
		}
		fsys = os.DirFS(g.world)
	}
	set, err := data.Load(fsys)
	if err != nil {
		return nil, g.where(err)
	}
	net, err := network.Build(set)
	if err != nil {
		return nil, g.where(err)
	}
	return net, nil
}

// where names the world's folder in problems, so that a message leads to the
// file.
func (g *global) where(err error) error {
	var ps data.Problems
	if g.world == "" || !errors.As(err, &ps) {
		return err
	}
	named := make(data.Problems, len(ps))
	for i, p := range ps {
		if strings.HasSuffix(p.File, ".csv") && !strings.Contains(p.File, "/") {
			p.File = strings.TrimSuffix(g.world, "/") + "/" + p.File
		}
		named[i] = p
	}
	return named
}

func checkFolder(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return inputError{fmt.Errorf("--world %s: no such folder", dir)}
	case err != nil:
		return inputError{err}
	case !info.IsDir():
		return inputError{fmt.Errorf("--world %s: expected a folder of tables", dir)}
	}
	return nil
}
