package freight

import (
	"corridor/network"
)

// setOut checks the cargo of a train at a border. A load that meets a stage
// with time is set out: it goes through the stages on the ground and boards a
// later train. Fees of stages without time are paid aboard.
func (r *run) setOut(id int32, node network.NodeID, event network.Event) {
	ext := r.ent[id].ext
	v := &r.vehicles[ext]
	start := r.m.entry[node][event]
	call := r.m.callAt(v.service, node)
	for j := range v.aboard {
		list := v.aboard[j]
		stay := list[:0]
		var out []int32
		for _, who := range list {
			if call >= 0 && call < int(r.steps[r.ent[who].at].j) && r.held(who, start) {
				out = append(out, who)
			} else {
				r.payAboard(who, start)
				r.enters(who, entered(event), true)
				stay = append(stay, who)
			}
		}
		v.aboard[j] = stay
		for _, who := range out {
			r.setDown(v, who, call)
			r.leave(who, ext)
			e := &r.ent[who]
			e.bits |= isSetOut
			e.pc = start
			r.loads[e.ext].from = int16(call)
			r.svc[v.service].tally.SetOut++
			r.proceed(who)
			v = &r.vehicles[ext]
		}
	}
}

// held says whether a load meets a stage that takes time.
func (r *run) held(who, start int32) bool {
	e := &r.ent[who]
	for pc := start; r.ops[pc].code != opReturn; pc++ {
		o := &r.ops[pc]
		if o.some {
			x := r.special(pc, e.flow)
			o = &x
		}
		if o.code != opStage || o.res < 0 && r.m.samplers[o.time].Zero() {
			continue
		}
		if r.applies(e, o) && (o.chance >= 1 || e.key.With(o.key).Uniform() < o.chance) {
			return true
		}
	}
	return false
}

// payAboard pays the fees of the stages without time.
func (r *run) payAboard(who, start int32) {
	e := &r.ent[who]
	if g := &r.gates[int(r.ops[start].node)*int(network.Events)+int(r.ops[start].event)]; g.fee > 0 {
		r.payEntry(&r.loads[e.ext], g.layers, e.flow)
	}
	for pc := start; r.ops[pc].code != opReturn; pc++ {
		o := &r.ops[pc]
		if o.some {
			x := r.special(pc, e.flow)
			o = &x
		}
		if o.code == opStage && o.usd > 0 && r.applies(e, o) && (o.chance >= 1 || e.key.With(o.key).Uniform() < o.chance) {
			r.payStage(&r.loads[e.ext], pc, o)
		}
	}
	if e.bits&isCounted != 0 {
		r.out.Places[r.ops[start].node].Passages++
	}
}

// callAt is the call of a service at a node, -1 where it has none.
func (m *Model) callAt(service int32, node network.NodeID) int {
	for c := range m.Net.Services[service].Calls {
		if m.Net.Services[service].Calls[c].Node == node {
			return c
		}
	}
	return -1
}
