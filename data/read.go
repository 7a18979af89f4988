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
	"strings"
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
