package route

import (
	"fmt"
	"math"
	"slices"
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

	near *near                // made at the first question
	left map[target][]float32 // see bounds
}

// Fork is a finder of its own for the same network, from what is open now.
func (f *Finder) Fork() *Finder {
	own := *f
	own.Open, own.left = slices.Clone(f.Open), nil
	return &own
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
	// Cheaper says that what is added may make a way cheaper than the tables say.
	Cheaper bool
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
		return f.findOver(q, f.Find)
	}
	if q.Most <= 1 {
		w, ok := f.cheapest(q)
		if !ok {
			return nil, f.why(q)
		}
		return []Way{w}, ""
	}
	x := scratches.Get().(*scratch)
	defer scratches.Put(x)
	g := &x.g
	start, goal := f.build(q, g)
	x.rest = x.s.rest(g, goal, x.rest)
	hour := f.hour(q)
	seen := map[string]bool{}
	for round := 0; round < rounds && len(ways) < q.Most; round++ {
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
	ways = f.eachMode(q, x, start, goal, hour, ways)
	byCost(ways)
	return ways, ""
}

// hour is what an hour costs the goods of a question, dollars.
func (f *Finder) hour(q Query) float64 {
	if q.Flow.Commodity < 0 {
		return 0
	}
	return f.Net.Commodities[q.Flow.Commodity].HourUSD()
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

// build lays out the whole graph of a question. The last vertex is having arrived.
func (f *Finder) build(q Query, g *graph) (start, goal int) {
	x := f.expander(q, g)
	g.reset(x.goal + 1)
	for v := range x.goal {
		x.expand(v)
	}
	g.index()
	return x.start(), x.goal
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
			if w, ok := all.cheapest(q); ok {
				msg += "; it would go with " + f.closedServices(&w)
			}
			return msg
		}
	}
	if q.AtNode != nil || q.AtLink != nil || q.AtService != nil {
		relaxed := q
		relaxed.AtNode, relaxed.AtLink, relaxed.AtService = nil, nil, nil
		if w, ok := f.cheapest(relaxed); ok {
			return fmt.Sprintf("what is closed blocks %s to %s: %s", from, to, w.Name(n, f.Runs))
		}
	}
	equipment := "cargo"
	if q.Flow.Commodity >= 0 {
		equipment = n.Commodities[q.Flow.Commodity].Equipment
	}
	return fmt.Sprintf("no links or services join %s with %s for %s", from, to, equipment)
}

// wayOf are the legs of a path, without the arc of arrival.
func wayOf(g *graph, arcs []int32) (w Way) {
	w.Legs = make([]Leg, 0, len(arcs)-1)
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
