package results

import (
	"bytes"
	"encoding/csv"
	"math"
	"strconv"
)

// Column of a result table.
type Column struct {
	Name string
	Unit string
	Doc  string
}

// Table is one CSV file of a result folder.
type Table struct {
	Name    string
	Columns []Column
	Rows    [][]string
}

// Add appends a row of strings, ints and floats; a number of cells other than
// of columns is a bug and panics.
func (t *Table) Add(cells ...any) {
	if len(cells) != len(t.Columns) {
		panic("results: row of " + t.Name + " has the wrong number of cells")
	}
	row := make([]string, len(cells))
	for i, c := range cells {
		switch v := c.(type) {
		case string:
			row[i] = v
		case int:
			row[i] = strconv.Itoa(v)
		case int64:
			row[i] = strconv.FormatInt(v, 10)
		case float64:
			row[i] = Number(v)
		default:
			panic("results: cell of an unknown type")
		}
	}
	t.Rows = append(t.Rows, row)
}

// Number writes a float with at most 6 significant decimals; empty where it is
// not a number.
func Number(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', 9, 64)
}

// CSV is the file's text.
func (t *Table) CSV() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	head := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = c.Name
	}
	w.Write(head) // a bytes.Buffer does not fail
	w.WriteAll(t.Rows)
	return b.Bytes()
}

// ColumnsTable documents the columns of tables.
func ColumnsTable(tables []*Table) *Table {
	doc := &Table{Name: "columns", Columns: []Column{{"table", "", ""}, {"column", "", ""}, {"unit", "", ""}, {"meaning", "", ""}}}
	for _, t := range tables {
		for _, c := range t.Columns {
			doc.Add(t.Name+".csv", c.Name, c.Unit, c.Doc)
		}
	}
	return doc
}

// Short writes a figure for people: three significant digits or so, thousands
// separated.
func Short(v float64) string {
	switch a := math.Abs(v); {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return "–"
	case a >= 9999.5:
		s := strconv.FormatFloat(math.Round(v), 'f', 0, 64)
		for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
			s = s[:i] + "," + s[i:]
		}
		return s
	case a >= 99.95:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case a >= 9.995:
		return strconv.FormatFloat(v, 'f', 1, 64)
	case a == 0:
		return "0"
	case a < 0.005:
		return "0.00"
	default:
		return strconv.FormatFloat(v, 'f', 2, 64)
	}
}
