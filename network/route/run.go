package route

import (
	"fmt"
	"math"

	"corridor/data"
	"corridor/network"
)

// Run is the way of a service: the links between its calls.
type Run struct {
	Parts []Part // Parts[i] leads from call i to call i+1
}

// Part is a stretch between two calls.
type Part struct {
	Links []Directed
	KM    float64
	KMUS  float64 // of it on US land
	Touch network.Touch
	Hours float64 // running time without stops
}

// Directed is a link with its direction.
type Directed struct {
	Link    network.LinkID
	Reverse bool
}

// Ends of the link in the direction of travel.
func (d Directed) Ends(n *network.Network) (from, to network.NodeID) {
	l := &n.Links[d.Link]
	if d.Reverse {
		return l.To, l.From
	}
	return l.From, l.To
}

// unbuilt keeps lines off links that are proposals, hours.
const unbuilt = 1e6

// Runs finds the way of every service: the fastest over links of its mode that
// it has rights on, over links that are proposals only where no other lead there.
// A service whose calls are not joined is a problem.
func Runs(n *network.Network) ([]Run, data.Problems) {
	var ps data.Problems
	runs := make([]Run, len(n.Services))
	callRow := map[string]data.Row{}
	for _, r := range n.Set.Rows("calls") {
		callRow[r.Key()] = r
	}
	for i := range n.Services {
		s := &n.Services[i]
		g := newGraph(len(n.Nodes))
		for l := range n.Links {
			k := &n.Links[l]
			if !s.MayUse(k) {
				continue
			}
			hours := k.Hours()
			if !k.Open {
				hours += unbuilt
			}
			g.add(arc{from: int32(k.From), to: int32(k.To), leg: -1, weight: hours, link: Directed{network.LinkID(l), false}})
			if !k.OneWay {
				g.add(arc{from: int32(k.To), to: int32(k.From), leg: -1, weight: hours, link: Directed{network.LinkID(l), true}})
			}
		}
		g.index()
		for c := 0; c+1 < len(s.Calls); c++ {
			from, to := s.Calls[c].Node, s.Calls[c+1].Node
			arcs, w := g.shortest(int(from), int(to))
			if math.IsInf(w, 1) {
				ps = append(ps, data.Problem{File: "calls.csv", Value: s.ID, Want: fmt.Sprintf("expected links of mode %s from %s to %s with rights of %v", s.Mode, n.Nodes[from].ID, n.Nodes[to].ID, s.Rights)})
				runs[i].Parts = append(runs[i].Parts, Part{})
				continue
			}
			var p Part
			for _, a := range arcs {
				k := &n.Links[a.link.Link]
				p.Links = append(p.Links, a.link)
				p.KM += k.KM
				p.Hours += k.Hours()
				if k.Touch == network.TouchLand {
					p.KMUS += k.KM
				}
				p.Touch = max(p.Touch, k.Touch)
			}
			runs[i].Parts = append(runs[i].Parts, p)
		}
	}
	return runs, ps
}

// Along sums the parts from call i to call j. Staying aboard through a call in
// the United States is touch `call`.
func (r *Run) Along(n *network.Network, s *network.Service, i, j int) (p Part) {
	for c := i; c < j; c++ {
		q := &r.Parts[c]
		p.KM += q.KM
		p.KMUS += q.KMUS
		p.Hours += q.Hours
		p.Touch = max(p.Touch, q.Touch)
		if c > i && n.Nodes[s.Calls[c].Node].Country == network.US && n.Nodes[s.Calls[c].Node].Kind != network.Crossing {
			p.Touch = max(p.Touch, network.TouchCall)
		}
	}
	return p
}
