package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"corridor/sim/report/basemap"
	"corridor/sim/report/chart"
	"corridor/sim/results"
)

// book is a result folder with what its figures need of it.
type book struct {
	folder      *results.Folder // nil: a sweep
	plan        *results.SweepPlan
	cells       []*results.Cell
	sensitivity *results.Table  // of a sweep; nil: none
	impact      *results.Folder // of the assumptions; nil: none
	moves       []*swing        // of the assumptions, what they do to the time, the largest first
	unmoved     []chart.Words   // figures that nothing moves

	cases  []bookCase
	groups []string // of goods, those that are not empty
	places []chart.Place
	place  map[string]int
	net    worldMap
}

// bookCase is a case as it is shown.
type bookCase struct {
	*results.CaseResult
	label chart.Words
	short chart.Words // the same where room is scarce
	class string      // of its colour
}

// worldMap is network.json.
type worldMap struct {
	Nodes []struct {
		ID, Name, Kind, Country string
		Code                    string
		Lat, Lon                float64
	}
	Links []struct{ ID, From, To, Mode string }
}

// open reads a result folder of any kind.
func open(dir string) (*book, error) {
	if _, err := os.Stat(filepath.Join(dir, "plan.json")); err == nil {
		return openSweep(dir)
	}
	f, err := results.Open(dir)
	if err != nil {
		return nil, err
	}
	b := &book{folder: f, place: map[string]int{}}
	switch f.Manifest.Kind {
	case results.Impact:
		b.impact = f
		return b, nil
	case results.Validation, results.BreakEven:
		return b, nil
	}
	if err := json.Unmarshal(f.Network, &b.net); err != nil {
		return nil, fmt.Errorf("%s: network.json is damaged: %w", dir, err)
	}
	for i, n := range b.net.Nodes {
		lon := n.Lon
		if lon > 16 {
			lon -= 360 // beyond the Pacific, as the tracks of ships have it
		}
		b.place[n.ID] = i
		b.places = append(b.places, chart.Place{ID: n.ID, Name: n.Name, Kind: n.Kind, Country: n.Country, Code: n.Code, At: basemap.Point{lon, n.Lat}})
	}
	var names, routings []string
	for i := range f.Summary.Cases {
		c := &f.Summary.Cases[i]
		if !slices.Contains(names, c.Scenario) {
			names = append(names, c.Scenario)
		}
		if !slices.Contains(routings, c.Routing) {
			routings = append(routings, c.Routing)
		}
	}
	for i := range f.Summary.Cases {
		c := &f.Summary.Cases[i]
		label := known("routing.", c.Routing)
		switch { // what all have in common is told once, above
		case len(names) > 1 && len(routings) > 1:
			label = say("case.both", c.Scenario, label)
		case len(names) > 1:
			label = chart.Same(c.Scenario)
		}
		short := label
		if len(names) > 1 && len(routings) > 1 {
			short = say("case.both", shortened(c.Scenario, names), known("short.", c.Routing))
		}
		b.cases = append(b.cases, bookCase{c, label, short, chart.CaseClass(c.Routing, slices.Index(names, c.Scenario))})
	}
	for _, g := range f.Summary.Cases[0].Groups {
		if g.Group != "" && slices.ContainsFunc(f.Summary.Cases, func(c results.CaseResult) bool {
			return slices.ContainsFunc(c.Groups, func(x results.GroupResult) bool { return x.Group == g.Group && len(x.KPI) > 0 })
		}) {
			b.groups = append(b.groups, g.Group)
		}
	}
	return b, nil
}

// shortened is a name without the end that it needs not to be told from others.
func shortened(name string, others []string) string {
	const most = 13
	runes := []rune(name)
	if len(runes) <= most+1 {
		return name
	}
	for n := most; n < len(runes)-1; n++ {
		cut := string(runes[:n])
		if !slices.ContainsFunc(others, func(o string) bool { return o != name && strings.HasPrefix(o, cut) }) {
			return strings.TrimRight(cut, "-_ .") + "…"
		}
	}
	return name
}

func openSweep(dir string) (*book, error) {
	p, err := results.ReadSweep(dir)
	if err != nil {
		return nil, err
	}
	cells, damaged, err := results.SweepCells(dir, &p)
	if err != nil {
		return nil, err
	}
	if len(damaged) > 0 {
		return nil, fmt.Errorf("%d cells are damaged: %w", len(damaged), errors.Join(damaged[:min(3, len(damaged))]...))
	}
	if len(cells) == 0 {
		return nil, fmt.Errorf("%s: no cell has been run yet", dir)
	}
	t, err := results.ReadTable(dir, "sensitivity")
	if err != nil {
		return nil, err
	}
	return &book{plan: &p, cells: cells, sensitivity: t}, nil
}

// is says of which kind the folder is; a sweep is of none.
func (b *book) is(kind string) bool { return b.folder != nil && b.folder.Manifest.Kind == kind }

// take adds what the assumptions do to the answer, measured on the same cases and
// data.
func (b *book) take(dir string) error {
	if !b.is(results.Comparison) {
		return fmt.Errorf("an impact of assumptions goes into the report of a comparison alone")
	}
	f, err := results.Open(dir)
	if err != nil {
		return err
	}
	switch {
	case f.Manifest.Kind != results.Impact:
		return fmt.Errorf("%s: a folder of `corridor data assumptions --impact --out` is expected; this is a %s", dir, f.Manifest.Kind)
	case f.Manifest.Data != b.folder.Manifest.Data:
		return fmt.Errorf("%s: measured on other data than the comparison. Run its command again: %s", dir, f.Manifest.Typed())
	}
	var of []string
	err = f.Table("headline").Scan([]string{"of"}, func(c results.Cells) { of = append(of, c.Text(0)) })
	if err != nil {
		return fmt.Errorf("%s: damaged: %w", dir, err)
	}
	for _, c := range b.cases {
		if slices.Contains(of, c.Name) {
			b.impact = f
			return nil
		}
	}
	return fmt.Errorf("%s: measured on %s; the comparison has none of these cases", dir, strings.Join(of, ", "))
}

// caseOf a name.
func (b *book) caseOf(name string) bookCase {
	for i := range b.cases {
		if b.cases[i].Name == name {
			return b.cases[i]
		}
	}
	return bookCase{CaseResult: &results.CaseResult{Scenario: name}, label: chart.Same(name)}
}

// heading is a case's label over a chart of its own: a name stays as it was
// written, a routing begins with a capital.
func (b *book) heading(c *bookCase) chart.Words {
	if strings.HasPrefix(c.label[0], c.Scenario) {
		return c.label
	}
	return first(c.label)
}

// label of a case by its name.
func (b *book) label(name string) chart.Words {
	for i := range b.cases {
		if b.cases[i].Name == name {
			return b.cases[i].label
		}
	}
	return chart.Same(name)
}

func (b *book) reps() int { return b.folder.Manifest.Finished }

// interval is mean ± half the interval, in words; alone with one replication.
func (b *book) interval(e results.Estimate) chart.Words {
	w := number(e.Mean)
	half := number((e.Hi - e.Lo) / 2)
	if e.Unit == "share" {
		w = share(e.Mean)
		half = number(100 * (e.Hi - e.Lo) / 2)
	}
	if b.reps() > 1 {
		for i := range w {
			w[i] += " ±" + half[i]
		}
	}
	return w
}

// difference is the same with a sign.
func (b *book) difference(e results.Estimate) chart.Words {
	w, half, unit := signed(e.Mean), number((e.Hi-e.Lo)/2), chart.Words{}
	if e.Unit == "share" { // percentage points
		w, half, unit = signed(100*e.Mean), number(100*(e.Hi-e.Lo)/2), chart.Words{" pp", " pp", " pts"}
	}
	for i := range w {
		if b.reps() > 1 {
			w[i] += " ±" + half[i]
		}
		w[i] += unit[i]
	}
	return w
}

// groupName is a group of goods in words; empty is all.
func groupName(g string) chart.Words {
	if g == "" {
		return say("all")
	}
	return known("group.", g)
}
