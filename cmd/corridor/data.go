package main

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/spf13/cobra"

	"corridor/data"
	"corridor/network"
)

func dataCommand(g *global) *cobra.Command {
	cmd := &cobra.Command{Use: "data", Short: "Show where the figures come from", Args: onlyCommands, RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	show := func(use, short string, args cobra.PositionalArgs, run func(net *network.Network, args []string) error) {
		cmd.AddCommand(&cobra.Command{Use: use, Short: short, Args: args, RunE: func(_ *cobra.Command, a []string) error {
			net, err := g.network()
			if err != nil {
				return err
			}
			return run(net, a)
		}})
	}
	shareOnly := false
	show("sources [ID]", "List sources and the share of sourced rows by table; with an id, the rows that use it", cobra.MaximumNArgs(1), func(net *network.Network, args []string) error {
		return g.sources(net, args, shareOnly)
	})
	sources, _, _ := cmd.Find([]string{"sources"})
	sources.Flags().BoolVar(&shareOnly, "share", false, "print the share of sourced rows by table only")
	cmd.AddCommand(assumptionsCommand(g))
	show("row TABLE KEY", "Show one row with its sources and assumptions", cobra.ExactArgs(2), func(net *network.Network, args []string) error { return g.row(net, args[0], args[1]) })
	show("residuals", "Compare the published totals with what the flows sum to", cobra.NoArgs, func(net *network.Network, _ []string) error { return g.residuals(net) })
	show("parameters", "List the single figures, their unit, default and value", cobra.NoArgs, func(net *network.Network, _ []string) error {
		for _, p := range network.KnownParams {
			value := p.Default + " (default)"
			if row, ok := net.Set.Find("parameters", p.Name); ok {
				value = row.Text("value")
			}
			fmt.Fprintf(g.out, "%-24s %-22s %-8s %s\n", p.Name, value, p.Unit, p.Doc)
		}
		return nil
	})
	cmd.AddCommand(&cobra.Command{
		Use:   "columns [TABLE]",
		Short: "Explain the tables of a world and their columns",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 && !slices.Contains(tableNames(), args[0]) {
				return inputError{fmt.Errorf("%q: expected a table%s", args[0], data.DidYouMean(args[0], tableNames()))}
			}
			for _, t := range data.Schema {
				if len(args) == 1 && t.Name != args[0] {
					continue
				}
				fmt.Fprintf(g.out, "%s.csv (a row: %s)\n  %s\n", t.Name, strings.Join(t.Key, ", "), t.Doc)
				for _, c := range t.Columns {
					name := c.Name
					if c.Required {
						name += " *"
					}
					fmt.Fprintf(g.out, "    %-14s %s\n", name, c.Doc)
				}
			}
			fmt.Fprintln(g.out, "(* must be given)")
			return nil
		},
	})
	return cmd
}

func tableNames() (names []string) {
	for _, t := range data.Schema {
		names = append(names, t.Name)
	}
	return names
}

func (g *global) sources(net *network.Network, args []string, shareOnly bool) error {
	if len(args) == 1 {
		src, ok := net.Set.Find("sources", args[0])
		if !ok {
			var ids []string
			for _, r := range net.Set.Rows("sources") {
				ids = append(ids, r.Key())
			}
			return inputError{fmt.Errorf("%q: expected a source%s", args[0], data.DidYouMean(args[0], ids))}
		}
		fmt.Fprintf(g.out, "%s\n  %s\n  %s, %s, confidence %s\n  %s\nused by\n", src.Key(), src.Text("title"), src.Text("publisher"), src.Text("year"), src.Text("confidence"), src.Text("address"))
		for _, t := range tableNames() {
			for _, row := range net.Set.Rows(t) {
				if t != "sources" && t != "assumptions" && slices.Contains(row.Words("source"), args[0]) {
					fmt.Fprintf(g.out, "  %s:%d %s\n", row.File(), row.Line, row.Key())
				}
			}
		}
		return nil
	}
	fmt.Fprintf(g.out, "%-12s %6s %9s %12s %7s\n", "table", "rows", "sourced", "of it in part", "none")
	for _, t := range tableNames() {
		if t == "sources" || t == "assumptions" {
			continue
		}
		rows := net.Set.Rows(t)
		sourced, part, none := 0, 0, 0
		for _, r := range rows {
			words := r.Words("source")
			guess := slices.Contains(words, "assumption")
			switch {
			case len(words) == 0 || guess && len(words) == 1:
				none++
			case guess:
				part++
				sourced++
			default:
				sourced++
			}
		}
		if len(rows) > 0 {
			fmt.Fprintf(g.out, "%-12s %6d %8.0f%% %12.0f%% %6.0f%%\n", t, len(rows), 100*float64(sourced)/float64(len(rows)), 100*float64(part)/float64(len(rows)), 100*float64(none)/float64(len(rows)))
		}
	}
	fmt.Fprintln(g.out, "(sourced: the row has a source; in part: it has one, and a figure that is an assumption; none: an assumption altogether)")
	if shareOnly {
		return nil
	}
	fmt.Fprintln(g.out)
	for _, r := range net.Set.Rows("sources") {
		fmt.Fprintf(g.out, "%-34s %-6s %s. %s, %s\n", r.Key(), r.Text("confidence"), r.Text("title"), r.Text("publisher"), r.Text("year"))
		if a := r.Text("address"); a != "" {
			fmt.Fprintf(g.out, "%-34s        %s\n", "", a)
		}
	}
	return nil
}

func (g *global) assumptions(net *network.Network, args []string) error {
	if len(args) == 1 && !slices.Contains(tableNames(), args[0]) {
		return inputError{fmt.Errorf("%q: expected a table%s", args[0], data.DidYouMean(args[0], tableNames()))}
	}
	rows := slices.Clone(net.Set.Rows("assumptions"))
	sort.SliceStable(rows, func(i, j int) bool { return rows[i].Text("table") < rows[j].Text("table") })
	last, n := "", 0
	for _, r := range rows {
		if len(args) == 1 && r.Text("table") != args[0] {
			continue
		}
		if r.Text("table") != last {
			last = r.Text("table")
			fmt.Fprintf(g.out, "%s\n", last)
		}
		n++
		fmt.Fprintf(g.out, "  %-44s %-14s %12s | %12s | %12s  %s\n", r.Text("row"), r.Text("column"), r.Text("low"), r.Text("central"), r.Text("high"), r.Text("reason"))
	}
	fmt.Fprintf(g.out, "%d assumptions: row, column, low | central | high, reason\n", n)
	return nil
}

func (g *global) row(net *network.Network, table, key string) error {
	if !slices.Contains(tableNames(), table) {
		return inputError{fmt.Errorf("%q: expected a table%s", table, data.DidYouMean(table, tableNames()))}
	}
	row, ok := net.Set.Find(table, key)
	if !ok {
		var keys []string
		for _, r := range net.Set.Rows(table) {
			keys = append(keys, r.Key())
		}
		return inputError{fmt.Errorf("%q: expected a row of %s%s", key, table, keyHint(key, keys))}
	}
	fmt.Fprintf(g.out, "%s:%d\n", row.File(), row.Line)
	for _, t := range data.Schema {
		if t.Name != table {
			continue
		}
		for _, c := range t.Columns {
			if row.Has(c.Name) {
				fmt.Fprintf(g.out, "  %-14s %s\n", c.Name, row.Text(c.Name))
			}
		}
	}
	if table != "sources" && table != "assumptions" {
		for _, id := range row.Words("source") {
			if s, ok := net.Set.Find("sources", id); ok {
				fmt.Fprintf(g.out, "source %s: %s. %s, %s. %s\n", id, s.Text("title"), s.Text("publisher"), s.Text("year"), s.Text("address"))
			}
		}
	}
	for _, a := range net.Set.Rows("assumptions") {
		if a.Text("table") == table && a.Text("row") == key {
			fmt.Fprintf(g.out, "assumption %s: %s (%s to %s): %s\n", a.Text("column"), a.Text("central"), a.Text("low"), a.Text("high"), strings.TrimSpace(a.Text("reason")))
		}
	}
	return nil
}

// keyHint suggests keys near a word: those that hold it, else the nearest.
func keyHint(word string, keys []string) string {
	var like []string
	for _, k := range keys {
		if strings.Contains(k, strings.ToLower(word)) && len(like) < 5 {
			like = append(like, k)
		}
	}
	if len(like) > 0 {
		return "; rows like it: " + strings.Join(like, ", ")
	}
	if near := data.DidYouMean(word, keys); near != "" || len(keys) == 0 {
		return near
	}
	return fmt.Sprintf(", such as %q", keys[0])
}
