package freight

import (
	"slices"

	"corridor/network"
)

// In the drain only counted loads matter. Other trucks go on coming wherever one
// of them has still to pass, and cargo that is not counted goes on setting out
// where it may meet one of them at a place or board the same service. The rest
// comes no more. What this could change is how soon what is not counted gets
// through places that no counted load has ahead.

// drain ends the traffic that no counted load can meet. It does nothing while a
// change is known or to come that could turn loads elsewhere.
func (r *run) drain() {
	if r.now < r.m.close || r.watch != nil || r.m.eager || len(r.known) > 0 || r.nextChange <= r.m.stop {
		return
	}
	places, services := make([]bool, len(r.m.Net.Nodes)), make([]bool, len(r.svc))
	for _, id := range r.liveEntities() {
		e := &r.ent[id]
		if e.kind != aLoad || e.bits&isCounted == 0 {
			continue
		}
		ld := &r.loads[e.ext]
		if ld.way == wayNone {
			return // has not chosen
		}
		at := e.at
		if ld.vehicle >= 0 {
			at++ // aboard
		}
		for ; r.steps[at].pc != r.m.pcEnd; at++ {
			switch p, ok := r.passageAt(at); {
			case !ok || p.link >= 0:
			case p.service >= 0:
				services[p.service] = true
			default:
				places[p.node] = true
			}
		}
	}
	for i := range r.m.other {
		p := &r.m.other[i]
		r.gens[i].over = r.gens[i].over || p.event < network.VehicleCall && !places[p.node]
	}
	for f := range r.over {
		r.over[f] = !slices.ContainsFunc(r.m.flows[f].meets, func(i int32) bool {
			if k := int(i) - len(places); k >= 0 {
				return services[k]
			}
			return places[i] && (r.m.calm == nil || !r.m.calm[i])
		})
	}
}

// meetings lists, for each flow, the places (by node) and services (behind the
// nodes) on its ways: where its cargo may meet other cargo.
func (m *Model) meetings() {
	seen := make([]int32, len(m.Net.Nodes)+len(m.Net.Services))
	for f := range m.flows {
		fp := &m.flows[f]
		for _, plans := range [][]plan{fp.open, fp.cohort} {
			for i := range plans {
				for k := range plans[i].nodes {
					x := int32(plans[i].nodes[k].node)
					switch p := &plans[i].nodes[k]; {
					case p.service >= 0:
						x = int32(len(m.Net.Nodes)) + int32(p.service)
					case p.link >= 0:
						continue
					}
					if seen[x] != int32(f)+1 {
						seen[x] = int32(f) + 1
						fp.meets = append(fp.meets, x)
					}
				}
			}
		}
	}
}
