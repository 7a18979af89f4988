package report

import (
	"slices"

	"corridor/sim/report/chart"
	"corridor/sim/results"
)

// Figure is a chart with all that is told of it.
type Figure struct {
	ID      string // unique in a report
	Kind    string // as `plot --kind` has it
	Section string
	Case    string // where there is one a case
	Title   chart.Words
	Note    chart.Words
	Draw    func(chart.Form) []byte
	Table   Grid
	Long    bool    // by group of goods: it comes behind the others of its section
	Frames  *Frames // of a map: what the slider shows
}

// Grid is a figure's table.
type Grid struct {
	Head  []chart.Words
	Left  int  // columns of words, which stand left
	Last  bool // the last column is of words too
	Parts bool // rows that begin with a small letter are parts of the one above
	Rows  [][]chart.Words
	Bold  [][]bool // by row and column; nil: none
	More  int      // rows left out
}

// figures says whether a column is of figures, which stand right.
func (g *Grid) figures(column int) bool {
	return column >= g.Left && !(g.Last && column == len(g.Head)-1)
}

func (g *Grid) add(cells ...chart.Words) { g.Rows = append(g.Rows, cells) }

// mostRows of a table in the page.
const mostRows = 200

// trim keeps so many rows at most.
func (g *Grid) trim(most int) {
	if len(g.Rows) > most {
		g.More += len(g.Rows) - most
		g.Rows = g.Rows[:most]
	}
}

// Kinds of figures that `corridor plot` draws.
var Kinds = []string{"map", "stages", "distribution", "service", "cost", "emissions", "difference", "queues", "effects", "surface", "tornado", "breakeven", "validation", "investment", "frontier"}

// figures of a folder, in the order of the report.
func (b *book) figures() (list []Figure, err error) {
	parts := []func() ([]Figure, error){b.maps, b.stages, b.distribution, b.costs, b.emissions, b.forests, b.service, b.queues, b.investments, b.assumptions}
	switch {
	case b.folder == nil:
		parts = []func() ([]Figure, error){b.sweepFigures, b.tornado}
	case b.is(results.Validation):
		parts = []func() ([]Figure, error){b.validation}
	case b.is(results.BreakEven):
		parts = []func() ([]Figure, error){b.breakEven}
	case b.is(results.Impact):
		parts = []func() ([]Figure, error){b.assumptions}
	}
	for _, make := range parts {
		more, err := make()
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	for i := range list {
		list[i].Table.trim(mostRows)
	}
	return list, nil
}

// one sums the parts of a table by case and category.
type sums struct {
	cases  []string
	groups []string
	by     map[[3]string]float64
}

func newSums() *sums { return &sums{by: map[[3]string]float64{}} }

func (s *sums) add(c, group, category string, v float64) {
	if !slices.Contains(s.cases, c) {
		s.cases = append(s.cases, c)
	}
	if !slices.Contains(s.groups, group) {
		s.groups = append(s.groups, group)
	}
	s.by[[3]string{c, group, category}] += v
}

// category is a part of a stack: its key of the texts and its colour.
type category struct {
	key, class string
	name       chart.Words
}

// stack makes stacked bars of sums: one row a case, and with grouped one block a
// group of goods. The largest part of the first case is told too.
func (b *book) stack(s *sums, list []category, title, unit, column, columnUnit chart.Words, grouped bool) (bars *chart.Bars, table Grid) {
	bars = &chart.Bars{Title: title, Unit: unit}
	used := list[:0:0]
	for _, c := range list {
		for k, v := range s.by {
			if k[2] == c.key && v > 0 && (k[1] == "") == !grouped {
				used = append(used, c)
				break
			}
		}
	}
	for _, c := range used {
		bars.Keys = append(bars.Keys, chart.Key{Name: c.name, Class: c.class})
	}
	table = Grid{Left: 2, Head: []chart.Words{say("col.case"), column, columnUnit}}
	groups := []string{""}
	if grouped {
		groups = b.groups
		table.Left, table.Head = 3, append([]chart.Words{say("col.group")}, table.Head...)
	}
	for _, g := range groups {
		if grouped {
			bars.Rows = append(bars.Rows, chart.BarRow{Label: first(groupName(g))})
		}
		for _, c := range b.cases {
			row := chart.BarRow{Label: c.label, Short: c.short}
			total := 0.0
			for _, cat := range used {
				v := s.by[[3]string{c.Name, g, cat.key}]
				total += v
				row.Parts = append(row.Parts, v)
				row.Tips = append(row.Tips, join("\n", c.label, join(": ", cat.name, number(v))))
				if v > 0 {
					cells := []chart.Words{c.label, cat.name, number(v)}
					if grouped {
						cells = append([]chart.Words{groupName(g)}, cells...)
					}
					table.add(cells...)
				}
			}
			if total == 0 {
				row.Total = chart.Same("–")
			} else {
				row.Total = number(total)
			}
			bars.Rows = append(bars.Rows, row)
		}
	}
	return bars, table
}

// join puts words together in each language.
func join(between string, parts ...chart.Words) (w chart.Words) {
	for i := range w {
		for k, p := range parts {
			if k > 0 {
				w[i] += between
			}
			w[i] += p[i]
		}
	}
	return w
}

// largest category of a case, all goods.
func (s *sums) largest(c string, list []category) (best category, v, total float64) {
	for _, cat := range list {
		x := s.by[[3]string{c, "", cat.key}]
		total += x
		if x > v {
			best, v = cat, x
		}
	}
	return best, v, total
}
