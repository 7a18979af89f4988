package experiment

import (
	"math"
	"testing"
	"time"

	"corridor/network"
	"corridor/sim/freight"
	"corridor/sim/results"
)

func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance*(1+math.Abs(b)) }

func TestStudentsFactorsAreThoseOfTheTables(t *testing.T) {
	// Two-sided 95%: NIST/SEMATECH e-Handbook, table of critical values, 0.975.
	for freedom, want := range map[int]float64{1: 12.7062, 2: 4.30265, 3: 3.18245, 4: 2.77645, 5: 2.57058, 7: 2.36462, 9: 2.26216, 14: 2.14479, 19: 2.09302, 29: 2.04523, 60: 2.00030, 100: 1.98397, 1_000_000: 1.95997} {
		if got := StudentT95(freedom); math.Abs(got-want) > 1e-4 {
			t.Errorf("%d degrees of freedom: %.5f, want %.5f", freedom, got, want)
		}
	}
}

func TestAnEstimateIsTheMeanWithStudentsInterval(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, tt := range []struct {
		name string
		xs   []float64
		want results.Estimate
		ok   bool
	}{
		{"none", nil, results.Estimate{}, false},
		{"only what is no number", []float64{nan, inf, -inf}, results.Estimate{}, false},
		{"one: no interval", []float64{7}, results.Estimate{Mean: 7, Lo: 7, Hi: 7, Unit: "h"}, true},
		// 1, 2, 3, 4: standard deviation sqrt(5/3), half width 3.18245 x sqrt(5/12).
		{"four", []float64{1, 2, 3, 4}, results.Estimate{Mean: 2.5, Lo: 2.5 - 2.054261, Hi: 2.5 + 2.054261, Unit: "h"}, true},
		{"two, and one that is no number", []float64{-1, nan, 1}, results.Estimate{Mean: 0, Lo: -12.7062, Hi: 12.7062, Unit: "h"}, true},
		{"equal values: a point", []float64{3, 3, 3}, results.Estimate{Mean: 3, Lo: 3, Hi: 3, Unit: "h"}, true},
	} {
		e, ok := estimate(tt.xs, "h")
		if ok != tt.ok || !near(e.Mean, tt.want.Mean, 1e-12) || !near(e.Lo, tt.want.Lo, 1e-5) || !near(e.Hi, tt.want.Hi, 1e-5) || e.Unit != tt.want.Unit {
			t.Errorf("%s: %+v, %v, want %+v, %v", tt.name, e, ok, tt.want, tt.ok)
		}
	}
}

func TestAnIntervalExcludesWhatIsOutsideIt(t *testing.T) {
	e := results.Estimate{Mean: 2, Lo: 1, Hi: 3}
	for x, want := range map[float64]bool{0: true, 1: false, 2: false, 3: false, 3.1: true} {
		if e.Excludes(x) != want {
			t.Errorf("%v excluded: %v", x, !want)
		}
	}
}

func TestTheIntervalCoversTheTrueMeanIn95Of100(t *testing.T) {
	// Sums of 12 numbers of a linear congruence are close to normal.
	x := uint64(42)
	next := func() float64 {
		s := -6.0
		for range 12 {
			x = x*6364136223846793005 + 1442695040888963407
			s += float64(x>>11) / (1 << 53)
		}
		return s
	}
	covered := 0
	const trials = 4000
	for range trials {
		xs := make([]float64, 5)
		for i := range xs {
			xs[i] = 10 + 3*next()
		}
		if e, _ := estimate(xs, ""); !e.Excludes(10) {
			covered++
		}
	}
	// The standard deviation of the count is 14.
	if covered < 0.95*trials-60 || covered > 0.95*trials+60 {
		t.Errorf("%d of %d intervals hold the mean", covered, trials)
	}
}

// index of a KPI by name.
func index(t testing.TB, name string) int {
	t.Helper()
	for i, k := range KPIs {
		if k.Name == name {
			return i
		}
	}
	t.Fatalf("no KPI %s", name)
	return -1
}

func TestKPIsAreWorkedOutFromTallies(t *testing.T) {
	a, b := freight.FlowTally{Created: 5, Delivered: 3, Censored: 1, Unserved: 1, Cancelled: 2, OnTime: 2, Due: 4, Missed: 1, Replans: 2, Broken: 3, Tonnes: 40, TonneKM: 1000, TonneKMUS: 250, KG: 80}, freight.FlowTally{Created: 1, Delivered: 1, Tonnes: 10, TonneKM: 1000, KG: 20}
	for _, h := range []float64{10, 20, 30, 40} {
		a.Transit.Record(time.Duration(h * float64(time.Hour)))
	}
	b.Transit.Record(100 * time.Hour)
	a.US = 50 * hour
	a.Cost[network.LineHaul], b.Cost[network.Border] = 900, 100
	for i, account := range freight.AccountNames() {
		switch account {
		case "border/queueing":
			a.Time[i] = 6 * hour
		case "border/inspected":
			b.Time[i] = 4 * hour
		case "port/waiting":
			a.Time[i] = 30 * hour
		case "way/moving":
			b.Time[i] = 25 * hour
		}
	}
	got := values([]*freight.FlowTally{&a, &b})
	for name, want := range map[string]float64{
		"transit_hours": 40, "border_wait_hours": 2, "port_wait_hours": 6, "service_wait_hours": 6, "moving_hours": 5,
		"cost_usd_per_load": 200, "cost_usd_per_tonne": 20, "emissions_kg_per_tonne": 2, "us_tonne_km_share": 0.125, "us_hours_share": 0.25,
		"on_time_share": 0.5, "delivered_share": 4.0 / 6, "delivered_loads": 4, "created_loads": 6, "unserved_loads": 1, "cancelled_loads": 2, "missed_share": 0.2, "replans_per_load": 0.4, "bond_broken_share": 0.6,
	} {
		if x := got[index(t, name)]; !near(x, want, 1e-9) {
			t.Errorf("%s is %v, want %v", name, x, want)
		}
	}
	// Quantiles come from a histogram: within a hundredth or so.
	if x := got[index(t, "transit_hours_p50")]; !near(x, 30, 0.02) {
		t.Errorf("the median is %v, want 30", x)
	}
	if x := got[index(t, "transit_hours_p95")]; x < 40 || x > 102 {
		t.Errorf("the 95th percentile is %v", x)
	}
	if len(got) != len(KPIs) {
		t.Errorf("%d values for %d KPIs", len(got), len(KPIs))
	}
}

func TestKPIsWithoutLoadsHaveNoValueAndCountsAreZero(t *testing.T) {
	var none freight.FlowTally
	counts := map[string]bool{"delivered_loads": true, "created_loads": true, "unserved_loads": true, "cancelled_loads": true}
	for _, flows := range [][]*freight.FlowTally{nil, {&none}} {
		for i, x := range values(flows) {
			if counts[KPIs[i].Name] != (x == 0) || !counts[KPIs[i].Name] && finite(x) {
				t.Errorf("%s of nothing is %v", KPIs[i].Name, x)
			}
		}
	}
	k := estimates([][]float64{values(nil), values(nil)})
	if len(k) != 4 || k["created_loads"].Unit != "loads" {
		t.Errorf("estimates of nothing: %v", k)
	}
}

func TestEveryKPIHasItsOwnNameAUnitAndADoc(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range KPIs {
		if k.Name == "" || k.Unit == "" || k.Doc == "" || seen[k.Name] {
			t.Errorf("KPI %+v", k)
		}
		seen[k.Name] = true
	}
	for _, c := range criteria {
		if !seen[c.kpi] {
			t.Errorf("winners are declared on %s, which is no KPI", c.kpi)
		}
	}
}
