package experiment

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"corridor/sim"
	"corridor/sim/freight"
	"corridor/sim/results"
)

// Precision asks for more replications until figures are known well enough.
type Precision struct {
	Relative float64  // half the 95% interval over the size of the mean, at most
	KPIs     []string // of every case, over all goods
	Most     int      // replications at most
}

// firstLook is after how many replications the precision is first looked at: a few replications often look alike by
// luck, and stopping then makes intervals that hold the truth too seldom.
const firstLook = 10

// reached is how precise a study is.
type reached struct {
	worst float64 // relative half width
	where string  // figure and case
	need  int     // replications that would do, by the variance so far
}

// precise says how precise the finished replications are; ok is false where no case
// has any of the figures.
func (s *Study) precise() (p reached, ok bool) {
	n := len(s.reps)
	for c := range s.Plan.Cases {
		rows := s.rows(c, func(x *cell) []float64 { return x.all })
		for k, kpi := range KPIs {
			if !slices.Contains(s.Plan.Precision.KPIs, kpi.Name) {
				continue
			}
			e, has := estimate(columnOf(rows, k), kpi.Unit)
			if !has {
				continue
			}
			ok = true
			relative := math.Inf(1)
			switch half := (e.Hi - e.Lo) / 2; {
			case n > 1 && half == 0:
				relative = 0
			case n > 1 && e.Mean != 0:
				relative = half / math.Abs(e.Mean)
			}
			if relative >= p.worst {
				p.worst, p.where = relative, kpi.Name+" of "+s.Plan.Cases[c].Name()
			}
		}
	}
	p.need = s.Plan.Precision.Most
	if more := float64(n) * math.Pow(p.worst/s.Plan.Precision.Relative, 2); more < float64(p.need) {
		p.need = int(math.Ceil(more))
	}
	return p, ok
}

// next is how many replications to have before looking again: what the variance
// so far asks for, but no more than twice as many and one more at least.
func (s *Study) next() (reps int, err error) {
	p, ok := s.precise()
	if !ok {
		return 0, fmt.Errorf("experiment: no case has any of the figures %s", strings.Join(s.Plan.Precision.KPIs, ", "))
	}
	n := len(s.reps)
	if p.worst <= s.Plan.Precision.Relative {
		return n, nil
	}
	return min(max(p.need, n+1), 2*n, s.Plan.Precision.Most), nil
}

// precisionNote says how precise the figures are.
func (s *Study) precisionNote() string {
	p, ok := s.precise()
	want := 100 * s.Plan.Precision.Relative
	switch {
	case !ok || len(s.reps) == 0:
		return "Precision: nothing to tell."
	case p.worst <= s.Plan.Precision.Relative:
		return fmt.Sprintf("Precision: after %d replications the intervals of %s are within %.3g%% of the means (asked: %.3g%%; widest: %s).", len(s.reps), strings.Join(s.Plan.Precision.KPIs, ", "), 100*p.worst, want, p.where)
	}
	return fmt.Sprintf("Precision: %.3g%% was asked, %s is within %.3g%% after %d replications, the most allowed; about %d would do.", want, p.where, 100*p.worst, len(s.reps),
		int(math.Ceil(float64(len(s.reps))*math.Pow(p.worst/s.Plan.Precision.Relative, 2))))
}

// columnOf is one figure by replication.
func columnOf(rows [][]float64, k int) (xs []float64) {
	for _, row := range rows {
		xs = append(xs, row[k])
	}
	return xs
}

// reductions are how many times smaller the variance of a paired difference is than
// that of two independent runs, by figure: (Var A + Var B) / Var(A - B). Figures
// without a spread have none.
func reductions(a, b [][]float64) map[string]float64 {
	if len(a) < 3 {
		return nil
	}
	by := map[string]float64{}
	for k, kpi := range KPIs {
		x, y := columnOf(a, k), columnOf(b, k)
		d := variance(difference(x, y))
		if r := (variance(x) + variance(y)) / d; d > 0 && finite(r) {
			by[kpi.Name] = r
		}
	}
	return by
}

// quantiles shown in quantiles.csv.
var quantiles = []float64{0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99}

// hoursWithin are the quantiles of the door-to-door time of some flows, NaN where
// none of them has a load.
func hoursWithin(out *freight.Outcome, yes func(f int) bool) []float64 {
	var h sim.Histogram
	for f := range out.Flows {
		if yes(f) {
			h.Merge(&out.Flows[f].Transit)
		}
	}
	xs := make([]float64, len(quantiles))
	for i, q := range quantiles {
		xs[i] = math.NaN()
		if h.N > 0 {
			xs[i] = h.Quantile(q).Hours()
		}
	}
	return xs
}

// quantileTable has quantiles of the door-to-door time: the mean over replications
// of each one's quantile, with its interval.
func (s *Study) quantileTable() *results.Table {
	t := &results.Table{Name: "quantiles", Columns: []results.Column{caseCol, col("group", "", "group of goods; empty: all"), col("quantile", "share", "of counted loads that had a way, arrived within"),
		col("hours", "h", "door-to-door time: mean over replications of each one's quantile"), col("lo", "h", "lower end of the 95% interval"), col("hi", "h", "upper end")}}
	for c, cs := range s.Plan.Cases {
		for g := -1; g < len(s.groups); g++ {
			name := ""
			if g >= 0 {
				name = s.groups[g]
			}
			rows := s.rows(c, func(x *cell) []float64 { return x.quantiles[g+1] })
			for q, share := range quantiles {
				if e, ok := estimate(columnOf(rows, q), "h"); ok {
					t.Add(cs.Name(), name, share, e.Mean, e.Lo, e.Hi)
				}
			}
		}
	}
	return t
}
