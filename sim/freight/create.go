package freight

import (
	"fmt"

	"corridor/data"
	"corridor/network/route"
	"corridor/sim"
)

type arrival struct {
	n  uint32
	at sim.Time
}

func (r *run) nextArrival(i int32, at sim.Time) {
	a := &r.arrive[i]
	a.at = r.m.arrivals[i].next(at, a.n, r.streamKey(i))
	if a.at <= r.m.stop {
		r.cal.Push(a.at, i, evArrive)
	}
}

// streamKey names the draws of a flow's loads; those above normal demand have
// their own.
func (r *run) streamKey(i int32) sim.Key {
	a := &r.m.arrivals[i]
	key := r.key.With(r.m.flows[a.flow].key)
	if a.stream > 0 {
		key = key.With(drawDemand).With(uint64(a.stream))
	}
	return key
}

// arrival is the next load of a stream.
func (r *run) arrival(i int32) {
	if r.over[r.m.arrivals[i].flow] {
		return
	}
	a := &r.arrive[i]
	n := a.n
	a.n++
	r.nextArrival(i, r.now)
	if r.isBroughtForward(i, n, r.now) == 0 {
		r.createLoad(i, n)
	}
}

// newEntity takes a slot. Pointers into ent, loads and vehicles are stale
// after it.
func (r *run) newEntity() int32 {
	id, fresh := r.entSlots.take(len(r.ent))
	if fresh {
		r.ent = append(r.ent, entity{})
		r.links = append(r.links, 0)
	}
	stamp := r.ent[id].await
	r.ent[id] = entity{await: stamp, flow: -1, hold: -1, ext: -1}
	return id
}

// vacate gives an entity's slot back.
func (r *run) vacate(id int32) {
	r.ent[id].kind = nobody
	r.entSlots.give(id)
}

// schedule wakes an entity at an instant.
func (r *run) schedule(at sim.Time, id int32) {
	e := &r.ent[id]
	switch e.kind {
	case aLoad:
		r.loads[e.ext].until = at
	case aVehicle:
		r.vehicles[e.ext].until = at
	}
	r.cal.Push(at, id, e.await)
}

// createLoad makes load n of a stream and lets it set out.
func (r *run) createLoad(i int32, n uint32) {
	m := r.m
	flow, stream := int32(m.arrivals[i].flow), m.arrivals[i].stream
	f, fp := &m.Net.Flows[flow], &m.flows[flow]
	key := r.streamKey(i).With(uint64(n) + 1)
	if len(r.flowLayers[flow]) > 0 || stream > 0 {
		if !r.demanded(flow, stream, key) {
			return
		}
	}
	r.out.Created++

	bits := uint16(0)
	routing := route.Open
	plans := fp.open
	if m.fixed || f.Fixed || key.With(drawDivertible).Uniform() < f.Divertible && key.With(drawCohort).Uniform() < m.Case.Share {
		bits |= isCohort
		plans = fp.cohort
		routing = m.Case.Routing
		if r.now >= m.begin && r.now < m.close {
			bits |= isCounted
			t := &r.out.Flows[flow]
			t.Created++
			if len(plans) == 0 {
				t.Unserved++
				r.tellShipment(flow, n, nil, "unserved", r.now)
			}
		}
	}
	if len(plans) == 0 {
		r.out.Unserved++
		return
	}
	if f.Trusted > 0 && key.With(drawTrusted).Uniform() < f.Trusted {
		bits |= isTrusted
	}
	if m.inBond(f) {
		bits |= isInBond
	}
	if d := r.today(); d != nil {
		d.Created += r.kg(flow)
	}
	if bits&isCounted != 0 {
		r.counted++
	}
	id := r.newLoad(flow, stream, n, key, bits, routing)
	if r.stories != nil {
		r.relate(id, r.now, m.Net.Nodes[f.From].ID, "created for %s", m.Net.Nodes[f.To].ID)
	}
	r.setOff(id)
}

// newLoad makes a load or an empty unit.
func (r *run) newLoad(flow int32, stream uint8, n uint32, key sim.Key, bits uint16, routing route.Routing) int32 {
	f := &r.m.Net.Flows[flow]
	id := r.newEntity()
	ext, fresh := r.ldSlots.take(len(r.loads))
	if fresh {
		r.loads = append(r.loads, load{})
	}
	r.loads[ext] = load{number: n, stream: stream, born: r.now, node: int32(f.From), in: r.m.Net.Nodes[f.From].Country, way: wayNone, from: -1, vehicle: -1, routing: uint8(routing)}
	e := &r.ent[id]
	e.kind, e.ext, e.flow, e.key, e.class, e.bits = aLoad, ext, flow, key, uint8(f.Priority), bits
	return id
}

// mostUnderWay bounds the loads in the network at once, and so the memory.
const mostUnderWay = 250_000

// overflow names the queue that grows without end.
func (r *run) overflow() error {
	longest := 0
	r.catchUpAll()
	for i := range r.res {
		if r.res[i].Waiting(r.now) > r.res[longest].Waiting(r.now) {
			longest = i
		}
	}
	where := "no queue of a resource"
	if len(r.res) > 0 && r.res[longest].Queued > 0 {
		name := r.m.ResourceNames()[longest]
		where = fmt.Sprintf("the longest queue is for %s at %s, %d", name[1], name[0], r.res[longest].Queued)
	}
	return data.Problems{{File: "flows.csv", Want: fmt.Sprintf("expected fewer than %d loads under way at once; there are more on %s (%s): more comes than can be served", mostUnderWay, r.m.Date(r.now).Format("2006-01-02"), where)}}
}
