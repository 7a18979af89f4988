package freight

import (
	"time"

	"corridor/network"
	"corridor/sim"
)

// wake goes on with an entity whose wait is over.
func (r *run) wake(id int32) {
	e := &r.ent[id]
	if e.bits&(isOnWay|isPatient|isCalled) != 0 {
		switch {
		case e.bits&isPatient != 0:
			r.giveUpWaiting(id)
			return
		case e.bits&isCalled != 0:
			r.called(id)
			return
		}
		e.bits &^= isOnWay
		r.proceed(id)
		return
	}
	o := &r.ops[e.pc]
	switch o.code {
	case opStage:
		r.served(id, e, o)
		return
	case opSection:
		r.sectionDone(id)
		return
	case opLate:
		r.proceed(id) // to the first step proper
		return
	case opAgain:
		r.again(id)
		return
	case opHome:
		r.tryAgain(id)
		return
	}
	e.pc++
	r.proceed(id)
}

// served ends a stage that held a resource.
func (r *run) served(id int32, e *entity, o *op) {
	if r.m.res[o.res].hold {
		r.noLongerServing(o.res, id)
	}
	pc := e.pc
	e.pc++
	if r.freesItself(e, o) {
		r.proceed(id)
		return
	}
	if r.m.bounded || o.keep {
		// Kept until the next place is got: blocking, or the next stage is at the
		// same resource.
		e.hold = pc
	} else {
		r.release(o)
	}
	r.proceed(id)
}

// proceed takes an entity through its program until it has to wait.
func (r *run) proceed(id int32) { r.proceedFrom(id, 0) }

// proceedFrom is proceed for an entity whose own clock is ahead of r.now. Delays
// and drives in a row become one event. That is exact as long as no change takes
// hold or lets go in between, and ends before anything that depends on others.
func (r *run) proceedFrom(id int32, ahead time.Duration) {
	r.advance(id, ahead)
	r.ahead = 0
}

// clock is the moment at which the entity in hand is.
func (r *run) clock() sim.Time { return r.now + sim.Time(r.ahead) }

func (r *run) advance(id int32, ahead time.Duration) {
	for {
		r.ahead = ahead
		e := &r.ent[id]
		o := &r.ops[e.pc]
		if ahead > 0 && (r.meets(e, o) || o.code != opReturn && r.now+sim.Time(ahead) >= r.nextChange) {
			e.bits |= isOnWay
			r.schedule(r.now+sim.Time(ahead), id)
			return
		}
		switch o.code {
		case opStage:
			dt, on := r.stage(id, e, o, r.now+sim.Time(ahead))
			if !on {
				return
			}
			ahead += dt
			e.pc++
		case opReturn:
			if !r.m.bounded {
				r.letGo(id)
			}
			if r.watch != nil {
				r.passedOn(id, sim.Time(ahead))
			}
			if e.bits&isSetOut != 0 {
				// Set out at a border and released: board again.
				e.pc = r.m.pcRide
				r.ride(id)
				return
			}
			e.at++
			e.pc = r.steps[e.at].pc
		case opGate:
			if !r.enterGate(id, e, o) {
				return
			}
			e.pc++
		case opHere:
			r.here(id)
			e = &r.ent[id]
			e.pc++
		case opDrive:
			r.letGo(id)
			dt, on := r.drive(id)
			if !on {
				return
			}
			if r.stories != nil {
				r.relate(id, r.now+sim.Time(ahead), r.m.Net.Links[r.steps[r.ent[id].at].arg>>1].ID, "drives for %s", spanWords(dt))
			}
			ahead += dt
			r.ent[id].pc++
		case opMove:
			r.letGo(id)
			dt, on := r.move(id, r.steps[e.at].arg)
			if !on {
				return
			}
			ahead += dt
			r.ent[id].pc++
		case opRide:
			r.letGo(id)
			r.ride(id)
			return
		case opEnd:
			r.letGo(id)
			r.end(id)
			return
		default:
			if !r.vehicleOp(id, o) {
				return
			}
			r.ent[id].pc++
		}
	}
}

// draw is the key of an entity's draws at a stage. A place passed several
// times on a fixed route has other draws each time.
func (r *run) draw(e *entity, o *op) sim.Key {
	k := o.key
	if e.kind == aLoad && e.bits&isSetOut == 0 {
		k += uint64(r.steps[e.at].i) * 0x9e3779b97f4a7c15
	}
	return e.key.With(k)
}

// meets says whether an op has to happen at its own moment: because it depends
// on others, or ends something.
func (r *run) meets(e *entity, o *op) bool {
	if r.m.eager && o.code != opReturn {
		return true
	}
	switch o.code {
	case opStage:
		return o.res >= 0 && (o.chance > 0 || o.some) && !(e.kind == other && o.tail) && !r.isHeld(o) && (o.some || !r.passesBy(e, o))
	case opGate: // cargo is counted
		return r.meetsAtGate(e, o)
	case opHere:
		return len(r.known) > 0 || r.m.lags
	case opDrive, opMove:
		g := &r.roads[r.steps[e.at].arg>>1]
		return g.closed+g.some > 0
	case opReturn:
		return e.bits&isSetOut != 0 // it boards again at once
	case opEnd:
		return e.kind != other && !r.endsUnseen(e)
	}
	return true
}

// endsUnseen says whether the end of a load's journey may be booked ahead of its
// time: the load is only counted by the day, nothing is sent back, and the run
// does not end before.
func (r *run) endsUnseen(e *entity) bool {
	if e.bits&isCounted != 0 || r.clock() >= r.m.close || r.stories != nil || r.watch != nil || r.onEnd != nil || len(r.tariffs) > 0 {
		return false
	}
	back, _ := r.goesBack(e)
	return back < 0
}

// meetsAtGate says whether an entity has to enter a facility at its own moment. It
// has not where nothing keeps it out or charges it before the next change, and
// no queue is behind the gate.
func (r *run) meetsAtGate(e *entity, o *op) bool {
	g := &r.gates[int(o.node)*int(network.Events)+int(o.event)]
	switch e.kind {
	case other:
		return g.closed > 0
	case aLoad:
		return !r.m.noQueue[int(o.node)*int(network.Events)+int(o.event)] || g.closed+g.some+g.fee > 0 || r.watch != nil || o.event >= network.EnterUS && len(r.tariffs) > 0
	}
	return true
}

// applies says whether the condition of a stage holds for an entity.
func (r *run) applies(e *entity, o *op) bool {
	if e.bits&o.mask != o.want {
		return false
	}
	if e.flow < 0 {
		return o.others
	}
	return o.test < 0 || r.m.tests[o.test].static[e.flow+1]
}

// passesBy says whether a stage is not for an entity.
func (r *run) passesBy(e *entity, o *op) bool {
	return !r.applies(e, o) || o.chance < 1 && r.draw(e, o).Uniform() >= o.chance
}

// stage begins a stage. on is false where the entity has to wait; otherwise it
// goes on after dt, 0 where the stage is skipped. at is r.now, or later where
// nothing is met.
func (r *run) stage(id int32, e *entity, o *op, at sim.Time) (dt time.Duration, on bool) {
	if !r.applies(e, o) {
		return 0, true
	}
	if e.kind == other && o.tail {
		if r.watch != nil {
			r.passedOn(id, at-r.now)
		}
		r.letGo(id)
		r.end(id)
		return 0, false
	}
	if o.some && e.kind == aLoad {
		x := r.special(e.pc, e.flow)
		o = &x
	}
	key := r.draw(e, o)
	if o.by > 0 {
		r.ch[o.by-1].bind(at)
	}
	if o.chance < 1 && key.Uniform() >= o.chance {
		return 0, true
	}
	if e.kind == aLoad && o.usd > 0 {
		r.payStage(&r.loads[e.ext], e.pc, o)
	}
	if o.res < 0 {
		if dt = r.length(e, o, key); dt > 0 {
			if r.stories != nil {
				r.tellStage(id, e, o, at, 0, dt)
			}
			r.letGo(id)
			r.addTime(e, o, o.acct, dt)
			if r.watch != nil {
				r.waited(id, e, o, 0, sim.Time(dt))
			}
		}
		return dt, true
	}
	if r.isHeld(o) {
		r.letGo(id)
		dt = r.meetHeld(e, o, key, at)
		if r.stories != nil {
			r.tellStage(id, e, o, at, 0, dt)
		}
		return dt, true
	}
	e.since = r.now
	if e.hold >= 0 && r.ops[e.hold].keep && r.ops[e.hold].res == o.res && r.ops[e.hold].res2 == o.res2 {
		e.hold = -1
		r.start(id) // goes on where it is
		return 0, false
	}
	rs := &r.res[o.res]
	if rs.Buffer > 0 {
		if rs.Full() {
			if r.m.res[o.res].lose {
				rs.Stats.Lost++
				r.letGo(id)
				r.lose(id)
				return 0, false
			}
			rs.WaitOutside(id, r.links)
			return 0, false
		}
		rs.Inside++
	}
	r.letGo(id)
	r.request(id)
	return 0, false
}

// enterGate passes the entry of a facility, or waits while it is closed.
func (r *run) enterGate(id int32, e *entity, o *op) bool {
	i := int(o.node)*int(network.Events) + int(o.event)
	if r.watch != nil {
		r.came(id, e, i)
	}
	if g := &r.gates[i]; g.closed+g.some+g.fee > 0 {
		if by := r.stops(g, e); by != 0 {
			r.standAt(g, id, by)
			if !r.boundedBehind(e.pc) {
				r.letGo(id) // no limited place is ahead: the closure blocks nothing behind it
			}
			return false
		}
		if g.fee > 0 && e.kind == aLoad {
			r.payEntry(&r.loads[e.ext], g.layers, e.flow)
		}
	}
	switch e.kind {
	case aLoad:
		r.extra[i].n++
		if o.event >= network.EnterUS {
			r.enters(id, entered(o.event), true)
		}
		if o.event == network.Visit {
			r.loads[e.ext].passed = true
		}
		if e.bits&isCounted != 0 {
			r.out.Places[o.node].Passages++
			r.pass(o.node, 1)
		}
	case aVehicle:
		r.extra[i].n++
		if v := &r.vehicles[e.ext]; v.counted > 0 {
			r.out.Places[o.node].Passages += int64(v.counted)
			r.pass(o.node, v.counted)
		}
	}
	return true
}

// boundedBehind says whether the first resource behind a gate has limited
// places.
func (r *run) boundedBehind(pc int32) bool {
	for pc++; r.ops[pc].code != opReturn; pc++ {
		if res := r.ops[pc].res; res >= 0 {
			return r.m.res[res].buffer > 0
		}
	}
	return false
}

// end of a load's journey, or of a background truck's passage.
func (r *run) end(id int32) {
	if r.onEnd != nil {
		r.onEnd(id)
	}
	back, key := int32(-1), sim.Key(0)
	if e := &r.ent[id]; e.kind == aLoad {
		r.deliver(id)
		back, key = r.goesBack(e)
	}
	r.forget(id)
	if back >= 0 {
		r.sendBack(back, key)
	}
}

// lose ends an entity that was turned away.
func (r *run) lose(id int32) {
	e := &r.ent[id]
	if e.kind == aLoad {
		r.unbook(id)
		if r.stories != nil {
			r.relate(id, r.now, r.m.Net.Nodes[r.loads[e.ext].node].ID, "turned away")
		}
	}
	if e.kind == aLoad && e.bits&isEmpty != 0 {
		r.out.Empties.Lost++
	} else if e.kind == aLoad {
		r.out.Lost++
		if e.bits&isCounted != 0 {
			r.counted--
			r.tellShipment(e.flow, r.loads[e.ext].number, &r.loads[e.ext], "lost", r.now)
			r.out.Flows[e.flow].Lost++
		}
	}
	r.forget(id)
}

func (r *run) forget(id int32) {
	if r.watch != nil && int(id) < len(r.watch.open) {
		r.watch.open[id] = watched{} // turned away
	}
	e := &r.ent[id]
	switch e.kind {
	case aLoad:
		r.ldSlots.give(e.ext)
	case aVehicle:
		r.vhSlots.give(e.ext)
	}
	r.vacate(id)
}
