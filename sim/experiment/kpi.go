package experiment

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"corridor/network"
	"corridor/sim"
	"corridor/sim/freight"
	"corridor/sim/results"
)

// KPI is one figure of a case.
type KPI struct {
	Name string
	Unit string
	Doc  string
}

// KPIs in the order in which they are shown. Times are means over counted
// loads that had a way; what had not arrived when the run ended counts with
// its time up to then.
var KPIs = []KPI{
	{"transit_hours", "h", "door-to-door time, mean"},
	{"transit_hours_p50", "h", "door-to-door time, median"},
	{"transit_hours_p95", "h", "door-to-door time, 95th percentile"},
	{"transit_hours_cvar95", "h", "door-to-door time, mean of the worst 5%"},
	{"border_wait_hours", "h", "time at border crossings: queues, inspection, papers, handling"},
	{"port_wait_hours", "h", "time at ports and airports: queues, handling, customs, dwell, waiting for the ship"},
	{"service_wait_hours", "h", "of the time, waiting for trains, ships and flights, wherever"},
	{"moving_hours", "h", "of the time, moving"},
	{"paid_usd_per_tonne", "USD/t", "what is paid: haulage, handling, border, broker, bond, duty, demurrage, return of empties; without time and spoilage of the goods"},
	{"cost_usd_per_load", "USD/load", "all costs, time and spoilage of the goods included"},
	{"cost_usd_per_tonne", "USD/t", "the same per tonne"},
	{"emissions_kg_per_tonne", "kg/t", "CO2e"},
	{"us_tonne_km_share", "share", "of tonne-km, on US land"},
	{"us_hours_share", "share", "of the time, on US territory"},
	{"on_time_share", "share", "of loads with a quoted time, within it"},
	{"delivered_share", "share", "of loads created, delivered; those without a way count as not delivered"},
	{"delivered_loads", "loads", "delivered a replication"},
	{"created_loads", "loads", "counted loads a replication"},
	{"unserved_loads", "loads", "without a way under the routing"},
	{"cancelled_loads", "loads", "given up because of a change"},
	{"missed_share", "share", "of loads, left behind at least once for want of room"},
	{"replans_per_load", "1", "changes of way after setting out"},
	{"bond_broken_share", "share", "of loads, longer on US territory than their transit bond allows"},
}

const hour = 3.6e12 // ns

// values works out the KPIs of some flows of one replication; NaN where one
// has no meaning.
func values(flows []*freight.FlowTally) []float64 {
	var all freight.FlowTally
	cost, paid := 0.0, 0.0
	border, port, wait, moving := 0.0, 0.0, 0.0, 0.0
	var transit sim.Histogram
	for _, t := range flows {
		all.Created += t.Created
		all.Delivered += t.Delivered
		all.Unserved += t.Unserved
		all.Cancelled += t.Cancelled
		all.OnTime += t.OnTime
		all.Due += t.Due
		all.Missed += t.Missed
		all.Replans += t.Replans
		all.Broken += t.Broken
		all.US += t.US
		all.KG += t.KG
		all.TonneKM += t.TonneKM
		all.TonneKMUS += t.TonneKMUS
		all.Tonnes += t.Tonnes
		transit.Merge(&t.Transit)
		for item, usd := range t.Cost {
			cost += usd
			if i := network.CostItem(item); i != network.Inventory && i != network.Spoilage {
				paid += usd
			}
		}
		border += t.TimeAt(freight.Border)
		port += t.TimeAt(freight.Port)
		wait += t.TimeIn(network.Waiting)
		moving += t.TimeIn(network.Moving)
	}
	n := float64(transit.N)
	h := func(ns float64) float64 { return ns / hour }
	quantile := func(q float64) float64 {
		if transit.N == 0 {
			return math.NaN()
		}
		return transit.Quantile(q).Hours()
	}
	return []float64{
		h(transit.Sum) / n, quantile(0.5), quantile(0.95), worst(&transit),
		h(border) / n, h(port) / n, h(wait) / n, h(moving) / n,
		paid / all.Tonnes, cost / n, cost / all.Tonnes, all.KG / all.Tonnes,
		all.TonneKMUS / all.TonneKM, all.US / transit.Sum,
		float64(all.OnTime) / float64(all.Due),
		float64(all.Delivered) / float64(all.Created), float64(all.Delivered), float64(all.Created), float64(all.Unserved), float64(all.Cancelled),
		float64(all.Missed) / n, float64(all.Replans) / n, float64(all.Broken) / n,
	}
}

func worst(h *sim.Histogram) float64 {
	if h.N == 0 {
		return math.NaN()
	}
	return h.TailMean(0.95).Hours()
}

// estimate is the mean of some values with its 95% interval; values that are
// not numbers are left out. ok is false where none is left.
func estimate(xs []float64, unit string) (e results.Estimate, ok bool) {
	n, sum := 0, 0.0
	for _, x := range xs {
		if finite(x) {
			n++
			sum += x
		}
	}
	if n == 0 {
		return e, false
	}
	mean := sum / float64(n)
	e = results.Estimate{Mean: mean, Lo: mean, Hi: mean, Unit: unit}
	if n > 1 {
		ss := 0.0
		for _, x := range xs {
			if finite(x) {
				ss += (x - mean) * (x - mean)
			}
		}
		half := StudentT95(n-1) * math.Sqrt(ss/float64(n-1)/float64(n))
		e.Lo, e.Hi = mean-half, mean+half
	}
	return e, true
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// StudentT95 is the factor of a two-sided 95% interval with so many degrees of
// freedom.
func StudentT95(freedom int) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(freedom)}.Quantile(0.975)
}

// estimates works out every KPI over replications: rows[rep][kpi].
func estimates(rows [][]float64) results.KPIs {
	k := results.KPIs{}
	for i, kpi := range KPIs {
		xs := make([]float64, 0, len(rows))
		for _, row := range rows {
			if row != nil {
				xs = append(xs, row[i])
			}
		}
		if e, ok := estimate(xs, kpi.Unit); ok {
			k[kpi.Name] = e
		}
	}
	return k
}

// minus subtracts row by row.
func minus(a, b [][]float64) [][]float64 {
	d := make([][]float64, len(a))
	for r := range a {
		d[r] = make([]float64, len(a[r]))
		for i := range a[r] {
			d[r][i] = a[r][i] - b[r][i]
		}
	}
	return d
}

// KPINames lists the figures of a case.
func KPINames() (names []string) {
	for _, k := range KPIs {
		names = append(names, k.Name)
	}
	return names
}

// IsKPI says whether a figure of a case has this name.
func IsKPI(name string) bool { return slices.Contains(KPINames(), name) }

// KPINamed is the figure of a name or a short word: cost, paid, time,
// emissions, reliability.
func KPINamed(word string) (name string, ok bool) {
	short := map[string]string{"cost": "cost_usd_per_tonne", "paid": "paid_usd_per_tonne", "time": "transit_hours", "emissions": "emissions_kg_per_tonne", "reliability": "on_time_share"}
	if name := short[word]; name != "" {
		return name, true
	}
	return word, IsKPI(word)
}

// MoreIsBetter says of a figure whether a higher value is better.
func MoreIsBetter(kpi string) bool {
	return slices.Contains([]string{"on_time_share", "delivered_share", "delivered_loads"}, kpi)
}

// Figures of one replication by name, over all counted loads; those without a
// meaning are left out.
func Figures(out *freight.Outcome) map[string]float64 {
	var flows []*freight.FlowTally
	for f := range out.Flows {
		flows = append(flows, &out.Flows[f])
	}
	by := map[string]float64{}
	for i, x := range values(flows) {
		if finite(x) {
			by[KPIs[i].Name] = x
		}
	}
	return by
}

// Interval is the mean of some values with its 95% interval by Student's t; values
// that are not numbers are left out. Of none it is zero.
func Interval(xs []float64, unit string) results.Estimate {
	e, _ := estimate(xs, unit)
	return e
}
