package freight

import (
	"time"

	"corridor/network"
	"corridor/sim"
)

// svcState is a service in a run.
type svcState struct {
	steps   int32   // program of its vehicles
	next    int     // departure in the timetable
	open    bool    // runs: open in the tables or by a change, not closed
	shut    int32   // changes that close it
	some    int32   // changes that let some cargo not board
	by      int32   // change + 1 that shut it last
	room    float64 // capacity factor
	priced  int32   // changes of its price
	layers  layers
	notices layers // changes that cargo must reckon with
	calls   []line
	batch   uint32 // for patience: which batch it belongs to
	overdue bool   // its patience ended while it was closed
	extra   expectation
	ledger  []*sailing // by departure, of services that are booked; nil: cancelled or, if still to come, empty
	spare   []*sailing
	late    []ticket // for a moment's use
	tally   ServiceTally
	running int32
}

// line is who waits for a service at one of its calls.
type line struct {
	wait []int32 // loads, in order of arrival
	teu  float64 // of them
	idle float64 // of that, empty
	left float64 // TEU of room that departures had for cargo boarding here, smoothed

	headway float64 // hours between departures, 0: they leave when full
}

func (r *run) prepareServices() {
	r.lines = make([]line, r.m.firstLine[len(r.svc)])
	for i := range r.svc {
		s := &r.m.Net.Services[i]
		r.svc[i].calls = r.lines[r.m.firstLine[i]:r.m.firstLine[i+1]:r.m.firstLine[i+1]]
		r.svc[i].open = s.Open
		if s.Book {
			r.svc[i].ledger = make([]*sailing, len(r.m.departs[i]))
		}
		for c := range s.Calls {
			r.svc[i].calls[c].left = s.Capacity
			if !s.Departs.Full {
				r.svc[i].calls[c].headway = s.Departs.Headway().Hours()
			}
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
	book := r.m.Net.Services[i].Book
	if !s.open {
		if book {
			r.scrap(i, n)
		}
		return
	}
	if s.shut > 0 {
		s.tally.Cancelled++
		r.departureStopped(i)
		if book {
			r.scrap(i, n)
		}
		return
	}
	key := r.key.Named(r.m.Net.Services[i].ID).With(uint64(n) + 1)
	if b := r.m.Net.Services[i].Blank; b > 0 && key.Named("blank").Uniform() < b {
		s.tally.Blanked++
		if book {
			r.scrap(i, n)
		}
		return
	}
	if book {
		s.sailing(n)
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
		if r.watch != nil {
			r.atCall(id, v, int(st.arg), false)
		}
		if v.omits = r.omits(e.key, v); v.omits {
			r.carryOn(v, int(st.arg))
			if next := &r.ops[r.steps[e.at+1].pc]; next.code == opGate && next.event == network.VehicleCall {
				e.at++ // no berth
			}
			break
		}
		v.moves = int32(len(v.aboard[st.arg])) + r.boarders(v, int(st.arg), true)
	case opAlight:
		if !r.vehicles[e.ext].omits {
			r.alight(id, int(st.arg))
		}
	case opDepart:
		return r.vehicles[e.ext].omits || r.depart(id, int(st.arg))
	case opBoard:
		if v := &r.vehicles[e.ext]; !v.omits {
			if r.watch != nil {
				r.atCall(id, v, int(st.arg), true)
			}
			r.board(id, int(st.arg))
		} else if r.m.Net.Services[v.service].Book {
			r.passBy(v, int(st.arg))
		}
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
	v.book(account(groupOf(node.Kind), network.Dwell), at.Sub(r.now), node.Country == network.US)
	r.schedule(at, id)
	return false
}

// move runs a vehicle over a link; on is false where it has to stand before it.
func (r *run) move(id int32, arg int32) (dt time.Duration, on bool) {
	e := &r.ent[id]
	link := arg >> 1
	l := &r.m.Net.Links[link]
	if r.roadCloses(id, link) {
		return 0, false
	}
	dt = r.runningTime(e, link)
	v := &r.vehicles[e.ext]
	r.carry(link, v.kg)
	v.book(account(onWay, network.Moving), dt, l.Country == network.US)
	return dt, true
}

// book puts a span into the accounts of a vehicle, for those aboard.
func (v *vehicle) book(acct uint8, dt time.Duration, inUS bool) {
	v.time[acct] += int64(dt)
	v.used |= 1 << acct
	v.last = acct
	if inUS {
		v.us += int64(dt)
	}
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
	if r.roadCloses(id, arg>>1) {
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
	if st := r.steps[e.at-1]; r.ops[st.pc].code != opSection || st.arg != r.steps[e.at].arg {
		r.carry(r.steps[e.at].arg>>1, v.kg) // its first section
	}
	dt := r.length(e, o, e.key.With(o.key))
	if f := r.linkScale(r.steps[e.at].arg >> 1); f != 1 {
		dt = time.Duration(float64(dt) * f)
	}
	v.book(o.queue, wait, o.inUS)
	v.book(o.acct, dt, o.inUS)
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

func (r *run) retire(id int32) {
	e := &r.ent[id]
	v := &r.vehicles[e.ext]
	s := &r.svc[v.service]
	s.running--
	if s.ledger != nil {
		s.strike(int(v.departure))
	}
	r.forget(id)
}
