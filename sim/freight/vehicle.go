package freight

import (
	"time"

	"corridor/network"
	"corridor/sim"
)

// svcState is a service in a run.
type svcState struct {
	steps   int32     // program of its vehicles
	next    int       // departure in the timetable
	open    bool      // runs: open in the tables or by a change, not closed
	shut    int32     // changes that close it
	avoid   int32     // of them, cargo may look for another way
	until   sim.Time  // announced end of these
	by      int32     // change + 1 that shut it last
	room    float64   // capacity factor
	wait    [][]int32 // loads waiting, by call, in order of arrival
	teu     []float64 // TEU waiting, by call
	left    []float64 // TEU of room that departures had for cargo boarding at a call, smoothed
	batch   uint32    // for patience: which batch it belongs to
	overdue bool      // its patience ended while it was closed
	extra   expectation
	tally   ServiceTally
	running int32
}

func (r *run) prepareServices() {
	for i := range r.svc {
		s := &r.m.Net.Services[i]
		r.svc[i].wait = make([][]int32, len(s.Calls))
		r.svc[i].open = s.Open
		r.svc[i].teu = make([]float64, len(s.Calls))
		r.svc[i].left = make([]float64, len(s.Calls))
		for c := range s.Calls {
			r.svc[i].left[c] = s.Capacity
		}
		r.pushDeparture(int32(i))
	}
}

func (r *run) pushDeparture(i int32) {
	if s := &r.svc[i]; s.next < len(r.m.departs[i]) {
		r.cal.Push(r.m.departs[i][s.next], i, evDepart)
	}
}

// departure is a line of the timetable: blanked, or a vehicle that leaves
// after its delay.
func (r *run) departure(i int32) {
	s := &r.svc[i]
	n := s.next
	s.next++
	r.pushDeparture(i)
	if !s.open {
		return
	}
	if s.shut > 0 {
		s.tally.Cancelled++
		r.ch[s.by-1].bind(r.now)
		return
	}
	key := r.key.Named(r.m.Net.Services[i].ID).With(uint64(n) + 1)
	if b := r.m.Net.Services[i].Blank; b > 0 && key.Named("blank").Uniform() < b {
		s.tally.Blanked++
		return
	}
	r.launch(i, int32(n), key, r.m.samplers[r.m.delays[i]].Sample(key.Named("delay")))
}

// launch sends a vehicle on its run, late by delay.
func (r *run) launch(i, departure int32, key sim.Key, delay time.Duration) {
	svc := &r.m.Net.Services[i]
	id := r.newEntity()
	ext, fresh := r.vhSlots.take(len(r.vehicles))
	if fresh {
		r.vehicles = append(r.vehicles, vehicle{})
	}
	v := &r.vehicles[ext]
	aboard := v.aboard
	if cap(aboard) < len(svc.Calls) {
		aboard = make([][]int32, len(svc.Calls))
	}
	aboard = aboard[:len(svc.Calls)]
	for c := range aboard {
		aboard[c] = aboard[c][:0]
	}
	*v = vehicle{service: i, departure: departure, due: r.now, lengthKM: svc.LengthKM, aboard: aboard, section: -1, siding: -1}
	e := &r.ent[id]
	e.kind, e.ext, e.key, e.class = aVehicle, ext, key, 0
	e.at = r.svc[i].steps
	e.pc = r.steps[e.at].pc
	e.since = r.now
	r.svc[i].running++
	if delay > 0 {
		// The first op, the arrival at the first call, is done again when the
		// delay is over: schedule it as a wait before it.
		e.pc = r.m.pcLate
		r.schedule(r.now+sim.Time(delay), id)
		return
	}
	r.proceed(id)
}

// vehicleOp does a vehicle's op; false means that it waits.
func (r *run) vehicleOp(id int32, o *op) bool {
	e := &r.ent[id]
	st := r.steps[e.at]
	switch o.code {
	case opLate:
		// The delay is over: to the first step proper.
		e.pc = r.steps[e.at].pc - 1
		return true
	case opArrive:
		v := &r.vehicles[e.ext]
		v.call = int16(st.arg)
		v.moves = int32(len(v.aboard[st.arg])) + r.boarders(v, int(st.arg), true)
	case opAlight:
		r.alight(id, int(st.arg))
	case opDepart:
		return r.depart(id, int(st.arg))
	case opBoard:
		r.board(id, int(st.arg))
	case opMove:
		r.letGo(id)
		r.move(id, st.arg)
		return false
	case opSection:
		r.letGo(id)
		r.section(id, st.arg)
		return false
	case opSetOut:
		r.setOut(id, network.NodeID(st.arg), network.Event(st.i))
	case opRetire:
		r.letGo(id)
		r.retire(id)
		return false
	}
	return true
}

// depart waits for the planned departure and the shortest stop.
func (r *run) depart(id int32, call int) bool {
	e := &r.ent[id]
	v := &r.vehicles[e.ext]
	c := &r.m.Net.Services[v.service].Calls[call]
	at := max(r.now+sim.Time(c.Stop), v.due+sim.Time(c.Planned))
	if call == 0 {
		at = max(r.now, v.due)
	}
	if at <= r.now {
		return true
	}
	node := &r.m.Net.Nodes[c.Node]
	dt := int64(at - r.now)
	v.last = account(groupOf(node.Kind), network.Dwell)
	v.time[v.last] += dt
	if node.Country == network.US {
		v.us += dt
	}
	r.schedule(at, id)
	return false
}

// move runs a vehicle over a link.
func (r *run) move(id int32, arg int32) {
	e := &r.ent[id]
	link := arg >> 1
	l := &r.m.Net.Links[link]
	if g := &r.roads[link]; g.closed > 0 {
		e.since = r.now
		g.line = append(g.line, id)
		r.ch[g.by-1].bind(r.now)
		return
	}
	dt := r.runningTime(e, link)
	v := &r.vehicles[e.ext]
	v.last = account(onWay, network.Moving)
	v.time[v.last] += int64(dt)
	if l.Country == network.US {
		v.us += int64(dt)
	}
	r.schedule(r.now+sim.Time(dt), id)
}

// runningTime of an entity over a link, with what changes do to it.
func (r *run) runningTime(e *entity, link int32) time.Duration {
	key := e.key.With(0x11a4 + uint64(link)<<16)
	dt := r.m.samplers[r.m.linkTime[link]].Sample(key)
	if f := r.linkScale(link); f != 1 {
		dt = time.Duration(float64(dt) * f)
	}
	return dt
}

// section asks for the next section of a controlled line together with the
// passing place behind it.
func (r *run) section(id int32, arg int32) {
	e := &r.ent[id]
	if g := &r.roads[arg>>1]; g.closed > 0 {
		e.since = r.now
		g.line = append(g.line, id)
		r.ch[g.by-1].bind(r.now)
		return
	}
	e.since = r.now
	r.vehicles[e.ext].waiting = true
	r.trainsWaiting++
	r.request(id)
}

// sectionStart moves a train into the section it got; the passing place that
// it stood at becomes free.
func (r *run) sectionStart(id int32, e *entity, o *op, wait time.Duration) {
	v := &r.vehicles[e.ext]
	v.waiting = false
	r.trainsWaiting--
	v.section = o.res
	dt := r.length(e, o, e.key.With(o.key))
	if f := r.linkScale(r.steps[e.at].arg >> 1); f != 1 {
		dt = time.Duration(float64(dt) * f)
	}
	v.time[o.queue] += int64(wait)
	v.time[o.acct] += int64(dt)
	v.last = o.acct
	if o.inUS {
		v.us += int64(wait + dt)
	}
	left := v.siding
	v.siding = o.res2
	r.schedule(r.now+sim.Time(dt), id)
	if left >= 0 {
		r.res[left].Release(r.now)
		r.pump(left)
	}
}

// sectionDone frees the section; the train stands at the passing place, or has
// left the controlled line.
func (r *run) sectionDone(id int32) {
	e := &r.ent[id]
	v := &r.vehicles[e.ext]
	section := v.section
	v.section = -1
	r.res[section].Release(r.now)
	r.pump(section)
	r.ent[id].pc++
	r.proceed(id)
}

// boarders counts who would board at a call now; with moving set, cargo that
// gets off here makes room first.
func (r *run) boarders(v *vehicle, call int, moving bool) int32 {
	svc := &r.m.Net.Services[v.service]
	s := &r.svc[v.service]
	if call+1 >= len(svc.Calls) || len(s.wait[call]) == 0 {
		return 0
	}
	room := svc.Capacity*s.room - v.teu
	if moving {
		for _, id := range v.aboard[call] {
			room += r.teu(id)
		}
	}
	n := int32(0)
	for _, id := range s.wait[call] {
		if teu := r.teu(id); teu <= room {
			room -= teu
			n++
		}
	}
	return n
}

func (r *run) teu(id int32) float64 {
	f := &r.m.Net.Flows[r.ent[id].flow]
	if f.Commodity < 0 {
		return 1
	}
	return r.m.Net.Commodities[f.Commodity].TEU
}

// board takes cargo that was ready by the cut-off, in the order of its
// arrival, until there is no room; what has no room is left behind.
func (r *run) board(id int32, call int) {
	e := &r.ent[id]
	v := &r.vehicles[e.ext]
	svc := &r.m.Net.Services[v.service]
	s := &r.svc[v.service]
	s.tally.Departures++
	room := svc.Capacity * s.room
	ready := r.now - sim.Time(svc.Cutoff)
	border := r.m.Net.Nodes[svc.Calls[call].Node].Kind == network.Crossing
	if border || svc.Departs.Full {
		ready = r.now // set-out cargo boards what comes
	}
	s.left[call] += 0.3 * (max(room-v.teu, 0) - s.left[call])
	stay := s.wait[call][:0]
	for _, who := range s.wait[call] {
		le := &r.ent[who]
		if le.since > ready {
			stay = append(stay, who)
			continue
		}
		teu := r.teu(who)
		if v.teu+teu > room+1e-9 {
			s.tally.LeftBehind++
			r.loads[le.ext].missed = true
			stay = append(stay, who)
			continue
		}
		v.teu += teu
		s.teu[call] -= teu
		s.tally.Boarded++
		s.tally.TEU += teu
		r.comeAboard(who, e.ext)
	}
	s.wait[call] = stay
	if len(stay) == 0 {
		s.teu[call] = 0 // no rest of rounding
	}
	s.tally.RoomTEU += room
	if v.teu > s.tally.MostTEU {
		s.tally.MostTEU = v.teu
	}
	if len(stay) > 0 && v.teu > 0.98*room {
		s.tally.Full++
	}
}

// comeAboard books a ride: price, emissions and distances of the whole ride.
func (r *run) comeAboard(who, ext int32) {
	le := &r.ent[who]
	ld := &r.loads[le.ext]
	v := &r.vehicles[ext]
	st := r.steps[le.at]
	svc := &r.m.Net.Services[v.service]
	from := int(st.i)
	if ld.from >= 0 {
		from = int(ld.from)
	}
	node := &r.m.Net.Nodes[svc.Calls[from].Node]
	wait := r.now - le.since
	ld.time[account(groupOf(node.Kind), network.Waiting)] += int64(wait)
	if node.Country == network.US {
		ld.us += int64(wait)
	}
	if le.bits&isCounted != 0 {
		v.counted++
		r.out.Places[svc.Calls[from].Node].Service += float64(wait)
	}
	if ld.from < 0 {
		// Price and distances of the whole ride, set out on the way or not.
		p := r.m.Finder.Runs[v.service].Along(r.m.Net, svc, from, int(st.j))
		c := &r.m.Net.Commodities[r.m.Net.Flows[le.flow].Commodity]
		ld.cost[network.LineHaul] += svc.RideUSD(p.KM, c)
		ld.kg += r.m.Net.KG(svc.Mode, p.KM, c)
		ld.tkm += p.KM * c.Tonnes
		ld.tkmUS += p.KMUS * c.Tonnes
		expected := svc.Departs.Headway().Hours()/2 + svc.Cutoff.Hours() + svc.Delay.Mean()/3600
		r.svc[v.service].extra.observe(float64(wait)/hoursToNS - expected)
	}
	ld.from = -1
	ld.vehicle = ext
	base, fresh := r.baseSlots.take(len(r.bases))
	if fresh {
		r.bases = append(r.bases, snapshot{})
	}
	r.bases[base] = snapshot{v.time, v.us}
	ld.base = base
	le.bits &^= isSetOut
	v.aboard[st.j] = append(v.aboard[st.j], who)
}

// leave settles the accounts of a load that gets off.
func (r *run) leave(who, ext int32) {
	le := &r.ent[who]
	ld := &r.loads[le.ext]
	v := &r.vehicles[ext]
	r.bookRide(ld, v)
	r.baseSlots.give(ld.base)
	ld.vehicle = -1
	ld.driven, ld.unbroken = 0, 0
	v.teu -= r.teu(who)
	if le.bits&isCounted != 0 {
		v.counted--
	}
}

// bookRide adds what the vehicle's accounts grew by since the load came aboard.
func (r *run) bookRide(ld *load, v *vehicle) {
	base := &r.bases[ld.base]
	for i := range ld.time {
		ld.time[i] += v.time[i] - base.time[i]
	}
	ld.us += v.us - base.us
}

// alight lets the cargo for this call go its way.
func (r *run) alight(id int32, call int) {
	ext := r.ent[id].ext
	list := r.vehicles[ext].aboard[call]
	r.vehicles[ext].aboard[call] = nil
	for _, who := range list {
		r.leave(who, ext)
		e := &r.ent[who]
		e.at++
		e.pc = r.steps[e.at].pc
		e.since = r.now
		r.proceed(who)
	}
	r.vehicles[ext].aboard[call] = list[:0]
}

// ride waits for a service at the call where the load boards.
func (r *run) ride(id int32) {
	e := &r.ent[id]
	ld := &r.loads[e.ext]
	st := r.steps[e.at]
	call := int(st.i)
	if ld.from >= 0 {
		call = int(ld.from)
	}
	e.since = r.now
	s := &r.svc[st.arg]
	svc := &r.m.Net.Services[st.arg]
	ld.node = int32(svc.Calls[call].Node)
	s.wait[call] = append(s.wait[call], id)
	s.teu[call] += r.teu(id)
	if !svc.Departs.Full || call != 0 {
		return
	}
	switch {
	case s.open && s.shut == 0 && s.teu[0] >= svc.Capacity*s.room-1e-9:
		r.sendFull(st.arg)
	case len(s.wait[0]) == 1:
		if at := r.now + sim.Time(svc.Departs.Patience); at <= r.m.stop {
			r.cal.Push(at, st.arg, evPatience|(s.batch<<evBits))
		}
	}
}

// patience sends a service off that has waited long enough for more cargo.
func (r *run) patience(i int32, batch uint32) {
	s := &r.svc[i]
	if s.batch&(1<<(32-evBits)-1) != batch || len(s.wait[0]) == 0 {
		return
	}
	if !s.open || s.shut > 0 {
		s.overdue = true
		return
	}
	r.sendFull(i)
}

func (r *run) sendFull(i int32) {
	s := &r.svc[i]
	s.batch++
	s.overdue = false
	s.next++
	key := r.key.Named(r.m.Net.Services[i].ID).With(uint64(s.next))
	r.launch(i, int32(s.next), key, 0)
	if s := &r.svc[i]; len(s.wait[0]) > 0 {
		if at := r.now + sim.Time(r.m.Net.Services[i].Departs.Patience); at <= r.m.stop {
			r.cal.Push(at, i, evPatience|(s.batch<<evBits))
		}
	}
}

// setOut checks the cargo of a train at a border. A load that meets a stage
// with time is set out: it goes through the stages on the ground and boards a
// later train. Fees of stages without time are paid aboard.
func (r *run) setOut(id int32, node network.NodeID, event network.Event) {
	ext := r.ent[id].ext
	v := &r.vehicles[ext]
	start := r.m.entry[node][event]
	call := r.m.callAt(v.service, node)
	for j := range v.aboard {
		list := v.aboard[j]
		stay := list[:0]
		var out []int32
		for _, who := range list {
			if r.held(who, start) && call >= 0 {
				out = append(out, who)
			} else {
				r.payAboard(who, start)
				stay = append(stay, who)
			}
		}
		v.aboard[j] = stay
		for _, who := range out {
			r.leave(who, ext)
			e := &r.ent[who]
			e.bits |= isSetOut
			e.pc = start
			r.loads[e.ext].from = int16(call)
			r.svc[v.service].tally.SetOut++
			r.proceed(who)
			v = &r.vehicles[ext]
		}
	}
}

// held says whether a load meets a stage that takes time.
func (r *run) held(who, start int32) bool {
	e := &r.ent[who]
	for pc := start; r.ops[pc].code != opReturn; pc++ {
		o := &r.ops[pc]
		if o.code != opStage || o.res < 0 && r.m.samplers[o.time].Zero() {
			continue
		}
		if (o.test < 0 || r.m.tests[o.test].holds(e)) && (o.chance >= 1 || e.key.With(o.key).Uniform() < o.chance) {
			return true
		}
	}
	return false
}

// payAboard pays the fees of the stages without time.
func (r *run) payAboard(who, start int32) {
	e := &r.ent[who]
	for pc := start; r.ops[pc].code != opReturn; pc++ {
		o := &r.ops[pc]
		if o.code == opStage && o.usd > 0 && (o.test < 0 || r.m.tests[o.test].holds(e)) && (o.chance >= 1 || e.key.With(o.key).Uniform() < o.chance) {
			r.loads[e.ext].cost[o.item] += o.usd
		}
	}
	if e.bits&isCounted != 0 {
		r.out.Places[r.ops[start].node].Loads++
	}
}

// callAt is the call of a service at a node, -1 where it has none.
func (m *Model) callAt(service int32, node network.NodeID) int {
	for c := range m.Net.Services[service].Calls {
		if m.Net.Services[service].Calls[c].Node == node {
			return c
		}
	}
	return -1
}

func (r *run) retire(id int32) {
	e := &r.ent[id]
	v := &r.vehicles[e.ext]
	r.svc[v.service].running--
	r.forget(id)
}
