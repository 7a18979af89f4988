package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"io/fs"
	"math"
	"regexp"
	"slices"
	"strconv"

	"corridor/data"
)

// seaSource is the source of rows whose length comes from the grid of sea
// distances.
const seaSource = "corridor-sea-grid"

// seaFactor makes a sailing distance of a distance on the grid: its shortest
// way cuts corners that ships do not.
const seaFactor = 1.02

var (
	seaGrid  = regexp.MustCompile(`grid ([0-9.]+) km`)
	seaExtra = regexp.MustCompile(`x 1\.02 and ([0-9]+) km`)
)

// sea prints the rows of links.csv whose length comes from the grid, with the
// length worked out anew: grid × 1.02, and the kilometres that the note adds to
// keep parallel links apart.
func sea(set *data.Set, raw fs.FS, out io.Writer) error {
	grid, err := gridDistances(raw)
	if err != nil {
		return err
	}
	w := csv.NewWriter(out)
	w.Write(header("links"))
	for _, row := range set.Rows("links") {
		if row.Text("mode") != "sea" || !slices.Contains(row.Words("source"), seaSource) || !seaGrid.MatchString(row.Text("note")) {
			continue
		}
		a, b := gridCode(set, row.Text("from")), gridCode(set, row.Text("to"))
		km, ok := grid[[2]string{a, b}]
		if !ok {
			return fmt.Errorf("%s: the grid has no distance between %q and %q", row.Key(), a, b)
		}
		extra := 0.0
		if m := seaExtra.FindStringSubmatch(row.Text("note")); m != nil {
			extra, _ = strconv.ParseFloat(m[1], 64)
		}
		var cells []string
		for _, name := range header("links") {
			cell := row.Text(name)
			switch name {
			case "km":
				cell = strconv.FormatFloat(math.Round(km*seaFactor)+extra, 'f', -1, 64)
			case "spread", "sections", "toll_usd":
				if cell == "0" {
					cell = ""
				}
			case "tracks", "sidings":
				cell = ""
			case "touch":
				if cell == "none" {
					cell = ""
				}
			case "note":
				cell = seaGrid.ReplaceAllString(cell, "grid "+strconv.FormatFloat(km, 'f', -1, 64)+" km")
			}
			cells = append(cells, cell)
		}
		w.Write(cells)
	}
	w.Flush()
	return w.Error()
}

// balboa stands for the Panama Canal: what comes from the Atlantic has passed it.
const balboa = "PABLB"

// gridCode is the code under which the grid knows a place, its UN/LOCODE.
func gridCode(set *data.Set, node string) string {
	if node == "panama" {
		return balboa
	}
	row, _ := set.Find("nodes", node)
	return row.Text("port_code")
}

// gridDistances reads sea/ne_grid_sea_distances.csv: km by pair, both ways round.
// Ways over the canal are left out, but for those that end there.
func gridDistances(raw fs.FS) (map[[2]string]float64, error) {
	const name = "sea/ne_grid_sea_distances.csv"
	f, err := raw.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	grid := map[[2]string]float64{}
	for i, r := range rows {
		if i == 0 || r[6] != "" && r[0] != balboa && r[2] != balboa {
			continue
		}
		km, err := strconv.ParseFloat(r[4], 64)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %q: expected a distance in km", name, i+1, r[4])
		}
		grid[[2]string{r[0], r[2]}], grid[[2]string{r[2], r[0]}] = km, km
	}
	return grid, nil
}
