package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// shortWindow makes any scenario cheap on the built-in world.
const shortWindow = "window: {start: 2024-03-01, preroll: 10d, length: 14d, drain: 40d}\n"

// scenarioFile writes a scenario into a folder of its own.
func scenarioFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name+".yaml")
	if err := os.WriteFile(path, []byte("name: "+name+"\n"+text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// resultFiles runs a command that writes a folder, and returns the bytes of its
// files but the manifest, which has times in it.
func resultFiles(t *testing.T, args ...string) map[string]string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "out")
	var out, errw bytes.Buffer
	if code := execute(t.Context(), append(args, "--quiet", "--out", dir), &out, &errw); code != 0 {
		t.Fatalf("corridor %v: exit code %d: %s", args, code, errw.Bytes())
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{"stdout": strings.ReplaceAll(out.String(), dir, "DIR")}
	for _, e := range entries {
		raw, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if e.Name() != "manifest.json" {
			files[e.Name()] = string(raw)
		}
	}
	if len(files["summary.json"]) < 500 || len(files["flows.csv"]) < 100 {
		t.Fatalf("corridor %v wrote %d files, a summary of %d bytes and flows of %d", args, len(files), len(files["summary.json"]), len(files["flows.csv"]))
	}
	return files
}

// sameFiles reports the first line in which files differ.
func sameFiles(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	var names []string
	for name := range got {
		names = append(names, name)
	}
	for name := range want {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if got[name] == want[name] {
			continue
		}
		a, b := strings.Split(got[name], "\n"), strings.Split(want[name], "\n")
		i := 0
		for i < len(a) && i < len(b) && a[i] == b[i] {
			i++
		}
		line := func(s []string) string {
			if i < len(s) {
				return fmt.Sprintf("%.300q", s[i])
			}
			return "nothing"
		}
		t.Errorf("%s: %s differs in line %d: %s, want %s", what, name, i+1, line(a), line(b))
	}
}

// withProcessors runs f on n processors; tests that use it are not parallel.
func withProcessors(n int, f func()) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(n))
	f()
}

func TestASmallFreightWorldGivesTheSameBytesForAnyNumberOfWorkersAndProcessors(t *testing.T) {
	for _, world := range []string{"two-bridges", "set-out"} {
		args := []string{"compare", "baseline", "--world", filepath.Join(worldsDir(t), world), "--routing", "open,us", "--reps", "7", "--seed", "3", "--share", "0.5"}
		run := func(more ...string) map[string]string { return resultFiles(t, append(slices.Clone(args), more...)...) }
		want := run("--workers", "1")
		for _, workers := range []string{"1", "2", "7", "0"} {
			sameFiles(t, world+" with workers "+workers, run("--workers", workers), want)
		}
		for _, n := range []int{1, 4} {
			withProcessors(n, func() {
				sameFiles(t, fmt.Sprintf("%s with GOMAXPROCS %d and 7 workers", world, n), run("--workers", "7"), want)
				sameFiles(t, fmt.Sprintf("%s with GOMAXPROCS %d", world, n), run(), want)
			})
		}
	}
}

func TestAnotherSeedDiffersInEveryTableOfFigures(t *testing.T) {
	t.Parallel()
	args := []string{"run", "baseline", "--world", filepath.Join(worldsDir(t), "set-out"), "--reps", "2"}
	a := resultFiles(t, append(slices.Clone(args), "--seed", "1")...)
	b := resultFiles(t, append(slices.Clone(args), "--seed", "2")...)
	for _, name := range []string{"summary.json", "groups.csv", "flows.csv", "times.csv", "facilities.csv", "resources.csv"} {
		if a[name] == b[name] {
			t.Errorf("%s is the same for two seeds", name)
		}
	}
	if a["network.json"] != b["network.json"] || a["columns.csv"] != b["columns.csv"] {
		t.Error("the network or the meaning of columns depends on the seed")
	}
}

// The built-in world, with short windows: 11 replications of about a second.

func TestTheBuiltInWorldGivesTheSameBytesForAnyNumberOfWorkersAndProcessors(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates the built-in world")
	}
	scenario := scenarioFile(t, "baseline", "extends: baseline\n"+shortWindow)
	args := []string{"compare", scenario, "--routing", "us,direct", "--reps", "1"}
	run := func(more ...string) map[string]string { return resultFiles(t, append(slices.Clone(args), more...)...) }
	var want map[string]string
	withProcessors(1, func() { want = run("--workers", "1") })
	sameFiles(t, "2 workers", run("--workers", "2"), want)
	withProcessors(4, func() { sameFiles(t, "7 workers on 4 processors", run("--workers", "7"), want) })
}

func TestOnTheBuiltInWorldAChangeWithoutEffectLeavesAllBytesAndASeedDoesNot(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates the built-in world")
	}
	t.Parallel()
	run := func(text, seed string) map[string]string {
		return resultFiles(t, "run", scenarioFile(t, "baseline", "extends: baseline\n"+shortWindow+text), "--reps", "1", "--seed", seed)
	}
	want := run("", "1")
	if want["changes.csv"] != "" {
		t.Errorf("changes without a change: %s", want["changes.csv"])
	}
	idle := run(`changes:
  - {name: same-room, where: {id: laredo-rail}, do: {capacity: 1}}
  - {name: same-time, where: {id: laredo-wtb}, do: {service_time: 1}}
  - {name: same-chance, where: {id: laredo-wtb, stage: state-inspection}, do: {chance: {times: 1}}}
  - {name: same-road, where: {kind: link, mode: road, country: US}, do: {service_time: 1}, from: 2024-03-02, to: 2024-03-09}
  - {name: same-train, where: {kind: service, mode: rail}, do: {capacity: 1}, from: 2024-03-05}
  - {name: after-all, where: {id: laredo-wtb}, do: {close: true}, from: 2025-06-01}
  - {name: before-all, where: {id: laredo-wtb}, do: {close: true}, to: 2023-06-01}
`, "1")
	if !strings.Contains(idle["changes.csv"], "same-chance") {
		t.Errorf("changes.csv has %q", idle["changes.csv"])
	}
	for _, files := range []map[string]string{idle, want} {
		for _, name := range []string{"changes.csv", "columns.csv", "stdout"} { // these name the changes
			delete(files, name)
		}
	}
	sameFiles(t, "a change without effect", idle, want)
	if other := run("", "2"); other["summary.json"] == want["summary.json"] || other["flows.csv"] == want["flows.csv"] {
		t.Error("another seed gives the same summary or flows")
	}
}

func TestOnSmallWorldsAChangeWithoutEffectLeavesAllBytes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ world, window, changes string }{
		{"two-bridges", "{length: 20d}", `  - {name: a, where: {kind: crossing}, do: {capacity: 1, service_time: 1}}
  - {name: b, where: {kind: link}, do: {service_time: 1}, from: 2024-01-20}
`},
		{"set-out", "{length: 20d}", `  - {name: a, where: {id: border, stage: hold}, do: {chance: {times: 1}, service_time: 1}, from: 2024-01-10, to: 2024-01-20}
  - {name: b, where: {id: train}, do: {capacity: 1}}
  - {name: c, where: {id: border, stage: hold}, do: {chance: {to: 0.2}}}
`},
		// Trucks are on the road when the run ends.
		{"two-crossings", "{length: 20d, drain: 0h}", "  - {name: a, where: {id: laredo}, do: {service_time: 1}, from: 2024-01-10}\n"},
		{"breakdowns", "{length: 20d}", "  - {name: a, where: {id: crane}, do: {capacity: 1, service_time: 1}, from: 2024-01-10}\n"},
	} {
		run := func(text string) map[string]string {
			return resultFiles(t, "run", scenarioFile(t, "baseline", "extends: baseline\n"+text), "--world", filepath.Join(worldsDir(t), tt.world), "--reps", "2")
		}
		want, got := run("window: "+tt.window+"\n"), run("window: "+tt.window+"\nchanges:\n"+tt.changes)
		if got["changes.csv"] == "" {
			t.Errorf("%s: no changes.csv", tt.world)
		}
		for _, files := range []map[string]string{got, want} {
			for _, name := range []string{"changes.csv", "columns.csv", "stdout"} {
				delete(files, name)
			}
		}
		sameFiles(t, tt.world, got, want)
	}
}

// A rail crossing that no service and no road uses: its closure stops nothing.
func TestClosingAPlaceThatNothingUsesLeavesAllBytes(t *testing.T) {
	t.Parallel()
	src := filepath.Join(worldsDir(t), "set-out")
	world := filepath.Join(t.TempDir(), "world")
	if err := os.CopyFS(world, os.DirFS(src)); err != nil {
		t.Fatal(err)
	}
	for file, rows := range map[string]string{
		"nodes.csv":      "idle,port,MX,19.2,-96.1\n",
		"links.csv":      "dray-idle,plant,idle,road,MX,1000,40\n",
		"resources.csv":  "idle,quay,1\n",
		"processes.csv":  "idle-load,1,lift,quay,constant 1h,1,once,handling,100,handling\n",
		"facilities.csv": "idle,load,idle-load\n",
	} {
		f, err := os.OpenFile(filepath.Join(world, file), os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(rows); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	run := func(text string) map[string]string {
		return resultFiles(t, "run", scenarioFile(t, "baseline", "extends: baseline\n"+text), "--world", world, "--reps", "2")
	}
	want := run("")
	got := run("changes:\n  - {name: shut, where: {id: idle}, do: {close: true}, from: 2024-01-10, to: 2024-01-30, cargo: divert}\n  - {name: no-dray, where: {id: dray-idle}, do: {close: true}, from: 2024-01-10}\n")
	if !strings.Contains(got["stdout"], `warning: baseline/open: the change "shut" bound nothing`) {
		t.Errorf("no warning that the closure bound nothing:\n%s", got["stdout"])
	}
	for _, files := range []map[string]string{got, want} {
		for _, name := range []string{"changes.csv", "columns.csv", "stdout"} {
			delete(files, name)
		}
	}
	sameFiles(t, "a place that nothing uses", got, want)
}
