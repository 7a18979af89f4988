package experiment

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"corridor/network/route"
	"corridor/scenarios"
	"corridor/sim/freight"
	"corridor/sim/results"
)

// booth takes the fee of 10 dollars away at the bridge of straits.
const booth = "name: booth\nchanges:\n  - {name: free, where: {id: bridge, stage: primary}, do: {fee: {times: 0}}, investment: {usd: {low: 5e4, central: 1e5, high: 2e5}, years: 20, upkeep: 0.02, reason: x}}\n"

func casesOf(routing route.Routing, list ...*scenarios.Scenario) (cases []freight.Case) {
	for _, s := range list {
		cases = append(cases, freight.Case{Scenario: s, Routing: routing, Share: 1})
	}
	return cases
}

// Nine loads a day cross the bridge (grain has no truck), each saves 10 dollars:
// 9 × 365.25 × 10 = 32,872.5 a year. A hundred thousand dollars over 20 years at 8% and
// 2% of upkeep are 10,185.22 + 2,000 a year.
func TestAnInvestmentIsSetAgainstWhatItSaves(t *testing.T) {
	p := planOf(t, 3)
	p.Net.Params.Discount = 0.08
	p.Cases = casesOf(route.ViaUS, plainScenario, scenarioOf(t, booth))
	s := study(t, p)
	sum := s.Summary()
	if len(sum.Investments) != 1 {
		t.Fatalf("%+v", sum.Investments)
	}
	x := sum.Investments[0]
	if x.Case != "booth/us" || x.Base != "plain/us" || len(x.Built) != 1 || x.Built[0].Change != "free" {
		t.Errorf("%+v", x)
	}
	near := func(what string, got, want float64) {
		if math.Abs(got-want) > 1e-6*math.Max(1, math.Abs(want)) {
			t.Errorf("%s is %.6f, want %.6f", what, got, want)
		}
	}
	near("benefit", x.Benefit.Mean, 32872.5)
	near("its interval", x.Benefit.Hi-x.Benefit.Lo, 0)
	near("annual cost", x.Annual.Central, 12185.220882)
	near("its low end", x.Annual.Low, 6092.610441)
	near("net", x.Net.Mean, 32872.5-12185.220882)
	near("the low end of net", x.Low, 32872.5-2*12185.220882)
	near("ratio", x.Ratio.Mean, 32872.5/12185.220882)
	near("tonnes", x.Tonnes[0], 365.25*(4*14+2*10+3*18))
	near("all tonnes", x.Tonnes[1], 365.25*(4*14+2*10+3*18+2*80))
	if len(x.Saved) != 1 || x.Saved[0].Item != "border" {
		t.Errorf("saved %+v", x.Saved)
	}
	sumOf := 0.0
	for _, tab := range s.Tables() {
		switch tab.Name {
		case "investments":
			if len(tab.Rows) != 1 {
				t.Errorf("investments.csv: %v", tab.Rows)
			}
		case "benefits":
			tab.Scan([]string{"item", "mean"}, func(c results.Cells) {
				if c.Text(0) == "border" || c.Text(0) == "benefit" {
					sumOf += c.Number(1)
				}
			})
		}
	}
	near("benefits.csv", sumOf, 2*32872.5)
}

// Of a flow that is divertible in part, the part counts that obeys the rule; under
// open, where all choose alike, the whole of it.
func TestWhatIsSavedIsOfTheLoadsThatObeyTheRule(t *testing.T) {
	p := planOf(t, 2)
	p.Net = netOf(t, with(straits, "flows", "id,from,to,commodity,rate,due,divertible\ncars,plant,mill,cars,3/d,6d,0.5\n"))
	for routing, want := range map[route.Routing]float64{route.ViaUS: 0.5 * 3 * 365.25 * 10, route.Open: 3 * 365.25 * 10} {
		p.Cases = casesOf(routing, plainScenario, scenarioOf(t, booth))
		x := study(t, p).appraise()
		if len(x) != 1 || math.Abs(x[0].Benefit.Mean-want) > 1e-6*want {
			t.Errorf("%v: %+v, want %v", routing, x, want)
		}
	}
}

func TestWhatAnInvestmentCostsMovesNothing(t *testing.T) {
	built := scenarioOf(t, booth)
	given := scenarioOf(t, booth)
	given.Changes[0].Investment = nil
	p := planOf(t, 2)
	p.Cases = casesOf(route.Open, plainScenario, built)
	q := planOf(t, 2)
	q.Cases = casesOf(route.Open, plainScenario, given)
	a, b := study(t, p), study(t, q)
	tables := map[string][]byte{}
	for _, x := range a.Tables() {
		tables[x.Name] = x.CSV()
	}
	for _, x := range b.Tables() {
		if !bytes.Equal(tables[x.Name], x.CSV()) {
			t.Errorf("%s.csv has other bytes", x.Name)
		}
		delete(tables, x.Name)
	}
	if len(tables) != 2 || tables["investments"] == nil || tables["benefits"] == nil {
		t.Errorf("further tables: %d", len(tables))
	}
	sa, sb := a.Summary(), b.Summary()
	sa.Investments = nil
	x, _ := sa.JSON()
	y, _ := sb.JSON()
	if !bytes.Equal(x, y) {
		t.Error("summary.json has other bytes beside the appraisal")
	}
}

func TestAnAppraisalSaysWhatItLacks(t *testing.T) {
	p := planOf(t, 2)
	late := scenarioOf(t, strings.Replace(booth, "name: free,", "name: free, from: 2024-01-05, by: uniform min=6d max=8d,", 1))
	p.Cases = casesOf(route.ViaUS, plainScenario, late)
	notes := strings.Join(study(t, p).notes(), "\n")
	if !strings.Contains(notes, `booth/us: "free" is there for `) || !strings.Contains(notes, "% of the window") {
		t.Errorf("notes: %s", notes)
	}
	p.Cases = casesOf(route.ViaUS, scenarioOf(t, booth))
	s := study(t, p)
	if notes := strings.Join(s.notes(), "\n"); !strings.Contains(notes, "no case without any is compared under the same routing") || len(s.appraise()) > 0 {
		t.Errorf("notes: %s", notes)
	}
}
