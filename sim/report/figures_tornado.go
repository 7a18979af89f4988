package report

import (
	"math"
	"slices"

	"corridor/sim/report/chart"
	"corridor/sim/results"
)

// tornadoRows shown; the rest is in sensitivity.csv.
const tornadoRows = 16

// swing is what a factor or an assumption does to a figure.
type swing struct {
	name      string
	low, high results.Estimate // at both ends, or the same estimate twice
	bar       bool
}

// size of a swing, for the order.
func (s *swing) size() float64 { return math.Max(math.Abs(s.low.Mean), math.Abs(s.high.Mean)) }

// tornado of a sweep's sensitivity.csv: both ends of every factor, or elementary
// effects or Sobol indices, whichever the design gives.
func (b *book) tornado() (list []Figure, err error) {
	if b.sensitivity == nil {
		return nil, nil
	}
	type key struct{ kpi, of string }
	var keys []key
	by := map[key]map[string]*swing{}
	units := map[key]string{}
	err = b.sensitivity.Scan([]string{"factor", "of", "kpi", "measure", "mean", "lo", "hi", "unit"}, func(c results.Cells) {
		measure := c.Text(3)
		if !slices.ContainsFunc(sweepKPIs, func(k struct{ kpi, name, unit string }) bool { return k.kpi == c.Text(2) }) || !slices.Contains([]string{"low", "high", "mu_star", "total"}, measure) {
			return
		}
		k := key{c.Text(2), c.Text(1)}
		if by[k] == nil {
			by[k] = map[string]*swing{}
			keys = append(keys, k)
		}
		s := by[k][c.Text(0)]
		if s == nil {
			s = &swing{name: c.Text(0)}
			by[k][s.name] = s
		}
		e := results.Estimate{Mean: c.Number(4), Lo: c.Number(5), Hi: c.Number(6), Unit: c.Text(7)}
		units[k] = e.Unit
		switch measure {
		case "low":
			s.low, s.bar = e, true
		case "high":
			s.high, s.bar = e, true
		default:
			s.low, s.high = e, e
		}
	})
	for _, k := range keys {
		var swings []*swing
		for _, s := range by[k] {
			swings = append(swings, s)
		}
		what := say("sweep.time")
		if k.kpi != "transit_hours" {
			what = say("sweep.paid")
		}
		list = append(list, tornadoFigure(slug(k.kpi+"-"+k.of), join(", ", what, known("routing.", k.of)), chart.Same(units[k]), swings))
	}
	return list, err
}

// tornadoFigure draws swings, the largest first.
func tornadoFigure(id string, what, unit chart.Words, swings []*swing) Figure {
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
	p := &chart.Forest{Unit: unit, Keys: []chart.Key{{Name: say("tornado.low"), Class: "us1"}, {Name: say("tornado.high"), Class: "us0"}}}
	table := Grid{Left: 1, Head: []chart.Words{say("col.factor"), say("tornado.low"), say("tornado.high")}}
	for i, s := range swings {
		table.add(chart.Same(s.name), signed(s.low.Mean), signed(s.high.Mean))
		if i >= tornadoRows {
			continue
		}
		row := chart.ForestRow{Label: chart.Same(s.name)}
		if s.bar {
			row.Points = append(row.Points, chart.Point{Key: 0, Lo: 0, Hi: s.low.Mean, Bar: true, Text: signed(s.low.Mean), Tip: join("\n", chart.Same(s.name), join(": ", say("tornado.low"), signed(s.low.Mean)))},
				chart.Point{Key: 1, Lo: 0, Hi: s.high.Mean, Bar: true, Text: signed(s.high.Mean), Tip: join("\n", chart.Same(s.name), join(": ", say("tornado.high"), signed(s.high.Mean)))})
		} else {
			row.Points = append(row.Points, chart.Point{Key: 1, Mean: s.low.Mean, Lo: s.low.Lo, Hi: s.low.Hi, Text: number(s.low.Mean), Tip: join("\n", chart.Same(s.name), number(s.low.Mean))})
			p.Keys = []chart.Key{{Name: say("tornado.index"), Class: "us1"}, {Name: say("tornado.index"), Class: "us0"}}
		}
		p.Rows = append(p.Rows, row)
	}
	note := say("tornado.note")
	if len(swings) > 0 && !swings[0].bar {
		p.Keys = nil
		p.Keys = []chart.Key{{Name: say("tornado.index"), Class: "us0"}}
		for i := range p.Rows {
			p.Rows[i].Points[0].Key = 0
		}
		note = say("tornado.indexnote")
	}
	name := "–"
	if len(swings) > 0 {
		name = swings[0].name
	}
	p.Title = say("tornado.title", what, name)
	return Figure{ID: "tornado-" + id, Kind: "tornado", Section: "sensitivity", Title: p.Title, Note: note, Draw: p.SVG, Table: table}
}
