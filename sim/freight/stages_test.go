package freight

import (
	"fmt"
	"testing"
	"time"

	"corridor/network"
	"corridor/network/route"
	"corridor/scenarios"
	"corridor/sim"
)

// alone sends loads, vehicles or other trucks of all kinds through one facility on
// one event, ten minutes apart, vehicles 25 hours, with nothing else in the world, and
// returns the time they took and the fees they paid.
func alone(t *testing.T, m *Model, node network.NodeID, event network.Event, alter func(*op), stage int32) (spent, usd float64) {
	t.Helper()
	r := &run{m: m, key: sim.NewKey(1, 0)}
	r.quiet()
	start := m.entry[node][event]
	for pc := start; r.ops[pc].code != opReturn; pc++ {
		if r.ops[pc].code == opStage && r.ops[pc].stage == stage {
			alter(&r.ops[pc])
		}
	}
	at := int32(len(r.steps))
	r.steps = append(r.steps, step{pc: start, arg: int32(node)}, step{pc: m.pcEnd})
	began := map[int32]sim.Time{}
	n, gap := 1500, sim.Time(600e9)
	if event >= network.VehicleCall {
		n, gap = 400, sim.Time(25*time.Hour) // the boxes of a ship stay in the yard for days
	}
	sent := 0
	send := func() {
		id := r.newEntity()
		e := &r.ent[id]
		key := r.key.With(uint64(sent))
		e.key, e.at, e.pc, e.class = key, at, start, 1
		e.bits = uint16(sent%8 | sent/8%4/3*isOther) // every mix of trusted, in bond, empty, other traffic
		if event >= network.VehicleCall {
			e.kind = aVehicle
			r.vehicles = append(r.vehicles, vehicle{lengthKM: 2, moves: 20, section: -1, siding: -1})
			e.ext = int32(len(r.vehicles) - 1)
		} else {
			e.kind, e.flow = aLoad, int32(sent%len(m.Net.Flows))
			ext, fresh := r.ldSlots.take(len(r.loads))
			if fresh {
				r.loads = append(r.loads, load{})
			}
			r.loads[ext] = load{born: r.now, vehicle: -1, from: -1}
			e.ext = ext
		}
		sent++
		began[id] = r.now
		r.proceed(id)
	}
	finished := func(id int32) {
		e := &r.ent[id]
		spent += float64(r.now - began[id])
		if e.kind == aLoad {
			for _, c := range r.loads[e.ext].cost {
				usd += c
			}
		}
		delete(began, id)
	}
	r.onEnd = finished
	r.cal.Push(0, 0, evDay)
	for {
		ev, ok := r.pop()
		if !ok || len(began) == 0 && sent == n {
			break
		}
		r.now = ev.At
		switch ev.What & (1<<evBits - 1) {
		case evEntity:
			if r.ent[ev.Who].await == ev.What {
				r.wake(ev.Who)
			}
		case evTurn:
			r.turn(ev.Who)
		case evLeave:
			r.serverLeaves(ev.Who)
		case evDay:
			if sent < n {
				send()
				r.cal.Push(r.now+gap, 0, evDay)
			}
		}
	}
	if len(began) > 0 {
		t.Fatalf("%s on %s: %d of %d never came through", m.Net.Nodes[node].ID, event, len(began), n)
	}
	return spent, usd
}

// Deleting a row of processes.csv or doubling its time changes the time of
// every facility that has it; a row without time changes what is paid.
func TestDeletingOrDoublingAnyStageRowChangesItsFacility(t *testing.T) {
	sc, err := scenarios.Load("baseline")
	if err != nil {
		t.Fatal(err)
	}
	m, err := NewModel(builtin(t), Case{Scenario: sc, Routing: route.Open, Share: 0.05})
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	used := make([]bool, len(m.stages))
	for n := range m.Net.Nodes {
		node := network.NodeID(n)
		for event := network.Event(0); event < network.Events; event++ {
			start := m.entry[node][event]
			if start < 0 {
				continue
			}
			hours, usd := alone(t, m, node, event, func(*op) {}, -1)
			for pc := start; m.ops[pc].code != opReturn; pc++ {
				o := &m.ops[pc]
				if o.code != opStage {
					continue
				}
				rows++
				used[o.stage] = true
				name := fmt.Sprintf("%s on %s, processes row %s", m.Net.Nodes[n].ID, event, m.stages[o.stage])
				without, withoutUSD := alone(t, m, node, event, func(o *op) { o.chance = 0 }, o.stage)
				twice, _ := alone(t, m, node, event, func(o *op) { o.scale = 2 }, o.stage)
				if m.samplers[o.time].Zero() {
					if withoutUSD == usd {
						t.Errorf("%s: no time, and deleting it changes no fee", name)
					}
					continue
				}
				if without >= hours || twice <= hours {
					t.Errorf("%s: deleted %.0f h, as it is %.0f h, doubled %.0f h", name, without/3.6e12, hours/3.6e12, twice/3.6e12)
				}
			}
		}
	}
	for i, ok := range used {
		if !ok {
			t.Errorf("processes row %s is used by no facility", m.stages[i])
		}
	}
	t.Logf("%d rows at facilities", rows)
}
