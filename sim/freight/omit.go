package freight

import (
	"corridor/network"
	"corridor/network/route"
)

// omitted says whether a run leaves a call out. It belongs to the departure and
// the call.
func (r *run) omitted(e *entity, v *vehicle, call int) bool {
	share := r.m.Net.Services[v.service].Calls[call].Omit
	return share > 0 && e.key.Named("omit").With(uint64(call)).Uniform() < share
}

// passBy leaves a call out: no berth, no cargo. What was to get off stays aboard
// to the next call where cargo may, and goes on from there; what waits to board
// waits for the next run.
func (r *run) passBy(e *entity, v *vehicle, call int) {
	svc := &r.m.Net.Services[v.service]
	s := &r.svc[v.service]
	s.tally.Omitted++
	node := svc.Calls[call].Node
	if next := r.steps[e.at+1]; next.arg == int32(node) && next.pc == r.m.entry[node][network.VehicleCall] && next.pc >= 0 {
		e.at++ // its process at the port: the step is skipped
	}
	to := call + 1
	for to+1 < len(svc.Calls) && (!svc.Calls[to].Alight || r.m.Net.Nodes[svc.Calls[to].Node].Kind == network.Crossing) {
		to++
	}
	for _, who := range v.aboard[call] {
		r.loads[r.ent[who].ext].carried = true
	}
	v.aboard[to] = append(v.aboard[to], v.aboard[call]...)
	v.aboard[call] = v.aboard[call][:0]
}

// landKey names a way on from where cargo was landed by a run that left its call
// out.
type landKey struct {
	flow    int32
	node    network.NodeID
	routing route.Routing
	touched bool
	day     int32
}

// landElsewhere sends a load on from a call that was not its own: through the
// handling there, and by the cheapest way. Without a way it is lost.
func (r *run) landElsewhere(who int32, node network.NodeID) {
	e := &r.ent[who]
	ld := &r.loads[e.ext]
	ld.carried = false
	key := landKey{e.flow, node, route.Routing(ld.routing), ld.touched, int32(float64(r.now) / (24 * hoursToNS))}
	at, ok := r.landed[key]
	if !ok {
		at = -1
		if p, found := r.search(e.flow, node, 0, ld.touched, route.Routing(ld.routing)); found {
			at = int32(len(r.steps))
			if pc := r.m.entry[node][network.Unload]; pc >= 0 {
				r.steps = append(r.steps, step{pc: pc, arg: int32(node)})
			}
			r.steps, _ = r.m.compileWay(r.steps, p.way)
		}
		r.landed[key] = at
	}
	e = &r.ent[who]
	ld = &r.loads[e.ext]
	ld.replans++
	if at < 0 {
		r.lose(who)
		return
	}
	e.at = at
	e.pc = r.steps[at].pc
	e.since = r.now
	r.proceed(who)
}
