package freight

import (
	"sort"

	"corridor/network"
	"corridor/sim"
)

// finish counts what is still under way: censored at this moment, and where
// it is.
func (r *run) finish() {
	if r.now < r.m.close {
		r.tellHours(r.m.close)
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
		return a.flow < b.flow || a.flow == b.flow && r.loads[a.ext].number < r.loads[b.ext].number
	})
	where := map[Stuck]int64{}
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
			r.bookRide(ld, v)
			ld.until, ld.last = v.until, v.last
		}
		ld.giveBack(max(r.now, r.m.stop))
		r.out.Flows[e.flow].Censored++
		r.settle(e, r.m.stop, "censored")
		s := r.whereabouts(id)
		where[s]++
	}
	for s, n := range where {
		s.Loads = n
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
func (r *run) liveEntities() []int32 {
	free := make([]bool, len(r.ent))
	for _, id := range r.entSlots.free {
		free[id] = true
	}
	var live []int32
	for id := range r.ent {
		if !free[id] {
			live = append(live, int32(id))
		}
	}
	return live
}

// whereabouts says where a load is and what it waits for.
func (r *run) whereabouts(id int32) Stuck {
	e := &r.ent[id]
	ld := &r.loads[e.ext]
	if ld.vehicle >= 0 {
		v := &r.vehicles[ld.vehicle]
		return Stuck{Where: "aboard " + r.m.Net.Services[v.service].ID, Why: "not yet at its call"}
	}
	o := &r.ops[e.pc]
	node := r.m.Net.Nodes[ld.node].ID
	switch o.code {
	case opRide:
		return Stuck{Where: node, Why: "waits for " + r.m.Net.Services[r.steps[e.at].arg].ID}
	case opGate:
		return Stuck{Where: r.m.Net.Nodes[o.node].ID, Why: "closed"}
	case opStage:
		return Stuck{Where: r.m.Net.Nodes[o.node].ID, Why: r.m.stageName(o)}
	case opHome:
		return Stuck{Where: node, Why: "postponed: " + r.m.changes[ld.by-1].name}
	case opDrive:
		return Stuck{Where: "road " + r.m.Net.Links[r.steps[e.at].arg>>1].ID, Why: "on the road"}
	}
	return Stuck{Where: node, Why: "under way"}
}
