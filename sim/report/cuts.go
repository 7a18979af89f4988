package report

import (
	"strconv"

	"corridor/sim/report/chart"
)

// A page has at most so many bytes, whatever its folder has; a table that is cut
// keeps some rows.
const mostBytes, fewRows = 2_900_000, 40

// cut is a way to leave something out.
type cut int

const (
	cutRows   cut = iota // the table of a chart has few rows
	cutNarrow            // the chart is not drawn a second time, for narrow screens
	cutWhole             // the chart is not in the page
	cutTables            // all tables that are of no chart have few rows
)

// cuts are what a page leaves out to stay small: what the folder's tables tell
// too first, charts that nothing else tells last.
type cuts struct {
	done map[string][4]bool
	size map[string][3]int // bytes of a chart, of its narrow drawing, of its table
	todo []cutting
}

type cutting struct {
	cut    cut
	figure *Figure
}

// enoughMaps stay until there is nothing else to leave out.
const enoughMaps = 2

func newCuts(figures []Figure) *cuts {
	c := &cuts{done: map[string][4]bool{}, size: map[string][3]int{}}
	var maps, long, rest []*Figure
	for i := range figures {
		switch f := &figures[i]; {
		case f.Kind == "map":
			maps = append(maps, f)
		case f.Long:
			long = append(long, f)
		default:
			rest = append(rest, f)
		}
	}
	plan := func(how cut, list []*Figure) { // the last first
		for i := len(list) - 1; i >= 0; i-- {
			c.todo = append(c.todo, cutting{how, list[i]})
		}
	}
	first := maps[:min(len(maps), enoughMaps)]
	plan(cutWhole, maps[len(first):])
	plan(cutRows, long)
	plan(cutNarrow, long)
	plan(cutWhole, long)
	plan(cutRows, rest)
	plan(cutNarrow, rest)
	c.todo = append(c.todo, cutting{cutTables, &Figure{}})
	plan(cutWhole, first)
	plan(cutWhole, rest)
	return c
}

func (c *cuts) has(f *Figure, how cut) bool { return c.done[f.ID][how] }

// measure notes how much a part of a figure takes.
func (c *cuts) measure(f *Figure, part, bytes int) {
	s := c.size[f.ID]
	s[part] = bytes
	c.size[f.ID] = s
}

// more leaves out what makes a page smaller by so many bytes, or so; false: there
// is nothing more to leave out.
func (c *cuts) more(bytes int) bool {
	any := false
	for bytes > 0 && len(c.todo) > 0 {
		t := c.todo[0]
		c.todo = c.todo[1:]
		size, rows := c.size[t.figure.ID], len(t.figure.Table.Rows)
		saved := 0
		switch t.cut {
		case cutRows:
			if rows <= fewRows {
				continue
			}
			saved = size[2] * (rows - fewRows) / rows
			size[2] -= saved
		case cutNarrow:
			saved, size[1] = size[1], 0
		case cutWhole:
			saved = size[0] + size[1] + size[2]
		}
		c.size[t.figure.ID] = size
		d := c.done[t.figure.ID]
		d[t.cut] = true
		c.done[t.figure.ID] = d
		bytes -= saved
		any = true
		if t.cut == cutWhole {
			break // it may save more than itself: look again
		}
	}
	return any
}

// keep is the figures that are in the page.
func (c *cuts) keep(figures []Figure) (list []Figure) {
	for _, f := range figures {
		if !c.has(&f, cutWhole) {
			list = append(list, f)
		}
	}
	return list
}

// told says what is left out, and where it is.
func (c *cuts) told(figures []Figure) (b block) {
	b = block{Title: say("cut.title"), Text: []chart.Words{say("cut.text", strconv.Itoa(mostBytes/100_000/10))}}
	for i := range figures {
		f := &figures[i]
		switch {
		case c.has(f, cutWhole) && f.Case != "":
			b.List = append(b.List, say("cut.case", f.Title, f.Kind, f.Case))
		case c.has(f, cutWhole):
			b.List = append(b.List, say("cut.whole", f.Title, f.Kind))
		case c.has(f, cutRows) && c.has(f, cutNarrow):
			b.List = append(b.List, say("cut.both", f.Title))
		case c.has(f, cutRows):
			b.List = append(b.List, say("cut.rows", f.Title))
		case c.has(f, cutNarrow):
			b.List = append(b.List, say("cut.narrow", f.Title))
		}
	}
	return b
}
