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

func (r *run) nextArrival(flow int32, at sim.Time) {
	a := &r.arrive[flow]
	a.at = r.m.arrivals[flow].next(at, a.n, r.key.With(r.m.flows[flow].key))
	if a.at <= r.m.stop {
		r.cal.Push(a.at, flow, evArrive)
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

// createLoad makes the next load of a flow and lets it set out.
func (r *run) createLoad(flow int32) {
	m := r.m
	a := &r.arrive[flow]
	n := a.n
	a.n++
	r.nextArrival(flow, r.now)
	f, fp := &m.Net.Flows[flow], &m.flows[flow]
	key := r.key.With(fp.key).With(uint64(n) + 1)
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
		d.Created += r.weight(flow)
	}
	way, p := r.choose(flow, routing, plans, key)
	if bits&isCounted != 0 {
		r.counted++
	}
	if bits&isCounted != 0 || f.Divertible == 0 && m.Case.Routing == route.Open && r.now >= m.begin && r.now < m.close {
		r.out.Flows[flow].wayTaken(way, plans) // where nothing is divertible nothing is counted, but it travels
	}
	r.setOff(flow, n, key, bits, routing, way, p)
}

// setOff makes a load or an empty unit and lets it go its way.
func (r *run) setOff(flow int32, n uint32, key sim.Key, bits uint16, routing route.Routing, way int, p *plan) {
	f := &r.m.Net.Flows[flow]
	id := r.newEntity()
	ext, fresh := r.ldSlots.take(len(r.loads))
	if fresh {
		r.loads = append(r.loads, load{})
	}
	ld := &r.loads[ext]
	*ld = load{number: n, born: r.now, node: int32(f.From), way: int32(way), epoch: r.epoch, from: -1, vehicle: -1, routing: uint8(routing)}
	e := &r.ent[id]
	e.kind, e.ext, e.flow, e.key, e.class, e.bits = aLoad, ext, flow, key, uint8(f.Priority), bits
	e.at = p.at
	e.pc = r.steps[e.at].pc
	e.since = r.now
	r.bookAll(id, p)
	r.proceed(id)
}

// mostUnderWay bounds the loads in the network at once, and so the memory.
const mostUnderWay = 500_000

// overflow names the queue that grows without end.
func (r *run) overflow() error {
	longest := 0
	for i := range r.res {
		if r.res[i].Queued > r.res[longest].Queued {
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
