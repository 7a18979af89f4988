package freight

import "corridor/network"

// In the drain only counted loads matter. Other trucks go on coming wherever one
// of them has still to pass; at a place that no counted load has ahead of it they
// come no more. What this could change is how soon loads that are not counted get
// through there.

// drain ends the other trucks of places that no counted load has ahead. It does
// nothing while a change is known or to come that could turn loads elsewhere.
func (r *run) drain() {
	if r.now < r.m.close || r.watch != nil || r.m.eager || len(r.known) > 0 || r.nextChange <= r.m.stop {
		return
	}
	ahead := make([]bool, len(r.m.Net.Nodes))
	for _, id := range r.liveEntities() {
		e := &r.ent[id]
		if e.kind != aLoad || e.bits&isCounted == 0 {
			continue
		}
		if r.loads[e.ext].way == wayNone {
			return // has not chosen
		}
		for at := e.at; r.steps[at].pc != r.m.pcEnd; at++ {
			if p, ok := r.passageAt(at); ok && p.service < 0 && p.link < 0 {
				ahead[p.node] = true
			}
		}
	}
	for i := range r.m.other {
		p := &r.m.other[i]
		r.gens[i].over = r.gens[i].over || p.event < network.VehicleCall && !ahead[p.node]
	}
}
