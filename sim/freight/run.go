package freight

import (
	"context"
	"time"

	"corridor/network"
	"corridor/network/route"
	"corridor/sim"
	"corridor/sim/results"
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
	evChange          // a change takes hold or lets go: Who is the point
	evDay             // once a day: what was observed becomes known
	evBegin           // counting begins
	evClose           // counting ends
	evTell            // waits are told to those who set out
	evLeave           // a server of resource Who has freed itself, and somebody waits
	evEarly           // load Who of those that are brought forward
	evStation         // an other truck comes to a queue at facility Who
	evHour            // an hour of the window is over: it is told of
	evKinds
)

const evBits = 5

// run is one replication. Everything that varies is here.
type run struct {
	m        *Model
	key      sim.Key
	cal      sim.Calendar
	soon     sim.Calendar // of other trucks, and of servers that free themselves: small, as these events are near
	now      sim.Time
	ahead    time.Duration // of the clock of the entity in hand
	ops      []op
	steps    []step
	brief    []brief   // by op; nil: none
	stations []station // by node; nil: none

	ent      []entity
	links    []int32
	entSlots slots
	loads    []load
	ldSlots  slots
	vehicles []vehicle
	vhSlots  slots

	res        []sim.Resource
	state      []resState
	gates      []gate   // by node and event
	roads      []gate   // by link
	layers     []layers // by op: changes at work on it
	flowLayers []layers // by flow: changes of its demand, and that let none of it set out
	tariffs    layers
	known      layers   // closures that cargo knows of and may avoid
	atHome     layers   // closures for which cargo stays at home
	look       sim.Time // in a search: how far ahead closures count
	sees       int32    // change + 1 that a load stands before
	impatient  bool     // every closure counts
	roused     bool     // cargo that waits for services looks for another way
	svc        []svcState
	lines      []line  // of all services, call by call
	delays     []delay // by Model.asked
	asPlanned  bool    // no change is at work or known
	gens       []generator
	arrive     []arrival
	stories    *stories // of some loads; nil: none
	early      []early
	forward    []forwarding

	over      []bool        // by flow: sets out no more, see drain
	extra     []expectation // by node and event
	epoch     int32
	ch        []changeState
	finder    *route.Finder
	replans   map[replanKey]replanned
	replanned int32            // the day of replans
	stepsOf   map[string]int32 // where the steps of ways found on the way begin
	stepKey   []byte

	points     []point    // when changes take hold or let go, in order
	turns      []sim.Time // of these, the times to come
	nextChange sim.Time
	nextTell   sim.Time       // when waits are told next
	barrier    sim.Time       // see horizon
	onEnd      func(id int32) // for tests of single facilities

	rows     Rows
	shipment results.Shipment // the row told last
	hours    []hourly         // by resource
	nextHour sim.Time         // at whose end a row of facilities is due

	ear           *listener // to learn waits; nil: none
	watch         *watcher  // nil: nothing is watched
	read          int64     // see fetch
	counted       int       // counted loads that are not home
	trainsWaiting int       // for sections
	last          queueSample
	out           *Outcome
}

// resState is what a resource has beyond the kernel's.
type resState struct {
	turn      int32
	scheduled int32 // servers by calendar
	broken    int32
	closed    int32
	added     int32 // servers that changes add
	always    bool  // works round the clock
	factor    float64
	layers    layers
	serving   []int32 // in service, where service can be held
	held      []heldService
	breaks    uint64   // breakdowns drawn so far
	repairs   uint64   // repairs drawn so far
	leave     sim.Time // event of the next server that frees itself; Never: none
	lags      bool     // its station takes who stands in line
	await     int32    // who stand in line and need an event all the same
	next      sim.Time // when servers change by the calendar
	by        int32    // change + 1 that counts what begins here
}

type heldService struct {
	id   int32
	left time.Duration
	at   sim.Time
}

// expectation is what was observed at a facility or service beyond the mean,
// hours: published once a day, smoothed.
type expectation struct {
	hours float64
	sum   float64
	n     int
}

func (x *expectation) observe(hours float64) { x.sum += hours; x.n++ }

// publish makes the day's observations known, with weight 0.3. What nobody
// meets any more is forgotten by a fifth a day: else a wait once bad would keep
// all cargo away for ever.
func (x *expectation) publish() {
	if x.n > 0 {
		x.hours += 0.3 * (max(x.sum/float64(x.n), 0) - x.hours)
	} else {
		x.hours *= 0.8
	}
	x.sum, x.n = 0, 0
}

// Run simulates one replication. The same model, seed and replication give the
// same outcome on any machine of one architecture. A cancelled context ends it
// within milliseconds with the context's error.
func (m *Model) Run(ctx context.Context, seed uint64, replication int) (*Outcome, error) {
	return m.RunRows(ctx, seed, replication, Rows{})
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
		ev, ok := r.pop()
		if !ok || ev.At > r.m.stop {
			break
		}
		r.now, r.ahead = ev.At, 0
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

// pop takes the next event out of the calendars.
func (r *run) pop() (ev sim.Event, ok bool) {
	if r.soon.Peek() < r.cal.Peek() {
		return r.soon.Pop()
	}
	return r.cal.Pop()
}

func (r *run) prepare() {
	m := r.m
	r.quiet()
	r.cal.Push(m.begin, 0, evBegin)
	r.cal.Push(m.close, 0, evClose)
	r.points = m.spells(r.key)
	for i := range r.points {
		r.turns = append(r.turns, r.points[i].at)
		r.cal.Push(r.points[i].at, int32(i), evChange)
	}
	r.passTurns()
	r.prepareServices()
	r.delays, r.asPlanned = make([]delay, len(m.asked)), !m.eager
	r.layDelays()
	month := 0.0 // of loads: room for who will be under way at once
	for i := range m.Net.Flows {
		month += m.Net.Flows[i].PerSecond * 30 * 86400
	}
	r.loads = make([]load, 0, int(min(month, 1<<15)))
	r.arrive = make([]arrival, len(m.arrivals))
	for i := range m.arrivals {
		r.nextArrival(int32(i), 0)
	}
	r.bringForward()
	r.gens = make([]generator, len(m.other))
	leaves := false
	for i := range m.other {
		r.gens[i].hour, r.gens[i].next = -1, sim.Never
		if m.calm != nil && m.calm[m.other[i].node] {
			continue
		}
		leaves = leaves || m.other[i].leaves
		r.awaitOther(int32(i), r.nextOther(int32(i)))
	}
	r.nextTell = sim.Never
	if leaves {
		r.nextTell = min(tellEvery, m.stop)
		r.cal.Push(r.nextTell, 0, evTell)
	}
	r.cal.Push(min(sim.Time(24*time.Hour), m.stop), 0, evDay)
	if r.nextHour < sim.Never {
		r.cal.Push(r.nextHour, 0, evHour)
	}
	r.setBarrier()
	r.layBrief()
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
	r.setBarrier()
}

// quiet lays out the world with its hours and breakdowns, and no traffic yet.
func (r *run) quiet() {
	m := r.m
	r.nextChange, r.nextHour = sim.Never, sim.Never
	if r.rows.FacilityHour != nil {
		r.hours = make([]hourly, len(m.res))
		r.nextHour = m.begin + sim.Time(time.Hour)
	}
	r.ops = append([]op(nil), m.ops...)
	if len(m.changes) > 0 {
		r.layers = make([]layers, len(m.ops))
	}
	r.flowLayers = make([]layers, len(m.Net.Flows))
	r.over = make([]bool, len(m.Net.Flows))
	r.steps = m.steps[:len(m.steps):len(m.steps)]
	for _, vs := range m.vehicles {
		r.svc = append(r.svc, svcState{steps: int32(len(r.steps)), open: true, room: 1})
		r.steps = append(r.steps, vs...)
	}
	r.res = make([]sim.Resource, len(m.res))
	r.state = make([]resState, len(m.res))
	r.gates = make([]gate, len(m.Net.Nodes)*int(network.Events))
	r.roads = make([]gate, len(m.Net.Links))
	for i := range r.roads {
		r.forceLink(int32(i))
	}
	r.extra = make([]expectation, len(m.Net.Nodes)*int(network.Events))
	r.ch = make([]changeState, len(m.changes))
	r.replans, r.stepsOf = map[replanKey]replanned{}, map[string]int32{}
	r.finder = m.Finder.Fork()
	r.out = newOutcome(m)
	r.watch = r.newWatcher(m.Case.Watch)
	r.cal.Reset()
	r.soon.Reset()
	for i := range m.res {
		x := &m.res[i]
		if m.held != nil && m.held[i] != nil {
			r.state[i].factor = 1 // nobody uses it, nothing changes it
			continue
		}
		r.res[i].Buffer = x.buffer
		r.state[i] = resState{scheduled: x.servers, factor: 1, leave: sim.Never}
		if len(x.turns) > 0 {
			r.state[i].scheduled = x.turns[0].servers
			if len(x.turns) > 1 {
				r.state[i].turn = 1
				r.cal.Push(x.turns[1].at, int32(i), evTurn)
			}
		}
		r.res[i].Servers = r.state[i].scheduled
		r.state[i].next = r.nextTurn(int32(i))
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
		r.arrival(ev.Who)
	case evEarly:
		r.ch[r.early[ev.Who].change].Forward++
		r.ch[r.early[ev.Who].change].bind(r.now)
		r.createLoad(r.early[ev.Who].arrival, r.early[ev.Who].n)
	case evOther:
		r.createOther(ev.Who, r.now)
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
		r.apply(ev.Who)
	case evDay:
		r.day()
	case evBegin:
		r.beginCounting()
	case evClose:
		r.closeCounting()
	case evTell:
		r.tell()
	case evLeave:
		r.serverLeaves(ev.Who)
	case evHour:
		r.tellHours(r.now)
	case evStation:
		r.catchUp(ev.Who)
	}
}

// day publishes what was observed and looks for deadlock.
func (r *run) day() {
	r.catchUpAll()
	r.sample()
	for i := range r.extra {
		r.extra[i].publish()
	}
	for i := range r.svc {
		r.svc[i].extra.publish()
	}
	r.layDelays()
	if r.trainsWaiting > 0 {
		r.findDeadlock()
	}
	r.drain()
	if next := r.now + sim.Time(24*time.Hour); next <= r.m.stop {
		r.cal.Push(next, 0, evDay)
	}
}
