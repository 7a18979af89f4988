package results

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// sample is a small result folder.
func sample() *Folder {
	return &Folder{
		Manifest: Manifest{Version: "1", Go: "go1.26", Command: []string{"corridor", "run"}, Seed: 7, Replications: 2, Finished: 2, Complete: true, Scenarios: map[string]string{"a": "b"}},
		Summary:  Summary{Seed: 7, Replications: 2, Cases: []CaseResult{{Name: "a/us", KPI: KPIs{"transit_hours": {1, 0, 2, "h"}}}}, Changes: []Change{{Case: "a/us", Name: "out"}}, Warnings: []string{"beware"}},
		Network:  json.RawMessage("{}\n"),
		Tables: []*Table{
			{Name: "flows", Columns: []Column{{"case", "", "a case"}, {"x", "h", "a figure"}}, Rows: [][]string{{"a/us", "1.5"}}},
			{Name: "ways", Columns: []Column{{"way", "", "a way"}}, Rows: [][]string{{"with, \"quotes\"\nand lines"}}},
		},
	}
}

// entries lists a folder.
func entries(t *testing.T, dir string) (names []string) {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}

func read(t *testing.T, parts ...string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func write(t *testing.T, text string, parts ...string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(parts...), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

var files = []string{"columns.csv", "flows.csv", "manifest.json", "network.json", "summary.json", "ways.csv"}

func TestAFolderHasEveryFileAndAManifestThatListsThem(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "deep", "out")
	f := sample()
	if err := CheckTarget(dir); err != nil {
		t.Fatal(err)
	}
	if err := f.Write(dir); err != nil {
		t.Fatal(err)
	}
	if got := entries(t, dir); !slices.Equal(got, files) {
		t.Errorf("files %v, want %v", got, files)
	}
	if got := entries(t, filepath.Dir(dir)); !slices.Equal(got, []string{"out"}) {
		t.Errorf("beside the folder: %v", got)
	}
	m, err := ReadManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	if m.Tool != "corridor" || m.Seed != 7 || !m.Complete || m.Finished != 2 || len(m.Changes) != 1 || m.Changes[0].Name != "out" || len(m.Warnings) != 1 {
		t.Errorf("manifest %+v", m)
	}
	listed := append([]string{"manifest.json"}, m.Files...)
	slices.Sort(listed)
	if !slices.Equal(listed, files) {
		t.Errorf("the manifest lists %v", m.Files)
	}
	if got := read(t, dir, "flows.csv"); got != "case,x\na/us,1.5\n" {
		t.Errorf("flows.csv is %q", got)
	}
	if got := read(t, dir, "columns.csv"); got != "table,column,unit,meaning\nflows.csv,case,,a case\nflows.csv,x,h,a figure\nways.csv,way,,a way\n" {
		t.Errorf("columns.csv is %q", got)
	}
	var s Summary
	if err := json.Unmarshal([]byte(read(t, dir, "summary.json")), &s); err != nil || s.Cases[0].KPI["transit_hours"].Hi != 2 {
		t.Errorf("summary %+v, %v", s, err)
	}
	if runtime.GOOS != "windows" {
		if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o755 {
			t.Errorf("the folder has the mode %v", info.Mode())
		}
		if info, err := os.Stat(filepath.Join(dir, "flows.csv")); err != nil || info.Mode().Perm()&0o444 != 0o444 {
			t.Errorf("flows.csv has the mode %v", info.Mode())
		}
	}
}

func TestAResultFolderIsReplacedWhole(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "out")
	old := sample()
	old.Tables = append(old.Tables, &Table{Name: "old", Columns: []Column{{"x", "", "an x"}}})
	for i, f := range []*Folder{old, sample(), sample()} {
		f.Manifest.Seed = uint64(i)
		if err := f.Write(dir + strings.Repeat("/", i)); err != nil {
			t.Fatal(err)
		}
		if m, err := ReadManifest(dir); err != nil || m.Seed != uint64(i) {
			t.Errorf("folder %d is not in place: %+v, %v", i, m, err)
		}
	}
	if got := entries(t, dir); !slices.Equal(got, files) {
		t.Errorf("files %v, want %v", got, files)
	}
	if got := entries(t, parent); !slices.Equal(got, []string{"out"}) {
		t.Errorf("left beside the folder: %v", got)
	}
}

func TestAnEmptyFolderIsTaken(t *testing.T) {
	dir := t.TempDir()
	if err := sample().Write(dir); err != nil {
		t.Fatal(err)
	}
	if got := entries(t, dir); !slices.Equal(got, files) {
		t.Errorf("files %v", got)
	}
}

func TestTheFolderThatALinkLeadsToIsReplaced(t *testing.T) {
	parent := t.TempDir()
	if err := os.Mkdir(filepath.Join(parent, "there"), 0o755); err != nil {
		t.Fatal(err)
	}
	dir, link := filepath.Join(parent, "there", "out"), filepath.Join(parent, "link")
	if err := sample().Write(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(dir, link); err != nil {
		t.Skip("no links here:", err)
	}
	f := sample()
	f.Manifest.Seed = 99
	if err := f.Write(link); err != nil {
		t.Fatal(err)
	}
	if m, err := ReadManifest(dir); err != nil || m.Seed != 99 {
		t.Errorf("behind the link: %+v, %v", m, err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is no link any more: %v, %v", info.Mode(), err)
	}
}

func TestNothingForeignIsReplacedAndNothingIsLeftOver(t *testing.T) {
	for _, tt := range []struct {
		name  string
		make  func(dir string)
		is    error // nil: any
		wants string
	}{
		{"a folder of something else", func(dir string) { os.Mkdir(dir, 0o755); write(t, "mine", dir, "thesis.txt") }, ErrForeign, "thesis.txt"},
		{"a manifest of another tool", func(dir string) {
			os.Mkdir(dir, 0o755)
			write(t, `{"tool": "other"}`, dir, "manifest.json")
		}, ErrForeign, "manifest.json"},
		{"a manifest that is no JSON", func(dir string) {
			os.Mkdir(dir, 0o755)
			write(t, `tool: corridor`, dir, "manifest.json")
		}, ErrForeign, "manifest.json"},
		{"a manifest that is a folder", func(dir string) { os.MkdirAll(filepath.Join(dir, "manifest.json"), 0o755) }, ErrForeign, "manifest.json"},
		{"a hidden file alone", func(dir string) { os.Mkdir(dir, 0o755); write(t, "x", dir, ".git") }, ErrForeign, ".git"},
		{"a file", func(dir string) { write(t, "mine", dir) }, nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			parent := t.TempDir()
			dir := filepath.Join(parent, "out")
			tt.make(dir)
			for what, err := range map[string]error{"CheckTarget": CheckTarget(dir), "Write": sample().Write(dir)} {
				if err == nil || tt.is != nil && !errors.Is(err, tt.is) || !strings.Contains(err.Error(), dir) {
					t.Errorf("%s: %v", what, err)
				}
			}
			if tt.wants != "" && !slices.Equal(entries(t, dir), []string{tt.wants}) {
				t.Errorf("the folder has %v now", entries(t, dir))
			}
			if got := entries(t, parent); !slices.Equal(got, []string{"out"}) {
				t.Errorf("left beside the folder: %v", got)
			}
		})
	}
}

func TestAPlaceThatCannotBeWrittenIsRefusedBeforehandAndNothingIsHalfWritten(t *testing.T) {
	parent := t.TempDir()
	write(t, "mine", parent, "file")
	for _, dir := range []string{filepath.Join(parent, "file", "out"), filepath.Join(parent, "file", "a", "b"), filepath.Join(parent, "file") + "/", filepath.Join(parent, strings.Repeat("x", 300))} {
		if err := CheckTarget(dir); err == nil {
			t.Errorf("%s is taken", dir)
		}
		if err := sample().Write(dir); err == nil {
			t.Errorf("%s was written", dir)
		}
	}
	if got := entries(t, parent); !slices.Equal(got, []string{"file"}) || read(t, parent, "file") != "mine" {
		t.Errorf("left: %v", got)
	}
}

func TestCheckingATargetLeavesNothingBehind(t *testing.T) {
	parent := t.TempDir()
	for _, dir := range []string{"out", "a/b/c", "."} {
		if err := CheckTarget(filepath.Join(parent, dir)); err != nil {
			t.Errorf("%s: %v", dir, err)
		}
	}
	if got := entries(t, parent); len(got) > 0 {
		t.Errorf("left: %v", got)
	}
}

func TestAFailureWhileWritingLeavesTheOldFolderAndNothingElse(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "out")
	if err := sample().Write(dir); err != nil {
		t.Fatal(err)
	}
	before := read(t, dir, "manifest.json")
	for name, spoil := range map[string]func(*Folder){
		"a table below a folder that does not exist": func(f *Folder) { f.Tables[0].Name = "no/such/folder" },
		"a figure that JSON cannot hold":             func(f *Folder) { f.Summary.Share = math.NaN() },
		"two tables of one name":                     func(f *Folder) { f.Tables[1].Name = "flows" },
	} {
		f := sample()
		f.Manifest.Seed = 1000
		spoil(f)
		if err := f.Write(dir); err == nil {
			t.Errorf("%s was written", name)
			continue
		}
		if got := entries(t, parent); !slices.Equal(got, []string{"out"}) {
			t.Errorf("%s: left beside the folder: %v", name, got)
		}
		if read(t, dir, "manifest.json") != before || !slices.Equal(entries(t, dir), files) {
			t.Errorf("%s: the old folder was touched", name)
		}
	}
}

func TestTheSameFolderHasTheSameBytes(t *testing.T) {
	a, b := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	for _, dir := range []string{a, b} {
		f := sample()
		for _, kpi := range []string{"z", "y", "x", "w", "v"} {
			f.Summary.Cases[0].KPI[kpi] = Estimate{Mean: 1}
			f.Manifest.Scenarios[kpi] = kpi
		}
		if err := f.Write(dir); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range files {
		if read(t, a, name) != read(t, b, name) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestAMissingOrBrokenManifestIsAnError(t *testing.T) {
	dir := t.TempDir()
	if _, err := ReadManifest(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("none: %v", err)
	}
	write(t, "{", dir, "manifest.json")
	if _, err := ReadManifest(dir); err == nil {
		t.Error("a broken one is read")
	}
}
