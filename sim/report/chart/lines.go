package chart

import (
	"time"
)

// Lines are panels of lines over time, on one time axis.
type Lines struct {
	Title   Words
	Keys    []Key
	Dates   []string // of the points, all panels alike: 2006-01-02, or with a time
	Panels  []Panel
	Percent bool // values are shares
	Shared  bool // all panels have one scale
	Column  bool // one panel a row on a wide chart too
}

// Panel has lines, and may have spans that are marked and a loss: the area
// between a line and full service.
type Panel struct {
	Label  Words
	Unit   Words
	Series []Series
	Spans  []Span
	Full   float64 // upper edge of the loss under the first line; 0: none
}

// Series is a line. Values that are missing are NaN.
type Series struct {
	Class  string
	Values []float64
	Name   Words
}

// Span is a part of the time, by index of Dates.
type Span struct {
	From, To int
	Name     Words
}

const panelHeight = 168.0

// SVG draws the panels, two in a row where there is room.
func (l *Lines) SVG(f Form) []byte {
	var s sheet
	columns, gap := 1, 34.0
	if !f.Narrow && !l.Column && len(l.Panels) > 1 {
		columns = 2
	}
	rows := (len(l.Panels) + columns - 1) / columns
	head := 0.0
	if len(l.Keys) > 0 {
		head = 8 + 20*keyLines(f, l.Keys)
	}
	s.open(f, head+float64(rows)*panelHeight, "lines", l.Title)
	if len(l.Keys) > 0 {
		s.keys(0, 0, l.Keys)
	}
	most := 0.0
	for _, p := range l.Panels {
		most = max(most, p.most())
	}
	w := (s.w - gap*float64(columns-1)) / float64(columns)
	for i, p := range l.Panels {
		top := most
		if !l.Shared {
			top = p.most()
		}
		s.panel(l, &p, float64(i%columns)*(w+gap), head+float64(i/columns)*panelHeight, w, top)
	}
	return s.close()
}

func (p *Panel) most() (most float64) {
	for _, x := range p.Series {
		for _, v := range x.Values {
			if v > most {
				most = v
			}
		}
	}
	return max(most, p.Full)
}

func (s *sheet) panel(l *Lines, p *Panel, x, y, w, top float64) {
	label, unit := p.Label, p.Unit.wide(smallSize, false)+8
	if s.Narrow && label.wide(textSize, true) > w-unit {
		unit = 0 // what stands above the chart says it
	} else {
		s.say(x+w, y+14, "axis", "end", p.Unit)
	}
	s.say(x, y+14, "head", "", label.cut(textSize, w-unit))
	from, base := x+40, y+panelHeight-34
	if top == 0 {
		top = 1
	}
	up := scale{0, top, base, y + 28}
	if !l.Percent {
		up.to = top * 1.04
	}
	along := scale{0, max(1, float64(len(l.Dates)-1)), from, x + w - 2}
	s.upright(up, from, x+w-2, 4, l.Percent)
	s.months(l.Dates, along, base)
	for _, sp := range p.Spans {
		a, b := along.at(float64(sp.From)), along.at(float64(sp.To))
		s.put(`<rect class="span" x="%s" y="%s" width="%s" height="%s"%s/>`+"\n", num(a), num(y+24), num(max(b-a, 2)), num(base-y-24), s.tip(sp.Name))
	}
	for k, x := range p.Series {
		if k == 0 && p.Full > 0 {
			s.put(`<path class="loss" d="%s"/>`+"\n", lossPath(x.Values, p.Full, along, up))
		}
		s.put(`<path class="%s line" style="stroke-width:1.7" d="%s"/>`+"\n", x.Class, linePath(x.Values, along, up))
	}
	s.put(`<path class="base" d="M%s %sH%s"/>`+"\n", num(from), num(base), num(x+w-2))
	if !s.Fixed {
		s.rulers(l, p, along, y+24, base)
	}
}

// rulers are strips to point at: each tells date and values. There are at most
// 53 of them, on a narrow chart 18.
func (s *sheet) rulers(l *Lines, p *Panel, along scale, top, base float64) {
	most := 53
	if s.Narrow {
		most = 18
	}
	step := max(1, (len(l.Dates)+most-1)/most)
	for d := 0; d < len(l.Dates); d += step {
		var tip Words
		for i := range tip {
			tip[i] = l.Dates[d]
			for _, x := range p.Series {
				if d < len(x.Values) && x.Values[d] == x.Values[d] {
					v := short(x.Values[d])
					if l.Percent {
						v = short(100*x.Values[d]) + "%"
					}
					if i == 2 {
						v = French(v)
					}
					tip[i] += "\n" + x.Name[i] + ": " + v
				}
			}
		}
		a, b := along.at(float64(d)), along.at(float64(min(d+step, len(l.Dates)-1)))
		s.put(`<rect fill-opacity="0" x="%s" y="%s" width="%s" height="%s"%s/>`+"\n", num(a), num(top), num(max(b-a, 0.5)), num(base-top), s.tip(tip))
	}
}

func linePath(values []float64, along, up scale) string {
	var t track
	gap := true
	for i, v := range values {
		if v != v {
			gap = true
			continue
		}
		t.to(xy{along.at(float64(i)), up.at(v)}, gap)
		gap = false
	}
	return t.String()
}

func lossPath(values []float64, full float64, along, up scale) string {
	if len(values) == 0 {
		return ""
	}
	return linePath(values, along, up) + "V" + num(up.at(full)) + "H" + num(along.at(0)) + "Z"
}

var monthNames = [12]Words{{"Jan", "ene", "janv"}, {"Feb", "feb", "févr"}, {"Mar", "mar", "mars"}, {"Apr", "abr", "avr"}, {"May", "may", "mai"}, {"Jun", "jun", "juin"},
	{"Jul", "jul", "juil"}, {"Aug", "ago", "août"}, {"Sep", "sep", "sept"}, {"Oct", "oct", "oct"}, {"Nov", "nov", "nov"}, {"Dec", "dic", "déc"}}

// months labels the first point of each month, as many as find room; dates
// within a month are labelled themselves.
func (s *sheet) months(dates []string, along scale, base float64) {
	type at struct {
		i int
		w Words
	}
	var list []at
	last := time.Month(0)
	for i, d := range dates {
		t, err := time.Parse("2006-01-02", d[:min(10, len(d))])
		if err == nil && t.Month() != last {
			if last != 0 || t.Day() <= 7 {
				w := monthNames[t.Month()-1]
				if t.Month() == 1 || len(list) == 0 {
					for k := range w {
						w[k] += " " + t.Format("2006")
					}
				}
				list = append(list, at{i, w})
			}
			last = t.Month()
		}
	}
	if len(list) < 2 && len(dates) > 0 {
		list = []at{{0, Same(dates[0])}, {len(dates) - 1, Same(dates[len(dates)-1])}}
	}
	free := -1e9
	for k, m := range list {
		x := along.at(float64(m.i))
		s.put(`<path class="base" d="M%s %sv4"/>`+"\n", num(x), num(base))
		w := m.w.wide(smallSize, false)
		anchor, left := "middle", x-w/2
		if k == 0 && x-w/2 < along.x0-30 {
			anchor, left = "start", x
		}
		if x+w/2 > along.x1+6 {
			anchor, left = "end", x-w
		}
		if left < free {
			continue
		}
		free = left + w + 8
		s.say(x, base+17, "axis", anchor, m.w)
	}
}
