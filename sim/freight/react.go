package freight

import (
	"time"

	"corridor/network"
	"corridor/scenarios"
	"corridor/sim"
)

// Other traffic answers the wait that it is told of when it sets out: it comes
// where it accepts it; else it takes a neighbour where that is quicker by its
// detour and told wait, and accepted; else it tries again later or stays away.
// So the share that goes elsewhere grows with the wait. Where a closure says that
// cargo cancels (crews are locked out, trains are parked and not made up), nobody
// sets out for it while it lasts. Nor does anybody for a place that takes no new
// cargo: see embargo.go.

// otherNear is a neighbour of a facility of other traffic.
type otherNear struct {
	other  int32 // index into Model.other
	detour time.Duration
	share  float64
}

// linkNeighbours finds the neighbours' traffic, after all of it is compiled.
func (m *Model) linkNeighbours() {
	for i := range m.other {
		p := &m.other[i]
		for _, x := range m.Net.Backgrounds[p.row].Other {
			for k := range m.other {
				if q := &m.other[k]; q.node == x.Node && q.event == p.event {
					p.near = append(p.near, otherNear{int32(k), x.Detour, x.Share})
					break
				}
			}
		}
	}
}

// again is a truck's next attempt.
func (r *run) again(id int32) {
	e := &r.ent[id]
	i, key, tries := e.gen, e.key, uint64(e.ext)
	r.vacate(id)
	r.comeOther(i, key, tries, r.now)
}

// comeOther lets a truck or train of other traffic that sets out for a facility
// come, or do what it does instead. at is r.now, or later where what it depends
// on stays as it is until then.
func (r *run) comeOther(i int32, key sim.Key, tries uint64, at sim.Time) {
	p, g := &r.m.other[i], &r.gens[i]
	gate := &r.gates[int(p.node)*int(network.Events)+int(p.event)]
	if by := r.callsOff(gate); by > 0 {
		r.out.StayedAway++
		r.ch[by-1].bind(at)
		r.ch[by-1].vehicle(p.mode(r.m.Net))
		return
	}
	if by := r.embargoed(gate, key, at); by > 0 {
		r.out.StayedAway++
		r.ch[by-1].bind(at)
		r.ch[by-1].vehicle(p.mode(r.m.Net))
		return
	}
	if !p.leaves || g.told <= 0 && len(gate.notices) == 0 {
		r.enterOther(i, i, key, at, 0)
		return
	}
	told, accepts := r.toldWait(i, at), r.m.samplers[p.temper].Sample(key.With(drawPatience))
	if accepts >= told {
		r.enterOther(i, i, key, at, 0)
		return
	}
	best, by := -1, time.Duration(0)
	for k, x := range p.near {
		d := x.detour + r.toldWait(x.other, at)
		if d < told && d <= accepts && (best < 0 || d < by) && key.With(drawElsewhere).Uniform() < x.share {
			best, by = k, d
		}
	}
	if best >= 0 {
		r.out.WentElsewhere++
		r.enterOther(i, p.near[best].other, key, at, p.near[best].detour)
		return
	}
	if key.With(drawAgain).With(tries).Uniform() < r.m.Net.Params.Again {
		r.out.CameLater++
		id := r.newEntity()
		e := &r.ent[id]
		e.kind, e.key, e.gen, e.ext, e.bits = other, key, i, int32(tries+1), isOther
		e.pc = r.m.pcAgain
		r.schedule(at+sim.Time(r.m.Net.Params.AgainAfter), id)
		return
	}
	r.out.StayedAway++
}

// callsOff is the closure in force, + 1, for whose time nobody sets out; 0: none.
func (r *run) callsOff(g *gate) int32 {
	if g.closed == 0 {
		return 0
	}
	for _, k := range g.layers {
		if c := &r.m.changes[k]; c.cargo == scenarios.Cancel && c.closes && !c.partial() && r.ch[k].weight > 0 {
			return k + 1
		}
	}
	return 0
}

// toldWait is the wait told of at a facility at an instant: that of its queues, and what
// is left of a closure that cargo may avoid.
func (r *run) toldWait(i int32, at sim.Time) time.Duration {
	p := &r.m.other[i]
	told := r.gens[i].told
	if g := &r.gates[int(p.node)*int(network.Events)+int(p.event)]; len(g.notices) > 0 {
		until, _ := r.freeFrom(g.notices, -1, at, func(c *change) bool { return c.avoid() && !c.partial() })
		told += until.Sub(at)
	}
	return told
}

// enterOther lets one of facility i's traffic that sets out at an instant come
// to facility k after a time.
func (r *run) enterOther(i, k int32, key sim.Key, at sim.Time, after time.Duration) {
	p := &r.m.other[i]
	r.out.Other++
	bits := uint16(isOther)
	if p.trust > 0 && key.With(drawTrusted).Uniform() < p.trust {
		bits |= isTrusted
	}
	if p.empty > 0 && key.With(drawEmpty).Uniform() < p.empty {
		bits |= isEmpty
	}
	start, comes := r.steps[r.m.other[k].steps].pc, at+sim.Time(after)
	if r.brief != nil && r.brief[start].works && (after == 0 || comes < r.nextChange) {
		r.passOn(passing{comes, key, start, bits})
		return
	}
	id := r.newEntity()
	e := &r.ent[id]
	e.kind, e.key, e.class, e.gen, e.bits = other, key, otherClass, i, bits
	if p.event >= network.VehicleCall {
		e.class = 0 // trains and ships, this world's and others, wait in one line
	}
	e.at = r.m.other[k].steps
	if after > 0 {
		e.pc = r.m.pcLate
		r.schedule(at+sim.Time(after), id)
		return
	}
	e.pc = r.steps[e.at].pc
	r.proceedFrom(id, at.Sub(r.now))
}
