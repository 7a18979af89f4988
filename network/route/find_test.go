package route

import (
	"math"
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
// changes.
func TestTheFirstWayIsAsCheapAsTheSlowTwins(t *testing.T) {
	net, f := builtin(t)
	for i := range net.Flows {
		q := Query{From: net.Flows[i].From, To: net.Flows[i].To, Flow: &net.Flows[i], Routing: Routing(i % len(Routings))}
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
		_, got := g.shortest(start, goal)
		_, guided := s.toward(g, start, goal, s.rest(g, goal, nil))
		if got != want && math.Abs(got-want) > 1e-6 || guided != want && math.Abs(guided-want) > 1e-6 {
			t.Errorf("%s: %g, guided %g; the slow twin finds %g", net.Flows[i].ID, got, guided, want)
		}
	}
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
