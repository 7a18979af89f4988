package report

import (
	"slices"
	"strconv"
	"strings"

	"corridor/sim/report/chart"
	"corridor/sim/results"
)

// subject is what the report is of: its scenarios, or the name of the sweep.
func (b *book) subject() chart.Words {
	if b.folder == nil {
		return chart.Same(b.plan.Name)
	}
	if b.is(results.Validation) {
		return say("section.validation")
	}
	var names []string
	for n := range b.folder.Manifest.Scenarios {
		names = append(names, n)
	}
	slices.Sort(names)
	if b.is(results.Comparison) {
		names = nil // in the order asked for
	}
	for _, c := range b.cases {
		if !slices.Contains(names, c.Scenario) {
			names = append(names, c.Scenario)
		}
	}
	return chart.Same(strings.Join(names, ", "))
}

// titles of the scenarios, as they were written, in the order of the cases.
func (b *book) titles() (list []chart.Words) {
	if !b.is(results.Comparison) {
		return nil
	}
	seen := map[string]bool{}
	for _, c := range b.cases {
		if t := b.folder.Manifest.Titles[c.Scenario]; t != "" && !seen[c.Scenario] {
			seen[c.Scenario] = true
			list = append(list, say("case.scenario", c.Scenario, t))
		}
	}
	return list
}

// meta is the small print under the answer.
func (b *book) meta() (list []chart.Words) {
	if b.folder == nil {
		p := b.plan
		return []chart.Words{say("meta.points", strconv.Itoa(len(p.Points))), reps(p.Reps), say("meta.seed", strconv.FormatUint(p.Seed, 10))}
	}
	if !b.is(results.Comparison) {
		list = []chart.Words{reps(b.reps()), say("meta.seed", strconv.FormatUint(b.folder.Manifest.Seed, 10))}
		if b.folder.Manifest.Fidelity == "screen" {
			list = append(list, say("meta.screen"))
		}
		return list
	}
	s := &b.folder.Summary
	list = []chart.Words{say("meta.window", s.Window.From, s.Window.To), reps(b.reps()), say("meta.seed", strconv.FormatUint(s.Seed, 10)), say("meta.share", share(s.Share))}
	if len(b.cases) > 1 && !slices.ContainsFunc(b.cases, func(c bookCase) bool { return c.Routing != b.cases[0].Routing }) {
		list = append(list, say("meta.routing", known("routing.", b.cases[0].Routing)))
	}
	if s.Fidelity == "screen" {
		list = append(list, say("meta.screen"))
	}
	return list
}

func reps(n int) chart.Words {
	if n == 1 {
		return say("meta.rep")
	}
	return say("meta.reps", strconv.Itoa(n))
}

// sections of the page, those that have something to show; few: there are more maps.
func (b *book) sections(figures []Figure, few bool) (list []section) {
	of := func(id string) (some []Figure) {
		for _, f := range figures {
			if f.Section == id {
				some = append(some, f)
			}
		}
		slices.SortStableFunc(some, func(x, y Figure) int {
			switch {
			case x.Long == y.Long:
				return 0
			case x.Long:
				return 1
			}
			return -1
		})
		return some
	}
	for _, id := range []string{"answer", "comparison", "map", "sweep", "time", "cost", "invest", "course", "breakeven", "sensitivity", "validation", "method"} {
		s := section{ID: id, Title: say("section." + id), Class: "figures", Figures: of(id)}
		if b.is(results.Comparison) {
			switch id {
			case "comparison":
				s.Tables = b.comparison()
			case "map":
				s.Class = "figures maps"
				if few {
					s.Blocks = []block{{Title: say("section.map"), Text: []chart.Words{say("map.few", strconv.Itoa(mostMaps))}}}
				}
				for _, f := range s.Figures {
					if f.Frames != nil && len(f.Frames.Weeks) > 1 {
						s.Slider = len(f.Frames.Weeks)
					}
				}
			case "invest":
				s.After, s.Blocks = b.built()
			case "course":
				s.After = b.course()
			}
		}
		if id == "validation" && len(s.Figures) > 0 {
			s.After = targetList(&s.Figures[0].Table)
		}
		switch {
		case id == "method":
			s.Blocks = b.method()
		case id == "sensitivity" && b.is(results.Comparison) && b.impact == nil:
			s.Blocks = []block{{Title: say("sensitivity.how"), Text: []chart.Words{say("sensitivity.none")}, Code: b.impactCommands()}}
		case id == "sensitivity" && len(b.unmoved) > 0:
			s.Blocks = []block{{Title: say("tornado.unmoved"), List: b.unmoved}}
		}
		if id == "answer" || len(s.Tables)+len(s.Figures)+len(s.After)+len(s.Blocks) > 0 {
			list = append(list, s)
		}
	}
	return list
}

// fewMaps leaves out the maps of later cases, and says whether there were any.
func fewMaps(figures []Figure) (list []Figure, few bool) {
	maps := 0
	for _, f := range figures {
		if f.Kind == "map" {
			if maps++; maps > mostMaps {
				few = true
				continue
			}
		}
		list = append(list, f)
	}
	return list, few
}

// method says how it was computed, from what, and how to do it again.
func (b *book) method() (list []block) {
	if b.folder == nil {
		return b.sweepMethod()
	}
	m, s := &b.folder.Manifest, &b.folder.Summary
	how := block{Title: say("method.how"), Text: []chart.Words{say("method.text")}}
	switch m.Kind {
	case results.Validation:
		how.Text = []chart.Words{say("method.targets")}
	case results.BreakEven:
		how.Text = []chart.Words{say("method.breakeven")}
	case results.Impact:
		how.Text = []chart.Words{say("method.impacttext")}
	}
	for _, n := range s.Notes {
		how.Text = append(how.Text, chart.Same(n))
	}
	grid, assumed, sourced := b.sources()
	if !b.is(results.Validation) {
		how.Text = append(how.Text, say("method.assumptions", strconv.Itoa(assumed), strconv.Itoa(sourced)))
	}
	list = append(list, how)
	if len(s.Warnings) > 0 {
		w := block{Title: say("method.warnings")}
		for _, x := range s.Warnings[:min(len(s.Warnings), mostRows)] {
			w.List = append(w.List, chart.Same(x))
		}
		if n := len(s.Warnings) - len(w.List); n > 0 {
			w.List = append(w.List, say("ui.more", strconv.Itoa(n)))
		}
		list = append(list, w)
	}
	if u := b.unserved(); len(u.List) > 0 {
		list = append(list, u)
	}
	code := m.Typed()
	if b.impact != nil && b.impact != b.folder {
		code += "\n" + b.impact.Manifest.Typed()
	}
	list = append(list, block{Title: say("method.command"), Code: code})
	v := block{Title: say("method.versions"), Pairs: []pair{{say("method.program"), "corridor " + m.Version + " (" + m.Go + ")"}, {say("method.data"), m.Data}}}
	var names []string
	for n := range m.Scenarios {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		v.Pairs = append(v.Pairs, pair{say("method.scenario", n), m.Scenarios[n]})
	}
	if m.Events > 0 {
		v.Pairs = append(v.Pairs, pair{say("method.events"), number(float64(m.Events))[0]})
	}
	list = append(list, v)
	if len(grid.Rows) > 0 {
		var outlines []chart.Words
		if b.is(results.Comparison) {
			outlines = append(outlines, say("method.outlines"))
		}
		list = append(list, block{Title: say("method.sources"), Text: outlines, Grid: grid})
	}
	return list
}

// impactCommands measure what the assumptions do to this answer, and join it.
func (b *book) impactCommands() string {
	c := b.folder.Manifest.Command
	flag := func(name, none string) string {
		for i, a := range c {
			if v, ok := strings.CutPrefix(a, "--"+name+"="); ok {
				return v
			}
			if a == "--"+name && i+1 < len(c) {
				return c[i+1]
			}
		}
		return none
	}
	scenario := b.cases[0].Scenario
	for _, a := range c { // a file is named by its path
		if strings.TrimSuffix(a[strings.LastIndexAny(a, `/\\`)+1:], ".yaml") == scenario {
			scenario = a
		}
	}
	var routings []string
	for _, x := range b.cases {
		if !slices.Contains(routings, x.Routing) && len(routings) < 2 {
			routings = append(routings, x.Routing)
		}
	}
	first := []string{"corridor", "data", "assumptions", "--impact", "--scenario", scenario, "--routing", strings.Join(routings, ",")}
	if w := flag("world", ""); w != "" {
		first = append(first, "--world", w)
	}
	out := flag("out", "DIR")
	of := out + "-impact"
	return typed(append(first, "--out", of)...) + "\n" + typed("corridor", "report", out, "--impact", of)
}

func typed(words ...string) string {
	return (&results.Manifest{Command: words}).Typed()
}

// unserved counts the flows without a way by case.
func (b *book) unserved() block {
	u := block{Title: say("method.unserved")}
	for _, c := range b.cases {
		flows, loads := 0, 0.0
		for _, x := range b.folder.Summary.Unserved {
			if x.Case == c.Name {
				flows++
				loads += x.Loads
			}
		}
		if flows > 0 {
			u.List = append(u.List, say("method.unservedtext", c.label, strconv.Itoa(flows), number(loads)))
		}
	}
	return u
}
