package freight

import (
	"sort"

	"corridor/network"
	"corridor/sim"
)

// finish counts what is still under way: censored at this moment, and where
// it is.
func (r *run) finish() {
	if r.now < r.m.close || r.nextHour <= r.m.close { // the last hour may end with the run
		r.tellHours(r.m.close)
	}
	if r.now < r.m.close {
		r.now = r.m.close
		r.closeCounting()
	}
	live := r.liveEntities()
	// Sums do not depend on which slot a load happens to have.
	sort.Slice(live, func(i, j int) bool {
		a, b := &r.ent[live[i]], &r.ent[live[j]]
		if a.kind != aLoad || b.kind != aLoad {
			return a.kind < b.kind
		}
		return a.flow < b.flow || a.flow == b.flow && r.idOf(a).Number < r.idOf(b).Number
	})
	where, first := map[Stuck]int64{}, map[Stuck]ShipmentID{}
	for _, id := range live {
		e := &r.ent[id]
		if e.kind != aLoad {
			continue
		}
		if e.bits&isEmpty != 0 {
			r.out.Empties.InTransit++
			continue
		}
		r.out.InTransit++
		if e.bits&isCounted == 0 {
			continue
		}
		ld := &r.loads[e.ext]
		if ld.vehicle >= 0 {
			v := &r.vehicles[ld.vehicle]
			ld.ride(v, 1)
			ld.until, ld.last = v.until, v.last
		}
		ld.giveBack(max(r.now, r.m.stop))
		r.out.Flows[e.flow].Censored++
		r.settle(e, r.m.stop, "censored")
		s := r.whereabouts(id)
		if where[s]++; where[s] == 1 {
			first[s] = r.idOf(e)
		}
	}
	for s, n := range where {
		s.Loads, s.First = n, first[s]
		r.out.Stuck = append(r.out.Stuck, s)
	}
	sort.Slice(r.out.Stuck, func(i, j int) bool {
		a, b := r.out.Stuck[i], r.out.Stuck[j]
		if a.Loads != b.Loads {
			return a.Loads > b.Loads
		}
		return a.Where+a.Why < b.Where+b.Why
	})
	for i := range r.ch {
		t := r.ch[i].ChangeTally
		t.Name = r.m.changes[i].name
		r.out.Changes = append(r.out.Changes, t)
	}
	for i := range r.out.Flows {
		w := r.out.Flows[i].Ways
		sort.Slice(w, func(a, b int) bool { return w[a].Name < w[b].Name })
	}
}

// giveBack takes what is booked beyond an instant out of the accounts: a drive,
// ride or stage is booked whole when it begins.
func (ld *load) giveBack(now sim.Time) {
	over := int64(ld.until - now)
	if over <= 0 {
		return
	}
	for _, acct := range []uint8{ld.last, account(onWay, network.Dwell), account(onWay, network.Moving)} {
		n := min(over, ld.time[acct])
		ld.time[acct] -= n
		over -= n
	}
}

// liveEntities lists the slots in use.
func (r *run) liveEntities() (live []int32) {
	for id := range r.ent {
		if r.ent[id].kind != nobody {
			live = append(live, int32(id))
		}
	}
	return live
}

// whereabouts says where a load is and what it waits for, and whether that will
// never come in this run.
func (r *run) whereabouts(id int32) Stuck {
	e := &r.ent[id]
	ld := &r.loads[e.ext]
	if ld.vehicle >= 0 {
		v := &r.vehicles[ld.vehicle]
		return Stuck{Where: "aboard " + r.m.Net.Services[v.service].ID, Why: "not yet at its call"}
	}
	o, st := &r.ops[e.pc], r.steps[e.at]
	node := r.m.Net.Nodes[ld.node].ID
	switch o.code {
	case opRide:
		why, never := r.noDeparture(st.arg, e.flow)
		return Stuck{Where: node, Why: "waits for " + r.m.Net.Services[st.arg].ID + why, Never: never}
	case opGate:
		why, never := r.shutFor(&r.gates[int(o.node)*int(network.Events)+int(o.event)], e)
		return Stuck{Where: r.m.Net.Nodes[o.node].ID, Why: "closed" + why, Never: never}
	case opStage:
		s := Stuck{Where: r.m.Net.Nodes[o.node].ID, Why: r.m.stageName(o)}
		if st := &r.state[max(o.res, 0)]; o.res >= 0 && st.closed > 0 && r.ch[st.by-1].spell.to >= r.m.stop {
			s.Why, s.Never = s.Why+": "+r.m.res[o.res].name+" is closed to the end by "+r.m.changes[st.by-1].name, true
		}
		return s
	case opHome:
		c := &r.m.changes[ld.by-1]
		return Stuck{Where: node, Why: "postponed: " + c.name, Never: r.ch[ld.by-1].spell.to >= r.m.stop && c.patience < 0}
	case opDrive:
		g := &r.roads[st.arg>>1]
		if r.stops(g, e) != 0 {
			why, never := r.shutFor(g, e)
			return Stuck{Where: "road " + r.m.Net.Links[st.arg>>1].ID, Why: "closed" + why, Never: never}
		}
		return Stuck{Where: "road " + r.m.Net.Links[st.arg>>1].ID, Why: "on the road"}
	}
	return Stuck{Where: node, Why: "under way"}
}

// shutFor says by what a gate is closed to an entity, and whether to the end.
func (r *run) shutFor(g *gate, e *entity) (why string, never bool) {
	switch by := r.stops(g, e); {
	case by < 0:
		return ": it is not built", true
	case by > 0 && r.ch[by-1].spell.to >= r.m.stop:
		return " to the end by " + r.m.changes[by-1].name, true
	case by > 0:
		return " by " + r.m.changes[by-1].name, false
	}
	return "", false
}

// noDeparture says why no departure of a service comes that would take cargo of
// a flow, and whether none ever does.
func (r *run) noDeparture(service, flow int32) (why string, never bool) {
	s := &r.svc[service]
	by := s.by
	if by == 0 && s.some > 0 {
		by = r.barredBy(s.layers, flow)
	}
	switch {
	case by > 0 && r.ch[by-1].spell.to >= r.m.stop:
		return ", closed to the end by " + r.m.changes[by-1].name, true
	case by > 0:
		return ", closed by " + r.m.changes[by-1].name, false
	case !s.open:
		return ", a proposal that is not open", true
	case !r.m.Net.Services[service].Departs.Full && len(r.m.departs[service]) == 0:
		return ", which never departs in this run", true
	}
	return "", false
}
