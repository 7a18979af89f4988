package data_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"corridor/data"
)

const (
	modelDoc   = "../docs/model.md"
	holdsBegin = "<!-- holds -->\n"
	holdsEnd   = "<!-- /holds -->\n"
)

// holding is one line of what the tables hold.
type holding struct {
	what, held string
	got, least int // how many, and how many were asked for; 0: no number was
}

// hold counts the rows of a table that a rule takes.
func hold(set *data.Set, table string, rule func(data.Row) bool) (n int) {
	for _, row := range set.Rows(table) {
		if rule(row) {
			n++
		}
	}
	return n
}

// places is a rule for nodes of a kind, in a country if one is given.
func places(kind, country string) func(data.Row) bool {
	return func(r data.Row) bool {
		return r.Text("kind") == kind && (country == "" || r.Text("country") == country)
	}
}

// holdings counts what the built-in tables hold against what was asked of them.
func holdings(set *data.Set) []holding {
	nodes := func(kind, country string) int { return hold(set, "nodes", places(kind, country)) }
	links := func(mode string) int {
		return hold(set, "links", func(r data.Row) bool { return r.Text("mode") == mode })
	}
	owners := map[string]bool{}
	for _, r := range set.Rows("links") {
		if r.Text("mode") == "rail" {
			owners[r.Text("owner")] = true
		}
	}
	coded := hold(set, "nodes", func(r data.Row) bool { return r.Text("kind") == "crossing" && r.Text("port_code") != "" })
	byRoad, sixYears, years := map[string]bool{}, 0, map[string]map[int]bool{}
	for _, r := range set.Rows("backgrounds") {
		node, _ := set.Find("nodes", r.Text("facility"))
		if node.Text("kind") != "crossing" {
			continue
		}
		if !strings.HasPrefix(r.Text("event"), "vehicle") {
			byRoad[r.Text("facility")] = true
		}
		key := r.Text("facility") + " " + r.Text("event")
		if years[key] == nil {
			years[key] = map[int]bool{}
		}
		years[key][r.Int("year")] = true
	}
	for _, y := range years {
		if y[2019] && y[2020] && y[2021] && y[2022] && y[2023] && y[2024] {
			sixYears++
		}
	}
	open := func(mode, open string) int {
		return hold(set, "services", func(r data.Row) bool { return (mode == "" || r.Text("mode") == mode) && r.Text("open") == open })
	}
	filled := func(table, column string) int {
		return hold(set, table, func(r data.Row) bool { return r.Text(column) != "" && r.Text(column) != "no" && r.Text(column) != "0" })
	}
	kinds := map[string]bool{}
	for _, r := range set.Rows("commodities") {
		kinds[r.Text("equipment")] = true
	}
	stops := hold(set, "flows", func(r data.Row) bool { return r.Text("stop") != "" })
	crossings, mx, ca := nodes("crossing", ""), nodes("port", "MX"), nodes("port", "CA")
	return []holding{
		{"zones of Canada", fmt.Sprint(nodes("zone", "CA")), nodes("zone", "CA"), 14},
		{"zones of Mexico", fmt.Sprint(nodes("zone", "MX")), nodes("zone", "MX"), 18},
		{"hubs of the United States", fmt.Sprint(nodes("zone", "US")), nodes("zone", "US"), 1},
		{"overseas ends", fmt.Sprint(nodes("overseas", "")), nodes("overseas", ""), 4},
		{"ports of Mexico, of Canada, for transhipment elsewhere", fmt.Sprintf("%d, %d, %d", mx, ca, nodes("port", "XX")), mx + ca, 22},
		{"canal, locks", fmt.Sprint(nodes("strait", "")), nodes("strait", ""), 2},
		{"border crossings, of them with a port code; by road", fmt.Sprintf("%d, %d; %d", crossings, coded, len(byRoad)), coded, crossings},
		{"directions of crossings with other traffic, of them counted by month in each year 2019 to 2024", fmt.Sprintf("%d, %d", len(years), sixYears), sixYears, len(years)},
		{"links by rail, and their owners", fmt.Sprintf("%d, %d", links("rail"), len(owners)), len(owners), 6},
		{"links by road, by sea, by air", fmt.Sprintf("%d, %d, %d", links("road"), links("sea"), links("air")), 0, 0},
		{"airports", fmt.Sprint(nodes("airport", "")), nodes("airport", ""), 12},
		{"services by rail, by sea, by air that run", fmt.Sprintf("%d, %d, %d", open("rail", "yes"), open("sea", "yes"), open("air", "yes")), open("", "yes"), 1},
		{"services switched off: proposals, and ships that nobody was seen to run", fmt.Sprint(open("", "no")), open("", "no"), 1},
		{"services with a season (ice, the Seaway), with booked places, with blanked departures; calls that may be left out", fmt.Sprintf("%d, %d, %d; %d", filled("services", "season"), filled("services", "book"), filled("services", "blank"), filled("calls", "omit")), min(filled("services", "season"), filled("services", "book"), filled("services", "blank"), filled("calls", "omit")), 1},
		{"goods, kinds of equipment they need", fmt.Sprintf("%d, %d", len(set.Rows("commodities")), len(kinds)), len(set.Rows("commodities")), 18},
		{"flows, of them with a stop on the way (hubs, processing)", fmt.Sprintf("%d, %d", len(set.Rows("flows")), stops), stops, 1},
		{"published totals, held against the flows or measured in a run", fmt.Sprint(len(set.Rows("totals"))), len(set.Rows("totals")), 1},
		{"stages of processes, resources", fmt.Sprintf("%d, %d", len(set.Rows("processes")), len(set.Rows("resources"))), 0, 0},
	}
}

// The section of docs/model.md that says what the tables hold is made of the
// tables; -update writes it anew.
func TestTheModelDocumentSaysWhatTheTablesHold(t *testing.T) {
	set, err := data.Load(data.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("| what | held | asked for |\n|---|---|---|\n")
	for _, h := range holdings(set) {
		asked := "–"
		switch {
		case h.least == 1:
			asked = "some"
		case h.least > 1:
			asked = fmt.Sprintf("%d or more", h.least)
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", h.what, h.held, asked)
		if h.got < h.least {
			t.Errorf("%s: %d, expected at least %d", h.what, h.got, h.least)
		}
	}
	raw, err := os.ReadFile(modelDoc)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(raw), holdsBegin)
	held, after, ok2 := strings.Cut(rest, holdsEnd)
	if !ok || !ok2 {
		t.Fatalf("%s: expected the markers %q and %q", modelDoc, holdsBegin, holdsEnd)
	}
	if *update {
		if err := os.WriteFile(modelDoc, []byte(before+holdsBegin+b.String()+holdsEnd+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if held != b.String() {
		t.Errorf("%s: the section on what the tables hold is\n%s\nexpected\n%s\n(go test ./data -run WhatTheTablesHold -update)", modelDoc, held, b.String())
	}
}

// The places and goods that the continent was asked to have, by name.
func TestTheContinentHasTheNamedPortsGoodsAndRailways(t *testing.T) {
	set, err := data.Load(data.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	for table, ids := range map[string]string{
		"nodes": "port-manzanillo port-lazaro-cardenas port-mazatlan port-guaymas port-ensenada port-salina-cruz port-coatzacoalcos port-veracruz port-altamira port-tampico port-tuxpan port-progreso " +
			"port-vancouver port-prince-rupert port-montreal port-quebec port-sept-iles port-halifax port-saint-john port-hamilton port-thunder-bay port-churchill " +
			"panama seaway-locks welland-canal europe-north east-asia south-america-west south-america-east",
		"commodities": "vehicles auto-parts machinery electronics produce beef pork canola wheat potash aluminium copper-concentrate zinc-concentrate nickel lithium graphite refined-products propane lng chemicals steel consumer energy-equipment",
		"services":    "fit-isthmus-nb", // the land bridge of Tehuantepec
		"equipment":   "reefer hopper autorack",
	} {
		for _, id := range strings.Fields(ids) {
			if _, ok := set.Find(table, id); !ok {
				t.Errorf("%s: no %s", table, id)
			}
		}
	}
	var owners []string
	for _, r := range set.Rows("links") {
		if r.Text("mode") == "rail" {
			owners = append(owners, r.Text("owner"))
		}
	}
	for _, o := range []string{"CPKC", "CN", "UP", "BNSF", "FXE"} {
		if !slices.Contains(owners, o) {
			t.Errorf("no rail link of %s", o)
		}
	}
	for _, r := range set.Rows("flows") {
		if c := r.Text("commodity"); (c == "lithium" || c == "graphite") && r.Text("stop") == "" {
			t.Errorf("flow %s: expected a stop where it is processed", r.Key())
		}
	}
}
