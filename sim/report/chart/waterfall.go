package chart

// Waterfall is how parts add up to a sum, step by step, from zero on.
type Waterfall struct {
	Title, Unit Words
	Keys        []Key
	Steps       []Step
}

// Step goes on from where the one before it ended; a sum stands on zero. Lo and Hi
// are the range of where it ends, NaN or alike: none is drawn.
type Step struct {
	Label  Words
	Key    int
	Value  float64
	Sum    bool
	Lo, Hi float64
	Pale   bool  // it may be nothing but noise
	Text   Words // written beside it
	Tip    Words
}

const fallStep, fallHeight = 31.0, 20.0

// rangeRoom is how much of a plot's width ranges may add to it, each.
const rangeRoom = 0.25

// from and to are where a step's bar begins and ends, after a running total.
func (p *Step) from(total float64) (from, to float64) {
	if p.Sum {
		return 0, p.Value
	}
	return total, total + p.Value
}

// SVG draws the steps from top to bottom.
func (p *Waterfall) SVG(f Form) []byte {
	var s sheet
	left, right, lo, hi, total := 0.0, 0.0, 0.0, 0.0, 0.0
	for _, x := range p.Steps {
		left, right = max(left, x.Label.wide(textSize, x.Sum)+18), max(right, x.Text.wide(textSize, true)+14)
		from, to := x.from(total)
		lo, hi, total = min(lo, from, to), max(hi, from, to), to
	}
	if hi == lo {
		hi = 1
	}
	for _, x := range p.Steps {
		// A range far out would press all else together: it runs out of the plot.
		if far := rangeRoom * (hi - lo); x.Hi > x.Lo {
			lo, hi = min(lo, max(x.Lo, lo-far)), max(hi, min(x.Hi, hi+far))
		}
	}
	lo, hi = lo-0.02*(hi-lo), hi+0.02*(hi-lo)
	left = min(left, 280)
	step, above := fallStep, 0.0
	if f.Narrow {
		left, above = 8, 17
		step += above
		right = 0 // written in the line of the label
	}
	head := 10 + 20*keyLines(f, p.Keys)
	bottom := head + step*float64(len(p.Steps))
	for _, x := range p.Steps {
		if x.Sum {
			bottom += 6
		}
	}
	s.open(f, bottom+44, "waterfall", p.Title)
	s.keys(0, 0, p.Keys)
	sc := scale{lo, hi, left, s.w - 8 - right}
	s.across(sc, head, bottom, p.Unit)
	s.put(`<path class="base" d="M%s %sV%s"/>`+"\n", num(sc.at(0)), num(head), num(bottom))
	y, total := head, 0.0
	for i, x := range p.Steps {
		if x.Sum {
			y += 6
			s.put(`<path class="grid" d="M0 %sH%s"/>`+"\n", num(y-1), num(s.w))
		}
		weight := "label halo"
		if x.Sum {
			weight = "label halo head"
		}
		at := y + above + (step-above)/2
		if f.Narrow {
			s.say(0, y+14, weight, "", x.Label.cut(textSize, s.w-x.Text.wide(textSize, true)-8))
			s.say(s.w, y+14, "value halo", "end", x.Text)
		} else {
			s.say(left-12, at+4.5, weight, "end", x.Label.cut(textSize, left-14))
			s.say(s.w, at+4.5, "value", "end", x.Text)
		}
		from, to := x.from(total)
		a, b := sc.at(min(from, to)), sc.at(max(from, to))
		pale := ""
		if x.Pale {
			pale = ` fill-opacity=".35"`
		}
		s.put(`<rect class="%s seg"%s x="%s" y="%s" width="%s" height="%s"%s>%s</rect>`+"\n", p.Keys[x.Key].Class, pale, num(a), num(at-fallHeight/2), num(max(b-a, 1)), num(fallHeight), s.tip(x.Tip), s.hint(x.Tip))
		if x.Hi > x.Lo {
			s.reach(sc, x.Lo, x.Hi, at, "ink")
		}
		if total = to; i+1 < len(p.Steps) { // to the next bar
			end := at + fallHeight/2 + step - fallHeight
			if p.Steps[i+1].Sum {
				end += 6
			}
			s.put(`<path class="base" stroke-opacity=".45" d="M%s %sV%s"/>`+"\n", num(sc.at(to)), num(at+fallHeight/2), num(end))
		}
		y += step
	}
	return s.close()
}

// reach draws a range across a plot, with an arrow at an end that is beyond it.
func (s *sheet) reach(sc scale, lo, hi, y float64, class string) {
	a, b := max(sc.at(lo), sc.x0), min(sc.at(hi), sc.x1)
	s.put(`<path class="%s line" style="stroke-width:1.5" d="M%s %sH%s`, class, num(a), num(y), num(b))
	for _, end := range []struct{ at, x, edge, back float64 }{{sc.at(lo), a, sc.x0, 7}, {sc.at(hi), b, sc.x1, -7}} {
		if (end.at-end.edge)*end.back < -0.1 { // beyond the edge
			s.put(`M%s %sl%s -4.5M%s %sl%s 4.5`, num(end.x), num(y), num(end.back), num(end.x), num(y), num(end.back))
		} else {
			s.put(`M%s %sv8`, num(end.x), num(y-4))
		}
	}
	s.put(`"/>` + "\n")
}
