package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// ranks: who gets a label first, and how its mark is drawn.
var ranks = []struct {
	kind, class string
	size        float64
	bold        bool
	r           float64
}{
	{"zone", "zone", 11.5, true, 4},
	{"port", "port", 10, false, 3.6},
	{"overseas", "overseas", 11, true, 4},
	{"crossing", "crossing", 9.5, false, 2.8},
	{"airport", "airport", 8.5, false, 3},
	{"strait", "port", 10, false, 3},
	{"rail-terminal", "terminal", 9, false, 2.6},
	{"junction", "", 0, false, 1.4},
	{"station", "terminal", 9, false, 2.6},
}

// mark draws the symbol of a kind of place.
func (d *drawing) mark(p *Place, at xy) {
	title := "<title>" + text(p.Name) + "</title>"
	x, y := num(at.x), num(at.y)
	open := fmt.Sprintf(`<g data-place="%s">%s`, text(p.ID), title)
	switch p.Kind {
	case "zone", "overseas":
		d.put(`%s<circle cx="%s" cy="%s" r="4" fill="#22303a" stroke="#fff" stroke-width="1.2"/></g>`+"\n", open, x, y)
	case "port":
		d.put(`%s<path d="M%s %sl4 4 -4 4 -4 -4Z" fill="#0b4a66" stroke="#fff" stroke-width=".9"/></g>`+"\n", open, x, num(at.y-4))
	case "strait":
		d.put(`%s<path d="M%s %sl3.4 6 -6.8 0Z" fill="#fff" stroke="#0b4a66" stroke-width="1.3"/></g>`+"\n", open, x, num(at.y-3.6))
	case "crossing":
		d.put(`%s<rect x="%s" y="%s" width="5.2" height="5.2" fill="#fff" stroke="#7a1f2b" stroke-width="1.5"/></g>`+"\n", open, num(at.x-2.6), num(at.y-2.6))
	case "airport":
		d.put(`%s<path d="M%s %sl3.6 6.4 -7.2 0Z" fill="#8a4f7d" stroke="#fff" stroke-width=".8"/></g>`+"\n", open, x, num(at.y-4))
	case "rail-terminal", "station":
		d.put(`%s<rect x="%s" y="%s" width="4.6" height="4.6" fill="#333" stroke="#fff" stroke-width=".8"/></g>`+"\n", open, num(at.x-2.3), num(at.y-2.3))
	default:
		d.put(`%s<circle cx="%s" cy="%s" r="1.5" fill="#6a6a6a"/></g>`+"\n", open, x, y)
	}
}

// places draws marks, then labels in order of rank where they find room.
func (d *drawing) places(v *view, p *placer) {
	type dot struct {
		i  int
		at xy
	}
	var dots []dot
	for i := range d.net.Places {
		if at := v.pixel(d.net.Places[i].At); v.inside(at, 1) {
			dots = append(dots, dot{i, at})
		}
	}
	for r := len(ranks) - 1; r >= 0; r-- { // the first of ranks on top
		for _, x := range dots {
			if d.net.Places[x.i].Kind == ranks[r].kind {
				d.mark(&d.net.Places[x.i], x.at)
				if k := ranks[r].r; k > 2 {
					p.taken = append(p.taken, box{x.at.x - k, x.at.y - k, x.at.x + k, x.at.y + k})
				}
			}
		}
	}
	said := map[string]bool{}
	for _, r := range ranks {
		if r.class == "" || r.kind == "rail-terminal" || r.kind == "station" {
			continue // told by their tooltips
		}
		// From the edges inwards: the crowded middle takes what is left.
		list := slices.Clone(dots)
		slices.SortStableFunc(list, func(a, b dot) int {
			return int(math.Round(b.at.y)) - int(math.Round(a.at.y))
		})
		for _, x := range list {
			pl := &d.net.Places[x.i]
			if pl.Kind != r.kind {
				continue
			}
			label := d.label(pl)
			if code := pl.Kind + pl.Code; pl.Kind == "crossing" && pl.Code != "" && said[code] {
				continue // one name for the bridges of a port of entry
			}
			if label == "" || said[label] {
				continue
			}
			if s, ok := p.place(x.at, r.r, label, r.size, r.bold); ok {
				said[label], said[pl.Kind+pl.Code] = true, true
				d.put(`<text class="h %s" x="%s" y="%s" text-anchor="%s">%s</text>`+"\n", r.class, num(s.x), num(s.y), s.anchor, text(label))
			}
		}
	}
}

// label is a short name: ports without "Port of", crossings by their place,
// airports by their code. A port or airport that has the name of a zone at the
// same place goes without.
func (d *drawing) label(p *Place) string {
	name := p.Name
	switch p.Kind {
	case "zone", "overseas":
		name, _, _ = strings.Cut(name, " and ")
		name, _, _ = strings.Cut(name, " (")
		return name
	case "airport":
		return p.Code
	case "crossing":
		// The bridges of a port of entry share one name: of those that tell their
		// place in brackets, else of all, the shortest.
		name = crossingName(name)
		best := strings.Contains(p.Name, "(")
		for i := range d.net.Places {
			if q := &d.net.Places[i]; q.Kind == "crossing" && q.Code != "" && q.Code == p.Code {
				other, told := crossingName(q.Name), strings.Contains(q.Name, "(")
				if told && !best || told == best && len(other) < len(name) {
					name, best = other, told
				}
			}
		}
	case "port":
		name = strings.TrimPrefix(strings.TrimPrefix(name, "Port of "), "Port ")
		name, _, _ = strings.Cut(name, ",")
		if d.zoneAt(p) != nil {
			return ""
		}
	case "strait":
		name, _, _ = strings.Cut(name, " (")
	}
	return name
}

// zoneAt is the zone at a port that has its name, nil where there is none.
func (d *drawing) zoneAt(p *Place) *Place {
	name := strings.TrimPrefix(strings.TrimPrefix(p.Name, "Port of "), "Port ")
	name, _, _ = strings.Cut(name, ",")
	for i := range d.net.Places {
		z := &d.net.Places[i]
		if z.Kind == "zone" && math.Hypot(z.At[0]-p.At[0], z.At[1]-p.At[1]) < 0.6 && strings.HasPrefix(z.Name, name) {
			return z
		}
	}
	return nil
}

// crossingName is the place of a crossing: what stands in brackets, or the name
// without the word bridge.
func crossingName(name string) string {
	if _, in, ok := strings.Cut(name, "("); ok {
		name, _, _ = strings.Cut(in, ")")
	}
	name, _, _ = strings.Cut(name, ",")
	for _, end := range []string{" bridge", " Bridge", " railway", " International", " rail tunnel", " tunnel"} {
		name = strings.TrimSuffix(name, end)
	}
	return strings.TrimSpace(name)
}

// exits names the places overseas at the frame, each once, with an arrow.
func (d *drawing) exits(v *view, p *placer, list []exit) {
	done := map[int]bool{}
	for _, e := range list {
		if done[e.place] {
			continue
		}
		done[e.place] = true
		label := d.label(&d.net.Places[e.place])
		at := xy{math.Max(v.x+8, math.Min(v.x+v.w-8, e.at.x)), math.Max(v.y+8, math.Min(v.y+v.h-8, e.at.y))}
		if s, ok := p.place(at, 2, "to "+label, 11, true); ok {
			d.put(`<text class="h overseas" x="%s" y="%s" text-anchor="%s">to %s</text>`+"\n", num(s.x), num(s.y), s.anchor, text(label))
		}
	}
}
