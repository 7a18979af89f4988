package scenarios

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"corridor/data"
)

// inFolder writes files by name into a new folder and works there.
func inFolder(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

const one = "\nchanges:\n  - {name: %s, where: {id: b}, do: {close: true}}\n"

func TestAChildsWindowFieldsWinOneByOneAndItsChangesFollow(t *testing.T) {
	inFolder(t, map[string]string{
		"top.yaml":        "name: top\ntitle: Top\nextends: sub/middle.yaml\nwindow: {drain: 0h}" + fmt.Sprintf(one, "third"),
		"sub/middle.yaml": "name: middle\ntitle: Middle\nexpected: much\nextends: ../base.yaml\nwindow: {length: 10d, drain: 5d}" + fmt.Sprintf(one, "second"),
		"base.yaml":       "name: base\nextends: laredo-rail-closure\nwindow: {start: 2025-01-01, preroll: 90d, length: 20d}" + fmt.Sprintf(one, "first"),
	})
	s, err := Load("top.yaml")
	if err != nil {
		t.Fatal(err)
	}
	want := Window{Start: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), PreRoll: 90 * 24 * time.Hour, Length: 10 * 24 * time.Hour, NoDrain: true}
	if s.Window != want {
		t.Errorf("window %+v", s.Window)
	}
	var order []string
	for _, c := range s.Changes {
		order = append(order, c.Name+" "+c.File)
	}
	if got := strings.Join(order, ", "); got != "bridge-out library/laredo-rail-closure.yaml, first base.yaml, second sub/middle.yaml, third top.yaml" || s.Changes[3].Line != 6 {
		t.Errorf("changes: %s", got)
	}
	if s.Name != "top" || s.Title != "Top" || s.Expected != "" || s.Question != "" || len(s.Evidence) != 0 || s.Extends != "sub/middle.yaml" {
		t.Errorf("texts are the child's own; got %+v", s)
	}
}

func TestFaultsOfAllFilesOfAChainAreReportedAtOnce(t *testing.T) {
	inFolder(t, map[string]string{
		"a.yaml": "name: a\nextends: b.yaml\ntitel: x" + fmt.Sprintf(one, "same"),
		"b.yaml": "name: b\nextends: basline\nwindow: {length: 1s}" + fmt.Sprintf(one, "same"),
	})
	_, err := Load("a.yaml")
	want := `a.yaml:3:1: "titel": scenario: unknown key; expected name, title, theme, question, mechanism, evidence, expected, effect, extends, window, changes; did you mean "title"?
a.yaml:5:12: "same": name: expected each change to have its own name; b.yaml:5, which this extends, has it too
b.yaml:2:10: "basline": extends: no shipped scenario has this name; did you mean "baseline"? Shipped: ` + strings.Join(Names(), ", ") + `. A file has a ` + "`/`" + ` in its path or ends in .yaml
b.yaml:3:18: "1s": length: expected a time from 1h to 30 years (a year counts 366d)`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v", err)
	}
	var ps data.Problems
	if !errors.As(err, &ps) || len(ps) != 4 {
		t.Errorf("not data.Problems: %T", err)
	}
}

func TestACircleIsNamed(t *testing.T) {
	inFolder(t, map[string]string{
		"a.yaml":     "name: a\nextends: sub/b.yaml\n",
		"sub/b.yaml": "name: b\nextends: ../sub/../a.yaml\n",
		"self.yaml":  "name: self\nextends: self.yaml\n",
	})
	for arg, want := range map[string]string{
		"./a.yaml":  `sub/b.yaml:2:10: "../sub/../a.yaml": extends: expected no circle: ./a.yaml → sub/b.yaml → a.yaml`,
		"self.yaml": `self.yaml:2:10: "self.yaml": extends: expected no circle: self.yaml → self.yaml`,
	} {
		if _, err := Load(arg); err == nil || err.Error() != want {
			t.Errorf("got %v", err)
		}
	}
}

func TestAChainOfTwentyIsReadAndOneOfTwentyOneIsNamed(t *testing.T) {
	files := map[string]string{"s0.yaml": "name: s0\n"}
	for i := 1; i <= 22; i++ {
		files[fmt.Sprintf("s%d.yaml", i)] = fmt.Sprintf("name: s%d\nextends: s%d.yaml\n", i, i-1)
	}
	inFolder(t, files)
	if _, err := Load("s20.yaml"); err != nil {
		t.Error(err)
	}
	_, err := Load("s21.yaml")
	want := `s1.yaml:2:10: "s0.yaml": extends: expected a chain of at most 20: s21.yaml → s20.yaml → `
	if err == nil || !strings.HasPrefix(err.Error(), want) || !strings.HasSuffix(err.Error(), "s1.yaml → s0.yaml") {
		t.Errorf("got %v", err)
	}
}

func TestTheMergedScenarioKeepsToTheLimits(t *testing.T) {
	changes := func(name string, n int) string {
		var b strings.Builder
		b.WriteString("\nchanges:\n")
		for i := range n {
			fmt.Fprintf(&b, "- {name: %s%d, where: {id: b}, do: {close: true}}\n", name, i)
		}
		return b.String()
	}
	inFolder(t, map[string]string{
		"a.yaml": "name: a\nextends: b.yaml" + changes("a", 5_001),
		"b.yaml": "name: b" + changes("b", 5_000),
		"c.yaml": "name: c" + strings.ReplaceAll(changes("c", 9_999), "id: b", "id: "+strings.Repeat("b", 50)),
	})
	for arg, want := range map[string]string{
		"a.yaml": "a.yaml: changes: expected at most 10,000 with those of what it extends, found 10001",
		"c.yaml": "c.yaml: expected at most 1 MB, written out with what it extends",
	} {
		if _, err := Load(arg); err == nil || err.Error() != want {
			t.Errorf("got %v", err)
		}
	}
}

func TestTheHashLeavesOutFilesLinesAndLayout(t *testing.T) {
	inFolder(t, map[string]string{
		"a.yaml":     "name: x\ntitle: 'T'\nextends: baseline" + fmt.Sprintf(one, "c"),
		"dir/b.yaml": "# moved\nname: x\nextends: ../base.yaml\nchanges:\n- name: c\n  do:\n    close: true\n  where:\n    id:\n    - b\n\ntitle: >-\n  T\n",
		"base.yaml":  "name: base\n",
		"other.yaml": "name: x\ntitle: T\nextends: baseline\nwindow: {drain: 61d}" + fmt.Sprintf(one, "c"),
	})
	hash := map[string]string{}
	for _, f := range []string{"a.yaml", "dir/b.yaml", "other.yaml"} {
		s, err := Load(f)
		if err != nil {
			t.Fatal(err)
		}
		hash[f] = s.Hash
	}
	if hash["a.yaml"] != hash["dir/b.yaml"] || hash["a.yaml"] == hash["other.yaml"] {
		t.Errorf("hashes %v", hash)
	}
}

func TestAShippedScenarioExtendsShippedOnesOnlyAndIsCalledAsItsFile(t *testing.T) {
	_, err := resolve(origin{name: "baseline"}, []byte("name: base\nextends: /tmp/x.yaml\n"))
	want := "library/baseline.yaml:1:7: \"base\": name: expected baseline, as the file is called\n" +
		`library/baseline.yaml:2:10: "/tmp/x.yaml": extends: expected the name of a shipped scenario: ` + strings.Join(Names(), ", ")
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}
