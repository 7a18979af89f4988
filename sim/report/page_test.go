package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"corridor/sim/report/chart"
	"corridor/sim/results"
)

const hostile = `</script><img src=x onerror=alert(1)>"'&{{.}} Bajío`

// sample is a result folder with something in every section, its names given.
func sample(name string) *results.Folder {
	s := full(3, 3)
	s.Fidelity, s.Inputs = "full", "central"
	for i := range s.Cases {
		for _, k := range []string{"paid_usd_per_tonne", "transit_hours_p50", "transit_hours_p95"} {
			s.Cases[i].KPI[k] = results.Estimate{Mean: 120, Lo: 110, Hi: 130, Unit: "h"}
		}
		s.Cases[i].Groups[0].Group = name
		s.Cases[i].Groups[1].KPI = s.Cases[i].Groups[0].KPI
	}
	for i := range s.Winners {
		if s.Winners[i].Group == "autos" {
			s.Winners[i].Group = name
		}
	}
	s.Changes[0].Name, s.Warnings[0], s.Notes = name, name, []string{name}
	s.Unserved[0].Flow = name
	s.Resilience = []results.Resilience{{Case: "baseline/direct", Base: "baseline/us", Worst: results.Estimate{Mean: 0.8, Unit: "share"}, Fell: 1}}
	f := &results.Folder{Summary: *s, Network: []byte(`{"nodes":[{"id":"a","name":"A","kind":"zone","country":"MX","lat":25,"lon":-100},{"id":"p","name":"P","kind":"port","country":"MX","lat":19,"lon":-96},{"id":"q","name":"Q","kind":"port","country":"CA","lat":45,"lon":-66}],"links":[{"id":"r","from":"a","to":"p","mode":"road"},{"id":"s","from":"p","to":"q","mode":"sea"}],"services":[]}`),
		Manifest: results.Manifest{Version: "0", Command: []string{"corridor", "compare", name}, Finished: 3, Replications: 3, Complete: true, Scenarios: map[string]string{"baseline": "00"}}}
	f.Network = bytes.ReplaceAll(f.Network, []byte(`"name":"P"`), append([]byte(`"name":`), quoted(name)...))
	table := func(name string, columns ...string) *results.Table {
		t := &results.Table{Name: name}
		for _, c := range columns {
			t.Columns = append(t.Columns, results.Column{Name: c, Doc: "x"})
		}
		f.Tables = append(f.Tables, t)
		return t
	}
	times, costs := table("times", "case", "group", "place", "activity", "hours_per_load"), table("costs", "case", "group", "item", "usd_per_load")
	transit, emissions := table("transit", "case", "group", "from_hours", "to_hours", "loads"), table("emissions", "case", "group", "mode", "kg_per_tonne")
	links, weeks := table("links", "case", "link", "from", "to", "mode", "tonnes"), table("link_weeks", "case", "link", "week", "tonnes")
	places, queues := table("place_weeks", "case", "node", "week", "passages", "hours"), table("queues", "case", "facility", "resource", "day", "queue")
	level, sources := table("service_level", "case", "base", "day", "level"), table("sources", "source", "title", "publisher", "year", "address", "rows")
	for _, c := range s.Cases {
		for _, g := range []string{"", name, "bulk"} {
			times.Add(c.Name, g, "way", "moving", 50.0)
			times.Add(c.Name, g, "border", "queueing", 20.0)
			costs.Add(c.Name, g, "line-haul", 5000.0)
			transit.Add(c.Name, g, 0.0, 24.0, 3)
			transit.Add(c.Name, g, 48.0, 72.0, 1)
			emissions.Add(c.Name, g, "sea", 80.0)
		}
		for _, l := range []string{"r", "s"} {
			links.Add(c.Name, l, "", "", "", 100.0)
			weeks.Add(c.Name, l, "2024-01-01", 40.0)
			weeks.Add(c.Name, l, "2024-01-08", 60.0)
		}
		places.Add(c.Name, "p", "2024-01-08", 5.0, 50.0)
		for d := range 40 {
			day := time.Date(2024, 1, 1+d, 0, 0, 0, 0, time.UTC).Format("2006-01-02")
			queues.Add(c.Name, "p", name, day, float64(d))
			if c.Routing == "direct" {
				level.Add(c.Name, "baseline/us", day, 1-float64(d)/100)
			}
		}
	}
	sources.Add("x", name, name, "2024", "", 7)
	sources.Add("assumption", "", "", "", "", 3)
	return f
}

func quoted(s string) []byte {
	var b bytes.Buffer
	b.WriteByte('"')
	for _, r := range s {
		if r == '"' || r == '\\' {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	b.WriteByte('"')
	return b.Bytes()
}

func folder(t *testing.T, f *results.Folder) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "out")
	if err := f.Write(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func html(t *testing.T, dir, lang string) string {
	t.Helper()
	var b bytes.Buffer
	if err := HTML(&b, dir, "", lang); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheReportHoldsAllSectionsAndNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	dir := folder(t, sample("autos"))
	page := html(t, dir, "en")
	for _, id := range []string{"answer", "comparison", "map", "time", "cost", "course", "method", "table-all", "table-differences", "table-winners", "table-changes", "table-resilience", "difference-time", "difference-paid",
		"map-baseline-us", "map-baseline-direct", "cost-items", "stages", "stages-groups", "distribution", "cost-groups", "emissions", "service", "queues"} {
		if n := strings.Count(page, `id="`+id+`"`); n != 1 {
			t.Errorf("id %s is there %d times", id, n)
		}
	}
	// Addresses may be told as text, and are needed as names of XML; nothing loads.
	for _, m := range regexp.MustCompile(`(?i)(src|href|action|data|poster|srcset)\s*=\s*["']?(https?:|//)|url\(\s*["']?(https?:|//)|@import`).FindAllString(page, -1) {
		t.Errorf("the page refers to another: %s", m)
	}
	if again := html(t, dir, "en"); again != page {
		t.Error("the same folder gives another page")
	}
	if strings.Contains(page, "NaN") || strings.Contains(page, "%!") {
		t.Error("the page has what it should not")
	}
}

func TestHostileNamesAreTextInTheReport(t *testing.T) {
	t.Parallel()
	page := html(t, folder(t, sample(hostile)), "en")
	if strings.Contains(page, "<img") || strings.Count(page, "<script") != 3 || strings.Count(page, "</script") != 3 {
		t.Error("a name became markup")
	}
	if !strings.Contains(page, "&lt;img src=x onerror=alert(1)&gt;") {
		t.Error("the name is not shown as text")
	}
}

func TestPlotDrawsTheChartsOfTheReport(t *testing.T) {
	t.Parallel()
	dir := folder(t, sample(hostile))
	b, err := open(dir)
	if err != nil {
		t.Fatal(err)
	}
	figures, err := b.figures()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, f := range figures {
		for _, narrow := range []bool{false, true} {
			raw := f.Draw(chart.Form{Narrow: narrow, Fixed: true, ID: f.ID})
			for d := xml.NewDecoder(bytes.NewReader(raw)); ; {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s: %v", f.ID, err)
				}
			}
			if bytes.Contains(raw, []byte("<img")) || bytes.Contains(raw, []byte("NaN")) {
				t.Errorf("%s has what it should not", f.ID)
			}
		}
		if seen[f.Kind] {
			continue
		}
		seen[f.Kind] = true
		plot, err := Plot(dir, f.Kind, "", "en", false)
		if err != nil {
			t.Fatal(err)
		}
		if string(plot) != string(f.Draw(chart.Form{Fixed: true, ID: f.ID + "-"})) {
			t.Errorf("plot draws another %s", f.Kind)
		}
	}
	for _, kind := range []string{"map", "stages", "distribution", "service", "cost"} {
		if !seen[kind] {
			t.Errorf("no %s", kind)
		}
	}
	if _, err := Plot(dir, "map", "nobody", "en", false); err == nil || !strings.Contains(err.Error(), "baseline/us") {
		t.Errorf("a case that is not there: %v", err)
	}
	if _, err := Plot(dir, "tornado", "", "en", false); err == nil || !strings.Contains(err.Error(), "it has") {
		t.Errorf("a chart that is not there: %v", err)
	}
}

func TestAnOldOrDamagedFolderIsAClearError(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		spoil func(dir string)
		want  string
	}{
		"old":          {func(dir string) { edit(dir, "manifest.json", `"format": 2`, `"format": 1`) }, "Run its command again: corridor compare autos"},
		"no format":    {func(dir string) { edit(dir, "manifest.json", `"format": 2,`, ``) }, "in format 0; this program reads format 2"},
		"not ours":     {func(dir string) { edit(dir, "manifest.json", `"tool": "corridor"`, `"tool": "other"`) }, "not a result folder of Corridor"},
		"cut manifest": {func(dir string) { os.WriteFile(filepath.Join(dir, "manifest.json"), []byte(`{"tool"`), 0o644) }, "manifest.json is damaged"},
		"no manifest":  {func(dir string) { os.Remove(filepath.Join(dir, "manifest.json")) }, "it has no manifest.json"},
		"no table":     {func(dir string) { os.Remove(filepath.Join(dir, "times.csv")) }, "times.csv, which manifest.json lists, cannot be read"},
		"cut summary":  {func(dir string) { edit(dir, "summary.json", `{`, ``) }, "summary.json is damaged"},
		"no number":    {func(dir string) { edit(dir, "times.csv", `,50`, `,fifty`) }, `times.csv:2: "fifty": hours_per_load: expected a number`},
		"no column":    {func(dir string) { edit(dir, "costs.csv", `usd_per_load`, `eur`) }, "costs.csv: no column usd_per_load"},
		"short row":    {func(dir string) { edit(dir, "costs.csv", `line-haul,5000`, `line-haul`) }, "costs.csv"},
		"network":      {func(dir string) { edit(dir, "network.json", `[`, ``) }, "network.json is damaged"},
	} {
		dir := folder(t, sample("autos"))
		tt.spoil(dir)
		err := HTML(io.Discard, dir, "", "en")
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := HTML(io.Discard, filepath.Join(t.TempDir(), "none"), "", "en"); err == nil || !strings.Contains(err.Error(), "no such folder") {
		t.Errorf("no folder: %v", err)
	}
}

func edit(dir, name, old, new string) {
	path := filepath.Join(dir, name)
	raw, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(raw, []byte(old)) {
		panic("nothing to spoil in " + name)
	}
	os.WriteFile(path, bytes.Replace(raw, []byte(old), []byte(new), 1), 0o644)
}

func TestTheReportSpeaksThreeLanguages(t *testing.T) {
	t.Parallel()
	dir := folder(t, sample("autos"))
	for lang, want := range map[string]string{"en": "Where the days go", "es": "Adónde van los días", "fr": "Où passent les jours"} {
		page := html(t, dir, lang)
		if !strings.Contains(page, `<html lang="`+lang+`"`) || !strings.Contains(page, ">"+want+"</span></h2>") {
			t.Errorf("%s: the page does not open in it", lang)
		}
	}
}

// targets is a folder of a validation.
func targets(name string) *results.Folder {
	t := &results.Table{Name: "targets"}
	for _, c := range []string{"target", "kind", "what", "unit", "at_least", "published", "tolerance", "simulated", "lo", "hi", "verdict"} {
		t.Columns = append(t.Columns, results.Column{Name: c, Doc: "x"})
	}
	t.Add("a", "prediction", name, "h", "no", 10.0, 2.0, 11.0, 10.5, 11.5, "pass")
	t.Add(name, "fitted", "x", "h", "yes", 10.0, 2.0, 1.0, 0.5, 99.0, "miss")
	t.Add("b", "prediction", "x", "h", "no", 10.0, 2.0, math.NaN(), math.NaN(), math.NaN(), "miss")
	return &results.Folder{Tables: []*results.Table{t}, Manifest: results.Manifest{Kind: results.Validation, Finished: 2, Replications: 2, Complete: true}}
}

func TestAValidationHasAReport(t *testing.T) {
	t.Parallel()
	page := html(t, folder(t, targets(hostile)), "en")
	for _, want := range []string{`id="validation"`, `id="targets"`, "meets 1 of 3 published figures", "0 only within the noise of the measurement, 2 not"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(page, "<img") || strings.Contains(page, "NaN") {
		t.Error("the page has what it should not")
	}
}

// Where all cases share a routing, it is told once, and their names are short.
func TestCasesOfOneRoutingAreNamedByTheirScenario(t *testing.T) {
	t.Parallel()
	f := sample("autos")
	s := &f.Summary
	s.Cases = s.Cases[:2]
	s.Cases[1].Scenario, s.Cases[1].Routing = "closure", s.Cases[0].Routing
	page := html(t, folder(t, f), "en")
	if strings.Contains(page, "closure · ") || !strings.Contains(page, "all cases: through the US") || !strings.Contains(page, `scope="col">closure</th>`) && !strings.Contains(page, ">closure</th>") {
		t.Error("the cases have long names, or the routing is not told")
	}
}

var shownText = regexp.MustCompile(`>([^<>]+)<|aria-label="([^"]*)"|data-tip="([^"]*)"`)
var scripts, reference, letters = regexp.MustCompile(`(?s)<script.*?</script>`), regexp.MustCompile(`\{[^}]*\}`), regexp.MustCompile(`\pL{2}`)

// told is what a page shows: its texts, labels of elements and what marks tell.
func told(page string) (list []string) {
	_, page, _ = strings.Cut(page, "<body>")
	page = scripts.ReplaceAllString(page, "")
	for _, m := range shownText.FindAllStringSubmatch(page, -1) {
		for _, s := range strings.Split(m[1]+m[2]+reference.ReplaceAllString(m[3], ""), "&#xA;") {
			if s = strings.Trim(s, " \n:"); letters.MatchString(s) {
				list = append(list, s)
			}
		}
	}
	return list
}

// Nothing of an English page stands in a Spanish or a French one, but names and
// what both languages write alike.
func TestNoEnglishIsLeftInOtherLanguages(t *testing.T) {
	t.Parallel()
	// Of the folder: names as they were written; of a map: short names of states, waters that have none other.
	names := regexp.MustCompile(`^((A|Q|autos)( – (A|Q|autos))?|autos|bulk|baseline|something odd|slow ship|bridge-out|never|pays|beaten|best|noise|works|a builder|it is so|choice\.scale|links kmh.*|x|` +
		`(?s:corridor .*)|(b|B)aseline · direct|autos, autos|changes\.x\.from(, d)?|[A-Z]{2}|[A-Z].{1,4}\.|B\.C\.S\.|L\. .*|en|es|fr|p(50|95) .*|.* pp|CANADA|baseline: A year|baseline, pays.*)$`)
	alike := map[string]bool{}
	for _, w := range texts() {
		for i := 1; i < 3; i++ {
			if w[i] == w[0] {
				alike[w[0]], alike[first(w)[0]] = true, true
			}
		}
	}
	f := sample("autos")
	f.Manifest.Titles = map[string]string{"baseline": "A year"}
	for kind, dir := range map[string]string{"comparison": folder(t, f), "investments": folder(t, built("pays", "beaten", "best", "noise")), "validation": folder(t, targets("x")), "break-even": folder(t, flips("x", 3)), "impact": folder(t, moves("choice.scale"))} {
		english := map[string]bool{}
		for _, s := range told(html(t, dir, "en")) {
			english[s] = true
		}
		for _, lang := range []string{"es", "fr"} {
			for _, s := range told(html(t, dir, lang)) {
				if english[s] && !alike[s] && !names.MatchString(s) {
					t.Errorf("%s in %s: %q", kind, lang, s)
				}
			}
		}
	}
}
