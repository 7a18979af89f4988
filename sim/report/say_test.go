package report

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var verb = regexp.MustCompile(`%\[\d+\][a-z]|%%`)

func TestEveryTextIsThereInEveryLanguageWithTheSamePlaces(t *testing.T) {
	t.Parallel()
	for key, w := range texts() {
		want := verb.FindAllString(w[0], -1)
		slices.Sort(want)
		for i, text := range w {
			got := verb.FindAllString(text, -1)
			slices.Sort(got)
			if strings.TrimSpace(text) == "" || !slices.Equal(slices.Compact(got), slices.Compact(slices.Clone(want))) {
				t.Errorf("%s: %q has other places than %q", key, text, w[0])
			}
			if len(want) == 0 && strings.Contains(text, "%!") || i > 0 && strings.Contains(text, "TODO") {
				t.Errorf("%s: %q", key, text)
			}
		}
	}
}

func TestEveryTextIsUsed(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	files, _ := filepath.Glob("*.go")
	more, _ := filepath.Glob("web/src/*.ts")
	for _, name := range append(append(files, more...), "page.html") {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(raw)
	}
	made := regexp.MustCompile(`^(routing|by|target|short|resource|group|mode|kpi|cost|stage|on|section|verdict|figure)\.|^answer\.under\.|^tornado\.(low|high|mu_star|total|first)$`) // by a name of the tables
	for key := range texts() {
		if !made.MatchString(key) && !strings.Contains(all.String(), `"`+key+`"`) {
			t.Errorf("%s is not used", key)
		}
	}
}

func TestNumbersInFrenchHaveACommaAndNarrowSpaces(t *testing.T) {
	t.Parallel()
	if w := number(12345.6); w[0] != "12,346" || w[1] != "12,346" || w[2] != "12\u202f346" {
		t.Errorf("%q", w)
	}
	if w := signed(-1.5); w[0] != "−1.50" || w[2] != "−1,50" {
		t.Errorf("%q", w)
	}
	if w := share(0.055); w[0] != "5.5%" || w[2] != "5,5\u202f%" {
		t.Errorf("%q", w)
	}
}
