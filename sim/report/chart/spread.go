package chart

import "math"

// Spread shows distributions one below the other on a common axis.
type Spread struct {
	Title, Unit Words
	Rows        []SpreadRow
}

// SpreadRow is a histogram: bin i goes from Edges[i] to Edges[i+1]. Shares sum to
// 1.
type SpreadRow struct {
	Label  Words
	Class  string
	Edges  []float64
	Shares []float64
	Tips   []Words
	Marks  []Quantile
}

// Quantile is marked by a line: the first whole, others dashed.
type Quantile struct {
	At   float64
	Name Words
}

const spreadHeight = 104.0

// SVG draws the distributions. Where bins differ in width the height is the
// density.
func (p *Spread) SVG(f Form) []byte {
	var s sheet
	longest, highest, shortest := 0.0, 0.0, math.Inf(1)
	for _, r := range p.Rows {
		if n := len(r.Edges); n > 1 {
			shortest = min(shortest, r.Edges[0])
			longest = max(longest, min(r.Edges[n-1], r.Edges[n-2]+3*(r.Edges[1]-r.Edges[0]))) // the last bin may be a long one with few in it
		}
		for i, share := range r.Shares {
			highest = max(highest, share/(r.Edges[i+1]-r.Edges[i]))
		}
	}
	bottom := float64(len(p.Rows)) * spreadHeight
	s.open(f, bottom+44, "spread", p.Title)
	if shortest < 0.5*longest {
		shortest = 0 // else the axis begins where the values do
	}
	sc := scale{shortest, longest, 4, s.w - 14}
	s.across(sc, 0, bottom, p.Unit)
	for i, r := range p.Rows {
		base := float64(i+1)*spreadHeight - 4
		room := spreadHeight - 46
		s.say(4, base-spreadHeight+20, "head", "", r.Label.cut(textSize, s.w-20))
		line := ""
		y := base
		for k, share := range r.Shares {
			x0, x1 := sc.at(r.Edges[k]), sc.at(min(r.Edges[k+1], longest))
			to := base - room*share/(r.Edges[k+1]-r.Edges[k])/highest
			if k == 0 {
				line = "M" + num(x0) + " " + num(base)
			}
			if to != y {
				line += "V" + num(to)
			}
			line += "H" + num(x1)
			y = to
		}
		if line != "" {
			s.put(`<path class="%s area" d="%sV%sZ"/><path class="%s line" style="stroke-width:1.5" d="%s"/>`+"\n", r.Class, line, num(base), r.Class, line)
		}
		if !f.Fixed {
			for k := range r.Shares {
				x0, x1 := sc.at(r.Edges[k]), sc.at(min(r.Edges[k+1], longest))
				if r.Shares[k] > 0 {
					s.put(`<rect fill-opacity="0" x="%s" y="%s" width="%s" height="%s"%s/>`+"\n", num(x0), num(base-room), num(x1-x0), num(room), s.tip(r.Tips[k]))
				}
			}
		}
		s.put(`<path class="base" d="M4 %sH%s"/>`+"\n", num(base), num(s.w-14))
		for k, q := range r.Marks {
			x := sc.at(q.At)
			class := "line"
			if k > 0 {
				class = "line dash"
			}
			s.put(`<path class="%s %s" style="stroke-width:1.5" d="M%s %sV%s"/>`+"\n", r.Class, class, num(x), num(base), num(base-room-10))
		}
		taken := -1e9
		for k, q := range r.Marks {
			x, w := sc.at(q.At), q.Name.wide(smallSize, false)
			begin, anchor := x+5, "start"
			if k+1 < len(r.Marks) && begin+w > sc.at(r.Marks[k+1].At) && x-5-w > 0 || begin+w > s.w {
				begin, anchor = x-5-w, "end"
			}
			y := base - room - 2
			if begin < taken {
				y += 14
			}
			taken = begin + w + 6
			at := begin
			if anchor == "end" {
				at += w
			}
			s.say(at, y, "key halo", anchor, q.Name)
		}
	}
	return s.close()
}
