package route

import (
	"math"

	gonum "gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"
	"gonum.org/v1/gonum/graph/path"
	"gonum.org/v1/gonum/graph/simple"
)

// graph is a directed graph of arcs in slices: neighbours come in the order in
// which arcs were added. gonum's own graph/simple iterates over maps, so that
// equal questions get different answers.
type graph struct {
	out  [][]int // arc numbers by vertex
	arcs []arc
	near [][]gonum.Node // distinct neighbours by vertex, in order
}

type arc struct {
	from, to int
	weight   float64
	link     Directed
	leg      Leg
}

func newGraph(vertices int) *graph {
	return &graph{out: make([][]int, vertices), near: make([][]gonum.Node, vertices)}
}

func (g *graph) add(a arc) {
	first := true
	for _, i := range g.out[a.from] {
		first = first && g.arcs[i].to != a.to
	}
	if first {
		g.near[a.from] = append(g.near[a.from], simple.Node(a.to))
	}
	g.out[a.from] = append(g.out[a.from], len(g.arcs))
	g.arcs = append(g.arcs, a)
}

// best is the cheapest arc between two vertices, the first among equals, -1
// where there is none.
func (g *graph) best(from, to int64) int {
	best := -1
	for _, i := range g.out[from] {
		if a := &g.arcs[i]; int64(a.to) == to && (best < 0 || a.weight < g.arcs[best].weight) {
			best = i
		}
	}
	return best
}

// From, Edge and Weight are what gonum's Dijkstra asks of a graph.
func (g *graph) From(id int64) gonum.Nodes { return iterator.NewOrderedNodes(g.near[id]) }

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
	return g.along(nodes), w
}

// toward is shortest with the weight still to go from every vertex, or less, to
// guide it: it looks at few vertices beside the path. Vertices that are +Inf
// away lead nowhere.
func (g *graph) toward(from, to int, rest []float64) ([]arc, float64) {
	if math.IsInf(rest[from], 1) {
		return nil, math.Inf(1)
	}
	tree, _ := path.AStar(simple.Node(from), simple.Node(to), g, func(v, _ gonum.Node) float64 { return rest[v.ID()] })
	nodes, w := tree.To(int64(to))
	return g.along(nodes), w
}

func (g *graph) along(nodes []gonum.Node) (arcs []arc) {
	for i := 0; i+1 < len(nodes); i++ {
		arcs = append(arcs, g.arcs[g.best(nodes[i].ID(), nodes[i+1].ID())])
	}
	return arcs
}

// rest is the weight of the cheapest path from every vertex to one.
func (g *graph) rest(to int) []float64 {
	back := backward{g, make([][]gonum.Node, len(g.out))}
	for v := range g.near {
		for _, w := range g.near[v] {
			back.near[w.ID()] = append(back.near[w.ID()], simple.Node(v))
		}
	}
	tree := path.DijkstraFrom(simple.Node(to), back)
	rest := make([]float64, len(g.out))
	for v := range rest {
		rest[v] = tree.WeightTo(int64(v))
	}
	return rest
}

// backward is a graph with all arcs turned round.
type backward struct {
	*graph
	near [][]gonum.Node
}

func (b backward) From(id int64) gonum.Nodes             { return iterator.NewOrderedNodes(b.near[id]) }
func (b backward) Edge(from, to int64) gonum.Edge        { return b.graph.Edge(to, from) }
func (b backward) Weight(from, to int64) (float64, bool) { return b.graph.Weight(to, from) }
