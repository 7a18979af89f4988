package report

import (
	"math"
	"strconv"

	"corridor/sim/report/chart"
	"corridor/sim/results"
)

// mostOff is how far a target is drawn, in tolerances; what is farther off stands
// at the edge with its figure beside it.
const mostOff = 4.0

var verdicts = []struct{ key, class string }{{"pass", "good"}, {"weak", "w1"}, {"miss", "bad"}}

// validation shows every target: how far the simulated value is from the
// published one, in tolerances.
func (b *book) validation() (list []Figure, err error) {
	p := &chart.Forest{Title: b.validationAnswer(), Unit: say("targets.unit"), Band: 1}
	for _, v := range verdicts {
		p.Keys = append(p.Keys, chart.Key{Name: say("verdict." + v.key), Class: v.class})
	}
	table := Grid{Left: 3, Last: true, Head: []chart.Words{say("col.target"), say("col.kind"), say("col.verdict"), say("col.published"), say("col.tolerance"), say("col.simulated"), say("col.lo"), say("col.hi"), say("col.unit"), say("col.what")}}
	err = b.folder.Table("targets").Scan([]string{"target", "kind", "verdict", "at_least", "unit", "what", "published", "tolerance", "simulated", "lo", "hi"}, func(c results.Cells) {
		some := func(i int) (float64, chart.Words) {
			if c.Text(i) == "" { // not measured
				return math.NaN(), chart.Same("–")
			}
			return c.Number(i), number(c.Number(i))
		}
		published, publishedText := some(6)
		tolerance, toleranceText := some(7)
		simulated, simulatedText := some(8)
		lo, loText := some(9)
		hi, hiText := some(10)
		if c.Text(3) == "yes" {
			publishedText = join(" ", say("targets.least"), publishedText)
		}
		table.add(chart.Same(c.Text(0)), known("target.", c.Text(1)), known("verdict.", c.Text(2)), publishedText, toleranceText, simulatedText, loText, hiText, chart.Same(c.Text(4)), chart.Same(c.Text(5)))
		off := func(x float64) float64 { return max(-mostOff, min(mostOff, (x-published)/max(tolerance, 1e-12))) }
		row := chart.ForestRow{Label: chart.Same(c.Text(0))}
		for k, v := range verdicts {
			if v.key == c.Text(2) && simulated == simulated && lo == lo && hi == hi {
				row.Points = append(row.Points, chart.Point{Key: k, Mean: off(simulated), Lo: off(lo), Hi: off(hi), Text: say("targets.text", simulatedText, publishedText), Tip: join("\n", chart.Same(c.Text(5)), say("targets.text", simulatedText, publishedText))})
			}
		}
		p.Rows = append(p.Rows, row)
	})
	if err != nil || len(p.Rows) == 0 {
		return nil, err
	}
	return []Figure{{ID: "targets", Kind: "validation", Section: "validation", Title: say("targets.title"), Note: say("targets.note"), Draw: p.SVG, Table: table}}, nil
}

// targetList says what each target is, for who reads the page on paper: of the table
// of their chart what is needed.
func targetList(t *Grid) []pageTable {
	g := Grid{Left: 3, Head: []chart.Words{say("col.target"), say("col.what"), say("col.verdict"), say("col.published"), say("col.simulated")}}
	for _, r := range t.Rows {
		g.add(r[0], r[9], r[2], join(" ", r[3], r[8]), r[5])
	}
	return []pageTable{{"table-targets", say("targets.list"), say("targets.listnote"), g}}
}

// validationAnswer counts the verdicts.
func (b *book) validationAnswer() chart.Words {
	count, all := map[string]int{}, 0
	if t := b.folder.Table("targets"); t != nil {
		_ = t.Scan([]string{"verdict"}, func(c results.Cells) { count[c.Text(0)]++; all++ }) // figures tell what is damaged
	}
	n := func(k string) string { return strconv.Itoa(count[k]) }
	return say("answer.targets", n("pass"), strconv.Itoa(all), n("weak"), n("miss"))
}
