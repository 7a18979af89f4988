package chart

import (
	"math"
	"strconv"
	"strings"
)

// Form is how a chart is to come out.
type Form struct {
	Narrow bool        // for a telephone: 360 pixels wide instead of 920
	Lang   int         // language that shows, index into Languages
	Fixed  bool        // a file of its own: one language, with the style in it
	ID     string      // prefix of ids, unique in a page
	Words  *Dictionary // of the page; nil: one language
	Shared *Shared     // of the page, what its maps have in common; nil: the map brings its own
}

// width of a chart in pixels.
func (f Form) width() float64 {
	if f.Narrow {
		return 360
	}
	return 920
}

const textSize, smallSize = 13.0, 12.0

// sheet is a chart in the making.
type sheet struct {
	pen
	Form
	w, h float64
}

// open begins a chart of a height, named for who cannot see it.
func (s *sheet) open(f Form, height float64, class string, title Words) {
	s.Form, s.w, s.h = f, f.width(), height
	edge := 0.0
	if f.Fixed {
		edge = 14 // a page has its own
	}
	w, h := num(s.w+2*edge), num(s.h+2*edge)
	s.put(`<svg xmlns="http://www.w3.org/2000/svg" class="chart %s" viewBox="%s %s %s %s"`, class, num(-edge), num(-edge), w, h)
	if f.Fixed {
		s.put(` width="%s" height="%s"`, w, h)
	}
	s.put(` role="img" aria-label="%s"`, text(title[f.Lang]))
	if !f.Fixed {
		s.put(`%s tabindex="0"`, f.Words.Attribute(title, f.Lang, true))
	}
	s.put(">\n")
	if f.Fixed {
		s.put("<style>%s</style>\n<rect class=\"paper\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n", styleAlone, num(-edge), num(-edge), w, h)
	}
}

func (s *sheet) close() []byte {
	s.put("</svg>\n")
	return s.Bytes()
}

// say writes a text at a place.
func (s *sheet) say(x, y float64, class, anchor string, w Words) {
	if anchor == "" {
		anchor = "start"
	}
	s.put(`<text class="%s" x="%s" y="%s" text-anchor="%s"%s>%s</text>`+"\n", class, num(x), num(y), anchor, s.Words.Attribute(w, s.Lang, false), text(w[s.Lang]))
}

// tip is what a mark tells when it is pointed at.
func (s *sheet) tip(w Words) string {
	if s.Words == nil {
		return ""
	}
	return ` data-tip="` + text(s.Words.Tip(w)) + `"`
}

// title inside a mark of a file, for viewers that show it.
func (s *sheet) hint(w Words) string {
	if !s.Fixed {
		return ""
	}
	return "<title>" + text(w[s.Lang]) + "</title>"
}

// Key explains one colour: a class of the style.
type Key struct {
	Name  Words
	Class string // as of a filled mark
	Line  bool   // a line instead of a square
}

// keys writes a legend in rows from y on and returns the y below it.
func (s *sheet) keys(x, y float64, keys []Key) float64 {
	at := x
	for _, k := range keys {
		w := 18 + k.Name.wide(smallSize, false) + 18
		if at+w-18 > s.w && at > x {
			at, y = x, y+20
		}
		if k.Line {
			s.put(`<path class="%s line" d="M%s %sh12"/>`+"\n", k.Class, num(at), num(y+6))
		} else {
			s.put(`<rect class="%s" x="%s" y="%s" width="12" height="12" rx="2"/>`+"\n", k.Class, num(at), num(y))
		}
		s.say(at+18, y+10.5, "key", "", k.Name)
		at += w
	}
	return y + 20
}

// scale maps values to pixels.
type scale struct{ from, to, x0, x1 float64 }

func (s scale) at(v float64) float64 {
	if s.to == s.from {
		return s.x0
	}
	return s.x0 + (v-s.from)/(s.to-s.from)*(s.x1-s.x0)
}

// ticks are round values from lo to hi, about n of them.
func ticks(lo, hi float64, n int) (list []float64) {
	if !(hi > lo) || n < 1 {
		return []float64{lo}
	}
	step := math.Pow(10, math.Floor(math.Log10((hi-lo)/float64(n))))
	for _, f := range []float64{1, 2, 2.5, 5, 10} {
		if (hi-lo)/(step*f) <= float64(n) {
			step *= f
			break
		}
	}
	for i := math.Ceil(lo/step - 1e-9); i*step <= hi+step*1e-9; i++ {
		list = append(list, i*step)
	}
	return list
}

// tickText writes a tick: no more decimals than its step needs.
func tickText(v float64, all []float64) string {
	step := 1.0
	if len(all) > 1 {
		step = all[1] - all[0]
	}
	decimals := max(0, int(math.Ceil(-math.Log10(step)-1e-9)))
	if step > 1 && step < 10 && math.Mod(step, 1) != 0 || step < 1 && math.Abs(step*math.Pow(10, float64(decimals))-math.Round(step*math.Pow(10, float64(decimals)))) > 1e-6 {
		decimals++
	}
	t := strconv.FormatFloat(v, 'f', decimals, 64)
	if strings.Trim(t, "-0.") == "" {
		t = strings.TrimPrefix(t, "-")
	}
	whole, rest, _ := strings.Cut(t, ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if rest != "" {
		whole += "." + rest
	}
	return strings.Replace(whole, "-", "−", 1)
}

// across draws a horizontal axis below a plot: grid lines, figures, unit.
func (s *sheet) across(sc scale, top, bottom float64, unit Words) {
	n := 6
	if s.Narrow || sc.x1-sc.x0 < 330 {
		n = 4
	}
	list := ticks(sc.from, sc.to, n)
	for _, v := range list {
		x := sc.at(v)
		s.put(`<path class="grid" d="M%s %sV%s"/>`+"\n", num(x), num(top), num(bottom))
		s.say(x, bottom+16, "axis", "middle", Figure(tickText(v, list)))
	}
	s.say(sc.x1, bottom+33, "axis", "end", unit)
}

// upright draws a vertical axis left of a plot.
func (s *sheet) upright(sc scale, left, right float64, n int, percent bool) {
	list := ticks(sc.from, sc.to, n)
	for _, v := range list {
		y := sc.at(v)
		t := tickText(v, list)
		if percent {
			t = strconv.Itoa(int(math.Round(100*v))) + "%"
		}
		s.put(`<path class="grid" d="M%s %sH%s"/>`+"\n", num(left), num(y), num(right))
		s.say(left-6, y+4, "axis", "end", Figure(t))
	}
}
