package experiment

import (
	"fmt"
	"math"
	"slices"

	"corridor/sim"
	"corridor/sim/results"
)

// Effects are what the factors of a sweep do to every figure under every routing,
// and to the differences of the other routings from the first, by what the design
// tells: ends of a tornado, elementary effects (Morris), Sobol indices. Other
// designs tell none. Replications share random numbers; morris and saltelli work on
// means over replications.
func (s *Sweep) Effects(cells []*results.Cell) (effects []results.Effect) {
	e := s.Experiment
	if !slices.Contains([]string{"tornado", "morris", "saltelli"}, e.Design) {
		return nil
	}
	for _, k := range KPIs {
		var first [][]float64
		for i, r := range e.Routings {
			y := s.responses(cells, r, k.Name)
			effects = append(effects, s.effects(r, k, y)...)
			if i == 0 {
				first = y
				continue
			}
			d := make([][]float64, len(y))
			for p := range y {
				d[p] = difference(y[p], first[p])
			}
			effects = append(effects, s.effects(r+" - "+e.Routings[0], k, d)...)
		}
	}
	return effects
}

// responses are a figure by point and replication, NaN where there is none.
func (s *Sweep) responses(cells []*results.Cell, routing, kpi string) [][]float64 {
	y := make([][]float64, len(s.Points))
	for p := range y {
		y[p] = make([]float64, s.Experiment.Reps)
		for r := range y[p] {
			y[p][r] = math.NaN()
		}
	}
	for _, c := range cells {
		if x, ok := c.Figures[kpi]; ok && c.Routing == routing && c.Replication < s.Experiment.Reps {
			y[c.Point][c.Replication] = x
		}
	}
	return y
}

// effects of all factors on one figure, y by point and replication.
func (s *Sweep) effects(of string, k KPI, y [][]float64) (effects []results.Effect) {
	e := s.Experiment
	add := func(f int, measure string, x results.Estimate, unit string) {
		x.Unit = unit
		effects = append(effects, results.Effect{Factor: e.Factors[f].Name, Of: of, KPI: k.Name, Measure: measure, Estimate: x})
	}
	means := make([]float64, len(y))
	for p := range y {
		means[p] = mean(slices.DeleteFunc(slices.Clone(y[p]), func(x float64) bool { return !finite(x) }))
	}
	switch e.Design {
	case "tornado":
		for f := range e.Factors {
			for end, measure := range []string{"low", "high"} {
				if x, ok := estimate(difference(y[1+2*f+end], y[0]), k.Unit); ok {
					add(f, measure, x, k.Unit)
				}
			}
		}
	case "morris":
		for f, m := range Morris(means, s.unit) {
			if finite(m.Mu.Mean) {
				add(f, "mu", m.Mu, k.Unit)
				add(f, "mu_star", m.MuStar, k.Unit)
				add(f, "sigma", results.Estimate{Mean: m.Sigma, Lo: m.Sigma, Hi: m.Sigma}, k.Unit)
			}
		}
	case "saltelli":
		first, total := SobolIndices(means, len(e.Factors))
		for f := range first {
			if finite(first[f].Mean) {
				add(f, "first", first[f], "1")
				add(f, "total", total[f], "1")
			}
		}
	}
	return effects
}

// MorrisEffect is what one factor does in a Morris design, for its whole range.
type MorrisEffect struct {
	Mu     results.Estimate // mean of elementary effects, with its interval over trajectories
	MuStar results.Estimate // mean of their sizes (Campolongo et al. 2007)
	Sigma  float64          // their standard deviation
}

// Morris works out elementary effects from the values at points of trajectories
// (as Trajectory gives them, one after the other). Trajectories with a value that is
// no number are left out.
func Morris(y []float64, unit [][]float64) []MorrisEffect {
	dims := len(unit[0])
	each := make([][]float64, dims)
	for t := 0; t+dims < len(unit); t += dims + 1 {
		if slices.ContainsFunc(y[t:t+dims+1], func(x float64) bool { return !finite(x) }) {
			continue
		}
		for p := t; p < t+dims; p++ {
			for d := range dims {
				if step := unit[p+1][d] - unit[p][d]; step != 0 {
					each[d] = append(each[d], (y[p+1]-y[p])/step)
				}
			}
		}
	}
	effects := make([]MorrisEffect, dims)
	for d, ee := range each {
		sizes := make([]float64, len(ee))
		for i, x := range ee {
			sizes[i] = math.Abs(x)
		}
		m := &effects[d]
		var ok bool
		if m.Mu, ok = estimate(ee, ""); !ok {
			m.Mu.Mean = math.NaN()
		}
		m.MuStar, _ = estimate(sizes, "")
		if len(ee) > 1 {
			m.Sigma = math.Sqrt(variance(ee))
		}
	}
	return effects
}

// bootstraps is how often base points are drawn anew for the intervals of Sobol
// indices.
const bootstraps = 1000

// SobolIndices works out first-order indices (Saltelli et al. 2010) and total
// indices (Jansen 1999) from the values at the points of Saltelli, with 95%
// intervals: percentiles of a bootstrap over base points, the same at every call.
// Base points with a value that is no number are left out; NaN where the values do not
// vary.
func SobolIndices(y []float64, dims int) (first, total []results.Estimate) {
	var blocks [][]float64
	for b := 0; b+dims+2 <= len(y); b += dims + 2 {
		if block := y[b : b+dims+2]; !slices.ContainsFunc(block, func(x float64) bool { return !finite(x) }) {
			blocks = append(blocks, block)
		}
	}
	pick := make([]int, len(blocks))
	for i := range pick {
		pick[i] = i
	}
	first, total = make([]results.Estimate, dims), make([]results.Estimate, dims)
	s, t := indices(blocks, pick, dims)
	src := sim.NewKey(0, 0).Named("bootstrap").Source()
	ss, tt := make([][]float64, dims), make([][]float64, dims)
	for range bootstraps {
		for i := range pick {
			pick[i] = int(src.Uniform() * float64(len(pick)))
		}
		sb, tb := indices(blocks, pick, dims)
		for d := range dims {
			ss[d], tt[d] = append(ss[d], sb[d]), append(tt[d], tb[d])
		}
	}
	for d := range dims {
		first[d] = results.Estimate{Mean: s[d], Lo: percentile(ss[d], 0.025), Hi: percentile(ss[d], 0.975), Unit: "1"}
		total[d] = results.Estimate{Mean: t[d], Lo: percentile(tt[d], 0.025), Hi: percentile(tt[d], 0.975), Unit: "1"}
	}
	return first, total
}

// indices of some base points: a block is the values at A, B and A with one
// coordinate after the other from B.
func indices(blocks [][]float64, pick []int, dims int) (first, total []float64) {
	first, total = make([]float64, dims), make([]float64, dims)
	var ab []float64
	for _, b := range pick {
		ab = append(ab, blocks[b][0], blocks[b][1])
	}
	all, middle := variance(ab), mean(ab)
	for d := range dims {
		for _, b := range pick {
			x := blocks[b]
			first[d] += (x[1] - middle) * (x[2+d] - x[0])
			total[d] += (x[0] - x[2+d]) * (x[0] - x[2+d]) / 2
		}
		first[d] /= float64(len(pick)) * all
		total[d] /= float64(len(pick)) * all
	}
	return first, total
}

// percentile of numbers, those that are none left out; it sorts them.
func percentile(xs []float64, q float64) float64 {
	xs = slices.DeleteFunc(xs, func(x float64) bool { return !finite(x) })
	if len(xs) == 0 {
		return math.NaN()
	}
	slices.Sort(xs)
	return xs[min(int(q*float64(len(xs))), len(xs)-1)]
}

// SweepSummary is the means of a sweep as cases: `point-3/us`.
func SweepSummary(p *results.SweepPlan, cells []*results.Cell) *results.Summary {
	sum := &results.Summary{Seed: p.Seed, Replications: p.Reps, Share: p.Share, Fidelity: p.Fidelity}
	for from := 0; from < len(cells); {
		to := from
		for to < len(cells) && cells[to].Point == cells[from].Point && cells[to].Routing == cells[from].Routing {
			to++
		}
		c := results.CaseResult{Name: fmt.Sprintf("point-%d/%s", cells[from].Point, cells[from].Routing), Routing: cells[from].Routing, KPI: results.KPIs{}}
		for _, k := range p.Figures {
			var xs []float64
			for _, cell := range cells[from:to] {
				if x, ok := cell.Figures[k[0]]; ok {
					xs = append(xs, x)
				}
			}
			if e, ok := estimate(xs, k[1]); ok {
				c.KPI[k[0]] = e
			}
		}
		sum.Cases = append(sum.Cases, c)
		from = to
	}
	return sum
}
