package chart

import (
	"encoding/json"
	"strconv"
	"strings"
)

// Dictionary keeps each text of a page once, in all languages: what shows it
// refers to it by its number. A nil Dictionary is of a file with one language.
type Dictionary struct {
	list  []Words
	index map[Words]int
}

// MarshalJSON gives the texts by number.
func (d *Dictionary) MarshalJSON() ([]byte, error) { return json.Marshal(d.list) }

func (d *Dictionary) number(w Words) string {
	i, ok := d.index[w]
	if !ok {
		if d.index == nil {
			d.index = map[Words]int{}
		}
		i = len(d.list)
		d.index[w] = i
		d.list = append(d.list, w)
	}
	return strconv.Itoa(i)
}

// isFigure says whether a text is a number, which only French writes otherwise.
func (w Words) isFigure() bool {
	return w[0] == w[1] && w[0] != w[2] && strings.ContainsAny(w[0], "0123456789") && !strings.ContainsAny(w[0], "{}") && French(w[0]) == w[2]
}

// isSame says whether a text is the same in all languages.
func (w Words) isSame() bool { return w[0] == w[1] && w[0] == w[2] }

// Attribute lets a page switch the language of a text: data-w and its number, or
// data-n for a figure, whose notation the page knows. label is for a text that is
// an element's label instead. Empty where all languages are the same.
func (d *Dictionary) Attribute(w Words, shows int, label bool) string {
	switch {
	case d == nil || w.isSame():
		return ""
	case label:
		return ` data-label="` + d.number(w) + `"`
	case w.isFigure() && shows == 2:
		return ` data-n="` + text(w[0]) + `"`
	case w.isFigure():
		return ` data-n`
	}
	return ` data-w="` + d.number(w) + `"`
}

// Tip writes a text in all languages at once: {7} is text 7 of the dictionary,
// {=1.5} a figure. Its lines, and what stands before and after a colon, are texts of
// their own.
func (d *Dictionary) Tip(w Words) string {
	return d.split(w, "\n", ": ")
}

func (d *Dictionary) split(w Words, by ...string) string {
	switch {
	case w.isSame() && !strings.Contains(w[0], "{"):
		return w[0]
	case w.isFigure():
		return "{=" + w[0] + "}"
	case len(by) > 0:
		var parts [3][]string
		for i := range w {
			parts[i] = strings.Split(w[i], by[0])
		}
		if n := len(parts[0]); n == 1 || len(parts[1]) != n || len(parts[2]) != n {
			return d.split(w, by[1:]...)
		}
		list := make([]string, len(parts[0]))
		for i := range list {
			list[i] = d.split(Words{parts[0][i], parts[1][i], parts[2][i]}, by[1:]...)
		}
		return strings.Join(list, by[0])
	}
	return "{" + d.number(w) + "}"
}
