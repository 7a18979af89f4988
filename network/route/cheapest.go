package route

import (
	"math"

	"corridor/network"
)

// Cheapest is the cheapest way, as Find's first, without a reason where there is
// none. It is for questions asked many times while cargo is under way: only what
// lies towards the destination is looked at.
func (f *Finder) Cheapest(q Query) (Way, bool) {
	if q.Flow.Stop < 0 || q.Passed {
		return f.cheapest(q)
	}
	q.Most = 1
	ways, _ := f.findOver(q, func(q Query) ([]Way, string) {
		if w, ok := f.cheapest(q); ok {
			return []Way{w}, ""
		}
		return nil, ""
	})
	if len(ways) == 0 {
		return Way{}, false
	}
	return ways[0], true
}

// cheapest answers a question without a stop ahead.
func (f *Finder) cheapest(q Query) (Way, bool) {
	x := scratches.Get().(*scratch)
	defer scratches.Put(x)
	var rest []float64
	if !q.Cheaper {
		rest = f.bounds(target{q.To, q.Flow.Commodity})
	}
	e := f.expander(q, &x.g)
	arcs, ok := x.s.reach(e, rest)
	if !ok {
		return Way{}, false
	}
	w := wayOf(&x.g, arcs)
	w.Cost = w.USD + e.hour*w.Hours
	return w, true
}

// target is what bounds are kept for: a destination and goods.
type target struct {
	to    network.NodeID
	goods network.CommodityID
}

// bounds are the least cost from every node to a destination: that of roads and
// rides alone, without waiting, handling and borders, whatever is open.
func (f *Finder) bounds(t target) []float64 {
	if rest, ok := f.left[t]; ok {
		return rest
	}
	n, c := f.Net, f.goods(t.goods)
	hour := least
	if t.goods >= 0 {
		hour += c.HourUSD()
	}
	g := newGraph(len(n.Nodes))
	add := func(from, to network.NodeID, hours, usd float64) {
		g.add(arc{from: int32(from), to: int32(to), weight: usd + hour*hours, leg: -1})
	}
	for i := range n.Links {
		k := &n.Links[i]
		if k.Mode != network.Road {
			continue
		}
		add(k.From, k.To, n.DriveHours(k), n.TruckUSD(k, c))
		if !k.OneWay {
			add(k.To, k.From, n.DriveHours(k), n.TruckUSD(k, c))
		}
	}
	for i := range n.Services {
		s := &n.Services[i]
		for from := range s.Calls {
			for to := from + 1; to < len(s.Calls); to++ {
				add(s.Calls[from].Node, s.Calls[to].Node, (s.Calls[to].Planned - s.Calls[from].Planned).Hours(), s.RideUSD(f.Runs[i].Along(n, s, from, to).KM, c))
			}
		}
	}
	g.index()
	x := scratches.Get().(*scratch)
	defer scratches.Put(x)
	rest := x.s.rest(g, int(t.to), nil)
	for v := range rest {
		rest[v] *= 1 - 1e-9 // sums in another order
	}
	if f.left == nil {
		f.left = map[target][]float64{}
	}
	f.left[t] = rest
	return rest
}

// reach finds the cheapest path of a question and lays out no more of its graph
// than it looks at. rest bounds what is left from every node; nil: nothing is
// known.
func (s *searcher) reach(x *expander, rest []float64) (arcs []int32, ok bool) {
	g := x.g
	g.reset(x.goal + 1)
	s.begin(g.vertices)
	left := func(v int32) float64 {
		if rest == nil || int(v) == x.goal {
			return 0
		}
		return rest[int(v)%x.layer/slots]
	}
	from, goal := int32(x.start()), int32(x.goal)
	s.dist[from], s.seen[from] = 0, s.turn
	s.push(entry{left(from), from})
	for len(s.heap) > 0 {
		e := s.pop()
		if s.done[e.vertex] == s.turn {
			continue
		}
		s.done[e.vertex] = s.turn
		if e.vertex == goal {
			break
		}
		at, first := s.dist[e.vertex], len(g.arcs)
		x.expand(int(e.vertex))
		for i := first; i < len(g.arcs); i++ {
			a := &g.arcs[i]
			d, more := at+a.weight, left(a.to)
			if math.IsInf(more, 1) || s.seen[a.to] == s.turn && d >= s.dist[a.to] {
				continue
			}
			s.dist[a.to], s.seen[a.to], s.by[a.to] = d, s.turn, int32(i)
			s.done[a.to] = 0 // found a cheaper way: look again
			s.push(entry{d + more, a.to})
		}
	}
	if s.seen[goal] != s.turn {
		return nil, false
	}
	return s.path(g, from, goal), true
}
