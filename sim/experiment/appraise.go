package experiment

import (
	"fmt"
	"math"

	"corridor/network"
	"corridor/network/route"
	"corridor/sim/freight"
	"corridor/sim/results"
)

// secondsAYear of 365.25 days.
const secondsAYear = 365.25 * 86400

// invests says whether a case has changes that cost something.
func (s *Study) invests(c int) bool {
	for i := range s.Plan.Cases[c].Scenario.Changes {
		if s.Plan.Cases[c].Scenario.Changes[i].Investment != nil {
			return true
		}
	}
	return false
}

// without is the first case under the same routing that invests in nothing, -1
// where there is none.
func (s *Study) without(c int) int {
	for b := range s.Plan.Cases {
		if s.Plan.Cases[b].Routing == s.Plan.Cases[c].Routing && !s.invests(b) {
			return b
		}
	}
	return -1
}

// appraise sets what each case with investments saves against what they cost.
func (s *Study) appraise() (list []results.Investment) {
	for c := range s.Plan.Cases {
		if b := s.without(c); b >= 0 && len(s.reps) > 0 && s.invests(c) {
			list = append(list, s.appraisal(c, b))
		}
	}
	return list
}

func (s *Study) appraisal(c, b int) results.Investment {
	x := results.Investment{Case: s.Plan.Cases[c].Name(), Base: s.Plan.Cases[b].Name(), Rate: s.Plan.Net.Params.Discount}
	for i := range s.Plan.Cases[c].Scenario.Changes {
		ch := &s.Plan.Cases[c].Scenario.Changes[i]
		if v := ch.Investment; v != nil {
			annual := results.Range(v.Annual(x.Rate))
			x.Built = append(x.Built, results.Built{Change: ch.Name, USD: results.Range(v.USD), Years: results.Range(v.Years), Upkeep: results.Range(v.Upkeep), Annual: annual, Source: v.Source, Reason: v.Reason})
			x.Annual.Low, x.Annual.Central, x.Annual.High = x.Annual.Low+annual.Low, x.Annual.Central+annual.Central, x.Annual.High+annual.High
		}
	}
	saved := make([][]float64, network.CostItems) // by replication
	all := make([]float64, len(s.reps))
	for i, r := range s.reps {
		items, tonnes := s.saved(s.cells[c][r].out, s.cells[b][r].out, s.Plan.Cases[c].Routing)
		x.Tonnes[0] += tonnes / float64(len(s.reps))
		for k, usd := range items {
			saved[k] = append(saved[k], usd)
			all[i] += usd
		}
	}
	for f := range s.Plan.Net.Flows {
		x.Tonnes[1] += s.tonnesAYear(f)
	}
	for k, usd := range saved {
		e, _ := estimate(usd, "USD/year")
		if e.Lo != 0 || e.Hi != 0 {
			x.Saved = append(x.Saved, results.Saved{Item: network.CostItem(k).String(), Estimate: e})
		}
	}
	x.Benefit, _ = estimate(all, "USD/year")
	x.Net = less(x.Benefit, x.Annual.Central)
	x.Low, x.High = less(x.Benefit, x.Annual.High).Lo, less(x.Benefit, x.Annual.Low).Hi
	if a := x.Annual.Central; a > 0 {
		x.Ratio = results.Estimate{Mean: x.Benefit.Mean / a, Lo: x.Benefit.Lo / a, Hi: x.Benefit.Hi / a, Unit: "1"}
	}
	return x
}

func less(e results.Estimate, x float64) results.Estimate {
	e.Mean, e.Lo, e.Hi = e.Mean-x, e.Lo-x, e.Hi-x
	return e
}

// tonnesAYear is what a flow sends by the tables; a load of a world without goods
// is a tonne.
func (s *Study) tonnesAYear(f int) float64 {
	fl := &s.Plan.Net.Flows[f]
	t := fl.PerSecond * secondsAYear
	if fl.Commodity >= 0 {
		t *= s.Plan.Net.Commodities[fl.Commodity].Tonnes
	}
	return t
}

// saved is what a replication of a case spends less than that of its base, dollars
// a year by item, and the tonnes a year that this is of. Flow by flow it is the
// difference of the cost of a load, over the loads that both deliver. Counted loads
// are a sample: they stand for all loads of the flow under open, where all choose
// alike, and for those that could go another way under other rules.
func (s *Study) saved(with, base *freight.Outcome, rule route.Routing) (items [network.CostItems]float64, tonnes float64) {
	fixed := true
	for f := range s.Plan.Net.Flows {
		fixed = fixed && s.Plan.Net.Flows[f].Fixed
	}
	for f := range s.Plan.Net.Flows {
		fl := &s.Plan.Net.Flows[f]
		a, b := &with.Flows[f], &base.Flows[f]
		if a.Transit.N == 0 || b.Transit.N == 0 {
			continue
		}
		part := float64(min(a.Delivered, b.Delivered)) / float64(max(a.Created, b.Created))
		if rule != route.Open && !fixed && !fl.Fixed {
			part *= fl.Divertible
		}
		loads := part * fl.PerSecond * secondsAYear
		for k := range items {
			items[k] += loads * (b.Cost[k]/float64(b.Transit.N) - a.Cost[k]/float64(a.Transit.N))
		}
		tonnes += part * s.tonnesAYear(f)
	}
	return items, tonnes
}

// investmentNotes say what an appraisal lacks.
func (s *Study) investmentNotes() (notes []string) {
	begin, end, _ := s.Models[0].Window()
	for c := range s.Plan.Cases {
		if !s.invests(c) || len(s.reps) == 0 {
			continue
		}
		name := s.Plan.Cases[c].Name()
		if s.without(c) < 0 {
			notes = append(notes, fmt.Sprintf("%s: what its investments save is not worked out: no case without any is compared under the same routing.", name))
			continue
		}
		for i := range s.Plan.Cases[c].Scenario.Changes {
			ch := &s.Plan.Cases[c].Scenario.Changes[i]
			if ch.Investment == nil {
				continue
			}
			part := 0.0
			for _, r := range s.reps {
				t := &s.cells[c][r].out.Changes[i]
				off := end
				if t.Off > 0 {
					off = min(t.Off, end)
				}
				if t.Took {
					part += max(0, float64(off-max(t.On, begin))/float64(end-begin)) / float64(len(s.reps))
				}
			}
			if part < 0.999 {
				notes = append(notes, fmt.Sprintf("%s: %q is there for %.0f%% of the window, so that a full year would save more than is said.", name, ch.Name, 100*math.Floor(part*100)/100))
			}
		}
	}
	return notes
}

// investmentTable is what is built, and what a year of it costs.
func (s *Study) investmentTable() *results.Table {
	t := &results.Table{Name: "investments", Columns: []results.Column{caseCol, col("base", "", "case without investments that it is held against"), col("change", "", "change of the scenario"),
		col("usd_low", "USD", "cost to build, low end"), col("usd", "USD", "cost to build"), col("usd_high", "USD", "high end"),
		col("years_low", "years", "life, low end"), col("years", "years", "life"), col("years_high", "years", "high end"),
		col("upkeep_low", "1", "upkeep a year as a share of the cost to build, low end"), col("upkeep", "1", "upkeep"), col("upkeep_high", "1", "high end"),
		col("rate", "1", "interest a year, without inflation"), col("annual_low", "USD/year", "annuity and upkeep with everything at its cheap end: low cost and upkeep, long life"), col("annual", "USD/year", "annuity and upkeep"), col("annual_high", "USD/year", "with everything at its dear end"),
		col("source", "", "who says so"), col("reason", "", "why what has no source is assumed so")}}
	for _, x := range s.appraise() {
		for _, b := range x.Built {
			t.Add(x.Case, x.Base, b.Change, b.USD.Low, b.USD.Central, b.USD.High, b.Years.Low, b.Years.Central, b.Years.High, b.Upkeep.Low, b.Upkeep.Central, b.Upkeep.High,
				x.Rate, b.Annual.Low, b.Annual.Central, b.Annual.High, b.Source, b.Reason)
		}
	}
	return t
}

// benefitTable is what the cases with investments save.
func (s *Study) benefitTable() *results.Table {
	t := &results.Table{Name: "benefits", Columns: []results.Column{caseCol, col("base", "", "case without investments that it is held against"),
		col("item", "", "cost item; benefit: their sum; annual-cost: of the investments, lo and hi their cheap and dear ends; net: benefit less annual cost, interval of the benefit; ratio: benefit over annual cost; tonnes: a year, that this is of"),
		col("mean", "see unit", "saved a year, mean over replications"), col("lo", "see unit", "lower end of the 95% interval of the paired difference"), col("hi", "see unit", "upper end"), col("unit", "", "unit of the value")}}
	for _, x := range s.appraise() {
		add := func(item string, e results.Estimate) { t.Add(x.Case, x.Base, item, e.Mean, e.Lo, e.Hi, e.Unit) }
		for _, v := range x.Saved {
			add(v.Item, v.Estimate)
		}
		add("benefit", x.Benefit)
		add("annual-cost", results.Estimate{Mean: x.Annual.Central, Lo: x.Annual.Low, Hi: x.Annual.High, Unit: "USD/year"})
		add("net", x.Net)
		if x.Ratio.Unit != "" {
			add("ratio", x.Ratio)
		}
		add("tonnes", results.Estimate{Mean: x.Tonnes[0], Lo: x.Tonnes[0], Hi: x.Tonnes[0], Unit: "t/year"})
	}
	return t
}
