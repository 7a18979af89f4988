package scenarios

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func ExampleLoad() {
	s, err := Load("laredo-rail-closure")
	if err != nil {
		fmt.Println(err)
		return
	}
	c := s.Changes[0]
	fmt.Println(s.Title)
	fmt.Println(c.Name, c.Where.ID, c.From.Format("2 Jan 2006"), "to", c.To.Format("2 Jan 2006"))
	// Output:
	// The Laredo rail bridge is out for two weeks
	// bridge-out [laredo-rail] 1 Apr 2024 to 15 Apr 2024
}

func TestEveryShippedScenarioLoads(t *testing.T) {
	all, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 30 {
		t.Errorf("%d scenarios", len(all))
	}
	for i, s := range all {
		if s.Name != Names()[i] || s.Title == "" || s.Question == "" || s.Mechanism == "" || len(s.Evidence) == 0 || s.Expected == "" || len(s.Hash) != 64 {
			t.Errorf("%s lacks a text or its hash: %+v", Names()[i], s)
		}
		if s.Window != (Window{}) {
			t.Errorf("%s: window %+v, want the world's own", s.Name, s.Window)
		}
		if (len(s.Changes) == 0) != (s.Name == "baseline") || (s.Effect == nil) != (s.Name == "baseline") {
			t.Errorf("%s: %d changes, effect %v", s.Name, len(s.Changes), s.Effect)
		}
		if s.Theme == "" {
			t.Errorf("%s is of no theme", s.Name)
		}
	}
}

func TestAShippedScenarioIsTheSameEachTime(t *testing.T) {
	for _, name := range Names() {
		a, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := Load(name)
		if a.Hash != b.Hash || string(a.YAML()) != string(b.YAML()) {
			t.Errorf("%s differs", name)
		}
	}
}

func TestAMissingShippedNameGivesTheNearestAndTheList(t *testing.T) {
	_, err := Load("laredo-rail-closur")
	want := `scenario: "laredo-rail-closur": no shipped scenario has this name; did you mean "laredo-rail-closure"? Shipped: ` +
		strings.Join(Names(), ", ") + ". A file has a `/` in its path or ends in .yaml"
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestAnArgumentWithASlashOrYamlIsAFile(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, name := range []string{"mine.yaml", "plain"} {
		if err := os.WriteFile(name, []byte("name: x\nextends: baseline\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for arg, ok := range map[string]bool{"mine.yaml": true, "./mine.yaml": true, "./plain": true, filepath.Join(dir, "plain"): true, "plain": false, "mine": false} {
		s, err := Load(arg)
		if (err == nil) != ok {
			t.Errorf("%s: %v", arg, err)
		}
		if err == nil && (s.Name != "x" || s.Extends != "baseline") {
			t.Errorf("%s: got %+v", arg, s)
		}
	}
}

func TestWhatIsNoOrdinaryFileIsRefused(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	big := strings.Repeat("# filler\n", 1<<20)
	if err := os.WriteFile("big.yaml", []byte(big), 0o600); err != nil {
		t.Fatal(err)
	}
	for arg, want := range map[string]string{
		"/dev/zero":     `scenario: "/dev/zero": expected an ordinary file`,
		"./":            `scenario: "./": expected a file, found a folder`,
		"none.yaml":     `scenario: "none.yaml": no such file`,
		"baseline.yaml": `scenario: "baseline.yaml": no such file; the shipped scenario is called baseline, without .yaml`,
		"big.yaml":      `big.yaml: expected at most 1 MB`,
		"a\x00/b":       `scenario: "a\x00/b": cannot read it: invalid argument`,
	} {
		if _, err := Load(arg); err == nil || err.Error() != want {
			t.Errorf("%q: got %v", arg, err)
		}
	}
}

func TestEveryReplayLoadsAndSaysWhatIsInputAndWhatIsOutput(t *testing.T) {
	for _, name := range Replays() {
		s, err := Load(name)
		if err != nil {
			t.Error(err)
			continue
		}
		if s.Name != name || s.Title == "" || s.Question == "" || len(s.Evidence) == 0 || s.Expected == "" || s.Window.Start.IsZero() {
			t.Errorf("%s lacks a text or its window", name)
		}
		if !strings.HasPrefix(s.Mechanism, "Input: ") || !strings.Contains(s.Mechanism, "Output: ") {
			t.Errorf("%s does not say what is input and what is output", name)
		}
		if slices.Contains(Names(), name) {
			t.Errorf("%s is in the library too", name)
		}
	}
}
