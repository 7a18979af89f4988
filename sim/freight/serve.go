package freight

import (
	"time"

	"corridor/network"
	"corridor/sim"
)

// Service at a resource: asking for it, waiting, being served, letting go.

// request joins the queue of the op's resource, or begins at once.
func (r *run) request(id int32) {
	e := &r.ent[id]
	o := &r.ops[e.pc]
	rs := &r.res[o.res]
	r.catchUp(o.node)
	if rs.Standing() > 0 && rs.NextLeave() <= r.now {
		r.pump(o.res) // a server frees itself at this moment: for who waits
	}
	if r.m.res[o.res].first >= 0 && r.reserve(id, e, o) {
		return
	}
	if rs.Free(r.now) && (o.res2 < 0 || r.res[o.res2].Free(r.now)) {
		rs.Take(r.now)
		if o.res2 >= 0 {
			r.res[o.res2].Take(r.now)
		}
		r.start(id)
		return
	}
	if st := &r.state[o.res]; st.closed > 0 && st.by > 0 {
		r.stop(st.by, id)
	}
	rs.Join(r.now, id, r.classOf(e, o), r.links)
	if !r.inBrief(e) {
		r.state[o.res].await++
	}
	r.awaitLeave(o.res)
}

// start begins the service of an entity that has the resource.
func (r *run) start(id int32) {
	e := &r.ent[id]
	o := &r.ops[e.pc]
	rs := &r.res[o.res]
	wait := r.now.Sub(e.since)
	rs.Stats.Waits.Record(wait)
	rs.Stats.Served++
	if r.ear != nil {
		r.hear(o, r.classOf(e, o), e.since, wait)
	}
	if o.code == opSection {
		r.sectionStart(id, e, o, wait)
		return
	}
	if by := r.state[o.res].by; by > 0 {
		r.ch[by-1].bind(r.now)
	}
	if o.res2 >= 0 && r.state[o.res2].by > 0 {
		r.ch[r.state[o.res2].by-1].bind(r.now)
	}
	if o.some && e.kind == aLoad {
		x := r.special(e.pc, e.flow)
		o = &x
	}
	dt := r.length(e, o, r.draw(e, o))
	if r.freesItself(e, o) {
		rs.LeaveAt(r.now + sim.Time(dt))
		if rs.Standing() > 0 {
			r.awaitLeave(o.res)
		}
	}
	r.serve(id, e, o, wait, dt)
}

// freesItself says whether a server frees itself at the end of an entity's
// service.
func (r *run) freesItself(e *entity, o *op) bool {
	return r.m.res[o.res].plain && (e.kind == other || e.kind == aLoad && r.m.res[o.res].first >= 0)
}

// serve books a service that begins now, and the wait for it.
func (r *run) serve(id int32, e *entity, o *op, wait, dt time.Duration) {
	if r.stories != nil {
		r.tellStage(id, e, o, r.now, wait, dt)
	}
	if wait > 0 {
		r.addTime(e, o, o.queue, wait)
	}
	if e.kind != other {
		r.extra[int(o.node)*int(network.Events)+int(o.event)].sum += wait.Hours()
	}
	r.addTime(e, o, o.acct, dt)
	if r.watch != nil {
		r.waited(id, e, o, sim.Time(wait), sim.Time(dt))
	}
	if r.m.res[o.res].hold {
		st := &r.state[o.res]
		st.serving = append(st.serving, id)
		e.since = r.now + sim.Time(dt)
	}
	if e.kind == other && r.m.res[o.res].plain {
		if r.inBrief(e) {
			p := passing{at: r.now + sim.Time(dt), key: e.key, pc: e.pc, bits: e.bits}
			r.vacate(id)
			r.passOn(p)
			return
		}
		e.pc++
		r.proceedFrom(id, dt)
		return
	}
	r.schedule(r.now+sim.Time(dt), id)
}

// awaitLeave makes an event of the next moment at which a server frees itself,
// so that who waits can begin; where all who wait are trucks in brief, their
// station sees to it.
func (r *run) awaitLeave(res int32) {
	if r.state[res].lags && r.state[res].await == 0 {
		return
	}
	if at := r.res[res].NextLeave(); at < r.state[res].leave {
		r.state[res].leave = at
		r.soon.Push(at, res, evLeave)
	}
}

// serverLeaves lets the next begin where a server has freed itself.
func (r *run) serverLeaves(res int32) {
	if r.state[res].leave <= r.now {
		r.state[res].leave = sim.Never
	}
	r.catchUp(r.m.res[res].node)
	r.pump(res)
	if r.res[res].Standing() > 0 {
		r.awaitLeave(res)
	}
}

// length of a stage for an entity.
func (r *run) length(e *entity, o *op, key sim.Key) time.Duration {
	dt := r.m.samplers[o.time].Sample(key.With(1)) // key itself drew the chance
	if o.per != network.Once {
		dt = time.Duration(float64(dt) * r.quantity(e, o.per))
	}
	if o.scale != 1 {
		dt = time.Duration(float64(dt) * o.scale)
	}
	return dt
}

func (r *run) quantity(e *entity, per network.Per) float64 {
	switch e.kind {
	case aVehicle:
		v := &r.vehicles[e.ext]
		if per == network.PerMove {
			return float64(v.moves)
		}
		return v.lengthKM
	case other:
		if per == network.PerKMLength {
			return r.m.other[e.gen].length
		}
		return r.m.other[e.gen].moves
	}
	return 1
}

// addTime puts a span into the accounts of a load, or of a vehicle for those
// aboard, and into the tally of the place.
func (r *run) addTime(e *entity, o *op, acct uint8, dt time.Duration) {
	weight := int32(0)
	switch e.kind {
	case aLoad:
		ld := &r.loads[e.ext]
		ld.time[acct] += int64(dt)
		ld.last = acct
		if o.inUS {
			ld.us += int64(dt)
		}
		weight = int32(e.bits>>4) & 1 // isCounted
	case aVehicle:
		v := &r.vehicles[e.ext]
		v.book(acct, dt, o.inUS)
		weight = v.counted
	default:
		return
	}
	if weight > 0 && o.node >= 0 {
		r.out.Places[o.node].Time[int(acct)%int(network.Activities)] += int64(dt) * int64(weight)
		r.spend(o.node, weight, dt)
	}
}

// release frees the resources of an op and lets the next begin.
func (r *run) release(o *op) {
	r.res[o.res].Release(r.now)
	if o.res2 >= 0 {
		r.res[o.res2].Release(r.now)
	}
	r.pump(o.res) // before who waits outside: they join the end of the queue
	if o.res2 >= 0 {
		r.pump(o.res2)
	}
	if r.res[o.res].Buffer > 0 {
		if id, ok := r.res[o.res].Vacate(r.links); ok {
			r.grant(o.res, id)
		}
	}
}

// grant gives a place that became free to who waited outside for it.
func (r *run) grant(res, id int32) {
	r.res[res].Inside++
	r.letGo(id)
	r.request(id)
}

// letGo frees what an entity still holds from its last stage.
func (r *run) letGo(id int32) {
	e := &r.ent[id]
	if e.hold < 0 {
		return
	}
	o := &r.ops[e.hold]
	e.hold = -1
	r.release(o)
}

// pump starts whoever may begin at a resource, and at those that are held
// together with it.
func (r *run) pump(res int32) {
	rs := &r.res[res]
	if r.m.res[res].paired {
		for {
			id, ok := rs.NextWhere(r.now, r.links, r.fits)
			if !ok {
				break
			}
			if o := &r.ops[r.ent[id].pc]; o.res2 >= 0 {
				r.res[o.res2].Take(r.now)
			}
			r.outOfLine(res, id)
			r.start(id)
		}
	} else {
		for rs.Queued > 0 {
			id, ok := rs.Next(r.now, r.links)
			if !ok {
				break
			}
			r.outOfLine(res, id)
			r.start(id)
		}
		r.reserveStanding(res)
	}
	for _, first := range r.m.res[res].pairs {
		if r.res[first].Queued > 0 {
			r.pump(first)
		}
	}
}

// outOfLine notes that an entity stands in line no more.
func (r *run) outOfLine(res, id int32) {
	if !r.inBrief(&r.ent[id]) {
		r.state[res].await--
	}
}

// fits says whether the second resource of a waiting entity is free.
func (r *run) fits(id int32) bool {
	o := &r.ops[r.ent[id].pc]
	return o.res2 < 0 || r.res[o.res2].Free(r.now)
}
