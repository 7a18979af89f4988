package report

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"corridor/sim/report/chart"
	"corridor/sim/results"
)

// worth is an appraisal in millions: saved as mean and half its interval, cost low to
// high.
func worth(name string, saved, half, low, cost, high float64) results.Investment {
	e := func(x float64) results.Estimate {
		return results.Estimate{Mean: 1e6 * x, Lo: 1e6 * (x - half), Hi: 1e6 * (x + half), Unit: "USD/year"}
	}
	x := results.Investment{Case: name + "/us", Base: "baseline/us", Rate: 0.08, Annual: results.Range{Low: 1e6 * low, Central: 1e6 * cost, High: 1e6 * high},
		Benefit: e(saved), Net: e(saved - cost), Low: 1e6 * (saved - half - high), High: 1e6 * (saved + half - low), Tonnes: [2]float64{6e6, 8e6},
		Saved: []results.Saved{{Item: "line-haul", Estimate: e(saved + 3)}, {Item: "inventory", Estimate: results.Estimate{Mean: -3e6, Lo: -4e6, Hi: -2e6}}},
		Built: []results.Built{{Change: "works", USD: results.Range{Low: 1e8, Central: 2e8, High: 3e8}, Years: results.Range{Low: 30, Central: 30, High: 30}, Annual: results.Range{Low: 1e6 * low, Central: 1e6 * cost, High: 1e6 * high}, Source: "a builder", Reason: "it is so"}}}
	x.Ratio = results.Estimate{Mean: saved / cost, Lo: (saved - half) / cost, Hi: (saved + half) / cost, Unit: "1"}
	return x
}

// built is a comparison with investments of these names: the first pays, the second
// is beaten by it, the third pays most, the fourth may be noise.
func built(names ...string) *results.Folder {
	f := sample("autos")
	s := &f.Summary
	of := []results.Investment{worth(names[0], 30, 5, 8, 10, 14), worth(names[1], 25, 5, 18, 20, 22), worth(names[2], 60, 4, 25, 30, 600), worth(names[3], 2, 4, 4, 5, 6)}
	for i, x := range of {
		s.Investments = append(s.Investments, x)
		c := s.Cases[0]
		c.Name, c.Scenario, c.Routing = x.Case, names[i], "us"
		s.Cases = append(s.Cases, c)
	}
	return f
}

func TestInvestmentsAreSetAgainstWhatTheySave(t *testing.T) {
	t.Parallel()
	dir := folder(t, built("pays", "beaten", "best", "noise"))
	page := html(t, dir, "en")
	for _, want := range []string{`id="invest"`, `id="frontier-us"`, `id="investment-pays-us"`, `id="investment-noise-us"`, `id="table-built"`,
		"Of the investments, best · through the US saves most beyond its cost: 30.0 million USD a year (95% interval 26.0 to 34.0).", // net 30 ±4 against 20 ±5
		"pays · through the US saves more than it costs: 30.0 against 10.0 million USD a year", "noise · through the US saves nothing measurable (2.00 million USD a year may be noise) and costs 5.00",
		"6.00 of 8.00 million tonnes a year", "−10.0 [−14.0, −8.00]", "pays, works: a builder. Assumed: it is so", "200 [100, 300]"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(page, "NaN") || strings.Contains(page, "%!") {
		t.Error("the page has what it should not")
	}
	b, err := open(dir)
	if err != nil {
		t.Fatal(err)
	}
	figures, err := b.investments()
	if err != nil || len(figures) != 5 {
		t.Fatal(len(figures), err)
	}
	// In order of cost: noise, pays, beaten, best. Doing nothing beats the first, the
	// second is on the line, the third saves less than it for more, the fourth is on it.
	var online []string
	for _, row := range figures[0].Table.Rows {
		online = append(online, row[1][0]+" "+row[len(row)-1][0])
	}
	if got := strings.Join(online, ", "); got != "noise no, pays yes, beaten no, best yes" {
		t.Errorf("on the line: %s", got)
	}
	raw := string(figures[0].Draw(chart.Form{}))
	if n := strings.Count(raw, `class="s0 mark"`); n != 7 { // two points, each with its number, here and in the list; one in the legend
		t.Errorf("%d marks on the line", n)
	}
	table := figures[1].Table
	if got := table.Rows[len(table.Rows)-1]; got[2][0] != "+11.0" || got[3][0] != "+27.0" { // 30-5-14 and 30+5-8
		t.Errorf("left with the cost's range: %v", got)
	}
	for _, kind := range []string{"investment", "frontier"} {
		if _, err := Plot(dir, kind, "", "fr", true); err != nil {
			t.Error(err)
		}
	}
	if raw, err := Plot(dir, "investment", "best/us", "en", false); err != nil || !bytes.Contains(raw, []byte("best · through the US saves more than it costs: 60.0 against 30.0")) {
		t.Errorf("the waterfall of a case: %v", err)
	}
}

func TestHostileNamesOfInvestmentsAreText(t *testing.T) {
	t.Parallel()
	f := built("a", "b", "c", "d")
	for i := range f.Summary.Investments {
		x := &f.Summary.Investments[i].Built[0]
		x.Change, x.Source, x.Reason = hostile, hostile, hostile
	}
	if page := html(t, folder(t, f), "en"); strings.Contains(page, "<img") || !strings.Contains(page, "&lt;img src=x") {
		t.Error("a name became markup")
	}
}

func TestTheTerminalTellsWhatInvestmentsAreWorth(t *testing.T) {
	s := built("pays", "beaten", "best", "noise").Summary
	out := shown(t, &s)
	for _, want := range []string{"Investments, million USD a year", "pays/us    +30.0 ±5.00*", "10.0 [8.00, 14.0]", "+20.0 ±5.00*", "3.00 [2.50, 3.50]", "+2.00 ±4.00 ", "Against baseline/us at 8% a year: over the loads that both deliver, 6.00 of 8.00 million tonnes"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

var rects = regexp.MustCompile(`<rect class="(s[0-9]) seg"( fill-opacity="\.35")? x="([-0-9.]+)" y="[-0-9.]+" width="([0-9.]+)"`)

// Ten more, four less, one less: each bar begins where the one before it ended, the
// sum of five stands on zero.
func TestAWaterfallAddsUp(t *testing.T) {
	t.Parallel()
	w := &chart.Waterfall{Keys: []chart.Key{{Name: chart.Same("x"), Class: "s3"}, {Name: chart.Same("y"), Class: "s5"}, {Name: chart.Same("z"), Class: "s0"}}, Steps: []chart.Step{
		{Value: 10}, {Key: 1, Value: -4, Pale: true}, {Key: 1, Value: -1}, {Key: 2, Value: 5, Sum: true, Lo: 4, Hi: 6}}}
	for _, narrow := range []bool{false, true} {
		var from, width []float64
		found := rects.FindAllStringSubmatch(string(w.SVG(chart.Form{Narrow: narrow})), -1)
		if len(found) != 4 {
			t.Fatalf("%d bars", len(found))
		}
		for i, m := range found {
			x, _ := strconv.ParseFloat(m[3], 64)
			v, _ := strconv.ParseFloat(m[4], 64)
			from, width = append(from, x), append(width, v)
			if (m[2] != "") != (i == 1) {
				t.Errorf("bar %d is pale: %v", i, m[2] != "")
			}
		}
		unit := width[0] / 10
		for i, want := range [][2]float64{{0, 10}, {6, 4}, {5, 1}, {0, 5}} {
			if d := from[i] - from[0] - want[0]*unit; d > 0.2 || d < -0.2 {
				t.Errorf("bar %d begins %.1f from where it should", i, d)
			}
			if d := width[i] - want[1]*unit; d > 0.2 || d < -0.2 {
				t.Errorf("bar %d is %.1f too wide", i, d)
			}
		}
	}
}
