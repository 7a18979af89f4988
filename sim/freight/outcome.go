package freight

import (
	"fmt"
	"sort"
	"strings"
	"time"

	"corridor/network"
	"corridor/sim"
)

// Outcome is what one replication counted. Indices are those of the network.
type Outcome struct {
	Flows     []FlowTally
	Places    []PlaceTally    // by node
	Resources []ResourceTally // of the tables, then sections and sidings
	Services  []ServiceTally
	Changes   []ChangeTally

	Events    int64
	Created   int64 // loads, counted or not
	Delivered int64
	Lost      int64 // turned away
	Unserved  int64 // had no way
	InTransit int64 // at the end
	Other     int64 // background trucks and trains that came
	// StayedAway are those who did not come because of the wait told of.
	StayedAway int64

	Stuck    []Stuck
	Deadlock []string
}

// FlowTally is about the counted cohort of one flow.
type FlowTally struct {
	Created   int64 // counted loads, with or without a way
	Delivered int64
	Censored  int64 // not home at the end: their time counts up to then
	Lost      int64
	Unserved  int64 // no way under the routing
	OnTime    int64 // within the quoted time
	Due       int64 // loads with a quoted time
	Missed    int64 // left behind at least once
	Replans   int64
	Transit   sim.Histogram
	Time      [accounts]float64 // ns, summed over loads
	US        float64           // ns on US territory
	Cost      [network.CostItems]float64
	KG        float64 // CO2e
	TonneKM   float64
	TonneKMUS float64
	Tonnes    float64
	Ways      []WayCount
}

// WayCount is how many counted loads set out on a way.
type WayCount struct {
	Name  string
	Loads int64
}

func (t *FlowTally) wayTaken(way int, plans []plan) {
	name := "found while something was closed"
	if way >= 0 {
		name = plans[way].name
	}
	for i := range t.Ways {
		if t.Ways[i].Name == name {
			t.Ways[i].Loads++
			return
		}
	}
	t.Ways = append(t.Ways, WayCount{name, 1})
}

// PlaceTally is the time that counted loads spent at a place, ns summed.
type PlaceTally struct {
	Loads   int64 // passages
	Queue   float64
	Stage   float64 // inspected, handled, dwelling
	Service float64 // waiting for a departure
}

// ResourceTally is about one resource over the window, all traffic included.
type ResourceTally struct {
	Served    int64
	Lost      int64
	Most      int32
	MeanQueue float64
	MeanBusy  float64
	Span      time.Duration
	Waits     sim.Histogram
}

// ServiceTally is about one service over the window.
type ServiceTally struct {
	Departures int64 // from calls where cargo may board
	Full       int64 // of them, left cargo behind for want of room
	Blanked    int64
	Cancelled  int64 // by a change
	Boarded    int64
	LeftBehind int64 // loads left behind, each time
	SetOut     int64 // loads set out at borders
	TEU        float64
	RoomTEU    float64 // room summed over departures
	MostTEU    float64
}

// ChangeTally is what became of a change.
type ChangeTally struct {
	Name     string
	Took     bool     // whether it took hold in the run
	On, Off  sim.Time // when it took hold and let go; Off 0: not in the run
	Bound    int64    // times that it stopped, slowed or changed something
	First    sim.Time
	Last     sim.Time
	Diverted int64
}

// Stuck are loads that had not arrived at the end, by where and why.
type Stuck struct {
	Where string
	Why   string
	Loads int64
}

func newOutcome(m *Model) *Outcome {
	return &Outcome{
		Flows:     make([]FlowTally, len(m.Net.Flows)),
		Places:    make([]PlaceTally, len(m.Net.Nodes)),
		Resources: make([]ResourceTally, len(m.res)),
		Services:  make([]ServiceTally, len(m.Net.Services)),
	}
}

// deliver settles the account of a load at its destination.
func (r *run) deliver(id int32) {
	r.out.Delivered++
	e := &r.ent[id]
	if e.bits&isCounted == 0 {
		return
	}
	r.counted--
	t := &r.out.Flows[e.flow]
	t.Delivered++
	r.settle(e, r.now)
}

// settle adds a counted load to its flow's tally as of now.
func (r *run) settle(e *entity, now sim.Time) {
	ld := &r.loads[e.ext]
	t := &r.out.Flows[e.flow]
	f := &r.m.Net.Flows[e.flow]
	transit := now.Sub(ld.born)
	t.Transit.Record(transit)
	if f.Due > 0 {
		t.Due++
		if transit <= f.Due {
			t.OnTime++
		}
	}
	for i, d := range ld.time {
		t.Time[i] += float64(d)
	}
	t.US += float64(ld.us)
	t.Replans += int64(ld.replans)
	if ld.missed {
		t.Missed++
	}
	if f.Commodity >= 0 {
		r.settleCosts(ld, &r.m.Net.Commodities[f.Commodity], transit)
		t.Tonnes += r.m.Net.Commodities[f.Commodity].Tonnes
	}
	for i, usd := range ld.cost {
		t.Cost[i] += usd
	}
	t.KG += ld.kg
	t.TonneKM += ld.tkm
	t.TonneKMUS += ld.tkmUS
}

// settleCosts adds what depends on the whole journey.
func (r *run) settleCosts(ld *load, c *network.Commodity, transit time.Duration) {
	p := &r.m.Net.Params
	ld.cost[network.Inventory] += c.ValueUSD * c.TimeValue * transit.Hours() / 24
	ld.cost[network.Spoilage] += c.ValueUSD * c.Spoiled(transit)
	port := int64(0)
	for a := network.Activity(0); a < network.Activities; a++ {
		port += ld.time[account(atPort, a)]
	}
	if over := time.Duration(port) - p.DemurrageFree; over > 0 && c.Equipment != "hopper" {
		ld.cost[network.Demurrage] += over.Hours() / 24 * p.DemurrageUSD
	}
}

// finish counts what is still under way: censored at this moment, and where
// it is.
func (r *run) finish() {
	if r.now < r.m.close {
		r.now = r.m.close
		r.closeCounting()
	}
	live := r.liveEntities()
	where := map[Stuck]int64{}
	for _, id := range live {
		e := &r.ent[id]
		if e.kind != aLoad {
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
		r.settle(e, r.m.stop)
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
	case opDrive:
		return Stuck{Where: "road " + r.m.Net.Links[r.steps[e.at].arg>>1].ID, Why: "on the road"}
	}
	return Stuck{Where: node, Why: "under way"}
}

// findDeadlock looks for trains that wait in a circle on controlled lines: it
// takes away all that can move some day; who is left never will.
func (r *run) findDeadlock() {
	if len(r.out.Deadlock) > 0 {
		return
	}
	var waiting []int32
	holders := map[int32][]int32{}
	able := map[int32]bool{}
	for _, id := range r.liveEntities() {
		e := &r.ent[id]
		if e.kind != aVehicle {
			continue
		}
		v := &r.vehicles[e.ext]
		for _, res := range []int32{v.section, v.siding} {
			if res >= 0 {
				holders[res] = append(holders[res], id)
			}
		}
		if v.waiting {
			waiting = append(waiting, id)
		} else {
			able[id] = true
		}
	}
	frees := func(res int32) bool {
		if res < 0 {
			return true
		}
		stuck := int32(0)
		for _, h := range holders[res] {
			if !able[h] {
				stuck++
			}
		}
		return stuck < r.m.res[res].servers
	}
	for again := true; again; {
		again = false
		for _, id := range waiting {
			o := &r.ops[r.ent[id].pc]
			if !able[id] && frees(o.res) && frees(o.res2) {
				able[id] = true
				again = true
			}
		}
	}
	for _, id := range waiting {
		if able[id] {
			continue
		}
		o := &r.ops[r.ent[id].pc]
		var by []string
		for _, res := range []int32{o.res, o.res2} {
			if res < 0 {
				continue
			}
			for _, h := range holders[res] {
				by = append(by, r.trainName(h))
			}
		}
		r.out.Deadlock = append(r.out.Deadlock, fmt.Sprintf("%s: train %s waits for %s, held by %s", r.m.Date(r.now).Format("2006-01-02"), r.trainName(id), r.m.res[o.res].name, strings.Join(by, " and ")))
	}
}

func (r *run) trainName(id int32) string {
	v := &r.vehicles[r.ent[id].ext]
	return fmt.Sprintf("%s no. %d", r.m.Net.Services[v.service].ID, v.departure+1)
}
