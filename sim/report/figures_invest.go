package report

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"corridor/sim/report/chart"
	"corridor/sim/results"
)

// money writes dollars a year in one unit: millions, or thousands where all is
// small.
type money struct {
	per  float64
	unit chart.Words
}

func moneyOf(list []results.Investment) money {
	for i := range list {
		if x := &list[i]; math.Abs(x.Benefit.Mean) >= million || x.Annual.Central >= million {
			return money{million, say("invest.million")}
		}
	}
	return money{1000, say("invest.thousand")}
}

func (m money) plain(usd float64) chart.Words { return number(usd / m.per) }

// scaled is an estimate in the unit.
func (m money) scaled(e results.Estimate) results.Estimate {
	e.Mean, e.Lo, e.Hi = e.Mean/m.per, e.Lo/m.per, e.Hi/m.per
	return e
}

func (m money) ranged(r results.Range) results.Range {
	return results.Range{Low: r.Low / m.per, Central: r.Central / m.per, High: r.High / m.per}
}

// noisy says whether an estimate may be nothing but noise.
func (b *book) noisy(e results.Estimate) bool { return b.reps() > 1 && !e.Excludes(0) }

// investments are the frontier of each routing and what each case saves and costs.
func (b *book) investments() (list []Figure, err error) {
	all := b.folder.Summary.Investments
	m := moneyOf(all)
	for _, c := range b.cases {
		if f, ok := b.frontier(c.Routing, m); ok && !slices.ContainsFunc(list, func(x Figure) bool { return x.ID == f.ID }) {
			list = append(list, f)
		}
	}
	for i := range all {
		list = append(list, b.waterfall(&all[i], m, i > 0))
	}
	return list, nil
}

// investmentTitle says whether it pays, as far as the noise lets one say.
func (b *book) investmentTitle(x *results.Investment, m money) chart.Words {
	key := "invest.open"
	switch {
	case x.Benefit.Lo == 0 && x.Benefit.Hi == 0:
		return say("invest.nothing", b.label(x.Case), m.plain(x.Annual.Central), m.unit)
	case b.noisy(x.Benefit):
		key = "invest.noise"
	case x.Net.Lo > 0:
		key = "invest.pays"
	case x.Net.Hi < 0:
		key = "invest.loses"
	}
	return say(key, b.label(x.Case), m.plain(x.Benefit.Mean), m.plain(x.Annual.Central), m.unit)
}

// plainly writes a number of a table with no more digits than it has.
func plainly(x float64) chart.Words { return chart.Figure(strconv.FormatFloat(x, 'g', 4, 64)) }

// percentage is a share with no more digits than it has.
func percentage(x float64) chart.Words {
	p := plainly(100 * x)
	return chart.Words{p[0] + "%", p[1] + "%", p[2] + "\u202f%"}
}

// waterfall is what a case saves by item, what its investments cost a year, and
// what is left. later: one like it is explained above.
func (b *book) waterfall(x *results.Investment, m money, later bool) Figure {
	title := b.investmentTitle(x, m)
	w := &chart.Waterfall{Title: title, Unit: m.unit, Keys: []chart.Key{{Name: say("invest.less"), Class: "s3"}, {Name: say("invest.more"), Class: "s5"}, {Name: say("invest.cost"), Class: "s7"}, {Name: say("invest.sum"), Class: "s0"}}}
	table := Grid{Left: 1, Head: []chart.Words{say("col.item"), m.unit, say("col.lo"), say("col.hi")}}
	row := func(s chart.Step, e results.Estimate) {
		table.add(s.Label, signed(e.Mean), signed(e.Lo), signed(e.Hi))
	}
	draw := func(s chart.Step, e results.Estimate) {
		if s.Text == (chart.Words{}) {
			s.Text = b.difference(e)
		}
		s.Value = e.Mean
		s.Tip = join("\n", s.Label, s.Text)
		if e.Hi > e.Lo {
			s.Tip = join("\n", s.Label, say("tornado.tip", signed(e.Mean), signed(e.Lo), signed(e.Hi)))
		}
		w.Steps = append(w.Steps, s)
	}
	add := func(s chart.Step, e results.Estimate) {
		draw(s, e)
		row(s, e)
	}
	most, others, few := max(x.Annual.Central, math.Abs(x.Benefit.Mean)), results.Estimate{}, 0
	for _, v := range x.Saved {
		most = max(most, math.Abs(v.Mean))
	}
	for _, item := range savedItems {
		for _, v := range x.Saved {
			if v.Item != item {
				continue
			}
			e := m.scaled(v.Estimate)
			s := chart.Step{Label: savedName(item), Pale: b.noisy(e)}
			if e.Mean < 0 {
				s.Key = 1
			}
			if max(math.Abs(v.Lo), math.Abs(v.Hi)) < smallShare*most { // too small to see
				row(s, e)
				others.Mean, few = others.Mean+e.Mean, few+1
				continue
			}
			add(s, e)
		}
	}
	if few > 0 {
		others.Lo, others.Hi = others.Mean, others.Mean
		s := chart.Step{Label: say("invest.others", count(few)), Pale: true, Text: signed(others.Mean)}
		if others.Mean < 0 {
			s.Key = 1
		}
		draw(s, others)
	}
	benefit, net, annual := m.scaled(x.Benefit), m.scaled(x.Net), m.ranged(x.Annual)
	add(chart.Step{Label: say("invest.benefit"), Key: 3, Sum: true, Lo: benefit.Lo, Hi: benefit.Hi, Pale: b.noisy(benefit)}, benefit)
	cost := chart.Step{Label: say("invest.annual"), Key: 2, Lo: benefit.Mean - annual.High, Hi: benefit.Mean - annual.Low, Text: signed(-annual.Central)}
	if annual.High > annual.Low {
		cost.Text = say("built.range", signed(-annual.Central), number(-annual.High), number(-annual.Low))
	}
	add(cost, results.Estimate{Mean: -annual.Central, Lo: -annual.High, Hi: -annual.Low})
	add(chart.Step{Label: say("invest.net"), Key: 3, Sum: true, Lo: net.Lo, Hi: net.Hi, Pale: b.noisy(net)}, net)
	table.add(say("invest.range"), chart.Same("–"), signed(x.Low/m.per), signed(x.High/m.per))
	note := say("invest.note", b.label(x.Base), percentage(x.Rate), number(x.Tonnes[0]/million), number(x.Tonnes[1]/million))
	if later {
		note = say("invest.short", b.label(x.Base), number(x.Tonnes[0]/million), number(x.Tonnes[1]/million))
	}
	return Figure{ID: "investment-" + slug(x.Case), Kind: "investment", Section: "invest", Case: x.Case, Title: title, Note: note, Draw: w.SVG, Table: table}
}

// smallShare of the longest bar below which an item is not drawn by itself.
const smallShare = 0.05

// savedItems are the items of cost as they are shown.
var savedItems = []string{"line-haul", "empties", "handling", "border", "broker", "bond", "duty", "demurrage", "inventory", "spoilage"}

// savedName is an item in words; the charts of cost have three of them as one.
func savedName(item string) chart.Words {
	switch item {
	case "border":
		return say("invest.border")
	case "broker":
		return say("invest.broker")
	case "bond":
		return say("invest.bond")
	}
	return say("cost." + item)
}

// frontier sets the investments of one routing beside one another, where there are
// two or more.
func (b *book) frontier(routing string, m money) (fig Figure, ok bool) {
	var of []*results.Investment
	for i := range b.folder.Summary.Investments {
		x := &b.folder.Summary.Investments[i]
		if slices.ContainsFunc(b.cases, func(c bookCase) bool { return c.Name == x.Case && c.Routing == routing }) {
			of = append(of, x)
		}
	}
	if len(of) < 2 || !slices.ContainsFunc(of, func(x *results.Investment) bool { return x.Benefit.Lo != 0 || x.Benefit.Hi != 0 }) {
		return fig, false
	}
	slices.SortStableFunc(of, func(x, y *results.Investment) int {
		switch {
		case x.Annual.Central < y.Annual.Central:
			return -1
		case x.Annual.Central > y.Annual.Central:
			return 1
		}
		return 0
	})
	title := b.frontierTitle(of, m)
	if way := known("routing.", routing); !strings.Contains(title[0], way[0]) && slices.ContainsFunc(b.cases, func(c bookCase) bool { return c.Routing != routing }) {
		title = say("case.scenario", first(way), title)
	}
	p := &chart.Returns{Title: title, XName: join(", ", say("invest.annual"), m.unit), YName: join(", ", say("invest.benefit"), m.unit), Line: say("frontier.line"), Even: say("frontier.even"), Beaten: say("frontier.beaten")}
	table := Grid{Left: 2, Head: []chart.Words{say("frontier.number"), say("col.case"), say("invest.annual"), say("col.lo"), say("col.hi"), say("invest.benefit"), say("col.lo"), say("col.hi"), say("invest.net"), say("invest.ratio"), say("frontier.online")}, Last: true}
	most := 0.0 // doing nothing saves nothing
	for i, x := range of {
		e, a := m.scaled(x.Benefit), m.ranged(x.Annual)
		name := chart.Same(b.scenarioOf(x.Case))
		online := e.Mean > most && !b.noisy(x.Benefit)
		word := say("frontier.no")
		if online {
			most, word = e.Mean, say("frontier.yes")
		}
		ratio := chart.Same("–")
		if x.Ratio.Unit != "" {
			ratio = number(x.Ratio.Mean)
		}
		cells := []chart.Words{count(i + 1), name, number(a.Central), number(a.Low), number(a.High), signed(e.Mean), signed(e.Lo), signed(e.Hi), signed(m.scaled(x.Net).Mean), ratio, word}
		table.add(cells...)
		p.Points = append(p.Points, chart.Return{Name: name, X: a.Central, XLo: a.Low, XHi: a.High, Y: e.Mean, YLo: e.Lo, YHi: e.Hi, Joined: online,
			Text: say("frontier.left", signed(m.scaled(x.Net).Mean)),
			Tip:  join("\n", name, join(": ", say("invest.benefit"), b.difference(e)), join(": ", say("invest.annual"), say("tornado.tip", number(a.Central), number(a.Low), number(a.High))), join(": ", say("invest.net"), b.difference(m.scaled(x.Net))))})
	}
	return Figure{ID: "frontier-" + slug(routing), Kind: "frontier", Section: "invest", Title: p.Title, Note: say("frontier.note", known("routing.", routing), percentage(of[0].Rate)), Draw: p.SVG, Table: table}, true
}

// scenarioOf a case.
func (b *book) scenarioOf(name string) string {
	for _, c := range b.cases {
		if c.Name == name {
			return c.Scenario
		}
	}
	return name
}

// frontierTitle names what leaves most, where that is sure.
func (b *book) frontierTitle(of []*results.Investment, m money) chart.Words {
	best, pay := of[0], 0
	for _, x := range of {
		if x.Net.Mean > best.Net.Mean {
			best = x
		}
		if x.Net.Lo > 0 && !b.noisy(x.Benefit) {
			pay++
		}
	}
	if pay == 0 {
		return say("frontier.none", strconv.Itoa(len(of)))
	}
	for _, x := range of {
		if x != best && x.Net.Hi >= best.Net.Lo {
			return say("frontier.some", strconv.Itoa(pay), strconv.Itoa(len(of)))
		}
	}
	extent := b.extent(m.scaled(best.Net))
	if b.reps() > 1 {
		extent = say("answer.interval", extent)
	}
	return say("frontier.best", b.label(best.Case), m.plain(best.Net.Mean), m.unit, extent)
}

// built is the table of what is built, and who says what it costs.
func (b *book) built() (list []pageTable, why []block) {
	all := b.folder.Summary.Investments
	if len(all) == 0 {
		return nil, nil
	}
	g := Grid{Left: 2, Head: []chart.Words{say("col.scenario"), say("col.change"), say("built.usd"), say("built.years"), say("built.upkeep"), say("built.annual")}}
	from := block{Title: say("built.why")}
	ranged := func(r results.Range, per float64, of func(float64) chart.Words) chart.Words {
		w := of(r.Central / per)
		if r.High > r.Low {
			w = say("built.range", w, of(r.Low/per), of(r.High/per))
		}
		return w
	}
	seen := map[string]bool{}
	for i := range all {
		scenario := b.scenarioOf(all[i].Case)
		for _, x := range all[i].Built {
			if seen[scenario+" "+x.Change] {
				continue
			}
			seen[scenario+" "+x.Change] = true
			g.add(chart.Same(scenario), chart.Same(x.Change), ranged(x.USD, million, number), ranged(x.Years, 1, plainly), ranged(x.Upkeep, 1, percentage), ranged(x.Annual, million, number))
			said, assumed := chart.Same(x.Source), chart.Same(x.Reason)
			switch {
			case x.Source == "":
				said = say("built.assumed", assumed)
			case x.Reason != "":
				said = join(". ", said, say("built.assumed", assumed))
			}
			from.List = append(from.List, join(": ", chart.Same(scenario+", "+x.Change), said))
		}
	}
	return []pageTable{{"table-built", say("built.title"), say("built.note", percentage(all[0].Rate)), g}}, []block{from}
}

// investmentAnswer is what the investments come to, in a sentence.
func (b *book) investmentAnswer() (w chart.Words, ok bool) {
	all := b.folder.Summary.Investments
	var of []*results.Investment
	for i := range all {
		of = append(of, &all[i])
	}
	switch len(of) {
	case 0:
		return w, false
	case 1:
		w = b.investmentTitle(of[0], moneyOf(all))
	default:
		w = b.frontierTitle(of, moneyOf(all))
	}
	return say("answer.dot", w), true
}
