package data

import (
	"fmt"
	"slices"
	"strings"
)

// ColumnsMarkdown describes every table and column of Schema for
// docs/worlds.md.
func ColumnsMarkdown() string {
	var b strings.Builder
	b.WriteString("Every table but `sources.csv` and `assumptions.csv` may end with these two columns:\n\n")
	columnsTable(&b, provenance)
	for _, t := range Schema {
		fmt.Fprintf(&b, "\n### %s.csv\n\n%s\n\n", t.Name, t.Doc)
		need := "A world may leave it out."
		if t.Required {
			need = "Every world needs it."
		}
		key := make([]string, len(t.Key))
		for i, k := range t.Key {
			key[i] = "`" + k + "`"
		}
		fmt.Fprintf(&b, "%s No two rows may have the same %s.\n\n", need, strings.Join(key, ", "))
		own := t.Columns
		if n := len(own) - len(provenance); n > 0 && own[n].Name == provenance[0].Name {
			own = own[:n]
		}
		columnsTable(&b, own)
	}
	return b.String()
}

func columnsTable(b *strings.Builder, cols []Column) {
	b.WriteString("| column | value | if left out | meaning |\n|---|---|---|---|\n")
	for i := range cols {
		c := &cols[i]
		without := "empty"
		switch {
		case c.Required:
			without = "not allowed"
		case c.Default != "":
			without = "`" + c.Default + "`"
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", c.Name, inCell(kindText(c)), without, inCell(c.Doc))
	}
}

// inCell keeps a `|` from ending the cell.
func inCell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

// kindText says what a column's cells look like.
func kindText(c *Column) string {
	number := func(what string) string {
		if !c.Bounded {
			return what
		}
		return what + " from " + plain(c.Min) + " to " + plain(c.Max)
	}
	switch c.Kind {
	case ID:
		return "id"
	case Number:
		return number("number")
	case Whole:
		return number("whole number")
	case Share:
		return "share from 0 to 1"
	case Span:
		return "span"
	case DistCell:
		return "distribution"
	case Choice:
		options := slices.Clone(c.Options)
		for i, o := range options {
			options[i] = "`" + o + "`"
		}
		return strings.Join(options, ", ")
	case YesNo:
		return "`yes` or `no`"
	case Ref:
		return "id from " + c.Ref + ".csv"
	case Numbers:
		return "numbers separated by spaces"
	case Words:
		return "ids separated by spaces"
	case Rate:
		return "rate"
	case Day:
		return "date"
	case Clock:
		return "time of day"
	}
	return "text"
}
