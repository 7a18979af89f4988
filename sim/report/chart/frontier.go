package chart

import "math"

// Frontier is the difference of two cases over two values: a strip for each
// second value, coloured by who is lower, and the line on which they are equal.
type Frontier struct {
	Title, Unit  Words
	XName, YName Words
	Sides        [2]Key // who is lower where the difference is above zero, and below
	Line         Key    // the line on which they are equal
	From, To     float64
	Strips       []Strip
}

// Strip has the points simulated at one second value, in order of X, and where
// the difference is zero; nil: nowhere.
type Strip struct {
	Label  Words
	Points []EvenPoint
	At     *Point
	Note   Words // written beside it
}

const stripHeight = 46.0

// SVG draws the surface.
func (e *Frontier) SVG(f Form) []byte {
	var s sheet
	keys := []Key{e.Sides[0], e.Sides[1], e.Line}
	head := 8 + 20*keyLines(f, keys) + 20
	left, right, most, above := 0.0, 0.0, 0.0, 0.0
	for _, r := range e.Strips {
		left, right = max(left, r.Label.wide(textSize, false)+12), max(right, r.Note.wide(smallSize, false)+12)
		for _, p := range r.Points {
			most = max(most, math.Abs(p.Mean))
		}
	}
	left = min(left, 200)
	if f.Narrow {
		left, right, above = 0, 0, 20
	}
	step := stripHeight + above
	bottom := head + step*float64(len(e.Strips))
	s.open(f, bottom+62, "frontier", e.Title)
	s.keys(0, 0, keys)
	s.say(0, head-8, "head", "", e.YName.cut(textSize, s.w))
	along := scale{e.From, e.To, left, s.w - max(right, 14)}
	s.across(along, bottom, bottom, Words{})
	s.say(along.x1, bottom+36, "head", "end", e.XName.cut(textSize, s.w-20))
	var line []xy
	var lines [][]xy
	for i, r := range e.Strips {
		y := head + step*float64(i)
		if f.Narrow {
			s.say(0, y+14, "label", "", r.Label.cut(textSize, s.w/2))
			s.say(s.w, y+14, "note", "end", r.Note)
		} else {
			s.say(left-8, y+stripHeight/2+4, "label", "end", r.Label.cut(textSize, left-10))
			s.say(s.w, y+stripHeight/2+4, "note", "end", r.Note)
		}
		y += above
		for k, p := range r.Points {
			from, to := e.From, e.To
			if k > 0 {
				from = (r.Points[k-1].X + p.X) / 2
			}
			if k+1 < len(r.Points) {
				to = (p.X + r.Points[k+1].X) / 2
			}
			class := e.Sides[0].Class
			if p.Mean < 0 {
				class = e.Sides[1].Class
			}
			strength := 0.1
			if most > 0 {
				strength += 0.65 * math.Abs(p.Mean) / most
			}
			a, b := along.at(from), along.at(to)
			s.put(`<rect class="%s" fill-opacity="%s" x="%s" y="%s" width="%s" height="%s"%s>%s</rect>`+"\n", class, trim(strength), num(a), num(y+1), num(b-a), num(stripHeight-2), s.tip(p.Tip), s.hint(p.Tip))
			if t := signedShort(p.Mean); t.wide(smallSize, false)+8 < b-a {
				s.say((a+b)/2, y+stripHeight-8, "cell", "middle", t)
			}
		}
		if r.At == nil {
			lines, line = append(lines, line), nil
			continue
		}
		line = append(line, xy{along.at(r.At.Mean), y + 0.4*stripHeight})
	}
	for _, l := range append(lines, line) {
		if len(l) > 1 {
			s.put(`<path class="ink line dash" d="%s"/>`+"\n", path(l, false))
		}
	}
	for i, r := range e.Strips {
		if r.At != nil {
			y := head + step*float64(i) + above + 0.4*stripHeight
			a, b := along.at(max(e.From, r.At.Lo)), along.at(min(e.To, r.At.Hi))
			s.put(`<path class="ink line whisker" d="M%s %sH%s"/><circle class="ink mark" cx="%s" cy="%s" r="6"%s>%s</circle>`+"\n", num(a), num(y), num(b), num(along.at(r.At.Mean)), num(y), s.tip(r.At.Tip), s.hint(r.At.Tip))
		}
	}
	return s.close()
}
