package chart

import "math"

// Heat is a surface over two factors: a figure in each cell, coloured by its
// sign and size.
type Heat struct {
	Title, Unit  Words
	XName, YName Words
	X, Y         []Words
	Cells        [][]float64 // by row of Y and column of X; NaN: none
	Texts        [][]Words
}

// SVG draws the surface.
func (h *Heat) SVG(f Form) []byte {
	var s sheet
	left := 0.0
	for _, y := range h.Y {
		left = max(left, y.wide(smallSize, false)+12)
	}
	left = min(left, 160)
	if f.Narrow {
		left = min(left, 80)
	}
	w := (f.width() - left) / float64(max(1, len(h.X)))
	rowHeight := min(44, max(26, w*0.6))
	s.open(f, 26+rowHeight*float64(len(h.Y))+44, "heat", h.Title)
	s.say(0, 14, "head", "", h.YName.cut(textSize, s.w))
	most := 0.0
	for _, row := range h.Cells {
		for _, v := range row {
			if v == v {
				most = max(most, math.Abs(v))
			}
		}
	}
	for r, row := range h.Cells {
		y := 26 + rowHeight*float64(r)
		s.say(left-8, y+rowHeight/2+4, "axis", "end", h.Y[r].cut(smallSize, left-10))
		for c, v := range row {
			if v != v {
				continue
			}
			x := left + w*float64(c)
			class := "direct0"
			switch {
			case v < 0:
				class = "us0"
			case v == 0:
				class = "s7"
			}
			strength := 0.1
			if most > 0 {
				strength += 0.65 * math.Abs(v) / most
			}
			s.put(`<rect class="%s" fill-opacity="%s" x="%s" y="%s" width="%s" height="%s" rx="2"%s>%s</rect>`+"\n", class, trim(strength), num(x+1), num(y+1), num(w-2), num(rowHeight-2), s.tip(h.Texts[r][c]), s.hint(h.Texts[r][c]))
			if t := Figure(short(v)); t.wide(smallSize, false) < w-6 {
				s.say(x+w/2, y+rowHeight/2+4, "cell", "middle", signedShort(v))
			}
		}
	}
	bottom := 26 + rowHeight*float64(len(h.Y))
	free := -1e9
	for c, x := range h.X {
		at := left + w*(float64(c)+0.5)
		half := x.wide(smallSize, false) / 2
		if at-half > free {
			free = at + half + 6
			s.say(at, bottom+17, "axis", "middle", x)
		}
	}
	s.say(s.w, bottom+36, "head", "end", h.XName)
	return s.close()
}

func signedShort(v float64) Words {
	t := short(math.Abs(v))
	if v == 0 {
		return Same("0")
	}
	if v < 0 {
		return Figure("−" + t)
	}
	return Figure("+" + t)
}

func trim(x float64) string { return num(math.Round(x*10)) + "e-1" }
