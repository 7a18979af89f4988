package main

import (
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// cellid FILE ROW NAME: sets NAME to the cell of a row of cells.csv, from 0.
func cellID(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: cellid file row name")
	}
	row, err := strconv.Atoi(args[1])
	ts.Check(err)
	lines := strings.Split(ts.ReadFile(args[0]), "\n")
	id, _, ok := strings.Cut(lines[row+1], ",")
	if !ok {
		ts.Fatalf("%s has no row %d", args[0], row)
	}
	ts.Setenv(args[2], id)
}
