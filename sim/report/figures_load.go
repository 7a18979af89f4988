package report

import (
	"corridor/sim/report/chart"
	"corridor/sim/results"
)

// stageList are the stages of a load's time as they are shown.
var stageList = func() (list []category) {
	for i, k := range []string{"moving", "rest", "service", "port", "terminal", "queue", "check", "other"} {
		list = append(list, category{k, chart.Parts[i], say("stage." + k)})
	}
	return list
}()

// stageOf tells the stage of a place and activity of times.csv.
func stageOf(place, activity string) string {
	switch {
	case activity == "waiting":
		return "service"
	case activity == "moving":
		return "moving"
	case place == "way" && activity == "dwell":
		return "rest"
	case place == "border" && activity == "queueing":
		return "queue"
	case place == "border":
		return "check"
	case place == "port":
		return "port"
	case place == "terminal":
		return "terminal"
	}
	return "other"
}

func (b *book) stages() ([]Figure, error) {
	s := newSums()
	err := b.folder.Table("times").Scan([]string{"case", "group", "place", "activity", "hours_per_load"}, func(c results.Cells) {
		s.add(c.Text(0), c.Text(1), stageOf(c.Text(2), c.Text(3)), c.Number(4))
	})
	if err != nil || len(s.by) == 0 {
		return nil, err
	}
	cat, v, total := s.largest(b.cases[0].Name, stageList)
	title := say("stages.title", cat.name, share(v/max(total, 1e-9)), b.cases[0].label)
	bars, table := b.stack(s, stageList, title, say("unit.hours"), say("col.stage"), say("col.hours"), false)
	list := []Figure{{ID: "stages", Kind: "stages", Section: "time", Title: title, Note: say("stages.note"), Draw: bars.SVG, Table: table}}
	if len(b.groups) > 1 {
		title := say("stages.groups")
		bars, table := b.stack(s, stageList, title, say("unit.hours"), say("col.stage"), say("col.hours"), true)
		list = append(list, Figure{ID: "stages-groups", Long: true, Kind: "stages", Section: "time", Title: title, Note: say("stages.groupsnote"), Draw: bars.SVG, Table: table})
	}
	return list, nil
}

// costList are the items of cost as they are shown.
var costList = func() (list []category) {
	for i, k := range []string{"line-haul", "empties", "handling", "border", "duty", "demurrage", "inventory", "spoilage"} {
		list = append(list, category{k, chart.Parts[[]int{0, 1, 3, 5, 6, 4, 2, 7}[i]], say("cost." + k)})
	}
	return list
}()

func (b *book) costs() ([]Figure, error) {
	s := newSums()
	err := b.folder.Table("costs").Scan([]string{"case", "group", "item", "usd_per_load"}, func(c results.Cells) {
		item := c.Text(2)
		if item == "broker" || item == "bond" {
			item = "border"
		}
		s.add(c.Text(0), c.Text(1), item, c.Number(3))
	})
	if err != nil || len(s.by) == 0 {
		return nil, err
	}
	cat, v, _ := s.largest(b.cases[0].Name, costList)
	title := say("cost.title", cat.name, b.cases[0].label, number(v))
	bars, table := b.stack(s, costList, title, say("unit.usd"), say("col.item"), say("col.usd"), false)
	list := []Figure{{ID: "cost-items", Kind: "cost", Section: "cost", Title: title, Note: say("cost.note"), Draw: bars.SVG, Table: table}}
	if len(b.groups) > 1 {
		title := say("cost.groups")
		bars, table := b.stack(s, costList, title, say("unit.usd"), say("col.item"), say("col.usd"), true)
		list = append(list, Figure{ID: "cost-groups", Long: true, Kind: "cost", Section: "cost", Title: title, Note: say("cost.groupsnote"), Draw: bars.SVG, Table: table})
	}
	return list, nil
}

var modeList = func() (list []category) {
	for _, k := range []string{"road", "rail", "sea", "air"} {
		list = append(list, category{k, chart.Modes[k], say("mode." + k)})
	}
	return list
}()

func (b *book) emissions() ([]Figure, error) {
	s := newSums()
	err := b.folder.Table("emissions").Scan([]string{"case", "group", "mode", "kg_per_tonne"}, func(c results.Cells) {
		s.add(c.Text(0), c.Text(1), c.Text(2), c.Number(3))
	})
	if err != nil || len(s.by) == 0 {
		return nil, err
	}
	_, _, a := s.largest(b.cases[0].Name, modeList)
	title := say("emission.one", "", number(a))
	if len(b.cases) > 1 {
		_, _, z := s.largest(b.cases[1].Name, modeList)
		title = say("emission.title", b.cases[0].label, number(a), b.cases[1].label, number(z))
	}
	bars, table := b.stack(s, modeList, title, say("unit.kg"), say("col.mode"), say("col.kg"), false)
	return []Figure{{ID: "emissions", Kind: "emissions", Section: "cost", Title: title, Note: say("emission.note"), Draw: bars.SVG, Table: table}}, nil
}

// distribution of door-to-door times, all goods.
func (b *book) distribution() ([]Figure, error) {
	type histogram struct{ from, to, loads []float64 }
	by := map[string]*histogram{}
	err := b.folder.Table("transit").Scan([]string{"case", "group", "from_hours", "to_hours", "loads"}, func(c results.Cells) {
		if c.Text(1) != "" {
			return
		}
		h := by[c.Text(0)]
		if h == nil {
			h = &histogram{}
			by[c.Text(0)] = h
		}
		h.from, h.to, h.loads = append(h.from, c.Number(2)), append(h.to, c.Number(3)), append(h.loads, c.Number(4))
	})
	if err != nil || len(by) == 0 {
		return nil, err
	}
	p50 := b.cases[0].KPI["transit_hours_p50"]
	p := &chart.Spread{Title: say("spread.title", number(p50.Mean), b.cases[0].label), Unit: say("unit.h")}
	table := Grid{Left: 1, Head: []chart.Words{say("col.case"), say("col.from"), say("col.to"), say("col.loads"), say("col.share")}}
	for _, c := range b.cases {
		h := by[c.Name]
		if h == nil {
			continue
		}
		all := 0.0
		for _, n := range h.loads {
			all += n
		}
		row := chart.SpreadRow{Label: b.heading(&c), Class: c.class}
		for i, n := range h.loads {
			if len(row.Edges) == 0 || row.Edges[len(row.Edges)-1] < h.from[i] { // an empty stretch
				if len(row.Edges) > 0 {
					row.Shares, row.Tips = append(row.Shares, 0), append(row.Tips, chart.Words{})
				}
				row.Edges = append(row.Edges, h.from[i])
			}
			row.Edges, row.Shares = append(row.Edges, h.to[i]), append(row.Shares, n/all)
			row.Tips = append(row.Tips, say("spread.tip", number(h.from[i]), number(h.to[i]), share(n/all)))
			table.add(c.label, number(h.from[i]), number(h.to[i]), number(n), share(n/all))
		}
		for _, q := range []string{"p50", "p95"} {
			if e, ok := c.KPI["transit_hours_"+q]; ok {
				row.Marks = append(row.Marks, chart.Quantile{At: e.Mean, Name: join(" ", chart.Same(q), number(e.Mean), chart.Same("h"))})
			}
		}
		p.Rows = append(p.Rows, row)
	}
	return []Figure{{ID: "distribution", Kind: "distribution", Section: "time", Title: p.Title, Note: say("spread.note"), Draw: p.SVG, Table: table}}, nil
}
