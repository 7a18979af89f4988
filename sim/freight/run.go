package freight

import (
	"context"
	"fmt"
	"slices"
	"time"

	"corridor/data"
	"corridor/network"
	"corridor/network/route"
	"corridor/sim"
)

// Event words: the kind in the low bits, what it is about above.
const (
	evEntity   = iota // an entity's stage, drive, wait is over
	evArrive          // the next load of flow Who
	evOther           // the next truck or train of background Who
	evDepart          // the next departure of service Who
	evPatience        // a service that goes when full has waited long enough
	evTurn            // the calendar of resource Who
	evBreak           // a server of resource Who breaks down
	evRepair          // and is repaired
	evChange          // change Who takes hold
	evLift            // change Who lets go
	evDay             // once a day: what was observed becomes known
	evBegin           // counting begins
	evClose           // counting ends
	evTell            // waits are told to those who set out
	evKinds
)

const evBits = 4

// run is one replication. Everything that varies is here.
type run struct {
	m     *Model
	key   sim.Key
	cal   sim.Calendar
	now   sim.Time
	ops   []op
	steps []step

	ent       []entity
	links     []int32
	entSlots  slots
	loads     []load
	ldSlots   slots
	vehicles  []vehicle
	vhSlots   slots
	bases     []snapshot
	baseSlots slots

	res    []sim.Resource
	state  []resState
	gates  []gate // by node and event
	roads  []gate // by link
	lines  [][][]int32
	svc    []svcState
	gens   []generator
	arrive []arrival

	extra       []expectation // by node and event
	closed      int           // closures in force that cargo may avoid
	epoch       int32
	ch          []changeState
	scaleOfLink []linkFactor // nil: all 1
	finder      *route.Finder
	replans     map[replanKey]replanned

	turns      []sim.Time // when changes take hold or let go
	nextChange sim.Time
	onEnd      func(id int32) // for tests of single facilities

	counted       int // counted loads that are not home
	trainsWaiting int // for sections
	out           *Outcome
}

type arrival struct {
	n  uint32
	at sim.Time
}

// resState is what a resource has beyond the kernel's.
type resState struct {
	turn      int32
	scheduled int32 // servers by calendar
	broken    int32
	closed    int32
	always    bool // works round the clock
	factor    float64
	serving   []int32 // in service, where service can be held
	held      []heldService
	breaks    uint64 // breakdowns drawn so far
	repairs   uint64 // repairs drawn so far
	by        int32  // change + 1 that counts what begins here
}

type heldService struct {
	id   int32
	left time.Duration
	at   sim.Time
}

// gate holds what may not enter.
type gate struct {
	closed int32
	avoid  int32    // closures that cargo may avoid
	until  sim.Time // announced reopening of the closure that lasts longest
	by     int32    // change + 1
	line   []int32
}

// expectation is what was observed at a facility or service beyond the mean,
// hours: published once a day, smoothed.
type expectation struct {
	hours float64
	sum   float64
	n     int
}

func (x *expectation) observe(hours float64) { x.sum += hours; x.n++ }

// publish makes the day's observations known, with weight 0.3.
func (x *expectation) publish() {
	if x.n > 0 {
		x.hours += 0.3 * (max(x.sum/float64(x.n), 0) - x.hours)
	}
	x.sum, x.n = 0, 0
}

// Run simulates one replication. The same model, seed and replication give the
// same outcome on any machine of one architecture. A cancelled context ends it
// within milliseconds with the context's error.
func (m *Model) Run(ctx context.Context, seed uint64, replication int) (*Outcome, error) {
	r := &run{m: m, key: sim.NewKey(seed, replication)}
	return r.simulate(ctx)
}

// simulate runs a replication to its end.
func (r *run) simulate(ctx context.Context) (*Outcome, error) {
	r.prepare()
	for n := int64(0); ; n++ {
		if n&0xffff == 0 {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if len(r.loads)-len(r.ldSlots.free) > mostUnderWay {
				return nil, r.overflow()
			}
		}
		ev, ok := r.cal.Pop()
		if !ok || ev.At > r.m.stop {
			break
		}
		r.now = ev.At
		r.out.Events++
		if ev.What&(1<<evBits-1) == evEntity {
			if r.ent[ev.Who].await == ev.What {
				r.wake(ev.Who)
			}
			continue
		}
		r.handle(ev)
		if r.now >= r.m.close && r.counted == 0 && ev.What == evDay {
			break
		}
	}
	r.finish()
	return r.out, nil
}

func (r *run) prepare() {
	m := r.m
	r.quiet()
	r.cal.Push(m.begin, 0, evBegin)
	r.cal.Push(m.close, 0, evClose)
	for i := range m.changes {
		c := &m.changes[i]
		if c.to > 0 && c.from < m.stop {
			r.turns = append(r.turns, max(c.from, 0), c.to)
			r.cal.Push(max(c.from, 0), int32(i), evChange)
			if c.to < m.stop {
				r.cal.Push(c.to, int32(i), evLift)
			}
		}
	}
	slices.Sort(r.turns)
	r.passTurns()
	r.prepareServices()
	r.arrive = make([]arrival, len(m.arrivals))
	for i := range m.arrivals {
		r.nextArrival(int32(i), 0)
	}
	r.gens = make([]generator, len(m.other))
	leaves := false
	for i := range m.other {
		r.gens[i].hour = -1
		leaves = leaves || m.other[i].leaves
		r.nextOther(int32(i))
	}
	if leaves {
		r.cal.Push(min(tellEvery, m.stop), 0, evTell)
	}
	r.cal.Push(min(sim.Time(24*time.Hour), m.stop), 0, evDay)
}

// passTurns finds the next moment at which a change takes hold or lets go, or
// the run ends.
func (r *run) passTurns() {
	for len(r.turns) > 0 && r.turns[0] <= r.now {
		r.turns = r.turns[1:]
	}
	r.nextChange = r.m.stop + 1 // nothing begins after the end
	if len(r.turns) > 0 {
		r.nextChange = min(r.nextChange, r.turns[0])
	}
}

// quiet lays out the world with its hours and breakdowns, and no traffic yet.
func (r *run) quiet() {
	m := r.m
	r.nextChange = sim.Never
	r.ops = append([]op(nil), m.ops...)
	r.steps = m.steps[:len(m.steps):len(m.steps)]
	for _, vs := range m.vehicles {
		r.svc = append(r.svc, svcState{steps: int32(len(r.steps)), open: true, room: 1})
		r.steps = append(r.steps, vs...)
	}
	r.res = make([]sim.Resource, len(m.res))
	r.state = make([]resState, len(m.res))
	r.gates = make([]gate, len(m.Net.Nodes)*int(network.Events))
	r.roads = make([]gate, len(m.Net.Links))
	r.extra = make([]expectation, len(m.Net.Nodes)*int(network.Events))
	r.ch = make([]changeState, len(m.changes))
	r.replans = map[replanKey]replanned{}
	finder := *m.Finder
	finder.Open = append([]bool(nil), m.Finder.Open...)
	r.finder = &finder
	r.out = newOutcome(m)
	r.cal.Reset()
	for i := range m.res {
		x := &m.res[i]
		r.res[i].Buffer = x.buffer
		r.state[i] = resState{scheduled: x.servers, factor: 1}
		if len(x.turns) > 0 {
			r.state[i].scheduled = x.turns[0].servers
			if len(x.turns) > 1 {
				r.state[i].turn = 1
				r.cal.Push(x.turns[1].at, int32(i), evTurn)
			}
		}
		r.res[i].Servers = r.state[i].scheduled
		if x.breaks {
			for s := int32(0); s < x.servers; s++ {
				r.nextBreak(int32(i))
			}
		}
	}
}

func (r *run) handle(ev sim.Event) {
	switch ev.What & (1<<evBits - 1) {
	case evArrive:
		r.createLoad(ev.Who)
	case evOther:
		r.createOther(ev.Who)
	case evDepart:
		r.departure(ev.Who)
	case evPatience:
		r.patience(ev.Who, ev.What>>evBits)
	case evTurn:
		r.turn(ev.Who)
	case evBreak:
		r.breakDown(ev.Who)
	case evRepair:
		r.repair(ev.Who)
	case evChange:
		r.apply(ev.Who, true)
	case evLift:
		r.apply(ev.Who, false)
	case evDay:
		r.day()
	case evBegin:
		r.beginCounting()
	case evClose:
		r.closeCounting()
	case evTell:
		r.tell()
	}
}

// day publishes what was observed and looks for deadlock.
func (r *run) day() {
	for i := range r.extra {
		r.extra[i].publish()
	}
	for i := range r.svc {
		r.svc[i].extra.publish()
	}
	if r.trainsWaiting > 0 {
		r.findDeadlock()
	}
	if next := r.now + sim.Time(24*time.Hour); next <= r.m.stop {
		r.cal.Push(next, 0, evDay)
	}
}

func (r *run) nextArrival(flow int32, at sim.Time) {
	a := &r.arrive[flow]
	a.at = r.m.arrivals[flow].next(at, a.n, r.key.With(r.m.flows[flow].key))
	if a.at <= r.m.stop {
		r.cal.Push(a.at, flow, evArrive)
	}
}

// newEntity takes a slot. Pointers into ent, loads and vehicles are stale
// after it.
func (r *run) newEntity() int32 {
	id, fresh := r.entSlots.take(len(r.ent))
	if fresh {
		r.ent = append(r.ent, entity{})
		r.links = append(r.links, 0)
	}
	stamp := r.ent[id].await
	r.ent[id] = entity{await: stamp, flow: -1, hold: -1, ext: -1}
	return id
}

// schedule wakes an entity at an instant.
func (r *run) schedule(at sim.Time, id int32) {
	e := &r.ent[id]
	switch e.kind {
	case aLoad:
		r.loads[e.ext].until = at
	case aVehicle:
		r.vehicles[e.ext].until = at
	}
	r.cal.Push(at, id, e.await)
}

// createLoad makes the next load of a flow and lets it set out.
func (r *run) createLoad(flow int32) {
	m := r.m
	a := &r.arrive[flow]
	n := a.n
	a.n++
	r.nextArrival(flow, r.now)
	f, fp := &m.Net.Flows[flow], &m.flows[flow]
	key := r.key.With(fp.key).With(uint64(n) + 1)
	r.out.Created++

	bits := uint16(0)
	routing := route.Open
	plans := fp.open
	if m.fixed || f.Fixed || key.With(drawDivertible).Uniform() < f.Divertible && key.With(drawCohort).Uniform() < m.Case.Share {
		bits |= isCohort
		plans = fp.cohort
		routing = m.Case.Routing
		if r.now >= m.begin && r.now < m.close {
			bits |= isCounted
			t := &r.out.Flows[flow]
			t.Created++
			if len(plans) == 0 {
				t.Unserved++
			}
		}
	}
	if len(plans) == 0 {
		r.out.Unserved++
		return
	}
	if f.Trusted > 0 && key.With(drawTrusted).Uniform() < f.Trusted {
		bits |= isTrusted
	}
	if m.inBond(f) {
		bits |= isInBond
	}
	way, at := r.choose(flow, routing, plans, key)
	if bits&isCounted != 0 {
		r.counted++
		r.out.Flows[flow].wayTaken(way, plans)
	}
	id := r.newEntity()
	ext, fresh := r.ldSlots.take(len(r.loads))
	if fresh {
		r.loads = append(r.loads, load{})
	}
	ld := &r.loads[ext]
	*ld = load{number: n, born: r.now, node: int32(f.From), way: int32(way), epoch: r.epoch, from: -1, vehicle: -1, routing: uint8(routing)}
	e := &r.ent[id]
	e.kind, e.ext, e.flow, e.key, e.class, e.bits = aLoad, ext, flow, key, uint8(f.Priority), bits
	e.at = at
	e.pc = r.steps[at].pc
	e.since = r.now
	r.proceed(id)
}

// generator makes background traffic hour by hour, each hour from a stream of
// its own, so that what happens in one hour does not shift the next.
type generator struct {
	hour int
	n    uint64
	at   float64 // ns
	src  sim.Source
	key  sim.Key
	told time.Duration // wait told of
}

func (r *run) nextOther(i int32) {
	p, g := &r.m.other[i], &r.gens[i]
	for {
		if g.hour >= 0 && p.perNS[g.hour] > 0 {
			g.at += g.src.Exponential() / p.perNS[g.hour]
			if g.at < float64(g.hour+1)*hoursToNS {
				if at := max(sim.Time(g.at), r.now); at <= r.m.stop {
					r.cal.Push(at, i, evOther)
				}
				return
			}
		}
		g.hour++
		if g.hour >= len(p.perNS) {
			return
		}
		g.key = r.key.With(p.key).With(uint64(g.hour) + 1)
		g.src, g.n, g.at = g.key.Source(), 0, float64(g.hour)*hoursToNS
	}
}

func (r *run) createOther(i int32) {
	p, g := &r.m.other[i], &r.gens[i]
	g.n++
	key := g.key.With(g.n)
	r.nextOther(i)
	if p.leaves && g.told > 0 && r.m.samplers[p.temper].Sample(key.With(drawPatience)) < g.told {
		r.out.StayedAway++
		return
	}
	r.out.Other++
	id := r.newEntity()
	e := &r.ent[id]
	e.kind, e.key, e.class, e.gen = other, key, 1, i
	if p.trust > 0 && key.With(drawTrusted).Uniform() < p.trust {
		e.bits |= isTrusted
	}
	if p.empty > 0 && key.With(drawEmpty).Uniform() < p.empty {
		e.bits |= isEmpty
	}
	e.at = p.steps
	e.pc = r.steps[e.at].pc
	r.proceed(id)
}

// tellEvery is how often waits are told to those who may stay away.
const tellEvery = sim.Time(15 * time.Minute)

// tell works out the wait at each facility from its queues: who waits for a
// resource, over the rate at which its servers work now. Queues at resources
// that are closed for the night count from their opening and are left out.
func (r *run) tell() {
	for i := range r.m.other {
		p := &r.m.other[i]
		if !p.leaves {
			continue
		}
		wait, last := 0.0, int32(-1)
		for pc := r.m.entry[p.node][p.event]; r.ops[pc].code != opReturn; pc++ {
			o := &r.ops[pc]
			if o.code != opStage || o.res < 0 || r.res[o.res].Servers == 0 || r.res[o.res].Queued == 0 || o.res == last {
				continue
			}
			last = o.res // stages in a row at one resource have one queue
			wait += float64(r.res[o.res].Queued) * r.m.samplers[o.time].Mean() * o.scale / float64(r.res[o.res].Servers)
		}
		r.gens[i].told = time.Duration(wait * float64(time.Second))
	}
	if next := r.now + tellEvery; next <= r.m.stop {
		r.cal.Push(next, 0, evTell)
	}
}

// mostUnderWay bounds the loads in the network at once, and so the memory.
const mostUnderWay = 500_000

// overflow names the queue that grows without end.
func (r *run) overflow() error {
	longest := 0
	for i := range r.res {
		if r.res[i].Queued > r.res[longest].Queued {
			longest = i
		}
	}
	where := "no queue of a resource"
	if len(r.res) > 0 && r.res[longest].Queued > 0 {
		name := r.m.ResourceNames()[longest]
		where = fmt.Sprintf("the longest queue is for %s at %s, %d", name[1], name[0], r.res[longest].Queued)
	}
	return data.Problems{{File: "flows.csv", Want: fmt.Sprintf("expected fewer than %d loads under way at once; there are more on %s (%s): more comes than can be served", mostUnderWay, r.m.Date(r.now).Format("2006-01-02"), where)}}
}
