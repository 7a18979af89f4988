package data

import (
	"math"
	"testing"
)

// demand sums the built-in flows between two countries: US dollars, tonnes and
// loads a year. Goods: all, or those named.
func demand(set *Set, from, to string, goods ...string) (usd, tonnes, loads float64) {
	for _, f := range set.Rows("flows") {
		o, _ := set.Find("nodes", f.Text("from"))
		d, _ := set.Find("nodes", f.Text("to"))
		c, _ := set.Find("commodities", f.Text("commodity"))
		if o.Text("country") != from || d.Text("country") != to {
			continue
		}
		wanted := len(goods) == 0
		for _, g := range goods {
			wanted = wanted || g == c.Key()
		}
		if wanted {
			n := f.PerSecond("rate") * 366 * 24 * 3600
			usd, tonnes, loads = usd+n*c.Num("value_usd"), tonnes+n*c.Num("tonnes"), loads+n
		}
	}
	return usd, tonnes, loads
}

// Published facts, not our tables: El Economista 2025 (Statistics Canada);
// INEGI 2026; Notimex 2017; AAFC 2025; Mexico News Daily 2026; CER 2018.
func TestFlowsMeetPublishedTrade(t *testing.T) {
	set := builtin(t)
	near := func(what string, got, want, share float64) {
		t.Helper()
		if math.Abs(got/want-1) > share {
			t.Errorf("%s: the flows make %.4g, published are %.4g", what, got, want)
		}
	}
	north, _, _ := demand(set, "MX", "CA")
	near("goods from Mexico, US$", north, 34.293e9, 0.01)
	south, _, _ := demand(set, "CA", "MX")
	near("goods to Mexico, US$", south, 6.278e9, 0.01)
	_, _, racks := demand(set, "MX", "CA", "vehicles")
	near("light vehicles from Mexico", racks*11, 0.111*3385785, 0.01)
	transport, _, _ := demand(set, "MX", "CA", "vehicles", "auto-parts")
	near("transport equipment from Mexico, share", transport/north, 917.0/2502, 0.05)
	machines, _, _ := demand(set, "MX", "CA", "machinery", "electronics", "energy-equipment")
	near("machinery and electrical goods from Mexico, share", machines/north, 862.0/2502, 0.05)
	_, wheat, _ := demand(set, "CA", "MX", "wheat")
	near("wheat, t a year", wheat, 3.9e6/5.75, 0.05)
	_, beef, _ := demand(set, "CA", "MX", "beef")
	near("beef, t", beef, 24e3, 0.02)
	_, propane, _ := demand(set, "CA", "MX", "propane")
	near("propane, t", propane, 583e6*0.51e-3, 0.02)
}

func TestFlowsAreWithinTheRangesOfTotals(t *testing.T) {
	set := builtin(t)
	seen := 0
	for _, r := range set.Rows("totals") {
		if r.Num("low") > r.Num("value") || r.Num("high") < r.Num("value") {
			t.Errorf("%s:%d %s: the published value is outside its own range", r.File(), r.Line, r.Key())
		}
		if r.Has("mode") {
			continue
		}
		usd, tonnes, loads := demand(set, r.Text("from"), r.Text("to"), r.Words("commodities")...)
		got := map[string]float64{"usd": usd, "tonnes": tonnes, "loads": loads}[r.Text("measure")]
		if got < r.Num("low") || got > r.Num("high") {
			t.Errorf("%s:%d %s: the flows make %.4g, expected %.4g to %.4g", r.File(), r.Line, r.Key(), got, r.Num("low"), r.Num("high"))
		}
		seen++
	}
	if seen < 15 {
		t.Errorf("only %d totals", seen)
	}
}

func TestEveryZoneGoodAndEquipmentIsUsedByAFlow(t *testing.T) {
	set := builtin(t)
	used := map[string]bool{}
	for _, f := range set.Rows("flows") {
		c, _ := set.Find("commodities", f.Text("commodity"))
		for _, id := range []string{"node " + f.Text("from"), "node " + f.Text("to"), "good " + c.Key(), "equipment " + c.Text("equipment")} {
			used[id] = true
		}
	}
	for _, r := range set.Rows("nodes") {
		if k := r.Text("kind"); (k == "zone" || k == "overseas") && r.Text("country") != "US" && !used["node "+r.Key()] {
			t.Errorf("%s:%d no flow begins or ends at %s", r.File(), r.Line, r.Key())
		}
	}
	for _, r := range set.Rows("commodities") {
		if !used["good "+r.Key()] {
			t.Errorf("%s:%d no flow of %s", r.File(), r.Line, r.Key())
		}
	}
	for _, r := range set.Rows("equipment") {
		if !used["equipment "+r.Key()] {
			t.Errorf("%s:%d no goods in %s", r.File(), r.Line, r.Key())
		}
	}
	if n := len(set.Rows("flows")); n > 520 {
		t.Errorf("%d flows: more than the speed of a run allows", n)
	}
}
