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
	keep      bool // as in the table
	row       data.Row
}

// trial is what a factor gives: the target's value, and the share of the usual
// traffic that passes, 1 where nothing is short.
type trial struct{ value, passes float64 }

const (
	members  = 9 // of an ensemble
	searches = 9 // evaluations of the search
	scatter  = 6 // evaluations at random, so that an ensemble is not only the search's path
	grain    = 0.02
)

// Calibrate fits the rows of calibration.csv one after the other, each with the
// best of those before it: its factor to its target alone, by a Nelder-Mead
// search on the same random numbers, and an ensemble of all factors tried whose
// value is within half the tolerance (about one standard deviation). With IDs only
// those rows are fitted, the others stay. Only
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
		fits = append(fits, Fit{ID: row.Key(), Places: row.Words("places"), Resource: row.Text("resource"), Target: &targets[k], Low: row.Num("low"), High: row.Num("high"), row: row})
	}
	if err := ps.Err(); err != nil {
		return nil, err
	}
	done := 0
	for i := range fits {
		f := &fits[i]
		if f.keep = len(p.IDs) > 0 && !slices.Contains(p.IDs, f.ID); f.keep {
			continue
		}
		values := map[float64]trial{}
		var fail error
		value := func(factor float64) trial {
			factor = grain * math.Round(min(max(factor, f.Low), f.High)/grain)
			if x, ok := values[factor]; ok || fail != nil {
				return x
			}
			x, err := f.simulate(ctx, p, set, targets, factor)
			if err != nil {
				fail = err
			}
			values[factor] = x
			if done++; p.Progress != nil {
				p.Progress(done, len(fits)*(searches+scatter))
			}
			return x
		}
		problem := optimize.Problem{Func: func(x []float64) float64 { return f.off(value(math.Exp(x[0]))) }}
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
		f.choose(values, key)
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

// off is how many tolerances a trial is off. Staff that does not let the counted
// traffic pass is no fit: where more than 2% of it stays away, each further 2%
// counts as one tolerance.
func (f *Fit) off(t trial) float64 {
	return math.Abs(t.value-f.Target.Published)/f.Target.Tolerance + max(0, 0.98-t.passes)/0.02
}

// choose takes the best factor, and the ensemble of those that fit.
func (f *Fit) choose(values map[float64]trial, key sim.Key) {
	var tried []float64
	for x := range values {
		tried = append(tried, x)
	}
	sort.Float64s(tried)
	f.Tried, f.Factor = len(tried), tried[0]
	for _, x := range tried {
		if f.off(values[x]) < f.off(values[f.Factor]) {
			f.Factor = x
		}
	}
	f.Value = values[f.Factor].value
	fit := []float64{}
	for _, x := range tried {
		if x == f.Factor || f.off(values[x]) <= 0.5 {
			fit = append(fit, x)
		}
	}
	for n := range members {
		f.Ensemble = append(f.Ensemble, fit[min(int(key.Named("member").With(uint64(n)).Uniform()*float64(len(fit))), len(fit)-1)])
	}
	sort.Float64s(f.Ensemble)
}

// simulate gives the target's mean over replications with a factor.
func (f *Fit) simulate(ctx context.Context, p Plan, set *data.Set, targets []Target, factor float64) (t trial, err error) {
	text := strconv.FormatFloat(factor, 'f', -1, 64)
	net, err := network.Build(set.Edit("calibration", "factor", func(r data.Row) string {
		if r.Key() == f.ID {
			return text
		}
		return r.Text("factor")
	}))
	if err != nil {
		return t, err
	}
	all := groups(slices.Clone(targets)) // the world in which Run measures it
	var g *group
	var of *Target
	for i := range all {
		for k := range all[i].targets {
			if all[i].targets[k].ID == f.Target.ID {
				g, of = all[i], all[i].targets[k]
			}
		}
	}
	if err := g.build(net); err != nil {
		return t, err
	}
	values, passes := make([]float64, p.Reps), make([]float64, p.Reps)
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
		x := g.measure(of, net, pair[0], pair[1])
		mu.Lock()
		defer mu.Unlock()
		values[r], passes[r] = x, 1
		if usual := f.usual(net); usual > 0 && (of.Measure == "wait-mean" || of.Measure == "time-mean") {
			passes[r] = g.count(of, pair[0]) / usual
		}
		return nil
	})
	return trial{mean(values), mean(passes)}, err
}

// usual is the counted traffic of the month that the target begins in.
func (f *Fit) usual(net *network.Network) (n float64) {
	for i := range net.Backgrounds {
		if b := &net.Backgrounds[i]; b.Year == f.Target.From.Year() && slices.Contains(f.Target.Places, b.Node) && slices.Contains(f.Target.Events, b.Event) {
			n += b.Usual[f.Target.From.Month()-1]
		}
	}
	return n
}

// CalibrationCSV is the table that the fits make.
func CalibrationCSV(fits []Fit) string {
	var b strings.Builder
	b.WriteString("id,places,resource,target,low,high,factor,ensemble,source,note\n")
	num := func(x float64) string { return strconv.FormatFloat(math.Round(x*1000)/1000, 'f', -1, 64) }
	for i := range fits {
		f := &fits[i]
		if f.keep {
			r := f.row
			note := r.Text("note")
			if strings.Contains(note, ",") {
				note = strconv.Quote(note)
			}
			fmt.Fprintf(&b, "%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\n", r.Key(), r.Text("places"), r.Text("resource"), r.Text("target"), r.Text("low"), r.Text("high"), r.Text("factor"), r.Text("ensemble"), r.Text("source"), note)
			continue
		}
		var list []string
		for _, x := range f.Ensemble {
			list = append(list, num(x))
		}
		fmt.Fprintf(&b, "%s,%s,%s,%s,%s,%s,%s,%s,corridor-calibrate,%s\n", f.ID, strings.Join(f.Places, " "), f.Resource, f.Target.ID, num(f.Low), num(f.High), num(f.Factor), strings.Join(list, " "),
			fmt.Sprintf("gives %s for the published %s %s; %d factors tried", Number(f.Value), Number(f.Target.Published), f.Target.Unit, f.Tried))
	}
	return b.String()
}
