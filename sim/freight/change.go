package freight

import (
	"math"
	"slices"

	"corridor/network"
	"corridor/scenarios"
	"corridor/sim"
)

// change is a scenario's change compiled to what it touches. Overlapping
// changes compose so: closures hold while any of them lasts; factors multiply;
// chances are changed in the order in which the changes are written.
type change struct {
	name     string
	from, to sim.Time
	when     *scenarios.When
	leader   int32 // change that it follows, -1
	avoid    bool  // cargo may look for another way
	cancels  bool  // what has not set out never does
	closes   bool
	gates    []int32 // by node and event
	shut     []int32 // resources
	caps     []factor
	scales   []factor // ops
	chances  []chance
	roads    []int32  // links closed
	slow     []factor // links
	cancel   []int32  // services closed
	opens    []int32  // services
	hours    []int32  // resources that work round the clock
	added    []factor // resources that get more servers
	room     []factor // services
}

type factor struct {
	at int32
	by float64
}

type chance struct {
	at        int32
	to, times float64
	set       bool
}

// changeState is what became of a change in a run.
type changeState struct {
	weight float64  // 1 while it holds, less while it recovers, 0 otherwise
	until  sim.Time // end of the spell, as announced
	ChangeTally
}

// at is a value between what it was and what the change makes it, by weight.
func (c *changeState) at(was, to float64) float64 {
	if c.weight == 1 {
		return to // to the last bit
	}
	return was + (to-was)*c.weight
}

func (c *changeState) bind(now sim.Time) {
	if c.Bound == 0 {
		c.First = now
	}
	c.Bound++
	c.Last = now
}

// apply takes a change on, or lets it go in part or wholly, and works out anew
// all that changes touch.
func (r *run) apply(p *point) {
	r.passTurns()
	i := p.change
	ch := &r.ch[i]
	on := p.weight == 1
	ch.weight, ch.until = p.weight, p.until
	switch {
	case on && !ch.Took:
		ch.On, ch.Took = r.now, true
	case p.weight == 0:
		ch.Off = r.now
	}
	if on {
		ch.Off = 0
		ch.Spells++
	}
	m := r.m
	gates, roads := closedSet(r.gates), closedSet(r.roads)
	var idle []int // services that did not run
	for k := range r.svc {
		if !r.svc[k].open || r.svc[k].shut > 0 {
			idle = append(idle, k)
		}
	}
	for k := range r.gates {
		r.gates[k].closed, r.gates[k].avoid, r.gates[k].cancels, r.gates[k].by, r.gates[k].until = 0, 0, 0, 0, 0
	}
	for k := range r.roads {
		r.roads[k].closed, r.roads[k].avoid, r.roads[k].by, r.roads[k].until = 0, 0, 0, 0
	}
	for k := range r.state {
		r.state[k].closed, r.state[k].factor, r.state[k].by, r.state[k].always, r.state[k].added = 0, 1, 0, false, 0
	}
	for k := range r.ops {
		r.ops[k].scale, r.ops[k].chance, r.ops[k].by = m.ops[k].scale, m.ops[k].chance, 0
	}
	r.scaleOfLink = nil
	for k := range r.svc {
		s := &r.svc[k]
		s.open, s.shut, s.by, s.room, s.avoid, s.until = m.Net.Services[k].Open, 0, 0, 1, 0, 0
	}
	r.closed = 0
	for k := range m.changes {
		if r.ch[k].weight > 0 {
			r.put(int32(k))
		}
	}
	for k := range r.res {
		r.setServers(int32(k))
	}
	if m.changes[i].closes && m.changes[i].avoid {
		r.epoch++
	}
	r.reopen(gates, roads, idle)
	if on && m.changes[i].closes && m.changes[i].avoid {
		r.rouse()
	}
}

// closedSet lists the closed gates.
func closedSet(gs []gate) (list []int) {
	for k := range gs {
		if gs[k].closed > 0 {
			list = append(list, k)
		}
	}
	return list
}

// put adds one change that is in force.
func (r *run) put(k int32) {
	c, st := &r.m.changes[k], &r.ch[k]
	shut := func(g *gate) {
		g.closed++
		g.by = k + 1
		if c.cancels {
			g.cancels++
		}
		if c.avoid {
			g.avoid++
			g.until = max(g.until, st.until)
		}
	}
	for _, i := range c.gates {
		shut(&r.gates[i])
	}
	for _, i := range c.roads {
		shut(&r.roads[i])
	}
	for _, i := range c.shut {
		r.state[i].closed++
		r.state[i].by = k + 1
	}
	for _, i := range c.hours {
		r.state[i].always = true
		if len(r.m.res[i].turns) > 0 {
			r.state[i].by = k + 1
		}
	}
	for _, f := range c.added {
		r.state[f.at].added += int32(math.Round(f.by * st.weight))
		r.state[f.at].by = k + 1
	}
	for _, f := range c.caps {
		r.state[f.at].factor *= st.at(1, f.by)
		if f.by != 1 {
			r.state[f.at].by = k + 1
		}
	}
	for _, f := range c.scales {
		r.ops[f.at].scale *= st.at(1, f.by)
		if f.by != 1 {
			r.ops[f.at].by = k + 1
		}
	}
	for _, ch := range c.chances {
		was := r.ops[ch.at].chance
		if ch.set {
			r.ops[ch.at].chance = st.at(was, ch.to)
		} else {
			r.ops[ch.at].chance = min(1, was*st.at(1, ch.times))
		}
		if r.ops[ch.at].chance != was {
			r.ops[ch.at].by = k + 1
		}
	}
	for _, f := range c.slow {
		if r.scaleOfLink == nil {
			r.scaleOfLink = make([]linkFactor, len(r.m.Net.Links))
			for i := range r.scaleOfLink {
				r.scaleOfLink[i].by = 1
			}
		}
		r.scaleOfLink[f.at].by *= st.at(1, f.by)
		if f.by != 1 {
			r.scaleOfLink[f.at].change = k + 1
		}
	}
	for _, i := range c.opens {
		if !r.svc[i].open {
			r.ch[k].bind(r.now)
		}
		r.svc[i].open = true
	}
	for _, i := range c.cancel {
		s := &r.svc[i]
		s.shut++
		s.by = k + 1
		if c.avoid {
			s.avoid++
			s.until = max(s.until, st.until)
		}
	}
	for _, f := range c.room {
		r.svc[f.at].room *= st.at(1, f.by)
		if f.by != 1 {
			r.ch[k].bind(r.now)
		}
	}
	if c.closes && c.avoid {
		r.closed++
	}
}

type linkFactor struct {
	by     float64
	change int32
}

// linkScale is the factor on a link's running time.
func (r *run) linkScale(link int32) float64 {
	if r.scaleOfLink == nil {
		return 1
	}
	f := &r.scaleOfLink[link]
	if f.change > 0 {
		r.ch[f.change-1].bind(r.now)
	}
	return f.by
}

// reopen lets in who waited where nothing is closed any more, and sends off
// services that go when full.
func (r *run) reopen(gates, roads, idle []int) {
	for _, k := range gates {
		if g := &r.gates[k]; g.closed == 0 {
			r.openGate(g, func(id int32) { r.proceed(id) })
		}
	}
	for _, k := range roads {
		if g := &r.roads[k]; g.closed == 0 {
			r.openGate(g, func(id int32) { r.proceed(id) })
		}
	}
	for _, i := range idle {
		s := &r.svc[i]
		if svc := &r.m.Net.Services[i]; svc.Departs.Full && s.open && s.shut == 0 && len(s.wait[0]) > 0 && (s.overdue || s.teu[0] >= svc.Capacity*s.room-1e-9) {
			r.sendFull(int32(i))
		}
	}
}

// rouse lets cargo that waits for a service look for another way, where the
// one it waits for leads through what was closed just now.
func (r *run) rouse() {
	for i := range r.svc {
		for call := range r.svc[i].wait {
			if r.m.Net.Nodes[r.m.Net.Services[i].Calls[call].Node].Kind == network.Crossing {
				continue // set out at a border: it has to board again
			}
			list := append([]int32(nil), r.svc[i].wait[call]...)
			var gone []int32
			for _, id := range list {
				node := r.m.Net.Services[i].Calls[call].Node
				if r.reconsider(id, node) {
					gone = append(gone, id)
				}
			}
			if len(gone) == 0 {
				continue
			}
			s := &r.svc[i]
			s.wait[call] = slices.DeleteFunc(s.wait[call], func(id int32) bool { return slices.Contains(gone, id) })
			for _, id := range gone {
				s.leaves(call, r.teu(id), r.ent[id].bits&isEmpty != 0)
			}
			kind := r.m.Net.Nodes[r.m.Net.Services[i].Calls[call].Node].Kind
			for _, id := range gone {
				e := &r.ent[id]
				r.loads[e.ext].time[account(groupOf(kind), network.Waiting)] += int64(r.now - e.since)
				r.loads[e.ext].epoch = r.epoch
				r.proceed(id)
			}
		}
	}
}
