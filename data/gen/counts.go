package main

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
)

// counts are counts by place, month (2024-01) and column.
type counts map[string]map[string]map[string]int

// readCounts reads the one raw file that fits the pattern: monthly counts by
// the place named in a column. An empty cell is no count.
func readCounts(raw fs.FS, glob, place string, columns ...string) (counts, error) {
	names, err := fs.Glob(raw, glob)
	if err != nil || len(names) != 1 {
		return nil, fmt.Errorf("expected one file %s, found %d", glob, len(names))
	}
	file, err := raw.Open(names[0])
	if err != nil {
		return nil, err
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", names[0], err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("%s: expected a header", names[0])
	}
	at := func(name string) int { return slices.Index(rows[0], name) }
	for _, name := range append([]string{place, "month"}, columns...) {
		if at(name) < 0 {
			return nil, fmt.Errorf("%s: expected a column %s", names[0], name)
		}
	}
	c := counts{}
	for i, row := range rows[1:] {
		who, month := row[at(place)], row[at("month")]
		if c[who] == nil {
			c[who] = map[string]map[string]int{}
		}
		if c[who][month] != nil {
			return nil, fmt.Errorf("%s:%d: %s has a second row for %s", names[0], i+2, who, month)
		}
		c[who][month] = map[string]int{}
		for _, name := range columns {
			if row[at(name)] == "" {
				continue // not counted
			}
			n, err := strconv.Atoi(row[at(name)])
			if err != nil || n < 0 {
				return nil, fmt.Errorf("%s:%d: %s is %q, expected a count", names[0], i+2, name, row[at(name)])
			}
			c[who][month][name] = n
		}
	}
	return c, nil
}
