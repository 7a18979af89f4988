package report

import (
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"corridor/sim/results"
)

// effectFigures are the figures whose effects are printed; the others are in
// sensitivity.csv.
var effectFigures = []string{"transit_hours", "cost_usd_per_tonne", "on_time_share"}

// widest bar of a tornado, characters.
const widestBar = 24

// Effects prints what the factors of a sweep do to the main figures, the strongest
// first: as a tornado, elementary effects or Sobol indices, whichever there are.
func Effects(w io.Writer, effects []results.Effect) error {
	t := &terminal{w: w, s: &results.Summary{Replications: 2}}
	type key struct{ kpi, of string }
	var order []key
	groups := map[key]map[string]map[string]results.Estimate{} // by factor and measure
	for i := range effects {
		e := &effects[i]
		k := key{e.KPI, e.Of}
		if !slices.Contains(effectFigures, e.KPI) {
			continue
		}
		if groups[k] == nil {
			groups[k] = map[string]map[string]results.Estimate{}
			order = append(order, k)
		}
		if groups[k][e.Factor] == nil {
			groups[k][e.Factor] = map[string]results.Estimate{}
		}
		groups[k][e.Factor][e.Measure] = e.Estimate
	}
	for _, k := range order {
		t.effects(k.kpi+", "+k.of, groups[k])
	}
	return t.err
}

// size is how strong a factor is by what was measured.
func size(m map[string]results.Estimate) float64 {
	switch {
	case has(m, "total"):
		return m["total"].Mean
	case has(m, "mu_star"):
		return m["mu_star"].Mean
	}
	return math.Max(math.Abs(m["low"].Mean), math.Abs(m["high"].Mean))
}

func has(m map[string]results.Estimate, measure string) bool {
	_, ok := m[measure]
	return ok
}

func (t *terminal) effects(title string, factors map[string]map[string]results.Estimate) {
	var names []string
	for f := range factors {
		names = append(names, f)
	}
	slices.SortFunc(names, func(a, b string) int {
		if x, y := size(factors[a]), size(factors[b]); x != y {
			return map[bool]int{true: -1, false: 1}[x > y]
		}
		return strings.Compare(a, b)
	})
	first := factors[names[0]]
	g := &grid{left: 1}
	interval := func(e results.Estimate) string {
		return results.Short(e.Mean) + " [" + results.Short(e.Lo) + ", " + results.Short(e.Hi) + "]"
	}
	switch {
	case has(first, "total"):
		t.title("Sobol indices of %s: share of its variance [95%% interval]", title)
		g.add("", "alone", "in all")
		for _, f := range names {
			g.add(f, interval(factors[f]["first"]), interval(factors[f]["total"]))
		}
	case has(first, "mu_star"):
		t.title("Elementary effects on %s, %s, for the whole range of a factor [95%% interval]", title, first["mu"].Unit)
		g.add("", "mean size", "mean", "spread")
		for _, f := range names {
			g.add(f, interval(factors[f]["mu_star"]), interval(factors[f]["mu"]), results.Short(factors[f]["sigma"].Mean))
		}
	default:
		t.title("Tornado of %s, %s, from the middle of all factors [95%% interval]", title, first["low"].Unit)
		g.left = 2
		g.add("", "", "low end", "high end")
		most := size(first)
		for _, f := range names {
			g.add(f, bars(factors[f]["low"].Mean, factors[f]["high"].Mean, most), interval(factors[f]["low"]), interval(factors[f]["high"]))
		}
	}
	t.grid(g)
}

// bars draws both ends of a factor left and right of a middle line.
func bars(low, high, most float64) string {
	if most <= 0 {
		most = 1
	}
	n := func(x float64) int { return int(math.Round(math.Abs(x) / most * widestBar / 2)) }
	left := max(n(math.Min(0, low)), n(math.Min(0, high)))
	right := max(n(math.Max(0, low)), n(math.Max(0, high)))
	return strings.Repeat(" ", widestBar/2-left) + strings.Repeat("▒", left) + "│" + strings.Repeat("█", right) + strings.Repeat(" ", widestBar/2-right)
}

// Cell prints a cell that was run again beside what is stored of it.
func Cell(w io.Writer, p *results.SweepPlan, was, now *results.Cell) error {
	t := &terminal{w: w, s: &results.Summary{}}
	g := &grid{left: 1}
	g.add("", "in the sweep", "now", "unit")
	same := was.Error == ""
	number := func(c *results.Cell, name string) string {
		if x, ok := c.Figures[name]; ok {
			return strconv.FormatFloat(x, 'g', 9, 64)
		}
		return "–"
	}
	for _, f := range p.Figures {
		a, b := number(was, f[0]), number(now, f[0])
		if a == "–" && b == "–" {
			continue
		}
		same = same && was.Figures[f[0]] == now.Figures[f[0]]
		g.add(f[0], a, b, f[1])
	}
	t.grid(g)
	switch {
	case was.Error != "":
		t.line("It failed in the sweep (%s) and does not now.", was.Error)
	case same:
		t.line("The same figures.")
	default:
		t.line("Other figures: the program or the machine differs.")
	}
	return t.err
}
