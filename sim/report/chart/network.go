package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"corridor/sim/report/basemap"
)

// Place is a node: kind as in nodes.csv, country CA, US, MX or XX, code as in
// its port_code.
type Place struct {
	ID, Name, Kind, Country, Code string
	At                            basemap.Point
}

// Link joins two Places by their index.
type Link struct {
	ID       string
	From, To int
	Mode     string // road, rail, sea, air
	Owner    string
	KM       float64
}

// Network is what is drawn.
type Network struct {
	Title, Subtitle string
	Places          []Place
	Links           []Link
}

const (
	width, height = 1660.0, 1780.0
	edge          = 14.0
)

// drawing is a picture in the making.
type drawing struct {
	pen
	net  *Network
	used map[string]bool // kinds, modes and owners drawn
}

// SVG draws the network: one whole picture with legend and two insets.
func (n *Network) SVG() []byte {
	d := &drawing{net: n, used: map[string]bool{}}
	for _, l := range n.Links {
		d.used["mode "+l.Mode] = true
		if l.Mode == "rail" {
			_, i := railColour(l.Owner)
			d.used[fmt.Sprint("owner ", i)] = true
		}
	}
	for _, p := range n.Places {
		d.used["kind "+p.Kind] = true
	}
	d.put(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" width="%g" height="%g" role="img" aria-label="%s">`+"\n", width, height, width, height, text(n.Title))
	d.put("<title>%s</title>\n<style>%s</style>\n", text(n.Title), css)
	d.put(`<rect width="%g" height="%g" fill="#fff"/>`+"\n", width, height)
	main := window(edge, edge, width-2*edge, height-2*edge, basemap.Point{meridian, 60.3}, 0.545*width, 165, 3.62)
	main.clip = "main"
	legend := legendBox(d)
	insets := []view{
		window(edge+8, legend.y0-288, 424, 280, basemap.Point{-101.15, 20.95}, 212, 140, 2.02),
		window(width-edge-8-560, edge+8, 560, 300, basemap.Point{-77.9, 44.35}, 280, 150, 2.02),
	}
	d.view(&main, "", insets, legend)
	for i := range insets {
		insets[i].clip = fmt.Sprint("inset", i+1)
		d.view(&insets[i], []string{"Central Mexico", "Great Lakes and St. Lawrence"}[i], nil, box{})
	}
	d.legend()
	d.put("</svg>\n")
	return d.Bytes()
}

// view draws ground, links, places and labels in a window; insets that lie on it
// are kept free.
func (d *drawing) view(v *view, name string, insets []view, legend box) {
	d.put(`<clipPath id="%s"><rect x="%s" y="%s" width="%s" height="%s"/></clipPath>`+"\n", v.clip, num(v.x), num(v.y), num(v.w), num(v.h))
	d.put(`<g id="%s-map" clip-path="url(#%s)">`+"\n", v.clip, v.clip)
	d.ground(v)
	if len(insets) > 0 {
		d.regions(v)
	}
	p := &placer{view: v}
	if len(insets) > 0 {
		p.taken = append(p.taken, legend)
	}
	for i := range insets {
		in := &insets[i]
		p.taken = append(p.taken, box{in.x - 4, in.y - 4, in.x + in.w + 4, in.y + in.h + 4})
	}
	if name != "" {
		w := headWidth(name)
		p.taken = append(p.taken, box{v.x, v.y, v.x + w, v.y + 20})
	}
	exits := d.links(v, p)
	if len(insets) > 0 {
		d.exits(v, p, exits)
	}
	d.places(v, p)
	d.put("</g>\n")
	if name == "" {
		d.put(`<rect class="frame" x="%s" y="%s" width="%s" height="%s"/>`+"\n", num(v.x), num(v.y), num(v.w), num(v.h))
		return
	}
	d.put(`<rect class="inset" x="%s" y="%s" width="%s" height="%s"/>`+"\n", num(v.x), num(v.y), num(v.w), num(v.h))
	d.put(`<rect class="panel" x="%s" y="%s" width="%s" height="19"/><text class="head" x="%s" y="%s">%s</text>`+"\n",
		num(v.x), num(v.y), num(headWidth(name)), num(v.x+7), num(v.y+13.5), text(name))
}

// headWidth is the width of the panel with an inset's name.
func headWidth(name string) float64 { return widthOf(name, 11, true) + 0.6*float64(len(name)) + 16 }

// order of drawing: what matters more comes on top.
var order = []string{"road", "air", "sea", "rail"}

// course of a link: ships by their tracks, aircraft on great circles, others
// straight.
func (n *Network) course(l *Link) []basemap.Point {
	a, b := n.Places[l.From], n.Places[l.To]
	switch l.Mode {
	case "sea":
		if t := basemap.Track(a.ID, b.ID); len(t) > 1 {
			return dense(t, 1)
		}
		return greatCircle(a.At, b.At)
	case "air":
		return greatCircle(a.At, b.At)
	}
	return []basemap.Point{a.At, b.At}
}

// exit is where a line to a place overseas leaves the frame.
type exit struct {
	at    xy
	place int
}

// links draws all links of a view and tells the placer where they run. Lines of
// several owners between the same places run side by side.
func (d *drawing) links(v *view, p *placer) (exits []exit) {
	type pair [2]int
	beside := map[pair][]string{}
	for _, l := range d.net.Links {
		if l.Mode == "rail" {
			k := pair{min(l.From, l.To), max(l.From, l.To)}
			if !slices.Contains(beside[k], l.Owner) {
				beside[k] = append(beside[k], l.Owner)
			}
		}
	}
	drawn := map[string]bool{}
	var casing, body strings.Builder
	for _, mode := range order {
		casing.Reset()
		body.Reset()
		for i := range d.net.Links {
			l := &d.net.Links[i]
			if l.Mode != mode {
				continue
			}
			line, on := v.pixels(d.net.course(l))
			if !on {
				continue
			}
			k := pair{min(l.From, l.To), max(l.From, l.To)}
			once := fmt.Sprint(mode, k, l.Owner)
			if mode != "rail" {
				once = fmt.Sprint(mode, k)
			}
			title := fmt.Sprintf("<title>%s, %s to %s, %.0f km</title>", text(l.ID), text(d.net.Places[l.From].Name), text(d.net.Places[l.To].Name), l.KM)
			if drawn[once] {
				fmt.Fprintf(&body, `<g data-link="%s"/>`+"\n", text(l.ID)) // the same line again: another kind of ship or way round
				continue
			}
			drawn[once] = true
			style := ""
			if mode == "rail" {
				colour, _ := railColour(l.Owner)
				style = fmt.Sprintf(` stroke="%s"`, colour)
				list := beside[k]
				off := 2.3 * (float64(slices.Index(list, l.Owner)) - float64(len(list)-1)/2)
				if l.From > l.To {
					off = -off
				}
				line = shift(line, off)
				fmt.Fprintf(&casing, `<path class="l casing" d="%s"/>`+"\n", path(line, false))
			}
			class := mode
			if mode == "sea" {
				class = "sea-link"
			}
			fmt.Fprintf(&body, `<path class="l %s"%s data-link="%s" d="%s">%s</path>`+"\n", class, style, text(l.ID), path(line, false), title)
			p.note(line, v)
			if mode == "sea" {
				exits = append(exits, d.leaves(v, l, line)...)
			}
		}
		d.WriteString(casing.String())
		d.WriteString(body.String())
	}
	return exits
}

// shift moves a line sideways by pixels.
func shift(line []xy, off float64) []xy {
	if off == 0 || len(line) < 2 {
		return line
	}
	a, b := line[0], line[len(line)-1]
	n := math.Hypot(b.x-a.x, b.y-a.y)
	if n < 1 {
		return line
	}
	dx, dy := -(b.y-a.y)/n*off, (b.x-a.x)/n*off
	out := make([]xy, len(line))
	for i, q := range line {
		out[i] = xy{q.x + dx, q.y + dy}
	}
	return out
}

// note remembers where a line runs, in boxes of some pixels.
func (p *placer) note(line []xy, v *view) {
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		n := int(math.Min(400, math.Hypot(b.x-a.x, b.y-a.y)/7)) + 1
		for k := 0; k < n; k++ {
			f := float64(k) / float64(n)
			if q := (xy{a.x + f*(b.x-a.x), a.y + f*(b.y-a.y)}); v.inside(q, 0) {
				p.lines = append(p.lines, box{q.x - 1.5, q.y - 1.5, q.x + 1.5, q.y + 1.5})
			}
		}
	}
}

// leaves finds where a line to a place off the map crosses the frame.
func (d *drawing) leaves(v *view, l *Link, line []xy) (out []exit) {
	for side, node := range []int{l.From, l.To} {
		if p := v.pixel(d.net.Places[node].At); v.inside(p, 0) {
			continue
		}
		at, ok := xy{}, false
		for i := range line {
			k := len(line) - 1 - i // seen from the far end
			if side == 0 {
				k = i
			}
			if v.inside(line[k], 1) {
				at, ok = line[k], true
				break
			}
		}
		if ok {
			out = append(out, exit{at, node})
		}
	}
	return out
}
