package freight

import (
	"math"
	"slices"

	"corridor/network"
	"corridor/scenarios"
	"corridor/sim"
)

// What cargo knows. A closure becomes known when it takes hold, later by its lag,
// or earlier where it is announced; its end is known with it. Cargo that plans
// its way reckons with the closures that hold when it would come to a place.

// learn makes a spell of a closure known.
func (r *run) learn(i int32, s spell) {
	c, st := &r.m.changes[i], &r.ch[i]
	if !c.closes {
		return
	}
	st.known = append(st.known, s)
	r.updateKnown(i)
	r.epoch++
	r.roused = r.roused || c.avoid()
}

// updateKnown keeps at every place, link and service a list of the changes that
// cargo must reckon with there.
func (r *run) updateKnown(i int32) {
	c, on := &r.m.changes[i], len(r.ch[i].known) > 0
	for _, k := range c.gates {
		r.gates[k].notices.set(i, on)
	}
	for _, k := range c.links {
		r.roads[k].notices.set(i, on)
	}
	for _, k := range c.services {
		r.svc[k].notices.set(i, on)
	}
	r.known.set(i, on && c.avoid())
	r.atHome.set(i, on && c.cargo >= scenarios.Postpone)
}

// freeFrom is when cargo of a flow that comes to a place at an instant may enter, as
// far as is known, and the change that keeps it out until then, 0: none. ask says
// which changes count.
func (r *run) freeFrom(l layers, flow int32, at sim.Time, ask func(*change) bool) (until sim.Time, by int32) {
	until = at
	for again := len(l) > 0; again; {
		again = false
		for _, k := range l {
			c, st := &r.m.changes[k], &r.ch[k]
			if !ask(c) || !c.concerns(flow) {
				continue
			}
			list := st.known
			if k+1 == r.sees {
				list = append(slices.Clip(list), st.spell)
			}
			for _, s := range list {
				if s.from-sim.Time(c.when.Embargo) <= until+r.look && until < s.to {
					until, by, again = s.to, k+1, true
				}
			}
		}
	}
	return until, by
}

// wait is how long cargo of a flow that may look for another way would stand at a
// place that it comes to in some hours, hours.
func (r *run) wait(l layers, flow int32, in float64) (hours float64, by int32) {
	if len(l) == 0 {
		return 0, 0
	}
	at := r.now
	if r.look == 0 && in < 1e6 {
		at += sim.Time(in * hoursToNS)
	}
	ask := (*change).avoid
	if r.impatient {
		ask = func(*change) bool { return true }
	}
	until, by := r.freeFrom(l, flow, at, ask)
	if until >= r.m.stop && by > 0 {
		return math.Inf(1), by
	}
	return float64(until-at) / hoursToNS, by
}

// expected is the extra time and cost of cargo of a flow at a passage that it
// comes to in some hours: what was observed of queues, what is left of closures
// that it knows of and may avoid, and what changes make it pay. by is the change
// that closes it then, 0: none.
func (r *run) expected(p *passage, flow int32, in float64) (hours, usd float64, by int32) {
	if p.link >= 0 {
		g := &r.roads[p.link]
		if g.unbuilt {
			return math.Inf(1), 0, 0
		}
		hours, by = r.wait(g.notices, flow, in)
		if g.fee+g.price > 0 {
			usd = r.linkUSD(p.link, flow)
		}
		return hours, usd, by
	}
	if p.service >= 0 {
		s := &r.svc[p.service]
		if r.m.Net.Services[p.service].Book {
			hours = r.putOff(p, r.teuOf(flow), in)
		} else {
			hours = s.extra.hours + s.calls[p.from].soldOut(r.m.Net.Flows[flow].Empty)
		}
		h, by := r.wait(s.notices, flow, in)
		along, more := r.alongRide(p, flow, in)
		if s.priced > 0 {
			usd = r.rideUSD(p, flow)
		}
		if len(r.tariffs) > 0 {
			usd += r.rideTransit(p, flow)
		}
		return hours + h + along, usd, max(by, more)
	}
	i := int(p.node)*int(network.Events) + int(p.event)
	g := &r.gates[i]
	h, by := r.wait(g.notices, flow, in)
	hours = r.extra[i].hours + h
	if g.fee > 0 {
		usd = r.entryUSD(g.layers, flow)
	}
	if g.altered > 0 && flow >= 0 {
		t, u := r.alteredStages(p.node, p.event, flow)
		hours, usd = hours+t, usd+u
	}
	if len(r.tariffs) > 0 && p.event >= network.EnterUS && p.event <= network.EnterCA {
		usd += r.transitUSD(flow, entered(p.event))
	}
	return hours, usd, by
}

// alongRide adds the waits of vehicles at borders and straits that a ride
// passes, and closures of these and of links for all traffic.
func (r *run) alongRide(p *passage, flow int32, in float64) (hours float64, by int32) {
	passed := r.m.passed[p.service]
	ask := func(c *change) bool { return !c.partial() && (r.impatient || c.avoid()) }
	add := func(l layers) {
		if len(l) == 0 {
			return
		}
		at := r.now
		if r.look == 0 && in+hours < 1e6 {
			at += sim.Time((in + hours) * hoursToNS)
		}
		until, who := r.freeFrom(l, flow, at, ask)
		if who == 0 {
			return
		}
		if by = who; until >= r.m.stop {
			hours = math.Inf(1)
		} else {
			hours += float64(until-at) / hoursToNS
		}
	}
	for c := p.from; c < p.to; c++ {
		for _, i := range passed[c] {
			hours += r.extra[i].hours
			add(r.gates[i].notices)
		}
		if len(r.known) == 0 && !r.impatient {
			continue
		}
		for _, d := range r.m.Finder.Runs[p.service].Parts[c].Links {
			add(r.roads[d.Link].notices)
		}
	}
	return hours, by
}

// alteredStages is what changes do to the mean time and fees of a process, for
// the share of a flow's loads that goes through each stage.
func (r *run) alteredStages(node network.NodeID, event network.Event, flow int32) (hours, usd float64) {
	for pc := r.m.entry[node][event] + 1; r.ops[pc].code != opReturn; pc++ {
		o, base := r.ops[pc], &r.m.ops[pc]
		if o.some {
			o = r.special(pc, flow)
		}
		if o.by == 0 || o.code != opStage || o.per != network.Once {
			continue
		}
		share := 1.0
		if o.test >= 0 {
			share = r.m.tests[o.test].share(r.m, flow)
		}
		mean := r.m.samplers[o.time].Mean() / 3600
		hours += share * mean * (o.chance*o.scale - base.chance*base.scale)
		usd += share * (o.chance*o.usd - base.chance*base.usd)
	}
	return hours, usd
}

// share of a flow's loads that meet a condition.
func (t *test) share(m *Model, flow int32) float64 {
	f := &m.Net.Flows[flow]
	if !t.static[flow+1] {
		return 0
	}
	share := 1.0
	for _, x := range []struct {
		bit  uint16
		part float64
	}{{isTrusted, f.Trusted}, {isInBond, indicator(m.inBond(f))}, {isEmpty, indicator(f.Empty)}} {
		switch {
		case t.mask&x.bit == 0:
		case t.want&x.bit != 0:
			share *= x.part
		default:
			share *= 1 - x.part
		}
	}
	return share
}

func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// rouse lets cargo that waits for a service look for another way, where the
// one it waits for leads through a closure that it knows of.
func (r *run) rouse() {
	for i := range r.svc {
		for call := range r.svc[i].calls {
			node := r.m.Net.Services[i].Calls[call].Node
			if len(r.svc[i].calls[call].wait) == 0 || r.m.Net.Nodes[node].Kind == network.Crossing {
				continue // set out at a border: it has to board again
			}
			var gone []int32
			for _, id := range slices.Clone(r.svc[i].calls[call].wait) {
				if r.reconsider(id, node) {
					gone = append(gone, id)
				}
			}
			for _, id := range gone {
				r.stepOut(int32(i), call, id)
			}
			for _, id := range gone {
				r.loads[r.ent[id].ext].epoch = r.epoch
				r.proceed(id)
			}
		}
	}
}

// stepOut takes a load out of the line at a call.
func (r *run) stepOut(service int32, call int, id int32) {
	e, s := &r.ent[id], &r.svc[service]
	ld := &r.loads[e.ext]
	node := &r.m.Net.Nodes[r.m.Net.Services[service].Calls[call].Node]
	s.calls[call].wait = slices.DeleteFunc(s.calls[call].wait, func(who int32) bool { return who == id })
	s.leaves(call, r.teu(id), e.bits&isEmpty != 0)
	e.calm()
	span := int64(r.now - e.since)
	ld.time[account(groupOf(node.Kind), network.Waiting)] += span
	if node.Country == network.US {
		ld.us += span
	}
}
