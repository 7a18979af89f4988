package experiment

import (
	"math"
	"slices"
	"sort"
	"time"

	"corridor/network"
	"corridor/sim"
	"corridor/sim/freight"
	"corridor/sim/results"
)

// record is what a case keeps of all its finished replications together, for
// drawing. Its parts are counts, so that the order in which replications end does
// not show, and its size does not grow with their number.
type record struct {
	cells   int
	series  freight.Series
	transit []sim.Histogram // by everyGroup
}

// everyGroup lists the groups of goods, all goods together first.
func (s *Study) everyGroup() []string { return append([]string{""}, s.groups...) }

// keep adds a replication to the record of its case and drops what was only
// needed for that.
func (s *Study) keep(c int, out *freight.Outcome) {
	k := &s.record[c]
	k.cells++
	k.series.Add(&out.Series)
	out.Series = freight.Series{}
	if k.transit == nil {
		k.transit = make([]sim.Histogram, len(s.groups)+1)
	}
	for f := range out.Flows {
		k.transit[0].Merge(&out.Flows[f].Transit)
		g := slices.Index(s.groups, s.Plan.Net.Group(&s.Plan.Net.Flows[f]))
		k.transit[g+1].Merge(&out.Flows[f].Transit)
	}
}

// transitBins is how finely a distribution of times is told.
const transitBins = 60

// transitTable is the distribution of door-to-door times. All cases share the
// bins of a group.
func (s *Study) transitTable() *results.Table {
	t := &results.Table{Name: "transit", Columns: []results.Column{caseCol, col("group", "", "group of goods; empty: all"), col("from_hours", "h", "door-to-door time from"), col("to_hours", "h", "to; the bins of a group are alike in all cases"),
		col("loads", "loads", "counted loads a replication; those not home when the run ended count with their time up to then")}}
	for g, name := range s.everyGroup() {
		longest := time.Duration(0)
		for c := range s.record {
			if h := s.record[c].transit; h != nil {
				longest = max(longest, h[g].Quantile(0.995))
			}
		}
		width := niceSpan(longest / transitBins)
		for c, cs := range s.Plan.Cases {
			if s.record[c].cells == 0 || width == 0 {
				continue
			}
			h := &s.record[c].transit[g]
			for from, below := time.Duration(0), int64(0); below < h.N; from += width {
				to := from + width
				n := h.Below(to)
				if from > longest { // the last one takes the rest
					n = h.N
					to = max(to, h.Quantile(1))
				}
				if n > below {
					t.Add(cs.Name(), name, from.Hours(), to.Hours(), float64(n-below)/float64(s.record[c].cells))
				}
				below = n
			}
		}
	}
	return t
}

// niceSpan rounds a span up to 1, 2, 3, 4, 6, 12 or 24 of the next unit, or to
// whole days.
func niceSpan(d time.Duration) time.Duration {
	for _, unit := range []time.Duration{time.Second, time.Minute, time.Hour} {
		for _, n := range []time.Duration{1, 2, 3, 4, 6, 10, 12, 15, 20, 24, 30} {
			if d <= n*unit && d > 0 {
				return n * unit
			}
		}
	}
	return time.Duration(math.Ceil(d.Hours()/24)) * 24 * time.Hour
}

func (s *Study) emissionTable() *results.Table {
	t := &results.Table{Name: "emissions", Columns: []results.Column{caseCol, col("group", "", "group of goods; empty: all"), col("mode", "", "mode of the haul"), col("kg_per_tonne", "kg/t", "CO2e well to wheel; the modes sum to the whole")}}
	for c, cs := range s.Plan.Cases {
		for _, group := range s.everyGroup() {
			tonnes, _ := s.byGroup(c, group, func(t *freight.FlowTally) float64 { return t.Tonnes })
			for m := range modeCount {
				kg, _ := s.byGroup(c, group, func(t *freight.FlowTally) float64 { return t.KGBy[m] })
				if kg > 0 && tonnes > 0 {
					t.Add(cs.Name(), group, network.Mode(m).String(), kg/tonnes)
				}
			}
		}
	}
	return t
}

// frame is the begin of a week of the window, or of a day.
func (s *Study) frame(i int, length time.Duration) string {
	begin, _, _ := s.Models[0].Window()
	at := s.Models[0].Date(begin).Add(time.Duration(i) * length)
	if length%(24*time.Hour) == 0 {
		return at.Format("2006-01-02")
	}
	return at.Format("2006-01-02 15:04")
}

func (s *Study) linkTable() *results.Table {
	t := &results.Table{Name: "links", Columns: []results.Column{caseCol, col("link", "", "link"), col("from", "", "node"), col("to", "", "node"), col("mode", "", "mode"), col("tonnes", "t", "counted cargo that went over the link, both ways, a replication")}}
	net := s.Plan.Net
	for c, cs := range s.Plan.Cases {
		se := &s.record[c].series
		for l := range net.Links {
			kg := int64(0)
			for w := range se.Weeks {
				kg += se.KG[l*se.Weeks+w]
			}
			if kg > 0 {
				x := &net.Links[l]
				t.Add(cs.Name(), x.ID, net.Nodes[x.From].ID, net.Nodes[x.To].ID, x.Mode.String(), float64(kg)/1000/float64(s.record[c].cells))
			}
		}
	}
	return t
}

func (s *Study) linkWeekTable() *results.Table {
	t := &results.Table{Name: "link_weeks", Columns: []results.Column{caseCol, col("link", "", "link"), col("week", "", "first day of the week, UTC, counted from the begin of the window; longer spans in long windows"), col("tonnes", "t", "counted cargo that set out on the link in that week, both ways, a replication")}}
	for c, cs := range s.Plan.Cases {
		se := &s.record[c].series
		for l := range s.Plan.Net.Links {
			for w := range se.Weeks {
				if kg := se.KG[l*se.Weeks+w]; kg > 0 {
					t.Add(cs.Name(), s.Plan.Net.Links[l].ID, s.frame(w, se.Week), float64(kg)/1000/float64(s.record[c].cells))
				}
			}
		}
	}
	return t
}

func (s *Study) placeWeekTable() *results.Table {
	t := &results.Table{Name: "place_weeks", Columns: []results.Column{caseCol, col("node", "", "node"), col("week", "", "as in link_weeks.csv"), col("passages", "1", "of counted loads that week, a replication; unloading and transfer are two"), col("hours", "h", "that counted loads spent there, summed, a replication, in the week in which the time was booked")}}
	for c, cs := range s.Plan.Cases {
		se := &s.record[c].series
		n := float64(s.record[c].cells)
		for i := range s.Plan.Net.Nodes {
			for w := range se.Weeks {
				if k := i*se.Weeks + w; se.Passages[k]+se.Seconds[k] > 0 {
					t.Add(cs.Name(), s.Plan.Net.Nodes[i].ID, s.frame(w, se.Week), float64(se.Passages[k])/n, float64(se.Seconds[k])/3600/n)
				}
			}
		}
	}
	return t
}

// queuesShown is how many resources of a case are told by day: those with the
// longest queues, and those whose queues differ most from the first case's.
const queuesShown = 6

func (s *Study) queueTable() *results.Table {
	t := &results.Table{Name: "queues", Columns: []results.Column{caseCol, col("facility", "", "node"), col("resource", "", "resource; closed: those held at an entrance that a change closes, counted once a day"), col("day", "", "day of the window, UTC; longer spans in long windows"),
		col("queue", "1", "time-weighted queue of the day, all traffic, mean over replications; the longest queues, and those that change most against the first case")}}
	if len(s.reps) == 0 {
		return t
	}
	for _, q := range s.worstQueues() {
		for c, cs := range s.Plan.Cases {
			se := &s.record[c].series
			for d := range se.Days {
				if se.Watched[d] > 0 {
					t.Add(cs.Name(), s.Plan.Net.Nodes[q.node].ID, q.name, s.frame(d, se.Day), float64(q.of(se)[d])/float64(se.Watched[d]))
				}
			}
		}
	}
	return t
}

// queue is what stands at a place: in the queue of a resource, or, with
// resource -1, at a closed entrance.
type queue struct {
	node     network.NodeID
	resource int
	name     string
}

// of a series, by day.
func (q *queue) of(se *freight.Series) []int64 {
	if q.resource < 0 {
		return se.Held[int(q.node)*se.Days:][:se.Days]
	}
	return se.Queue[q.resource*se.Days:][:se.Days]
}

// worstQueues lists queues, those of resources in the order of the tables first.
// Where other traffic is held fixed no queue is simulated, and there is none to
// tell.
func (s *Study) worstQueues() (list []queue) {
	var all []queue
	for i := range s.Plan.Net.Resources {
		all = append(all, queue{s.Plan.Net.Resources[i].Node, i, s.Plan.Net.Resources[i].Name})
	}
	for n := range s.Plan.Net.Nodes {
		all = append(all, queue{network.NodeID(n), -1, "closed"})
	}
	mean := func(c, i int) float64 {
		sum := int64(0)
		for _, x := range all[i].of(&s.record[c].series) {
			sum += x
		}
		return float64(sum) / float64(max(1, s.record[c].cells))
	}
	chosen := make([]bool, len(all))
	pick := func(of func(i int) float64) {
		value := make([]float64, len(all))
		order := make([]int, len(all))
		for i := range order {
			order[i], value[i] = i, of(i)
		}
		sort.SliceStable(order, func(a, b int) bool { return value[order[a]] > value[order[b]] })
		for _, i := range order[:min(len(order), queuesShown)] {
			chosen[i] = chosen[i] || value[i] > 0
		}
	}
	for c := range s.Plan.Cases {
		pick(func(i int) float64 { return mean(c, i) })
		pick(func(i int) float64 { return math.Abs(mean(c, i) - mean(0, i)) })
	}
	for i := range all {
		if chosen[i] {
			list = append(list, all[i])
		}
	}
	return list
}

// sourceTable lists the sources of the world's figures, with the number of
// rows that name each, and the assumptions among them.
func sourceTable(net *network.Network) *results.Table {
	t := &results.Table{Name: "sources", Columns: []results.Column{col("source", "", "id; assumption: figures without a source, each with its range in assumptions.csv of the data"), col("title", "", "title"), col("publisher", "", "publisher"), col("year", "", "year"), col("address", "", "address"), col("rows", "1", "rows of the tables that name it")}}
	set := net.Set
	count := set.SourceCount()
	for _, row := range set.Rows("sources") {
		if n := count[row.Text("id")]; n > 0 {
			t.Add(row.Text("id"), row.Text("title"), row.Text("publisher"), row.Text("year"), row.Text("address"), n)
		}
	}
	if n := count["assumption"]; n > 0 {
		t.Add("assumption", "", "", "", "", n)
	}
	return t
}
