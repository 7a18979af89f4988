package freight

import (
	"corridor/network"
	"corridor/network/route"
	"corridor/scenarios"
	"corridor/sim"
)

// setOff lets a load go its way, or keeps it where it is made: because a change
// lets none of its flow set out, or because its way would lead through a closure
// for which cargo stays at home.
func (r *run) setOff(id int32) {
	e := &r.ent[id]
	ld := &r.loads[e.ext]
	fp := &r.m.flows[e.flow]
	plans, x := fp.open, &fp.openOutlook
	if e.bits&isCohort != 0 {
		plans, x = fp.cohort, &fp.cohortOutlook
	}
	way, p := r.choose(e.flow, route.Routing(ld.routing), plans, x, e.key)
	if (len(r.atHome) > 0 || len(r.flowLayers[e.flow]) > 0) && r.keep(id, p) {
		return
	}
	if e.bits&isCounted != 0 || e.bits&isEmpty == 0 && r.m.Net.Flows[e.flow].Divertible == 0 && r.m.Case.Routing == route.Open && ld.born >= r.m.begin && ld.born < r.m.close {
		r.out.Flows[e.flow].wayTaken(way, plans) // where nothing is divertible nothing is counted, but it travels
	}
	if e.bits&isEmpty != 0 {
		way = wayElse
	}
	ld.way, ld.epoch = int32(way), r.epoch
	if r.stories != nil {
		r.tellWay(id, "sets out", p)
	}
	e.at = p.at
	e.pc = r.steps[e.at].pc
	e.since = r.now
	r.bookAll(id, p)
	r.proceed(id)
}

// keep holds a load back, or cancels it, where some change says so.
func (r *run) keep(id int32, p *plan) bool {
	e := &r.ent[id]
	ld := &r.loads[e.ext]
	by, until := r.kept(e.flow, p)
	if by == 0 {
		return false
	}
	c, st := &r.m.changes[by-1], &r.ch[by-1]
	key := e.key.With(c.key)
	switch {
	case c.cargo == scenarios.Cancel:
		r.cancel(id, by)
		return true
	case ld.by != by:
		st.Postponed++
		st.bind(r.now)
		if c.lost > 0 && key.Named("lost").Uniform() < c.lost {
			r.cancel(id, by)
			return true
		}
	}
	ld.by = by
	if r.stories != nil {
		r.relate(id, r.now, r.m.Net.Nodes[ld.node].ID, "stays at home because of %s", c.name)
	}
	if c.patience >= 0 {
		until = min(until, ld.born+sim.Time(r.m.samplers[c.patience].Sample(key.Named("patience"))))
		if until <= r.now {
			r.cancel(id, by)
			return true
		}
	}
	e.at, e.pc, e.since = r.m.home, r.m.pcHome, r.now
	if until <= r.m.stop {
		r.schedule(until, id)
	}
	return true
}

// kept says which change keeps a load of a flow at home that would take a way,
// and until when: a moment at which it may try again.
func (r *run) kept(flow int32, p *plan) (by int32, until sim.Time) {
	until = r.now
	for _, k := range r.flowLayers[flow] {
		if r.bars(k) && r.ch[k].spell.to > until {
			by, until = k+1, r.ch[k].spell.to
		}
	}
	if by > 0 || len(r.atHome) == 0 {
		return by, until
	}
	ask := func(c *change) bool { return c.cargo >= scenarios.Postpone }
	look := func(l layers, after float64) {
		if len(l) == 0 {
			return
		}
		at := r.now + sim.Time(after*hoursToNS)
		if end, k := r.freeFrom(l, flow, at, ask); k > 0 && r.now+(end-at) > until {
			by, until = k, r.now+(end-at)
		}
	}
	for i := range p.nodes {
		switch x := &p.nodes[i]; {
		case x.link >= 0:
			look(r.roads[x.link].notices, x.after)
		case x.service >= 0:
			look(r.svc[x.service].notices, x.after)
			for c := x.from; c < x.to; c++ {
				for _, g := range r.m.passed[x.service][c] {
					look(r.gates[g].notices, x.after)
				}
				for _, d := range r.m.Finder.Runs[x.service].Parts[c].Links {
					look(r.roads[d.Link].notices, x.after)
				}
			}
		default:
			look(r.gates[int(x.node)*int(network.Events)+int(x.event)].notices, x.after)
		}
	}
	return by, until
}

// tryAgain is a load at home whose time of waiting is over.
func (r *run) tryAgain(id int32) {
	e := &r.ent[id]
	ld := &r.loads[e.ext]
	span := r.now.Sub(e.since)
	ld.time[account(elsewhere, network.Waiting)] += int64(span)
	r.stood(ld.by, e, span)
	r.setOff(id)
}

// cancel takes a load out of the run because of a change.
func (r *run) cancel(id, by int32) {
	e := &r.ent[id]
	r.ch[by-1].Cancelled++
	r.ch[by-1].bind(r.now)
	if r.stories != nil {
		r.relate(id, r.now, r.m.Net.Nodes[r.loads[e.ext].node].ID, "cancelled because of %s", r.m.changes[by-1].name)
	}
	r.unbook(id)
	r.letGo(id)
	switch {
	case e.bits&isEmpty != 0:
		r.out.Empties.Lost++
	default:
		r.out.Cancelled++
		if e.bits&isCounted != 0 {
			r.counted--
			r.out.Flows[e.flow].Cancelled++
			r.tellShipment(e.flow, r.loads[e.ext].number, &r.loads[e.ext], "cancelled", r.now)
		}
	}
	r.forget(id)
}

// loseHeart starts the patience of a load that stands because of a change.
func (r *run) loseHeart(id, by int32) {
	e := &r.ent[id]
	if by <= 0 || e.kind != aLoad || r.m.changes[by-1].patience < 0 || e.bits&(isPatient|isSetOut) != 0 {
		return
	}
	c := &r.m.changes[by-1]
	at := r.now + sim.Time(r.m.samplers[c.patience].Sample(e.key.With(c.key).Named("patience")))
	if at <= r.m.stop {
		e.bits |= isPatient
		r.loads[e.ext].by = by
		r.cal.Push(at, id, e.await)
	}
}

// calm ends the patience of a load that goes on.
func (e *entity) calm() {
	if e.bits&isPatient != 0 {
		e.bits &^= isPatient
		e.await += 1 << evBits // its pending event no longer counts
	}
}

// giveUpWaiting is a load whose patience is over: it looks for another way, and is
// cancelled where there is none that is better.
func (r *run) giveUpWaiting(id int32) {
	e := &r.ent[id]
	ld := &r.loads[e.ext]
	e.bits &^= isPatient
	o, st, at, pc, since, by := &r.ops[e.pc], r.steps[e.at], e.at, e.pc, e.since, ld.by
	r.impatient = true
	defer func() { r.impatient = false }()
	var found bool
	switch o.code {
	case opRide:
		call := int(st.i)
		node := r.m.Net.Services[st.arg].Calls[call].Node
		found = r.reconsider(id, node)
		r.stepOut(st.arg, call, id)
	default:
		g := &r.roads[st.arg>>1]
		if o.code == opGate {
			g = &r.gates[int(o.node)*int(network.Events)+int(o.event)]
		}
		node := network.NodeID(ld.node)
		e.at-- // to `here`, before it
		if found = r.steps[e.at].pc == r.m.pcHere && r.reconsider(id, node); !found {
			e.at++
		}
		for k := range g.line {
			if g.line[k].id == id {
				g.line = append(g.line[:k:k], g.line[k+1:]...)
				break
			}
		}
		left := *e // as it stood
		left.at, left.pc, left.since = at, pc, since
		r.bookStanding(&left, by)
	}
	r.impatient = false
	if !found {
		r.cancel(id, by)
		return
	}
	r.loads[r.ent[id].ext].epoch = r.epoch
	r.letGo(id)
	r.proceed(id)
}
