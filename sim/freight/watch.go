package freight

import (
	"corridor/network"
	"corridor/sim"
)

// Watch says what a run observes one by one, beside its tallies: who passes
// some facilities, and the runs of some services.
type Watch struct {
	Places   []PlaceEvent
	Services []network.ServiceID
}

// PlaceEvent is a facility on an event.
type PlaceEvent struct {
	Node  network.NodeID
	Event network.Event
}

// Passage is one truck, train, ship or load that came to a watched facility, by
// seconds of the run: when it came, was first and last served by a resource and
// left (negative: not by the end), and for how long it waited.
type Passage struct {
	Came, Began, Last, Left, Wait int32
	Moves                         int32 // load units of a ship or train put off and taken on
	Box                           bool  // a modelled load in a container
	Other                         bool  // other traffic
}

// StageTally sums what passages of a watched facility met at one stage.
type StageTally struct {
	Stage       string
	N           int64
	Wait, Hours float64 // hours in its queue, hours in it
}

// CallTime is when a vehicle of a watched service came to a call and left it.
type CallTime struct {
	Service   network.ServiceID
	Departure int32
	Call      int16
	Came      sim.Time
	Left      sim.Time
	Due       sim.Time // planned departure of the run
}

// Sightings are what a Watch saw.
type Sightings struct {
	Passages [][]Passage    // by place of the watch, in the order in which they came
	Stages   [][]StageTally // by place of the watch, in order of the process
	Calls    []CallTime
}

// watcher is the state of a watch in a run.
type watcher struct {
	at    []int32 // by node and event: place of the watch, -1
	svc   []bool
	open  []watched // by entity
	calls map[int32]int
	saw   *Sightings
}

// watched is an entity inside a watched facility.
type watched struct {
	place, index int32 // place + 1, 0: none
}

// newWatcher prepares a watch; nil where nothing is watched.
func (r *run) newWatcher(w *Watch) *watcher {
	if w == nil {
		return nil
	}
	x := &watcher{at: make([]int32, len(r.gates)), svc: make([]bool, len(r.svc)), calls: map[int32]int{}, saw: &Sightings{}}
	for i := range x.at {
		x.at[i] = -1
	}
	for i, p := range w.Places {
		x.at[int(p.Node)*int(network.Events)+int(p.Event)] = int32(i)
		x.saw.Passages = append(x.saw.Passages, nil)
		var stages []StageTally
		if pc := r.m.entry[p.Node][p.Event]; pc >= 0 {
			for pc++; r.ops[pc].code != opReturn; pc++ {
				stages = append(stages, StageTally{Stage: r.m.stageName(&r.ops[pc])})
			}
		}
		x.saw.Stages = append(x.saw.Stages, stages)
	}
	for _, s := range w.Services {
		x.svc[s] = true
	}
	r.out.Saw = x.saw
	return x
}

// came notes that an entity has come to a facility's gate.
func (r *run) came(id int32, e *entity, gate int) {
	w := r.watch
	for len(w.open) <= int(id) {
		w.open = append(w.open, watched{})
	}
	place := w.at[gate]
	if place < 0 || w.open[id].place == place+1 {
		return // it stood at the closed gate
	}
	moves := int32(0)
	switch e.kind {
	case aVehicle:
		moves = r.vehicles[e.ext].moves
	case other:
		moves = int32(r.m.other[e.gen].moves)
	}
	list := &w.saw.Passages[place]
	w.open[id] = watched{place + 1, int32(len(*list))}
	*list = append(*list, Passage{Came: seconds(r.now), Began: -1, Last: -1, Left: -1, Moves: moves, Box: e.kind == aLoad && r.isBox(e), Other: e.kind == other})
}

// waited adds a wait to the passage that an entity is on, at a stage.
func (r *run) waited(id int32, e *entity, o *op, wait, dt sim.Time) {
	w := r.watch
	if int(id) >= len(w.open) || w.open[id].place == 0 {
		return
	}
	at := w.open[id]
	p := &w.saw.Passages[at.place-1][at.index]
	p.Wait += seconds(wait)
	if o.code != opStage {
		return
	}
	if o.res >= 0 {
		if p.Last = seconds(r.now); p.Began < 0 {
			p.Began = p.Last
		}
	}
	t := &w.saw.Stages[at.place-1][e.pc-r.m.entry[o.node][o.event]-1]
	t.N++
	t.Wait += float64(wait) / hoursToNS
	t.Hours += float64(dt) / hoursToNS
}

// passedOn notes that an entity has left the facility.
func (r *run) passedOn(id int32, ahead sim.Time) {
	w := r.watch
	if int(id) >= len(w.open) || w.open[id].place == 0 {
		return
	}
	at := w.open[id]
	w.saw.Passages[at.place-1][at.index].Left = seconds(r.now + ahead)
	w.open[id] = watched{}
}

// atCall notes that a vehicle has come to a call, or leaves it.
func (r *run) atCall(id int32, v *vehicle, call int, leaves bool) {
	w := r.watch
	if !w.svc[v.service] {
		return
	}
	if leaves {
		if k, ok := w.calls[id]; ok {
			w.saw.Calls[k].Left = r.now
		}
		return
	}
	w.calls[id] = len(w.saw.Calls)
	w.saw.Calls = append(w.saw.Calls, CallTime{network.ServiceID(v.service), v.departure, int16(call), r.now, -1, v.due})
}

func seconds(t sim.Time) int32 { return int32(t / 1e9) }

// isBox says whether a load is in a container.
func (r *run) isBox(e *entity) bool {
	f := &r.m.Net.Flows[e.flow]
	if f.Empty || f.Commodity < 0 {
		return false
	}
	kind := r.m.Net.Commodities[f.Commodity].Equipment
	return kind == "container" || kind == "reefer"
}
