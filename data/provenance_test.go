package data

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// builtin are the built-in tables.
func builtin(t *testing.T) *Set {
	t.Helper()
	set, err := Load(Builtin())
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// figureTables are all tables but the two about where figures come from.
func figureTables() (list []Table) {
	for _, table := range Schema {
		if table.Name != "sources" && table.Name != "assumptions" {
			list = append(list, table)
		}
	}
	return list
}

func TestEveryRowHasASourceThatExistsAndEverySourceIsUsed(t *testing.T) {
	set := builtin(t)
	used := map[string]bool{}
	for _, table := range figureTables() {
		for _, row := range set.Rows(table.Name) {
			ids := row.Words("source")
			if len(ids) == 0 {
				t.Errorf("%s:%d %s has no source", row.File(), row.Line, row.Key())
			}
			for i, id := range ids {
				used[id] = true
				if _, ok := set.Find("sources", id); !ok && id != "assumption" {
					t.Errorf("%s:%d %s: %q is no source", row.File(), row.Line, row.Key(), id)
				}
				if slices.Contains(ids[:i], id) {
					t.Errorf("%s:%d %s names %s twice", row.File(), row.Line, row.Key(), id)
				}
			}
		}
	}
	for _, row := range set.Rows("sources") {
		if !used[row.Key()] {
			t.Errorf("%s:%d %s is not used by any row", row.File(), row.Line, row.Key())
		}
	}
}

func TestEveryAssumptionIsListedAndEveryEntryIsOfAnAssumption(t *testing.T) {
	set := builtin(t)
	type place struct{ table, row string }
	listed := map[place]bool{}
	for _, a := range set.Rows("assumptions") {
		p := place{a.Text("table"), a.Text("row")}
		listed[p] = true
		i := slices.IndexFunc(Schema, func(table Table) bool { return table.Name == p.table })
		if i < 0 {
			t.Errorf("%s:%d names the table %s, which does not exist", a.File(), a.Line, p.table)
			continue
		}
		row, ok := set.Find(p.table, p.row)
		if !ok {
			t.Errorf("%s:%d: %s has no row %s", a.File(), a.Line, p.table, p.row)
			continue
		}
		c := Schema[i].column(a.Text("column"))
		if c < 0 {
			t.Errorf("%s:%d: %s has no column %s", a.File(), a.Line, p.table, a.Text("column"))
			continue
		}
		if !slices.Contains(row.Words("source"), "assumption") {
			t.Errorf("%s:%d %s has no `assumption` in its source, but %s:%d lists its %s", row.File(), row.Line, row.Key(), a.File(), a.Line, a.Text("column"))
		}
		if want := check(Schema[i].Columns[c], a.Text("central")); want != "" && Schema[i].Columns[c].Kind != DistCell {
			t.Errorf("%s:%d: central %q: %s", a.File(), a.Line, a.Text("central"), want)
		}
		if fault := unequal(row, Schema[i].Columns[c], a.Text("central")); fault != "" {
			t.Errorf("%s:%d %s %s: %s", a.File(), a.Line, p.row, a.Text("column"), fault)
		}
		if len(a.Text("reason")) < 10 {
			t.Errorf("%s:%d gives the reason %q", a.File(), a.Line, a.Text("reason"))
		}
	}
	for _, table := range figureTables() {
		for _, row := range set.Rows(table.Name) {
			if slices.Contains(row.Words("source"), "assumption") && !listed[place{table.Name, row.Key()}] {
				t.Errorf("%s:%d %s has `assumption` in its source, but no entry in assumptions.csv", row.File(), row.Line, row.Key())
			}
		}
	}
}

// unequal says how a cell differs from the central value of its assumption: of
// a distribution the mean counts, within 1%; of others the text, or the value
// it stands for.
func unequal(row Row, c Column, central string) string {
	cell := row.Text(c.Name)
	if c.Kind == DistCell {
		d, err := ParseSpan(central)
		mean := row.Dist(c.Name).Mean()
		if err != nil || math.Abs(d.Seconds()-mean) > 0.01*mean {
			return "central is " + central + ", but the mean of `" + cell + "` is " + plain(mean) + " s"
		}
		return ""
	}
	if cell == central {
		return ""
	}
	a, okA := quantities(c.Kind, cell)
	b, okB := quantities(c.Kind, central)
	if okA && okB && slices.Equal(a, b) {
		return ""
	}
	return "central is " + central + ", but the table has " + cell
}

// quantities reads what a notation stands for as numbers, where it does.
func quantities(kind Kind, text string) (xs []float64, ok bool) {
	one := func(x float64, err error) ([]float64, bool) { return []float64{x}, err == nil }
	switch kind {
	case Number, Whole, Share:
		return one(parseNumber(text))
	case Span, DistCell:
		d, err := ParseSpan(text)
		return one(d.Seconds(), err)
	case Rate:
		return one(ParseRate(text))
	case Numbers:
		for _, w := range strings.Fields(text) {
			x, err := parseNumber(w)
			if err != nil {
				return nil, false
			}
			xs = append(xs, x)
		}
		return xs, true
	case Text: // values of parameters.csv
		if x, err := parseNumber(text); err == nil {
			return []float64{x}, true
		}
		d, err := ParseSpan(text)
		return one(d.Seconds(), err)
	}
	return nil, false
}

func TestEveryRangeOfAnAssumptionHoldsItsCentralValueAndHasAWidth(t *testing.T) {
	set := builtin(t)
	checked := 0
	for _, a := range set.Rows("assumptions") {
		i := slices.IndexFunc(Schema, func(table Table) bool { return table.Name == a.Text("table") })
		if i < 0 || Schema[i].column(a.Text("column")) < 0 {
			continue // said by the test above
		}
		kind := Schema[i].Columns[Schema[i].column(a.Text("column"))].Kind
		var x [3][]float64
		all := true
		for k, name := range []string{"low", "central", "high"} {
			var ok bool
			x[k], ok = quantities(kind, a.Text(name))
			all = all && ok && len(x[k]) == len(x[0])
		}
		at := a.File() + ":" + plain(float64(a.Line)) + " " + a.Key()
		if !all {
			t.Errorf("%s: low %q, central %q, high %q are not of one notation", at, a.Text("low"), a.Text("central"), a.Text("high"))
			continue
		}
		checked++
		width := false
		for k := range x[0] {
			if x[0][k] > x[1][k] || x[1][k] > x[2][k] {
				t.Errorf("%s: low %q, central %q, high %q are not in order", at, a.Text("low"), a.Text("central"), a.Text("high"))
				break
			}
			width = width || x[0][k] < x[2][k]
		}
		if !width {
			t.Errorf("%s: the range has no width", at)
		}
	}
	if checked < 100 {
		t.Errorf("only %d ranges could be checked", checked)
	}
}

func TestMostRowsOfDistancesLanesVolumesAndServicesAreSourced(t *testing.T) {
	set := builtin(t)
	for _, table := range []string{"links", "resources", "backgrounds", "services", "flows", "nodes"} {
		rows := set.Rows(table)
		sourced := 0
		for _, row := range rows {
			if slices.ContainsFunc(row.Words("source"), func(id string) bool { return id != "assumption" }) {
				sourced++
			}
		}
		share := float64(sourced) / float64(len(rows))
		t.Logf("%s: %.0f%% of %d rows", table, 100*share, len(rows))
		if len(rows) < 5 || share < 0.6 {
			t.Errorf("%s: %d of %d rows have a source, less than 60%%", table, sourced, len(rows))
		}
	}
}

// What may not stand in any cell: paths of the machine on which a table was
// made.
var (
	machine = regexp.MustCompile(`(?i)(^|[\s"'(=:,;])(/(work|home|root|tmp|usr|var|mnt|opt|etc|data|srv|private|Users)/|~/|[a-z]:\\|\.\.?/)|file://|localhost|127\.0\.0\.1`)
	address = regexp.MustCompile(`^https?://[a-z0-9.-]+\.[a-z]{2,}(/\S*)?$`)
)

func TestNoCellNamesAPathOfAMachine(t *testing.T) {
	set := builtin(t)
	for _, table := range Schema {
		for _, row := range set.Rows(table.Name) {
			for _, c := range table.Columns {
				text := row.Text(c.Name)
				if m := machine.FindString(text); m != "" {
					t.Errorf("%s:%d %s: %s names a path of a machine: %s", row.File(), row.Line, row.Key(), c.Name, m)
				}
				if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\ufffd' }) {
					t.Errorf("%s:%d %s: %s has a control character", row.File(), row.Line, row.Key(), c.Name)
				}
			}
		}
	}
	for _, row := range set.Rows("sources") {
		if a := row.Text("address"); a != "" && !address.MatchString(a) {
			t.Errorf("%s:%d %s: the address %q is none", row.File(), row.Line, row.Key(), a)
		}
	}
	for _, bad := range []string{"from /home/somebody/x.csv", "C:\\data", "../elsewhere/x"} {
		if !machine.MatchString(bad) {
			t.Errorf("%q is not found", bad)
		}
	}
	if machine.MatchString("https://www.bts.gov/home/data and 1/2 and import/export/data/x") {
		t.Error("an address is taken for a path of a machine")
	}
}
