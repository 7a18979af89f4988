package freight

import (
	"corridor/network"
	"corridor/network/route"
	"corridor/sim"
)

// omits draws whether a vehicle leaves out the call that it has come to.
func (r *run) omits(key sim.Key, v *vehicle) bool {
	share := r.m.Net.Services[v.service].Calls[v.call].Omit
	if share <= 0 || key.Named("omit").With(uint64(v.call)).Uniform() >= share {
		return false
	}
	r.svc[v.service].tally.Omitted++
	return true
}

// carryOn keeps the cargo for a call that is left out aboard to the next one
// where it may get off.
func (r *run) carryOn(v *vehicle, call int) {
	list := v.aboard[call]
	if len(list) == 0 {
		return
	}
	to := r.nextOff(v.service, call)
	v.aboard[to] = append(v.aboard[to], list...)
	v.aboard[call] = list[:0]
}

// nextOff is the next call behind one where cargo may get off; the last call
// where there is none.
func (r *run) nextOff(service int32, call int) int {
	calls := r.m.Net.Services[service].Calls
	for c := call + 1; c < len(calls); c++ {
		if calls[c].Alight && r.m.Net.Nodes[calls[c].Node].Kind != network.Crossing {
			return c
		}
	}
	return len(calls) - 1
}

// astray is a load carried past its call: it goes on from here by the cheapest
// way that its rule allows; where there is none it stays aboard to the next
// call. At the last call it breaks its rule rather than stay for ever, and is
// lost where no way leads on at all.
func (r *run) astray(who, ext int32, call int) {
	e := &r.ent[who]
	ld := &r.loads[e.ext]
	service := r.vehicles[ext].service
	svc := &r.m.Net.Services[service]
	at := spot{flow: e.flow, node: svc.Calls[call].Node, aboard: true, routing: route.Routing(ld.routing), touched: ld.touched, passed: ld.passed}
	p, ok := r.search(at)
	if !ok && call+1 < len(svc.Calls) {
		v := &r.vehicles[ext]
		to := r.nextOff(service, call)
		v.aboard[to] = append(v.aboard[to], who)
		return
	}
	if !ok {
		at.routing = route.Open
		p, ok = r.search(at)
	}
	r.leave(who, ext)
	r.getsOff(who, call)
	// The carrier pays for the way beyond the call; its emissions count.
	further := r.m.Finder.Runs[service].Along(r.m.Net, svc, int(r.steps[e.at].j), call)
	c := &r.m.Net.Commodities[r.m.Net.Flows[e.flow].Commodity]
	ld.emit(svc.Mode, r.m.Net.KG(svc.Mode, further.KM, c))
	ld.tkm += further.KM * c.Tonnes
	ld.tkmUS += further.KMUS * c.Tonnes
	ld.touched = ld.touched || further.Touch == network.TouchLand
	if !ok {
		r.lose(who)
		return
	}
	ld.replans++
	r.unbook(who)
	r.bookAll(who, &p)
	ld.node = int32(at.node)
	e.at = p.at
	e.pc = r.steps[e.at].pc
	e.since = r.now
	r.proceed(who)
}
