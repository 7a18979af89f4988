package main

import (
	"fmt"
	"slices"

	"corridor/data"
	"corridor/network"
)

// secondsOfYear: a year of a rate has 366 days.
const secondsOfYear = 366 * 24 * 3600

// residuals prints for every published total what the flows sum to. Totals by
// mode need a run: only what they expect is shown.
func (g *global) residuals(net *network.Network) error {
	rows := net.Set.Rows("totals")
	if len(rows) == 0 {
		fmt.Fprintln(g.out, "this world has no totals.csv")
		return nil
	}
	if err := unknownGoods(net, rows); err != nil {
		return err
	}
	fmt.Fprintf(g.out, "%-24s %-8s %4s %-7s %10s %10s %9s %-8s %s\n", "total", "from-to", "year", "measure", "published", "flows", "residual", "in range", "what")
	within, counted := 0, 0
	for _, r := range rows {
		pair, measure := r.Text("from")+"-"+r.Text("to"), r.Text("measure")
		fmt.Fprintf(g.out, "%-24s %-8s %4d %-7s %10s ", r.Key(), pair, r.Int("year"), measure, amount(measure, r.Num("value")))
		if r.Has("mode") || measure == "share" {
			fmt.Fprintf(g.out, "%10s %9s %-8s %s, %s (measured in a run: %s to %s)\n", "-", "-", "-", r.Text("what"), r.Text("mode"), amount(measure, r.Num("low")), amount(measure, r.Num("high")))
			continue
		}
		sum := flowsSum(net, r)
		counted++
		in := "no"
		if sum >= r.Num("low") && sum <= r.Num("high") {
			in = "yes"
			within++
		}
		residual := "-"
		if r.Num("value") > 0 {
			residual = fmt.Sprintf("%+.1f%%", 100*(sum/r.Num("value")-1))
		}
		fmt.Fprintf(g.out, "%10s %9s %-8s %s (%s to %s)\n", amount(measure, sum), residual, in, r.Text("what"), amount(measure, r.Num("low")), amount(measure, r.Num("high")))
	}
	fmt.Fprintf(g.out, "%d of %d totals are met within their range; %d are shares by mode, measured in a run\n", within, counted, len(rows)-counted)
	return nil
}

// unknownGoods finds totals of goods that the world does not have.
func unknownGoods(net *network.Network, totals []data.Row) error {
	var known []string
	for i := range net.Commodities {
		known = append(known, net.Commodities[i].ID)
	}
	var ps data.Problems
	for _, r := range totals {
		for _, id := range r.Words("commodities") {
			if !slices.Contains(known, id) {
				ps = append(ps, r.Problem("commodities", fmt.Sprintf("expected names from commodities.csv, found %q%s", id, data.DidYouMean(id, known))))
			}
		}
	}
	if err := ps.Err(); err != nil {
		return inputError{err}
	}
	return nil
}

// flowsSum adds up the flows that a total covers, over a year.
func flowsSum(net *network.Network, total data.Row) (sum float64) {
	goods := total.Words("commodities")
	for i := range net.Flows {
		f := &net.Flows[i]
		if f.Commodity < 0 || net.Nodes[f.From].Country.String() != total.Text("from") || net.Nodes[f.To].Country.String() != total.Text("to") {
			continue
		}
		c := &net.Commodities[f.Commodity]
		if len(goods) > 0 && !slices.Contains(goods, c.ID) {
			continue
		}
		loads := f.PerSecond * secondsOfYear
		switch total.Text("measure") {
		case "usd":
			loads *= c.ValueUSD
		case "tonnes":
			loads *= c.Tonnes
		}
		sum += loads
	}
	return sum
}

// amount writes a quantity short: millions of dollars, thousands of tonnes, loads, or a share.
func amount(measure string, x float64) string {
	switch measure {
	case "usd":
		return fmt.Sprintf("%.0f M$", x/1e6)
	case "tonnes":
		return fmt.Sprintf("%.0f kt", x/1e3)
	case "loads":
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.3f", x)
}
