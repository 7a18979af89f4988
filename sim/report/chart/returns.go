package chart

import (
	"math"
	"slices"
	"strconv"
)

// Returns sets what some things bring against what they cost, one marked point a
// thing, numbered, with a range both ways.
type Returns struct {
	Title              Words
	XName, YName       Words
	Line, Even, Beaten Words // explain the joined points, the line of equal cost and return, and the hollow points
	Points             []Return
}

// Return is one thing. The joined ones are on the line, in order of cost; all
// others are hollow.
type Return struct {
	Name        Words
	X, XLo, XHi float64
	Y, YLo, YHi float64
	Joined      bool
	Text        Words // beside the name in the legend
	Tip         Words
}

const markSize = 9.5

// SVG draws the points; the names are below, by number.
func (p *Returns) SVG(f Form) []byte {
	var s sheet
	x, y := scale{}, scale{}
	for _, r := range p.Points {
		// A dear end far out would press all else together: it runs out of the plot.
		x.to = max(x.to, 1.18*r.X)
		y.from, y.to = min(y.from, r.YLo, r.Y), max(y.to, r.YHi, r.Y)
	}
	for _, r := range p.Points {
		if r.XHi <= (1+rangeRoom)*x.to {
			x.to = max(x.to, 1.03*r.XHi)
		}
	}
	if x.to == 0 {
		x.to = 1
	}
	pad := 0.08 * (y.to - y.from)
	if pad == 0 {
		pad = 1
	}
	y.from, y.to = y.from-pad, y.to+pad
	s.w = f.width()
	head := s.legend(p) + 32
	plot, columns := 330.0, 2
	if f.Narrow {
		plot, columns = 250, 1
	}
	bottom := head + plot
	rows := (len(p.Points) + columns - 1) / columns
	names := bottom + 62
	s.Reset()
	s.open(f, names+24*float64(rows)-6, "returns", p.Title)
	s.legend(p)
	y.x0, y.x1 = bottom, head
	x.x1 = s.w - 14
	marks := ticks(y.from, y.to, 5)
	for _, v := range marks {
		x.x0 = max(x.x0, Figure(tickText(v, marks)).wide(smallSize, false)+14)
	}
	s.say(0, head-14, "axis", "", p.YName.cut(smallSize, s.w))
	s.upright(y, x.x0, x.x1, 5, false)
	s.across(x, head, bottom, p.XName)
	s.put(`<path class="base" d="M%s %sH%sM%s %sV%s"/>`+"\n", num(x.x0), num(y.at(0)), num(x.x1), num(x.x0), num(head), num(bottom))
	if top := min(x.to, y.to); top > 0 {
		s.put(`<path class="soft line dash" style="stroke-width:1.3" d="M%s %sL%s %s"/>`+"\n", num(x.at(0)), num(y.at(0)), num(x.at(top)), num(y.at(top)))
	}
	line := []xy{{x.at(0), y.at(0)}}
	for _, r := range p.joined() {
		line = append(line, xy{x.at(r.X), y.at(r.Y)})
	}
	if len(line) > 1 {
		s.put(`<path class="s0 line" d="%s"/>`+"\n", path(line, false))
	}
	at := make([]xy, len(p.Points))
	for i, r := range p.Points {
		at[i] = xy{x.at(r.X), y.at(r.Y)}
	}
	for _, joined := range []bool{false, true} {
		for i, r := range p.Points {
			if r.Joined == joined {
				s.point(x, y, r, at[i])
			}
		}
	}
	for i, n := range spots(at, x.x0, s.w, head) {
		r := p.Points[i]
		s.put(`<path class="soft line" style="stroke-width:1" d="M%s %sL%s %s"/>`+"\n", num(at[i].x), num(at[i].y), num(n.x), num(n.y))
		s.dot(at[i], r)
		s.badge(n.x, n.y, i, r)
	}
	for i, r := range p.Points {
		cx, cy := s.w/float64(columns)*float64(i/rows), names+24*float64(i%rows)
		w := s.w/float64(columns) - 26
		if columns > 1 {
			w -= 34
		}
		s.badge(cx+markSize, cy, i, r)
		s.say(cx+26, cy+4.5, "label", "", r.Name.cut(textSize, w-r.Text.wide(smallSize, false)-12))
		s.say(cx+26+w, cy+4.5, "note", "end", r.Text)
	}
	return s.close()
}

// joined are the points of the line in order of cost.
func (p *Returns) joined() (list []Return) {
	for _, r := range p.Points {
		if r.Joined {
			list = append(list, r)
		}
	}
	slices.SortStableFunc(list, func(a, b Return) int {
		switch {
		case a.X < b.X:
			return -1
		case a.X > b.X:
			return 1
		}
		return 0
	})
	return list
}

// spots are where the numbers of points stand: beside them, where they cover no
// other number and no point, as near as can be.
func spots(at []xy, left, right, top float64) []xy {
	free := func(p xy, taken []xy) bool {
		for _, q := range taken {
			if d := math.Hypot(p.x-q.x, p.y-q.y); d < 2*markSize+2 {
				return false
			}
		}
		for _, q := range at {
			if d := math.Hypot(p.x-q.x, p.y-q.y); d < markSize+7 {
				return false
			}
		}
		return p.x > left+markSize && p.x < right-markSize && p.y > top+markSize
	}
	var taken []xy
	for _, q := range at {
		best := xy{q.x, q.y - 20}
	search:
		for far := 20.0; far < 90; far += 7 {
			for _, turn := range []float64{-90, -60, -120, -35, -145, 0, 180} {
				p := xy{q.x + far*math.Cos(turn*math.Pi/180), q.y + far*math.Sin(turn*math.Pi/180)}
				if free(p, taken) {
					best = p
					break search
				}
			}
		}
		taken = append(taken, best)
	}
	return taken
}

// point draws the ranges of one thing.
func (s *sheet) point(x, y scale, r Return, at xy) {
	class := "soft"
	if r.Joined {
		class = "s0"
	}
	if r.XHi > r.XLo {
		s.reach(x, max(r.XLo, 0), r.XHi, at.y, class)
	}
	if r.YHi > r.YLo {
		s.put(`<path class="%s line" style="stroke-width:1.5" d="M%s %sV%sM%s %sh8M%s %sh8"/>`+"\n", class, num(at.x), num(y.at(r.YLo)), num(y.at(r.YHi)), num(at.x-4), num(y.at(r.YLo)), num(at.x-4), num(y.at(r.YHi)))
	}
}

// dot is the mark of a thing.
func (s *sheet) dot(at xy, r Return) {
	class := "hollow"
	if r.Joined {
		class = "s0 mark"
	}
	s.put(`<circle class="%s" cx="%s" cy="%s" r="5"%s>%s</circle>`+"\n", class, num(at.x), num(at.y), s.tip(r.Tip), s.hint(r.Tip))
}

// badge is the number of a thing.
func (s *sheet) badge(x, y float64, i int, r Return) {
	class, digit := "hollow", "digit dim"
	if r.Joined {
		class, digit = "s0 mark", "digit"
	}
	s.put(`<circle class="%s" cx="%s" cy="%s" r="%s"/><text class="%s" x="%s" y="%s" text-anchor="middle">%s</text>`+"\n", class, num(x), num(y), num(markSize), digit, num(x), num(y+4), strconv.Itoa(i+1))
}

// legend explains the lines and the hollow marks.
func (s *sheet) legend(p *Returns) float64 {
	at, y := 0.0, 0.0
	for i, name := range []Words{p.Line, p.Even, p.Beaten} {
		w := 26 + name.wide(smallSize, false) + 20
		if at > 0 && at+w-20 > s.w {
			at, y = 0, y+20
		}
		switch i {
		case 0:
			s.put(`<path class="s0 line" d="M%s %sh18"/><circle class="s0 mark" cx="%s" cy="%s" r="5"/>`+"\n", num(at), num(y+6), num(at+9), num(y+6))
		case 1:
			s.put(`<path class="soft line dash" style="stroke-width:1.3" d="M%s %sh18"/>`+"\n", num(at), num(y+6))
		default:
			s.put(`<circle class="hollow" cx="%s" cy="%s" r="5"/>`+"\n", num(at+9), num(y+6))
		}
		s.say(at+26, y+10.5, "key", "", name)
		at += w
	}
	return y + 20
}
