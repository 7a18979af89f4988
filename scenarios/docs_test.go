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
