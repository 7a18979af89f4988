package chart

import "strconv"

// Shared is what the maps of a page have in common, drawn once and used by each:
// the ground, and the courses of what moves. Narrow maps show the same, smaller.
type Shared struct {
	list  []string // path data
	index map[string]int
}

// shrink is the size of a narrow map by that of a wide one.
const shrink = wideKM / narrowKM

// narrowly places what is drawn for a wide map in a narrow one.
var narrowly = func() string {
	wide, narrow := flowView(Form{}), flowView(Form{Narrow: true})
	x, y := shrink*(wide.left-narrow.left)*wide.scale, shrink*(wide.top-narrow.top)*wide.scale
	return `transform="matrix(` + num3(shrink) + ` 0 0 ` + num3(shrink) + ` ` + num3(x) + ` ` + num3(y) + `)"`
}()

func num3(x float64) string { return strconv.FormatFloat(x, 'f', 3, 64) }

// shortCourse is path data that is not worth a reference.
const shortCourse = 40

// course writes a path by reference.
func (s *Shared) course(data string) string {
	i, ok := s.index[data]
	if !ok {
		if s.index == nil {
			s.index = map[string]int{}
		}
		i = len(s.list)
		s.index[data] = i
		s.list = append(s.list, data)
	}
	return "#c" + strconv.Itoa(i)
}

// SVG is a hidden picture with all that was referred to.
func (s *Shared) SVG() []byte {
	var p pen
	v := flowView(Form{})
	v.h += 80 // a narrow map reaches farther south
	p.put(`<svg class="chart" width="0" height="0" aria-hidden="true"><defs><g id="ground" class="ground">`)
	p.ground(&v)
	p.put("</g>")
	for i, d := range s.list {
		p.put("<path id=\"c%d\" d=\"%s\"/>\n", i, d)
	}
	p.put("</defs></svg>\n")
	return p.Bytes()
}
