package experiment

import (
	"math"
	"slices"
	"sort"
	"strings"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"
	gonet "gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/path"
	"gonum.org/v1/gonum/graph/simple"

	"corridor/network"
	"corridor/network/route"
	"corridor/sim/freight"
)

// Part is something whose loss is asked about: a crossing, port, rail line or
// service.
type Part struct {
	Kind string
	ID   string
	// Betweenness is the share of the fastest paths between all pairs of places
	// over all links that lead through it; of a service 0.
	Betweenness float64
	// Cut is by how many the ways between the zones of Mexico and of Canada that
	// share no crossing, port or rail line fall without it.
	Cut float64
	// Tonnes a year whose cheapest way leads through it.
	Tonnes float64

	at   int
	rank int // best place in the three lists
}

// PartKinds are the kinds of parts.
var PartKinds = []string{"crossing", "port", "line", "service"}

// screen lists all parts of some kinds with their measures, the most telling
// first: by the best place in any of the three lists, then by tonnes.
func screen(m *freight.Model, kinds []string) []Part {
	var parts []Part
	n := m.Net
	for i := range n.Nodes {
		if k := n.Nodes[i].Kind; k == network.Crossing || k == network.Port {
			parts = append(parts, Part{Kind: k.String(), ID: n.Nodes[i].ID, at: i})
		}
	}
	for i := range n.Links {
		if n.Links[i].Mode == network.Rail && n.Links[i].Open {
			parts = append(parts, Part{Kind: "line", ID: n.Links[i].ID, at: i})
		}
	}
	for i := range n.Services {
		if n.Services[i].Open {
			parts = append(parts, Part{Kind: "service", ID: n.Services[i].ID, at: i})
		}
	}
	parts = slices.DeleteFunc(parts, func(p Part) bool { return !slices.Contains(kinds, p.Kind) })
	betweenness(n, parts)
	cuts(n, parts)
	tonnes(m, parts)
	for i := range parts {
		parts[i].rank = len(parts)
	}
	for _, of := range []func(*Part) float64{
		func(p *Part) float64 { return p.Betweenness }, func(p *Part) float64 { return p.Cut }, func(p *Part) float64 { return p.Tonnes },
	} {
		order := make([]int, len(parts))
		for i := range order {
			order[i] = i
		}
		sort.SliceStable(order, func(a, b int) bool { return of(&parts[order[a]]) > of(&parts[order[b]]) })
		for place, i := range order {
			if of(&parts[i]) > 0 {
				parts[i].rank = min(parts[i].rank, place)
			}
		}
	}
	sort.SliceStable(parts, func(a, b int) bool {
		if parts[a].rank != parts[b].rank {
			return parts[a].rank < parts[b].rank
		}
		return parts[a].Tonnes > parts[b].Tonnes
	})
	return parts
}

// places is the graph of all links between places, in order; gonum's own graphs
// iterate at random.
type places struct {
	out  [][]simple.WeightedEdge
	edge map[[2]int64]simple.WeightedEdge
}

func placesOf(n *network.Network) *places {
	g := &places{out: make([][]simple.WeightedEdge, len(n.Nodes)), edge: map[[2]int64]simple.WeightedEdge{}}
	add := func(a, b network.NodeID, w float64) {
		key := [2]int64{int64(a), int64(b)}
		if old, ok := g.edge[key]; ok && old.W <= w {
			return
		}
		g.edge[key] = simple.WeightedEdge{F: simple.Node(a), T: simple.Node(b), W: w}
	}
	for i := range n.Links {
		if l := &n.Links[i]; l.Open {
			add(l.From, l.To, l.Hours())
			if !l.OneWay {
				add(l.To, l.From, l.Hours())
			}
		}
	}
	var keys [][2]int64
	for k := range g.edge {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b [2]int64) int { return slices.Compare(a[:], b[:]) })
	for _, k := range keys {
		g.out[k[0]] = append(g.out[k[0]], g.edge[k])
	}
	return g
}

// Node and the others are what gonum asks of a weighted graph.
func (g *places) Node(id int64) graph.Node { return simple.Node(id) }

// Nodes lists all places.
func (g *places) Nodes() graph.Nodes {
	list := make([]graph.Node, len(g.out))
	for i := range list {
		list[i] = simple.Node(i)
	}
	return iterator.NewOrderedNodes(list)
}

// From lists the places that links lead to.
func (g *places) From(id int64) graph.Nodes {
	var list []graph.Node
	for _, e := range g.out[id] {
		list = append(list, e.T)
	}
	return iterator.NewOrderedNodes(list)
}

// HasEdgeBetween says whether a link joins two places.
func (g *places) HasEdgeBetween(a, b int64) bool {
	return g.Edge(a, b) != nil || g.Edge(b, a) != nil
}

// Edge is the fastest link from one place to another, nil where there is none.
func (g *places) Edge(a, b int64) graph.Edge {
	if e, ok := g.edge[[2]int64{a, b}]; ok {
		return e
	}
	return nil
}

// WeightedEdge is the same.
func (g *places) WeightedEdge(a, b int64) graph.WeightedEdge {
	if e, ok := g.edge[[2]int64{a, b}]; ok {
		return e
	}
	return nil
}

// Weight of the link, hours.
func (g *places) Weight(a, b int64) (float64, bool) {
	if a == b {
		return 0, true
	}
	e, ok := g.edge[[2]int64{a, b}]
	if !ok {
		return math.Inf(1), false
	}
	return e.W, true
}

func betweenness(n *network.Network, parts []Part) {
	g := placesOf(n)
	all := path.DijkstraAllPaths(g)
	nodes, edges := gonet.BetweennessWeighted(g, all), gonet.EdgeBetweennessWeighted(g, all)
	pairs := float64(len(n.Nodes)) * float64(len(n.Nodes)-1)
	for i := range parts {
		p := &parts[i]
		switch p.Kind {
		case "crossing", "port":
			p.Betweenness = nodes[int64(p.at)] / pairs
		case "line":
			l := &n.Links[p.at]
			a, b := int64(l.From), int64(l.To)
			if e, ok := g.edge[[2]int64{a, b}]; ok && e.W == l.Hours() { // of links side by side the fastest
				p.Betweenness = (edges[[2]int64{a, b}] + edges[[2]int64{b, a}]) / pairs
			}
		}
	}
}

// cuts counts, by largest flow and smallest cut, the ways between the two
// countries that share nothing, with each part and without it. Every crossing,
// port and rail line carries one, all else as many as come: places joined by roads
// are one vertex, and a line inside one cannot matter.
func cuts(n *network.Network, parts []Part) {
	of := joined(n)
	many := float64(len(n.Links))
	in, out := func(v network.NodeID) simple.Node { return simple.Node(2 * of[v]) }, func(v network.NodeID) simple.Node {
		if narrow(&n.Nodes[v]) {
			return simple.Node(2*of[v] + 1)
		}
		return simple.Node(2 * of[v])
	}
	source, sink := simple.Node(2*len(n.Nodes)), simple.Node(2*len(n.Nodes)+1)
	count := func(without *Part) float64 {
		g := simple.NewWeightedDirectedGraph(0, 0)
		join := func(a, b simple.Node, w float64) {
			if w <= 0 || a == b {
				return
			}
			if e := g.WeightedEdge(int64(a), int64(b)); e != nil {
				w += e.Weight()
			}
			g.SetWeightedEdge(simple.WeightedEdge{F: a, T: b, W: w})
		}
		for i := range n.Nodes {
			v, x := network.NodeID(i), &n.Nodes[i]
			if narrow(x) && !(without != nil && without.Kind == x.Kind.String() && without.at == i) {
				join(in(v), out(v), 1)
			}
			switch {
			case x.Kind == network.Zone && x.Country == network.MX:
				join(source, in(v), many*many)
			case x.Kind == network.Zone && x.Country == network.CA:
				join(out(v), sink, many*many)
			}
		}
		next := int64(2*len(n.Nodes) + 2) // a vertex of its own for each link
		for i := range n.Links {
			l := &n.Links[i]
			if !l.Open || out(l.From) == in(l.To) {
				continue
			}
			w := many
			if l.Mode == network.Rail {
				if w = 1; without != nil && without.Kind == "line" && without.at == i {
					continue
				}
			}
			both := [][2]network.NodeID{{l.From, l.To}, {l.To, l.From}}
			if l.OneWay {
				both = both[:1]
			}
			for _, d := range both {
				mid := simple.Node(next)
				next++
				join(out(d[0]), mid, w)
				join(mid, in(d[1]), w)
			}
		}
		if g.Node(int64(source)) == nil || g.Node(int64(sink)) == nil {
			return 0
		}
		return gonet.MaxFlowDinic(numbered(g, source, sink))
	}
	all := count(nil)
	if all == 0 {
		return
	}
	for i := range parts {
		p := &parts[i]
		if p.Kind == "service" || p.Kind == "line" && out(n.Links[p.at].From) == in(n.Links[p.at].To) {
			continue
		}
		p.Cut = math.Round(all - count(p))
	}
}

// narrow says whether a place carries one way only.
func narrow(x *network.Node) bool { return x.Kind == network.Crossing || x.Kind == network.Port }

// joined gives places that roads join one number.
func joined(n *network.Network) []int {
	of := make([]int, len(n.Nodes))
	for i := range of {
		of[i] = i
	}
	var top func(v int) int
	top = func(v int) int {
		if of[v] != v {
			of[v] = top(of[v])
		}
		return of[v]
	}
	for i := range n.Links {
		if l := &n.Links[i]; l.Open && !l.OneWay && l.Mode == network.Road && !narrow(&n.Nodes[l.From]) && !narrow(&n.Nodes[l.To]) {
			of[top(int(l.From))] = top(int(l.To))
		}
	}
	for v := range of {
		of[v] = top(v)
	}
	return of
}

// numbered is a graph with the numbers 0, 1, … that the algorithm wants, its two
// ends, and what counts as nothing.
func numbered(g *simple.WeightedDirectedGraph, source, sink simple.Node) (*simple.WeightedDirectedGraph, simple.Node, simple.Node, float64) {
	var ids []int64
	for it := g.Nodes(); it.Next(); {
		ids = append(ids, it.Node().ID())
	}
	slices.Sort(ids)
	at := func(id int64) simple.Node {
		i, _ := slices.BinarySearch(ids, id)
		return simple.Node(i)
	}
	h := simple.NewWeightedDirectedGraph(0, 0)
	for it := g.WeightedEdges(); it.Next(); {
		e := it.WeightedEdge()
		h.SetWeightedEdge(simple.WeightedEdge{F: at(e.From().ID()), T: at(e.To().ID()), W: e.Weight()})
	}
	return h, at(int64(source)), at(int64(sink)), 1e-9
}

// tonnes sums, for each part, the flows whose cheapest way leads through it.
func tonnes(m *freight.Model, parts []Part) {
	n := m.Net
	of := map[string]float64{}
	for f := range n.Flows {
		fl := &n.Flows[f]
		ways := m.Ways(network.FlowID(f))
		if len(ways) == 0 || fl.Empty {
			continue
		}
		t := fl.PerSecond * 366 * 86400
		if fl.Commodity >= 0 {
			t *= n.Commodities[fl.Commodity].Tonnes
		}
		seen := map[string]bool{}
		add := func(kind, id string) { seen[kind+" "+id] = true }
		for _, place := range ways[0].Chokepoints(n, m.Finder.Runs) {
			if v, ok := n.Node(place); ok {
				add(n.Nodes[v].Kind.String(), place)
			}
		}
		for i := range ways[0].Legs {
			if l := &ways[0].Legs[i]; l.Kind == route.Ride {
				add("service", n.Services[l.Service].ID)
				for c := l.From; c < l.To; c++ {
					for _, d := range m.Finder.Runs[l.Service].Parts[c].Links {
						add("line", n.Links[d.Link].ID)
					}
				}
			}
		}
		for k := range seen {
			of[k] += t
		}
	}
	for i := range parts {
		parts[i].Tonnes = of[strings.Join([]string{parts[i].Kind, parts[i].ID}, " ")]
	}
}
