package results

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Format is the form of result folders. It changes when a reader of the old
// form would misread the new one, or would lack something.
const Format = 2

// Open reads a whole result folder: what Write wrote. A folder that is none of
// Corridor's, of another format, or damaged is an error that says what to do.
func Open(dir string) (*Folder, error) {
	m, err := ReadManifest(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		if _, err := os.Stat(dir); err != nil {
			return nil, fmt.Errorf("%s: no such folder", dir)
		}
		return nil, fmt.Errorf("%s: not a result folder: it has no manifest.json", dir)
	case err != nil:
		return nil, fmt.Errorf("%s: manifest.json is damaged: %w", dir, err)
	case m.Tool != toolName:
		return nil, fmt.Errorf("%s: not a result folder of Corridor", dir)
	case m.Format != Format:
		return nil, fmt.Errorf("%s: written by corridor %s in format %d; this program reads format %d. Run its command again: %s", dir, m.Version, m.Format, Format, m.Typed())
	}
	f := &Folder{Manifest: m}
	raw := func(name string) ([]byte, error) {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, fmt.Errorf("%s: damaged: %s, which manifest.json lists, cannot be read", dir, name)
		}
		return b, nil
	}
	if !slices.Contains(Kinds, m.Kind) {
		return nil, fmt.Errorf("%s: manifest.json is damaged: kind %q: expected %s", dir, m.Kind, strings.Join(Kinds, ", "))
	}
	if m.Kind == Comparison {
		if err := f.comparison(dir, raw); err != nil {
			return nil, err
		}
	}
	for _, name := range m.Files {
		table, isTable := strings.CutSuffix(name, ".csv")
		if !isTable || filepath.Base(name) != name {
			continue
		}
		b, err := raw(name)
		if err != nil {
			return nil, err
		}
		t, err := readTable(table, b)
		if err != nil {
			return nil, fmt.Errorf("%s: damaged: %w", dir, err)
		}
		f.Tables = append(f.Tables, t)
	}
	f.document()
	return f, nil
}

// comparison reads what a comparison has beside its tables.
func (f *Folder) comparison(dir string, raw func(name string) ([]byte, error)) error {
	b, err := raw("summary.json")
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, &f.Summary); err != nil || len(f.Summary.Cases) == 0 {
		return fmt.Errorf("%s: summary.json is damaged", dir)
	}
	f.Summary.Changes, f.Summary.Warnings = f.Manifest.Changes, f.Manifest.Warnings
	if f.Network, err = raw("network.json"); err != nil {
		return err
	}
	if !json.Valid(f.Network) {
		return fmt.Errorf("%s: network.json is damaged", dir)
	}
	return nil
}

// Typed is the command that made the folder, as one would type it.
func (m *Manifest) Typed() string {
	words := make([]string, len(m.Command))
	for i, w := range m.Command {
		if w == "" || strings.ContainsAny(w, " \t\n'\"\\$&|;<>()*?`~#[]{}!") {
			w = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
		words[i] = w
	}
	return strings.Join(words, " ")
}

// ReadTable reads one table of a folder by its name, nil where there is none.
func ReadTable(dir, name string) (*Table, error) {
	raw, err := os.ReadFile(filepath.Join(dir, name+".csv"))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	t, err := readTable(name, raw)
	if err != nil {
		return nil, fmt.Errorf("%s: damaged: %w", dir, err)
	}
	return t, nil
}

// Quantity is the number that a value begins with, such as 3, 0.5 or 20%; times
// such as 4h and 2d are in hours. ok is false where there is none.
func Quantity(value string) (x float64, ok bool) {
	n := strings.IndexFunc(value, func(r rune) bool { return !(r >= '0' && r <= '9') && r != '.' && r != '-' && r != '+' })
	if n < 0 {
		n = len(value)
	}
	x, err := strconv.ParseFloat(value[:n], 64)
	switch value[n:] {
	case "d":
		x *= 24
	case "min", "m":
		x /= 60
	case "s":
		x /= 3600
	}
	return x, err == nil && !strings.Contains(value[n:], " ") && !strings.HasPrefix(value[n:], "-")
}

func readTable(name string, raw []byte) (*Table, error) {
	rows, err := csv.NewReader(strings.NewReader(string(raw))).ReadAll() // rows of another length are errors
	if err != nil {
		return nil, fmt.Errorf("%s.csv: %w", name, err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("%s.csv is empty", name)
	}
	t := &Table{Name: name, Rows: rows[1:]}
	for _, c := range rows[0] {
		t.Columns = append(t.Columns, Column{Name: c})
	}
	return t, nil
}

// document takes units and meanings from columns.csv.
func (f *Folder) document() {
	doc := f.Table("columns")
	if doc == nil || len(doc.Columns) != 4 {
		return
	}
	for _, row := range doc.Rows {
		if t := f.Table(strings.TrimSuffix(row[0], ".csv")); t != nil {
			for i := range t.Columns {
				if t.Columns[i].Name == row[1] {
					t.Columns[i].Unit, t.Columns[i].Doc = row[2], row[3]
				}
			}
		}
	}
}

// Table of a folder by its name, nil where there is none.
func (f *Folder) Table(name string) *Table {
	for _, t := range f.Tables {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// Cells are a row's cells in the columns asked for.
type Cells struct {
	table *Table
	line  int
	cells []string
	names []string
	fault *error
}

// Text of the i-th column asked for.
func (c Cells) Text(i int) string { return c.cells[i] }

// Number of the i-th column asked for. What is none is 0, and Scan's error.
func (c Cells) Number(i int) float64 {
	x, err := strconv.ParseFloat(c.cells[i], 64)
	if err != nil && *c.fault == nil {
		*c.fault = fmt.Errorf("%s.csv:%d: %q: %s: expected a number", c.table.Name, c.line, c.cells[i], c.names[i])
	}
	return x
}

// Scan calls f for every row with the cells of some columns. A nil table has no
// rows; a column that is not there, or a cell that should be a number and is
// none, is an error.
func (t *Table) Scan(names []string, f func(c Cells)) (err error) {
	if t == nil {
		return nil
	}
	at := make([]int, len(names))
	for i, n := range names {
		if at[i] = slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == n }); at[i] < 0 {
			return fmt.Errorf("%s.csv: no column %s", t.Name, n)
		}
	}
	cells := make([]string, len(names))
	for r, row := range t.Rows {
		for i, k := range at {
			cells[i] = row[k]
		}
		f(Cells{t, r + 2, cells, names, &err})
	}
	return err
}
