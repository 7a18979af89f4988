package report

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"corridor/sim/report/chart"
	"corridor/sim/results"
)

// parsed is the number that number wrote.
func parsed(w chart.Words) float64 {
	x, _ := strconv.ParseFloat(strings.NewReplacer(",", "", "−", "-").Replace(w[0]), 64)
	return x
}

// slug makes an id of a name: letters, digits and hyphens.
func slug(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else {
			b.WriteByte('-')
		}
	}
	return b.String()
}

// courses reads lines over time: values by line and date.
func courses(t *results.Table, columns []string, keyOf func(c results.Cells) string) (keys, dates []string, value map[string]map[string]float64, err error) {
	value = map[string]map[string]float64{}
	seen := map[string]bool{}
	last := len(columns) - 1
	err = t.Scan(columns, func(c results.Cells) {
		k, d := keyOf(c), c.Text(last-1)
		if value[k] == nil {
			value[k] = map[string]float64{}
			keys = append(keys, k)
		}
		if !seen[d] {
			seen[d] = true
			dates = append(dates, d)
		}
		value[k][d] = c.Number(last)
	})
	slices.Sort(dates)
	return keys, dates, value, err
}

func along(dates []string, of map[string]float64) []float64 {
	v := make([]float64, len(dates))
	for i, d := range dates {
		x, ok := of[d]
		if !ok {
			x = math.NaN()
		}
		v[i] = x
	}
	return v
}

// spans of a case's changes, by index of the dates. What holds all the time has
// none: there is no before and after to see.
func (b *book) spans(name string, dates []string) (list []chart.Span) {
	for _, ch := range b.folder.Summary.Changes {
		if ch.Case != name || ch.On == "" || len(dates) == 0 {
			continue
		}
		to := len(dates) - 1
		if ch.Off != "" {
			to = max(0, before(dates, ch.Off))
		}
		from := max(0, before(dates, ch.On))
		if from == 0 && to == len(dates)-1 {
			continue
		}
		if from <= to && ch.On <= dates[len(dates)-1]+" 24" {
			list = append(list, chart.Span{From: from, To: to, Name: chart.Same(ch.Name)})
		}
	}
	return list
}

// before is the last date at or before a moment, -1: none.
func before(dates []string, moment string) int {
	i, found := slices.BinarySearch(dates, moment)
	if found {
		return i
	}
	return i - 1
}

// service level over time, one panel a disturbed case.
func (b *book) service() ([]Figure, error) {
	keys, dates, value, err := courses(b.folder.Table("service_level"), []string{"case", "day", "level"}, func(c results.Cells) string { return c.Text(0) })
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	l := &chart.Lines{Dates: dates, Percent: true, Shared: true, Column: true}
	table := Grid{Left: 2, Head: []chart.Words{say("col.case"), say("col.date"), say("service.level")}}
	for _, c := range b.cases {
		v, ok := value[c.Name]
		if !ok {
			continue
		}
		l.Panels = append(l.Panels, chart.Panel{Label: b.heading(&c), Unit: say("service.level"), Full: 1, Spans: b.spans(c.Name, dates),
			Series: []chart.Series{{Class: c.class, Values: along(dates, v), Name: say("service.level")}}})
		for i := 0; i < len(dates); i += 7 {
			table.add(c.label, chart.Same(dates[i]), share(v[dates[i]]))
		}
	}
	r := b.folder.Summary.Resilience
	l.Title = say("section.course")
	if len(r) > 0 {
		worst := &r[0]
		for i := range r {
			if r[i].LossDays.Mean > worst.LossDays.Mean {
				worst = &r[i]
			}
		}
		l.Title = say("service.title", share(worst.Worst.Mean), number(worst.LossDays.Mean), b.label(worst.Case))
	}
	return []Figure{{ID: "service", Kind: "service", Section: "course", Title: l.Title, Note: say("service.note"), Draw: l.SVG, Table: table}}, nil
}

// mostQueues shown.
const mostQueues = 6

// queues over time at the worst places: one panel a resource, one line a case.
func (b *book) queues() ([]Figure, error) {
	type at struct{ facility, resource string }
	var places []at
	most := map[at]float64{}
	spread := map[at]map[string]float64{} // mean by case, to see what changed
	keys, dates, value, err := courses(b.folder.Table("queues"), []string{"case", "facility", "resource", "day", "queue"}, func(c results.Cells) string {
		k := at{c.Text(1), c.Text(2)}
		if !slices.Contains(places, k) {
			places = append(places, k)
			spread[k] = map[string]float64{}
		}
		q := c.Number(4)
		most[k] = max(most[k], q)
		spread[k][c.Text(0)] += q
		return c.Text(0) + "\n" + c.Text(1) + "\n" + c.Text(2)
	})
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	// Those that differ most between the cases come first, then the longest.
	weight := func(k at) float64 {
		lo, hi := math.Inf(1), 0.0
		for _, v := range spread[k] {
			lo, hi = min(lo, v), max(hi, v)
		}
		return (hi - lo) + 0.25*hi
	}
	slices.SortStableFunc(places, func(x, y at) int {
		switch a, b := weight(x), weight(y); {
		case a > b:
			return -1
		case a < b:
			return 1
		}
		return 0
	})
	places = places[:min(len(places), mostQueues)]
	l := &chart.Lines{Dates: dates}
	for _, c := range b.cases {
		l.Keys = append(l.Keys, chart.Key{Name: c.label, Class: c.class, Line: true})
	}
	name := func(k at) chart.Words {
		n := k.facility
		if i, ok := b.place[k.facility]; ok {
			n = b.places[i].Name
		}
		if k.resource == "closed" {
			return join(", ", chart.Same(n), say("queue.closed"))
		}
		return join(", ", chart.Same(n), known("resource.", k.resource))
	}
	table := Grid{Left: 4, Head: []chart.Words{say("col.place"), say("col.resource"), say("col.case"), say("col.date"), say("queue.unit")}}
	for _, k := range places {
		p := chart.Panel{Label: name(k), Unit: say("queue.unit")}
		for i := len(b.cases) - 1; i >= 0; i-- { // the first case on top
			c := &b.cases[i]
			v := value[c.Name+"\n"+k.facility+"\n"+k.resource]
			if v == nil {
				continue
			}
			p.Series = append(p.Series, chart.Series{Class: c.class, Values: along(dates, v), Name: c.label})
			if len(p.Spans) == 0 {
				p.Spans = b.spans(c.Name, dates)
			}
			for d := 0; d < len(dates); d += 28 {
				table.add(chart.Same(k.facility), chart.Same(k.resource), c.label, chart.Same(dates[d]), number(v[dates[d]]))
			}
		}
		l.Panels = append(l.Panels, p)
	}
	l.Title = say("queue.title", name(places[0]), number(most[places[0]]))
	return []Figure{{ID: "queues", Kind: "queues", Section: "course", Title: l.Title, Note: say("queue.note"), Draw: l.SVG, Table: table}}, nil
}

// forests show how each case differs from the first by group of goods: in time
// and in what is paid.
func (b *book) forests() (list []Figure, err error) {
	s := &b.folder.Summary
	if len(s.Differences) == 0 {
		return nil, nil
	}
	base := b.label(s.Differences[0].Base)
	for _, f := range [][3]string{{"time", "transit_hours", "forest.time"}, {"paid", "paid_usd_per_tonne", "forest.paid"}} {
		p := &chart.Forest{Title: say("forest.title", say(f[2])), Unit: say(f[2])}
		table := Grid{Left: 2, Head: []chart.Words{say("col.group"), say("col.case"), say(f[2])}}
		for _, c := range b.cases[1:] {
			p.Keys = append(p.Keys, chart.Key{Name: c.label, Class: c.class})
		}
		for _, g := range append([]string{""}, b.groups...) {
			row := chart.ForestRow{Label: first(groupName(g))}
			for k, c := range b.cases[1:] {
				for _, d := range s.Differences {
					e, ok := d.KPI[f[1]]
					if d.Case != c.Name || d.Group != g || !ok {
						continue
					}
					w := b.difference(e)
					row.Points = append(row.Points, chart.Point{Key: k, Mean: e.Mean, Lo: e.Lo, Hi: e.Hi, Text: w, Tip: join("\n", c.label, w)})
					table.add(groupName(g), c.label, w)
				}
			}
			if len(row.Points) > 0 {
				p.Rows = append(p.Rows, row)
			}
		}
		if len(p.Rows) > 0 {
			list = append(list, Figure{ID: "difference-" + f[0], Kind: "difference", Section: "comparison", Title: p.Title, Note: say("forest.note", base), Draw: p.SVG, Table: table})
		}
	}
	return list, nil
}
