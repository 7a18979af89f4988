package chart

import (
	"strings"
)

// Languages that text comes in; Words has one text each, in this order.
var Languages = []string{"en", "es", "fr"}

// Words is a text in every language.
type Words [3]string

// Same is a text that is the same in all languages, a name.
func Same(s string) Words { return Words{s, s, s} }

// Figure is a number as results.Short writes it, in the notation of every
// language: French has a comma and narrow spaces.
func Figure(s string) Words { return Words{s, s, French(s)} }

// French turns a number written 1,234.5 or 12.3% into French notation.
func French(s string) string {
	return strings.NewReplacer(",", "\u202f", ".", ",", "%", "\u202f%").Replace(s)
}

// wide is the widest that a text gets in any language, in pixels.
func (w Words) wide(size float64, bold bool) (most float64) {
	for _, s := range w {
		most = max(most, widthOf(s, size, bold))
	}
	return most
}

// cut shortens a text to a width.
func cut(s string, size, width float64) string {
	if widthOf(s, size, false) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 1 && widthOf(string(runes)+"…", size, false) > width {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimRight(string(runes), " ,(-") + "…"
}

// cut shortens a text in every language.
func (w Words) cut(size, width float64) Words {
	for i := range w {
		w[i] = cut(w[i], size, width)
	}
	return w
}
