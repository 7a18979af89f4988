package report

import (
	"io"
	"strings"
	"unicode/utf8"
)

// grid is a text table: the first `left` columns stand left, the others right.
type grid struct {
	left  int
	words bool // the last column stands left too
	rows  [][]string
}

func (g *grid) add(cells ...string) { g.rows = append(g.rows, cells) }

// write prints the rows in columns two spaces apart, each line behind the
// indent.
func (g *grid) write(w io.Writer, indent string) error {
	var width []int
	for _, row := range g.rows {
		for i, c := range row {
			if i == len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], utf8.RuneCountInString(c))
		}
	}
	for _, row := range g.rows {
		var b strings.Builder
		b.WriteString(indent)
		for i, c := range row {
			if i > 0 {
				b.WriteString("  ")
			}
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(c))
			if i < g.left || g.words && i == len(width)-1 {
				b.WriteString(c + pad)
			} else {
				b.WriteString(pad + c)
			}
		}
		if _, err := io.WriteString(w, strings.TrimRight(b.String(), " ")+"\n"); err != nil {
			return err
		}
	}
	return nil
}
