package freight

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"corridor/network"
	"corridor/sim"
)

// At screen fidelity the other traffic of a truck crossing, port or terminal is
// not simulated in every run. It is simulated once, by itself, with the whole
// published counts; the waits that it met at each resource are kept by hour of
// the window. Modelled cargo draws its wait from them and takes no server. What
// depends on the queue itself (a change there, cargo turned there by a change)
// makes the facility live: see Near.

const (
	heldParts  = 8      // of equal chance that a wait is drawn from
	heldSample = 24     // waits kept of an hour
	heldRuns   = 2      // times the other traffic is simulated, unless said otherwise
	heldCount  = 20_000 // a year: rarer traffic is simulated, it costs little
	heldSeed   = 0x5c1ee
	weekHours  = 7 * 24
)

// parts are the means of a wait's equal parts, seconds, in ascending order; the
// first is negative where none was met.
type parts [heldParts]float32

// heldWait is the wait at a resource whose other traffic is held fixed.
type heldWait struct {
	begin sim.Time
	weeks int
	class [sim.Classes]*classWait
	turns []turn
	tally ResourceTally // all traffic, of the first run
}

type classWait struct {
	fine   []parts // by hour of the window
	coarse [weekHours]parts
	day    [24]parts
}

// facilityWaits are the waits of one facility by resource name.
type facilityWaits map[string]*heldWait

// Waits keeps what was learned of facilities, by what their tables say. Cases
// and variants of a world share one. It is safe for concurrent use.
type Waits struct {
	Runs int // times that other traffic is simulated; 0: twice
	mu   sync.Mutex
	made map[[32]byte]*learning
}

type learning struct {
	once  sync.Once
	waits facilityWaits
	err   error
}

// Hold ends the compilation of a model at screen fidelity: other traffic is held
// fixed at all facilities but those that are live, by node. Without Hold all are
// simulated. The result does not depend on workers.
func (w *Waits) Hold(ctx context.Context, m *Model, live []bool, workers int) error {
	nodes := m.Holdable(live)
	got := make([]*learning, len(nodes))
	runs := w.Runs
	if runs == 0 {
		runs = heldRuns
	}
	w.mu.Lock()
	if w.made == nil {
		w.made = map[[32]byte]*learning{}
	}
	for i, n := range nodes {
		key := m.facilityKey(n)
		if w.made[key] == nil {
			w.made[key] = &learning{}
		}
		got[i] = w.made[key]
	}
	w.mu.Unlock()
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(max(workers, 1), len(nodes)) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range next {
				got[i].once.Do(func() { got[i].waits, got[i].err = m.learn(ctx, nodes[i], runs) })
			}
		}()
	}
	for i := range nodes {
		next <- i
	}
	close(next)
	wg.Wait()
	m.calm, m.held = make([]bool, len(m.Net.Nodes)), make([]*heldWait, len(m.res))
	for i, n := range nodes {
		if got[i].err != nil {
			return got[i].err
		}
		m.calm[n] = true
		for k := range m.Net.Resources {
			if m.Net.Resources[k].Node == n {
				m.held[k] = got[i].waits[m.Net.Resources[k].Name]
			}
		}
	}
	m.findQueues()
	return nil
}

// Fork is a copy that learns for itself: what it learns goes with it.
func (w *Waits) Fork() *Waits {
	w.mu.Lock()
	defer w.mu.Unlock()
	return &Waits{Runs: w.Runs, made: maps.Clone(w.made)}
}

// Holdable lists the facilities whose other traffic can be held fixed: it is
// cargo's (trucks, boxes), not rare, and the resources that it uses have no
// limited places, no service that is held, no partner that is held together with
// them and no vehicle.
func (m *Model) Holdable(live []bool) (nodes []network.NodeID) {
	counts, used, bad := make([]float64, len(m.Net.Nodes)), m.othersUse(), make([]bool, len(m.res))
	for i := range m.Net.Backgrounds {
		b := &m.Net.Backgrounds[i]
		if b.Event >= network.VehicleCall {
			continue
		}
		for _, n := range b.Months {
			counts[b.Node] = max(counts[b.Node], n*12)
		}
	}
	for i := range m.ops {
		o := &m.ops[i]
		if o.code != opStage || o.res < 0 {
			continue
		}
		x := &m.res[o.res]
		bad[o.res] = bad[o.res] || o.res2 >= 0 || x.buffer > 0 || x.hold || o.event >= network.VehicleCall
		if o.res2 >= 0 {
			bad[o.res2] = true
		}
	}
	for r := range used {
		if used[r] && bad[r] {
			counts[m.res[r].node] = 0
		}
	}
	for n := range counts {
		if counts[n] >= heldCount && !(live != nil && live[n]) {
			nodes = append(nodes, network.NodeID(n))
		}
	}
	return nodes
}

// isCalm says whether the other traffic of a plan is held fixed.
func (m *Model) isCalm(p *otherPlan) bool {
	return m.calm != nil && m.calm[p.node] && p.event < network.VehicleCall
}

// facilityKey names all that the waits at a facility depend on.
func (m *Model) facilityKey(node network.NodeID) (key [32]byte) {
	h := sha256.New()
	n := &m.Net.Nodes[node]
	fmt.Fprintln(h, n.ID, n.TZ, m.origin.UnixNano(), m.begin, m.close, m.Net.Params.BackgroundLead)
	for _, t := range m.months {
		fmt.Fprintln(h, t.Unix())
	}
	for i := range m.Net.Backgrounds {
		if b := &m.Net.Backgrounds[i]; b.Node == node {
			x := *b
			x.Node = 0
			fmt.Fprintf(h, "%+v\n", x)
			p := &m.Net.Processes[n.Process[b.Event]]
			for k := range p.Stages {
				s := &p.Stages[k]
				fmt.Fprintf(h, "%s %q %+v %d %v %+v %d\n", s.Name, s.Need, s.Time, s.Per, s.Chance, s.When, s.Priority)
			}
		}
	}
	for i := range m.Net.Resources {
		if r := &m.Net.Resources[i]; r.Node == node {
			fmt.Fprintf(h, "%s %d %d %v %v %v %+v %+v\n", r.Name, r.Servers, r.Buffer, r.Lose, r.Hold, r.Breaks, r.MTBF, r.MTTR)
			if r.Calendar != nil {
				fmt.Fprintf(h, "%+v\n", *r.Calendar)
			}
		}
	}
	h.Sum(key[:0])
	return key
}

// learn simulates the other traffic of one facility with its whole counts and
// nothing else.
func (m *Model) learn(ctx context.Context, node network.NodeID, runs int) (facilityWaits, error) {
	alone := *m
	alone.stop = m.close
	alone.held, alone.calm = nil, nil
	alone.changes, alone.arrivals, alone.other = nil, nil, nil
	alone.departs = make([][]sim.Time, len(m.departs))
	alone.steps, alone.samplers = slices.Clip(m.steps), slices.Clip(m.samplers)
	alone.res = slices.Clone(m.res)
	for i := range alone.res {
		if alone.res[i].node != int32(node) {
			alone.res[i].turns, alone.res[i].breaks = nil, false
		}
	}
	made := hourTables{}
	for i := range m.Net.Backgrounds {
		if b := &m.Net.Backgrounds[i]; b.Node == node && b.Event < network.VehicleCall {
			if p, ok := alone.spread(i, 0, made); ok {
				alone.other = append(alone.other, p)
			}
		}
	}
	l := &listener{node: int32(node), begin: m.begin, weeks: min(int((m.close-m.begin+sim.Time(week)-1)/sim.Time(week)), 24), met: make([][sim.Classes]*heard, len(m.res))}
	waits := facilityWaits{}
	var first *Outcome
	for run := range runs {
		o, err := alone.listen(ctx, l, run)
		if err != nil {
			return nil, err
		}
		if run == 0 {
			first = o
		}
	}
	for i := range l.met {
		for c, heard := range l.met[i] {
			if heard == nil {
				continue
			}
			name := m.res[i].name
			if waits[name] == nil {
				waits[name] = &heldWait{begin: m.begin, weeks: l.weeks, turns: m.res[i].turns, tally: first.Resources[i]}
			}
			waits[name].class[c] = heard.reduce()
		}
	}
	return waits, nil
}

func (m *Model) listen(ctx context.Context, l *listener, replication int) (*Outcome, error) {
	r := &run{m: m, key: sim.NewKey(heldSeed, replication), ear: l}
	return r.simulate(ctx)
}

// listener takes samples of the waits at a facility.
type listener struct {
	node  int32
	begin sim.Time
	weeks int
	met   [][sim.Classes]*heard // by resource
}

// heard are samples of a resource's waits in one class.
type heard struct {
	fine   []sample
	coarse [weekHours]sample
	day    [24]sample
}

// sample keeps so many of the values it was given, each with equal chance.
type sample struct {
	n      uint64
	values []float32
}

func (s *sample) add(x float32, most int, key sim.Key) {
	s.n++
	if len(s.values) < most {
		s.values = append(s.values, x)
	} else if k := int(key.With(s.n).Uniform() * float64(s.n)); k < most {
		s.values[k] = x
	}
}

func (l *listener) hear(res int32, class uint8, since sim.Time, wait time.Duration) {
	h := l.met[res][class]
	if h == nil {
		h = &heard{fine: make([]sample, l.weeks*weekHours)}
		l.met[res][class] = h
	}
	if since < l.begin {
		return
	}
	x, i := float32(wait.Seconds()), hourOf(since, l.begin, l.weeks)
	key := sim.Key(heldSeed).With(uint64(i))
	h.fine[i].add(x, heldSample, key)
	h.coarse[i%weekHours].add(x, 4*heldSample, key)
	h.day[i%24].add(x, 16*heldSample, key)
}

// hear notes the wait of who has come to a stage.
func (r *run) hear(o *op, class uint8, since sim.Time, wait time.Duration) {
	if o.node == r.ear.node {
		r.ear.hear(o.res, class, since, wait)
	}
}

// hourOf is the hour of the window that an instant belongs to: before it the
// first week's, after it the last week's. Beyond two years of weeks for months
// the second year's stands for the later.
func hourOf(t, begin sim.Time, weeks int) int {
	h := int((t - begin) / sim.Time(time.Hour))
	if t < begin {
		h = -1 - int((begin-1-t)/sim.Time(time.Hour))
		return (h%weekHours + weekHours) % weekHours
	}
	if h < weeks*weekHours {
		return h
	}
	if weeks == 24 {
		return (12+h/weekHours%12)*weekHours + h%weekHours
	}
	return (weeks-1)*weekHours + h%weekHours
}

func (h *heard) reduce() *classWait {
	c := &classWait{fine: make([]parts, len(h.fine))}
	for i := range h.fine {
		c.fine[i] = h.fine[i].parts(4)
	}
	for i := range h.coarse {
		c.coarse[i] = h.coarse[i].parts(1)
	}
	for i := range h.day {
		c.day[i] = h.day[i].parts(1)
	}
	return c
}

// parts of a sample: the mean over each eighth of its distribution, so that
// drawing one of them at random keeps the mean.
func (s *sample) parts(fewest int) (p parts) {
	n := len(s.values)
	if n < fewest {
		p[0] = -1
		return p
	}
	slices.Sort(s.values)
	for i := range p {
		from, to, sum := float64(i)*float64(n)/heldParts, float64(i+1)*float64(n)/heldParts, 0.0
		for k := int(from); k < n && float64(k) < to; k++ {
			sum += float64(s.values[k]) * (min(to, float64(k+1)) - max(from, float64(k)))
		}
		p[i] = float32(sum / (to - from))
	}
	return p
}

// wait of cargo of a class that comes at an instant, drawn by u. Where no
// traffic came in that hour of the window, the same hour of other weeks holds;
// where it never comes in that hour, the same hour of other days, and behind
// closed gates the time to their opening and the wait then.
func (h *heldWait) wait(at sim.Time, class uint8, u float64) time.Duration {
	c := h.class[class]
	for k := 0; c == nil; k++ {
		c = h.class[k]
	}
	i := hourOf(at, h.begin, h.weeks)
	draw := func(p *parts) time.Duration {
		return time.Duration(float64(p[int(u*heldParts)]) * float64(time.Second))
	}
	if p := &c.fine[i]; p[0] >= 0 {
		return draw(p)
	}
	if p := &c.coarse[i%weekHours]; p[0] >= 0 {
		return draw(p)
	}
	opens := h.opens(at)
	p := &c.day[i%24]
	if opens > at {
		p = &c.coarse[hourOf(opens, h.begin, h.weeks)%weekHours]
	}
	if p[0] < 0 {
		return opens.Sub(at)
	}
	return opens.Sub(at) + draw(p)
}

// opens is when servers are next at work, at once where they are.
func (h *heldWait) opens(at sim.Time) sim.Time {
	i, _ := slices.BinarySearchFunc(h.turns, at, func(t turn, at sim.Time) int {
		if t.at <= at {
			return -1
		}
		return 1
	})
	for i = max(i-1, 0); i < len(h.turns); i++ {
		if h.turns[i].servers > 0 {
			return max(at, h.turns[i].at)
		}
	}
	return at
}

// isHeld says whether the other traffic that an op would meet is held fixed.
func (r *run) isHeld(o *op) bool {
	return r.m.held != nil && o.res >= 0 && r.m.held[o.res] != nil
}

// meetHeld is a stage at a resource whose other traffic is held fixed: a wait
// drawn from theirs, and the service.
func (r *run) meetHeld(e *entity, o *op, key sim.Key, at sim.Time) time.Duration {
	class := r.classOf(e, o)
	wait := r.m.held[o.res].wait(at, class, key.With(drawHeld).Uniform())
	if wait > 0 {
		r.addTime(e, o, o.queue, wait)
	}
	if e.kind == aLoad {
		r.extra[int(o.node)*int(network.Events)+int(o.event)].sum += wait.Hours()
	}
	dt := r.length(e, o, key)
	r.addTime(e, o, o.acct, dt)
	return wait + dt
}
