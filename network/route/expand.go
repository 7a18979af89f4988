package route

import (
	"math"

	"corridor/network"
)

// near lists what leaves each node, by id.
type near struct {
	roads  [][]Directed
	boards [][]boarding
}

// boarding is a call of a service where cargo may get on.
type boarding struct {
	service network.ServiceID
	call    int
}

func nearOf(n *network.Network) *near {
	x := &near{roads: make([][]Directed, len(n.Nodes)), boards: make([][]boarding, len(n.Nodes))}
	for i := range n.Links {
		k := &n.Links[i]
		if k.Mode != network.Road {
			continue
		}
		x.roads[k.From] = append(x.roads[k.From], Directed{network.LinkID(i), false})
		if !k.OneWay {
			x.roads[k.To] = append(x.roads[k.To], Directed{network.LinkID(i), true})
		}
	}
	for i := range n.Services {
		for c, call := range n.Services[i].Calls {
			if call.Board && n.Nodes[call.Node].Kind != network.Crossing {
				x.boards[call.Node] = append(x.boards[call.Node], boarding{network.ServiceID(i), c})
			}
		}
	}
	return x
}

// expander lays the arcs that leave a vertex into a graph. A vertex is a place
// (ground by side, departing, arriving) in one of two layers: US land not yet
// touched, and touched. The last is having arrived.
type expander struct {
	f           *Finder
	q           Query
	g           *graph
	c           *network.Commodity
	hour        float64
	equipment   string
	layer, goal int
	bound       bool // for bounds: one layer, and all that is proposed is there
}

func (f *Finder) expander(q Query, g *graph) *expander {
	if f.near == nil {
		f.near = nearOf(f.Net)
	}
	layer := len(f.Net.Nodes) * slots
	x := &expander{f: f, q: q, g: g, c: f.goods(q.Flow.Commodity), hour: f.hour(q), layer: layer, goal: 2 * layer}
	if q.Flow.Commodity >= 0 {
		x.equipment = x.c.Equipment
	}
	return x
}

// goods of a flow; units without any have none of a price.
func (f *Finder) goods(c network.CommodityID) *network.Commodity {
	if c < 0 {
		return &network.Commodity{Road: true}
	}
	return &f.Net.Commodities[c]
}

// start is the vertex of where a question begins.
func (x *expander) start() int {
	v := ground(x.f.Net, x.q.From, x.q.Side)
	if x.q.Aboard {
		v = int(x.q.From)*slots + arr
	}
	if x.q.Touched {
		v += x.layer
	}
	return v
}

// expand adds the arcs that leave a vertex.
func (x *expander) expand(v int) {
	f, n, q := x.f, x.f.Net, &x.q
	place := v % x.layer
	node, slot := network.NodeID(place/slots), place%slots
	base := int(node) * slots
	from := &n.Nodes[node]
	switch {
	case slot == dep:
		for _, b := range f.near.boards[node] {
			x.ride(v, b)
		}
	case slot == arr:
		if from.Kind != network.Crossing {
			x.process(v, base, Unload, node, network.Unload)
			if from.Process[network.Transfer] >= 0 {
				x.process(v, base+dep, Transfer, node, network.Transfer)
			}
		}
	case from.Kind == network.Crossing:
		side := network.Country(slot)
		for _, d := range f.near.roads[node] {
			if n.Links[d.Link].Country == side {
				x.drive(v, d)
			}
		}
		for _, to := range [...]network.Country{network.CA, network.US, network.MX} {
			e := network.Enter(to)
			if from.Process[e] < 0 || from.Process[e+network.VehicleEnterUS-network.EnterUS] >= 0 {
				continue // rail crossings are passed aboard
			}
			if (side == network.CA || side == network.US || side == network.MX) && side != to && q.leads(n, side, to, network.TouchNone) {
				x.process(v, base+int(to), Cross, node, e)
			}
		}
	case slot == 0:
		for _, d := range f.near.roads[node] {
			x.drive(v, d)
		}
		x.process(v, base+dep, LoadOn, node, network.LoadOn)
	default:
		return
	}
	if place == ground(n, q.To, 0) && (v >= x.layer || q.Routing != ViaUS) {
		x.g.add(arc{from: int32(v), to: int32(x.goal), leg: -1})
	}
}

// add is an arc from a vertex to a place: in the layer of what has touched US
// land where it or the leg has.
func (x *expander) add(v, place int, l Leg) {
	if !x.q.Routing.allows(l.Touch) || math.IsInf(l.Hours, 1) {
		return
	}
	if !x.bound && (v >= x.layer || l.Touch == network.TouchLand) {
		place += x.layer
	}
	x.g.add(arc{from: int32(v), to: int32(place), weight: l.USD + (x.hour+least)*l.Hours, leg: x.g.addLeg(l)})
}

func (x *expander) process(v, place int, kind LegKind, node network.NodeID, e network.Event) {
	x.add(v, place, x.f.process(x.q, kind, node, e))
}

func (x *expander) drive(v int, d Directed) {
	f, n := x.f, x.f.Net
	k := &n.Links[d.Link]
	if x.bound {
		if !x.c.Road && !n.IsDrayage(k) {
			return
		}
	} else if !f.built(d.Link) || !x.c.Road && !f.firstOrLastMile(k, x.q) {
		return
	}
	l := Leg{Kind: Drive, Link: d, Hours: n.DriveHours(k), USD: n.TruckUSD(k, x.c), KG: n.KG(network.Road, k.KM, x.c), KM: k.KM, Touch: k.Touch}
	if k.Touch == network.TouchLand {
		l.KMUS = k.KM
	}
	if x.q.AtLink != nil {
		l.extra(x.q.AtLink(d.Link))
	}
	_, to := d.Ends(n)
	x.add(v, ground(n, to, k.Country), l)
}

func (x *expander) ride(v int, b boarding) {
	f, n, q := x.f, x.f.Net, &x.q
	s := &n.Services[b.service]
	if !f.Open[b.service] && !x.bound || !s.Takes(x.equipment) || q.Flow.Empty && s.Mode == network.Air {
		return
	}
	wait := s.Departs.Headway().Hours()/2 + s.Cutoff.Hours() + s.Delay.Mean()/3600
	i := b.call
	for j := i + 1; j < len(s.Calls); j++ {
		to := s.Calls[j].Node
		if !s.Calls[j].Alight || n.Nodes[to].Kind == network.Crossing {
			continue
		}
		p := f.Runs[b.service].Along(n, s, i, j)
		if !q.Routing.allows(p.Touch) || !q.leads(n, n.Nodes[s.Calls[i].Node].Country, n.Nodes[to].Country, p.Touch) {
			continue
		}
		usd := s.RideUSD(p.KM, x.c)
		l := Leg{Kind: Ride, Node: s.Calls[i].Node, Service: b.service, From: i, To: j,
			Hours: wait + (s.Calls[j].Planned - s.Calls[i].Planned).Hours(),
			USD:   usd + n.EmptiesUSD(q.Flow, s, p.KM), KG: n.KG(s.Mode, p.KM, x.c), KM: p.KM, KMUS: p.KMUS, Touch: p.Touch}
		if q.AtService != nil {
			l.extra(q.AtService(b.service, i, j))
		}
		x.add(v, int(to)*slots+arr, l)
	}
}
