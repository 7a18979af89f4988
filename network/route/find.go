package route

import (
	"fmt"
	"math"
	"strings"
	"sync"

	"corridor/network"
)

// Routing is a rule on US territory.
type Routing uint8

const (
	Open         Routing = iota // all ways
	ViaUS                       // must cross US land
	Direct                      // no leg, handling or transhipment on US soil; aboard through a US call or lock is allowed
	DirectStrict                // as direct, and no US call, lock or waters either
)

// Routings lists their names in the order of the constants.
var Routings = []string{"open", "us", "direct", "direct-strict"}

func (r Routing) String() string { return Routings[r] }

// allows says whether a touch may be part of a way.
func (r Routing) allows(t network.Touch) bool {
	switch r {
	case Direct:
		return t < network.TouchLand
	case DirectStrict:
		return t <= network.TouchOverflight
	}
	return true
}

// Finder answers questions about ways in one network. It is made once a case
// and is not safe for concurrent use.
type Finder struct {
	Net  *network.Network
	Runs []Run
	Open []bool // services that run, by id
	// Built are links that are there, by id; nil: those that are no proposals.
	Built []bool
}

// built says whether a link is there.
func (f *Finder) built(l network.LinkID) bool {
	if f.Built == nil {
		return f.Net.Links[l].Open
	}
	return f.Built[l]
}

// Query asks for ways.
type Query struct {
	From    network.NodeID
	Side    network.Country // where From is a crossing: the side stood on
	Aboard  bool            // From is where a vehicle that it is aboard puts it off
	To      network.NodeID
	Flow    *network.Flow // goods, share of trusted traders
	Routing Routing
	Touched bool // US land was touched before
	Passed  bool // the flow's stop lies behind
	Most    int  // ways wanted at most
	// Extra hours and dollars expected at a node on an event, on a road and for a
	// ride, beyond the means: queues, closures, fees. Hours without end exclude.
	// Nil: none.
	AtNode    func(network.NodeID, network.Event) (hours, usd float64)
	AtLink    func(network.LinkID) (hours, usd float64)
	AtService func(s network.ServiceID, from, to int) (hours, usd float64)
}

const (
	slots   = 6 // vertices a node: ground by side of country, departing, arriving
	dep     = 4
	arr     = 5
	rounds  = 16  // searches for one answer
	penalty = 1.3 // on the legs at chokepoints already used
	worst   = 3.0 // ways dearer than this times the cheapest are left out
)

// Find returns up to q.Most ways that differ in chokepoints, cheapest
// generalised cost first. Where there is none, why says what is in the way.
func (f *Finder) Find(q Query) (ways []Way, why string) {
	if q.Flow.Stop >= 0 && !q.Passed {
		return f.findOver(q)
	}
	x := scratches.Get().(*scratch)
	defer scratches.Put(x)
	g := &x.g
	start, goal := f.build(q, g)
	x.rest = x.s.rest(g, goal, x.rest)
	hour := 0.0
	if q.Flow.Commodity >= 0 {
		hour = f.Net.Commodities[q.Flow.Commodity].HourUSD()
	}
	seen := map[string]bool{}
	for round := 0; round < rounds && len(ways) < max(q.Most, 1); round++ {
		arcs, cost := x.s.toward(g, start, goal, x.rest) // weights only grow
		if math.IsInf(cost, 1) {
			break
		}
		w := wayOf(g, arcs)
		w.Cost = w.USD + hour*w.Hours
		name := w.Name(f.Net, f.Runs)
		if !seen[name] {
			seen[name] = true
			if len(ways) == 0 || w.Cost <= worst*ways[0].Cost {
				ways = append(ways, w)
			}
		}
		f.penalise(g, &w)
	}
	if len(ways) == 0 {
		return nil, f.why(q)
	}
	if q.Most > 1 {
		ways = f.eachMode(q, x, start, goal, hour, ways)
	}
	byCost(ways)
	return ways, ""
}

// byCost sorts ways, the cheapest first: few, and stable.
func byCost(ways []Way) {
	for i := 1; i < len(ways); i++ {
		for j := i; j > 0 && ways[j].Cost < ways[j-1].Cost; j-- {
			ways[j], ways[j-1] = ways[j-1], ways[j]
		}
	}
}

// penalise makes the chokepoints and rides of a way dearer for the next search.
func (f *Finder) penalise(g *graph, w *Way) {
	nodes := make([]bool, len(f.Net.Nodes))
	services := make([]bool, len(f.Net.Services))
	for i := range w.Legs {
		switch l := &w.Legs[i]; l.Kind {
		case Ride:
			services[l.Service] = true
		case Cross, LoadOn, Unload, Transfer:
			nodes[l.Node] = true
		}
	}
	for i := range g.arcs {
		a := &g.arcs[i]
		if a.leg < 0 {
			continue // having arrived
		}
		l := &g.legs[a.leg]
		if l.Kind == Ride && services[l.Service] || l.Kind != Ride && l.Kind != Drive && nodes[l.Node] {
			a.weight = a.weight*penalty + 0.02*w.Cost
		}
	}
}

func ground(n *network.Network, node network.NodeID, side network.Country) int {
	if n.Nodes[node].Kind != network.Crossing {
		side = 0
	}
	return int(node)*slots + int(side)
}

// scratch is the memory of a search.
type scratch struct {
	g    graph
	s    searcher
	rest []float64
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// build lays out the graph of a question. The last vertex is having arrived.
func (f *Finder) build(q Query, g *graph) (start, goal int) {
	n := f.Net
	layer := len(n.Nodes) * slots
	goal = 2 * layer
	g.reset(goal + 1)
	var c *network.Commodity
	hour, equipment := 0.0, ""
	if q.Flow.Commodity >= 0 {
		c = &n.Commodities[q.Flow.Commodity]
		hour, equipment = c.HourUSD(), c.Equipment
	} else {
		c = &network.Commodity{Road: true}
	}
	add := func(from, to int, l Leg) {
		if !q.Routing.allows(l.Touch) || math.IsInf(l.Hours, 1) {
			return
		}
		w := l.USD + (hour+least)*l.Hours
		land := l.Touch == network.TouchLand
		leg := g.addLeg(l)
		for t := 0; t < 2; t++ {
			dst := t
			if land {
				dst = 1
			}
			g.add(arc{from: int32(from + t*layer), to: int32(to + dst*layer), weight: w, leg: leg})
		}
	}
	process := func(kind LegKind, node network.NodeID, e network.Event) Leg { return f.process(q, kind, node, e) }
	for i := range n.Links {
		k := &n.Links[i]
		if k.Mode != network.Road || !f.built(network.LinkID(i)) || !c.Road && !f.firstOrLastMile(k, q) {
			continue
		}
		l := Leg{Kind: Drive, Link: Directed{network.LinkID(i), false}, Hours: n.DriveHours(k), USD: n.TruckUSD(k, c), KG: n.KG(network.Road, k.KM, c), KM: k.KM, Touch: k.Touch}
		if k.Touch == network.TouchLand {
			l.KMUS = k.KM
		}
		if q.AtLink != nil {
			l.extra(q.AtLink(network.LinkID(i)))
		}
		add(ground(n, k.From, k.Country), ground(n, k.To, k.Country), l)
		if !k.OneWay {
			l.Link.Reverse = true
			add(ground(n, k.To, k.Country), ground(n, k.From, k.Country), l)
		}
	}
	for i := range n.Nodes {
		node := network.NodeID(i)
		base := i * slots
		if n.Nodes[i].Kind == network.Crossing {
			for _, to := range []network.Country{network.CA, network.US, network.MX} {
				e := network.Enter(to)
				if n.Nodes[i].Process[e] < 0 || n.Nodes[i].Process[e+network.VehicleEnterUS-network.EnterUS] >= 0 {
					continue // rail crossings are passed aboard
				}
				for _, from := range []network.Country{network.CA, network.US, network.MX} {
					if from != to && q.leads(n, from, to, network.TouchNone) {
						add(base+int(from), base+int(to), process(Cross, node, e))
					}
				}
			}
			continue
		}
		add(base, base+dep, process(LoadOn, node, network.LoadOn))
		add(base+arr, base, process(Unload, node, network.Unload))
		if n.Nodes[i].Process[network.Transfer] >= 0 {
			add(base+arr, base+dep, process(Transfer, node, network.Transfer))
		}
	}
	for i := range n.Services {
		s := &n.Services[i]
		if !f.Open[i] || !s.Takes(equipment) || q.Flow.Empty && s.Mode == network.Air {
			continue
		}
		f.rides(q, network.ServiceID(i), c, add)
	}
	start = ground(n, q.From, q.Side)
	if q.Aboard {
		start = int(q.From)*slots + arr
	}
	if q.Touched {
		start += layer
	}
	end := ground(n, q.To, 0)
	g.add(arc{from: int32(end + layer), to: int32(goal), leg: -1})
	if q.Routing != ViaUS {
		g.add(arc{from: int32(end), to: int32(goal), leg: -1})
	}
	g.index()
	return start, goal
}

// process is the leg through a facility.
func (f *Finder) process(q Query, kind LegKind, node network.NodeID, e network.Event) Leg {
	x := &f.Net.Nodes[node]
	l := Leg{Kind: kind, Node: node, Event: e}
	l.Hours, l.USD = f.Net.StageHours(x.Process[e], q.Flow, true)
	if q.AtNode != nil {
		l.extra(q.AtNode(node, e))
	}
	if x.Country == network.US && x.Kind != network.Crossing {
		l.Touch = network.TouchLand
	}
	return l
}

// firstOrLastMile says whether a road is drayage from the origin or to the
// destination: all that goods see of trucks that are not for the road.
func (f *Finder) firstOrLastMile(k *network.Link, q Query) bool {
	at := func(node network.NodeID) bool {
		return f.Net.Nodes[node].Kind == network.Zone && (node == q.From || node == q.To)
	}
	return f.Net.IsDrayage(k) && (at(k.From) || at(k.To))
}

// leads says whether a leg between two countries may be part of a way under the
// rule. Under us the country of destination is entered from the United States,
// or in a train across them, and not left again: a detour over the border and
// back before a ship or a flight that goes direct does not count. Goods for
// overseas do not come back to where they began. What has touched US land before,
// on its way to a stop or as planned, goes on as it likes.
func (q *Query) leads(n *network.Network, from, to network.Country, touch network.Touch) bool {
	end := n.Nodes[q.To].Country
	if q.Flow != nil && q.Flow.Stop >= 0 {
		end = n.Nodes[q.Flow.To].Country
	}
	switch {
	case q.Routing != ViaUS || q.Touched || from == to || end == network.US:
		return true
	case end == network.XX: // over the United States and another country's port, but not back
		return q.Flow == nil || to != n.Nodes[q.Flow.From].Country
	case from == end:
		return false
	case to == end:
		return from == network.US || touch == network.TouchLand
	}
	return true
}

func (f *Finder) rides(q Query, id network.ServiceID, c *network.Commodity, add func(from, to int, l Leg)) {
	n, s := f.Net, &f.Net.Services[id]
	wait := s.Departs.Headway().Hours()/2 + s.Cutoff.Hours() + s.Delay.Mean()/3600
	for i := range s.Calls {
		if !s.Calls[i].Board || n.Nodes[s.Calls[i].Node].Kind == network.Crossing {
			continue
		}
		for j := i + 1; j < len(s.Calls); j++ {
			if !s.Calls[j].Alight || n.Nodes[s.Calls[j].Node].Kind == network.Crossing {
				continue
			}
			p := f.Runs[id].Along(n, s, i, j)
			if !q.leads(n, n.Nodes[s.Calls[i].Node].Country, n.Nodes[s.Calls[j].Node].Country, p.Touch) {
				continue
			}
			usd := s.RideUSD(p.KM, c)
			l := Leg{Kind: Ride, Node: s.Calls[i].Node, Service: id, From: i, To: j,
				Hours: wait + (s.Calls[j].Planned - s.Calls[i].Planned).Hours(),
				USD:   usd + n.EmptiesUSD(q.Flow, s, p.KM), KG: n.KG(s.Mode, p.KM, c), KM: p.KM, KMUS: p.KMUS, Touch: p.Touch}
			if q.AtService != nil {
				l.extra(q.AtService(id, i, j))
			}
			add(int(s.Calls[i].Node)*slots+dep, int(s.Calls[j].Node)*slots+arr, l)
		}
	}
}

// why explains an empty answer: the first condition that, taken away, gives a
// way.
func (f *Finder) why(q Query) string {
	n := f.Net
	from, to := n.Nodes[q.From].Name, n.Nodes[q.To].Name
	if q.Routing != Open {
		relaxed := q
		relaxed.Routing, relaxed.Most = Open, 1
		if ways, _ := f.Find(relaxed); len(ways) > 0 {
			if q.Routing == ViaUS {
				return fmt.Sprintf("no way from %s to %s comes over US land; the open one is %s", from, to, ways[0].Name(n, f.Runs))
			}
			var land []string
			for i := range ways[0].Legs {
				if l := &ways[0].Legs[i]; !q.Routing.allows(l.Touch) {
					land = append(land, f.legName(l))
					break
				}
			}
			where := "is on US soil"
			if q.Routing == DirectStrict {
				where = "is on US soil, in US waters, a US lock or a US port"
			}
			msg := fmt.Sprintf("every way from %s to %s %s; the cheapest needs %s", from, to, where, strings.Join(land, ", "))
			all := *f
			all.Open = make([]bool, len(f.Open))
			for i := range all.Open {
				all.Open[i] = true
			}
			if ways, _ := all.findOnce(q); len(ways) > 0 {
				msg += "; it would go with " + f.closedServices(&ways[0])
			}
			return msg
		}
	}
	if q.AtNode != nil || q.AtLink != nil || q.AtService != nil {
		relaxed := q
		relaxed.AtNode, relaxed.AtLink, relaxed.AtService, relaxed.Most = nil, nil, nil, 1
		if ways, _ := f.findOnce(relaxed); len(ways) > 0 {
			return fmt.Sprintf("what is closed blocks %s to %s: %s", from, to, ways[0].Name(n, f.Runs))
		}
	}
	equipment := "cargo"
	if q.Flow.Commodity >= 0 {
		equipment = n.Commodities[q.Flow.Commodity].Equipment
	}
	return fmt.Sprintf("no links or services join %s with %s for %s", from, to, equipment)
}

// findOnce is Find without an explanation, for why.
func (f *Finder) findOnce(q Query) ([]Way, string) {
	x := scratches.Get().(*scratch)
	defer scratches.Put(x)
	start, goal := f.build(q, &x.g)
	x.rest = x.s.rest(&x.g, goal, x.rest)
	arcs, cost := x.s.toward(&x.g, start, goal, x.rest)
	if math.IsInf(cost, 1) {
		return nil, ""
	}
	return []Way{wayOf(&x.g, arcs)}, ""
}

// wayOf are the legs of a path, without the arc of arrival.
func wayOf(g *graph, arcs []int32) (w Way) {
	for _, i := range arcs[:len(arcs)-1] {
		w.add(g.legs[g.arcs[i].leg])
	}
	return w
}

func (f *Finder) closedServices(w *Way) string {
	var names []string
	for i := range w.Legs {
		if l := &w.Legs[i]; l.Kind == Ride && !f.Open[l.Service] {
			names = append(names, f.Net.Services[l.Service].ID)
		}
	}
	return "the proposed service " + strings.Join(names, ", ")
}

func (f *Finder) legName(l *Leg) string {
	switch l.Kind {
	case Drive:
		from, to := l.Link.Ends(f.Net)
		return "the road from " + f.Net.Nodes[from].Name + " to " + f.Net.Nodes[to].Name
	case Ride:
		return f.Net.Services[l.Service].Name + " (" + f.Net.Services[l.Service].ID + ")"
	}
	return "handling at " + f.Net.Nodes[l.Node].Name
}
