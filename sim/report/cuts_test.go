package report

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"corridor/sim/results"
)

// large is a folder of many cases over a long window, with as many rows as a
// comparison on the built-in network writes.
func large(scenarios, groups, places int) *results.Folder {
	f := sample("autos")
	s := &f.Summary
	template := s.Cases[0]
	s.Cases = nil
	for i := range scenarios {
		for _, routing := range []string{"us", "direct"} {
			c := template
			c.Scenario, c.Routing = fmt.Sprintf("a-scenario-with-a-long-name-%d", i), routing
			c.Name = c.Scenario + "/" + routing
			c.Groups = nil
			for g := range groups {
				c.Groups = append(c.Groups, results.GroupResult{Group: fmt.Sprintf("group-%d", g), KPI: template.KPI})
			}
			s.Cases = append(s.Cases, c)
		}
	}
	var nodes, links []string
	for i := range places {
		nodes = append(nodes, fmt.Sprintf(`{"id":"n%d","name":"Place of some importance %d","kind":"port","country":"MX","lat":%.2f,"lon":%.2f}`, i, i, 18+float64(i*7%320)/10, -125+float64(i*13%560)/10))
		for _, step := range []int{1, 7, 31} {
			links = append(links, fmt.Sprintf(`{"id":"l%d-%d","from":"n%d","to":"n%d","mode":"sea"}`, i, step, i, (i+step)%places))
		}
	}
	f.Network = []byte(`{"nodes":[` + strings.Join(nodes, ",") + `],"links":[` + strings.Join(links, ",") + `],"services":[]}`)
	table := map[string]*results.Table{}
	for _, t := range f.Tables {
		t.Rows = nil
		table[t.Name] = t
	}
	s.Differences, s.Changes, s.Resilience = s.Differences[:0], nil, nil
	first := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for k, c := range s.Cases {
		for g := range groups + 1 {
			name := ""
			if g > 0 {
				name = fmt.Sprintf("group-%d", g-1)
			}
			for i, p := range [][2]string{{"way", "moving"}, {"way", "dwell"}, {"border", "queueing"}, {"border", "documents"}, {"port", "handling"}, {"terminal", "dwell"}, {"port", "waiting"}} {
				table["times"].Add(c.Name, name, p[0], p[1], 12.3+float64(i*k))
			}
			for i, item := range []string{"line-haul", "empties", "handling", "border", "duty", "demurrage", "inventory", "spoilage"} {
				table["costs"].Add(c.Name, name, item, 1234.5+float64(i*k))
			}
			for d := range 80 {
				table["transit"].Add(c.Name, name, float64(12*d), float64(12*d+12), 100+d*k)
			}
			table["emissions"].Add(c.Name, name, "sea", 80.5)
		}
		for i := range places {
			for _, step := range []int{1, 7, 31} {
				id := fmt.Sprintf("l%d-%d", i, step)
				table["links"].Add(c.Name, id, "", "", "", float64(100+i*997%8000+k))
				for week := 0; week < 60; week += 2 {
					table["link_weeks"].Add(c.Name, id, first.AddDate(0, 0, 7*week).Format("2006-01-02"), float64((i*week*31+k)%900))
				}
			}
			for week := 0; week < 60; week += 2 {
				table["place_weeks"].Add(c.Name, fmt.Sprintf("n%d", i), first.AddDate(0, 0, 7*week).Format("2006-01-02"), float64(1+(i*week+k)%90), float64((i*week*7)%900))
			}
		}
		for d := range 250 {
			day := first.AddDate(0, 0, d).Format("2006-01-02")
			for q := range 8 {
				table["queues"].Add(c.Name, fmt.Sprintf("n%d", q), "berth", day, float64((d*(q+3)*(k+5))%977)/3)
			}
			if k > 1 {
				table["service_level"].Add(c.Name, s.Cases[k%2].Name, day, float64((d*7+k)%100)/100)
			}
		}
		for i := range 60 {
			s.Changes = append(s.Changes, results.Change{Case: c.Name, Name: fmt.Sprintf("change-%d", i), On: "2024-02-01 00:00"})
		}
		if k > 0 {
			d := results.Difference{Case: c.Name, Base: s.Cases[0].Name, KPI: template.KPI}
			s.Differences = append(s.Differences, d)
			for g := range groups {
				d.Group = fmt.Sprintf("group-%d", g)
				s.Differences = append(s.Differences, d)
			}
		}
	}
	for i := range 3000 {
		s.Warnings = append(s.Warnings, fmt.Sprintf("a warning of some length about something that was odd, number %d", i))
	}
	return f
}

func TestAPageStaysUnderThreeMegabytesWhateverItsFolderHas(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		scenarios, groups, places int
		want, not                 string
	}{
		{1, 2, 20, `id="queues"`, "What this page leaves out"},
		{6, 8, 200, "What this page leaves out", "`corridor plot DIR --kind distribution"},
		{14, 12, 250, "`corridor plot DIR --kind cost` draws charts of this kind", ""},
	} {
		page := html(t, folder(t, large(tt.scenarios, tt.groups, tt.places)), "en")
		t.Logf("%d cases: %d kB", 2*tt.scenarios, len(page)/1000)
		if len(page) > 3_000_000 {
			t.Errorf("%d cases: %d bytes", 2*tt.scenarios, len(page))
		}
		if !strings.Contains(page, tt.want) || tt.not != "" && strings.Contains(page, tt.not) {
			t.Errorf("%d cases: no %q, or %q", 2*tt.scenarios, tt.want, tt.not)
		}
		for _, id := range []string{"answer", "table-all", "method"} {
			if !strings.Contains(page, `id="`+id+`"`) {
				t.Errorf("%d cases: no %s", 2*tt.scenarios, id)
			}
		}
	}
}

func TestCasesOfManyTablesAreSharedOutEvenly(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "[]", 3: "[3]", 8: "[8]", 9: "[4 5]", 24: "[8 8 8]", 25: "[6 6 6 7]"} {
		sizes := []int{}
		for _, p := range parts(make([]bookCase, n)) {
			sizes = append(sizes, len(p))
		}
		if got := fmt.Sprint(sizes); got != want {
			t.Errorf("%d cases: %s, want %s", n, got, want)
		}
	}
}

func TestNamesAreShortenedAsFarAsTheyStayApart(t *testing.T) {
	t.Parallel()
	others := []string{"baseline", "laredo-rail-closure", "direct-pacific-liner", "direct-pacific-liners", "Ñandú del Río de la Plata"}
	for name, want := range map[string]string{"baseline": "baseline", "laredo-rail-closure": "laredo-rail-c…", "direct-pacific-liner": "direct-pacific-liner", "Ñandú del Río de la Plata": "Ñandú del Río…"} {
		if got := shortened(name, others); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestTheCommandsForAssumptionsAreThoseOfTheRun(t *testing.T) {
	t.Parallel()
	f := sample("autos")
	f.Manifest.Command = []string{"corridor", "compare", "./my plans/baseline.yaml", "--world=a world", "--out", "out/x"}
	page := html(t, folder(t, f), "en")
	for _, want := range []string{`id="sensitivity"`, "corridor data assumptions --impact --scenario &#39;./my plans/baseline.yaml&#39; --routing us,direct --world &#39;a world&#39; --out out/x-impact", "corridor report out/x --impact out/x-impact"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
}
