package freight

import (
	"math"

	"corridor/network"
)

// force works out anew what a change touches, and lets go on who waited there.
func (r *run) force(i int32) {
	c, on := &r.m.changes[i], r.ch[i].active()
	for _, k := range c.ops {
		r.layers[k].set(i, on)
		r.forceOp(k)
	}
	for _, k := range c.stages {
		r.layers[k].set(i, on)
		r.forceOp(k)
	}
	if c.tariff != nil {
		r.tariffs.set(i, on)
	}
	for k := range c.flows {
		if c.flows[k] && (c.demand != 1 || c.closes) {
			r.flowLayers[k].set(i, on)
		}
	}
	var idle []int32 // services that did not run
	for _, k := range c.gates {
		r.gates[k].layers.set(i, on)
		r.forceGate(&r.gates[k], false)
	}
	for _, k := range c.links {
		r.roads[k].layers.set(i, on)
		r.forceLink(k)
	}
	for _, k := range c.res {
		r.state[k].layers.set(i, on)
		r.forceResource(k)
	}
	for _, k := range c.services {
		if s := &r.svc[k]; !s.open || s.shut > 0 {
			idle = append(idle, k)
		}
		r.svc[k].layers.set(i, on)
		r.forceService(k)
	}
	for _, k := range c.res {
		r.setServers(k)
	}
	for _, k := range c.gates {
		r.openGate(&r.gates[k])
	}
	for _, k := range c.links {
		r.openGate(&r.roads[k])
	}
	for _, k := range idle {
		s := &r.svc[k]
		if svc := &r.m.Net.Services[k]; svc.Departs.Full && s.open && s.shut == 0 && len(s.calls[0].wait) > 0 && (s.overdue || s.calls[0].teu >= svc.Capacity*s.room-1e-9) {
			r.sendFull(k)
		}
	}
}

// bars says whether a change keeps anything out now.
func (r *run) bars(k int32) bool {
	return r.m.changes[k].closes && (r.ch[k].weight == 1 || r.ch[k].early)
}

// forceGate works out who may not enter a facility or link. unbuilt: the link is
// a proposal that nothing has opened.
func (r *run) forceGate(g *gate, unbuilt bool) {
	g.closed, g.some, g.by, g.fee, g.unbuilt = 0, 0, 0, 0, unbuilt
	if unbuilt {
		g.closed = 1
	}
	for _, k := range g.layers {
		c, st := &r.m.changes[k], &r.ch[k]
		if r.bars(k) {
			if c.partial() || st.weight == 0 {
				g.some++
			} else {
				g.closed++
				g.by = k + 1
			}
		}
		if c.fee != 0 && !c.staged && st.weight > 0 {
			g.fee++
		}
	}
}

func (r *run) forceLink(k int32) {
	g := &r.roads[k]
	built := r.m.Net.Links[k].Open
	g.slow, g.price, g.slowed = 1, 0, 0
	for _, i := range g.layers {
		c, st := &r.m.changes[i], &r.ch[i]
		if c.always && st.weight > 0 {
			if !built {
				r.ch[i].bind(r.now)
			}
			built = true
		}
		g.slow *= st.at(1, c.slow)
		if c.slow != 1 && st.weight > 0 {
			g.slowed = i + 1
		}
		if c.price != 1 && st.weight > 0 {
			g.price++
		}
	}
	r.forceGate(g, !built)
}

func (r *run) forceResource(k int32) {
	st := &r.state[k]
	st.closed, st.factor, st.by, st.always, st.added = 0, 1, 0, false, 0
	for _, i := range st.layers {
		c, ch := &r.m.changes[i], &r.ch[i]
		if r.bars(i) && !c.partial() && ch.weight == 1 {
			st.closed++
			st.by = i + 1
		}
		if c.always && ch.weight > 0 {
			st.always = true
			if len(r.m.res[k].turns) > 0 {
				st.by = i + 1
			}
		}
		if c.added != 0 && ch.weight > 0 {
			st.added += int32(math.Round(c.added * ch.weight))
			st.by = i + 1
		}
		st.factor *= ch.at(1, c.capacity)
		if ch.surge {
			st.factor *= c.when.Surge.Times
		}
		if c.capacity != 1 && ch.weight > 0 || ch.surge {
			st.by = i + 1
		}
	}
}

// forceOp works out a stage for cargo that no change singles out. For the rest
// see special.
func (r *run) forceOp(k int32) {
	o := &r.ops[k]
	was := o.by > 0 || o.some
	o.scale, o.chance, o.usd, o.by, o.some = r.m.ops[k].scale, r.m.ops[k].chance, r.m.ops[k].usd, 0, false
	for _, i := range r.layers[k] {
		if r.m.changes[i].only != nil {
			o.some = true
			continue
		}
		r.layer(o, i)
	}
	if now := o.by > 0 || o.some; now != was {
		n := &r.gates[int(o.node)*int(network.Events)+int(o.event)].altered
		if now {
			*n++
		} else {
			*n--
		}
	}
}

// layer lays one change over a stage.
func (r *run) layer(o *op, i int32) {
	c, st := &r.m.changes[i], &r.ch[i]
	was := [3]float64{o.scale, o.chance, o.usd}
	o.scale *= st.at(1, c.service)
	switch {
	case o.adds == i+1:
		o.chance = st.at(0, c.share)
	case c.chance == nil:
	case c.chance.To != nil:
		o.chance = st.at(o.chance, *c.chance.To)
	default:
		o.chance = min(1, o.chance*st.at(1, *c.chance.Times))
	}
	o.usd *= st.at(1, c.fees)
	if c.staged {
		o.usd += c.fee * st.weight
	}
	if was != [3]float64{o.scale, o.chance, o.usd} {
		o.by = i + 1
	}
}

// special is a stage as cargo of a flow meets it that some change singles out.
func (r *run) special(k, flow int32) op {
	o := r.ops[k]
	o.scale, o.chance, o.usd, o.by = r.m.ops[k].scale, r.m.ops[k].chance, r.m.ops[k].usd, 0
	for _, i := range r.layers[k] {
		if r.m.changes[i].concerns(flow) {
			r.layer(&o, i)
		}
	}
	return o
}

func (r *run) forceService(k int32) {
	s := &r.svc[k]
	s.open, s.shut, s.some, s.by, s.room, s.priced = r.m.Net.Services[k].Open, 0, 0, 0, 1, 0
	for _, i := range s.layers {
		c, st := &r.m.changes[i], &r.ch[i]
		if c.always && st.weight > 0 {
			if !s.open {
				st.bind(r.now)
			}
			s.open = true
		}
		if r.bars(i) {
			if c.partial() || st.weight == 0 {
				s.some++
			} else {
				s.shut++
				s.by = i + 1
			}
		}
		was := s.room
		s.room *= st.at(1, c.capacity)
		if st.surge {
			s.room *= c.when.Surge.Times
		}
		if s.room != was {
			st.bind(r.now)
		}
		if st.weight > 0 && (c.price != 1 || c.fee != 0) {
			s.priced++
		}
	}
}

// barredBy is the change that keeps cargo of a flow, or something else (-1), out
// of a place, link or service where some may not enter; 0: nobody does.
func (r *run) barredBy(l layers, flow int32) (by int32) {
	for _, k := range l {
		if c := &r.m.changes[k]; r.bars(k) {
			switch part := c.partial() || r.ch[k].weight == 0; {
			case !part, flow >= 0 && c.concerns(flow):
				by = k + 1
			}
		}
	}
	return by
}

// stops says which change keeps an entity out at a gate: change + 1; 0: it may
// enter, -1: a proposed link that is not there.
func (r *run) stops(g *gate, e *entity) int32 {
	if g.closed > 0 {
		if g.by == 0 {
			return -1
		}
		return g.by
	}
	if g.some > 0 && e.kind == aLoad {
		return r.barredBy(g.layers, e.flow)
	}
	return 0
}
