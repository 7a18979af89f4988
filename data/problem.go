package data

import (
	"fmt"
	"sort"
	"strings"
)

// Problem is one fault in a table or scenario: where it is, the value found,
// and what was expected.
type Problem struct {
	File   string
	Line   int // 1 is the first line; 0: the file as a whole
	Column int // 1 is the first character or cell; 0: the line as a whole
	Value  string
	Want   string
}

// Error gives `file:line:column: "value": expected ...`.
func (p Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
		if p.Column > 0 {
			fmt.Fprintf(&b, ":%d", p.Column)
		}
	}
	b.WriteString(": ")
	if p.Value != "" {
		fmt.Fprintf(&b, "%q: ", clip(p.Value))
	}
	b.WriteString(p.Want)
	return b.String()
}

func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// Problems are all the faults of an input, in file and line order.
type Problems []Problem

// mostShown bounds an error text; the count is always given in full.
const mostShown = 25

func (ps Problems) Error() string {
	var b strings.Builder
	for i, p := range ps {
		if i == mostShown {
			fmt.Fprintf(&b, "\n… and %d more", len(ps)-i)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.Error())
	}
	return b.String()
}

// Sort orders problems by file, line, column.
func (ps Problems) Sort() {
	sort.SliceStable(ps, func(i, j int) bool {
		a, b := ps[i], ps[j]
		if a.File != b.File {
			return a.File < b.File
		}
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Column < b.Column
	})
}

// Err returns the sorted problems as an error, or nil where there are none.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	ps.Sort()
	return ps
}

// Nearest returns the name among names that is closest to word, for "did you
// mean", or "" where none is close.
func Nearest(word string, names []string) string {
	best, bestD := "", len(word)/3+2
	for _, n := range names {
		if d := editDistance(word, n, bestD); d < bestD {
			best, bestD = n, d
		}
	}
	return best
}

// DidYouMean is a ready sentence part, or "".
func DidYouMean(word string, names []string) string {
	if n := Nearest(word, names); n != "" {
		return fmt.Sprintf("; did you mean %q?", n)
	}
	return ""
}

// editDistance is Levenshtein's, given up once it must reach limit.
func editDistance(a, b string, limit int) int {
	if len(a) > 64 || len(b) > 64 || len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	prev := make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diag := prev[0]
		prev[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diag
			if a[i-1] != b[j-1] {
				cost = 1 + min(diag, prev[j], prev[j-1])
			}
			diag, prev[j] = prev[j], cost
		}
	}
	return prev[len(b)]
}
