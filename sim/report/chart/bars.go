package chart

// Bars are stacked bars that lie, one a row.
type Bars struct {
	Title Words
	Unit  Words
	Keys  []Key
	Rows  []BarRow
}

// BarRow is one bar, or a heading where it has no parts.
type BarRow struct {
	Label Words
	Parts []float64 // one a key
	Total Words     // written at the bar's end
	Tips  []Words   // one a part
}

const barHeight, barStep, headStep = 20.0, 28.0, 30.0

// SVG draws the bars. Labels stand left of them, on a narrow chart above.
func (b *Bars) SVG(f Form) []byte {
	var s sheet
	left, most, right := 0.0, 0.0, 0.0
	for _, r := range b.Rows {
		sum := 0.0
		for _, p := range r.Parts {
			sum += p
		}
		most = max(most, sum)
		right = max(right, r.Total.wide(textSize, true)+10)
		if len(r.Parts) > 0 {
			left = max(left, r.Label.wide(textSize, false)+18)
		}
	}
	left = min(left, 280)
	step := barStep
	if f.Narrow {
		left, step = 0, barStep+16
	}
	head := 8 + 20*b.keyLines(f)
	height := head
	for i, r := range b.Rows {
		if len(r.Parts) == 0 {
			height += headStep
			if i > 0 {
				height += 4
			}
		} else {
			height += step
		}
	}
	s.open(f, height+44, "bars", b.Title)
	s.keys(0, 0, b.Keys)
	sc := scale{0, most, left, s.w - right}
	s.across(sc, head, height, b.Unit)
	y := head
	for i, r := range b.Rows {
		if len(r.Parts) == 0 {
			if i > 0 {
				y += 4
			}
			s.say(0, y+20, "head", "", r.Label)
			y += headStep
			continue
		}
		top := y + 4
		if f.Narrow {
			s.say(0, y+13, "label", "", r.Label.cut(textSize, s.w))
			top = y + 18
		} else {
			s.say(left-12, top+barHeight/2+4.5, "label", "end", r.Label.cut(textSize, left-14))
		}
		x := sc.at(0)
		sum := 0.0
		for k, p := range r.Parts {
			if p <= 0 {
				continue
			}
			sum += p
			to := sc.at(sum)
			tip := Words{}
			if k < len(r.Tips) {
				tip = r.Tips[k]
			}
			s.put(`<rect class="%s seg" x="%s" y="%s" width="%s" height="%s"%s>%s</rect>`+"\n", b.Keys[k].Class, num(x), num(top), num(max(to-x, 0.4)), num(barHeight), s.tip(tip), s.hint(tip))
			x = to
		}
		s.say(x+7, top+barHeight/2+4.5, "value", "", r.Total)
		y += step
	}
	return s.close()
}

// keyLines is how many lines the legend takes.
func (b *Bars) keyLines(f Form) float64 { return keyLines(f, b.Keys) }

func keyLines(f Form, keys []Key) float64 {
	var s sheet
	s.w = f.width()
	return s.keys(0, 0, keys) / 20
}
