package freight

import (
	"slices"
	"time"

	"corridor/network"
	"corridor/scenarios"
	"corridor/sim"
)

// An embargo and other traffic. A place that takes no new cargo keeps off who
// would set out for it, not who is under way: a train of others comes to the
// border as long after it has set out as this world's trains do by their
// timetables. So an embargo is felt at the border after that time, and for that
// time after its end. Trucks come when they set out; ships do not ask whether a
// port takes new cargo. Which goods other traffic carries is not known, so an
// embargo of some goods leaves it alone.

// underWay is how long one service is on its way to a place.
type underWay struct {
	odds float64 // up to and with this one
	time sim.Time
}

// crossedAt are the gates of the places selected for which other traffic sets out:
// not the calls of ships.
func (m *Model) crossedAt(sel *selection, w *scenarios.Where) (gates []int32) {
	if len(w.Resource)+len(w.Stage) > 0 {
		return nil
	}
	for _, node := range sel.nodes {
		for e := network.Event(0); e < network.Events; e++ {
			if m.entry[node][e] >= 0 && e != network.VehicleCall && e != network.VehiclePass && has(w.Event, e.String()) {
				gates = append(gates, node*int32(network.Events)+int32(e))
			}
		}
	}
	return gates
}

// underWays are the planned times of this world's services up to a place, by how
// often they run; where none runs there, one time for all.
func (m *Model) underWays(node network.NodeID, event network.Event) (list []underWay) {
	gate, sum := int32(node)*int32(network.Events)+int32(event), 0.0
	for i := range m.Net.Services {
		s := &m.Net.Services[i]
		if !s.Open || s.Departs.Full {
			continue
		}
		for c := range m.passed[i] {
			if !slices.Contains(m.passed[i][c], gate) {
				continue
			}
			at := s.Calls[c+1].Planned
			if s.Calls[c+1].Node != node {
				at = (s.Calls[c].Planned + at) / 2
			}
			sum += s.Departs.PerWeek()
			list = append(list, underWay{sum, sim.Time(at)})
		}
	}
	if sum == 0 {
		return []underWay{{1, sim.Time(m.Net.Params.UnderWay)}}
	}
	for i := range list {
		list[i].odds /= sum
	}
	return list
}

// embargoed is the change + 1 that took no new cargo when who comes to a place at
// an instant would have set out; 0: none.
func (r *run) embargoed(g *gate, key sim.Key, at sim.Time) int32 {
	if len(g.shun) == 0 {
		return 0
	}
	if len(g.ways) > 0 {
		u, i := key.With(drawUnderWay).Uniform(), 0
		for i+1 < len(g.ways) && u >= g.ways[i].odds {
			i++
		}
		at -= g.ways[i].time
	}
	for _, k := range g.shun {
		for _, s := range r.ch[k].shut {
			if s.from <= at && at < s.to {
				return k + 1
			}
		}
	}
	return 0
}

// longestWay is for how long it is remembered that a place took no new cargo.
const longestWay = sim.Time(60 * 24 * time.Hour)

func (r *run) embargoBegins(i int32, s spell) {
	c, st := &r.m.changes[i], &r.ch[i]
	if n := len(st.shut); !c.embargo || n > 0 && st.shut[n-1].to == sim.Never {
		return
	}
	r.keepOff(i)
	st.shut = slices.DeleteFunc(st.shut, func(s spell) bool { return s.to < r.now-longestWay })
	st.shut = append(st.shut, spell{s.from - sim.Time(c.when.Embargo), sim.Never})
}

// keepOff notes at the places of an embargo that other traffic obeys it, and how
// long that is on its way.
func (r *run) keepOff(i int32) {
	for k := range r.m.other {
		p := &r.m.other[k]
		gate := int32(p.node)*int32(network.Events) + int32(p.event)
		if !slices.Contains(r.m.changes[i].keepsOff, gate) {
			continue
		}
		g := &r.gates[gate]
		g.shun.set(i, true)
		if g.ways == nil && p.event > network.VehicleCall {
			g.ways = r.m.underWays(p.node, p.event)
		}
	}
}

func (r *run) embargoEnds(i int32) {
	if st := &r.ch[i]; len(st.shut) > 0 {
		if last := &st.shut[len(st.shut)-1]; last.to == sim.Never {
			last.to = r.now
		}
	}
}
