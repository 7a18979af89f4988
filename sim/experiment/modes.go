package experiment

import (
	"slices"
	"strings"

	"corridor/network"
	"corridor/network/route"
	"corridor/sim/results"
)

// modes is how the goods of a case travel, by direction and group.
func (s *Study) modes(c int) (list []results.ModeShare) {
	net := s.Plan.Net
	type direction struct{ from, to network.Country }
	var directions []direction
	for f := range net.Flows {
		d := direction{net.Nodes[net.Flows[f].From].Country, net.Nodes[net.Flows[f].To].Country}
		if net.Flows[f].Commodity >= 0 && d.from != d.to && !slices.Contains(directions, d) {
			directions = append(directions, d)
		}
	}
	for _, d := range directions {
		for _, group := range append([]string{""}, s.groups...) {
			tonnes, value := s.split(c, func(f *network.Flow) bool {
				return net.Nodes[f.From].Country == d.from && net.Nodes[f.To].Country == d.to && (group == "" || net.Group(f) == group)
			})
			for m := range modeCount {
				if tonnes[m].Mean > 0 {
					list = append(list, results.ModeShare{Case: s.Plan.Cases[c].Name(), From: d.from.String(), To: d.to.String(), Group: group, Mode: network.Mode(m).String(), Tonnes: tonnes[m], Value: value[m]})
				}
			}
		}
	}
	return list
}

// split is the share of each mode in the tonnes and in the value that some flows
// send in a year. Counted loads are a sample of every flow; each flow weighs by
// its rate, so that the sample's share of a flow does not matter. Under `open` the
// flows of which nothing is divertible are there with all their loads; under other
// rules a flow of which nothing was counted is left out. The mode of a way is that of its
// longest-reaching ride: air before sea before rail; road only where nothing is
// ridden.
func (s *Study) split(c int, pick func(*network.Flow) bool) (tonnes, value [modeCount]results.Estimate) {
	net := s.Plan.Net
	sum := make([][2 * modeCount]float64, len(s.reps)) // tonnes by mode, then value
	for f := range net.Flows {
		fl := &net.Flows[f]
		if fl.Commodity < 0 || !pick(fl) {
			continue
		}
		goods := &net.Commodities[fl.Commodity]
		for i, r := range s.reps {
			loads, by := modeLoads(s.cells[c][r], f)
			for m := range by {
				if loads > 0 {
					sum[i][m] += by[m] / loads * fl.PerSecond * goods.Tonnes
					sum[i][modeCount+m] += by[m] / loads * fl.PerSecond * goods.ValueUSD
				}
			}
		}
	}
	for m := range modeCount {
		share := func(from int) results.Estimate {
			var xs []float64
			for i := range sum {
				total := 0.0
				for k := range modeCount {
					total += sum[i][from+k]
				}
				if total > 0 {
					xs = append(xs, sum[i][from+m]/total)
				}
			}
			e, _ := estimate(xs, "1")
			return e
		}
		tonnes[m], value[m] = share(0), share(modeCount)
	}
	return tonnes, value
}

// measured holds the totals of totals.csv that are of a mode against a case
// under `open`.
func (s *Study) measured(c int) (list []results.Total) {
	net := s.Plan.Net
	if s.Plan.Cases[c].Routing != route.Open || len(s.reps) == 0 {
		return nil
	}
	for _, row := range net.Set.Rows("totals") {
		if row.Text("mode") == "" || row.Text("measure") != "share" {
			continue
		}
		goods := row.Words("commodities")
		tonnes, _ := s.split(c, func(f *network.Flow) bool {
			return net.Nodes[f.From].Country.String() == row.Text("from") && net.Nodes[f.To].Country.String() == row.Text("to") &&
				(len(goods) == 0 || slices.Contains(goods, net.Commodities[f.Commodity].ID))
		})
		t := results.Total{Case: s.Plan.Cases[c].Name(), ID: row.Text("id"), What: row.Text("what"), Year: row.Int("year"), Published: row.Num("value"), Low: row.Num("low"), High: row.Num("high")}
		for m := range modeCount {
			if network.Mode(m).String() == row.Text("mode") {
				t.Measured = tonnes[m]
			}
		}
		t.Within = t.Measured.Mean >= t.Low && t.Measured.Mean <= t.High
		list = append(list, t)
	}
	return list
}

const modeCount = 4

// modeLoads is how many counted loads of a flow set out by each mode.
func modeLoads(x *cell, f int) (loads float64, by [modeCount]float64) {
	for _, w := range x.out.Flows[f].Ways {
		mode, _, _ := strings.Cut(w.Name, " ")
		for m := range by {
			if mode == network.Mode(m).String() {
				by[m] += float64(w.Loads)
				loads += float64(w.Loads)
			}
		}
	}
	return loads, by
}

func (s *Study) modeTable() *results.Table {
	t := &results.Table{Name: "modes", Columns: []results.Column{caseCol, col("from", "", "country of origin; XX: overseas"), col("to", "", "country of destination"), col("group", "", "group of goods; empty: all"), col("mode", "", "main mode"),
		col("tonnes", "1", "share of the tonnes a year"), col("tonnes_lo", "1", "lower end of the 95% interval"), col("tonnes_hi", "1", "upper end"),
		col("value", "1", "share of the value"), col("value_lo", "1", "lower end"), col("value_hi", "1", "upper end")}}
	for c := range s.Plan.Cases {
		for _, m := range s.modes(c) {
			t.Add(m.Case, m.From, m.To, m.Group, m.Mode, m.Tonnes.Mean, m.Tonnes.Lo, m.Tonnes.Hi, m.Value.Mean, m.Value.Lo, m.Value.Hi)
		}
	}
	return t
}
