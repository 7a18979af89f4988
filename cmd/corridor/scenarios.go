package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"corridor/scenarios"
)

func scenariosCommand(g *global) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "scenarios",
		Short: "List the shipped scenarios, or show one with what it inherits",
		Args:  onlyCommands,
		RunE: func(*cobra.Command, []string) error {
			list, err := scenarios.Shipped()
			if err != nil {
				return err
			}
			for i, theme := range scenarios.Themes {
				if i > 0 {
					fmt.Fprintln(g.out)
				}
				fmt.Fprintln(g.out, scenarios.Headings[theme])
				for _, s := range list {
					if s.Theme == theme {
						fmt.Fprintf(g.out, "  %-26s %s\n", s.Name, s.Title)
					}
				}
			}
			fmt.Fprintf(g.out, "\nReplays of what happened, for `corridor validate`: %s\n", strings.Join(scenarios.Replays(), ", "))
			fmt.Fprintln(g.out, "\n`corridor scenarios show NAME` prints one; copy it, change it, and give the file's path in its place.")
			return nil
		},
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "show NAME",
		Short: "Print a scenario with what it inherits",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := loadScenario(args[0])
			if err != nil {
				return err
			}
			_, err = g.out.Write(s.YAML())
			return err
		},
	})
	cmd.AddCommand(&cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of scenario files, for editors",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := g.out.Write(scenarios.Schema())
			return err
		},
	})
	cmd.AddCommand(&cobra.Command{
		Use:   "diff A B",
		Short: "Print how two scenarios differ, with what they inherit",
		Args:  cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			var text [2][]byte
			for i := range args {
				s, err := loadScenario(args[i])
				if err != nil {
					return err
				}
				text[i] = s.YAML()
			}
			for _, l := range scenarios.Diff(text[0], text[1]) {
				fmt.Fprintln(g.out, l)
			}
			return nil
		},
	})
	return cmd
}
