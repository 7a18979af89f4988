package scenarios

import (
	"os"
	"strings"
	"testing"
)

func TestTheExamplesOfTheDocumentationAreScenarios(t *testing.T) {
	raw, err := os.ReadFile("../docs/scenarios.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(raw), "```yaml\n")[1:]
	if len(blocks) < 2 {
		t.Fatalf("%d examples", len(blocks))
	}
	for _, b := range blocks {
		text, _, _ := strings.Cut(b, "```")
		if _, ps := Read("docs/scenarios.md", []byte(text)); len(ps) > 0 {
			t.Errorf("%v in\n%s", ps.Err(), text)
		}
	}
	for _, key := range append(append([]string{}, doKeys...), append(changeKeys[3:], "area", "extends", "commodity", "origin", "destination", "patience", "lag", "lost")...) {
		if !strings.Contains(string(raw), "`"+key) {
			t.Errorf("docs/scenarios.md does not tell of %s", key)
		}
	}
}

func TestTheDocumentationListsEveryShippedScenarioUnderItsTheme(t *testing.T) {
	raw, err := os.ReadFile("../docs/scenarios.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(raw), "## The shipped scenarios")
	all, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for i, theme := range Themes {
		_, part, ok := strings.Cut(list, "\n"+Headings[theme]+":\n")
		if !ok {
			t.Errorf("no heading %q", Headings[theme])
		}
		if i+1 < len(Themes) {
			part, _, _ = strings.Cut(part, "\n"+Headings[Themes[i+1]]+":\n")
		}
		for _, s := range all {
			if line := "- `" + s.Name + "`: " + s.Title + "\n"; strings.Contains(part, line) != (s.Theme == theme) {
				t.Errorf("docs/scenarios.md, %s: expected %v of the line %q", Headings[theme], s.Theme == theme, line)
			}
		}
	}
}
