package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"corridor/data"
)

// borderYears are the years to make and the one whose rows are the pattern.
type borderYears struct{ first, last, base int }

// bridges are the crossings of Texas by their names in the counts by bridge.
var bridges = map[string]string{
	"laredo-wtb":             "World Trade Bridge",
	"laredo-colombia":        "Colombia Solidarity Bridge",
	"el-paso-bota":           "Bridge of the Americas",
	"el-paso-ysleta":         "Ysleta Bridge",
	"brownsville-veterans":   "Veterans International Bridge at Los Tomates",
	"brownsville-los-indios": "Free Trade International Bridge (Los Indios)",
}

// weights split a port whose bridges are not counted apart: trucks a year, both
// ways. Peace Bridge 3,274 a day (Transport Canada, through TransX), Lewiston-
// Queenston 800,000 a year (The Buffalo News, 2018).
var weights = map[string]int{"buffalo-peace": 3274 * 365, "lewiston-queenston": 800_000}

// pooledInto names the port that counted another's trucks too, as long as the
// other was not counted: El Paso held Ysleta until March 2020.
var pooledInto = map[string]string{"2401": "2402"}

// months are the twelve of a year.
type months [12]int

// tableRow is a row of the pattern and what it counts.
type tableRow struct {
	row            data.Row
	facility, port string
	column         string // of the raw file: trucks or trains
}

// border prints rows of backgrounds.csv, or of assumptions.csv, for every
// crossing that has a row in the base year. All faults are reported at once.
func border(set *data.Set, raw fs.FS, years borderYears, guesses bool, out io.Writer) error {
	ports, err := readCounts(raw, "border/bts_freight_crossings_monthly_*.csv", "port_code", "trucks", "trains")
	if err != nil {
		return err
	}
	texas, err := readCounts(raw, "border/texas_bridges_monthly_northbound_*.csv", "bridge", "trucks")
	if err != nil {
		return err
	}
	list := pattern(set, years.base)
	var rows [][]string
	var faults []error
	for i := range list {
		for year := years.first; year <= years.last; year++ {
			m, filled, err := list[i].count(list, ports, texas, year)
			if err != nil {
				faults = append(faults, err)
				continue
			}
			if guesses {
				rows = append(rows, list[i].guesses(set, year, m)...)
			} else {
				rows = append(rows, list[i].cells(year, m, filled))
			}
		}
	}
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	table := "backgrounds"
	if guesses {
		table = "assumptions"
	}
	w := csv.NewWriter(out)
	w.Write(header(table))
	w.WriteAll(rows)
	return w.Error()
}

// pattern are the rows of the base year at crossings, in the order of the table.
func pattern(set *data.Set, base int) (list []tableRow) {
	for _, row := range set.Rows("backgrounds") {
		node, ok := set.Find("nodes", row.Text("facility"))
		if row.Int("year") != base || !ok || node.Text("kind") != "crossing" {
			continue
		}
		column := "trucks"
		if strings.HasPrefix(row.Text("event"), "vehicle-") {
			column = "trains"
		}
		list = append(list, tableRow{row, node.Key(), node.Text("port_code"), column})
	}
	return list
}

// count is the crossing's part of its port in each month of a year, and which
// months had to be filled. The parts of the crossings of a port add up to the
// port.
func (t *tableRow) count(list []tableRow, ports, texas counts, year int) (m months, filled []string, err error) {
	for i := range m {
		month := monthName(year, i)
		codes := []string{t.port}
		if t.column == "trucks" {
			for port, into := range pooledInto {
				if (t.port == port || t.port == into) && ports[port][month]["trucks"] == 0 {
					codes = []string{into, port}
				}
			}
		}
		total, ok := ports[codes[0]][month][t.column]
		if !ok { // not counted: the mean of the counted months beside it
			a, before := nearest(ports[codes[0]], year, i, -1, t.column)
			b, after := nearest(ports[codes[0]], year, i, +1, t.column)
			if !before || !after {
				return m, nil, fmt.Errorf("%s %s: no count of %s at port %s", t.facility, month, t.column, codes[0])
			}
			total = (a + b + 1) / 2
			filled = append(filled, month)
		}
		before, own, all := 0, 0, 0
		for k := range list {
			o := &list[k]
			if !slices.Contains(codes, o.port) || o.column != t.column || o.row.Text("event") != t.row.Text("event") {
				continue
			}
			weight := o.weight(texas, month, i)
			switch {
			case o.facility == t.facility:
				own = weight
			case own == 0:
				before += weight
			}
			all += weight
		}
		if all == 0 {
			return m, nil, fmt.Errorf("%s %s: no share of port %s", t.facility, month, t.port)
		}
		upTo := func(weight int) int { return (2*total*weight + all) / (2 * all) } // rounded half up
		m[i] = upTo(before+own) - upTo(before)
	}
	return m, filled, nil
}

// gap is how many months in a row may lack a count and still be filled.
const gap = 6

// nearest is the count of the first counted month beside month i of a year, in
// the direction of step.
func nearest(port map[string]map[string]int, year, i, step int, column string) (n int, ok bool) {
	for k := 1; k <= gap && !ok; k++ {
		n, ok = port[monthName(year, i+k*step)][column]
	}
	return n, ok
}

// monthName is a month as the raw files write it; 0 is January, -1 the December
// before.
func monthName(year, i int) string {
	return time.Date(year, time.Month(i+1), 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
}

// weight is what the crossing counts for among those of its port: the trucks of
// its bridge, or a published volume, or its count in the base year.
func (t *tableRow) weight(texas counts, month string, i int) int {
	if name, ok := bridges[t.facility]; ok && t.column == "trucks" {
		return texas[name][month]["trucks"]
	}
	if w, ok := weights[t.facility]; ok {
		return w
	}
	return max(1, int(t.row.Numbers("months")[i]))
}

// cells are the row of a year; filled are the months that were not counted.
func (t *tableRow) cells(year int, m months, filled []string) (cells []string) {
	for _, name := range header("backgrounds") {
		switch name {
		case "year":
			cells = append(cells, strconv.Itoa(year))
		case "months":
			cells = append(cells, m.String())
		case "trusted", "empty", "length_km", "phases", "moves":
			cell := t.row.Text(name)
			if cell == "0" || name == "phases" && cell == "1" { // the default, left out in the table
				cell = ""
			}
			cells = append(cells, cell)
		case "note":
			note := t.row.Text(name)
			for _, month := range filled {
				note += "; " + month + " was not counted: the mean of the months beside it"
			}
			cells = append(cells, note)
		default:
			cells = append(cells, t.row.Text(name))
		}
	}
	return cells
}

// guesses are the rows of assumptions.csv of a year: those of the base year,
// the counts of its months moved with the counts.
func (t *tableRow) guesses(set *data.Set, year int, m months) (rows [][]string) {
	key := t.row.Key()
	newKey := strings.TrimSuffix(key, t.row.Text("year")) + strconv.Itoa(year)
	for _, a := range set.Rows("assumptions") {
		if a.Text("table") != "backgrounds" || a.Text("row") != key {
			continue
		}
		cells := []string{}
		for _, name := range header("assumptions") {
			cell := a.Text(name)
			switch {
			case name == "row":
				cell = newKey
			case a.Text("column") == "months" && (name == "low" || name == "central" || name == "high"):
				cell = m.moved(a.Text(name), a.Text("central")).String()
			}
			cells = append(cells, cell)
		}
		rows = append(rows, cells)
	}
	return rows
}

// moved scales the counts as one list of counts stands to another.
func (m months) moved(list, to string) months {
	a, b := strings.Fields(list), strings.Fields(to)
	for i := range m {
		x, _ := strconv.ParseFloat(a[i], 64)
		y, _ := strconv.ParseFloat(b[i], 64)
		if y > 0 {
			m[i] = int(math.Round(float64(m[i]) * x / y))
		}
	}
	return m
}

func (m months) String() string {
	words := make([]string, len(m))
	for i, n := range m {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, " ")
}

// header is the columns of a table in the order of its file.
func header(table string) []string {
	switch table {
	case "assumptions":
		return []string{"table", "row", "column", "low", "central", "high", "reason"}
	case "links":
		return []string{"id", "from", "to", "mode", "country", "km", "kmh", "spread", "owner", "tracks", "sections", "sidings", "touch", "toll_usd", "source", "note"}
	}
	return []string{"facility", "event", "year", "months", "season", "patience", "trusted", "empty", "length_km", "phases", "moves", "source", "note"}
}
