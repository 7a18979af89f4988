package report

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"corridor/sim/report/chart"
	"corridor/sim/results"
)

// sweepKPIs are the figures of a sweep that are drawn.
var sweepKPIs = []struct{ kpi, name, unit string }{
	{"transit_hours", "figure.transit_hours", "forest.time"},
	{"paid_usd_per_tonne", "figure.paid_usd_per_tonne", "forest.paid"},
}

func (b *book) sweepFigures() (list []Figure, err error) {
	for _, k := range sweepKPIs {
		for f := range b.plan.Factors {
			if fig, ok := b.effect(f, k.kpi, say(k.name), say(k.unit)); ok {
				list = append(list, fig)
			}
		}
		if fig, ok := b.surface(k.kpi, say(k.unit)); ok {
			list = append(list, fig)
		}
	}
	if fig, ok := b.runsSpread(); ok {
		list = append(list, fig)
	}
	return list, nil
}

// levels of a factor: its values in numeric order, or bins of equal numbers of
// points where there are many. of maps a point to its level.
func (b *book) levels(f int) (names []string, of []int) {
	values := map[string]bool{}
	numeric := true
	var numbers []float64
	for _, p := range b.plan.Points {
		if !values[p[f]] {
			values[p[f]] = true
			names = append(names, p[f])
			x, ok := results.Quantity(p[f])
			numeric = numeric && ok
			numbers = append(numbers, x)
		}
	}
	number := map[string]float64{}
	for i, n := range names {
		number[n] = numbers[i]
	}
	if numeric {
		slices.SortStableFunc(names, func(x, y string) int {
			switch {
			case number[x] < number[y]:
				return -1
			case number[x] > number[y]:
				return 1
			}
			return 0
		})
	}
	level := map[string]int{}
	const most = 10
	if len(names) > most {
		var bins []string
		for k := range most {
			from, to := k*len(names)/most, (k+1)*len(names)/most-1
			for i := from; i <= to; i++ {
				level[names[i]] = k
			}
			bins = append(bins, level3(names[from])+" – "+level3(names[to]))
		}
		names = bins
	} else {
		for i, n := range names {
			level[n] = i
			names[i] = level3(n)
		}
	}
	for _, p := range b.plan.Points {
		of = append(of, level[p[f]])
	}
	return names, of
}

// level3 shortens the number that a level begins with to three digits.
func level3(name string) string {
	n := strings.IndexFunc(name, func(r rune) bool { return !(r >= '0' && r <= '9') && r != '.' })
	if n < 0 {
		n = len(name)
	}
	x, err := strconv.ParseFloat(name[:n], 64)
	if err != nil || n < 6 || !strings.Contains(name[:n], ".") {
		return name
	}
	return strconv.FormatFloat(x, 'g', 3, 64) + name[n:]
}

// moments sums a figure.
type moments struct{ n, sum, squares float64 }

func (m *moments) add(x float64) { m.n++; m.sum += x; m.squares += x * x }

// estimate is the mean with its interval by the normal approximation.
func (m *moments) estimate() (mean, lo, hi float64) {
	mean = m.sum / m.n
	if m.n < 2 {
		return mean, mean, mean
	}
	half := 1.96 * math.Sqrt(max(0, (m.squares-m.n*mean*mean)/(m.n-1)/m.n))
	return mean, mean - half, mean + half
}

func routingClass(r string) string { return chart.CaseClass(r, 0) }

// effect of a factor on a figure, one point a routing and level.
func (b *book) effect(f int, kpi string, what, unit chart.Words) (fig Figure, ok bool) {
	names, of := b.levels(f)
	if len(names) < 2 {
		return fig, false
	}
	sum := make([]map[string]*moments, len(names))
	for i := range sum {
		sum[i] = map[string]*moments{}
		for _, r := range b.plan.Routings {
			sum[i][r] = &moments{}
		}
	}
	for _, c := range b.cells {
		if x, has := c.Figures[kpi]; has && c.Point < len(of) && sum[of[c.Point]][c.Routing] != nil {
			sum[of[c.Point]][c.Routing].add(x)
		}
	}
	factor := b.plan.Factors[f]
	p := &chart.Forest{Title: join(": ", say("sweep.effect", what), chart.Same(factor)), Unit: unit}
	table := Grid{Left: 2, Head: []chart.Words{chart.Same(factor), say("col.case"), say("col.runs"), say("col.mean"), say("col.lo"), say("col.hi")}}
	lowest := math.Inf(1)
	for i, n := range names {
		row := chart.ForestRow{Label: chart.Same(n)}
		for k, r := range b.plan.Routings {
			m := sum[i][r]
			if m.n == 0 {
				continue
			}
			mean, lo, hi := m.estimate()
			lowest = min(lowest, lo)
			label := known("routing.", r)
			row.Points = append(row.Points, chart.Point{Key: k, Mean: mean, Lo: lo, Hi: hi, Text: number(mean), Tip: join("\n", label, join(" ", number(mean), unit))})
			table.add(chart.Same(n), label, chart.Same(strconv.Itoa(int(m.n))), number(mean), number(lo), number(hi))
			ok = true
		}
		p.Rows = append(p.Rows, row)
	}
	p.Zero = lowest
	for _, r := range b.plan.Routings {
		p.Keys = append(p.Keys, chart.Key{Name: known("routing.", r), Class: routingClass(r)})
	}
	return Figure{ID: "effect-" + slug(kpi+"-"+factor), Kind: "effects", Section: "sweep", Title: p.Title, Note: say("sweep.effectnote"), Draw: p.SVG, Table: table}, ok
}

// surface of the difference of the first two routings over the first two
// factors: where it changes its sign the ranking does.
func (b *book) surface(kpi string, unit chart.Words) (fig Figure, ok bool) {
	if len(b.plan.Factors) < 2 || len(b.plan.Routings) < 2 {
		return fig, false
	}
	xs, ofX := b.levels(0)
	ys, ofY := b.levels(1)
	if len(xs) < 2 || len(ys) < 2 {
		return fig, false
	}
	a, z := b.plan.Routings[0], b.plan.Routings[1]
	type key struct{ point, rep int }
	first := map[key]float64{}
	for _, c := range b.cells {
		if x, has := c.Figures[kpi]; has && c.Routing == a {
			first[key{c.Point, c.Replication}] = x
		}
	}
	sum := make([][]moments, len(ys))
	for i := range sum {
		sum[i] = make([]moments, len(xs))
	}
	for _, c := range b.cells {
		x, has := c.Figures[kpi]
		if base, both := first[key{c.Point, c.Replication}]; has && both && c.Routing == z && c.Point < len(ofX) {
			sum[ofY[c.Point]][ofX[c.Point]].add(x - base)
			ok = true
		}
	}
	filled := 0
	for _, row := range sum {
		for _, m := range row {
			if m.n > 0 {
				filled++
			}
		}
	}
	if 3*filled < 2*len(xs)*len(ys) {
		return fig, false // a cross or a cloud, no surface
	}
	la, lz := known("routing.", a), known("routing.", z)
	h := &chart.Heat{Title: say("sweep.surface", lz, la, unit), Unit: unit, XName: chart.Same(b.plan.Factors[0]), YName: chart.Same(b.plan.Factors[1])}
	table := Grid{Left: 2, Head: []chart.Words{h.YName, h.XName, unit}}
	for _, x := range xs {
		h.X = append(h.X, chart.Same(x))
	}
	for r, y := range ys {
		h.Y = append(h.Y, chart.Same(y))
		var row []float64
		var texts []chart.Words
		for c, x := range xs {
			m := &sum[r][c]
			if m.n == 0 {
				row, texts = append(row, math.NaN()), append(texts, chart.Words{})
				continue
			}
			row = append(row, m.sum/m.n)
			texts = append(texts, join("\n", chart.Same(x+" · "+y), join(" ", signed(m.sum/m.n), unit)))
			table.add(chart.Same(y), chart.Same(x), signed(m.sum/m.n))
		}
		h.Cells, h.Texts = append(h.Cells, row), append(h.Texts, texts)
	}
	return Figure{ID: "surface-" + slug(kpi), Kind: "surface", Section: "sweep", Title: h.Title, Note: say("sweep.surfacenote", lz, la), Draw: h.SVG, Table: table}, ok
}

// runsSpread is how the mean door-to-door time is spread over the runs.
func (b *book) runsSpread() (fig Figure, ok bool) {
	by := map[string][]float64{}
	all := []float64{}
	for _, c := range b.cells {
		if x, has := c.Figures["transit_hours"]; has {
			by[c.Routing] = append(by[c.Routing], x)
			all = append(all, x)
		}
	}
	if len(all) < 10 {
		return fig, false
	}
	slices.Sort(all)
	width := (all[len(all)-1] - all[0]) / 50
	if width <= 0 {
		return fig, false
	}
	p := &chart.Spread{Title: say("sweep.spread"), Unit: say("unit.h")}
	table := Grid{Left: 1, Head: []chart.Words{say("col.case"), say("col.from"), say("col.to"), say("col.runs")}}
	for _, r := range b.plan.Routings {
		xs := by[r]
		if len(xs) == 0 {
			continue
		}
		slices.Sort(xs)
		row := chart.SpreadRow{Label: first(known("routing.", r)), Class: routingClass(r), Edges: []float64{math.Floor(xs[0]/width) * width}}
		for i := 0; i < len(xs); {
			from := row.Edges[len(row.Edges)-1]
			k := i
			for k < len(xs) && (xs[k] < from+width || len(row.Shares) > 60) {
				k++
			}
			n := float64(k - i)
			row.Edges, row.Shares = append(row.Edges, from+width), append(row.Shares, n/float64(len(xs)))
			row.Tips = append(row.Tips, say("spread.tip", number(from), number(from+width), share(n/float64(len(xs)))))
			if n > 0 {
				table.add(known("routing.", r), number(from), number(from+width), number(n))
			}
			i = k
		}
		for _, q := range []struct {
			name string
			at   float64
		}{{"p50", 0.5}, {"p95", 0.95}} {
			x := xs[int(q.at*float64(len(xs)-1))]
			row.Marks = append(row.Marks, chart.Quantile{At: x, Name: join(" ", chart.Same(q.name), number(x), chart.Same("h"))})
		}
		p.Rows = append(p.Rows, row)
	}
	return Figure{ID: "distribution", Kind: "distribution", Section: "sweep", Title: p.Title, Note: say("sweep.spreadnote"), Draw: p.SVG, Table: table}, true
}

func (b *book) sweepAnswer() (sentence chart.Words, more []chart.Words) {
	quantile := func(kpi string, q float64) chart.Words {
		var xs []float64
		for _, c := range b.cells {
			if x, ok := c.Figures[kpi]; ok {
				xs = append(xs, x)
			}
		}
		if len(xs) == 0 {
			return chart.Same("–")
		}
		slices.Sort(xs)
		return number(xs[int(q*float64(len(xs)-1))])
	}
	sentence = say("answer.sweep", count(len(b.cells)), b.plan.Name, quantile("transit_hours", 0.05), quantile("transit_hours", 0.95), quantile("paid_usd_per_tonne", 0.05), quantile("paid_usd_per_tonne", 0.95))
	failed := 0
	for _, c := range b.cells {
		if c.Error != "" {
			failed++
		}
	}
	if missing := b.plan.Cells() - len(b.cells); failed+missing > 0 {
		more = append(more, say("sweep.failed", strconv.Itoa(failed), strconv.Itoa(b.plan.Cells()), strconv.Itoa(missing)))
	}
	return sentence, more
}

func (b *book) sweepMethod() []block {
	p := b.plan
	again := block{Title: say("method.command"), Text: []chart.Words{say("method.again")}, Code: "corridor sweep FILE --out DIR\ncorridor run DIR --cell ID"}
	for i, f := range p.Factors {
		if i < len(p.Paths) {
			again.Pairs = append(again.Pairs, pair{say("method.factor", f), p.Paths[i]})
		}
	}
	list := []block{{Title: say("method.how"), Text: []chart.Words{say("method.sweeptext")}}, again}
	if p.Scenario != "" {
		list = append(list, block{Title: say("method.varied"), Code: p.Scenario})
	}
	return append(list, block{Title: say("method.versions"), Pairs: []pair{{say("method.program"), "corridor " + p.Version}, {say("method.data"), p.Data}}})
}
