package chart

import (
	"math"
	"strconv"
)

// Forest is figures with their intervals, a line at zero or at another figure.
type Forest struct {
	Title, Unit Words
	Keys        []Key
	Zero        float64
	Band        float64 // half the width of a shaded band around it; 0: none
	Rows        []ForestRow
}

// ForestRow has one point a key; a heading has none.
type ForestRow struct {
	Label  Words
	Points []Point
}

// Point is a mean with its interval; Bar joins Lo and Hi broadly and has no
// mean, as in a tornado.
type Point struct {
	Key          int
	Mean, Lo, Hi float64
	Bar          bool
	Pale         bool  // a bar that may be nothing but noise
	Text         Words // written beside it
	Tip          Words
}

// SVG draws the rows.
func (p *Forest) SVG(f Form) []byte {
	var s sheet
	left, lo, hi := 0.0, p.Zero-1.2*p.Band, p.Zero+1.2*p.Band
	for _, r := range p.Rows {
		left = max(left, r.Label.wide(textSize, false)+18)
		for _, x := range r.Points {
			lo, hi = min(lo, x.Lo, x.Hi), max(hi, x.Hi, x.Lo)
		}
	}
	if hi == lo {
		hi++
	}
	lo, hi = lo-0.03*(hi-lo), hi+0.03*(hi-lo)
	left = min(left, 330)
	above := 0.0
	if f.Narrow {
		left, above = 8, 16
	}
	head := 0.0
	if len(p.Keys) > 0 {
		head = 8 + 20*keyLines(f, p.Keys)
	}
	rowHeight := func(r ForestRow) float64 { return max(24, 17*float64(len(r.Points))+8) + above }
	height := head
	for _, r := range p.Rows {
		height += rowHeight(r)
	}
	s.open(f, height+44, "forest", p.Title)
	if len(p.Keys) > 0 {
		s.keys(0, 0, p.Keys)
	}
	right := 0.0
	for _, r := range p.Rows {
		for _, x := range r.Points {
			right = max(right, x.Text.wide(smallSize, false)+12)
		}
	}
	sc := scale{lo, hi, left, s.w - 8 - right}
	if p.Band > 0 {
		s.put(`<rect class="band" x="%s" y="%s" width="%s" height="%s"/>`+"\n", num(sc.at(p.Zero-p.Band)), num(head), num(sc.at(p.Zero+p.Band)-sc.at(p.Zero-p.Band)), num(height-head))
	}
	s.across(sc, head, height, p.Unit)
	s.put(`<path class="base" d="M%s %sV%s"/>`+"\n", num(sc.at(p.Zero)), num(head), num(height))
	y := head
	for _, r := range p.Rows {
		h := rowHeight(r)
		if f.Narrow {
			s.say(0, y+14, "label", "", r.Label.cut(textSize, s.w))
		} else {
			s.say(left-12, y+h/2+4.5, "label", "end", r.Label.cut(textSize, left-14))
		}
		for i, x := range r.Points {
			at := y + above + (h-above)/2 + 17*(float64(i)-float64(len(r.Points)-1)/2)
			class := p.Keys[x.Key].Class
			a, b := sc.at(x.Lo), sc.at(x.Hi)
			if x.Bar {
				pale := ""
				if x.Pale {
					pale = ` fill-opacity=".35"`
				}
				s.put(`<rect class="%s seg"%s x="%s" y="%s" width="%s" height="13"%s>%s</rect>`+"\n", class, pale, num(math.Min(a, b)), num(at-6.5), num(math.Max(math.Abs(b-a), 1)), s.tip(x.Tip), s.hint(x.Tip))
			} else {
				s.put(`<path class="%s line whisker" d="M%s %sH%s"/><circle class="%s mark" cx="%s" cy="%s" r="5.5"%s>%s</circle>`+"\n", class, num(a), num(at), num(b), class, num(sc.at(x.Mean)), num(at), s.tip(x.Tip), s.hint(x.Tip))
			}
			s.say(s.w, at+4, "note", "end", x.Text)
		}
		y += h
	}
	return s.close()
}

// short writes a figure with three significant digits or so.
func short(v float64) string {
	a := math.Abs(v)
	d := 2
	switch {
	case a >= 99.95:
		d = 0
	case a >= 9.995:
		d = 1
	case a == 0:
		return "0"
	}
	t := strconv.FormatFloat(v, 'f', d, 64)
	if a >= 9999.5 {
		for i := len(t) - 3; i > 0 && t[i-1] != '-'; i -= 3 {
			t = t[:i] + "," + t[i:]
		}
	}
	return t
}
