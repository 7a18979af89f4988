package main

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
)

// flow is one row of flows.csv with the ranges of its guesses.
type flow struct {
	commodity, from, to, stop string
	rate                      int // loads a year
	hub                       bool
	divertible, due           string
	sources                   []string
	note                      string
	guesses                   []guess
}

// guess is one entry of assumptions.csv.
type guess struct{ column, low, central, high, reason string }

// id names a flow. The hub of goods sold from stock is part of it, as there may be
// a flow of the same pair that passes none.
func (f *flow) id() string {
	id := f.commodity + "-" + f.from + "-" + f.to
	if f.hub {
		id += "-by-" + f.stop
	}
	return id
}

// world is what the generator reads of the tables.
type world struct {
	zones  map[string]record // nodes.csv by id
	goods  map[string]record // commodities.csv by id
	shares map[string][]record
	hubs   map[string][]record // hubs.csv by profile
}

// generate returns flows.csv and assumptions.csv.
func generate(in, tables string) (map[string][]byte, error) {
	var w world
	nodes, err := read(filepath.Join(tables, "nodes.csv"))
	if err != nil {
		return nil, err
	}
	commodities, err := read(filepath.Join(tables, "commodities.csv"))
	if err != nil {
		return nil, err
	}
	shares, err := read(filepath.Join(in, "shares.csv"))
	if err != nil {
		return nil, err
	}
	hubs, err := read(filepath.Join(in, "hubs.csv"))
	if err != nil {
		return nil, err
	}
	w.zones, w.goods = byKey(nodes, "id"), byKey(commodities, "id")
	w.shares, w.hubs = byProfile(shares), byProfile(hubs)
	if err := w.check(); err != nil {
		return nil, err
	}
	goods, err := read(filepath.Join(in, "goods.csv"))
	if err != nil {
		return nil, err
	}
	var flows []flow
	for _, r := range goods {
		some, err := w.spread(r)
		if err != nil {
			return nil, err
		}
		flows = append(flows, some...)
	}
	fixed, err := read(filepath.Join(in, "fixed.csv"))
	if err != nil {
		return nil, err
	}
	for _, r := range fixed {
		f, err := w.fixed(r)
		if err != nil {
			return nil, err
		}
		flows = append(flows, f)
	}
	seen, made := map[string]bool{}, map[string]bool{}
	for _, f := range flows {
		if seen[f.id()] {
			return nil, fmt.Errorf("flow %s twice", f.id())
		}
		seen[f.id()], made[f.commodity] = true, true
	}
	return write(tables, flows, made)
}

// check holds the profiles: known zones of one country, shares that sum to 1.
func (w *world) check() error {
	for _, p := range sortedKeys(w.shares) {
		sum, country := 0.0, ""
		for _, r := range w.shares[p] {
			z, ok := w.zones[r["zone"]]
			if !ok {
				return fmt.Errorf("shares.csv: profile %s: no zone %q", p, r["zone"])
			}
			if country != "" && z["country"] != country {
				return fmt.Errorf("shares.csv: profile %s: zones of two countries", p)
			}
			country = z["country"]
			sum += r.num("share")
		}
		if math.Abs(sum-1) > 1e-6 {
			return fmt.Errorf("shares.csv: profile %s: shares sum to %g, expected 1", p, sum)
		}
	}
	return nil
}

// spread makes the flows of one row of goods.csv.
func (w *world) spread(r record) ([]flow, error) {
	c, ok := w.goods[r["commodity"]]
	if !ok {
		return nil, fmt.Errorf("goods.csv: no commodity %q", r["commodity"])
	}
	loads := r.num("total")
	switch r["measure"] {
	case "usd":
		loads /= c.num("value_usd")
	case "tonnes":
		loads /= c.num("tonnes")
	}
	from, to := w.shares[r["origins"]], w.shares[r["destinations"]]
	if len(from) == 0 || len(to) == 0 {
		return nil, fmt.Errorf("goods.csv: %s: no profile %q or %q", r["commodity"], r["origins"], r["destinations"])
	}
	for _, end := range []struct {
		rows    []record
		country string
	}{{from, r["from"]}, {to, r["to"]}} {
		if got := w.zones[end.rows[0]["zone"]]["country"]; got != end.country {
			return nil, fmt.Errorf("goods.csv: %s: a profile of %s, expected %s", r["commodity"], got, end.country)
		}
	}
	parts, err := w.overHubs(r, from, to, loads)
	if err != nil {
		return nil, err
	}
	var flows []flow
	for _, p := range parts {
		flows = append(flows, w.pairs(r, p, from, to, loads)...)
	}
	return flows, nil
}

// part is what of a row's loads goes one kind of way: through, or from the stock
// of one hub.
type part struct {
	hub   record  // of hubs.csv; nil: through
	loads float64 // a year
	cells [][]float64
}

// pairs makes the flows of a part. All is the loads of the row.
func (w *world) pairs(r record, p part, from, to []record, all float64) (flows []flow) {
	c := w.goods[r["commodity"]]
	rates := whole(p.cells, int(math.Round(p.loads)))
	for i, o := range from {
		for j, d := range to {
			n := rates[i][j]
			if n == 0 {
				continue
			}
			f := flow{commodity: r["commodity"], from: o["zone"], to: d["zone"], rate: n, divertible: r["divertible"], due: r["due"]}
			f.sources = words(r["source"], o["source"], d["source"])
			f.note = fmt.Sprintf("%s; %s a load: %.0f loads; %s x %s; share of this pair %.3f", r["note"], size(r["measure"], c), all, r["origins"], r["destinations"], float64(n)/all)
			f.guess("rate", fmt.Sprintf("%d/year", low(n, r.num("rate_low"))), fmt.Sprintf("%d/year", n), fmt.Sprintf("%d/year", high(n, r.num("rate_high"))), r["rate_reason"])
			if p.hub == nil {
				f.guess("divertible", r["divertible_low"], r["divertible"], r["divertible_high"], r["divertible_reason"])
			} else {
				f.hub, f.stop, f.divertible = true, p.hub["hub"], "0"
				f.sources = words(strings.Join(f.sources, " "), p.hub["source"])
				f.note += fmt.Sprintf("; of the %.0f%% that are sold from stock in the United States", 100*r.num("hub_share"))
			}
			switch {
			case f.hub: // time in stock is not time on the way
				f.due = ""
			case f.due == "":
				km := roadKM(w.zones[f.from], w.zones[f.to])
				days := int(math.Ceil(km/805 + 2 + r.num("slack")))
				f.due = fmt.Sprintf("%dd", days)
				f.sources = words(strings.Join(f.sources, " "), "mexicom-transit")
				f.note += fmt.Sprintf("; due: %.0f km / 805 km a day + 2 d at borders + %g d slack", km, r.num("slack"))
			default:
				f.guess("due", r["due_low"], r["due"], r["due_high"], r["due_reason"])
			}
			flows = append(flows, f)
		}
	}
	return flows
}

// fixed makes the flow of one row of fixed.csv.
func (w *world) fixed(r record) (f flow, err error) {
	for _, z := range []string{r["from"], r["to"], r["stop"]} {
		if _, ok := w.zones[z]; !ok && z != "" {
			return f, fmt.Errorf("fixed.csv: no place %q", z)
		}
	}
	if _, ok := w.goods[r["commodity"]]; !ok {
		return f, fmt.Errorf("fixed.csv: no commodity %q", r["commodity"])
	}
	f = flow{commodity: r["commodity"], from: r["from"], to: r["to"], stop: r["stop"], rate: int(r.num("rate")), divertible: r["divertible"], due: r["due"], sources: words(r["source"]), note: r["note"]}
	f.guess("rate", r["rate_low"]+"/year", r["rate"]+"/year", r["rate_high"]+"/year", r["rate_reason"])
	f.guess("divertible", r["divertible_low"], r["divertible"], r["divertible_high"], r["divertible_reason"])
	f.guess("due", r["due_low"], r["due"], r["due_high"], r["due_reason"])
	return f, nil
}

func (f *flow) guess(column, low, central, high, reason string) {
	f.guesses = append(f.guesses, guess{column, low, central, high, reason})
}

func low(n int, factor float64) int  { return min(n, int(math.Floor(float64(n)*factor))) }
func high(n int, factor float64) int { return max(n, int(math.Ceil(float64(n)*factor))) }

func size(measure string, c record) string {
	switch measure {
	case "usd":
		return "US$" + c["value_usd"]
	case "tonnes":
		return c["tonnes"] + " t"
	}
	return "1"
}

// words joins lists of ids, each id once.
func words(lists ...string) (all []string) {
	for _, l := range lists {
		for _, id := range strings.Fields(l) {
			if !slices.Contains(all, id) {
				all = append(all, id)
			}
		}
	}
	return all
}
