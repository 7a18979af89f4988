package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// record is a row by column name.
type record map[string]string

// num reads a number; an empty cell is 0. Cells of the tables were checked by
// the reader of worlds; a slip in an input shows as a difference in the test.
func (r record) num(column string) float64 {
	x, _ := strconv.ParseFloat(r[column], 64)
	return x
}

func read(name string) ([]record, error) {
	raw, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("%s: %w", filepath.Base(name), err)
	}
	var list []record
	for _, row := range rows[1:] {
		r := record{}
		for i, column := range rows[0] {
			r[column] = row[i]
		}
		list = append(list, r)
	}
	return list, nil
}

func byKey(rows []record, key string) map[string]record {
	m := map[string]record{}
	for _, r := range rows {
		m[r[key]] = r
	}
	return m
}

func byProfile(rows []record) map[string][]record {
	m := map[string][]record{}
	for _, r := range rows {
		m[r["profile"]] = append(m[r["profile"]], r)
	}
	return m
}

func column(rows []record, name string) (xs []float64) {
	for _, r := range rows {
		xs = append(xs, r.num(name))
	}
	return xs
}

func sortedKeys(m map[string][]record) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

var (
	flowColumns  = []string{"id", "from", "to", "commodity", "rate", "arrivals", "priority", "divertible", "due", "stop", "source", "note"}
	guessColumns = []string{"table", "row", "column", "low", "central", "high", "reason"}
)

// write returns flows.csv, and assumptions.csv with the entries of the flows
// replaced. Flows of goods that are not made here keep their rows and entries;
// they stand after those that are made.
func write(tables string, flows []flow, made map[string]bool) (map[string][]byte, error) {
	oldFlows, err := read(filepath.Join(tables, "flows.csv"))
	if err != nil {
		return nil, err
	}
	oldGuesses, err := read(filepath.Join(tables, "assumptions.csv"))
	if err != nil {
		return nil, err
	}
	rows, guesses := [][]string{flowColumns}, [][]string{guessColumns}
	kept := map[string]bool{}
	for _, r := range oldFlows {
		kept[r["id"]] = !made[r["commodity"]]
	}
	for _, r := range oldGuesses {
		if r["table"] != "flows" || kept[r["row"]] {
			guesses = append(guesses, r.row(guessColumns))
		}
	}
	for _, f := range flows {
		rows = append(rows, []string{f.id(), f.from, f.to, f.commodity, fmt.Sprintf("%d/year", f.rate), "poisson", "1", f.divertible, f.due, f.stop, strings.Join(words(strings.Join(f.sources, " "), "assumption"), " "), f.note})
		for _, g := range f.guesses {
			guesses = append(guesses, []string{"flows", f.id(), g.column, g.low, g.central, g.high, g.reason})
		}
	}
	for _, r := range oldFlows {
		if kept[r["id"]] {
			rows = append(rows, r.row(flowColumns))
		}
	}
	files := map[string][]byte{}
	for name, rows := range map[string][][]string{"flows.csv": rows, "assumptions.csv": guesses} {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		if err := w.WriteAll(rows); err != nil {
			return nil, err
		}
		files[name] = b.Bytes()
	}
	return files, nil
}

// row lists the cells of these columns.
func (r record) row(columns []string) (cells []string) {
	for _, c := range columns {
		cells = append(cells, r[c])
	}
	return cells
}
