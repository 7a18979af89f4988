package experiment

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"corridor/scenarios"
)

// The experiment of the documentation can be read and laid out as it stands.
func TestTheExperimentOfTheDocumentationCanBeRead(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("../../docs/experiments.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(doc), "```yaml\n")
	text, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("no experiment in docs/experiments.md")
	}
	path := filepath.Join(t.TempDir(), "staffing.yaml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	e, err := scenarios.LoadExperiment(path)
	if err != nil {
		t.Fatal(err)
	}
	points, err := Layout(e)
	if err != nil || len(points) != 20 { // 3 × 4 × 2 without two dates of the whole surge, with it and without
		t.Errorf("%d points, %v", len(points), err)
	}
	for _, p := range points {
		s := &Sweep{Experiment: e, Points: [][]string{p}}
		if _, err := s.Scenario(0); err != nil {
			t.Errorf("%v: %v", p, err)
		}
	}
}
