package chart

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"

	"corridor/sim/report/basemap"
)

// pen writes SVG.
type pen struct{ bytes.Buffer }

func (p *pen) put(format string, args ...any) { fmt.Fprintf(p, format, args...) }

// text escapes text for XML.
func text(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder does not fail
	return b.String()
}

// num writes a pixel with one decimal at most.
func num(x float64) string {
	s := strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64)
	if s == "-0" {
		return "0"
	}
	return s
}

// path writes a line as path data, with points closer than half a pixel left out:
// a point, then steps in tenths of a pixel.
func path(line []xy, closed bool) string {
	var t track
	var last xy
	for i, p := range line {
		if i > 0 && i < len(line)-1 && math.Abs(p.x-last.x)+math.Abs(p.y-last.y) < 0.5 {
			continue
		}
		t.to(p, i == 0)
		last = p
	}
	if closed {
		t.WriteByte('Z')
	}
	return t.String()
}

// track writes path data in steps: they are shorter than places.
type track struct {
	strings.Builder
	x, y  int // tenths of a pixel
	steps bool
}

// to goes to a place; with jump without drawing.
func (t *track) to(p xy, jump bool) {
	x, y := int(math.Round(10*p.x)), int(math.Round(10*p.y))
	if jump {
		t.WriteString("M" + tenths(x) + " " + tenths(y))
		t.x, t.y, t.steps = x, y, false
		return
	}
	dx, dy := tenths(x-t.x), tenths(y-t.y)
	switch {
	case !t.steps:
		t.WriteByte('l')
	case dx[0] != '-':
		t.WriteByte(' ')
	}
	t.WriteString(dx)
	if dy[0] != '-' {
		t.WriteByte(' ')
	}
	t.WriteString(dy)
	t.x, t.y, t.steps = x, y, true
}

// tenths writes them as pixels, as short as can be.
func tenths(n int) string {
	switch {
	case n%10 == 0:
		return strconv.Itoa(n / 10)
	case n > -10 && n < 0:
		return "-." + strconv.Itoa(-n)
	case n < 10 && n > 0:
		return "." + strconv.Itoa(n)
	case n < 0:
		return "-" + strconv.Itoa(-n/10) + "." + strconv.Itoa(-n%10)
	}
	return strconv.Itoa(n/10) + "." + strconv.Itoa(n%10)
}

// thin leaves points out that are closer than so many pixels to the last kept.
func thin(line []xy, d float64) []xy {
	out := line[:0:0]
	for i, p := range line {
		if n := len(out); i == 0 || i == len(line)-1 || math.Abs(p.x-out[n-1].x)+math.Abs(p.y-out[n-1].y) >= d {
			out = append(out, p)
		}
	}
	return out
}

// pixels projects a line; false where it lies wholly beside the view.
func (v *view) pixels(line []basemap.Point) ([]xy, bool) {
	out := make([]xy, len(line))
	minX, maxX, minY, maxY := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for i, p := range line {
		q := v.pixel(p)
		// What is far off the frame would only make long numbers.
		q.x, q.y = math.Max(-9e3, math.Min(9e3, q.x)), math.Max(-9e3, math.Min(9e3, q.y))
		out[i] = q
		minX, maxX, minY, maxY = math.Min(minX, q.x), math.Max(maxX, q.x), math.Min(minY, q.y), math.Max(maxY, q.y)
	}
	return out, maxX >= v.x && minX <= v.x+v.w && maxY >= v.y && minY <= v.y+v.h
}

// ground draws land, lakes and borders of a view.
func (p *pen) ground(v *view) {
	o := basemap.Load()
	p.put(`<rect class="sea" x="%s" y="%s" width="%s" height="%s"/>`+"\n", num(v.x), num(v.y), num(v.w), num(v.h))
	fill := func(class string, rings [][]basemap.Point) {
		p.put(`<path class="%s" d="`, class)
		for _, r := range rings {
			if line, ok := v.pixels(dense(r, 2)); ok {
				p.WriteString(path(line, true))
			}
		}
		p.put(`"/>` + "\n")
	}
	stroke := func(class string, lines [][]basemap.Point) {
		p.put(`<path class="%s" d="`, class)
		for _, l := range lines {
			if line, ok := v.pixels(dense(l, 1)); ok {
				p.WriteString(path(line, false))
			}
		}
		p.put(`"/>` + "\n")
	}
	fill("land", o.Land)
	fill("lake", o.Lakes)
	stroke("state", o.States)
	stroke("country", o.Countries)
}

// regions names countries and seas, faintly.
func (p *pen) regions(v *view) {
	for _, r := range []struct {
		class, name string
		at          basemap.Point
	}{
		{"land-name", "CANADA", basemap.Point{-103, 56.4}},
		{"land-name", "UNITED STATES", basemap.Point{-102.5, 40.1}},
		{"land-name", "MEXICO", basemap.Point{-105.6, 27.3}},
		{"sea-name", "Pacific Ocean", basemap.Point{-127.5, 35}},
		{"sea-name", "Atlantic Ocean", basemap.Point{-67, 32.5}},
		{"sea-name", "Gulf of Mexico", basemap.Point{-90.5, 25.3}},
		{"sea-name", "Caribbean Sea", basemap.Point{-76, 14.8}},
		{"sea-name", "Hudson Bay", basemap.Point{-90.6, 58.2}},
	} {
		if at := v.pixel(r.at); v.inside(at, 20) {
			p.put(`<text class="%s" x="%s" y="%s" text-anchor="middle">%s</text>`+"\n", r.class, num(at.x), num(at.y), text(r.name))
		}
	}
}
