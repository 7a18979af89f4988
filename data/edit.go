package data

import (
	"maps"
	"slices"
)

// Keep returns the set with only those rows of a table for which keep is true.
// The set has no Hash.
func (s *Set) Keep(table string, keep func(Row) bool) *Set {
	rows := *s.table(table)
	list := rows.List
	rows.List, rows.byKey = nil, map[string]int{}
	for _, r := range list {
		if keep(r) {
			rows.byKey[r.Key()] = len(rows.List)
			rows.List = append(rows.List, r)
		}
	}
	return s.with(table, &rows)
}

// Edit returns the set with cells of a column written anew; where text gives the
// cell as it was, or what its column does not take, the row stays as it is. The
// set has no Hash.
func (s *Set) Edit(table, column string, text func(Row) string) *Set {
	rows := *s.table(table)
	rows.List = slices.Clone(rows.List)
	c := rows.Table.column(column)
	for i := range rows.List {
		r := &rows.List[i]
		if t := text(*r); t != r.cells[c] && check(rows.Table.Columns[c], t) == "" {
			r.cells = slices.Clone(r.cells)
			r.cells[c] = t
		}
	}
	return s.with(table, &rows)
}

func (s *Set) with(table string, rows *Rows) *Set {
	edited := &Set{tables: maps.Clone(s.tables)}
	edited.tables[table] = rows
	return edited
}
