package report

import (
	"slices"
	"strconv"

	"corridor/sim/report/chart"
	"corridor/sim/results"
)

// question is question.csv: what a break-even is of.
type question struct{ scenario, path, unit, over, first, second, kpi, kpiUnit string }

// line is the difference over the value that varies, at one second value.
type line struct {
	over   string
	points []chart.EvenPoint
	at     results.Estimate // where it is zero, over `of` replications
	of     int
}

// even reads a break-even.
func (b *book) even() (q question, lines []line, err error) {
	err = b.folder.Table("question").Scan([]string{"scenario", "path", "path_unit", "over", "first", "second", "kpi", "unit"}, func(c results.Cells) {
		q = question{c.Text(0), c.Text(1), c.Text(2), c.Text(3), c.Text(4), c.Text(5), c.Text(6), c.Text(7)}
	})
	if err != nil {
		return q, nil, err
	}
	err = b.folder.Table("breakeven").Scan([]string{"over", "x", "difference", "lo", "hi", "flips_at", "flips_lo", "flips_hi", "flips_of"}, func(c results.Cells) {
		if n := len(lines); n == 0 || lines[n-1].over != c.Text(0) {
			lines = append(lines, line{over: c.Text(0)})
		}
		l := &lines[len(lines)-1]
		l.points = append(l.points, chart.EvenPoint{X: c.Number(1), Mean: c.Number(2), Lo: c.Number(3), Hi: c.Number(4)})
		if c.Text(5) != "" {
			l.at, l.of = results.Estimate{Mean: c.Number(5), Lo: c.Number(6), Hi: c.Number(7)}, int(c.Number(8))
		}
	})
	return q, lines, err
}

// value writes the value that varies, with its unit.
func (q *question) value(x float64) chart.Words { return join("", number(x), chart.Same(q.unit)) }

// where the line is zero, in words with the interval.
func (q *question) where(l *line) chart.Words {
	switch {
	case l.of == 0:
		return say("even.nowhere")
	case l.of == 1:
		return q.value(l.at.Mean)
	}
	return say("even.at", q.value(l.at.Mean), number(l.at.Lo), number(l.at.Hi))
}

// sides are who is lower where the difference is above zero, and below.
func (q *question) sides() [2]chart.Key {
	side := func(r, other string) chart.Key {
		class := chart.CaseClass(r, 0)
		if class == chart.CaseClass(other, 0) {
			class = chart.CaseClass(r, 1)
		}
		return chart.Key{Name: say("even.lower", known("routing.", r)), Class: class}
	}
	return [2]chart.Key{side(q.first, ""), side(q.second, q.first)}
}

// breakEven draws the curve, or over two values the surface.
func (b *book) breakEven() (list []Figure, err error) {
	q, lines, err := b.even()
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	what := first(known("figure.", q.kpi))
	unit := say("even.unit", known("routing.", q.second), known("routing.", q.first), chart.Same(q.kpiUnit))
	table := Grid{Left: 1, Head: []chart.Words{chart.Same(q.over), chart.Same(q.path), unit, say("col.lo"), say("col.hi"), say("even.col")}}
	for i := range lines {
		l := &lines[i]
		for k := range l.points {
			p := &l.points[k]
			p.Tip = join("\n", q.value(p.X), join(" ", signed(p.Mean), chart.Same(q.kpiUnit)))
			table.add(chart.Same(l.over), q.value(p.X), signed(p.Mean), signed(p.Lo), signed(p.Hi), q.where(l))
		}
	}
	at := func(l *line) *chart.Point {
		if l.of == 0 {
			return nil
		}
		return &chart.Point{Mean: l.at.Mean, Lo: l.at.Lo, Hi: l.at.Hi, Text: q.where(l), Tip: say("even.tip", q.where(l))}
	}
	name := chart.Same(q.path)
	if q.unit != "" {
		name = chart.Same(q.path + ", " + q.unit)
	}
	if len(lines) == 1 && q.over == "" {
		l := &lines[0]
		table.Head[0], table.Left = chart.Same(""), 0
		for i, row := range table.Rows {
			table.Rows[i] = row[1:]
		}
		table.Head = table.Head[1:]
		c := &chart.Even{Title: say("even.title", what), Unit: unit, XName: name, Sides: q.sides(), Points: l.points, At: at(l)}
		return []Figure{{ID: "breakeven", Kind: "breakeven", Section: "breakeven", Title: c.Title, Note: say("even.note"), Draw: c.SVG, Table: table}}, nil
	}
	c := &chart.Frontier{Title: say("even.title", what), Unit: unit, XName: name, YName: chart.Same(q.over), Sides: q.sides(), Line: chart.Key{Name: say("even.line"), Class: "ink", Line: true}}
	c.From, c.To = lines[0].points[0].X, lines[0].points[len(lines[0].points)-1].X
	for i := range lines {
		l := &lines[i]
		c.Strips = append(c.Strips, chart.Strip{Label: chart.Same(l.over), Points: l.points, At: at(l), Note: q.where(l)})
	}
	return []Figure{{ID: "breakeven", Kind: "breakeven", Section: "breakeven", Title: c.Title, Note: say("even.surfacenote", first(unit)), Draw: c.SVG, Table: table}}, nil
}

// evenAnswer is where the ranking flips, in a sentence.
func (b *book) evenAnswer() chart.Words {
	q, lines, err := b.even()
	if err != nil || len(lines) == 0 {
		return chart.Same("–") // figures tell what is damaged
	}
	one, two, what := known("routing.", q.first), known("routing.", q.second), known("figure.", q.kpi)
	if len(lines) == 1 {
		l := &lines[0]
		from, to := &l.points[0], &l.points[len(l.points)-1]
		lower, higher := one, two
		if from.Mean < 0 {
			lower, higher = two, one
		}
		if l.of == 0 {
			return say("answer.noflip", chart.Same(q.path), q.value(from.X), q.value(to.X), lower, what, higher)
		}
		at := q.value(l.at.Mean)
		if l.of > 1 {
			at = say("even.interval", at, number(l.at.Lo), number(l.at.Hi))
		}
		return say("answer.flip", first(one), two, what, chart.Same(q.path), at, lower, higher)
	}
	some := slices.DeleteFunc(slices.Clone(lines), func(l line) bool { return l.of == 0 })
	if len(some) == 0 {
		return say("answer.noflips", first(one), two, what)
	}
	lo, hi := some[0], some[0]
	for _, l := range some {
		if l.at.Mean < lo.at.Mean {
			lo = l
		}
		if l.at.Mean > hi.at.Mean {
			hi = l
		}
	}
	return say("answer.flips", first(one), two, what, chart.Same(q.path), q.value(lo.at.Mean), chart.Same(lo.over), q.value(hi.at.Mean), chart.Same(hi.over), chart.Same(q.over), strconv.Itoa(len(some)), strconv.Itoa(len(lines)))
}
