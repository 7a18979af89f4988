package experiment

import (
	"bytes"
	"context"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/parquet-go/parquet-go"

	"corridor/scenarios"
	"corridor/sim/results"
)

const sweepText = `name: staff
scenario: ./base.yaml
routing: [us, direct]
reps: 2
share: 1
factors:
  - {name: staff, set: changes.surge.do.capacity, values: [1, 2]}
  - {name: closure, change: shut}
`

const sweepBase = `name: base
window: {preroll: 4d, length: 10d, drain: 20d}
changes:
  - {name: surge, where: {id: bridge}, do: {capacity: 1}, from: 2024-01-03, lasts: 3d}
  - {name: shut, where: {id: bridge}, do: {close: true}, from: 2024-01-05, lasts: 12h}
`

// sweepOf lays out an experiment on the world of straits.
func sweepOf(t *testing.T, text string) *Sweep {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"e.yaml": text, "base.yaml": sweepBase} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	e, err := scenarios.LoadExperiment(filepath.Join(dir, "e.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewSweep(e, netOf(t, straits), "test")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// finish runs what a folder lacks and returns its tables.
func finish(t *testing.T, s *Sweep, dir string) (csv, parquet []byte) {
	t.Helper()
	if _, err := s.Run(context.Background(), dir); err != nil {
		t.Fatal(err)
	}
	return tables(t, dir)
}

func tables(t *testing.T, dir string) (csv, parquet []byte) {
	t.Helper()
	plan, err := results.ReadSweep(dir)
	if err != nil {
		t.Fatal(err)
	}
	cells, damaged, err := results.SweepCells(dir, &plan)
	if err != nil || len(damaged) > 0 {
		t.Fatal(err, damaged)
	}
	if err := results.FinishSweep(dir, &plan, cells); err != nil {
		t.Fatal(err)
	}
	csv, err = os.ReadFile(filepath.Join(dir, "cells.csv"))
	if err != nil {
		t.Fatal(err)
	}
	parquet, err = os.ReadFile(filepath.Join(dir, "cells.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	return csv, parquet
}

func cellFiles(t *testing.T, dir string) (files []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "cells", "*", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestASweepHasTheSameBytesHoweverItIsRun(t *testing.T) {
	t.Parallel()
	s := sweepOf(t, sweepText)
	first := filepath.Join(t.TempDir(), "one")
	s.Workers = 1
	csv, parquet := finish(t, s, first)
	if rows := bytes.Count(csv, []byte("\n")) - 1; rows != 16 || len(cellFiles(t, first)) != 16 {
		t.Fatalf("%d rows of 16", rows)
	}
	same := func(what, dir string) {
		t.Helper()
		c, p := tables(t, dir)
		if !bytes.Equal(c, csv) || !bytes.Equal(p, parquet) {
			t.Errorf("%s: other bytes", what)
		}
	}
	many := filepath.Join(t.TempDir(), "many")
	s.Workers = 16
	finish(t, s, many)
	same("16 workers", many)

	// Interrupted: some cells missing, one half written, one damaged.
	files := cellFiles(t, many)
	for i, f := range files {
		switch i % 4 {
		case 0:
			os.Remove(f)
		case 1:
			os.WriteFile(f+".part", []byte("{"), 0o644)
		}
	}
	if err := os.WriteFile(files[2], []byte(`{"sha256":"0","cell":{}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	finish(t, s, many)
	same("resumed", many)

	// Parts, run apart and merged in any order.
	var dirs []string
	for part := 1; part <= 3; part++ {
		p := *s
		p.Part, p.Of = part, 3
		dir := filepath.Join(t.TempDir(), "part")
		finish(t, &p, dir)
		dirs = append(dirs, dir)
	}
	for _, order := range [][]string{{dirs[0], dirs[1], dirs[2]}, {dirs[2], dirs[0], dirs[1]}} {
		out := filepath.Join(t.TempDir(), "merged")
		if _, _, err := results.MergeSweeps(out, order); err != nil {
			t.Fatal(err)
		}
		same("merged", out)
	}
}

func TestTheFactorsOfASweepTakeHold(t *testing.T) {
	t.Parallel()
	s := sweepOf(t, sweepText)
	dir := filepath.Join(t.TempDir(), "out")
	finish(t, s, dir)
	plan, _ := results.ReadSweep(dir)
	cells, _, _ := results.SweepCells(dir, &plan)
	hours := map[string]float64{}
	for _, c := range cells {
		if c.Routing == "us" {
			hours[strings.Join(c.Factors, " ")] += c.Figures["transit_hours"]
		}
	}
	if !(hours["1 yes"] > hours["1 no"] && hours["2 no"] < hours["1 no"]) {
		t.Errorf("%v", hours)
	}
}

func TestAPointThatFailsIsRecordedAndStopsNoOther(t *testing.T) {
	t.Parallel()
	s := sweepOf(t, strings.Replace(sweepText, "values: [1, 2]", "values: [1, -2]", 1))
	dir := filepath.Join(t.TempDir(), "out")
	failed, err := s.Run(context.Background(), dir)
	if err != nil || failed != 8 {
		t.Fatalf("%d failed, %v", failed, err)
	}
	plan, _ := results.ReadSweep(dir)
	cells, _, _ := results.SweepCells(dir, &plan)
	good := 0
	for _, c := range cells {
		if (c.Error == "") != (c.Factors[0] == "1") || c.Error != "" && !strings.Contains(c.Error, "capacity") {
			t.Errorf("%v: %q", c.Factors, c.Error)
		}
		if c.Error == "" {
			good++
		}
	}
	if good != 8 {
		t.Errorf("%d good cells", good)
	}
}

func TestAFolderOfAnotherExperimentIsRefused(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "out")
	finish(t, sweepOf(t, sweepText), dir)
	other := sweepOf(t, strings.Replace(sweepText, "[1, 2]", "[1, 3]", 1))
	if _, err := other.Run(context.Background(), dir); err == nil || !strings.Contains(err.Error(), "another experiment") {
		t.Errorf("%v", err)
	}
	strange := t.TempDir()
	os.WriteFile(filepath.Join(strange, "letter.txt"), []byte("dear"), 0o644)
	if _, err := other.Run(context.Background(), strange); err == nil {
		t.Error("a folder with other files was taken")
	}
	// A damaged cell of a folder to be merged is named.
	if err := os.WriteFile(cellFiles(t, dir)[0], []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, _, err := results.MergeSweeps(filepath.Join(t.TempDir(), "m"), []string{dir}); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("%v", err)
	}
}

func TestParquetHasTheRowsAndTheUnits(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "out")
	_, raw := finish(t, sweepOf(t, sweepText), dir)
	f, err := parquet.OpenFile(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	if f.NumRows() != 16 {
		t.Errorf("%d rows", f.NumRows())
	}
	if unit, ok := f.Lookup("unit:transit_hours"); !ok || unit != "h" {
		t.Errorf("unit of transit_hours: %q", unit)
	}
	type row struct {
		Cell    string   `parquet:"cell"`
		Point   int32    `parquet:"point"`
		Factor  string   `parquet:"factor_closure"`
		Staff   float64  `parquet:"factor_staff"`
		Transit *float64 `parquet:"transit_hours,optional"`
	}
	rows, err := parquet.Read[row](bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	plan, _ := results.ReadSweep(dir)
	cells, _, _ := results.SweepCells(dir, &plan)
	for i, c := range cells {
		r := rows[i]
		if x, ok := c.Figures["transit_hours"]; r.Cell != c.ID || int(r.Point) != c.Point || r.Factor != c.Factors[1] || ok != (r.Transit != nil) || ok && *r.Transit != x || results.Number(r.Staff) != c.Factors[0] {
			t.Errorf("row %d is %+v of %+v", i, r, c)
		}
	}
}

func TestBadExperimentsAreRefusedWithPlaceAndReason(t *testing.T) {
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "base.yaml"), []byte(sweepBase), 0o644)
	for _, c := range []struct{ text, want string }{
		{"name: x\n", "1:1: expected `scenario`"},
		{strings.Replace(sweepText, "do.capacity", "do.capacty", 1), "cannot be set to 1"},
		{strings.Replace(sweepText, "change: shut", "change: shot", 1), `did you mean "shut"?`},
		{strings.Replace(sweepText, "routing: [us", "routing: [uss", 1), "expected one of open, us"},
		{sweepText + "design: lhs\n", "expected `points`"},
		{sweepText + "design: gird\n", `did you mean "grid"?`},
		{strings.Replace(sweepText, "values: [1, 2]", "from: 1, to: 2", 1), "or a range with a `step`, in a grid"},
		{strings.Replace(sweepText, "values: [1, 2]", "from: 2, to: 2", 1), "expected more than from"},
		{strings.Replace(sweepText, "name: closure", "name: staff", 1), "expected each factor to have its own name"},
		{sweepText + "list: [[1, yes]]\n", "with `design: list`"},
		{sweepText + "design: list\nlist: [[1]]\n", "expected a value for each of the 2 factors"},
		{strings.Replace(sweepText, "reps: 2", "reps: 2.5", 1), "expected a whole number"},
		{sweepText + "constraints: [staf < 2]\n", `did you mean "staff"?`},
		{sweepText + "rows: [shipment]\n", `did you mean "shipments"?`},
		{sweepText + "fidelity: scren\n", `did you mean "screen"?`},
		{sweepText + "best: {on: cost}\n", "best: expected `on`, a figure, and `within`"},
		{sweepText + "best: {on: cost, within: 1, most: 1}\n", "expected a number from 2"},
		{strings.Replace(sweepText, "reps: 2", "reps: 1", 1) + "best: {on: cost, within: 1}\n", "expected `reps` from 2"},
		{strings.Replace(sweepText, "values: [1, 2]", "from: 1, to: 2, step: 0", 1), "expected a number above 0"},
		{strings.Replace(sweepText, "values: [1, 2]", "from: 2024-01-02, to: 2024-01-01", 1), "expected more than from"},
		{sweepText + "design: saltelli\npoints: 8\nconstraints: [staff < 2]\n", "expected no `constraints`"},
	} {
		path := filepath.Join(dir, "e.yaml")
		os.WriteFile(path, []byte(c.text), 0o644)
		if _, err := scenarios.LoadExperiment(path); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "e.yaml:") {
			t.Errorf("%s\ngives %v, expected %s", c.text, err, c.want)
		}
	}
}

func TestACellThatFailsOnceIsTriedAgainAndNothingShows(t *testing.T) {
	t.Parallel()
	s := sweepOf(t, sweepText)
	want, _ := finish(t, s, filepath.Join(t.TempDir(), "well"))
	var mu sync.Mutex
	tries := map[string]int{}
	s.run = func(ctx context.Context, ms *models, c results.Cell, dir string) (*results.Cell, error) {
		mu.Lock()
		tries[c.ID]++
		first := tries[c.ID] == 1
		mu.Unlock()
		if first && c.Replication == 1 {
			return s.try(ctx, &models{s: s}, c, dir) // no scenario: the program panics
		}
		return s.try(ctx, ms, c, dir)
	}
	got, _ := finish(t, s, filepath.Join(t.TempDir(), "ill"))
	if !bytes.Equal(got, want) {
		t.Error("a second try shows in the table")
	}
	for id, n := range tries {
		if n > 2 {
			t.Errorf("%s was tried %d times", id, n)
		}
	}
}

func TestRowsOfShipmentsAndFacilityHoursAreKeptAndSealed(t *testing.T) {
	t.Parallel()
	s := sweepOf(t, sweepText+"rows: [shipments, facility_hours]\n")
	dir := filepath.Join(t.TempDir(), "out")
	finish(t, s, dir)
	plan, _ := results.ReadSweep(dir)
	cells, _, _ := results.SweepCells(dir, &plan)
	c := cells[0]
	path := filepath.Join(dir, "shipments", c.ID[:2], c.ID+".parquet")
	rows, err := parquet.ReadFile[results.Shipment](path)
	if err != nil {
		t.Fatal(err)
	}
	sum, n := 0.0, 0.0
	for _, r := range rows {
		if r.Cell != c.ID {
			t.Fatalf("%+v", r)
		}
		if r.State == "delivered" || r.State == "censored" {
			sum += r.Hours
			n++
		}
	}
	if got, want := sum/n, c.Figures["transit_hours"]; math.Abs(got-want) > 1e-9 {
		t.Errorf("rows have a mean of %v h, the cell %v", got, want)
	}
	raw, _ := os.ReadFile(path)
	f, err := parquet.OpenFile(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	if unit, _ := f.Lookup("unit:hours"); unit != "h" {
		t.Errorf("unit of hours: %q", unit)
	}
	doc, _ := os.ReadFile(filepath.Join(dir, "columns.csv"))
	if !strings.Contains(string(doc), "facility_hours/*/*.parquet,mean_queue,1,") {
		t.Errorf("columns.csv: %s", doc)
	}
	hours, err := parquet.ReadFile[results.FacilityHour](filepath.Join(dir, "facility_hours", c.ID[:2], c.ID+".parquet"))
	if err != nil || len(hours) == 0 {
		t.Errorf("%d hours, %v", len(hours), err)
	}

	// A damaged file of rows makes its cell one that is run again; merged, rows go
	// along.
	if err := os.WriteFile(path, raw[:len(raw)-1], 0o644); err != nil {
		t.Fatal(err)
	}
	if _, damaged, _ := results.SweepCells(dir, &plan); len(damaged) != 1 || !strings.Contains(damaged[0].Error(), "its sum does not fit") {
		t.Errorf("%v", damaged)
	}
	finish(t, s, dir)
	merged := filepath.Join(t.TempDir(), "merged")
	if _, _, err := results.MergeSweeps(merged, []string{dir}); err != nil {
		t.Fatal(err)
	}
	copied, _ := os.ReadFile(filepath.Join(merged, "shipments", c.ID[:2], c.ID+".parquet"))
	if !bytes.Equal(copied, raw) {
		t.Error("other rows after damage, repair and merge")
	}
}

func TestASweepOfAPlanRunsItsCellsAgain(t *testing.T) {
	t.Parallel()
	for _, fidelity := range []string{"full", "screen"} {
		s := sweepOf(t, sweepText+"fidelity: "+fidelity+"\n")
		dir := filepath.Join(t.TempDir(), "out")
		finish(t, s, dir)
		plan, _ := results.ReadSweep(dir)
		cells, _, _ := results.SweepCells(dir, &plan)
		later, err := SweepOf(&plan, s.Net)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cells[:4] {
			again, err := later.Again(context.Background(), c)
			if err != nil || !reflect.DeepEqual(again, c) {
				t.Errorf("%+v, %v, was %+v", again, err, c)
			}
		}
		other := *cells[0]
		other.Replication = 7
		if _, err := later.Again(context.Background(), &other); err == nil || !strings.Contains(err.Error(), "something differs") {
			t.Errorf("%v", err)
		}
	}
}

func TestConstraintsLeaveOutPointsOfEveryDesignThatCanLoseThem(t *testing.T) {
	t.Parallel()
	constrain := func(design string) *Sweep {
		return sweepOf(t, strings.Replace(tornadoText, "design: tornado", design, 1)+"constraints: [\"24*staff <= closed\"]\n")
	}
	for design, want := range map[string]int{"design: lhs\npoints: 16": -1, "design: sobol\npoints: 16": 16, "design: morris\npoints: 3": 12} {
		s := constrain(design)
		if want >= 0 && len(s.Points) != want || len(s.Points) == 0 || len(s.Points) > 16 {
			t.Errorf("%s: %d points", design, len(s.Points))
		}
		for _, p := range s.Points {
			staff, _ := scenarios.Quantity(p[0])
			closed, _ := scenarios.Quantity(p[2])
			if 24*staff > closed+1e-6 {
				t.Errorf("%s: %v", design, p)
			}
		}
	}
	if _, err := Layout(&scenarios.Experiment{Design: "grid", Factors: []scenarios.Factor{{Name: "a", Values: []string{"1"}}}, Constraints: []scenarios.Constraint{{}}}); err == nil {
		t.Error("a design without a point was accepted")
	}
}
