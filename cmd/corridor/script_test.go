package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"corridor/sim/results"
)

// TestMain lets scripts run this test binary as `corridor`.
func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"corridor": main}) }

// patience is how long one command of a script may take: no input may make the
// program hang.
const patience = 2 * time.Minute

// worldsDir is data/worlds as an absolute path.
func worldsDir(t testing.TB) string {
	t.Helper()
	dir, err := filepath.Abs("../../data/worlds")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestScripts(t *testing.T) {
	t.Parallel()
	worlds := worldsDir(t)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("WORLDS", worlds)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":    exits,
			"folder":   checkResultFolder,
			"clean":    clean,
			"summary":  checkSummary,
			"json":     checkJSON,
			"geojson":  checkGeoJSON,
			"csv":      checkCSV,
			"copytree": copyTree,
			"subst":    subst,
			"faults":   faults,
			"cellid":   cellID,
		},
	})
}

// exits CODE corridor ARGS...: the command ends in time with that exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || args[1] != "corridor" {
		ts.Fatalf("usage: exits CODE corridor args...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	cmd := exec.Command("corridor", args[2:]...)
	if cmd.Path, err = lookPath(ts, "corridor"); err != nil {
		ts.Fatalf("%v", err)
	}
	cmd.Err = nil
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "PATH="+ts.Getenv("PATH"), "GOTRACEBACK=none", "GOMEMLIMIT=500MiB")
	var out, errw bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errw
	ts.Check(cmd.Start())
	late := time.AfterFunc(patience, func() { cmd.Process.Kill() })
	err = cmd.Wait()
	inTime := late.Stop()
	ts.Stdout().Write(out.Bytes())
	ts.Stderr().Write(clip(errw.Bytes()))
	if !inTime {
		ts.Fatalf("corridor %q did not end within %s", args[2:], patience)
	}
	var ee *exec.ExitError
	if err != nil && !errors.As(err, &ee) {
		ts.Fatalf("%v", err)
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		ts.Fatalf("corridor %q: exit code %d, want %d", args[2:], got, want)
	}
	if (want != 0) != (errw.Len() > 0 && !quietProgress.Match(errw.Bytes())) {
		ts.Fatalf("corridor %q: exit code %d with this on stderr: %s", args[2:], want, clip(errw.Bytes()))
	}
	if bytes.Contains(errw.Bytes(), []byte("goroutine ")) || bytes.Contains(errw.Bytes(), []byte("panic:")) {
		ts.Fatalf("the program panicked")
	}
}

// quietProgress is what may stand on stderr of a command that succeeds.
var quietProgress = regexp.MustCompile(`^(\d+ of \d+ runs done after [\dhms.]+(, [\d.,]+ a second)?(, [\dhms.]+ left)?\n)+$`)

func clip(raw []byte) []byte {
	if len(raw) > 4000 {
		return append(raw[:4000:4000], "…\n"...)
	}
	return raw
}

func lookPath(ts *testscript.TestScript, name string) (string, error) {
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		for _, file := range []string{name, name + ".exe"} {
			if info, err := os.Stat(filepath.Join(dir, file)); err == nil && info.Mode().IsRegular() {
				return filepath.Join(dir, file), nil
			}
		}
	}
	return "", fmt.Errorf("no %s in the PATH of the script", name)
}

// faults FILE:LINE[:COLUMN] TEXT...: stderr has one line that begins with the
// place and holds all texts.
func faults(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: faults FILE:LINE TEXT...")
	}
	found := slices.ContainsFunc(strings.Split(ts.ReadFile("stderr"), "\n"), func(line string) bool {
		for _, text := range args[1:] {
			if !strings.Contains(line, text) {
				return false
			}
		}
		return strings.HasPrefix(line, args[0]+":")
	})
	if found == neg {
		ts.Fatalf("expected (unless negated) a line `%s: … %s` on stderr", args[0], strings.Join(args[1:], " … "))
	}
}

// clean [PATH...]: no half-written folder anywhere, and none of the paths.
func clean(ts *testscript.TestScript, _ bool, paths []string) {
	ts.Check(filepath.WalkDir(ts.MkAbs("."), func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasPrefix(d.Name(), ".corridor-") {
			err = fmt.Errorf("%s was left over", path)
		}
		return err
	}))
	for _, p := range paths {
		if _, err := os.Lstat(ts.MkAbs(p)); err == nil {
			ts.Fatalf("%s was written", p)
		}
	}
}

// copyTree FROM TO copies a folder of files.
func copyTree(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), os.DirFS(ts.MkAbs(args[0]))))
}

// subst FILE OLD NEW replaces text that must be there; \n in it is a new line.
func subst(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: subst FILE OLD NEW")
	}
	text, unescape := ts.ReadFile(args[0]), strings.NewReplacer(`\n`, "\n")
	changed := strings.ReplaceAll(text, unescape.Replace(args[1]), unescape.Replace(args[2]))
	if changed == text {
		ts.Fatalf("%s has no %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(changed), 0o644))
}

// folder DIR FINISHED: a whole result folder with so many replications.
func checkResultFolder(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: folder DIR REPLICATIONS")
	}
	reps, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(wholeFolder(ts.MkAbs(args[0]), reps))
	clean(ts, false, nil)
}

// wholeFolder says what a complete result folder lacks.
func wholeFolder(dir string, reps int) error {
	m, err := results.ReadManifest(dir)
	if err != nil {
		return err
	}
	if !m.Complete || m.Finished != reps || m.Replications != reps {
		return fmt.Errorf("complete %v, %d of %d replications; want true, %d of %d", m.Complete, m.Finished, m.Replications, reps, reps)
	}
	if m.Tool != "corridor" || m.Version == "" || !strings.HasPrefix(m.Go, "go1.") || len(m.Data) != 64 || len(m.Scenarios) == 0 || m.Events <= 0 || m.CPUSeconds < 0 || len(m.Command) < 2 || m.Command[0] != "corridor" {
		return fmt.Errorf("manifest lacks something: %+v", m)
	}
	for name, hash := range m.Scenarios {
		if len(hash) != 64 {
			return fmt.Errorf("scenario %s has the hash %q", name, hash)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var found []string
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || info.Size() == 0 || !info.Mode().IsRegular() {
			return fmt.Errorf("%s: empty or no file (%v)", e.Name(), err)
		}
		found = append(found, e.Name())
	}
	want := append([]string{"manifest.json"}, m.Files...)
	slices.Sort(want)
	if !slices.Equal(found, want) {
		return fmt.Errorf("folder has %v, manifest has %v", found, want)
	}
	for _, name := range []string{"summary.json", "network.json", "groups.csv", "flows.csv", "columns.csv"} {
		if !slices.Contains(found, name) {
			return fmt.Errorf("no %s", name)
		}
	}
	return documented(dir, found)
}

// documented says which column of a folder's tables columns.csv does not
// explain.
func documented(dir string, files []string) error {
	docs, err := readTable(filepath.Join(dir, "columns.csv"))
	if err != nil {
		return err
	}
	explained := map[string]bool{}
	for _, row := range docs[1:] {
		explained[row[0]+" "+row[1]] = row[3] != ""
	}
	for _, name := range files {
		if !strings.HasSuffix(name, ".csv") || name == "columns.csv" {
			continue
		}
		rows, err := readTable(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		if len(rows) < 2 {
			return fmt.Errorf("%s has no rows", name)
		}
		for _, column := range rows[0] {
			if !explained[name+" "+column] {
				return fmt.Errorf("columns.csv does not explain %s of %s", column, name)
			}
			delete(explained, name+" "+column)
		}
	}
	if len(explained) > 0 {
		return fmt.Errorf("columns.csv explains what is not there: %v", explained)
	}
	return nil
}

func readTable(path string) ([][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err == nil && len(rows) == 0 {
		err = fmt.Errorf("%s: empty", path)
	}
	return rows, err
}

// The KPIs that every consumer may rely on, and those of worlds with goods.
var (
	promised = map[string]string{
		"transit_hours": "h", "transit_hours_p50": "h", "transit_hours_p95": "h", "border_wait_hours": "h", "port_wait_hours": "h",
		"delivered_share": "share", "delivered_loads": "loads",
	}
	promisedOfGoods = map[string]string{"cost_usd_per_tonne": "USD/t", "emissions_kg_per_tonne": "kg/t", "us_tonne_km_share": "share"}
	promisedOfDue   = map[string]string{"on_time_share": "share"}
)

// summary FILE KIND CASE...: the promised structure; KIND is queues, goods, or
// due for goods with a quoted time.
func checkSummary(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: summary FILE queues|goods|due CASE...")
	}
	ts.Check(summaryHolds([]byte(ts.ReadFile(args[0])), args[1], args[2:]))
}

// summaryHolds reads a summary by the promised names alone, not with the
// program's own types.
func summaryHolds(raw []byte, kind string, cases []string) error {
	type kpis map[string]map[string]any
	var s struct {
		Cases []struct {
			Name, Scenario, Routing string
			KPI                     kpis
		}
		Differences []struct {
			Case, Base string
			KPI        kpis
		}
	}
	if err := json.Unmarshal(raw, &s); err != nil {
		return err
	}
	check := func(where string, k kpis, want map[string]string, ordered bool) error {
		for name, unit := range want {
			e := k[name]
			var x [3]float64
			for i, end := range []string{"lo", "mean", "hi"} {
				v, ok := e[end].(float64)
				if !ok || math.IsNaN(v) || math.IsInf(v, 0) {
					return fmt.Errorf("%s: %s has no %s: %v", where, name, end, e)
				}
				x[i] = v
			}
			if e["unit"] != unit || x[0] > x[1] || x[1] > x[2] {
				return fmt.Errorf("%s: %s is %v, want unit %s and lo <= mean <= hi", where, name, e, unit)
			}
			if ordered && x[1] < 0 || ordered && unit == "share" && x[1] > 1 {
				return fmt.Errorf("%s: %s is %v", where, name, x[1])
			}
		}
		return nil
	}
	all := []map[string]string{promised}
	if kind != "queues" {
		all = append(all, promisedOfGoods)
	}
	if kind == "due" {
		all = append(all, promisedOfDue)
	}
	var names []string
	for _, c := range s.Cases {
		names = append(names, c.Name)
		if c.Name != c.Scenario+"/"+c.Routing {
			return fmt.Errorf("case %s of scenario %s under %s", c.Name, c.Scenario, c.Routing)
		}
		for _, want := range all {
			if err := check(c.Name, c.KPI, want, true); err != nil {
				return err
			}
		}
		k := c.KPI
		if k["transit_hours_p50"]["mean"].(float64) > k["transit_hours_p95"]["mean"].(float64) {
			return fmt.Errorf("%s: the median is above the 95th percentile", c.Name)
		}
		if n := k["delivered_loads"]["mean"].(float64); n <= 0 {
			return fmt.Errorf("%s: nothing was delivered", c.Name)
		}
	}
	if !slices.Equal(names, cases) {
		return fmt.Errorf("cases %v, want %v", names, cases)
	}
	compared := map[string]bool{}
	for _, d := range s.Differences {
		if d.Base != cases[0] {
			return fmt.Errorf("difference of %s from %s, want from %s", d.Case, d.Base, cases[0])
		}
		if !compared[d.Case] { // all goods stand first
			if err := check("difference of "+d.Case, d.KPI, promised, false); err != nil {
				return err
			}
		}
		compared[d.Case] = true
	}
	if len(compared) != len(cases)-1 {
		return fmt.Errorf("differences of %v, want of every case but the first of %v", compared, cases)
	}
	return nil
}

// json FILE KEY...: a JSON object with at least one element under each key.
func checkJSON(ts *testscript.TestScript, neg bool, args []string) {
	var doc map[string]json.RawMessage
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &doc))
	for _, key := range args[1:] {
		var list []map[string]any
		if err := json.Unmarshal(doc[key], &list); err != nil || len(list) == 0 {
			ts.Fatalf("%s: %s is no filled list: %v", args[0], key, err)
		}
	}
}

// geojson FILE: a feature collection of points and lines with finite
// coordinates (RFC 7946), each with an id.
func checkGeoJSON(ts *testscript.TestScript, neg bool, args []string) {
	var doc struct {
		Type     string
		Features []struct {
			Type       string
			ID         string
			Properties map[string]any
			Geometry   struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &doc))
	if doc.Type != "FeatureCollection" || len(doc.Features) == 0 {
		ts.Fatalf("type %q with %d features", doc.Type, len(doc.Features))
	}
	points, lines := 0, 0
	for _, f := range doc.Features {
		var line [][2]float64
		switch f.Geometry.Type {
		case "Point":
			var at [2]float64
			ts.Check(json.Unmarshal(f.Geometry.Coordinates, &at))
			line = append(line, at)
			points++
		case "LineString":
			ts.Check(json.Unmarshal(f.Geometry.Coordinates, &line))
			if len(line) < 2 {
				ts.Fatalf("%s: a line of %d points", f.ID, len(line))
			}
			lines++
		}
		for _, at := range line {
			if math.Abs(at[0]) > 180 || math.Abs(at[1]) > 90 {
				ts.Fatalf("%s is at %v: longitude comes first", f.ID, at)
			}
		}
		if f.Type != "Feature" || f.ID == "" || len(line) == 0 || len(f.Properties) == 0 {
			ts.Fatalf("a feature lacks something: %+v", f)
		}
	}
	if points == 0 || lines == 0 {
		ts.Fatalf("%d points, %d lines", points, lines)
	}
}

// csv FILE COLUMN...: a table with that header and at least one row, all rows
// of one length.
func checkCSV(ts *testscript.TestScript, neg bool, args []string) {
	rows, err := csv.NewReader(strings.NewReader(ts.ReadFile(args[0]))).ReadAll()
	ts.Check(err)
	if len(rows) < 2 || !slices.Equal(rows[0], args[1:]) {
		ts.Fatalf("%d rows, header %v; want %v", len(rows), rows[0], args[1:])
	}
}
