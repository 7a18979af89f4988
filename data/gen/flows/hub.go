package main

import (
	"fmt"
	"math"
	"strings"
)

// overHubs divides the loads of a row of goods.csv: a part from the stock of each
// hub of its profile, and one that goes through. A hub serves the destinations that
// its row names, or with `*` those that no other row of the profile names. Hubs
// deal in the large pairs only: small zones get more of their goods through, large
// ones fewer, so that all parts together keep the shares of zones.
func (w *world) overHubs(r record, from, to []record, loads float64) ([]part, error) {
	rows, columns, stock := column(from, "share"), column(to, "share"), r.num("hub_share")
	if stock == 0 {
		return []part{{nil, loads, fit(rows, columns, loads, r.num("cut"))}}, nil
	}
	served, err := w.served(r["hubs"], to)
	if err != nil {
		return nil, err
	}
	var parts []part
	for k, h := range w.hubs[r["hubs"]] {
		sum, some := 0.0, make([]float64, len(to))
		for j := range to {
			some[j] = columns[j] * served[k][j]
			sum += some[j]
		}
		if sum > 0 {
			for j := range to {
				some[j] /= sum
			}
			parts = append(parts, part{h, loads * stock * sum, large(rows, some, loads*stock*sum, r.num("hub_cut"))})
		}
	}
	rest := loads * (1 - stock)
	for i := range rows {
		rows[i] *= loads
	}
	for j := range columns {
		columns[j] *= loads
	}
	for _, p := range parts {
		for i := range rows {
			for j := range columns {
				rows[i] -= p.cells[i][j]
				columns[j] -= p.cells[i][j]
			}
		}
	}
	for _, margin := range [][]float64{rows, columns} {
		for i := range margin {
			if margin[i] /= rest; margin[i] < 0 {
				return nil, fmt.Errorf("goods.csv: %s: a zone gets more from hubs than it gets: lower hub_cut", r["commodity"])
			}
		}
	}
	return append(parts, part{nil, rest, fit(rows, columns, rest, r.num("cut"))}), nil
}

// served is the share of each row of a profile of hubs in what each destination
// gets from stock.
func (w *world) served(profile string, to []record) (shares [][]float64, err error) {
	named := map[string]bool{}
	for _, h := range w.hubs[profile] {
		if w.zones[h["hub"]]["country"] != "US" {
			return nil, fmt.Errorf("hubs.csv: profile %s: no zone %q in the United States", profile, h["hub"])
		}
		for _, id := range strings.Fields(h["destinations"]) {
			named[id] = true
		}
	}
	sums := make([]float64, len(to))
	for _, h := range w.hubs[profile] {
		row := make([]float64, len(to))
		for j, d := range to {
			for _, id := range strings.Fields(h["destinations"]) {
				if id == d["zone"] || id == "*" && !named[d["zone"]] {
					row[j] = h.num("share")
					sums[j] += row[j]
				}
			}
		}
		shares = append(shares, row)
	}
	for j, sum := range sums {
		if math.Abs(sum-1) > 1e-6 {
			return nil, fmt.Errorf("hubs.csv: profile %s: shares for %s sum to %g, expected 1", profile, to[j]["zone"], sum)
		}
	}
	return shares, nil
}
