package freight

import (
	"time"

	"corridor/sim"
)

// Who comes to a resource whose servers free themselves knows at once when its
// turn will be, as long as servers stay as they are and nobody may go ahead. A
// truck of other traffic then goes on from the end of its service; a load has one
// event, at the beginning. Nothing of the outcome depends on it.

// reserve tells an entity its turn at the resource of the op in hand. ok is false
// where that is not known: it has to stand in line.
func (r *run) reserve(id int32, e *entity, o *op) (ok bool) {
	if int8(r.classOf(e, o)) != r.m.res[o.res].first || r.state[o.res].by > 0 || r.watch != nil {
		return false
	}
	x, dt := r.service(e)
	start, ok := r.res[o.res].Reserve(r.now, sim.Time(dt), r.horizon(o.res))
	if ok {
		r.await(id, x, start, dt)
	}
	return ok
}

// service is an entity's stage as it meets it, and its time.
func (r *run) service(e *entity) (o *op, dt time.Duration) {
	if o = &r.ops[e.pc]; o.some && e.kind == aLoad {
		x := r.special(e.pc, e.flow)
		o = &x
	}
	return o, r.length(e, o, r.draw(e, o))
}

// await lets an entity wait for a service that it has reserved.
func (r *run) await(id int32, o *op, start sim.Time, dt time.Duration) {
	e := &r.ent[id]
	if r.ear != nil {
		r.hear(o, r.classOf(e, o), e.since, start.Sub(e.since))
	}
	switch ahead := start.Sub(r.now); {
	case e.kind != other && ahead == 0:
		r.serve(id, e, o, start.Sub(e.since), dt)
	case e.kind != other:
		e.bits |= isCalled
		r.cal.Push(start, id, e.await)
	case r.inBrief(e):
		p := passing{at: start + sim.Time(dt), key: e.key, pc: e.pc, bits: e.bits}
		r.vacate(id)
		r.passOn(p)
	default:
		e.pc++
		r.proceedFrom(id, ahead+dt)
	}
}

// reserveStanding tells those who stand in line their turn, as far as it is
// known.
func (r *run) reserveStanding(res int32) {
	first, rs := r.m.res[res].first, &r.res[res]
	if first < 0 || rs.Standing() == 0 || r.state[res].by > 0 || r.watch != nil {
		return
	}
	for {
		id, ok := rs.Head(uint8(first))
		if !ok {
			return
		}
		o, dt := r.service(&r.ent[id])
		start, ok := rs.ReserveNext(uint8(first), r.ent[id].since, sim.Time(dt), r.horizon(res), r.links)
		if !ok {
			return
		}
		r.outOfLine(res, id)
		r.await(id, o, start, dt)
	}
}

// called begins the service of a load whose turn was known.
func (r *run) called(id int32) {
	e := &r.ent[id]
	e.bits &^= isCalled
	o, dt := r.service(e)
	r.serve(id, e, o, r.now.Sub(e.since), dt)
}

// classOf is the priority class in which an entity waits at a stage.
func (r *run) classOf(e *entity, o *op) uint8 {
	if o.class >= 0 {
		return uint8(o.class)
	}
	return e.class
}

// horizon is until when the servers of a resource, and its statistics, go on as
// they are.
func (r *run) horizon(res int32) sim.Time { return min(r.state[res].next, r.barrier) }

// setBarrier works out until when all goes on as it is: the next change, the
// beginning and the end of counting, the next hour that is told of.
func (r *run) setBarrier() {
	r.barrier = min(r.nextChange, r.nextHour)
	if r.now < r.m.begin {
		r.barrier = min(r.barrier, r.m.begin)
	} else if r.now < r.m.close {
		r.barrier = min(r.barrier, r.m.close)
	}
}

// nextTurn is when the servers of a resource change by its calendar.
func (r *run) nextTurn(res int32) sim.Time {
	if turns, i := r.m.res[res].turns, int(r.state[res].turn); i < len(turns) {
		return turns[i].at
	}
	return sim.Never
}
