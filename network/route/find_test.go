package route

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"corridor/data"
	"corridor/network"
)

func builtin(t testing.TB) (*network.Network, *Finder) {
	t.Helper()
	set, err := data.Load(data.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	net, err := network.Build(set)
	if err != nil {
		t.Fatal(err)
	}
	runs, ps := Runs(net)
	if err := ps.Err(); err != nil {
		t.Fatal(err)
	}
	f := &Finder{Net: net, Runs: runs, Open: make([]bool, len(net.Services))}
	for i := range net.Services {
		f.Open[i] = net.Services[i].Open
	}
	return net, f
}

// Every way that is found for a flow obeys its rule, hangs together from
// origin to destination, sums to its legs, and differs from the others.
func TestWaysObeyTheirRuleAndHangTogether(t *testing.T) {
	net, f := builtin(t)
	for i := range net.Flows {
		flow := &net.Flows[i]
		for r := range Routings {
			ways, why := f.Find(Query{From: flow.From, To: flow.To, Flow: flow, Routing: Routing(r), Most: 6})
			if len(ways) == 0 && why == "" {
				t.Errorf("%s under %s: none, and no reason", flow.ID, Routings[r])
			}
			names := map[string]bool{}
			for k := range ways {
				w := &ways[k]
				name := w.Name(net, f.Runs)
				if names[name] {
					t.Errorf("%s under %s: %q twice", flow.ID, Routings[r], name)
				}
				names[name] = true
				land := w.KMUS > 0 || w.Touch == network.TouchLand
				switch Routing(r) {
				case ViaUS:
					if !land {
						t.Errorf("%s under us: %q does not cross US land", flow.ID, name)
					}
				case Direct, DirectStrict:
					if land || Routing(r) == DirectStrict && w.Touch > network.TouchOverflight {
						t.Errorf("%s under %s: %q touches %s", flow.ID, Routings[r], name, w.Touch)
					}
				}
				at := flow.From
				hours := 0.0
				for _, l := range w.Legs {
					hours += l.Hours
					switch l.Kind {
					case Drive:
						from, to := l.Link.Ends(net)
						if from != at {
							t.Errorf("%s: %q jumps from %s to %s", flow.ID, name, net.Nodes[at].ID, net.Nodes[from].ID)
						}
						at = to
					case Ride:
						s := &net.Services[l.Service]
						if s.Calls[l.From].Node != at || !s.Takes(net.Commodities[flow.Commodity].Equipment) || !s.Calls[l.From].Board || !s.Calls[l.To].Alight {
							t.Errorf("%s: %q boards %s where it may not", flow.ID, name, s.ID)
						}
						at = s.Calls[l.To].Node
					default:
						if l.Node != at {
							t.Errorf("%s: %q is handled at %s, stands at %s", flow.ID, name, net.Nodes[l.Node].ID, net.Nodes[at].ID)
						}
					}
				}
				if at != flow.To || math.Abs(hours-w.Hours) > 1e-6 {
					t.Errorf("%s: %q ends at %s after %g h, says %g h", flow.ID, name, net.Nodes[at].ID, hours, w.Hours)
				}
			}
		}
	}
}

func TestEqualQuestionsHaveEqualAnswers(t *testing.T) {
	net, f := builtin(t)
	for _, i := range []int{0, len(net.Flows) / 2, len(net.Flows) - 1} {
		q := Query{From: net.Flows[i].From, To: net.Flows[i].To, Flow: &net.Flows[i], Most: 6}
		first, _ := f.Find(q)
		for range 20 {
			if again, _ := f.Find(q); !reflect.DeepEqual(first, again) {
				t.Fatalf("%s: another answer to the same question", net.Flows[i].ID)
			}
		}
	}
}

// The slow twin: Bellman and Ford's relaxation of all arcs until nothing
// changes. Three searches are held against it: gonum's, the one over the whole
// graph, and the one that looks no further than it must, with waits, fees and
// closures drawn at random and from everywhere that the whole way leads to.
func TestTheFirstWayIsAsCheapAsTheSlowTwins(t *testing.T) {
	net, f := builtin(t)
	draw := rand.New(rand.NewPCG(5, 5))
	for i := range net.Flows {
		q := Query{From: net.Flows[i].From, To: net.Flows[i].To, Flow: &net.Flows[i], Routing: Routing(i % len(Routings)), Passed: true}
		for trial := range 3 {
			if trial > 0 {
				upset(&q, net, draw)
			}
			for range 20 { // from here, then from along the way
				way, ok := holdAgainstTwin(t, f, q)
				if !ok || len(way.Legs) < 2 {
					break
				}
				q = along(net, q, way, draw.IntN(len(way.Legs)))
			}
			q.From, q.Side, q.Aboard, q.Touched = net.Flows[i].From, 0, false, false
		}
	}
}

// upset lays random waits, fees and closures over a question.
func upset(q *Query, net *network.Network, draw *rand.Rand) {
	some := func(n int) []float64 {
		list := make([]float64, n)
		for i := range list {
			switch draw.IntN(8) {
			case 0:
				list[i] = math.Inf(1)
			case 1, 2, 3:
				list[i] = 100 * draw.Float64()
			}
		}
		return list
	}
	nodes, links, services := some(len(net.Nodes)), some(len(net.Links)), some(len(net.Services))
	q.AtNode = func(n network.NodeID, _ network.Event) (hours, usd float64) { return nodes[n], 0 }
	q.AtLink = func(l network.LinkID) (hours, usd float64) { return links[l], 5 }
	q.AtService = func(s network.ServiceID, _, to int) (hours, usd float64) { return services[s] * float64(to), 10 }
}

// along is the question asked again behind some legs of the answer.
func along(net *network.Network, q Query, w Way, legs int) Query {
	q.Aboard, q.Side = false, 0
	for _, l := range w.Legs[:legs+1] {
		q.Touched = q.Touched || l.Touch == network.TouchLand
		switch l.Kind {
		case Drive:
			_, q.From = l.Link.Ends(net)
			q.Side, q.Aboard = net.Links[l.Link.Link].Country, false
		case Ride:
			q.From, q.Aboard = net.Services[l.Service].Calls[l.To].Node, true
		case Cross:
			q.Side = entered(l.Event)
		case Unload:
			q.Aboard = false
		}
	}
	return q
}

func entered(e network.Event) network.Country {
	for _, c := range []network.Country{network.CA, network.US, network.MX} {
		if network.Enter(c) == e {
			return c
		}
	}
	return network.XX
}

func holdAgainstTwin(t *testing.T, f *Finder, q Query) (Way, bool) {
	t.Helper()
	g, s := newGraph(0), &searcher{}
	start, goal := f.build(q, g)
	dist := make([]float64, g.vertices)
	for v := range dist {
		dist[v] = math.Inf(1)
	}
	dist[start] = 0
	for changed := true; changed; {
		changed = false
		for k := range g.arcs {
			if a := &g.arcs[k]; dist[a.from]+a.weight < dist[a.to]-1e-9 {
				dist[a.to] = dist[a.from] + a.weight
				changed = true
			}
		}
	}
	want := dist[goal]
	_, byGonum := g.shortest(start, goal)
	_, guided := s.toward(g, start, goal, s.rest(g, goal, nil))
	way, ok := f.Cheapest(q)
	q.Cheaper = true
	blind, _ := f.Cheapest(q)
	least := math.Inf(1)
	if ok {
		least = way.USD + (f.hour(q)+1e-3)*way.Hours
		if !reflect.DeepEqual(way, blind) {
			t.Errorf("%s: another way without bounds", q.Flow.ID)
		}
	}
	for i, got := range []float64{byGonum, guided, least} {
		if got != want && math.Abs(got-want) > 1e-6 {
			t.Errorf("%s: %s finds %g, the slow twin %g", q.Flow.ID, []string{"gonum", "the guided search", "the cheapest"}[i], got, want)
		}
	}
	return way, ok
}

func TestWhatIsClosedIsNotPartOfAWay(t *testing.T) {
	net, f := builtin(t)
	var flow *network.Flow
	for i := range net.Flows {
		if net.Flows[i].ID == "auto-parts-monterrey-toronto" {
			flow = &net.Flows[i]
		}
	}
	wtb, _ := net.Node("laredo-wtb")
	q := Query{From: flow.From, To: flow.To, Flow: flow, Routing: ViaUS, Most: 6, AtNode: func(n network.NodeID, _ network.Event) (hours, usd float64) {
		if n == wtb {
			return math.Inf(1), 0
		}
		return 0, 0
	}}
	ways, _ := f.Find(q)
	if len(ways) == 0 {
		t.Fatal("no way around one bridge")
	}
	for i := range ways {
		for _, c := range ways[i].Chokepoints(net, f.Runs) {
			if c == "laredo-wtb" {
				t.Errorf("a way over the closed bridge: %s", ways[i].Name(net, f.Runs))
			}
		}
	}
}

func BenchmarkFind(b *testing.B) {
	net, f := builtin(b)
	for i := 0; b.Loop(); i++ {
		flow := &net.Flows[i%len(net.Flows)]
		f.Find(Query{From: flow.From, To: flow.To, Flow: flow, Most: 6})
	}
}

// BenchmarkCheapest is the search of cargo under way.
func BenchmarkCheapest(b *testing.B) {
	net, f := builtin(b)
	for i := 0; b.Loop(); i++ {
		flow := &net.Flows[i%len(net.Flows)]
		f.Cheapest(Query{From: flow.From, To: flow.To, Flow: flow})
	}
}
