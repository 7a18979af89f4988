package chart

import "unicode/utf8"

// box is a rectangle in pixels.
type box struct{ x0, y0, x1, y1 float64 }

func (b box) meets(c box) bool { return b.x0 < c.x1 && c.x0 < b.x1 && b.y0 < c.y1 && c.y0 < b.y1 }

// widthOf estimates the width of text in a usual sans serif, in pixels.
func widthOf(text string, size float64, bold bool) float64 {
	w := 0.0
	for _, r := range text {
		switch {
		case r == ' ' || r == '.' || r == ',' || r == 'i' || r == 'l' || r == 'I' || r == 'j' || r == 'í' || r == 't' || r == 'f' || r == '-' || r == '(' || r == ')':
			w += 0.36
		case r == 'm' || r == 'w' || r == 'M' || r == 'W':
			w += 0.88
		case r >= 'A' && r <= 'Z' || r == 'É':
			w += 0.70
		case r < utf8.RuneSelf:
			w += 0.58
		default:
			w += 0.60
		}
	}
	if bold {
		w *= 1.07
	}
	return w * size
}

// placer keeps what is taken on the map.
type placer struct {
	taken []box
	lines []box // small boxes along drawn lines: labels avoid them if they can
	broad []box // those of lines that hide what is under them
	view  *view
}

func (p *placer) free(b box) bool {
	for _, t := range p.taken {
		if b.meets(t) {
			return false
		}
	}
	v := p.view
	return b.x0 > v.x+3 && b.y0 > v.y+3 && b.x1 < v.x+v.w-3 && b.y1 < v.y+v.h-3
}

// crossed counts the pieces of lines under a box.
func (p *placer) crossed(b box) (n int) {
	for _, l := range p.lines {
		if b.meets(l) {
			n++
		}
	}
	return n
}

// spot is where a label goes and how its text is anchored.
type spot struct {
	x, y   float64
	anchor string
}

// place finds the best free position around a mark: right, left, above, below
// and between; fewer lines under it first, then in that order. It returns false
// where none is free.
func (p *placer) place(at xy, r float64, text string, size float64, bold bool) (spot, bool) {
	w, up, down := widthOf(text, size, bold), 0.78*size, 0.22*size
	best, found, least := spot{}, false, 0.0
	var where box
	for ring, gap := range []float64{r + 3, r + 9, r + 16} {
		for i, d := range [][2]float64{{1, 0}, {-1, 0}, {1, -0.8}, {1, 0.8}, {-1, -0.8}, {-1, 0.8}, {0, -1}, {0, 1}} {
			s := spot{x: at.x + d[0]*gap, y: at.y + size*0.32 + d[1]*(gap+size*0.35), anchor: "start"}
			b := box{s.x, s.y - up, s.x + w, s.y + down}
			switch {
			case d[0] < 0:
				s.anchor = "end"
				b.x0, b.x1 = s.x-w, s.x
			case d[0] == 0:
				s.anchor = "middle"
				b.x0, b.x1 = s.x-w/2, s.x+w/2
			}
			if !p.free(b) {
				continue
			}
			if cost := float64(p.crossed(b)) + 0.4*float64(i) + 3*float64(ring); !found || cost < least {
				best, found, least, where = s, true, cost, b
			}
		}
	}
	if found {
		p.taken = append(p.taken, box{where.x0 - 1, where.y0 - 1, where.x1 + 1, where.y1 + 1})
	}
	return best, found
}
