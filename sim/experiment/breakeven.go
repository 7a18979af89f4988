package experiment

import (
	"context"
	"fmt"
	"math"
	"slices"

	"corridor/network/route"
	"corridor/scenarios"
	"corridor/sim/freight"
	"corridor/sim/results"
)

// BreakEven asks at which value of a scenario two routings are equal.
type BreakEven struct {
	Plan  Plan // network, seed, replications, workers, progress; Cases are ignored
	Base  *scenarios.Scenario
	Share float64
	Fidelity
	Between  [2]route.Routing
	KPI      string
	Path     string // value that varies, as in scenarios.Setting
	From, To float64
	Unit     string // written behind the number
}

// Fidelity of the runs.
type Fidelity = freight.Fidelity

// BreakPoint is what was found at one value: the second routing minus the
// first, over the loads that both can carry.
type BreakPoint struct {
	X          float64
	Difference results.Estimate
	each       []float64 // by replication
}

// BreakAnswer is where the difference changes sign.
type BreakAnswer struct {
	Points []BreakPoint     // in order of X
	At     results.Estimate // the value, with its interval over replications
	Flips  bool             // whether there is one in the range
	Of     int              // replications that have one
	Reps   int
}

const (
	breakFirst  = 5 // points spread over the range
	breakRefine = 4 // halvings of the part in which the sign changes
)

// Solve looks for the value: at points spread over the range, then by halving the
// first part in which the mean difference changes sign. Every replication has a
// value of its own, by straight lines between the points; their mean is the
// answer and Student's t gives its interval. All points share the same random
// numbers.
func (b *BreakEven) Solve(ctx context.Context) (*BreakAnswer, error) {
	kpi := slices.Index(KPINames(), b.KPI)
	if kpi < 0 {
		return nil, fmt.Errorf("experiment: no figure is called %s", b.KPI)
	}
	a := &BreakAnswer{Reps: b.Plan.Reps}
	for i := range breakFirst {
		if err := b.add(ctx, a, kpi, b.From+(b.To-b.From)*float64(i)/(breakFirst-1)); err != nil {
			return nil, err
		}
	}
	k := a.change()
	for range breakRefine {
		if k < 0 {
			break
		}
		if err := b.add(ctx, a, kpi, (a.Points[k].X+a.Points[k+1].X)/2); err != nil {
			return nil, err
		}
		k = a.change()
	}
	if k >= 0 {
		a.Flips = true
		a.root((a.Points[k].X + a.Points[k+1].X) / 2)
	}
	return a, nil
}

// Cells that Solve runs at most.
func (b *BreakEven) Cells() int { return (breakFirst + breakRefine) * 2 * b.Plan.Reps }

// add simulates at a value.
func (b *BreakEven) add(ctx context.Context, a *BreakAnswer, kpi int, x float64) error {
	sc, ps := b.Base.With([]scenarios.Setting{{Path: b.Path, Value: fmt.Sprint(x) + b.Unit}})
	if err := ps.Err(); err != nil {
		return err
	}
	p := b.Plan
	p.Cases = nil
	for _, r := range b.Between {
		p.Cases = append(p.Cases, freight.Case{Scenario: sc, Routing: r, Share: b.Share, Fidelity: b.Fidelity})
	}
	s, err := Run(ctx, p)
	if err != nil {
		return err
	}
	set := func(x *cell) []float64 { return x.set[1] }
	point := BreakPoint{X: x}
	for _, d := range minus(s.rows(1, set), s.rows(0, set)) {
		point.each = append(point.each, d[kpi])
	}
	point.Difference, _ = estimate(point.each, KPIs[kpi].Unit)
	at, _ := slices.BinarySearchFunc(a.Points, x, func(p BreakPoint, x float64) int {
		if p.X < x {
			return -1
		}
		return 1
	})
	a.Points = slices.Insert(a.Points, at, point)
	return nil
}

// change is the first part over which the mean difference changes sign, -1:
// none.
func (a *BreakAnswer) change() int {
	for k := 0; k+1 < len(a.Points); k++ {
		if x, y := a.Points[k].Difference.Mean, a.Points[k+1].Difference.Mean; x*y <= 0 && (x != 0 || y != 0) {
			return k
		}
	}
	return -1
}

// root works out every replication's own value, the nearest to the mean's
// where it has several.
func (a *BreakAnswer) root(near float64) {
	var roots []float64
	for r := range a.Points[0].each {
		best := math.NaN()
		for k := 0; k+1 < len(a.Points); k++ {
			p, q := &a.Points[k], &a.Points[k+1]
			if y, z := p.each[r], q.each[r]; y*z <= 0 && y != z {
				x := p.X + (q.X-p.X)*y/(y-z)
				if math.IsNaN(best) || math.Abs(x-near) < math.Abs(best-near) {
					best = x
				}
			}
		}
		if !math.IsNaN(best) {
			roots = append(roots, best)
		}
	}
	a.Of = len(roots)
	a.At, _ = estimate(roots, "")
}
