package validate

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"gonum.org/v1/gonum/optimize"

	"corridor/data"
	"corridor/network"
	"corridor/sim"
	"corridor/sim/experiment"
)

// Fit is a rate fitted to a target of kind fitted.
type Fit struct {
	ID        string
	Places    []string
	Resource  string
	Target    *Target
	Low, High float64
	Factor    float64   // the best
	Value     float64   // simulated with it
	Ensemble  []float64 // factors that fit within the noise, ascending
	Tried     int
}

const (
	members  = 9 // of an ensemble
	searches = 9 // evaluations of the search
	scatter  = 6 // evaluations at random, so that an ensemble is not only the search's path
	grain    = 0.02
)

// Calibrate fits the rows of calibration.csv one after the other, each with the
// best of those before it: its factor to its target alone, by a Nelder-Mead
// search on the same random numbers, and an ensemble of all factors tried whose
// value is within half the tolerance (about one standard deviation). Only
// targets of kind fitted are looked at. The result does not depend on workers.
func Calibrate(ctx context.Context, p Plan) ([]Fit, error) {
	targets, err := Targets(p.Net)
	if err != nil {
		return nil, err
	}
	set := p.Net.Set
	var fits []Fit
	var ps data.Problems
	for _, row := range set.Rows("calibration") {
		k := slices.IndexFunc(targets, func(t Target) bool { return t.ID == row.Text("target") })
		if k < 0 || targets[k].Kind != "fitted" {
			ps = append(ps, row.Problem("target", "expected a target of kind fitted"))
			continue
		}
		fits = append(fits, Fit{ID: row.Key(), Places: row.Words("places"), Resource: row.Text("resource"), Target: &targets[k], Low: row.Num("low"), High: row.Num("high")})
	}
	if err := ps.Err(); err != nil {
		return nil, err
	}
	done := 0
	for i := range fits {
		f := &fits[i]
		values := map[float64]float64{}
		var fail error
		value := func(factor float64) float64 {
			factor = grain * math.Round(min(max(factor, f.Low), f.High)/grain)
			if x, ok := values[factor]; ok || fail != nil {
				return x
			}
			x, err := f.simulate(ctx, p, set, factor)
			if err != nil {
				fail = err
			}
			values[factor] = x
			if done++; p.Progress != nil {
				p.Progress(done, len(fits)*(searches+scatter))
			}
			return x
		}
		off := func(x float64) float64 { d := x - f.Target.Published; return d * d }
		problem := optimize.Problem{Func: func(x []float64) float64 { return off(value(math.Exp(x[0]))) }}
		start := []float64{math.Log(math.Sqrt(f.Low * f.High))}
		if _, err := optimize.Minimize(problem, start, &optimize.Settings{FuncEvaluations: searches}, &optimize.NelderMead{SimplexSize: 0.3}); err != nil && fail == nil {
			return nil, fmt.Errorf("calibrate %s: %w", f.ID, err)
		}
		key := sim.NewKey(p.Seed, 0).Named("calibrate").Named(f.ID)
		for n := range scatter {
			value(f.Low + (f.High-f.Low)*(float64(n)+key.With(uint64(n)).Uniform())/scatter)
		}
		if fail != nil {
			if ctx.Err() != nil {
				return nil, experiment.ErrInterrupted
			}
			return nil, fail
		}
		f.choose(values, off, key)
		best := strconv.FormatFloat(f.Factor, 'f', -1, 64)
		set = set.Edit("calibration", "factor", func(r data.Row) string {
			if r.Key() == f.ID {
				return best
			}
			return r.Text("factor")
		})
	}
	return fits, nil
}

// choose takes the best factor, and the ensemble of those that fit.
func (f *Fit) choose(values map[float64]float64, off func(float64) float64, key sim.Key) {
	var tried []float64
	for x := range values {
		tried = append(tried, x)
	}
	sort.Float64s(tried)
	f.Tried, f.Factor = len(tried), tried[0]
	for _, x := range tried {
		if off(values[x]) < off(values[f.Factor]) {
			f.Factor = x
		}
	}
	f.Value = values[f.Factor]
	fit := []float64{}
	for _, x := range tried {
		if x == f.Factor || math.Sqrt(off(values[x])) <= f.Target.Tolerance/2 {
			fit = append(fit, x)
		}
	}
	for n := range members {
		f.Ensemble = append(f.Ensemble, fit[min(int(key.Named("member").With(uint64(n)).Uniform()*float64(len(fit))), len(fit)-1)])
	}
	sort.Float64s(f.Ensemble)
}

// simulate gives the target's mean over replications with a factor.
func (f *Fit) simulate(ctx context.Context, p Plan, set *data.Set, factor float64) (float64, error) {
	text := strconv.FormatFloat(factor, 'f', -1, 64)
	net, err := network.Build(set.Edit("calibration", "factor", func(r data.Row) string {
		if r.Key() == f.ID {
			return text
		}
		return r.Text("factor")
	}))
	if err != nil {
		return 0, err
	}
	g := groups([]Target{*f.Target})[0] // a world of its own: less to simulate
	if err := g.build(net); err != nil {
		return 0, err
	}
	values := make([]float64, p.Reps)
	var mu sync.Mutex
	err = each(p.Workers, p.Reps, func(r int) error {
		var pair [2]*sighting
		for c := range g.cases {
			s, err := g.run(ctx, c, p.Seed, r)
			if err != nil {
				return err
			}
			pair[c] = s
		}
		x := g.measure(g.targets[0], net, pair[0], pair[1])
		mu.Lock()
		defer mu.Unlock()
		values[r] = x
		return nil
	})
	return mean(values), err
}

// CalibrationCSV is the table that the fits make.
func CalibrationCSV(fits []Fit) string {
	var b strings.Builder
	b.WriteString("id,places,resource,target,low,high,factor,ensemble,source,note\n")
	num := func(x float64) string { return strconv.FormatFloat(math.Round(x*1000)/1000, 'f', -1, 64) }
	for i := range fits {
		f := &fits[i]
		var list []string
		for _, x := range f.Ensemble {
			list = append(list, num(x))
		}
		fmt.Fprintf(&b, "%s,%s,%s,%s,%s,%s,%s,%s,corridor-calibrate,%s\n", f.ID, strings.Join(f.Places, " "), f.Resource, f.Target.ID, num(f.Low), num(f.High), num(f.Factor), strings.Join(list, " "),
			fmt.Sprintf("gives %s for the published %s %s; %d factors tried", Number(f.Value), Number(f.Target.Published), f.Target.Unit, f.Tried))
	}
	return b.String()
}
