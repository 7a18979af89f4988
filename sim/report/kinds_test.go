package report

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"corridor/sim/report/chart"
	"corridor/sim/results"
)

func tableOf(name string, columns ...string) *results.Table {
	t := &results.Table{Name: name}
	for _, c := range columns {
		t.Columns = append(t.Columns, results.Column{Name: c, Doc: "x"})
	}
	return t
}

func kindOf(kind string, tables ...*results.Table) *results.Folder {
	return &results.Folder{Tables: tables, Manifest: results.Manifest{Kind: kind, Version: "0", Command: []string{"corridor", kind}, Finished: 3, Replications: 3, Complete: true, Data: "d1", Scenarios: map[string]string{"baseline": "00"}}}
}

// flips is a break-even: where, at each second value, the ranking flips; 0: nowhere.
func flips(name string, at ...float64) *results.Folder {
	q := tableOf("question", "scenario", "path", "path_unit", "over", "first", "second", "kpi", "unit")
	over := ""
	if len(at) > 1 {
		over = "changes." + name + ".lasts"
	}
	q.Add("baseline", "changes."+name+".from", "d", over, "us", "direct", "transit_hours", "h")
	t := tableOf("breakeven", "over", "x", "difference", "lo", "hi", "flips_at", "flips_lo", "flips_hi", "flips_of")
	for i, x := range at {
		value := ""
		if len(at) > 1 {
			value = string(rune('1'+i)) + "d"
		}
		for _, v := range []float64{0, 10, 20} {
			if x == 0 {
				t.Add(value, v, 30.0+v, 20.0, 60.0, "", "", "", 0)
			} else {
				t.Add(value, v, 10*(x-v), 10*(x-v)-5, 10*(x-v)+5, x, x-2, x+2, 3)
			}
		}
	}
	return kindOf(results.BreakEven, t, q)
}

// moves is an impact of two assumptions on us, direct and their difference; the
// second may be noise.
func moves(name string) *results.Folder {
	base := tableOf("headline", "of", "hours", "usd")
	t := tableOf("impact", "rank", "of", "reason", "hours_low", "hours_low_half", "hours_high", "hours_high_half", "usd_low", "usd_low_half", "usd_high", "usd_high_half")
	ranges := tableOf("ranges", "rank", "table", "column", "row")
	for _, of := range []string{"baseline/us", "baseline/direct", "baseline/direct - baseline/us"} {
		base.Add(of, 100.0, 300.0)
		t.Add(1, of, name, -40.0, 5.0, 30.0, 6.0, 0.0, 0.0, 0.0, 0.0)
		t.Add(2, of, name, 3.0, 9.0, -4.0, 9.0, 0.0, 0.0, 0.0, 0.0)
	}
	ranges.Add(1, "parameters", "value", name)
	ranges.Add(2, "links", "kmh", "r1")
	ranges.Add(2, "links", "kmh", "r2")
	ranges.Add(2, "links", "kmh", "r3")
	return kindOf(results.Impact, base, t, ranges)
}

func TestABreakEvenSaysWhereTheRankingFlips(t *testing.T) {
	t.Parallel()
	for want, at := range map[string][]float64{
		"Through the US and direct are equal in door-to-door time at changes.slow.from = 12.0d (95% interval 10.0 to 14.0): below, through the US is lower; above, direct.": {12},
		"The ranking does not flip for changes.slow.from from 0d to 20.0d: through the US is lower in door-to-door time than direct throughout.":                            {0},
		"at changes.slow.from from 6.00d (changes.slow.lasts = 3d) to 12.0d (changes.slow.lasts = 1d); the ranking flips at 2 of the 3 values.":                             {12, 0, 6},
		"Through the US and direct are equal in door-to-door time nowhere in these ranges.":                                                                                 {0, 0},
	} {
		dir := folder(t, flips("slow", at...))
		page := html(t, dir, "en")
		if !strings.Contains(page, want) || strings.Count(page, `id="breakeven"`) < 1 || strings.Contains(page, "NaN") || strings.Contains(page, "%!") {
			t.Errorf("%v: no %q", at, want)
		}
		plot, err := Plot(dir, "breakeven", "", "en", false)
		if err != nil {
			t.Fatal(err)
		}
		flipping := 0
		for _, x := range at {
			if x != 0 {
				flipping++
			}
		}
		if n := bytes.Count(plot, []byte(`class="ink mark"`)); n != flipping {
			t.Errorf("%v: %d marks", at, n)
		}
	}
}

func TestAComparisonTakesInWhatItsAssumptionsDo(t *testing.T) {
	t.Parallel()
	f := sample("autos")
	f.Manifest.Data = "d1"
	dir, impact := folder(t, f), folder(t, moves("choice.scale"))
	var b bytes.Buffer
	if err := HTML(&b, dir, impact, "en"); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, want := range []string{`id="tornado-assumptions-hours"`, "What moves door-to-door time, direct minus through the US most: choice.scale", "links kmh: r1 … (3)", "What nothing moves", "What is paid, direct minus through the US", "corridor compare autos\ncorridor impact"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(page, "was not measured with this run") || !strings.Contains(html(t, dir, "en"), "was not measured with this run") {
		t.Error("the page says the wrong thing of the impact")
	}
	alone := html(t, impact, "en")
	if !strings.Contains(alone, "these move the time of direct minus through the US most: “choice.scale”, “links kmh: r1 … (3)”. The first changes it by −40.0\u00a0h at the low end") {
		t.Error("the impact alone has another answer")
	}
	plot, err := Plot(impact, "tornado", "", "en", false)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(plot, []byte(`seg" fill-opacity=".35"`)); n != 2 {
		t.Errorf("%d bars are pale, want the two whose interval includes zero", n)
	}
}

func TestAnImpactOfSomethingElseIsRefused(t *testing.T) {
	t.Parallel()
	f := sample("autos")
	f.Manifest.Data = "d1"
	dir := folder(t, f)
	other := moves("x")
	other.Manifest.Data = "d2"
	elsewhere := moves("x")
	for i := range elsewhere.Tables[0].Rows {
		elsewhere.Tables[0].Rows[i][0] = "other/open"
	}
	for want, impact := range map[string]string{"measured on other data": folder(t, other), "the comparison has none of these cases": folder(t, elsewhere), "this is a breakeven": folder(t, flips("slow", 3)), "no such folder": "nowhere"} {
		if err := HTML(io.Discard, dir, impact, "en"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	if err := HTML(io.Discard, folder(t, flips("slow", 3)), folder(t, moves("x")), "en"); err == nil || !strings.Contains(err.Error(), "comparison alone") {
		t.Errorf("into a break-even: %v", err)
	}
}

func TestHostileNamesAreTextInEveryKindOfReport(t *testing.T) {
	t.Parallel()
	for kind, f := range map[string]*results.Folder{"curve": flips(hostile, 3), "surface": flips(hostile, 3, 4), "impact": moves(hostile)} {
		page := html(t, folder(t, f), "fr")
		if strings.Contains(page, "<img") || strings.Count(page, "<script") != 3 || !strings.Contains(page, "&lt;img src=x") {
			t.Errorf("%s: a name became markup, or is not shown", kind)
		}
	}
}

func TestFactorsThatMoveNothingHaveNoTornado(t *testing.T) {
	t.Parallel()
	zero := []*swing{{name: "a", by: map[string]results.Estimate{"low": {}, "high": {}}}}
	if _, ok := tornadoFigure("x", chart.Same("time"), chart.Same("h"), zero); ok {
		t.Error("nothing is drawn as something")
	}
	noise := []*swing{{name: "a", by: map[string]results.Estimate{"low": {Mean: 1, Lo: -2, Hi: 4}, "high": {Mean: -2, Lo: -5, Hi: 1}}}}
	fig, ok := tornadoFigure("x", chart.Same("time"), chart.Same("h"), noise)
	if !ok || fig.Title[0] != "Nothing moves time beyond the noise" {
		t.Errorf("%q", fig.Title[0])
	}
	sobol := []*swing{{name: "a", by: map[string]results.Estimate{"first": {Mean: 0.2, Lo: 0.1, Hi: 0.3}, "total": {Mean: 0.3, Lo: 0.2, Hi: 0.4}}}, {name: "b", by: map[string]results.Estimate{"first": {Mean: 0.5, Lo: 0.4, Hi: 0.6}, "total": {Mean: 0.7, Lo: 0.6, Hi: 0.8}}}}
	if fig, _ := tornadoFigure("x", chart.Same("time"), chart.Same("h"), sobol); fig.Title[0] != "What moves time most: b" || fig.Table.Rows[0][1][0] != "0.70" || fig.Table.Rows[0][4][0] != "0.50" {
		t.Errorf("%q %q", fig.Title[0], fig.Table.Rows)
	}
}

func TestAWorldWithoutCoordinatesHasNoMap(t *testing.T) {
	t.Parallel()
	f := sample("autos")
	f.Network = []byte(`{"nodes":[{"id":"a","name":"A","kind":"zone"},{"id":"p","name":"P","kind":"port"}],"links":[{"id":"r","from":"a","to":"p","mode":"road"}],"services":[]}`)
	page := html(t, folder(t, f), "en")
	if strings.Contains(page, `id="map-`) || !strings.Contains(page, `id="stages"`) {
		t.Error("a map is drawn, or nothing is")
	}
}

func TestLevelsAreShortened(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"20.6666666667": "20.7", "12.1234567h": "12.1h", "123456": "123456", "2024-04-01": "2024-04-01", "yes": "yes", "0.5": "0.5"} {
		if got := level3(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
