package chart

// Even is the difference of two cases over a value that varies, and where it is
// zero: there they are equal.
type Even struct {
	Title, Unit, XName Words
	Sides              [2]Key // who is lower where the difference is above zero, and below
	Points             []EvenPoint
	At                 *Point // where it is zero, with its interval; nil: nowhere
}

// EvenPoint is the difference at X with its interval.
type EvenPoint struct {
	X, Mean, Lo, Hi float64
	Tip             Words
}

// SVG draws the curve.
func (e *Even) SVG(f Form) []byte {
	var s sheet
	head := 8 + 20*keyLines(f, e.Sides[:])
	head += 16
	height := head + 300
	if f.Narrow {
		height = head + 220
	}
	s.open(f, height+62, "even", e.Title)
	s.keys(0, 0, e.Sides[:])
	along := scale{e.Points[0].X, e.Points[len(e.Points)-1].X, 0, s.w - 14}
	up := scale{0, 0, height, head + 26}
	for _, p := range e.Points {
		up.from, up.to = min(up.from, p.Lo, p.Mean), max(up.to, p.Hi, p.Mean)
	}
	pad := 0.06 * (up.to - up.from)
	if pad == 0 {
		pad = 1
	}
	up.from, up.to = up.from-pad, up.to+pad
	list := ticks(up.from, up.to, 5)
	for _, v := range list {
		along.x0 = max(along.x0, Figure(tickText(v, list)).wide(smallSize, false)+12)
	}
	s.say(0, head-4, "axis", "", e.Unit.cut(smallSize, s.w))
	zero := up.at(0)
	s.put(`<rect class="%s" fill-opacity=".09" x="%s" y="%s" width="%s" height="%s"/>`+"\n", e.Sides[0].Class, num(along.x0), num(up.x1), num(along.x1-along.x0), num(zero-up.x1))
	s.put(`<rect class="%s" fill-opacity=".09" x="%s" y="%s" width="%s" height="%s"/>`+"\n", e.Sides[1].Class, num(along.x0), num(zero), num(along.x1-along.x0), num(height-zero))
	s.upright(up, along.x0, along.x1, 5, false)
	s.across(along, up.x1, height, Words{})
	s.say(along.x1, height+36, "axis", "end", e.XName.cut(smallSize, s.w-20))
	if e.At != nil {
		a, b := along.at(max(along.from, e.At.Lo)), along.at(min(along.to, e.At.Hi))
		s.put(`<rect class="ink" fill-opacity=".1" x="%s" y="%s" width="%s" height="%s"/>`+"\n", num(a), num(up.x1), num(max(b-a, 1)), num(height-up.x1))
	}
	var low, high, line []xy
	for _, p := range e.Points {
		x := along.at(p.X)
		line, low, high = append(line, xy{x, up.at(p.Mean)}), append(low, xy{x, up.at(p.Lo)}), append(high, xy{x, up.at(p.Hi)})
	}
	for i := len(low) - 1; i >= 0; i-- {
		high = append(high, low[i])
	}
	s.put(`<path class="s0 area" d="%s"/><path class="base" d="M%s %sH%s"/><path class="s0 line" d="%s"/>`+"\n", path(high, true), num(along.x0), num(zero), num(along.x1), path(line, false))
	for i, p := range e.Points {
		s.put(`<circle class="s0 mark" cx="%s" cy="%s" r="4.5"%s>%s</circle>`+"\n", num(line[i].x), num(line[i].y), s.tip(p.Tip), s.hint(p.Tip))
	}
	if e.At != nil {
		x := along.at(e.At.Mean)
		s.put(`<path class="ink line dash" style="stroke-width:1.5" d="M%s %sV%s"/><circle class="ink mark" cx="%s" cy="%s" r="6"%s>%s</circle>`+"\n", num(x), num(up.x1-6), num(height), num(x), num(zero), s.tip(e.At.Tip), s.hint(e.At.Tip))
		w := e.At.Text.wide(textSize, true) / 2
		s.say(max(w, min(s.w-w, x)), up.x1-11, "value", "middle", e.At.Text)
	}
	return s.close()
}
