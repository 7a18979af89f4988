package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"

	"corridor/data"
)

// rule makes a figure of a table again from what its row's note says and from
// other rows.
type rule struct {
	table, column string
	note          *regexp.Regexp // which rows it is for
	within        float64        // how far the table may be off: figures of notes are rounded
	make          func(set *data.Set, row data.Row, m []string) float64
}

const (
	flightShare = 0.9677 // great circle over distance flown (FABEC, 2017)
	blockHours  = 0.6    // of a flight, beside cruising
	cruiseKMH   = 790
)

var rules = []rule{
	{"links", "km", regexp.MustCompile(`(?:^|; )great circle x ([0-9.]+)|drayage: great circle x ([0-9.]+)`), 0.006, func(set *data.Set, row data.Row, m []string) float64 {
		km := number(m[1]+m[2]) * apart(set, row)
		if m[2] != "" {
			km = max(km, drayLeast)
		}
		return km
	}},
	{"links", "km", regexp.MustCompile(`great circle / 0\.9677`), 0.001, func(set *data.Set, row data.Row, m []string) float64 {
		return apart(set, row) / flightShare
	}},
	{"links", "kmh", regexp.MustCompile(`great circle / 0\.9677; block time of 0\.6 h and 790 km/h`), 0.002, func(set *data.Set, row data.Row, m []string) float64 {
		km := apart(set, row) / flightShare
		return km / (blockHours + km/cruiseKMH)
	}},
	{"backgrounds", "moves", regexp.MustCompile(`([0-9,]+) TEU / ([0-9,]+) calls / ([0-9.]+) TEU a box`), 0.001, func(set *data.Set, row data.Row, m []string) float64 {
		return number(m[1]) / number(m[2]) / number(m[3])
	}},
	{"resources", "servers", regexp.MustCompile(`fill it to 80%: ([0-9]+) / 366 x 5 / 0\.8`), 0.04, func(set *data.Set, row data.Row, m []string) float64 {
		return math.Round(number(m[1]) / 366 * 5 / 0.8)
	}},
}

func number(s string) float64 {
	x, _ := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	return x
}

// apart is the great circle between the ends of a link.
func apart(set *data.Set, row data.Row) float64 {
	lat1, lon1 := place(set, row.Text("from"))
	lat2, lon2 := place(set, row.Text("to"))
	return circle(lat1, lon1, lat2, lon2)
}

// derived prints every figure whose note states its arithmetic, beside what that
// makes of the tables as they stand.
func derived(set *data.Set, out io.Writer) error {
	w := csv.NewWriter(out)
	w.Write([]string{"table", "row", "column", "table_has", "rule_makes", "agrees"})
	for _, r := range rules {
		for _, row := range set.Rows(r.table) {
			m := r.note.FindStringSubmatch(row.Text("note"))
			if m == nil {
				continue
			}
			made, has, agrees := r.make(set, row, m), row.Num(r.column), "no"
			if math.Abs(made-has) <= max(0.6, r.within*made) {
				agrees = "yes"
			}
			w.Write([]string{r.table, row.Key(), r.column, row.Text(r.column), fmt.Sprintf("%.1f", made), agrees})
		}
	}
	w.Flush()
	return w.Error()
}
