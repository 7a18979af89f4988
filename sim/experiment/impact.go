package experiment

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sort"
	"sync"

	"corridor/network"
	"corridor/sim/freight"
)

// ImpactPlan asks what the headline of some cases owes to each unknown: it is
// simulated with the unknown low, as in the tables, and high, all else as in
// the tables, with the same random numbers.
type ImpactPlan struct {
	Net     *network.Network
	Cases   []freight.Case
	Seed    uint64
	Reps    int
	Workers int    // 0: one a processor
	Tables  string // unknowns of this table only; empty: all
	ByCost  bool   // largest first by paid USD a tonne; else by hours
	// Budget is told once how many unknowns there are, how many of them cannot
	// matter, and how many runs there will be.
	Budget   func(unknowns, idle, runs int)
	Progress func(done, total int)
}

// Headline is what is watched: door-to-door hours and USD paid a tonne, of the
// cohort's loads that all cases can carry.
type Headline struct {
	Hours float64 `json:"hours"`
	USD   float64 `json:"paid_usd_per_tonne"`
}

func (h Headline) minus(o Headline) Headline { return Headline{h.Hours - o.Hours, h.USD - o.USD} }

// Swing is what one unknown does. Low and High are differences from the figures
// in the tables, by case, and last, with two cases or more, of the difference
// of the last case from the first.
type Swing struct {
	Unknown   network.Unknown
	Low, High []Headline
	// LowHalf and HighHalf are half the 95% intervals of Low and High over
	// replications; NaN with one replication.
	LowHalf, HighHalf []Headline
	// Size is the widest distance between any two of low, central and high, over
	// cases and their difference, in the figure that the list is sorted by.
	Size float64
	// Noise is half the 95% interval of the largest difference over
	// replications; NaN with one replication.
	Noise float64
	// Reach below 1: the world cannot be built at the end of the range; it was
	// moved to this part of its distance.
	Reach float64
}

// Impact is the answer.
type Impact struct {
	Cases  []string
	Base   []Headline // as Swing.Low, but absolute
	Swings []Swing    // largest first
	Idle   []network.Unknown
	Events int64
}

// RunImpact works out the impact of every unknown. The result does not depend
// on Workers.
func RunImpact(ctx context.Context, p ImpactPlan) (*Impact, error) {
	if p.Reps < 1 || len(p.Cases) < 1 {
		return nil, fmt.Errorf("experiment: expected at least one case and one replication")
	}
	if p.Workers <= 0 {
		p.Workers = runtime.GOMAXPROCS(0)
	}
	w := &impact{ImpactPlan: p, waits: &freight.Waits{}}
	if err := w.base(ctx); err != nil {
		return nil, w.interrupted(ctx, err)
	}
	var unknowns []network.Unknown
	im := &Impact{}
	for _, c := range p.Cases {
		im.Cases = append(im.Cases, c.Name())
	}
	asked := slices.DeleteFunc(p.Net.Unknowns(), func(u network.Unknown) bool { return p.Tables != "" && u.Table != p.Tables })
	idle := make([]bool, len(asked))
	if err := w.each(ctx, len(asked), func(i int) error { idle[i] = w.idle(asked[i]); return nil }); err != nil {
		return nil, w.interrupted(ctx, err)
	}
	for i, u := range asked {
		if idle[i] {
			im.Idle = append(im.Idle, u)
		} else {
			unknowns = append(unknowns, u)
		}
	}
	runs := len(p.Cases) * p.Reps
	total := (1 + 2*len(unknowns)) * runs
	if p.Budget != nil {
		p.Budget(len(unknowns)+len(im.Idle), len(im.Idle), total)
	}
	w.total = total
	ends := make([][2]*end, len(unknowns))
	err := w.each(ctx, 1+2*len(unknowns), func(i int) (err error) {
		if i == 0 {
			w.central, err = w.run(ctx, w.models)
			return err
		}
		k, high := (i-1)/2, (i-1)%2
		ends[k][high], err = w.end(ctx, unknowns[k], float64(high))
		return err
	})
	if err != nil {
		return nil, w.interrupted(ctx, err)
	}
	im.Events = w.events
	im.Base = w.central.mean()
	for k, u := range unknowns {
		im.Swings = append(im.Swings, w.swing(u, ends[k]))
	}
	sort.SliceStable(im.Swings, func(i, j int) bool { return im.Swings[i].Size > im.Swings[j].Size })
	return im, nil
}

type impact struct {
	ImpactPlan
	models  []*freight.Model
	live    []bool
	waits   *freight.Waits
	common  []bool // flows with a way in all cases
	print   [32]byte
	open    []bool
	central *end

	mu          sync.Mutex
	done, total int
	events      int64
}

func (w *impact) interrupted(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ErrInterrupted
	}
	return err
}

// base compiles the cases on the tables as they are.
func (w *impact) base(ctx context.Context) (err error) {
	if w.models, err = compile(w.Net, w.Cases, nil); err != nil {
		return err
	}
	w.live = make([]bool, len(w.Net.Nodes))
	w.open = make([]bool, len(w.Net.Services))
	w.common = make([]bool, len(w.Net.Flows))
	for f := range w.common {
		w.common[f] = true
	}
	for _, m := range w.models {
		for i, near := range m.Near() {
			w.live[i] = w.live[i] || near
		}
		for i, open := range m.Finder.Open {
			w.open[i] = w.open[i] || open
		}
		for f := range w.common {
			w.common[f] = w.common[f] && m.Feasible(network.FlowID(f))
		}
	}
	for _, m := range w.models {
		if m.Case.Fidelity == freight.Screen {
			if err := w.waits.Hold(ctx, m, w.live, w.Workers); err != nil {
				return err
			}
		}
	}
	w.print = w.Net.Fingerprint(w.open)
	return nil
}

// idle says whether both ends of an unknown give the world of the tables.
func (w *impact) idle(u network.Unknown) bool {
	for _, at := range []float64{0, 1} {
		net, err := w.Net.Draw([]network.Unknown{u}, []float64{at}, 1)
		if err != nil || net.Fingerprint(w.open) != w.print {
			return false
		}
	}
	return true
}

// each does jobs in parallel and returns the error of the first that failed, in
// the order of the jobs.
func (w *impact) each(ctx context.Context, n int, do func(i int) error) error {
	jobs := make(chan int)
	errs := make([]error, n)
	var wg sync.WaitGroup
	for range min(w.Workers, n) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range jobs {
				if errs[i] = ctx.Err(); errs[i] == nil {
					errs[i] = do(i)
				}
			}
		}()
	}
	for i := range n {
		jobs <- i
	}
	close(jobs)
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// end is the headline at one end of an unknown's range: by replication and case,
// the difference of the last case from the first behind them.
type end struct {
	rows  [][]Headline
	reach float64
}

func (w *impact) end(ctx context.Context, u network.Unknown, at float64) (*end, error) {
	models, reach, err := variant(w.Net, w.Cases, []network.Unknown{u}, []float64{at}, w.models)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", u.Table, u.Column, err)
	}
	waits := w.waits.Fork()
	for _, m := range models {
		if m.Case.Fidelity == freight.Screen {
			if err := waits.Hold(ctx, m, w.live, 1); err != nil {
				return nil, err
			}
		}
	}
	e, err := w.run(ctx, models)
	if network.IsFault(err) {
		return nil, fmt.Errorf("%s %s at an end of its range: %w", u.Table, u.Column, err)
	}
	if err != nil {
		return nil, err
	}
	e.reach = reach
	return e, nil
}

func (w *impact) run(ctx context.Context, models []*freight.Model) (*end, error) {
	e := &end{reach: 1}
	for r := range w.Reps {
		var row []Headline
		for _, m := range models {
			out, err := m.Run(ctx, w.Seed, r)
			if err != nil {
				return nil, err
			}
			row = append(row, w.headline(out))
			w.mu.Lock()
			w.done++
			w.events += out.Events
			if w.Progress != nil {
				w.Progress(w.done, w.total)
			}
			w.mu.Unlock()
		}
		if n := len(row); n > 1 {
			row = append(row, row[n-1].minus(row[0]))
		}
		e.rows = append(e.rows, row)
	}
	return e, nil
}

func (w *impact) headline(out *freight.Outcome) Headline {
	var ts []*freight.FlowTally
	for f := range out.Flows {
		if w.common[f] {
			ts = append(ts, &out.Flows[f])
		}
	}
	xs := values(ts)
	return Headline{xs[kpiIndex("transit_hours")], xs[kpiIndex("paid_usd_per_tonne")]}
}

func kpiIndex(name string) int {
	for i := range KPIs {
		if KPIs[i].Name == name {
			return i
		}
	}
	panic("experiment: no figure " + name)
}

func (e *end) mean() []Headline {
	sum := make([]Headline, len(e.rows[0]))
	for _, row := range e.rows {
		for i, h := range row {
			sum[i].Hours += h.Hours / float64(len(e.rows))
			sum[i].USD += h.USD / float64(len(e.rows))
		}
	}
	return sum
}

// half is half the 95% interval of the changes from a central end.
func (e *end) half(central *end) (list []Headline) {
	of := func(i int, f func(h Headline) float64) float64 {
		var ds []float64
		for r, row := range e.rows {
			ds = append(ds, f(row[i].minus(central.rows[r][i])))
		}
		if x, ok := estimate(ds, ""); ok && len(ds) > 1 {
			return (x.Hi - x.Lo) / 2
		}
		return math.NaN()
	}
	for i := range e.rows[0] {
		list = append(list, Headline{of(i, func(h Headline) float64 { return h.Hours }), of(i, func(h Headline) float64 { return h.USD })})
	}
	return list
}

func (w *impact) swing(u network.Unknown, ends [2]*end) Swing {
	s := Swing{Unknown: u, Noise: math.NaN(), Reach: min(ends[0].reach, ends[1].reach)}
	of := func(h Headline) float64 {
		if w.ByCost {
			return h.USD
		}
		return h.Hours
	}
	base, low, high := w.central.mean(), ends[0].mean(), ends[1].mean()
	s.LowHalf, s.HighHalf = ends[0].half(w.central), ends[1].half(w.central)
	widest := -1.0
	halves := [2][]Headline{s.LowHalf, s.HighHalf}
	for i := range base {
		s.Low, s.High = append(s.Low, low[i].minus(base[i])), append(s.High, high[i].minus(base[i]))
		a, b := of(s.Low[i]), of(s.High[i])
		s.Size = max(s.Size, math.Abs(a), math.Abs(b), math.Abs(b-a))
		for k, x := range []float64{a, b} {
			if math.Abs(x) <= widest {
				continue
			}
			widest = math.Abs(x)
			s.Noise = of(halves[k][i])
		}
	}
	return s
}
