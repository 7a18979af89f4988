package experiment

import (
	"strings"

	"corridor/network"
	"corridor/sim/freight"
	"corridor/sim/results"
)

// Tables are the CSV files of the result folder.
func (s *Study) Tables() []*results.Table {
	tables := []*results.Table{s.groupTable(), s.quantileTable(), s.differenceTable(), s.flowTable(), s.costTable(), s.timeTable(), s.wayTable(), s.modeTable(), s.facilityTable(), s.transitTable(), s.emissionTable(), s.linkTable(), s.linkWeekTable(), s.placeWeekTable(), s.queueTable(), s.resourceTable(), s.serviceTable(), s.emptyTable(), s.resilienceTable(), s.levelTable(), s.changeTable(), s.investmentTable(), s.benefitTable(), sourceTable(s.Plan.Net)}
	full := tables[:0]
	for _, t := range tables {
		if len(t.Rows) > 0 {
			full = append(full, t)
		}
	}
	return full
}

func col(name, unit, doc string) results.Column {
	return results.Column{Name: name, Unit: unit, Doc: doc}
}

var caseCol = col("case", "", "scenario/routing")

// kpiRows adds one row a KPI.
func kpiRows(t *results.Table, before []any, k results.KPIs) {
	for _, kpi := range KPIs {
		if e, ok := k[kpi.Name]; ok {
			t.Add(append(append([]any(nil), before...), kpi.Name, e.Mean, e.Lo, e.Hi, kpi.Unit)...)
		}
	}
}

func kpiCols(before ...results.Column) []results.Column {
	return append(before, col("kpi", "", "name of the figure: "+kpiNames()), col("mean", "see unit", "mean over replications"),
		col("lo", "see unit", "lower end of the 95% interval"), col("hi", "see unit", "upper end"), col("unit", "", "unit of the figure"))
}

func kpiNames() string {
	var parts []string
	for _, k := range KPIs {
		parts = append(parts, k.Name+" ("+k.Doc+")")
	}
	return strings.Join(parts, "; ")
}

func (s *Study) groupTable() *results.Table {
	t := &results.Table{Name: "groups", Columns: kpiCols(caseCol, col("group", "", "group of goods; empty: all"))}
	for c, cs := range s.Plan.Cases {
		kpiRows(t, []any{cs.Name(), ""}, estimates(s.rows(c, func(x *cell) []float64 { return x.all })))
		for g, name := range s.groups {
			kpiRows(t, []any{cs.Name(), name}, estimates(s.rows(c, func(x *cell) []float64 { return x.group[g] })))
		}
	}
	return t
}

func (s *Study) differenceTable() *results.Table {
	t := &results.Table{Name: "differences", Columns: kpiCols(caseCol, col("base", "", "case it is compared with"), col("group", "", "group of goods; empty: all; over the loads that both cases can carry"))}
	for c := 1; c < len(s.Plan.Cases); c++ {
		name, base := s.Plan.Cases[c].Name(), s.Plan.Cases[0].Name()
		kpiRows(t, []any{name, base, ""}, estimates(minus(s.rows(c, func(x *cell) []float64 { return x.set[c] }), s.rows(0, func(x *cell) []float64 { return x.set[c] }))))
		for g, group := range s.groups {
			of := func(x *cell) []float64 { return x.setG[c][g] }
			kpiRows(t, []any{name, base, group}, estimates(minus(s.rows(c, of), s.rows(0, of))))
		}
	}
	return t
}

func (s *Study) flowTable() *results.Table {
	t := &results.Table{Name: "flows", Columns: kpiCols(caseCol, col("flow", "", "flow of flows.csv"), col("from", "", "origin"), col("to", "", "destination"), col("commodity", "", "goods"))}
	net := s.Plan.Net
	for c, cs := range s.Plan.Cases {
		for f := range net.Flows {
			fl := &net.Flows[f]
			goods := ""
			if fl.Commodity >= 0 {
				goods = net.Commodities[fl.Commodity].ID
			}
			kpiRows(t, []any{cs.Name(), fl.ID, net.Nodes[fl.From].ID, net.Nodes[fl.To].ID, goods}, estimates(s.rows(c, func(x *cell) []float64 { return x.flow[f] })))
		}
	}
	return t
}

// byGroup sums something of the flows of a group, empty for all, over the
// finished replications, and the loads that had a way.
func (s *Study) byGroup(c int, group string, of func(t *freight.FlowTally) float64) (sum, loads float64) {
	for _, r := range s.reps {
		for f := range s.Plan.Net.Flows {
			if group == "" || s.Plan.Net.Group(&s.Plan.Net.Flows[f]) == group {
				t := &s.cells[c][r].out.Flows[f]
				sum += of(t)
				loads += float64(t.Transit.N)
			}
		}
	}
	return sum, loads
}

func (s *Study) costTable() *results.Table {
	t := &results.Table{Name: "costs", Columns: []results.Column{caseCol, col("group", "", "group of goods; empty: all"), col("item", "", "cost item"), col("usd_per_load", "USD/load", "mean per load that had a way")}}
	for c, cs := range s.Plan.Cases {
		for _, name := range s.everyGroup() {
			for i := network.CostItem(0); i < network.CostItems; i++ {
				usd, loads := s.byGroup(c, name, func(t *freight.FlowTally) float64 { return t.Cost[i] })
				if loads > 0 && usd > 0 {
					t.Add(cs.Name(), name, i.String(), usd/loads)
				}
			}
		}
	}
	return t
}

func (s *Study) timeTable() *results.Table {
	t := &results.Table{Name: "times", Columns: []results.Column{caseCol, col("group", "", "group of goods; empty: all"), col("place", "", "way, border, port, terminal or elsewhere"),
		col("activity", "", "moving; dwell (on the way: drivers' rest); queueing; inspected; documents; handling; waiting (for a train, ship or flight); held"), col("hours_per_load", "h/load", "mean per load that had a way; the parts sum to the door-to-door time")}}
	names := freight.AccountNames()
	for c, cs := range s.Plan.Cases {
		for _, name := range s.everyGroup() {
			for i, account := range names {
				ns, loads := s.byGroup(c, name, func(t *freight.FlowTally) float64 { return t.Time[i] })
				if loads > 0 && ns > 0 {
					place, activity, _ := strings.Cut(account, "/")
					t.Add(cs.Name(), name, place, activity, ns/hour/loads)
				}
			}
		}
	}
	return t
}

func (s *Study) wayTable() *results.Table {
	t := &results.Table{Name: "ways", Columns: []results.Column{caseCol, col("flow", "", "flow"), col("way", "", "main mode and chokepoints of the way that loads set out on"), col("loads", "loads", "counted loads a replication; under open also all loads of flows of which nothing is divertible")}}
	for c, cs := range s.Plan.Cases {
		for f := range s.Plan.Net.Flows {
			count := map[string]float64{}
			var names []string
			for _, r := range s.reps {
				for _, w := range s.cells[c][r].out.Flows[f].Ways {
					if _, ok := count[w.Name]; !ok {
						names = append(names, w.Name)
					}
					count[w.Name] += float64(w.Loads)
				}
			}
			for _, n := range names {
				t.Add(cs.Name(), s.Plan.Net.Flows[f].ID, n, count[n]/float64(len(s.reps)))
			}
		}
	}
	return t
}

func (s *Study) facilityTable() *results.Table {
	t := &results.Table{Name: "facilities", Columns: []results.Column{caseCol, col("facility", "", "node"), col("kind", "", "kind of place"), col("passages", "1", "passages of counted loads, a replication; unloading and transfer are two")}}
	for a := network.Activity(0); a < network.Activities; a++ {
		t.Columns = append(t.Columns, col(a.String()+"_hours", "h", "time of counted loads there in this activity, summed, a replication"))
	}
	for c, cs := range s.Plan.Cases {
		for n := range s.Plan.Net.Nodes {
			passages, hours := s.placeTimes(c, n)
			row, any := []any{cs.Name(), s.Plan.Net.Nodes[n].ID, s.Plan.Net.Nodes[n].Kind.String(), passages}, passages > 0
			for _, h := range hours {
				row = append(row, h)
				any = any || h > 0
			}
			if any {
				t.Add(row...)
			}
		}
	}
	return t
}

func (s *Study) resourceTable() *results.Table {
	t := &results.Table{Name: "resources", Columns: []results.Column{caseCol, col("facility", "", "node; empty: a section or passing place of a rail line"), col("resource", "", "resource"), col("servers", "1", "servers when all are at work"),
		col("served", "1", "services begun in the window, all traffic, a replication"), col("lost", "1", "turned away"), col("mean_wait_min", "min", "mean wait of those served"),
		col("p95_wait_min", "min", "95th percentile of waits, mean over replications"), col("mean_queue", "1", "time-weighted queue"), col("most_queue", "1", "longest queue"), col("mean_busy", "servers", "time-weighted busy servers")}}
	for c := range s.Plan.Cases {
		for _, r := range s.resources(c) {
			t.Add(r.Case, r.Facility, r.Resource, r.Servers, r.Served, r.Lost, r.MeanWait, r.P95Wait, r.MeanQueue, r.MostQueue, r.MeanBusy)
		}
	}
	return t
}

// resources of a case that served anyone.
func (s *Study) resources(c int) (list []results.Resource) {
	for i, name := range s.Models[c].ResourceNames() {
		at := func(of func(*freight.ResourceTally) float64) float64 {
			return s.mean(c, func(x *cell) float64 { return of(&x.out.Resources[i]) })
		}
		r := results.Resource{Case: s.Plan.Cases[c].Name(), Facility: name[0], Resource: name[1], Servers: s.Models[c].Servers(i),
			Served:    at(func(r *freight.ResourceTally) float64 { return float64(r.Served) }),
			Lost:      at(func(r *freight.ResourceTally) float64 { return float64(r.Lost) }),
			MeanWait:  at(func(r *freight.ResourceTally) float64 { return r.Waits.Mean().Minutes() }),
			P95Wait:   at(func(r *freight.ResourceTally) float64 { return r.Waits.Quantile(0.95).Minutes() }),
			MeanQueue: at(func(r *freight.ResourceTally) float64 { return r.MeanQueue }),
			MostQueue: at(func(r *freight.ResourceTally) float64 { return float64(r.Most) }),
			MeanBusy:  at(func(r *freight.ResourceTally) float64 { return r.MeanBusy })}
		if r.Served+r.Lost > 0 {
			list = append(list, r)
		}
	}
	return list
}

func (s *Study) serviceTable() *results.Table {
	t := &results.Table{Name: "services", Columns: []results.Column{caseCol, col("service", "", "service"), col("mode", "", "mode"), col("departures", "1", "from calls where cargo may board, a replication"),
		col("full", "1", "of them, left cargo behind for want of room"), col("blanked", "1", "cancelled runs"), col("cancelled", "1", "runs cancelled by a change"), col("omitted", "1", "calls left out"), col("boarded", "loads", "loads that boarded"),
		col("left_behind", "loads", "loads left behind, each time; where places are booked, put off because a departure was sold out"), col("rebooked", "loads", "places lost because the load was late or the departure was cancelled or left the call out"), col("set_out", "loads", "loads set out at borders"), col("empties", "1", "empty units that boarded; not among the loads and TEU boarded"), col("teu", "TEU", "boarded"), col("most_teu", "TEU", "most aboard at once")}}
	for c, cs := range s.Plan.Cases {
		for i := range s.Plan.Net.Services {
			at := func(of func(*freight.ServiceTally) float64) float64 {
				return s.mean(c, func(x *cell) float64 { return of(&x.out.Services[i]) })
			}
			dep := at(func(v *freight.ServiceTally) float64 { return float64(v.Departures + v.Blanked + v.Cancelled) })
			if dep == 0 {
				continue
			}
			t.Add(cs.Name(), s.Plan.Net.Services[i].ID, s.Plan.Net.Services[i].Mode.String(),
				at(func(v *freight.ServiceTally) float64 { return float64(v.Departures) }), at(func(v *freight.ServiceTally) float64 { return float64(v.Full) }),
				at(func(v *freight.ServiceTally) float64 { return float64(v.Blanked) }), at(func(v *freight.ServiceTally) float64 { return float64(v.Cancelled) }),
				at(func(v *freight.ServiceTally) float64 { return float64(v.Omitted) }),
				at(func(v *freight.ServiceTally) float64 { return float64(v.Boarded) }), at(func(v *freight.ServiceTally) float64 { return float64(v.LeftBehind) }), at(func(v *freight.ServiceTally) float64 { return float64(v.Rebooked) }),
				at(func(v *freight.ServiceTally) float64 { return float64(v.SetOut) }), at(func(v *freight.ServiceTally) float64 { return float64(v.Empties) }), at(func(v *freight.ServiceTally) float64 { return v.TEU }),
				at(func(v *freight.ServiceTally) float64 { return v.MostTEU }))
		}
	}
	return t
}

// emptyTable is about empty units on their way back, of the whole run.
func (s *Study) emptyTable() *results.Table {
	t := &results.Table{Name: "empties", Columns: []results.Column{caseCol, col("created", "1", "empty units that set out, or would have, a replication; pre-roll and drain included"), col("home", "1", "that came to where they had been loaded"),
		col("unserved", "1", "without a way back"), col("lost", "1", "turned away"), col("in_transit", "1", "under way at the end")}}
	for c, cs := range s.Plan.Cases {
		at := func(of func(*freight.EmptyTally) int64) float64 {
			return s.mean(c, func(x *cell) float64 { return float64(of(&x.out.Empties)) })
		}
		if n := at(func(e *freight.EmptyTally) int64 { return e.Created }); n > 0 {
			t.Add(cs.Name(), n, at(func(e *freight.EmptyTally) int64 { return e.Home }), at(func(e *freight.EmptyTally) int64 { return e.Unserved }),
				at(func(e *freight.EmptyTally) int64 { return e.Lost }), at(func(e *freight.EmptyTally) int64 { return e.InTransit }))
		}
	}
	return t
}

func (s *Study) changeTable() *results.Table {
	t := &results.Table{Name: "changes", Columns: []results.Column{caseCol, col("change", "", "change of the scenario"), col("on", "UTC", "took hold"), col("off", "UTC", "let go; empty: not in the run"),
		col("bound", "1", "times it stopped, slowed or changed something, a replication; all figures here are of all loads and the whole run"),
		col("trains", "1", "times a train was stopped or a departure cancelled, this world's and others"), col("ships", "1", "the same of ships"), col("aircraft", "1", "of aircraft"), col("trucks", "1", "of trucks"),
		col("loads", "1", "times a load was stopped: in its truck, aboard, or waiting to board"), col("load_hours", "h", "that loads stood because of it at gates, on links and at home"),
		col("diverted", "loads", "took another way under way because of it"), col("postponed", "loads", "were held where they are made"), col("cancelled", "loads", "given up"),
		col("forward", "loads", "brought forward"), col("added", "loads", "that demand adds"), col("dropped", "loads", "that demand takes away"), col("usd", "USD", "charged: fees, prices, duties")}}
	sum := results.Summary{}
	for c := range s.Plan.Cases {
		s.changes(&sum, c)
	}
	for _, c := range sum.Changes {
		row := []any{c.Case, c.Name, c.On, c.Off, c.Bound}
		for _, x := range c.Counts() {
			row = append(row, *x)
		}
		t.Add(row...)
	}
	return t
}
