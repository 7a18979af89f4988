package validate

import (
	"context"
	"math"
	"runtime"
	"slices"
	"sync"

	"corridor/network"
	"corridor/sim/experiment"
	"corridor/sim/freight"
)

// Plan is what to validate.
type Plan struct {
	Net     *network.Network
	IDs     []string // targets; none: all
	Fast    bool     // only the fast subset
	Seed    uint64
	Reps    int
	Workers int // 0: one a processor
	// Budget is told before the first run: how many runs, of how many worlds.
	Budget func(targets, groups, runs int)
	// Progress is told of every run that ends, by one goroutine at a time.
	Progress func(done, total int)
}

// Verdict on a target.
type Verdict string

// A value is weak where it is within two standard deviations of the measurement
// but not within the stated tolerance: the data cannot tell.
const (
	Pass Verdict = "pass"
	Weak Verdict = "weak"
	Miss Verdict = "miss"
)

// Result is what became of a target.
type Result struct {
	Target    *Target
	Simulated float64
	Low, High float64 // 95% interval of the simulated value; equal with one replication
	Verdict   Verdict
	Stages    []Stage // where time is the measure
}

// Stage is what passages met at one stage of a place, means over those who went
// through it.
type Stage struct {
	Place string  `json:"place"`
	Event string  `json:"event"`
	Stage string  `json:"stage"`
	Share float64 `json:"share"` // of passages that went through it
	Wait  float64 `json:"wait_h"`
	Hours float64 `json:"hours"`
}

// Run measures the targets asked for. The result does not depend on workers, nor
// a target's value on which others are asked for.
func Run(ctx context.Context, p Plan) ([]Result, error) {
	targets, err := Targets(p.Net)
	if err != nil {
		return nil, err
	}
	asked := func(t *Target) bool {
		return (len(p.IDs) == 0 || slices.Contains(p.IDs, t.ID)) && (!p.Fast || t.Fast)
	}
	var list []*group
	count := 0
	for _, g := range groups(targets) {
		if slices.ContainsFunc(g.targets, asked) {
			list = append(list, g)
		}
	}
	runs := 0
	for _, g := range list {
		runs += p.Reps
		if g.paired() {
			runs += p.Reps
		}
		for _, t := range g.targets {
			if asked(t) {
				count++
			}
		}
	}
	if p.Budget != nil {
		p.Budget(count, len(list), runs)
	}
	byID := map[string]Result{}
	done := 0
	for _, g := range list { // one world at a time: sightings are large
		if err := g.build(p.Net); err != nil {
			return nil, err
		}
		values := make([][]float64, len(g.targets))
		for k := range values {
			values[k] = make([]float64, p.Reps)
		}
		stages := make([][]Stage, len(g.targets))
		var mu sync.Mutex
		if err := each(p.Workers, p.Reps, func(r int) error {
			var pair [2]*sighting
			for c := range g.cases {
				s, err := g.run(ctx, c, p.Seed, r)
				if err != nil {
					return err
				}
				pair[c] = s
			}
			for k, t := range g.targets {
				if asked(t) {
					values[k][r] = g.measure(t, p.Net, pair[0], pair[1])
					if r == 0 {
						stages[k] = g.stages(t, p.Net, pair[0])
					}
				}
			}
			mu.Lock()
			defer mu.Unlock()
			if done += len(g.cases); p.Progress != nil {
				p.Progress(done, runs)
			}
			return nil
		}); err != nil {
			if ctx.Err() != nil {
				return nil, experiment.ErrInterrupted
			}
			return nil, err
		}
		for k, t := range g.targets {
			byID[t.ID] = judge(t, values[k], stages[k])
		}
		g.cases = nil
	}
	var out []Result
	for i := range targets {
		if asked(&targets[i]) {
			out = append(out, byID[targets[i].ID])
		}
	}
	return out, nil
}

// each calls f for the numbers below n, so many at once, and returns the error of
// the lowest.
func each(workers, n int, f func(i int) error) error {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	errs := make([]error, n)
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(workers, n) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range next {
				errs[i] = f(i)
			}
		}()
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// judge compares the mean over replications with the published value.
func judge(t *Target, xs []float64, stages []Stage) Result {
	r := Result{Target: t, Simulated: mean(xs), Stages: stages}
	half := 0.0
	if n := len(xs); n > 1 {
		sum := 0.0
		for _, x := range xs {
			sum += (x - r.Simulated) * (x - r.Simulated)
		}
		half = experiment.StudentT95(n-1) * math.Sqrt(sum/float64(n-1)/float64(n))
	}
	r.Low, r.High = r.Simulated-half, r.Simulated+half
	off := math.Abs(r.Simulated - t.Published)
	if t.AtLeast {
		off = max(0, t.Published-r.Simulated)
	}
	switch {
	case off <= t.Stated:
		r.Verdict = Pass
	case off <= t.Tolerance:
		r.Verdict = Weak
	default:
		r.Verdict = Miss // a value that is no number too
	}
	return r
}

// stages are what passages met, where a target is about time at a place.
func (g *group) stages(t *Target, net *network.Network, s *sighting) (list []Stage) {
	switch t.Measure {
	case "dwell-days", "wait-mean", "time-mean":
	default:
		return nil
	}
	for _, w := range t.watches() {
		at := g.at[freight.PlaceEvent{Node: w.Node, Event: w.Event}]
		passages := float64(len(s.saw.Passages[at]))
		for _, x := range s.saw.Stages[at] {
			if x.N == 0 {
				continue
			}
			n := float64(x.N)
			list = append(list, Stage{net.Nodes[w.Node].ID, w.Event.String(), x.Stage, n / passages, x.Wait / n, x.Hours / n})
		}
	}
	return list
}
