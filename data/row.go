package data

import (
	"strconv"
	"strings"
	"time"
)

// Rows are the rows of one table in file order.
type Rows struct {
	Table Table
	File  string
	List  []Row
	byKey map[string]int
	place []int // column in the file by column of the schema, from 1; 0: not there
}

// Row is one line. Cells are addressed by column name; a name that the schema
// lacks is a bug and panics.
type Row struct {
	rows  *Rows
	Line  int
	cells []string // by schema column, defaults filled in
}

// Rows of a table in file order; a table that Schema lacks is a bug.
func (s *Set) Rows(name string) []Row { return s.table(name).List }

func (s *Set) table(name string) *Rows {
	rs, ok := s.tables[name]
	if !ok {
		panic("data: no table " + name)
	}
	return rs
}

// Find returns the row of a table with that key.
func (s *Set) Find(table, key string) (Row, bool) {
	rs := s.table(table)
	i, ok := rs.byKey[key]
	if !ok {
		return Row{}, false
	}
	return rs.List[i], true
}

// SourceCount is how many rows name each source; `assumption` is one of them.
func (s *Set) SourceCount() map[string]int {
	count := map[string]int{}
	for _, table := range Schema {
		if table.Name == "sources" || table.Name == "assumptions" {
			continue
		}
		for _, row := range s.Rows(table.Name) {
			for _, id := range row.Words("source") {
				count[id]++
			}
		}
	}
	return count
}

// Key joins the key columns with '/'.
func (r Row) Key() string {
	parts := make([]string, len(r.rows.Table.Key))
	for i, k := range r.rows.Table.Key {
		parts[i] = r.Text(k)
		if n, err := strconv.Atoi(parts[i]); err == nil && r.rows.Table.Columns[r.rows.Table.column(k)].Kind == Whole {
			parts[i] = strconv.Itoa(n) // 01 and +1 are 1
		}
	}
	return strings.Join(parts, "/")
}

// File that the row stands in.
func (r Row) File() string { return r.rows.File }

// Problem about one cell of this row.
func (r Row) Problem(column, want string) Problem {
	return Problem{File: r.rows.File, Line: r.Line, Column: r.rows.place[r.rows.Table.column(column)], Value: r.Text(column), Want: column + ": " + want}
}

// Text of a cell, its default where it is empty.
func (r Row) Text(column string) string {
	i := r.rows.Table.column(column)
	if i < 0 {
		panic("data: table " + r.rows.Table.Name + " has no column " + column)
	}
	return r.cells[i]
}

// Has says whether the cell or its default is not empty.
func (r Row) Has(column string) bool { return r.Text(column) != "" }

// Yes reads a YesNo cell.
func (r Row) Yes(column string) bool { return r.Text(column) == "yes" }

// Num reads a Number, Share or Whole cell; empty is 0. Cells were checked by
// Load, so that the conversions below cannot fail.
func (r Row) Num(column string) float64 {
	x, _ := parseNumber(r.Text(column))
	return x
}

// Int reads a Whole cell.
func (r Row) Int(column string) int { return int(r.Num(column)) }

// Span reads a Span cell.
func (r Row) Span(column string) time.Duration {
	x, _ := ParseSpan(r.Text(column))
	return x
}

// Clock reads a Clock cell.
func (r Row) Clock(column string) time.Duration {
	x, _ := ParseClock(r.Text(column))
	return x
}

// Dist reads a DistCell.
func (r Row) Dist(column string) Dist {
	d, _ := ParseDist(r.Text(column))
	return d
}

// PerSecond reads a Rate cell.
func (r Row) PerSecond(column string) float64 {
	x, _ := ParseRate(r.Text(column))
	return x
}

// Words splits a cell at spaces.
func (r Row) Words(column string) []string { return strings.Fields(r.Text(column)) }

// Numbers reads a Numbers cell.
func (r Row) Numbers(column string) []float64 {
	words := strings.Fields(r.Text(column))
	xs := make([]float64, len(words))
	for i, w := range words {
		xs[i], _ = parseNumber(w)
	}
	return xs
}
