package report

import (
	"slices"
	"strconv"

	"corridor/sim/report/chart"
	"corridor/sim/results"
)

// sheet of the page: a table that is not of a chart.
type pageTable struct {
	ID    string
	Title chart.Words
	Note  chart.Words
	Grid  Grid
}

// shownKPIs are the figures of the first table, in its order.
var shownKPIs = []string{"transit_hours", "transit_hours_p50", "transit_hours_p95", "border_wait_hours", "port_wait_hours", "paid_usd_per_tonne", "cost_usd_per_tonne", "emissions_kg_per_tonne", "on_time_share", "delivered_share", "us_tonne_km_share", "missed_share"}

// comparison is the tables of the answer: all cases, the differences, who wins.
func (b *book) comparison() (list []pageTable) {
	for i, cases := range parts(b.cases) {
		list = append(list, pageTable{numbered("table-all", i), part(say("table.all.title"), i), say("table.all.note"), b.figuresOf(cases)})
	}
	s := &b.folder.Summary
	if len(s.Differences) > 0 {
		for i, cases := range parts(b.cases[1:]) {
			list = append(list, pageTable{numbered("table-differences", i), part(say("table.diff.title", b.label(s.Differences[0].Base)), i), say("table.diff.note"), b.differencesOf(cases)})
		}
	}
	if len(s.Winners) > 0 {
		list = append(list, pageTable{"table-winners", say("table.win.title"), say("table.win.note"), b.winners()})
	}
	return list
}

// mostBeside is how many cases stand beside one another on a sheet of paper.
const mostBeside = 8

// parts of the cases for tables beside one another, of much the same size.
func parts(cases []bookCase) (list [][]bookCase) {
	n := (len(cases) + mostBeside - 1) / mostBeside
	for i := range n {
		list = append(list, cases[i*len(cases)/n:(i+1)*len(cases)/n])
	}
	return list
}

// part is the title of one of several tables.
func part(title chart.Words, i int) chart.Words {
	if i == 0 {
		return title
	}
	return say("table.more", title, strconv.Itoa(i+1))
}

// numbered is an id of one of several; the first has no number.
func numbered(id string, i int) string {
	if i == 0 {
		return id
	}
	return id + "-" + strconv.Itoa(i+1)
}

// figuresOf some cases, one a column.
func (b *book) figuresOf(cases []bookCase) Grid {
	all := Grid{Left: 1, Parts: true, Head: []chart.Words{say("col.figure")}}
	for _, c := range cases {
		all.Head = append(all.Head, c.label)
	}
	for _, k := range shownKPIs {
		row, any := []chart.Words{say("kpi." + k)}, false
		for _, c := range cases {
			cell := chart.Same("–")
			if e, ok := c.KPI[k]; ok {
				cell, any = b.interval(e), true
			}
			row = append(row, cell)
		}
		if any {
			all.add(row...)
		}
	}
	return all
}

// differencesOf some cases from the first of all.
func (b *book) differencesOf(cases []bookCase) Grid {
	diff := Grid{Left: 1, Parts: true, Head: []chart.Words{say("col.figure")}}
	for _, c := range cases {
		diff.Head = append(diff.Head, c.label)
	}
	for _, k := range shownKPIs {
		row, bold, any := []chart.Words{say("kpi." + k)}, []bool{false}, false
		for _, c := range cases {
			w, strong := chart.Same("–"), false
			for _, d := range b.folder.Summary.Differences {
				if e, ok := d.KPI[k]; ok && d.Case == c.Name && d.Group == "" {
					w, strong, any = b.difference(e), b.reps() > 1 && e.Excludes(0), true
				}
			}
			row, bold = append(row, w), append(bold, strong)
		}
		if any {
			diff.add(row...)
			diff.Bold = append(diff.Bold, bold)
		}
	}
	return diff
}

func (b *book) winners() Grid {
	g := Grid{Left: 5, Head: []chart.Words{say("col.group")}}
	on := []string{"time", "cost", "emissions", "reliability"}
	for _, o := range on {
		g.Head = append(g.Head, say("on."+o))
	}
	for _, group := range b.groups {
		row, bold := []chart.Words{first(groupName(group))}, []bool{false}
		for _, o := range on {
			cell, strong := chart.Same("–"), false
			for _, w := range b.folder.Summary.Winners {
				if w.Group != group || w.On != o {
					continue
				}
				switch w.Verdict {
				case "wins":
					cell, strong = b.label(w.Case), true
				case "only one can":
					cell = say("verdict.only", b.label(w.Case))
				case "none can":
					cell = say("verdict.none")
				case "no loads in common":
					cell = say("verdict.common")
				default:
					cell = say("verdict.close")
				}
			}
			row, bold = append(row, cell), append(bold, strong)
		}
		g.add(row...)
		g.Bold = append(g.Bold, bold)
	}
	return g
}

// course is the tables of what happened over time.
func (b *book) course() (list []pageTable) {
	s := &b.folder.Summary
	if len(s.Resilience) > 0 {
		g := Grid{Left: 1, Head: []chart.Words{say("col.case"), say("col.low"), say("col.loss"), say("col.survive"), say("col.recover"), say("col.clear")}}
		for _, r := range s.Resilience {
			some := func(mean float64, any bool) chart.Words {
				if !any {
					return chart.Same("–")
				}
				return number(mean)
			}
			g.add(b.label(r.Case), share(r.Worst.Mean), number(r.LossDays.Mean), some(r.SurviveDays.Mean, r.Fell > 0), some(r.RecoverDays.Mean, r.Recovered > 0), some(r.ClearDays.Mean, r.ClearDays.Unit != ""))
		}
		list = append(list, pageTable{"table-resilience", say("service.table"), say("service.tablenote"), g})
	}
	if len(s.Changes) > 0 {
		// What stopped nothing, in no case, has no column.
		counts := []struct {
			key string
			of  func(c *results.Change) float64
		}{
			{"col.bound", func(c *results.Change) float64 { return c.Bound }},
			{"col.vehicles", func(c *results.Change) float64 { return c.Trains + c.Ships + c.Aircraft + c.Trucks }},
			{"col.loads-stopped", func(c *results.Change) float64 { return c.Loads }},
			{"col.diverted", func(c *results.Change) float64 { return c.Diverted }},
			{"col.postponed", func(c *results.Change) float64 { return c.Postponed }},
			{"col.cancelled", func(c *results.Change) float64 { return c.Cancelled }},
			{"col.charged", func(c *results.Change) float64 { return c.USD }},
		}
		counts = slices.DeleteFunc(counts, func(x struct {
			key string
			of  func(c *results.Change) float64
		}) bool {
			return x.key != "col.bound" && !slices.ContainsFunc(s.Changes, func(c results.Change) bool { return x.of(&c) != 0 })
		})
		g := Grid{Left: 4, Head: []chart.Words{say("col.case"), say("col.change"), say("col.on"), say("col.off")}}
		for _, x := range counts {
			g.Head = append(g.Head, say(x.key))
		}
		for i := range s.Changes {
			c := &s.Changes[i]
			on, off := chart.Same(c.On), chart.Same(c.Off)
			if c.On == "" {
				on = say("change.never")
			}
			if c.Off == "" {
				off = chart.Same("–")
			}
			row := []chart.Words{b.label(c.Case), chart.Same(c.Name), on, off}
			for _, x := range counts {
				row = append(row, number(x.of(c)))
			}
			g.add(row...)
		}
		list = append(list, pageTable{"table-changes", say("change.title"), say("change.note"), g})
	}
	return list
}

// sources of the figures.
func (b *book) sources() (g Grid, assumed, sourced int) {
	g = Grid{Left: 2, Head: []chart.Words{say("col.source"), say("col.publisher"), say("col.year"), say("col.rows")}}
	t := b.folder.Table("sources")
	if t == nil {
		return g, 0, 0
	}
	for _, row := range t.Rows {
		if len(row) < 6 {
			continue
		}
		n, _ := strconv.Atoi(row[5])
		if row[0] == "assumption" {
			assumed = n
			continue
		}
		sourced += n
		g.add(chart.Same(row[1]), chart.Same(row[2]), chart.Same(row[3]), chart.Same(row[5]))
	}
	return g, assumed, sourced
}
