package experiment

import (
	"slices"
	"strings"

	"corridor/network"
	"corridor/sim/results"
)

// modes is how the goods of a case travel, by direction and group: shares of
// the tonnes and of the value that the flows send in a year. Counted loads are
// a sample of every flow; each flow weighs by its rate, so that the sample's
// share of a flow does not matter. A flow of which nothing was counted is left
// out. The mode of a way is that of its longest-reaching ride: sea before rail,
// air before sea; road only where nothing is ridden.
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
			sum := make([][2 * modeCount]float64, len(s.reps)) // tonnes by mode, then value
			for f := range net.Flows {
				fl := &net.Flows[f]
				if fl.Commodity < 0 || (direction{net.Nodes[fl.From].Country, net.Nodes[fl.To].Country}) != d || group != "" && net.Group(fl) != group {
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
				if t := share(0); t.Mean > 0 {
					list = append(list, results.ModeShare{Case: s.Plan.Cases[c].Name(), From: d.from.String(), To: d.to.String(), Group: group, Mode: network.Mode(m).String(), Tonnes: t, Value: share(modeCount)})
				}
			}
		}
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
