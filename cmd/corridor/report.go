package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"corridor/data"
	"corridor/sim/report"
	"corridor/sim/report/chart"
)

func checkLanguage(lang string) error {
	if !slices.Contains(chart.Languages, lang) {
		return usage("--lang %q: expected %s%s", lang, strings.Join(chart.Languages, ", "), data.DidYouMean(lang, chart.Languages))
	}
	return nil
}

func reportCommand(g *global) *cobra.Command {
	var out, lang, impact string
	cmd := &cobra.Command{
		Use:   "report DIR",
		Short: "Write a result folder as one HTML page to open, mail and print",
		Long: `Writes one self-contained page from a result folder alone (of compare, run, sweep,
breakeven, validate or data assumptions --impact): the answer, tables, maps, charts
with their data, method and sources. It needs no network, and no other file.
With --impact the page of a comparison shows the assumptions that move its answer
most.`,
		Example: "  corridor report out/demo\n  corridor report out/demo --lang es --out informe.html\n  corridor report out/demo --impact out/impact",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := checkLanguage(lang); err != nil {
				return err
			}
			return g.report(args[0], impact, out, lang)
		},
	}
	f := cmd.Flags()
	f.StringVar(&impact, "impact", "", "`DIR` of data assumptions --impact --out, for the page of a comparison of the same cases and data")
	f.StringVar(&out, "out", "", "file to write; without it report.html in the folder")
	f.StringVar(&lang, "lang", "en", "language that the page opens in: en, es, fr; it can be switched in the page")
	return cmd
}

// report writes the page of a folder and says where.
func (g *global) report(dir, impact, out, lang string) error {
	if out == "" {
		out = filepath.Join(dir, "report.html")
	}
	var b bytes.Buffer
	if err := report.HTML(&b, dir, impact, lang); err != nil {
		return inputError{err}
	}
	if err := os.WriteFile(out, b.Bytes(), 0o644); err != nil {
		return inputError{fmt.Errorf("--out: %w", err)}
	}
	fmt.Fprintf(g.err, "%s (%d kB): open it in a browser\n", out, (b.Len()+999)/1000)
	return nil
}

func plotCommand(g *global) *cobra.Command {
	var kind, format, name, lang, out string
	var narrow bool
	cmd := &cobra.Command{
		Use:   "plot DIR",
		Short: "Draw one chart of a result folder as a picture",
		Long: `Draws one chart of a result folder, the same that its report has, as a picture of
its own for papers and slides.`,
		Example: "  corridor plot out/demo --kind stages > stages.svg\n  corridor plot out/demo --kind map --case baseline/direct --out map.svg",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := checkLanguage(lang); err != nil {
				return err
			}
			if !slices.Contains(report.Kinds, kind) {
				return usage("--kind %q: expected %s%s", kind, strings.Join(report.Kinds, ", "), data.DidYouMean(kind, report.Kinds))
			}
			if format != "svg" {
				return usage("--format %q: expected svg", format)
			}
			raw, err := report.Plot(args[0], kind, name, lang, narrow)
			if err != nil {
				return inputError{err}
			}
			if out == "" {
				_, err = g.out.Write(raw)
				return err
			}
			if err := os.WriteFile(out, raw, 0o644); err != nil {
				return inputError{fmt.Errorf("--out: %w", err)}
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&kind, "kind", "stages", "chart: "+strings.Join(report.Kinds, ", "))
	f.StringVar(&format, "format", "svg", "svg")
	f.StringVar(&name, "case", "", "case, for charts that there is one of a case; without it the first")
	f.StringVar(&lang, "lang", "en", "language: en, es, fr")
	f.StringVar(&out, "out", "", "file to write; without it to standard output")
	f.BoolVar(&narrow, "narrow", false, "for a column 360 pixels wide")
	return cmd
}
