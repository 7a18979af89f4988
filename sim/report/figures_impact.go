package report

import (
	"slices"
	"strconv"
	"strings"

	"corridor/sim/report/chart"
	"corridor/sim/results"
)

// assumptions draws what moves the answer most of what has no source: by the time
// and by what is paid, of the difference where there is one.
func (b *book) assumptions() (list []Figure, err error) {
	if b.impact == nil {
		return nil, nil
	}
	names, err := b.rangeNames()
	if err != nil {
		return nil, err
	}
	of := b.impactOf()
	for _, k := range []struct{ kpi, column, unit string }{{"transit_hours", "hours", "h"}, {"paid_usd_per_tonne", "usd", "USD/t"}} {
		var swings []*swing
		columns := []string{"rank", "of", "reason"}
		for _, m := range []string{"_low", "_low_half", "_high", "_high_half"} {
			columns = append(columns, k.column+m)
		}
		err := b.impact.Table("impact").Scan(columns, func(c results.Cells) {
			if c.Text(1) != of {
				return
			}
			end := func(i int) results.Estimate {
				e := results.Estimate{Mean: c.Number(i), Lo: c.Number(i), Hi: c.Number(i)}
				if c.Text(i+1) != "" {
					half := c.Number(i + 1)
					e.Lo, e.Hi = e.Mean-half, e.Mean+half
				}
				return e
			}
			swings = append(swings, &swing{name: names[c.Text(0)], why: c.Text(2), by: map[string]results.Estimate{"low": end(3), "high": end(5)}})
		})
		if err != nil {
			return nil, err
		}
		what := join(", ", known("figure.", k.kpi), b.ofLabel(of))
		if fig, ok := tornadoFigure("assumptions-"+k.column, what, chart.Same(k.unit), swings); ok {
			fig.Note = say("impact.note", strconv.Itoa(b.impact.Manifest.Finished))
			list = append(list, fig)
			if k.column == "hours" {
				b.moves = swings
			}
		} else {
			b.unmoved = append(b.unmoved, first(what))
		}
	}
	return list, nil
}

// impactOf is what the impact is shown of: the difference of the last case from the
// first, or the only case.
func (b *book) impactOf() (of string) {
	if t := b.impact.Table("headline"); t != nil {
		_ = t.Scan([]string{"of"}, func(c results.Cells) { of = c.Text(0) }) // figures tell what is damaged
	}
	return of
}

// rangeNames names each unknown, by its rank: by the rows of one or two figures, by
// the column of more.
func (b *book) rangeNames() (map[string]string, error) {
	rows, column := map[string][]string{}, map[string]string{}
	err := b.impact.Table("ranges").Scan([]string{"rank", "table", "column", "row"}, func(c results.Cells) {
		rows[c.Text(0)] = append(rows[c.Text(0)], c.Text(3))
		column[c.Text(0)] = c.Text(1) + " " + c.Text(2)
	})
	names := map[string]string{}
	for rank, list := range rows {
		name := strings.Join(list, ", ")
		if !strings.HasPrefix(column[rank], "parameters ") {
			name = column[rank] + ": " + name
		}
		if len(list) > 2 {
			name = column[rank] + ": " + list[0] + " … (" + strconv.Itoa(len(list)) + ")"
		}
		names[rank] = name
	}
	return names, err
}

// impactAnswer names the three assumptions that move the time most.
func (b *book) impactAnswer() chart.Words {
	if len(b.moves) == 0 {
		return say("answer.noimpact")
	}
	var names []string
	for _, s := range b.moves[:min(3, len(b.moves))] {
		names = append(names, "“"+s.name+"”")
	}
	most := b.moves[0].by
	return say("answer.impact", b.ofLabel(b.impactOf()), strings.Join(names, ", "), signed(most["low"].Mean), signed(most["high"].Mean))
}

// ofLabel is a case, or the difference of two, in words.
func (b *book) ofLabel(of string) chart.Words {
	one, base, two := strings.Cut(of, " - ")
	if !two {
		return b.caseLabel(of)
	}
	return say("of.difference", b.caseLabel(one), b.caseLabel(base))
}

// caseLabel names a case of this or of another folder.
func (b *book) caseLabel(name string) chart.Words {
	if slices.ContainsFunc(b.cases, func(c bookCase) bool { return c.Name == name }) {
		return b.label(name)
	}
	i := strings.LastIndex(name, "/")
	return known("routing.", name[i+1:])
}

// ofLabel is a routing, or the difference of two, in words.
func ofLabel(of string) chart.Words { return (&book{}).ofLabel(of) }
