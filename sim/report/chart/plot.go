package chart

import (
	"math"
	"strconv"
)

// Plot is a picture of some series over one pair of axes.
type Plot struct {
	Title, Sub string
	X, Y       Axis
	Curves     []Curve
	Marks      []Mark // vertical lines
}

// Axis of a plot. Its range is that of what is drawn, rounded to ticks; From0 makes it
// begin at 0.
type Axis struct {
	Label string
	Log   bool
	From0 bool
}

// Curve is a line, with a band between Lo and Hi where there are any, or dots alone.
// What is no number is left out; on a logarithmic axis, what is not positive too.
type Curve struct {
	Name   string
	X, Y   []float64
	Lo, Hi []float64 // band; nil: none
	Dots   bool
	Dashed bool
}

// Mark is a vertical line with a word.
type Mark struct {
	Name string
	X    float64
}

// hues of series in order (Okabe and Ito 2008).
var hues = []string{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#c99700"}

const plotWidth, plotHeight, plotLeft, plotTop, plotRight, plotBottom = 760.0, 440.0, 78.0, 70.0, 24.0, 58.0

// reach maps an axis on pixels.
type reach struct {
	lo, hi   float64 // of the values, in logarithms where the axis is logarithmic
	from, to float64 // pixels
	log      bool
	ticks    []float64
}

func (s *reach) at(x float64) float64 {
	if s.log {
		x = math.Log10(x)
	}
	return s.from + (x-s.lo)/(s.hi-s.lo)*(s.to-s.from)
}

// drawable says whether a value has a place on an axis.
func (a *Axis) drawable(x float64) bool {
	return !math.IsNaN(x) && !math.IsInf(x, 0) && (!a.Log || x > 0)
}

// reachOf rounds the range of some values to ticks.
func (a *Axis) reachOf(values [][]float64, from, to float64) *reach {
	s := &reach{from: from, to: to, log: a.Log}
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, xs := range values {
		for _, x := range xs {
			if a.drawable(x) {
				lo, hi = min(lo, x), max(hi, x)
			}
		}
	}
	if a.From0 && !a.Log {
		lo = min(lo, 0)
	}
	if lo > hi {
		lo, hi = 1, 2
	}
	if a.Log {
		s.lo, s.hi = math.Log10(lo), math.Log10(hi)
		if pad := 0.04 * (s.hi - s.lo); pad > 0 {
			s.lo, s.hi = s.lo-pad, s.hi+pad
		} else {
			s.lo, s.hi = s.lo-0.5, s.hi+0.5
		}
		for e := math.Floor(s.lo); e <= s.hi; e++ {
			for _, m := range []float64{1, 2, 5} {
				if x := m * math.Pow(10, e); math.Log10(x) >= s.lo && math.Log10(x) <= s.hi {
					s.ticks = append(s.ticks, x)
				}
			}
		}
		return s
	}
	if lo == hi {
		lo, hi = lo-1, hi+1
	}
	step := niceStep((hi - lo) / 6)
	s.lo, s.hi = math.Floor(lo/step)*step, math.Ceil(hi/step)*step
	for i := 0; s.lo+float64(i)*step <= s.hi+step/2; i++ {
		s.ticks = append(s.ticks, s.lo+float64(i)*step)
	}
	return s
}

// niceStep is the next of 1, 2, 5 times a power of ten.
func niceStep(x float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 5} {
		if x <= m*power*(1+1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// SVG draws the plot; the same values give the same bytes.
func (p *Plot) SVG() []byte {
	var xs, ys [][]float64
	for i := range p.Curves {
		s := &p.Curves[i]
		xs, ys = append(xs, s.X), append(ys, s.Y, s.Lo, s.Hi)
	}
	for _, m := range p.Marks {
		xs = append(xs, []float64{m.X})
	}
	x := p.X.reachOf(xs, plotLeft, plotWidth-plotRight)
	y := p.Y.reachOf(ys, plotHeight-plotBottom, plotTop)
	var b pen
	b.put(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%s" height="%s" role="img" aria-label="%s">`+"\n", num(plotWidth), num(plotHeight), num(plotWidth), num(plotHeight), text(p.Title))
	b.put("<style>%s.grid{stroke:#e3e7ea;stroke-width:1}.axis{stroke:#5d6a72;stroke-width:1}</style>\n", css)
	b.put(`<rect width="%s" height="%s" fill="#fff"/>`+"\n", num(plotWidth), num(plotHeight))
	b.put(`<text class="title" x="%s" y="28">%s</text><text class="sub" x="%s" y="48">%s</text>`+"\n", num(plotLeft), text(p.Title), num(plotLeft), text(p.Sub))
	b.axes(p, x, y)
	for i := range p.Curves {
		b.series(p, &p.Curves[i], hues[i%len(hues)], x, y)
	}
	for _, m := range p.Marks {
		at := x.at(m.X)
		b.put(`<path d="M%s %sV%s" stroke="#22303a" stroke-dasharray="4 3" fill="none"/><text class="small" x="%s" y="%s">%s</text>`+"\n", num(at), num(plotTop), num(plotHeight-plotBottom), num(at+5), num(plotHeight-plotBottom-8), text(m.Name))
	}
	b.names(p, x, y)
	b.put("</svg>\n")
	return b.Bytes()
}

func (b *pen) axes(p *Plot, x, y *reach) {
	bottom, right := plotHeight-plotBottom, plotWidth-plotRight
	for _, t := range x.ticks {
		at := num(x.at(t))
		b.put(`<path class="grid" d="M%s %sV%s"/><text class="key" x="%s" y="%s" text-anchor="middle">%s</text>`+"\n", at, num(plotTop), num(bottom), at, num(bottom+18), tick(t))
	}
	for _, t := range y.ticks {
		at := y.at(t)
		b.put(`<path class="grid" d="M%s %sH%s"/><text class="key" x="%s" y="%s" text-anchor="end">%s</text>`+"\n", num(plotLeft), num(at), num(right), num(plotLeft-8), num(at+4), tick(t))
	}
	b.put(`<path class="axis" fill="none" d="M%s %sV%sH%s"/>`+"\n", num(plotLeft), num(plotTop), num(bottom), num(right))
	b.put(`<text class="key" x="%s" y="%s" text-anchor="middle">%s</text>`+"\n", num((plotLeft+right)/2), num(plotHeight-16), text(p.X.Label))
	b.put(`<text class="key" transform="translate(20 %s) rotate(-90)" text-anchor="middle">%s</text>`+"\n", num((plotTop+bottom)/2), text(p.Y.Label))
}

// tick writes a number of an axis.
func tick(x float64) string { return strconv.FormatFloat(math.Round(x*1e9)/1e9, 'g', 6, 64) }

func (b *pen) series(p *Plot, s *Curve, colour string, x, y *reach) {
	var line, low, high []xy
	for i := range s.X {
		if !p.X.drawable(s.X[i]) || !p.Y.drawable(s.Y[i]) {
			continue
		}
		line = append(line, xy{x.at(s.X[i]), y.at(s.Y[i])})
		if s.Lo != nil && p.Y.drawable(s.Lo[i]) && p.Y.drawable(s.Hi[i]) {
			low, high = append(low, xy{x.at(s.X[i]), y.at(s.Lo[i])}), append(high, xy{x.at(s.X[i]), y.at(s.Hi[i])})
		}
	}
	if len(low) > 1 {
		for i := len(low) - 1; i >= 0; i-- {
			high = append(high, low[i])
		}
		b.put(`<path d="%s" fill="%s" fill-opacity=".16" stroke="none"/>`+"\n", path(high, true), colour)
	}
	if s.Dots {
		for _, q := range line {
			b.put(`<circle cx="%s" cy="%s" r="2.6" fill="%s"/>`, num(q.x), num(q.y), colour)
		}
		b.put("\n")
		return
	}
	dash := ""
	if s.Dashed {
		dash = ` stroke-dasharray="6 4"`
	}
	b.put(`<path class="l" d="%s" stroke="%s" stroke-width="1.8"%s/>`+"\n", path(line, false), colour, dash)
}

// room is where a box of this size hides least of the curves and marks: in a corner,
// else at an edge or in the middle; the first of these where several hide as little.
func (p *Plot) room(w, h float64, x, y *reach) (left, top float64) {
	const step = 3 // pixels between the points of a line that are looked at
	var drawn []xy
	segment := func(a, b xy) {
		n := math.Ceil(max(math.Abs(b.x-a.x), math.Abs(b.y-a.y), step) / step)
		for k := 0.0; k <= n; k++ {
			drawn = append(drawn, xy{a.x + (b.x-a.x)*k/n, a.y + (b.y-a.y)*k/n})
		}
	}
	for i := range p.Curves {
		last, any := xy{}, false
		for k, v := range p.Curves[i].X {
			if !p.X.drawable(v) || !p.Y.drawable(p.Curves[i].Y[k]) {
				continue
			}
			at := xy{x.at(v), y.at(p.Curves[i].Y[k])}
			if !any || p.Curves[i].Dots {
				last = at
			}
			segment(last, at)
			last, any = at, true
		}
	}
	for _, m := range p.Marks {
		at, foot := x.at(m.X), plotHeight-plotBottom
		segment(xy{at, plotTop}, xy{at, foot})
		segment(xy{at, foot - 8}, xy{at + 5 + 6*float64(len([]rune(m.Name))), foot - 8})
	}
	lefts := [3]float64{plotWidth - plotRight - w - 8, plotLeft + 8, (plotLeft + plotWidth - plotRight - w) / 2}
	tops := [3]float64{plotTop + 8, plotHeight - plotBottom - h - 8, (plotTop + plotHeight - plotBottom - h) / 2}
	least := math.MaxInt
	for _, at := range [...][2]int{{0, 0}, {0, 1}, {1, 0}, {1, 1}, {0, 2}, {1, 2}, {2, 0}, {2, 1}, {2, 2}} {
		l, t, n := lefts[at[0]], tops[at[1]], 0
		for _, q := range drawn {
			if q.x > l-4 && q.x < l+w+4 && q.y > t-4 && q.y < t+h+4 {
				n++
			}
		}
		if n < least {
			least, left, top = n, l, t
		}
	}
	return left, top
}

// names is the legend.
func (b *pen) names(p *Plot, x, y *reach) {
	wide := 0
	for i := range p.Curves {
		wide = max(wide, len([]rune(p.Curves[i].Name)))
	}
	w, h := 46+6.6*float64(wide), 10+18*float64(len(p.Curves))
	left, top := p.room(w, h, x, y)
	b.put(`<rect class="panel" x="%s" y="%s" width="%s" height="%s"/>`+"\n", num(left), num(top), num(w), num(h))
	for i := range p.Curves {
		s := &p.Curves[i]
		at := top + 18*float64(i) + 14
		dash := ""
		if s.Dashed {
			dash = ` stroke-dasharray="6 4"`
		}
		if s.Dots {
			b.put(`<circle cx="%s" cy="%s" r="2.6" fill="%s"/>`, num(left+19), num(at), hues[i%len(hues)])
		} else {
			b.put(`<path d="M%s %sH%s" stroke="%s" stroke-width="2"%s/>`, num(left+8), num(at), num(left+30), hues[i%len(hues)], dash)
		}
		b.put(`<text class="key" x="%s" y="%s">%s</text>`+"\n", num(left+36), num(at+4), text(s.Name))
	}
}
