package scenarios

import (
	"strings"
	"testing"
)

func TestAShortPathNamesTheOneNumberOfAChange(t *testing.T) {
	s, path, from, to, want := Short("texas.inspection")
	if want != "" || s.Name != "texas-inspection-surge" || path != "changes.inspection.do.chance.to" || from != 0 || to != 1 {
		t.Errorf("%v %s %g..%g %s", s, path, from, to, want)
	}
	for text, says := range map[string]string{
		"texas":                          "expected SCENARIO.CHANGE",
		"texs.inspection":                "no shipped scenario begins with",
		"texas.inspektion":               `did you mean "inspection"`,
		"us.strike":                      "more than one shipped scenario begins with",
		"laredo-rail-closure.bridge-out": "sets no number",
	} {
		if _, _, _, _, want := Short(text); !strings.Contains(want, says) {
			t.Errorf("%s: %s", text, want)
		}
	}
}
