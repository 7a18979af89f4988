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
	Short Words     // where room is scarce; empty: Label
	Parts []float64 // one a key
	Total Words     // written at the bar's end
	Tips  []Words   // one a part
}

const barHeight, barStep, headStep = 20.0, 28.0, 30.0

// fewestBlocks from which on headed blocks stand in two columns where there is room.
const fewestBlocks = 5

// widestLabel that leaves room for bars in two columns, and what is between these.
const widestLabel, barGap = 215.0, 40.0

// columns of rows: one, or two that are as high as can be alike where the labels,
// so wide at most, let them.
func (b *Bars) columns(f Form, label float64) [][]BarRow {
	var heads []int
	for i, r := range b.Rows {
		if len(r.Parts) == 0 {
			heads = append(heads, i)
		}
	}
	if f.Narrow || label > widestLabel || len(heads) < fewestBlocks || heads[0] != 0 {
		return [][]BarRow{b.Rows}
	}
	best, least := 0, b.high(f, b.Rows)
	for _, i := range heads[1:] {
		if h := max(b.high(f, b.Rows[:i]), b.high(f, b.Rows[i:])); h < least {
			best, least = i, h
		}
	}
	return [][]BarRow{b.Rows[:best], b.Rows[best:]}
}

// short is the rows with their short labels; nil: a row has none.
func (b *Bars) short() (rows []BarRow) {
	for _, r := range b.Rows {
		if len(r.Parts) > 0 {
			if r.Short == (Words{}) {
				return nil
			}
			r.Label = r.Short
		}
		rows = append(rows, r)
	}
	return rows
}

// high is how much some rows take.
func (b *Bars) high(f Form, rows []BarRow) (h float64) {
	for i, r := range rows {
		switch {
		case len(r.Parts) > 0 && f.Narrow:
			h += barStep + 16
		case len(r.Parts) > 0:
			h += barStep
		case i > 0:
			h += headStep + 4
		default:
			h += headStep
		}
	}
	return h
}

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
	rows := b.Rows
	if short := b.short(); !f.Narrow && left > widestLabel && short != nil { // short names let them stand in two columns
		b = &Bars{b.Title, b.Unit, b.Keys, short}
		wide := left
		left = 0
		for _, r := range short {
			if len(r.Parts) > 0 {
				left = max(left, r.Label.wide(textSize, false)+18)
			}
		}
		if len(b.columns(f, left)) == 1 {
			b, left = &Bars{b.Title, b.Unit, b.Keys, rows}, wide
		}
	}
	columns, tall := b.columns(f, left), 0.0
	for _, rows := range columns {
		tall = max(tall, b.high(f, rows))
	}
	wide := (f.width() - barGap*float64(len(columns)-1)) / float64(len(columns))
	left = min(left, 280)
	if f.Narrow {
		left = 0
	}
	head := 8 + 20*b.keyLines(f)
	s.open(f, head+tall+44, "bars", b.Title)
	s.keys(0, 0, b.Keys)
	for i, rows := range columns {
		x := float64(i) * (wide + barGap)
		sc := scale{0, most, x + left, x + wide - right}
		bottom := head + b.high(f, rows)
		s.across(sc, head, bottom, b.Unit)
		s.bars(b, rows, sc, x, head, wide)
	}
	return s.close()
}

// bars draws one column of rows from a corner on.
func (s *sheet) bars(b *Bars, rows []BarRow, sc scale, x0, y, wide float64) {
	for i, r := range rows {
		if len(r.Parts) == 0 {
			if i > 0 {
				y += 4
			}
			s.say(x0, y+20, "head", "", r.Label.cut(textSize, wide))
			y += headStep
			continue
		}
		top, step := y+4, barStep
		if s.Narrow {
			s.say(x0, y+13, "label", "", r.Label.cut(textSize, wide))
			top, step = y+18, barStep+16
		} else {
			s.say(sc.x0-12, top+barHeight/2+4.5, "label", "end", r.Label.cut(textSize, sc.x0-x0-14))
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
}

// keyLines is how many lines the legend takes.
func (b *Bars) keyLines(f Form) float64 { return keyLines(f, b.Keys) }

func keyLines(f Form, keys []Key) float64 {
	var s sheet
	s.w = f.width()
	return s.keys(0, 0, keys) / 20
}
