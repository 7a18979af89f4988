package data

import (
	"crypto/sha256"
	"embed"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

//go:embed tables/*.csv
var embedded embed.FS

// Builtin is the file system of the built-in tables.
func Builtin() fs.FS {
	sub, err := fs.Sub(embedded, "tables")
	if err != nil {
		panic(err) // the path is constant
	}
	return sub
}

// Limits that keep a hostile or mistaken world from filling the memory.
const (
	mostBytes = 64 << 20
	mostRows  = 1_000_000
)

// Set is a world's tables as read, every cell checked against Schema.
type Set struct {
	tables map[string]*Rows
	Hash   string // SHA-256 over names and bytes of the files
}

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

// Load reads the tables of a world. It reports every fault at once, as
// Problems. Missing tables are empty unless Schema says they are required.
func Load(fsys fs.FS) (*Set, error) {
	set := &Set{tables: map[string]*Rows{}}
	var ps Problems
	known := map[string]bool{}
	sum := sha256.New()
	for _, t := range Schema {
		file := t.Name + ".csv"
		known[file] = true
		rows := &Rows{Table: t, File: file, byKey: map[string]int{}}
		set.tables[t.Name] = rows
		raw, err := readFile(fsys, file)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			if t.Required {
				ps = append(ps, Problem{File: file, Want: "expected this table: " + t.Doc})
			}
			continue
		case err != nil:
			ps = append(ps, Problem{File: file, Want: err.Error()})
			continue
		}
		fmt.Fprintf(sum, "%s %d\n", file, len(raw))
		sum.Write(raw)
		ps = append(ps, rows.parse(raw)...)
	}
	ps = append(ps, unknownFiles(fsys, known)...)
	ps = append(ps, set.checkRefs()...)
	set.Hash = hex.EncodeToString(sum.Sum(nil))
	if err := ps.Err(); err != nil {
		return nil, err
	}
	return set, nil
}

func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, mostBytes+1))
	if err == nil && len(raw) > mostBytes {
		err = fmt.Errorf("expected at most %d MB", mostBytes>>20)
	}
	return raw, err
}

func unknownFiles(fsys fs.FS, known map[string]bool) (ps Problems) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return Problems{{File: ".", Want: "cannot read the folder: " + err.Error()}}
	}
	names := make([]string, 0, len(known))
	for n := range known {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, e := range entries {
		if n := e.Name(); strings.HasSuffix(n, ".csv") && !known[n] {
			ps = append(ps, Problem{File: n, Want: "unknown table" + DidYouMean(n, names)})
		}
	}
	return ps
}

func (rs *Rows) parse(raw []byte) (ps Problems) {
	raw = []byte(strings.TrimPrefix(string(raw), "\ufeff"))
	if !utf8.Valid(raw) {
		return Problems{{File: rs.File, Want: "expected UTF-8 text"}}
	}
	r := csv.NewReader(strings.NewReader(string(raw)))
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	r.Comment = '#'
	head, err := r.Read()
	if err != nil {
		return Problems{{File: rs.File, Line: 1, Want: "expected a header row"}}
	}
	at, ps := rs.header(head)
	if len(ps) > 0 {
		return ps
	}
	rs.place = make([]int, len(rs.Table.Columns))
	for i, c := range at {
		rs.place[c] = i + 1
	}
	for {
		rec, err := r.Read()
		if err == io.EOF {
			return ps
		}
		if err != nil {
			var pe *csv.ParseError
			line := 0
			if errors.As(err, &pe) {
				line = pe.Line
				err = pe.Err
			}
			return append(ps, Problem{File: rs.File, Line: line, Want: err.Error()})
		}
		line, _ := r.FieldPos(0)
		if len(rec) != len(at) {
			ps = append(ps, Problem{File: rs.File, Line: line, Want: fmt.Sprintf("expected %d cells as in the header, found %d", len(at), len(rec))})
			continue
		}
		if len(rs.List) == mostRows {
			return append(ps, Problem{File: rs.File, Line: line, Want: fmt.Sprintf("expected at most %d rows", mostRows)})
		}
		row := Row{rows: rs, Line: line, cells: make([]string, len(rs.Table.Columns))}
		for i, c := range rs.Table.Columns {
			row.cells[i] = c.Default
		}
		for i, cell := range rec {
			c := at[i]
			if cell = strings.TrimSpace(cell); cell != "" {
				row.cells[c] = cell
			}
			if want := check(rs.Table.Columns[c], row.cells[c]); want != "" {
				ps = append(ps, Problem{File: rs.File, Line: line, Column: i + 1, Value: cell, Want: rs.Table.Columns[c].Name + ": " + want})
			}
		}
		key := row.Key()
		if prev, dup := rs.byKey[key]; dup {
			ps = append(ps, Problem{File: rs.File, Line: line, Value: key, Want: fmt.Sprintf("expected each row once; line %d has the same %s", rs.List[prev].Line, strings.Join(rs.Table.Key, ", "))})
			continue
		}
		rs.byKey[key] = len(rs.List)
		rs.List = append(rs.List, row)
	}
}

// header maps the file's columns to the schema's.
func (rs *Rows) header(head []string) (at []int, ps Problems) {
	names := make([]string, len(rs.Table.Columns))
	for i, c := range rs.Table.Columns {
		names[i] = c.Name
	}
	seen := map[string]bool{}
	for i, h := range head {
		h = strings.TrimSpace(h)
		c := rs.Table.column(h)
		switch {
		case c < 0:
			ps = append(ps, Problem{File: rs.File, Line: 1, Column: i + 1, Value: h, Want: "unknown column; expected " + strings.Join(names, ", ") + DidYouMean(h, names)})
		case seen[h]:
			ps = append(ps, Problem{File: rs.File, Line: 1, Column: i + 1, Value: h, Want: "expected each column once"})
		}
		seen[h] = true
		at = append(at, c)
	}
	for _, c := range rs.Table.Columns {
		if c.Required && !seen[c.Name] {
			ps = append(ps, Problem{File: rs.File, Line: 1, Want: fmt.Sprintf("expected a column %q: %s", c.Name, c.Doc)})
		}
	}
	return at, ps
}

func (t Table) column(name string) int {
	for i, c := range t.Columns {
		if c.Name == name {
			return i
		}
	}
	return -1
}

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
