package freight

import (
	"encoding/binary"
	"math"
	"slices"

	"corridor/network"
	"corridor/network/route"
	"corridor/sim"
)

// choose picks a way for a new load: by generalised cost with what is known of
// queues and closures, cheapest or logit. It returns the index of the way and
// the way.
func (r *run) choose(flow int32, routing route.Routing, plans []plan, x *outlook, key sim.Key) (way int, p *plan) {
	if len(plans) == 1 && len(r.known) == 0 {
		return 0, &plans[0]
	}
	hour, late := r.m.flows[flow].hour, r.m.Net.Params.ChoiceLate
	due := math.Inf(1)
	if d := r.m.Net.Flows[flow].Due; d > 0 {
		due = d.Hours()
	}
	costs, blocked := make([]float64, 0, 8), false
	if r.asPlanned {
		costs = r.outlookCosts(costs, x, flow, hour, late, due)
	} else {
		costs, blocked = r.askedCosts(costs, plans, flow, hour, late, due)
	}
	best := slices.Min(costs)
	if blocked {
		f := &r.m.Net.Flows[flow]
		if p, ok := r.search(spot{flow: flow, node: f.From, routing: routing}); ok && p.cost < best-1e-9 {
			return wayElse, &p
		}
	}
	pick := pickLogit(costs, best, r.m.Net.Params.ChoiceScale, key)
	return pick, &plans[pick]
}

// askedCosts is outlookCosts whatever changes are at work; blocked says whether one
// closes some way.
func (r *run) askedCosts(costs []float64, plans []plan, flow int32, hour, late, due float64) (_ []float64, blocked bool) {
	for i := range plans {
		p := &plans[i]
		h, c := 0.0, 0.0
		for k := range p.asks {
			d, u, by := r.expected(&p.asks[k], flow, p.asks[k].after+h)
			h += d
			c += u
			blocked = blocked || by > 0
		}
		if math.IsInf(h, 1) {
			c = h
		} else {
			c = p.cost + c + hour*(h+late*max(0, p.way.Hours+h-due))
		}
		costs = append(costs, c)
	}
	return costs, blocked
}

// wayElse is the index of a way that is not among the flow's own, wayNone that of
// what has not set out.
const (
	wayElse = -1
	wayNone = -2
)

// pickLogit draws an alternative with odds exp(-cost / (scale × cheapest)).
func pickLogit(costs []float64, best, scale float64, key sim.Key) int {
	first := 0
	for i, c := range costs {
		if c == best {
			first = i
			break
		}
	}
	if scale <= 0 || best <= 0 || math.IsInf(best, 1) {
		return first
	}
	sum, odds := 0.0, make([]float64, 0, 8)
	for _, c := range costs {
		x := math.Exp(-(c - best) / (scale * best))
		odds = append(odds, x)
		sum += x
	}
	u := key.With(drawWay).Uniform() * sum
	for i, x := range odds {
		if u -= x; u < 0 {
			return i
		}
	}
	return first
}

// soldOut is how long the departures that are full already put a new booking
// off, hours: what waits at the call over the room that departures have there.
// Loads go before empty units.
func (l *line) soldOut(empty bool) float64 {
	before := l.teu
	if !empty {
		before -= l.idle
	}
	if before <= 0 {
		return 0
	}
	return math.Floor(before/max(l.left, 2)) * l.headway
}

// spot is where a load stands that looks for another way.
type spot struct {
	flow    int32
	node    network.NodeID
	side    network.Country
	routing route.Routing
	touched bool
	aboard  bool // about to get off a vehicle
	passed  bool // the flow's stop lies behind
	sees    int32
	fedUp   bool // its patience is over: every closure counts
}

// replanKey names a search for another way; the state of closures is epoch.
type replanKey struct {
	spot
	epoch int32
}

type replanned struct {
	plan plan
	ok   bool
}

// search finds the cheapest way from a place with what is closed now. Answers
// are kept for a day.
func (r *run) search(at spot) (plan, bool) {
	at.sees, at.fedUp = r.sees, r.impatient
	key := replanKey{at, r.epoch}
	if day := int32(float64(r.now) / (24 * hoursToNS)); day != r.replanned {
		r.replanned = day
		clear(r.replans)
	}
	if got, ok := r.replans[key]; ok {
		return got.plan, got.ok
	}
	for i := range r.finder.Open {
		r.finder.Open[i] = r.svc[i].open
	}
	r.look = r.m.flows[at.flow].look // the search does not know when it comes where
	extra := func(p passage) (hours, usd float64) {
		hours, usd, _ = r.expected(&p, at.flow, 0)
		return hours, usd
	}
	w, ok := r.finder.Cheapest(route.Query{
		From: at.node, Side: at.side, Aboard: at.aboard, To: r.m.Net.Flows[at.flow].To, Flow: &r.m.Net.Flows[at.flow],
		Routing: at.routing, Touched: at.touched, Passed: at.passed, Cheaper: r.m.cheaper,
		AtNode: func(n network.NodeID, e network.Event) (hours, usd float64) {
			return extra(passage{node: n, event: e, service: -1, link: -1})
		},
		AtLink: func(l network.LinkID) (hours, usd float64) { return extra(passage{service: -1, link: int32(l)}) },
		AtService: func(s network.ServiceID, from, to int) (hours, usd float64) {
			return extra(passage{service: s, from: int16(from), to: int16(to), link: -1})
		},
	})
	r.look = 0
	var got replanned
	if ok {
		got.plan, got.ok = r.compile(w), true
	}
	r.replans[key] = got
	return got.plan, got.ok
}

// compile appends the steps of a way, or finds those of one like it: a closure of
// a year asks many thousand times.
func (r *run) compile(w route.Way) plan {
	steps, p := r.m.compileWay(r.steps, w)
	r.stepKey = r.stepKey[:0]
	for _, s := range steps[p.at:] {
		for _, x := range [...]int32{s.pc, s.arg, int32(s.i), int32(s.j)} {
			r.stepKey = binary.LittleEndian.AppendUint32(r.stepKey, uint32(x))
		}
	}
	if at, ok := r.stepsOf[string(r.stepKey)]; ok {
		for i := range p.rides {
			p.rides[i].at += at - p.at
		}
		p.at = at
		return p
	}
	r.steps, r.stepsOf[string(r.stepKey)] = steps, p.at
	return p
}

// here is a place where cargo may change its mind: where closures have become
// known since its way was last weighed, or one is in sight, and the way ahead
// passes one that it may avoid, the cheapest way from here is taken.
func (r *run) here(id int32) {
	e := &r.ent[id]
	ld := &r.loads[e.ext]
	st := r.steps[e.at]
	ld.node = st.arg
	r.sees = 0
	if r.m.lags {
		r.sees = r.inSight(e)
	}
	if r.sees > 0 || len(r.known) > 0 && ld.epoch != r.epoch {
		ld.epoch = r.epoch
		r.reconsider(id, network.NodeID(st.arg))
	}
	r.sees = 0
}

// inSight is the change that closes what a load stands before and of which it
// may not have heard, 0: none.
func (r *run) inSight(e *entity) int32 {
	next := r.steps[e.at+1]
	var g *gate
	switch o := &r.ops[next.pc]; o.code {
	case opDrive:
		g = &r.roads[next.arg>>1]
	case opGate:
		g = &r.gates[int(o.node)*int(network.Events)+int(o.event)]
	default:
		return 0
	}
	by := r.stops(g, e)
	if by <= 0 || r.m.changes[by-1].lag == 0 || !r.m.changes[by-1].avoid() {
		return 0
	}
	g.notices.set(by-1, true)
	return by
}

// reconsider replaces the rest of a load's way where another is cheaper.
func (r *run) reconsider(id int32, node network.NodeID) bool { return r.replan(id, node, false) }

// replan is reconsider; aboard says that the load has just got off a vehicle and
// is not yet put off or over.
func (r *run) replan(id int32, node network.NodeID, aboard bool) bool {
	e := &r.ent[id]
	ld := &r.loads[e.ext]
	now, by := r.prospect(e.at, e.flow)
	if by == 0 {
		return false
	}
	side := r.sideAt(e.at, node)
	p, ok := r.search(spot{flow: e.flow, node: node, side: side, aboard: aboard, routing: route.Routing(ld.routing), touched: ld.touched, passed: ld.passed})
	if !ok || !(p.cost < now-1e-6) {
		return false
	}
	// Steps of the new way begin with `here`: this one counts as done.
	r.unbook(id)
	e = &r.ent[id]
	e.at = p.at
	e.pc = r.steps[e.at].pc
	ld = &r.loads[e.ext]
	ld.replans++
	r.bookAll(id, &p)
	if r.stories != nil {
		r.tellWay(id, "takes another way because of "+r.m.changes[by-1].name, &p)
	}
	r.ch[by-1].Diverted++
	r.ch[by-1].bind(r.now)
	return true
}

// prospect is the generalised cost of the steps ahead with what is known of
// queues and closures, and the first change that closes something on them.
func (r *run) prospect(at, flow int32) (usd float64, by int32) {
	n := r.m.Net
	f := &n.Flows[flow]
	c := &n.Commodities[f.Commodity]
	hours := 0.0
	for ; r.steps[at].pc != r.m.pcEnd; at++ {
		p, ok := r.passageAt(at)
		if !ok {
			continue
		}
		more, extra, k := r.expected(&p, flow, hours)
		hours += more
		usd += extra
		if by == 0 {
			by = k
		}
		switch st := r.steps[at]; {
		case p.link >= 0:
			l := &n.Links[p.link]
			usd += n.TruckUSD(l, c)
			hours += n.DriveHours(l)
		case p.service >= 0:
			s := &n.Services[st.arg]
			way := r.m.Finder.Runs[st.arg].Along(n, s, int(p.from), int(p.to))
			usd += s.RideUSD(way.KM, c) + n.EmptiesUSD(f, s, way.KM)
			hours += s.Departs.Headway().Hours()/2 + s.Cutoff.Hours() + s.Delay.Mean()/3600 + (s.Calls[p.to].Planned - s.Calls[p.from].Planned).Hours()
		default:
			h, fee := n.StageHours(n.Nodes[p.node].Process[p.event], f, true)
			usd += fee
			hours += h
		}
	}
	if math.IsInf(hours, 1) {
		return hours, by
	}
	return usd + c.HourUSD()*hours, by
}

// passageAt reads the passage of a step.
func (r *run) passageAt(at int32) (passage, bool) {
	st := r.steps[at]
	switch st.pc {
	case r.m.pcRide:
		return passage{service: network.ServiceID(st.arg), from: st.i, to: st.j, link: -1}, true
	case r.m.pcDrive:
		return passage{service: -1, link: st.arg >> 1}, true
	case r.m.pcHere, r.m.pcEnd:
		return passage{}, false
	}
	o := &r.ops[st.pc]
	return passage{node: network.NodeID(st.arg), event: o.event, service: -1, link: -1}, true
}

// sideAt is the side of a crossing that a load stands on: the country of the
// link that brought it.
func (r *run) sideAt(at int32, node network.NodeID) network.Country {
	if r.m.Net.Nodes[node].Kind != network.Crossing {
		return 0
	}
	if at > 0 && r.steps[at-1].pc == r.m.pcDrive {
		return r.m.Net.Links[r.steps[at-1].arg>>1].Country
	}
	// Behind the crossing's own process: the country it leads into.
	if at > 0 {
		switch r.ops[r.steps[at-1].pc].event {
		case network.EnterUS:
			return network.US
		case network.EnterMX:
			return network.MX
		case network.EnterCA:
			return network.CA
		}
	}
	return r.m.Net.Nodes[node].Country
}
