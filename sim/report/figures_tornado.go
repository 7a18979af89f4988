package report

import (
	"math"
	"slices"

	"corridor/sim/report/chart"
	"corridor/sim/results"
)

// tornadoRows shown; the rest is in sensitivity.csv or impact.csv.
const tornadoRows = 14

// swing is what a factor or an assumption does to a figure: at both ends of its
// range, or by indices of strength.
type swing struct {
	name, why string
	by        map[string]results.Estimate // by measure, see results.EffectMeasures
}

// size of a swing, for the order.
func (s *swing) size() float64 {
	return max(math.Abs(s.by["low"].Mean), math.Abs(s.by["high"].Mean), s.by["mu_star"].Mean, s.by["total"].Mean)
}

// sure says whether noise alone does not explain it.
func (s *swing) sure() bool {
	for _, m := range []string{"low", "high", "mu_star", "total"} {
		if e, ok := s.by[m]; ok && e.Mean != 0 && e.Excludes(0) {
			return true
		}
	}
	return false
}

// tornado of a sweep's sensitivity.csv: both ends of every factor, or elementary
// effects or Sobol indices, whichever the design gives.
func (b *book) tornado() (list []Figure, err error) {
	if b.sensitivity == nil {
		return nil, nil
	}
	type key struct{ kpi, of string }
	var keys []key
	by := map[key][]*swing{}
	units := map[key]string{}
	err = b.sensitivity.Scan([]string{"factor", "of", "kpi", "measure", "mean", "lo", "hi", "unit"}, func(c results.Cells) {
		if !slices.ContainsFunc(sweepKPIs, func(k struct{ kpi, name, unit string }) bool { return k.kpi == c.Text(2) }) {
			return
		}
		k := key{c.Text(2), c.Text(1)}
		if by[k] == nil {
			keys = append(keys, k)
		}
		i := slices.IndexFunc(by[k], func(s *swing) bool { return s.name == c.Text(0) })
		if i < 0 {
			i = len(by[k])
			by[k] = append(by[k], &swing{name: c.Text(0), by: map[string]results.Estimate{}})
		}
		by[k][i].by[c.Text(3)] = results.Estimate{Mean: c.Number(4), Lo: c.Number(5), Hi: c.Number(6)}
		if c.Text(3) != "first" && c.Text(3) != "total" {
			units[k] = c.Text(7)
		}
	})
	for _, k := range keys {
		what := join(", ", known("figure.", k.kpi), ofLabel(k.of))
		if fig, ok := tornadoFigure(slug(k.kpi+"-"+k.of), what, chart.Same(units[k]), by[k]); ok {
			list = append(list, fig)
		} else {
			b.unmoved = append(b.unmoved, first(what))
		}
	}
	return list, err
}

// tornadoFigure draws swings, the largest first; false where nothing moves the
// figure.
func tornadoFigure(id string, what, unit chart.Words, swings []*swing) (fig Figure, ok bool) {
	slices.SortFunc(swings, func(x, y *swing) int {
		switch a, b := x.size(), y.size(); {
		case a > b:
			return -1
		case a < b:
			return 1
		case x.name < y.name:
			return -1
		}
		return 1
	})
	if len(swings) == 0 || swings[0].size() < 1e-6 {
		return fig, false
	}
	fig = Figure{ID: "tornado-" + id, Kind: "tornado", Section: "sensitivity", Title: say("tornado.noise", what)}
	if swings[0].sure() {
		fig.Title = say("tornado.title", what, swings[0].name)
	}
	p := &chart.Forest{Unit: unit, Title: fig.Title}
	fig.Draw, fig.Table = p.SVG, Grid{Left: 1, Head: []chart.Words{say("col.factor")}}
	measures := []string{"low", "high"}
	fig.Note = say("tornado.note")
	switch m := swings[0].by; {
	case has(m, "total"):
		measures, p.Unit, fig.Note = []string{"total", "first"}, say("tornado.sobolunit"), say("tornado.sobol")
	case has(m, "mu_star"):
		measures, fig.Note = []string{"mu_star"}, say("tornado.morris")
	}
	for i, m := range measures {
		p.Keys = append(p.Keys, chart.Key{Name: say("tornado." + m), Class: []string{"s0", "s3"}[i]})
		fig.Table.Head = append(fig.Table.Head, say("tornado."+m), say("col.lo"), say("col.hi"))
	}
	if has(swings[0].by, "sigma") {
		fig.Table.Head = append(fig.Table.Head, say("tornado.sigma"))
	}
	why := slices.ContainsFunc(swings, func(s *swing) bool { return s.why != "" })
	if why {
		fig.Table.Left, fig.Table.Head = 2, slices.Insert(fig.Table.Head, 1, say("col.why"))
	}
	for i, s := range swings {
		cells := []chart.Words{chart.Same(s.name)}
		if why {
			cells = append(cells, chart.Same(s.why))
		}
		row := chart.ForestRow{Label: chart.Same(s.name)}
		for k, m := range measures {
			e := s.by[m]
			bar := m == "low" || m == "high"
			text := number(e.Mean)
			if bar {
				text = signed(e.Mean)
			}
			cells = append(cells, text, number(e.Lo), number(e.Hi))
			tip := join("\n", chart.Same(s.name), join(": ", say("tornado."+m), say("tornado.tip", text, number(e.Lo), number(e.Hi))))
			if s.why != "" {
				tip = join("\n", tip, chart.Same(s.why))
			}
			x := chart.Point{Key: k, Mean: e.Mean, Lo: e.Lo, Hi: e.Hi, Text: text, Tip: tip}
			if bar {
				x.Bar, x.Pale, x.Lo, x.Hi = true, !e.Excludes(0), 0, e.Mean
			}
			row.Points = append(row.Points, x)
		}
		if e, ok := s.by["sigma"]; ok {
			cells = append(cells, number(e.Mean))
		}
		fig.Table.add(cells...)
		if i < tornadoRows && s.size() > 1e-6 {
			p.Rows = append(p.Rows, row)
		}
	}
	return fig, true
}
