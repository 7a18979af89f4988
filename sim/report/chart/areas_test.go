package chart

import (
	"strings"
	"testing"

	"corridor/sim/report/basemap"
)

func TestLakesAreNamedWhereNothingLiesOnTheirNames(t *testing.T) {
	t.Parallel()
	empty := string((&FlowMap{}).SVG(Form{Lang: 2}))
	for _, want := range []string{"L. Supérieur", "L. Huron", "L. Michigan", "L. Érié", "L. Ontario", "L. Winnipeg"} {
		if strings.Count(empty, ">"+want+"<") != 1 {
			t.Errorf("%s is not named once on an empty map", want)
		}
	}
	if strings.Contains(string((&FlowMap{}).SVG(Form{Narrow: true})), "lake-name") {
		t.Error("a narrow map names lakes")
	}
	// A broad line along Lake Michigan leaves its name no room; a thin one may cross it,
	// above the name.
	m := &FlowMap{Places: []Place{{ID: "a", At: basemap.Point{-87, 41.7}}, {ID: "b", At: basemap.Point{-86.9, 45.7}}}, Most: 100, Flows: []Flow{{To: 1, Mode: "rail", Tonnes: 100}}}
	if strings.Contains(string(m.SVG(Form{})), ">L. Michigan<") {
		t.Error("a name lies under a broad line")
	}
	m.Flows[0].Tonnes = 5
	thin := string(m.SVG(Form{}))
	if name, line := strings.Index(thin, ">L. Michigan<"), strings.Index(thin, `class="rail line flow"`); name < 0 || line < name {
		t.Errorf("under a thin line the name stands at %d, the line at %d", name, line)
	}
}

// A chart in a file of its own is opened in office and drawing programs too, which
// know no custom properties: without its colours all of it would be black.
func TestAChartOfItsOwnHasItsColoursWrittenOut(t *testing.T) {
	t.Parallel()
	alone := string((&FlowMap{}).SVG(Form{Fixed: true}))
	if strings.Contains(alone, "var(") || strings.Contains(alone, "$") || !strings.Contains(alone, ".ground .sea{fill:#e3edf3}") {
		t.Error("a colour is not written out")
	}
	if !strings.Contains(Style, ".ground .sea{fill:var(--water,#e3edf3)}") || strings.Contains(Style, "$") {
		t.Error("the style of a page has not its custom properties")
	}
}
