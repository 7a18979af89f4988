package route

import (
	"corridor/data"
	"corridor/network"
)

// Reach is how many flows have a way under a routing, and why the others have
// none.
type Reach struct {
	Flows int
	Why   []string // one a flow without a way, `flow: reason`
}

// CheckFlows looks for a way for every flow under every routing. A flow with
// none under open is a problem.
func CheckFlows(n *network.Network) (reach []Reach, ps data.Problems) {
	runs, ps := Runs(n)
	if len(ps) > 0 {
		return nil, ps
	}
	f := &Finder{Net: n, Runs: runs, Open: make([]bool, len(n.Services))}
	for i := range n.Services {
		f.Open[i] = n.Services[i].Open
	}
	reach = make([]Reach, len(Routings))
	for r := range reach {
		for i := range n.Flows {
			flow := &n.Flows[i]
			if flow.Fixed {
				reach[r].Flows++
				continue
			}
			ways, why := f.Find(Query{From: flow.From, To: flow.To, Flow: flow, Routing: Routing(r), Most: 1})
			if len(ways) > 0 {
				reach[r].Flows++
				continue
			}
			reach[r].Why = append(reach[r].Why, flow.ID+": "+why)
			if Routing(r) == Open {
				row, _ := n.Set.Find("flows", flow.ID)
				ps = append(ps, row.Problem("id", "expected a way: "+why))
			}
		}
	}
	return reach, ps
}
