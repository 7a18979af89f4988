package report

import (
	"math"
	"slices"

	"corridor/sim/report/basemap"
	"corridor/sim/report/chart"
	"corridor/sim/results"
)

// mostMaps in a report; more cases have theirs by `corridor plot`.
const mostMaps = 4

// Frames are what a map shows week by week: whole tonnes by flow, passages and
// hours a passage by stop, in the order of its chart.
type Frames struct {
	Weeks []string     `json:"weeks"`
	Most  float64      `json:"most"` // tonnes of the widest line in a week
	Flows [][]int      `json:"flows"`
	Stops [][][2]int   `json:"stops"` // passages, and hours each in tenths
	Whole [][2]float64 `json:"whole"`
	All   []float64    `json:"all"`  // tonnes by flow
	Peak  float64      `json:"peak"` // tonnes of the widest line of all
	Top   float64      `json:"top"`  // most passages in a week
	Total float64      `json:"total"`
}

type flowKey struct {
	from, to int
	mode     string
}

// keyOf joins links of one mode between the same places.
func (b *book) keyOf(link int) (k flowKey, ok bool) {
	l := &b.net.Links[link]
	from, ok1 := b.place[l.From]
	to, ok2 := b.place[l.To]
	return flowKey{min(from, to), max(from, to), l.Mode}, ok1 && ok2 && chart.Modes[l.Mode] != ""
}

// maps draws one map a case; none of a world without coordinates.
func (b *book) maps() (list []Figure, err error) {
	lies := func(p chart.Place) bool { return p.At != basemap.Point{} }
	if b.folder.Table("links") == nil || !slices.ContainsFunc(b.places, lies) {
		return nil, nil
	}
	link := map[string]int{}
	for i := range b.net.Links {
		link[b.net.Links[i].ID] = i
	}
	flows, keys := make([]map[flowKey]float64, len(b.cases)), make([][]flowKey, len(b.cases))
	at := map[string]int{}
	for i := range b.cases {
		at[b.cases[i].Name], flows[i] = i, map[flowKey]float64{}
	}
	peak := 0.0
	err = b.folder.Table("links").Scan([]string{"case", "link", "tonnes"}, func(c results.Cells) {
		i, ok := at[c.Text(0)]
		l, found := link[c.Text(1)]
		if !ok || !found {
			return
		}
		if k, ok := b.keyOf(l); ok {
			if _, seen := flows[i][k]; !seen {
				keys[i] = append(keys[i], k)
			}
			flows[i][k] += c.Number(2)
			peak = max(peak, flows[i][k])
		}
	})
	if err != nil {
		return nil, err
	}
	weekly, err := b.weekly(at, link)
	if err != nil {
		return nil, err
	}
	for i := range b.cases {
		if len(keys[i]) == 0 {
			continue
		}
		list = append(list, b.drawMap(i, keys[i], flows[i], peak, weekly))
	}
	return list, nil
}

// weeks is link_weeks.csv and place_weeks.csv.
type weeks struct {
	dates     []string
	most, top float64
	tonnes    []map[flowKey]map[int]float64
	places    []map[int]map[int][2]float64 // passages, hours
}

func (b *book) weekly(at, link map[string]int) (*weeks, error) {
	w := &weeks{tonnes: make([]map[flowKey]map[int]float64, len(b.cases)), places: make([]map[int]map[int][2]float64, len(b.cases))}
	for i := range b.cases {
		w.tonnes[i], w.places[i] = map[flowKey]map[int]float64{}, map[int]map[int][2]float64{}
	}
	index := map[string]int{}
	collect := func(c results.Cells) { index[c.Text(0)] = 0 }
	if err := b.folder.Table("link_weeks").Scan([]string{"week"}, collect); err != nil {
		return nil, err
	}
	if err := b.folder.Table("place_weeks").Scan([]string{"week"}, collect); err != nil {
		return nil, err
	}
	for d := range index {
		w.dates = append(w.dates, d)
	}
	slices.Sort(w.dates)
	for i, d := range w.dates {
		index[d] = i
	}
	err := b.folder.Table("link_weeks").Scan([]string{"case", "link", "week", "tonnes"}, func(c results.Cells) {
		i, ok := at[c.Text(0)]
		l, found := link[c.Text(1)]
		if !ok || !found {
			return
		}
		if k, ok := b.keyOf(l); ok {
			if w.tonnes[i][k] == nil {
				w.tonnes[i][k] = map[int]float64{}
			}
			d := index[c.Text(2)]
			w.tonnes[i][k][d] += c.Number(3)
			w.most = max(w.most, w.tonnes[i][k][d])
		}
	})
	if err != nil {
		return nil, err
	}
	err = b.folder.Table("place_weeks").Scan([]string{"case", "node", "week", "passages", "hours"}, func(c results.Cells) {
		i, ok := at[c.Text(0)]
		n, found := b.place[c.Text(1)]
		if !ok || !found {
			return
		}
		if w.places[i][n] == nil {
			w.places[i][n] = map[int][2]float64{}
		}
		w.places[i][n][index[c.Text(2)]] = [2]float64{c.Number(3), c.Number(4)}
		if b.isStop(n) {
			w.top = max(w.top, c.Number(3))
		}
	})
	return w, err
}

// isStop says whether a place is coloured by waiting.
func (b *book) isStop(n int) bool {
	return slices.Contains([]string{"crossing", "port", "airport", "strait", "rail-terminal"}, b.places[n].Kind)
}

func (b *book) drawMap(i int, keys []flowKey, tonnes map[flowKey]float64, peak float64, w *weeks) Figure {
	c := &b.cases[i]
	m := &chart.FlowMap{Title: say("map.title", c.label), Places: b.places, Most: peak, Key: chart.MapKey{Modes: map[string]chart.Words{}, Tonnes: say("map.widest", number(peak)), Hours: say("map.hours"), To: say("map.to")}}
	for _, mode := range modeList {
		m.Key.Modes[mode.key] = mode.name
	}
	for k := range m.Key.Steps {
		m.Key.Steps[k] = say([]string{"map.step0", "map.step1", "map.step2", "map.step3", "map.step4"}[k])
	}
	fr := &Frames{Weeks: w.dates, Most: w.most, Peak: peak, Top: w.top}
	table := Grid{Left: 3, Head: []chart.Words{say("col.from"), say("col.to"), say("col.mode"), say("col.tonnes")}}
	table.Head[0], table.Head[1] = say("col.place"), say("col.place")
	for _, k := range keys {
		name := b.places[k.from].Name + " – " + b.places[k.to].Name
		m.Flows = append(m.Flows, chart.Flow{From: k.from, To: k.to, Mode: k.mode, Tonnes: tonnes[k], Tip: chart.Same(name + "\n" + number(tonnes[k])[0] + " t")})
		line := make([]int, len(w.dates))
		for d := range line {
			line[d] = int(math.Round(w.tonnes[i][k][d]))
		}
		fr.Flows, fr.All = append(fr.Flows, line), append(fr.All, math.Round(tonnes[k]))
		table.add(chart.Same(b.places[k.from].Name), chart.Same(b.places[k.to].Name), known("mode.", k.mode), number(tonnes[k]))
	}
	slices.SortStableFunc(table.Rows, func(x, y []chart.Words) int { return int(parsed(y[3]) - parsed(x[3])) })
	for n := range b.places {
		by := w.places[i][n]
		if by == nil || !b.isStop(n) {
			continue
		}
		passages, hours := 0.0, 0.0
		line := make([][2]int, len(w.dates))
		for d := range line {
			passages, hours = passages+by[d][0], hours+by[d][1]
			if by[d][0] > 0 {
				line[d] = [2]int{int(math.Ceil(by[d][0])), int(math.Round(10 * by[d][1] / by[d][0]))}
			}
		}
		if passages == 0 {
			continue
		}
		each := hours / passages
		m.Stops = append(m.Stops, chart.Stop{Place: n, Passages: passages, Hours: each,
			Tip: chart.Same(b.places[n].Name + "\n" + number(each)[0] + " h")}) // the page adds the rest
		fr.Stops, fr.Whole = append(fr.Stops, line), append(fr.Whole, [2]float64{math.Ceil(passages), math.Round(10 * each)})
		fr.Total = max(fr.Total, passages)
	}
	return Figure{ID: "map-" + slug(c.Name), Kind: "map", Section: "map", Case: c.Name, Title: m.Title, Note: say("map.note"), Draw: m.SVG, Table: table, Frames: fr}
}
