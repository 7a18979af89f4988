package freight

import (
	"math"

	"corridor/network"
	"corridor/network/route"
	"corridor/sim"
)

// choose picks a way for a new load: by generalised cost with what is known of
// queues and closures, cheapest or logit. It returns the index of the way and
// the way.
func (r *run) choose(flow int32, routing route.Routing, plans []plan, key sim.Key) (way int, p *plan) {
	if len(plans) == 1 && r.closed == 0 {
		return 0, &plans[0]
	}
	hour, late := r.m.flows[flow].hour, r.m.Net.Params.ChoiceLate
	due := math.Inf(1)
	if d := r.m.Net.Flows[flow].Due; d > 0 {
		due = d.Hours()
	}
	cost := func(p *plan) (usd float64, blocked bool) {
		h := 0.0
		for i := range p.nodes {
			d, shut := r.expected(&p.nodes[i], flow, h)
			h += d
			blocked = blocked || shut
		}
		if math.IsInf(h, 1) {
			return h, blocked
		}
		return p.cost + hour*(h+late*max(0, p.way.Hours+h-due)), blocked
	}
	costs := make([]float64, 0, 8)
	best, anyBlocked := math.Inf(1), false
	for i := range plans {
		c, blocked := cost(&plans[i])
		costs = append(costs, c)
		best = min(best, c)
		anyBlocked = anyBlocked || blocked
	}
	if anyBlocked {
		f := &r.m.Net.Flows[flow]
		if p, ok := r.search(spot{flow: flow, node: f.From, routing: routing}); ok && p.cost < best-1e-9 {
			return wayElse, &p
		}
	}
	pick := pickLogit(costs, best, r.m.Net.Params.ChoiceScale, key)
	return pick, &plans[pick]
}

// wayElse is the index of a way that is not among the flow's own.
const wayElse = -1

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
	sum := 0.0
	for _, c := range costs {
		sum += math.Exp(-(c - best) / (scale * best))
	}
	u := key.With(drawWay).Uniform() * sum
	for i, c := range costs {
		if u -= math.Exp(-(c - best) / (scale * best)); u < 0 {
			return i
		}
	}
	return first
}

// expected is the extra time at a passage, hours: what was observed, and what
// is left of an announced closure. blocked says that a closure which cargo may
// avoid is in force there. The flow is of the load, before the extra hours of
// its way up to there.
func (r *run) expected(p *passage, flow int32, before float64) (hours float64, blocked bool) {
	if p.link >= 0 {
		if g := &r.roads[p.link]; g.avoid > 0 {
			return r.left(g.until), true
		}
		return 0, false
	}
	if p.service >= 0 {
		s := &r.svc[p.service]
		if r.m.Net.Services[p.service].Book {
			hours = r.putOff(p, r.teuOf(flow), p.after+before)
		} else {
			hours = s.extra.hours + r.soldOut(p, r.m.Net.Flows[flow].Empty)
		}
		if s.avoid > 0 {
			hours += r.left(s.until)
			blocked = true
		}
		h, b := r.alongRide(p)
		return hours + h, blocked || b
	}
	i := int(p.node)*int(network.Events) + int(p.event)
	hours = r.extra[i].hours
	if g := &r.gates[i]; g.avoid > 0 {
		hours += r.left(g.until)
		blocked = true
	}
	return hours, blocked
}

// soldOut is how long the departures that are full already put a new booking
// off, hours: what waits at the call over the room that departures have there.
// Loads go before empty units.
func (r *run) soldOut(p *passage, empty bool) float64 {
	s := &r.svc[p.service]
	svc := &r.m.Net.Services[p.service]
	before := s.teu[p.from]
	if !empty {
		before -= s.idle[p.from]
	}
	if svc.Departs.Full || before <= 0 {
		return 0
	}
	return math.Floor(before/max(s.left[p.from], 2)) * svc.Departs.Headway().Hours()
}

// left is how many hours are left until an announced end.
func (r *run) left(until sim.Time) float64 {
	if until >= r.m.stop {
		return math.Inf(1)
	}
	return float64(until-r.now) / hoursToNS
}

// alongRide adds the waits of vehicles at borders and straits that a ride
// passes, and closures of these and of links.
func (r *run) alongRide(p *passage) (hours float64, blocked bool) {
	passed := r.m.passed[p.service]
	for c := p.from; c < p.to; c++ {
		for _, i := range passed[c] {
			hours += r.extra[i].hours
			if g := &r.gates[i]; g.avoid > 0 {
				hours, blocked = hours+r.left(g.until), true
			}
		}
		if r.closed == 0 {
			continue
		}
		for _, d := range r.m.Finder.Runs[p.service].Parts[c].Links {
			if g := &r.roads[d.Link]; g.avoid > 0 {
				hours, blocked = hours+r.left(g.until), true
			}
		}
	}
	return hours, blocked
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
}

// replanKey names a search for another way; the state of closures is epoch.
type replanKey struct {
	spot
	epoch int32
	day   int32
}

type replanned struct {
	plan plan
	ok   bool
}

// search finds the cheapest way from a place with what is closed now. Answers
// are kept for a day.
func (r *run) search(at spot) (plan, bool) {
	key := replanKey{at, r.epoch, int32(float64(r.now) / (24 * hoursToNS))}
	if got, ok := r.replans[key]; ok {
		return got.plan, got.ok
	}
	for i := range r.finder.Open {
		r.finder.Open[i] = r.svc[i].open
	}
	ways, _ := r.finder.Find(route.Query{
		From: at.node, Side: at.side, Aboard: at.aboard, To: r.m.Net.Flows[at.flow].To, Flow: &r.m.Net.Flows[at.flow],
		Routing: at.routing, Touched: at.touched, Passed: at.passed, Most: 1,
		AtNode: func(n network.NodeID, e network.Event) float64 {
			h, _ := r.expected(&passage{node: n, event: e, service: -1, link: -1}, at.flow, 0)
			return h
		},
		AtLink: func(l network.LinkID) float64 {
			h, _ := r.expected(&passage{link: int32(l)}, at.flow, 0)
			return h
		},
		AtService: func(s network.ServiceID, from, to int) float64 {
			h, _ := r.expected(&passage{service: s, from: from, to: to, link: -1}, at.flow, 0)
			return h
		},
	})
	var got replanned
	if len(ways) > 0 {
		r.steps, got.plan = r.m.compileWay(r.steps, ways[0])
		got.ok = true
	}
	r.replans[key] = got
	return got.plan, got.ok
}

// here is a place where cargo may change its mind: where closures have begun
// since its way was last weighed, and the way ahead passes one that it may
// avoid, the cheapest way from here is taken.
func (r *run) here(id int32) {
	e := &r.ent[id]
	ld := &r.loads[e.ext]
	st := r.steps[e.at]
	ld.node = st.arg
	if r.closed == 0 || ld.epoch == r.epoch {
		return
	}
	ld.epoch = r.epoch
	r.reconsider(id, network.NodeID(st.arg))
}

// reconsider replaces the rest of a load's way where another is cheaper.
func (r *run) reconsider(id int32, node network.NodeID) bool {
	e := &r.ent[id]
	ld := &r.loads[e.ext]
	hours, blocked, by := r.ahead(e.at, e.flow)
	if !blocked {
		return false
	}
	side := r.sideAt(e.at, node)
	p, ok := r.search(spot{flow: e.flow, node: node, side: side, routing: route.Routing(ld.routing), touched: ld.touched, passed: ld.passed})
	if !ok {
		return false
	}
	hour := r.m.flows[e.flow].hour
	now := hours // without end
	if !math.IsInf(hours, 1) {
		now = r.costAhead(e.at, e.flow) + hour*hours
	}
	if !(p.cost < now-1e-6) {
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
	if by > 0 {
		r.ch[by-1].Diverted++
		r.ch[by-1].bind(r.now)
	}
	return true
}

// ahead sums the extra time of the steps ahead and says whether a closure that
// cargo may avoid is among them, and by which change.
func (r *run) ahead(at, flow int32) (hours float64, blocked bool, by int32) {
	for ; r.steps[at].pc != r.m.pcEnd; at++ {
		p, ok := r.passageAt(at)
		if !ok {
			continue
		}
		h, b := r.expected(&p, flow, hours)
		hours += h
		if b && !blocked {
			blocked = true
			if p.link >= 0 {
				by = r.roads[p.link].by
			} else if p.service >= 0 && r.svc[p.service].shut > 0 {
				by = r.svc[p.service].by
			} else if p.service < 0 {
				by = r.gates[int(p.node)*int(network.Events)+int(p.event)].by
			} else {
				by = r.lastClosure()
			}
		}
	}
	return hours, blocked, by
}

func (r *run) lastClosure() int32 {
	for i := len(r.ch) - 1; i >= 0; i-- {
		if r.ch[i].weight > 0 && r.m.changes[i].closes {
			return int32(i) + 1
		}
	}
	return 0
}

// passageAt reads the passage of a step.
func (r *run) passageAt(at int32) (passage, bool) {
	st := r.steps[at]
	switch st.pc {
	case r.m.pcRide:
		return passage{service: network.ServiceID(st.arg), from: int(st.i), to: int(st.j), link: -1}, true
	case r.m.pcDrive:
		return passage{service: -1, link: st.arg >> 1}, true
	case r.m.pcHere, r.m.pcEnd:
		return passage{}, false
	}
	o := &r.ops[st.pc]
	return passage{node: network.NodeID(st.arg), event: o.event, service: -1, link: -1}, true
}

// costAhead is the generalised cost of the steps ahead without queues.
func (r *run) costAhead(at, flow int32) float64 {
	n := r.m.Net
	f := &n.Flows[flow]
	c := &n.Commodities[f.Commodity]
	hour := c.HourUSD()
	usd := 0.0
	for ; r.steps[at].pc != r.m.pcEnd; at++ {
		st := r.steps[at]
		switch st.pc {
		case r.m.pcHere:
		case r.m.pcDrive:
			l := &n.Links[st.arg>>1]
			usd += n.TruckUSD(l, c) + hour*n.DriveHours(l)
		case r.m.pcRide:
			s := &n.Services[st.arg]
			p := r.m.Finder.Runs[st.arg].Along(n, s, int(st.i), int(st.j))
			wait := s.Departs.Headway().Hours()/2 + s.Cutoff.Hours() + s.Delay.Mean()/3600
			ride := s.RideUSD(p.KM, c)
			usd += ride + n.EmptiesUSD(f, s, p.KM) + hour*(wait+(s.Calls[st.j].Planned-s.Calls[st.i].Planned).Hours())
		default:
			o := &r.ops[st.pc]
			h, fee := n.StageHours(n.Nodes[st.arg].Process[o.event], f, true)
			usd += fee + hour*h
		}
	}
	return usd
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
