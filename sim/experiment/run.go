package experiment

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"corridor/network"
	"corridor/sim/freight"
)

// Plan is what to run.
type Plan struct {
	Net     *network.Network
	Cases   []freight.Case
	Seed    uint64
	Reps    int
	Workers int // 0: one a processor
	// Sampled draws every assumption anew in each replication, alike in all
	// cases.
	Sampled bool
	// Precision asks for more replications than Reps until figures are known well
	// enough; nil: Reps are run.
	Precision *Precision
	// Waits learned at screen fidelity, to share among studies; nil: its own.
	Waits *freight.Waits
	// Progress is told of every cell that ends; it is called by one goroutine
	// at a time.
	Progress func(done, total int)
}

// Study is what was run.
type Study struct {
	Plan   Plan
	Models []*freight.Model
	cells  [][]*cell // by case and replication, nil: not finished
	reps   []int     // replications that all cases finished
	sets   [][]bool  // flows: [0] with a way in all rivals that carry their group, [c] in the first case and case c
	rivals []int     // cases that winners are declared among
	groups []string
	Events int64
	waits  *freight.Waits
	live   []bool // facilities whose other traffic is simulated at screen fidelity
	draws  []*draw
	record []record // by case
}

// Finished is how many replications all cases finished.
func (s *Study) Finished() int { return len(s.reps) }

// Complete says whether all of them did.
func (s *Study) Complete() bool { return len(s.reps) == s.Plan.Reps }

// ErrInterrupted says that the context ended before the plan was done. The
// Study that comes with it has what was finished.
var ErrInterrupted = errors.New("interrupted")

// Run compiles the cases and runs their replications on Workers processors.
func Run(ctx context.Context, p Plan) (*Study, error) {
	if p.Reps < 1 {
		return nil, fmt.Errorf("experiment: expected at least one replication, not %d", p.Reps)
	}
	if p.Workers <= 0 {
		p.Workers = runtime.GOMAXPROCS(0)
	}
	if x := p.Precision; x != nil {
		p.Reps = max(p.Reps, min(firstLook, x.Most))
	}
	s := &Study{Plan: p}
	for _, c := range p.Cases {
		if ctx.Err() != nil {
			return s, ErrInterrupted
		}
		m, err := freight.NewModel(p.Net, c, s.Models...)
		if err != nil {
			return nil, err
		}
		if len(s.Models) > 0 && !sameWindow(s.Models[0], m) {
			return nil, fmt.Errorf("experiment: %s and %s have different windows; what is compared must be of the same time", p.Cases[0].Name(), c.Name())
		}
		s.Models = append(s.Models, m)
		s.cells = append(s.cells, nil)
	}
	s.prepare()
	s.record = make([]record, len(s.Models))
	if err := s.hold(ctx); err != nil {
		if ctx.Err() != nil {
			return s, ErrInterrupted
		}
		return nil, err
	}
	for from := 0; ; {
		err := s.work(ctx, from)
		s.collect(from)
		from = s.Plan.Reps
		if err != nil || p.Precision == nil {
			return s, err
		}
		if s.Plan.Reps, err = s.next(); err != nil || s.Plan.Reps == from {
			return s, err
		}
	}
}

// collect lists the replications from one on that all cases finished.
func (s *Study) collect(from int) {
	for r := from; r < s.Plan.Reps; r++ {
		all := true
		for c := range s.cells {
			all = all && s.cells[c][r] != nil
		}
		if all {
			s.reps = append(s.reps, r)
			for c := range s.cells {
				s.Events += s.cells[c][r].events
			}
		}
	}
}

// work runs all cells from a replication on, replication by replication so that an
// interruption leaves as many whole replications as can be.
func (s *Study) work(ctx context.Context, from int) error {
	for c := range s.cells {
		s.cells[c] = append(s.cells[c], make([]*cell, s.Plan.Reps-from)...)
	}
	if s.Plan.Sampled {
		s.prepareDraws()
	}
	type job struct {
		cases []int
		r     int
	}
	jobs := make(chan job)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var first error
	done, total := len(s.cells)*from, len(s.cells)*s.Plan.Reps
	cell := func(c, r int) {
		out, err := s.simulate(ctx, c, r)
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			if first == nil {
				first = err
			}
			return
		}
		s.keep(c, out)
		s.cells[c][r] = s.reduce(out)
		done++
		if s.Plan.Progress != nil {
			s.Plan.Progress(done, total)
		}
	}
	for w := 0; w < min(s.Plan.Workers, total); w++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range jobs {
				for _, c := range j.cases {
					cell(c, j.r)
				}
			}
		}()
	}
	var parts [][]int // a replication is one job where it has its own inputs
	for c := range s.cells {
		if c > 0 && s.Plan.Sampled {
			parts[0] = append(parts[0], c)
		} else {
			parts = append(parts, []int{c})
		}
	}
	for r := from; r < s.Plan.Reps; r++ {
		for _, cases := range parts {
			select {
			case jobs <- job{cases, r}:
			case <-ctx.Done():
			}
		}
	}
	close(jobs)
	wg.Wait()
	if ctx.Err() != nil {
		return ErrInterrupted
	}
	return first
}

// hold holds other traffic fixed in cases at screen fidelity: everywhere but at
// the facilities that a change of any case comes near.
func (s *Study) hold(ctx context.Context) error {
	if s.waits = s.Plan.Waits; s.waits == nil {
		s.waits = &freight.Waits{}
	}
	s.live = make([]bool, len(s.Plan.Net.Nodes))
	for _, m := range s.Models {
		if m.Case.Fidelity == freight.Screen {
			for i, near := range m.Near() {
				s.live[i] = s.live[i] || near
			}
		}
	}
	for _, m := range s.Models {
		if m.Case.Fidelity == freight.Screen && !s.Plan.Sampled {
			if err := s.waits.Hold(ctx, m, s.live, s.Plan.Workers); err != nil {
				return err
			}
		}
	}
	return nil
}

// simulate runs one cell.
func (s *Study) simulate(ctx context.Context, c, r int) (*freight.Outcome, error) {
	m := s.Models[c]
	if s.Plan.Sampled {
		drawn, err := s.drawn(ctx, r)
		if err != nil {
			return nil, err
		}
		defer s.done(r)
		m = drawn[c]
	}
	out, err := m.Run(ctx, s.Plan.Seed, r)
	if err == nil {
		s.fit(out, c)
	}
	return out, err
}

// fit gives an outcome the resources of the study's own model: a draw may give
// a line another number of sections, whose tallies then have no counterpart.
func (s *Study) fit(out *freight.Outcome, c int) {
	if want := len(s.Models[c].ResourceNames()); len(out.Resources) != want {
		same := out.Resources[:len(s.Plan.Net.Resources)]
		out.Resources = make([]freight.ResourceTally, want)
		copy(out.Resources, same)
	}
}

// prepare works out which flows every case can carry, and the groups of goods.
func (s *Study) prepare() {
	net := s.Plan.Net
	s.rivals = rivals(s.Plan.Cases)
	can := func(of []int) []bool {
		set := make([]bool, len(net.Flows))
		for f := range set {
			set[f] = true
			for _, c := range of {
				set[f] = set[f] && s.Models[c].Feasible(network.FlowID(f))
			}
		}
		return set
	}
	s.sets = append(s.sets, nil)
	for c := 1; c < len(s.Models); c++ {
		s.sets = append(s.sets, can([]int{0, c}))
	}
	seen := map[string]bool{}
	for f := range net.Flows {
		if g := net.Group(&net.Flows[f]); !seen[g] {
			seen[g] = true
			s.groups = append(s.groups, g)
		}
	}
	// Rivals that carry nothing of a group do not narrow what the others are
	// compared on.
	s.sets[0] = make([]bool, len(net.Flows))
	for g, name := range s.groups {
		both := can(s.able(g))
		for f := range net.Flows {
			if net.Group(&net.Flows[f]) == name {
				s.sets[0][f] = both[f]
			}
		}
	}
}

// cell is one replication of one case, reduced to what tables need.
type cell struct {
	events int64
	all    []float64     // KPIs
	group  [][]float64   // by group
	flow   [][]float64   // by flow
	set    [][]float64   // over the flows of each set
	setG   [][][]float64 // by set and group
	out    *freight.Outcome

	quantiles [][]float64 // of the door-to-door time, h: of all, then by group
}

// reduce works out the KPIs of a replication and drops what is only needed for
// them.
func (s *Study) reduce(out *freight.Outcome) *cell {
	c := &cell{events: out.Events, out: out}
	net := s.Plan.Net
	pick := func(yes func(f int) bool) []float64 {
		var ts []*freight.FlowTally
		for f := range out.Flows {
			if yes(f) {
				ts = append(ts, &out.Flows[f])
			}
		}
		return values(ts)
	}
	c.all = pick(func(int) bool { return true })
	in := func(g string, f int) bool { return net.Group(&net.Flows[f]) == g }
	for _, g := range s.groups {
		c.group = append(c.group, pick(func(f int) bool { return in(g, f) }))
	}
	for _, set := range s.sets {
		c.set = append(c.set, pick(func(f int) bool { return set[f] }))
		var byGroup [][]float64
		for _, g := range s.groups {
			byGroup = append(byGroup, pick(func(f int) bool { return set[f] && in(g, f) }))
		}
		c.setG = append(c.setG, byGroup)
	}
	for f := range out.Flows {
		c.flow = append(c.flow, values([]*freight.FlowTally{&out.Flows[f]}))
	}
	c.quantiles = append(c.quantiles, hoursWithin(out, func(int) bool { return true }))
	for _, g := range s.groups {
		c.quantiles = append(c.quantiles, hoursWithin(out, func(f int) bool { return in(g, f) }))
	}
	for f := range out.Flows {
		out.Flows[f].Transit.Trim()
	}
	return c
}

// rows picks a vector of every finished replication of a case.
func (s *Study) rows(c int, of func(*cell) []float64) [][]float64 {
	rows := make([][]float64, 0, len(s.reps))
	for _, r := range s.reps {
		rows = append(rows, of(s.cells[c][r]))
	}
	return rows
}

// sameWindow says whether two cases count the same time.
func sameWindow(a, b *freight.Model) bool {
	begin, end, stop := a.Window()
	begin2, end2, stop2 := b.Window()
	return begin == begin2 && end == end2 && stop == stop2 && a.Date(0).Equal(b.Date(0))
}
