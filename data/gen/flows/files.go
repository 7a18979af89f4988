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

// write returns flows.csv, and assumptions.csv with the entries of flows
// replaced; the others keep their order, those of flows stand last.
func write(tables string, flows []flow) (map[string][]byte, error) {
	out := [][]string{{"id", "from", "to", "commodity", "rate", "arrivals", "priority", "divertible", "due", "stop", "source", "note"}}
	old, err := read(filepath.Join(tables, "assumptions.csv"))
	if err != nil {
		return nil, err
	}
	head := []string{"table", "row", "column", "low", "central", "high", "reason"}
	guesses := [][]string{head}
	for _, r := range old {
		if r["table"] == "flows" {
			continue
		}
		row := make([]string, len(head))
		for i, c := range head {
			row[i] = r[c]
		}
		guesses = append(guesses, row)
	}
	for _, f := range flows {
		out = append(out, []string{f.id(), f.from, f.to, f.commodity, fmt.Sprintf("%d/year", f.rate), "poisson", "1", f.divertible, f.due, f.stop, strings.Join(words(strings.Join(f.sources, " "), "assumption"), " "), f.note})
		for _, g := range f.guesses {
			guesses = append(guesses, []string{"flows", f.id(), g.column, g.low, g.central, g.high, g.reason})
		}
	}
	files := map[string][]byte{}
	for name, rows := range map[string][][]string{"flows.csv": out, "assumptions.csv": guesses} {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		if err := w.WriteAll(rows); err != nil {
			return nil, err
		}
		files[name] = b.Bytes()
	}
	return files, nil
}
