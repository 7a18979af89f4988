package chart

import (
	"math"
	"slices"

	"corridor/sim/report/basemap"
)

// FlowMap is cargo on the map: lines as wide as the tonnes, places coloured by
// the time that is spent at them.
type FlowMap struct {
	Title  Words
	Places []Place
	Flows  []Flow
	Stops  []Stop
	Most   float64 // tonnes of the widest line, common to maps that are compared
	Key    MapKey
}

// Flow is what goes between two Places by one mode, by their index.
type Flow struct {
	From, To int
	Mode     string
	Tonnes   float64
	Tip      Words
}

// Stop is the passage of a place, by its index.
type Stop struct {
	Place    int
	Passages float64
	Hours    float64 // a passage, mean
	Tip      Words
}

// MapKey are the words of a legend.
type MapKey struct {
	Modes  map[string]Words
	Tonnes Words    // of the widest line
	Hours  Words    // unit of the steps
	Steps  [5]Words // of the hours a passage
	To     Words    // before the name of a place overseas
}

// HourSteps are the upper bounds of the first four colours of waiting, hours a
// passage.
var HourSteps = [4]float64{6, 24, 72, 168}

// WaitClass is the class of a wait in hours.
func WaitClass(hours float64) string {
	for i, most := range HourSteps {
		if hours < most {
			return []string{"w0", "w1", "w2", "w3"}[i]
		}
	}
	return "w4"
}

// widest line in pixels, on a wide map.
const widest = 13.0

// FlowWidth is the width of a line in pixels of a map this wide.
func FlowWidth(tonnes, most float64, narrow bool) float64 {
	w := widest
	if narrow {
		w = 8
	}
	if most <= 0 || tonnes <= 0 {
		return 0
	}
	return max(0.7, w*tonnes/most)
}

// Kilometres of a pixel.
const wideKM, narrowKM = 6.2, 15.5

// flowView is the window that maps of flows show.
func flowView(f Form) view {
	w, h, km := 920.0, 800.0, wideKM
	if f.Narrow {
		w, h, km = 360, 350, narrowKM
	}
	return window(0, 0, w, h, basemap.Point{meridian, 57}, 0.5*w, 0.06*h, km)
}

// SVG draws the map.
func (m *FlowMap) SVG(f Form) []byte {
	var s sheet
	v := flowView(f)
	w, h := v.w, v.h
	legend := 74.0
	if f.Narrow {
		legend = 132
	}
	class, nameSize := "map", 12.0
	if f.Narrow {
		class, nameSize = "map small", 11
	}
	s.open(f, h+legend, class, m.Title)
	v.clip = f.ID + "clip"
	s.put(`<clipPath id="%s"><rect width="%s" height="%s" rx="6"/></clipPath><g clip-path="url(#%s)">`+"\n", text(v.clip), num(w), num(h), text(v.clip))
	switch {
	case f.Shared != nil && f.Narrow:
		s.put(`<use href="#ground" %s/>`, narrowly)
	case f.Shared != nil:
		s.put(`<use href="#ground"/>`)
	default:
		s.WriteString(`<g class="ground">`)
		s.ground(&v)
		s.WriteString("</g>\n")
	}
	p := &placer{view: &v}
	s.names(&v)
	under := s.Len() // where names go that lie under the lines
	m.lines(&s, &v, p)
	if !f.Narrow {
		p.keepLakes(&v)
	}
	m.stops(&s, &v, p, nameSize)
	if !f.Narrow {
		all := slices.Insert(slices.Clone(s.Bytes()), under, slices.Concat(s.lakes(&v, p), s.areas(&v, p))...)
		s.Reset()
		s.Write(all)
	}
	s.put(`</g><rect class="frame" x=".5" y=".5" width="%s" height="%s" rx="6"/>`+"\n", num(w-1), num(h-1))
	m.legend(&s, h+14)
	return s.close()
}

var regionNames = []struct {
	class string
	name  Words
	at    basemap.Point
}{
	{"region", Words{"CANADA", "CANADÁ", "CANADA"}, basemap.Point{-104, 56.6}},
	{"region", Words{"UNITED STATES", "ESTADOS UNIDOS", "ÉTATS-UNIS"}, basemap.Point{-110.5, 41.4}},
	{"region", Words{"MEXICO", "MÉXICO", "MEXIQUE"}, basemap.Point{-106.4, 27.4}},
	{"ocean", Words{"Pacific Ocean", "Océano Pacífico", "Océan Pacifique"}, basemap.Point{-130, 35.5}},
	{"ocean", Words{"Atlantic Ocean", "Océano Atlántico", "Océan Atlantique"}, basemap.Point{-65.5, 33}},
	{"ocean", Words{"Gulf of Mexico", "Golfo de México", "Golfe du Mexique"}, basemap.Point{-90, 25.6}},
	{"ocean", Words{"Caribbean Sea", "Mar Caribe", "Mer des Caraïbes"}, basemap.Point{-77, 15.6}},
	{"ocean", Words{"Hudson Bay", "Bahía de Hudson", "Baie d’Hudson"}, basemap.Point{-86, 58.2}},
}

func (s *sheet) names(v *view) {
	for _, r := range regionNames {
		if at := v.pixel(r.at); v.inside(at, 24) && (!s.Narrow || r.class == "region") {
			s.say(at.x, at.y, r.class, "middle", r.name)
		}
	}
}

// lines draws the flows, the wider ones first.
func (m *FlowMap) lines(s *sheet, v *view, p *placer) {
	net := &Network{Places: m.Places}
	order := make([]int, len(m.Flows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch x, y := m.Flows[a].Tonnes, m.Flows[b].Tonnes; {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	shared := s.Shared != nil && s.Narrow
	if shared {
		s.put("<g %s>\n", narrowly)
	}
	whole := flowView(Form{})
	type pair [2]int
	modes := map[pair]int{}
	for _, fl := range m.Flows {
		if fl.Mode == "road" || fl.Mode == "rail" {
			modes[pair{min(fl.From, fl.To), max(fl.From, fl.To)}]++
		}
	}
	for _, i := range order {
		fl := &m.Flows[i]
		course := net.course(&Link{From: fl.From, To: fl.To, Mode: fl.Mode})
		line, on := v.pixels(course)
		if !on {
			continue
		}
		line = thin(line, 3)
		wide, off := FlowWidth(fl.Tonnes, m.Most, s.Narrow), 0.0
		if k := (pair{min(fl.From, fl.To), max(fl.From, fl.To)}); modes[k] > 1 {
			off = wide/2 + 0.6
			if fl.Mode == "road" {
				off = -off
			}
			if fl.From > fl.To {
				off = -off
			}
		}
		if s.Shared == nil {
			line = shift(line, off)
			s.put(`<path class="%s line flow" style="stroke-width:%s" d="%s"%s data-flow="%d">%s</path>`+"\n", Modes[fl.Mode], num(wide), path(line, false), s.tip(fl.Tip), i, s.hint(fl.Tip))
		} else {
			s.share(&whole, course, fl, wide, off, i)
			line = shift(line, off)
		}
		from := len(p.lines)
		if p.note(line, v); wide > broadLine {
			for _, b := range p.lines[from:] {
				more := wide/2 - (b.x1-b.x0)/2
				p.broad = append(p.broad, box{b.x0 - more, b.y0 - more, b.x1 + more, b.y1 + more})
			}
		}
	}
	if shared {
		s.put("</g>\n")
	}
}

// share draws a flow of a page by reference to its course on a wide map.
func (s *sheet) share(v *view, course []basemap.Point, fl *Flow, wide, off float64, i int) {
	line, _ := v.pixels(course)
	line = thin(line, 3)
	if s.Narrow {
		wide, off = wide/shrink, off/shrink
	}
	data := path(line, false)
	if len(data) < shortCourse {
		s.put(`<path class="%s line flow" style="stroke-width:%s" d="%s"%s data-flow="%d"/>`+"\n", Modes[fl.Mode], num(wide), path(shift(line, off), false), s.tip(fl.Tip), i)
		return
	}
	at := ""
	if moved := shift(line, off); off != 0 {
		at = ` x="` + num(moved[0].x-line[0].x) + `" y="` + num(moved[0].y-line[0].y) + `"`
	}
	s.put(`<use class="%s line flow" style="stroke-width:%s" href="%s"%s%s data-flow="%d"/>`+"\n", Modes[fl.Mode], num(wide), s.Shared.course(data), at, s.tip(fl.Tip), i)
}

// broadLine is the width in pixels from which on a line hides what is under it.
const broadLine = 2.5

// most labels on a map.
const mostLabels, mostNarrow = 44, 11

// stops draws the places passed, larger where more pass, then zones, then names:
// the busiest first.
func (m *FlowMap) stops(s *sheet, v *view, p *placer, nameSize float64) {
	size := 1.0
	if s.Narrow {
		size = 0.62
	}
	most := 0.0
	for _, st := range m.Stops {
		most = max(most, st.Passages)
	}
	radius := func(st *Stop) float64 { return size * (2.6 + 6.4*math.Sqrt(st.Passages/max(most, 1e-9))) }
	order := make([]int, len(m.Stops))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch x, y := m.Stops[a].Passages, m.Stops[b].Passages; {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	for _, i := range order {
		st := &m.Stops[i]
		at := v.pixel(m.Places[st.Place].At)
		if !v.inside(at, 2) {
			continue
		}
		r := radius(st)
		s.put(`<circle class="%s place" cx="%s" cy="%s" r="%s"%s data-stop="%d">%s</circle>`+"\n", WaitClass(st.Hours), num(at.x), num(at.y), num(r), s.tip(st.Tip), i, s.hint(st.Tip))
		p.taken = append(p.taken, box{at.x - r, at.y - r, at.x + r, at.y + r})
	}
	used := map[int]bool{}
	for _, fl := range m.Flows {
		used[fl.From], used[fl.To] = true, true
	}
	net := &drawing{net: &Network{Places: m.Places}}
	left, said := mostLabels, map[string]bool{}
	if s.Narrow {
		left = mostNarrow
	}
	label := func(pl *Place, r float64, class string, bold bool) {
		at, name := v.pixel(pl.At), net.label(pl)
		if !v.inside(at, 2) || left == 0 || name == "" || said[name] {
			return
		}
		if sp, ok := p.place(at, r, name, nameSize, bold); ok {
			said[name] = true
			left--
			s.put(`<text class="name %s" x="%s" y="%s" text-anchor="%s">%s</text>`+"\n", class, num(sp.x), num(sp.y), sp.anchor, text(name))
		}
	}
	zones := 0
	for i := range m.Places {
		if pl := &m.Places[i]; pl.Kind == "zone" && used[i] {
			at := v.pixel(pl.At)
			if !v.inside(at, 2) {
				continue
			}
			r := 2.6 * size
			s.put(`<circle class="zone" cx="%s" cy="%s" r="%s"/>`+"\n", num(at.x), num(at.y), num(r))
			p.taken = append(p.taken, box{at.x - r, at.y - r, at.x + r, at.y + r})
		}
	}
	for _, i := range order {
		if pl := &m.Places[m.Stops[i].Place]; pl.Kind == "crossing" || pl.Kind == "port" || pl.Kind == "airport" || pl.Kind == "strait" {
			if zones++; zones > left/2+4 {
				continue
			}
			if net.label(pl) != "" {
				label(pl, radius(&m.Stops[i]), "", false)
			} else if z := net.zoneAt(pl); z != nil { // the town of a busy port comes before others
				label(z, radius(&m.Stops[i]), "zn", true)
			}
		}
	}
	for i := range m.Places {
		if pl := &m.Places[i]; pl.Kind == "zone" && used[i] {
			label(pl, 3*size, "zn", true)
		}
	}
}

// legend explains modes, width and colours below the map.
func (m *FlowMap) legend(s *sheet, y float64) {
	var keys []Key
	for _, mode := range []string{"road", "rail", "sea", "air"} {
		if slices.ContainsFunc(m.Flows, func(f Flow) bool { return f.Mode == mode }) {
			keys = append(keys, Key{Name: m.Key.Modes[mode], Class: Modes[mode], Line: true})
		}
	}
	y = s.keys(0, y, keys) + 2
	if !s.Narrow { // on the same line, right
		at := s.w - m.Key.Tonnes.wide(smallSize, false)
		s.put(`<path class="s7 line" style="stroke-width:%s" d="M%s %sh28"/>`+"\n", num(FlowWidth(1, 1, false)), num(at-42), num(y-16))
		s.say(at, y-12, "key", "", m.Key.Tonnes)
	} else {
		s.put(`<path class="s7 line" style="stroke-width:%s" d="M4 %sh20"/>`+"\n", num(FlowWidth(1, 1, true)), num(y+6))
		s.say(34, y+10.5, "key", "", m.Key.Tonnes)
		y += 20
	}
	keys = keys[:0]
	for i, w := range m.Key.Steps {
		keys = append(keys, Key{Name: w, Class: []string{"w0", "w1", "w2", "w3", "w4"}[i]})
	}
	s.say(0, y+10.5, "note", "", m.Key.Hours)
	if s.Narrow {
		s.keys(0, y+20, keys)
		return
	}
	s.keys(m.Key.Hours.wide(smallSize, false)+18, y, keys)
}
