package data

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// edits is Levenshtein's distance by its definition, slow and plain.
func edits(a, b string) int {
	switch {
	case a == "":
		return len(b)
	case b == "":
		return len(a)
	case a[0] == b[0]:
		return edits(a[1:], b[1:])
	}
	return 1 + min(edits(a[1:], b), edits(a, b[1:]), edits(a[1:], b[1:]))
}

func TestTheEditDistanceIsLevenshteins(t *testing.T) {
	words := []string{"", "a", "b", "ab", "ba", "abc", "cab", "abcd", "cd", "abce", "rail", "trail", "direct", "direst", "us"}
	for _, a := range words {
		for _, b := range words {
			if got, want := editDistance(a, b, 100), edits(a, b); got != want {
				t.Errorf("from %q to %q: %d edits, want %d", a, b, got, want)
			}
		}
	}
	if got := editDistance("abcdef", "uvwxyz", 3); got < 3 {
		t.Errorf("given up at %d", got)
	}
	if got := editDistance(strings.Repeat("a", 1000), "a", 5); got != 5 {
		t.Errorf("a long word is at distance %d", got)
	}
}

func TestTheNearestNameIsMeantWhereOneIsClose(t *testing.T) {
	names := []string{"laredo-wtb", "laredo-colombia", "laredo-rail", "eagle-pass-rail", "cd", "abce"}
	for word, want := range map[string]string{
		"laredo-rial": "laredo-rail", "laredo-wt": "laredo-wtb", "lardo-rail": "laredo-rail", "laredo_colombia": "laredo-colombia", "abcd": "abce",
		"halifax": "", "": "", "xxxxxxxxxxxxxxxxxxxx": "", "laredo-wtb": "laredo-wtb",
	} {
		if got := Nearest(word, names); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
	if got := DidYouMean("laredo-rial", names); got != `; did you mean "laredo-rail"?` {
		t.Errorf("DidYouMean gives %q", got)
	}
	if got := DidYouMean("halifax", names) + DidYouMean("x", nil); got != "" {
		t.Errorf("DidYouMean gives %q where nothing is close", got)
	}
}

func TestAProblemSaysWhereWhatAndWhatWasExpected(t *testing.T) {
	for _, tt := range []struct {
		p    Problem
		want string
	}{
		{Problem{"a.csv", 3, 2, "x", "expected y"}, `a.csv:3:2: "x": expected y`},
		{Problem{"a.csv", 3, 0, "", "expected y"}, `a.csv:3: expected y`},
		{Problem{"a.csv", 0, 5, "x", "expected y"}, `a.csv: "x": expected y`},
		{Problem{"a.csv", 1, 1, "\x1b[31m\n", "expected y"}, `a.csv:1:1: "\x1b[31m\n": expected y`},
		{Problem{"a.csv", 1, 1, strings.Repeat("é", 61), "expected y"}, `a.csv:1:1: "` + strings.Repeat("é", 60) + `…": expected y`},
	} {
		if got := tt.p.Error(); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

func TestProblemsComeInOrderAndAreBounded(t *testing.T) {
	ps := Problems{{"b.csv", 1, 1, "", "4"}, {"a.csv", 10, 1, "", "3"}, {"a.csv", 2, 9, "", "2"}, {"a.csv", 2, 1, "", "1"}, {"a.csv", 0, 0, "", "0"}}
	err := ps.Err()
	if got := err.Error(); got != "a.csv: 0\na.csv:2:1: 1\na.csv:2:9: 2\na.csv:10:1: 3\nb.csv:1:1: 4" {
		t.Errorf("got\n%s", got)
	}
	var same Problems
	if !errors.As(fmt.Errorf("reading: %w", err), &same) || len(same) != 5 {
		t.Error("problems cannot be told from other errors")
	}
	if Problems(nil).Err() != nil || (Problems{}).Err() != nil {
		t.Error("no problem is an error")
	}
	many := make(Problems, 1000)
	lines := strings.Split(many.Error(), "\n")
	if len(lines) != 26 || lines[25] != "… and 975 more" {
		t.Errorf("%d lines, the last %q", len(lines), lines[len(lines)-1])
	}
}
