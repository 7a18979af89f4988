package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport is the import table of the design (section 1): what the packages of
// a folder may import beside the standard library. A folder that is not here
// may not exist.
var mayImport = map[string][]string{
	"data":           {},
	"data/gen":       {"corridor/data"},
	"data/gen/flows": {},
	"network":        {"corridor/data", "github.com/paulmach/orb"},
	"network/route":  {"corridor/data", "corridor/network", "gonum.org/v1/gonum"},
	"scenarios":      {"corridor/data", "corridor/network", "go.yaml.in/yaml/v4"},
	"sim":            {"gonum.org/v1/gonum"},
	"sim/freight":    {"corridor/data", "corridor/network", "corridor/network/route", "corridor/scenarios", "corridor/sim", "corridor/sim/results"},
	"sim/results":    {"github.com/parquet-go/parquet-go"},
	"sim/experiment": {"corridor/network", "corridor/network/route", "corridor/scenarios", "corridor/sim", "corridor/sim/freight", "corridor/sim/results", "gonum.org/v1/gonum"},
	"sim/validate":   {"corridor/data", "corridor/network", "corridor/network/route", "corridor/scenarios", "corridor/sim", "corridor/sim/experiment", "corridor/sim/freight", "corridor/sim/results", "gonum.org/v1/gonum"},
	"sim/report":     {"corridor/sim/results", "corridor/sim/report/basemap", "corridor/sim/report/chart"},
	// Maps are drawn by packages that know neither tables nor results: whoever has
	// a network hands it over as plain values.
	"sim/report/basemap": {},
	"sim/report/chart":   {"corridor/sim/report/basemap"},
	// Programs that make committed data from raw files, run by hand.
	"data/gen/basemap": {},
	// Studies with the program as a library, run by tests.
	"sim/experiment/examples/study": {"corridor/data", "corridor/network", "corridor/network/route", "corridor/scenarios", "corridor/sim/freight", "corridor/sim/experiment", "corridor/sim/results"},
	"sim/experiment/examples/plots": {"corridor/data", "corridor/network", "corridor/network/route", "corridor/scenarios", "corridor/sim/freight", "corridor/sim/experiment", "corridor/sim/results", "corridor/sim/report/chart"},
	"cmd/corridor":                  {"any"},
}

// listed is what `go list` says of a package.
type listed struct {
	ImportPath string
	Standard   bool
	Imports    []string // of files that are not tests
}

// packages lists the module's packages.
func packages(t *testing.T) (list []listed) {
	t.Helper()
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Standard,Imports", "corridor/...")
	out, err := cmd.Output()
	if err != nil {
		var ee *exec.ExitError
		if errors.As(err, &ee) {
			t.Fatalf("go list: %v\n%s", err, ee.Stderr)
		}
		t.Fatal(err)
	}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); err == io.EOF {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

// isStandard: packages of the standard library have no dot in the first part
// of their path, and are not ours.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".") && first != "corridor"
}

// within says whether a path is a package or one below it; our own packages
// are meant alone.
func within(path, allowed string) bool {
	return path == allowed || !strings.HasPrefix(allowed, "corridor/") && strings.HasPrefix(path, allowed+"/")
}

func TestPackagesImportOnlyWhatTheDesignAllows(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, p := range packages(t) {
		folder := strings.TrimPrefix(p.ImportPath, "corridor/")
		allowed, known := mayImport[folder]
		if !known {
			t.Errorf("%s is not in the import table of the design", p.ImportPath)
			continue
		}
		seen[folder] = true
		for _, path := range p.Imports {
			if path == "corridor/cmd/corridor" {
				t.Errorf("%s imports the command line", folder)
			}
			if isStandard(path) || slices.Contains(allowed, "any") {
				continue
			}
			if !slices.ContainsFunc(allowed, func(a string) bool { return within(path, a) }) {
				t.Errorf("%s imports %s; the design allows %v", folder, path, allowed)
			}
		}
	}
	for folder := range mayImport {
		if !seen[folder] {
			t.Errorf("%s of the import table does not exist", folder)
		}
	}
}

func TestTheImportRuleRefusesWhatItShould(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		path, allowed string
		want          bool
	}{
		{"gonum.org/v1/gonum/stat/distuv", "gonum.org/v1/gonum", true},
		{"gonum.org/v1/gonumx", "gonum.org/v1/gonum", false},
		{"corridor/sim/freight", "corridor/sim", false},
		{"corridor/network/route", "corridor/network", false},
		{"corridor/network", "corridor/network", true},
	} {
		if got := within(tt.path, tt.allowed); got != tt.want {
			t.Errorf("%s within %s: %v", tt.path, tt.allowed, got)
		}
	}
	if isStandard("corridor/data") || isStandard("gonum.org/v1/gonum") || !isStandard("encoding/json") {
		t.Error("standard library told apart wrongly")
	}
}
