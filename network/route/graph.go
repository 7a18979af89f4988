package route

import (
	"math"
	"slices"

	gonum "gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"
	"gonum.org/v1/gonum/graph/path"
	"gonum.org/v1/gonum/graph/simple"
)

// graph is a directed graph of arcs in slices: what leaves a vertex comes in the
// order in which it was added. gonum's own graph/simple iterates over maps, so
// that equal questions get different answers.
//
// Searches for ways are repeated many thousand times a model and use flat arrays
// (searcher), seven times as fast as gonum's; gonum is their oracle in tests, and
// finds the lines of services (shortest).
type graph struct {
	vertices int
	arcs     []arc
	legs     []Leg // of arcs

	out, in adjacency
}

type arc struct {
	from, to int32
	weight   float64
	link     Directed
	leg      int32 // -1: none
}

// adjacency lists the arcs at each vertex in the order in which they were
// added: those of v are list[start[v]:start[v+1]].
type adjacency struct {
	start []int32
	list  []int32
}

func newGraph(vertices int) *graph { return &graph{vertices: vertices} }

// reset empties a graph and keeps its memory.
func (g *graph) reset(vertices int) {
	g.vertices, g.arcs, g.legs = vertices, g.arcs[:0], g.legs[:0]
}

func (g *graph) add(a arc) { g.arcs = append(g.arcs, a) }

// addLeg keeps a leg and returns its number.
func (g *graph) addLeg(l Leg) int32 {
	g.legs = append(g.legs, l)
	return int32(len(g.legs) - 1)
}

// index sorts the arcs by vertex, after the last was added.
func (g *graph) index() {
	g.out.sort(g.vertices, g.arcs, func(a *arc) int32 { return a.from })
	g.in.sort(g.vertices, g.arcs, func(a *arc) int32 { return a.to })
}

func (x *adjacency) sort(vertices int, arcs []arc, at func(*arc) int32) {
	x.start = resize(x.start, vertices+1)
	clear(x.start)
	for i := range arcs {
		x.start[at(&arcs[i])+1]++
	}
	for v := range vertices {
		x.start[v+1] += x.start[v]
	}
	x.list = resize(x.list, len(arcs))
	for i := len(arcs) - 1; i >= 0; i-- { // backwards, so that the order stays
		v := at(&arcs[i])
		x.start[v+1]--
		x.list[x.start[v+1]] = int32(i)
	}
	// start[v+1] is now where v begins: shift back.
	copy(x.start, x.start[1:])
	x.start[vertices] = int32(len(arcs))
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

func (x *adjacency) at(v int32) []int32 { return x.list[x.start[v]:x.start[v+1]] }

// searcher finds shortest paths in graphs, one after the other.
type searcher struct {
	dist []float64
	by   []int32 // arc that a vertex was reached by
	seen []uint32
	done []uint32
	turn uint32
	heap []entry
}

// entry of the heap: equal keys go by vertex, so that answers do not depend on
// anything else.
type entry struct {
	key    float64
	vertex int32
}

func (a entry) less(b entry) bool { return a.key < b.key || a.key == b.key && a.vertex < b.vertex }

func (s *searcher) begin(vertices int) {
	s.dist, s.by, s.seen, s.done = resize(s.dist, vertices), resize(s.by, vertices), resize(s.seen, vertices), resize(s.done, vertices)
	s.heap = s.heap[:0]
	if s.turn++; s.turn == 0 {
		clear(s.seen)
		clear(s.done)
		s.turn = 1
	}
}

// push and pop keep a heap of four children.
func (s *searcher) push(e entry) {
	s.heap = append(s.heap, e)
	i := len(s.heap) - 1
	for i > 0 {
		up := (i - 1) / 4
		if !e.less(s.heap[up]) {
			break
		}
		s.heap[i] = s.heap[up]
		i = up
	}
	s.heap[i] = e
}

func (s *searcher) pop() entry {
	top := s.heap[0]
	e := s.heap[len(s.heap)-1]
	s.heap = s.heap[:len(s.heap)-1]
	n := len(s.heap)
	if n == 0 {
		return top
	}
	i := 0
	for {
		first := 4*i + 1
		if first >= n {
			break
		}
		least := first
		for c := first + 1; c < min(first+4, n); c++ {
			if s.heap[c].less(s.heap[least]) {
				least = c
			}
		}
		if !s.heap[least].less(e) {
			break
		}
		s.heap[i] = s.heap[least]
		i = least
	}
	s.heap[i] = e
	return top
}

// rest is the weight of the cheapest path from every vertex to one, +Inf where
// there is none.
func (s *searcher) rest(g *graph, to int, rest []float64) []float64 {
	rest = resize(rest, g.vertices)
	for v := range rest {
		rest[v] = math.Inf(1)
	}
	s.begin(g.vertices)
	rest[to] = 0
	s.push(entry{0, int32(to)})
	for len(s.heap) > 0 {
		e := s.pop()
		if s.done[e.vertex] == s.turn {
			continue
		}
		s.done[e.vertex] = s.turn
		for _, i := range g.in.at(e.vertex) {
			a := &g.arcs[i]
			if d := e.key + a.weight; d < rest[a.from] {
				rest[a.from] = d
				s.push(entry{d, a.from})
			}
		}
	}
	return rest
}

// toward returns the arcs of the cheapest path between two vertices and its
// weight, +Inf where there is none. rest is the weight still to go from every
// vertex, or less: it keeps the search near the path.
func (s *searcher) toward(g *graph, from, to int, rest []float64) ([]int32, float64) {
	if math.IsInf(rest[from], 1) {
		return nil, math.Inf(1)
	}
	s.begin(g.vertices)
	s.dist[from], s.seen[from] = 0, s.turn
	s.push(entry{rest[from], int32(from)})
	for len(s.heap) > 0 {
		e := s.pop()
		if s.done[e.vertex] == s.turn {
			continue
		}
		s.done[e.vertex] = s.turn
		if int(e.vertex) == to {
			break
		}
		at := s.dist[e.vertex]
		for _, i := range g.out.at(e.vertex) {
			a := &g.arcs[i]
			d := at + a.weight
			if math.IsInf(rest[a.to], 1) || s.seen[a.to] == s.turn && d >= s.dist[a.to] {
				continue
			}
			s.dist[a.to], s.seen[a.to], s.by[a.to] = d, s.turn, i
			s.done[a.to] = 0 // found a cheaper way: look again
			s.push(entry{d + rest[a.to], a.to})
		}
	}
	if s.seen[to] != s.turn {
		return nil, math.Inf(1)
	}
	return s.path(g, int32(from), int32(to)), s.dist[to]
}

// path are the arcs by which a vertex was reached.
func (s *searcher) path(g *graph, from, to int32) (arcs []int32) {
	for v := to; v != from; v = g.arcs[s.by[v]].from {
		arcs = append(arcs, s.by[v])
	}
	slices.Reverse(arcs)
	return arcs
}

// best is the cheapest arc between two vertices, the first among equals, -1
// where there is none.
func (g *graph) best(from, to int64) int {
	best := -1
	for _, i := range g.out.at(int32(from)) {
		if a := &g.arcs[i]; int64(a.to) == to && (best < 0 || a.weight < g.arcs[best].weight) {
			best = int(i)
		}
	}
	return best
}

// From, Edge and Weight are what gonum's Dijkstra asks of a graph.
func (g *graph) From(id int64) gonum.Nodes {
	var near []gonum.Node
	seen := map[int32]bool{}
	for _, i := range g.out.at(int32(id)) {
		if to := g.arcs[i].to; !seen[to] {
			seen[to] = true
			near = append(near, simple.Node(to))
		}
	}
	return iterator.NewOrderedNodes(near)
}

// Edge returns the edge between two vertices, nil where there is none.
func (g *graph) Edge(from, to int64) gonum.Edge {
	if g.best(from, to) < 0 {
		return nil
	}
	return simple.Edge{F: simple.Node(from), T: simple.Node(to)}
}

// Weight of the cheapest arc between two vertices.
func (g *graph) Weight(from, to int64) (float64, bool) {
	if from == to {
		return 0, true
	}
	if i := g.best(from, to); i >= 0 {
		return g.arcs[i].weight, true
	}
	return math.Inf(1), false
}

// shortest returns the arcs of the cheapest path between two vertices and its
// weight, +Inf where there is none.
func (g *graph) shortest(from, to int) ([]arc, float64) {
	nodes, w := path.DijkstraFrom(simple.Node(from), g).To(int64(to))
	var arcs []arc
	for i := 0; i+1 < len(nodes); i++ {
		arcs = append(arcs, g.arcs[g.best(nodes[i].ID(), nodes[i+1].ID())])
	}
	return arcs, w
}
