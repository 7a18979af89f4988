package data

import (
	"fmt"
	"strconv"
	"strings"
)

// check returns what was expected where the cell does not fit its column.
func check(c Column, cell string) string {
	if cell == "" {
		if c.Required {
			return "expected a value: " + c.Doc
		}
		return ""
	}
	var err error
	switch c.Kind {
	case ID:
		if !ValidID(cell) {
			return "expected a name of lower-case letters, digits, '-', '.', '_', at most 64"
		}
	case Text:
		if len(cell) > 2000 {
			return "expected at most 2,000 characters"
		}
	case Number, Share, Whole:
		var x float64
		if x, err = parseNumber(cell); err != nil {
			break
		}
		lo, hi, bounded := c.Min, c.Max, c.Bounded
		if c.Kind == Share {
			lo, hi, bounded = 0, 1, true
		}
		if bounded && (x < lo || x > hi) {
			return fmt.Sprintf("expected a number from %s to %s", plain(lo), plain(hi))
		}
		if c.Kind == Whole {
			if _, err := strconv.Atoi(cell); err != nil {
				return "expected a whole number"
			}
		}
	case Span:
		_, err = ParseSpan(cell)
	case DistCell:
		_, err = ParseDist(cell)
	case Choice:
		for _, o := range c.Options {
			if o == cell {
				return ""
			}
		}
		return "expected one of " + strings.Join(c.Options, ", ") + DidYouMean(cell, c.Options)
	case YesNo:
		if cell != "yes" && cell != "no" {
			return "expected yes or no"
		}
	case Ref:
		if !ValidID(cell) {
			return "expected a name from " + c.Ref + ".csv"
		}
	case Numbers:
		for _, w := range strings.Fields(cell) {
			if x, e := parseNumber(w); e != nil || x < 0 || x > 1e12 {
				return "expected numbers that are not negative, at most 1e12, separated by spaces"
			}
		}
	case Words:
		for _, w := range strings.Fields(cell) {
			if !ValidID(w) {
				return "expected names separated by spaces"
			}
		}
	case Rate:
		_, err = ParseRate(cell)
	case Day:
		_, err = ParseDay(cell)
	case Clock:
		_, err = ParseClock(cell)
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func plain(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// checkRefs checks every Ref cell against the table it names.
func (s *Set) checkRefs() (ps Problems) {
	for _, t := range Schema {
		rs := s.tables[t.Name]
		for ci, c := range t.Columns {
			if c.Kind != Ref {
				continue
			}
			target := s.tables[c.Ref]
			names := target.firstKeys()
			have := map[string]bool{}
			for _, n := range names {
				have[n] = true
			}
			for _, row := range rs.List {
				if v := row.cells[ci]; v != "" && !have[v] {
					ps = append(ps, Problem{File: rs.File, Line: row.Line, Column: rs.place[ci], Value: v, Want: fmt.Sprintf("%s: expected a name from %s.csv%s", c.Name, c.Ref, DidYouMean(v, names))})
				}
			}
		}
	}
	return ps
}

// firstKeys lists the distinct values of the first key column.
func (rs *Rows) firstKeys() []string {
	var names []string
	seen := map[string]bool{}
	for _, r := range rs.List {
		if v := r.Text(rs.Table.Key[0]); !seen[v] {
			seen[v] = true
			names = append(names, v)
		}
	}
	return names
}
