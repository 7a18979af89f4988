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
	var rest []float32
	if !q.Cheaper {
		rest = f.bounds(target{q.To, q.Flow})
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

// target is what bounds are kept for: a destination, or stop, of a flow.
type target struct {
	to   network.NodeID
	flow *network.Flow
}

// bounds are the least cost from every vertex of one layer to a destination:
// what the tables say under no rule, with all that is proposed and nothing closed
// or waited for.
func (f *Finder) bounds(t target) []float32 {
	if rest, ok := f.left[t]; ok {
		return rest
	}
	x := scratches.Get().(*scratch)
	defer scratches.Put(x)
	e := f.expander(Query{To: t.to, Flow: t.flow, Passed: true}, &x.g)
	e.bound = true
	x.g.reset(e.goal + 1)
	for v := range e.layer {
		e.expand(v)
	}
	x.g.index()
	x.rest = x.s.rest(&x.g, e.goal, x.rest)
	rest := make([]float32, e.layer)
	for v := range rest {
		rest[v] = float32(x.rest[v] * (1 - 1e-6)) // rounded, and summed in another order
	}
	if f.left == nil {
		f.left = map[target][]float32{}
	}
	f.left[t] = rest
	return rest
}

// reach finds the cheapest path of a question and lays out no more of its graph
// than it looks at. rest bounds what is left from every vertex; nil: nothing is
// known.
func (s *searcher) reach(x *expander, rest []float32) (arcs []int32, ok bool) {
	g := x.g
	g.reset(x.goal + 1)
	s.begin(g.vertices)
	left := func(v int32) float64 {
		if rest == nil || int(v) == x.goal {
			return 0
		}
		return float64(rest[int(v)%x.layer])
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
