package chart

import (
	"encoding/json"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var nan = math.NaN()

// What a page's script makes of a tip.
func spelt(t *testing.T, d *Dictionary, tip string, lang int) string {
	t.Helper()
	var words []Words
	raw, _ := json.Marshal(d)
	if err := json.Unmarshal(raw, &words); err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`\{(=?)([^{}]*)\}`).ReplaceAllStringFunc(tip, func(s string) string {
		s = strings.Trim(s, "{}")
		if figure, ok := strings.CutPrefix(s, "="); ok {
			if lang == 2 {
				return French(figure)
			}
			return figure
		}
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Errorf("%q refers to nothing", tip)
			return s
		}
		return words[n][lang]
	})
}

func TestTipsAreWrittenOnceAndReadInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, w := range []Words{
		Same("Bajío"), Same("{0} {=1} }{"), Same("a: b\nc"), Figure("1,234.5"), Figure("12.3%"),
		{"time: 1,234.5\nrail", "tiempo: 1,234.5\nferrocarril", "temps: 1\u202f234,5\nrail"},
		{"one\ntwo", "uno", "un: deux"},
		{"{x}: 5.5", "{x}: 5.5", "{x}: 5,5"},
		{"through the US\n5.5 h", "por EE. UU.\n5.5 h", "par les É.-U.\n5,5 h"},
		{"5.5 {", "5.5 {", "5,5 {"}, {}, {"", "a", ""},
	} {
		d := &Dictionary{}
		tip := d.Tip(w)
		for lang := range w {
			if got := spelt(t, d, tip, lang); got != w[lang] {
				t.Errorf("%q: %q reads %q", w[lang], tip, got)
			}
		}
	}
	d := &Dictionary{}
	d.Tip(Words{"a", "b", "c"})
	if d.Tip(Words{"a", "b", "c"}) != "{0}" || d.Attribute(Words{"a", "b", "c"}, 0, false) != ` data-w="0"` {
		t.Error("a text is kept twice")
	}
}

func TestOnlyWhatDiffersBetweenLanguagesIsReferredTo(t *testing.T) {
	t.Parallel()
	d := &Dictionary{}
	for _, tt := range []struct {
		w     Words
		shows int
		label bool
		want  string
	}{
		{Same("x"), 0, false, ""}, {Figure("1.5"), 0, false, " data-n"}, {Figure("1.5"), 1, false, " data-n"}, {Figure("1.5"), 2, false, ` data-n="1.5"`},
		{Words{"a", "b", "c"}, 2, false, ` data-w="0"`}, {Words{"a", "b", "c"}, 0, true, ` data-label="0"`},
	} {
		if got := d.Attribute(tt.w, tt.shows, tt.label); got != tt.want {
			t.Errorf("%v in %d: %q", tt.w, tt.shows, got)
		}
	}
	if (*Dictionary)(nil).Attribute(Words{"a", "b", "c"}, 0, false) != "" {
		t.Error("a file has other languages")
	}
}

// Path data goes in steps; its end is where the line ends.
func TestPathsEndWhereTheirLinesDo(t *testing.T) {
	t.Parallel()
	line := []xy{{10.04, 20}, {9.5, 20.96}, {-0.3, -0.27}, {400.2, 12}}
	if got, want := path(line, false), "M10 20l-.5 1-9.8-21.3 400.5 12.3"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := linePath([]float64{1, nan, 2, 3}, scale{0, 3, 0, 30}, scale{0, 3, 30, 0}); got != "M0 20M20 10l10-10" {
		t.Errorf("%q", got)
	}
}
