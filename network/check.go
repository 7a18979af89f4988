package network

import (
	"fmt"

	"github.com/paulmach/orb"

	"corridor/data"
)

// Plausible speeds by mode, km/h.
var speeds = [4][2]float64{Road: {20, 120}, Rail: {8, 160}, Sea: {8, 50}, Air: {300, 1000}}

// Check finds what is possible but hardly meant: lengths under the great
// circle, speeds that no vehicle of the mode has. It returns all problems at
// once. What cannot work at all is found by Build.
func (n *Network) Check() (ps data.Problems) { return n.checkLinks() }

// checkWhole finds what only the whole network shows: places that nothing
// reaches, crossings without a process, ships that call inland.
func (n *Network) checkWhole() (ps data.Problems) {
	if len(n.Links) == 0 {
		return nil
	}
	return append(n.checkNodes(), n.checkServices()...)
}

func (n *Network) checkLinks() (ps data.Problems) {
	for i, row := range n.Set.Rows("links") {
		l := &n.Links[i]
		if s := speeds[l.Mode]; l.KMH < s[0] || l.KMH > s[1] {
			ps = append(ps, row.Problem("kmh", fmt.Sprintf("expected a speed of %g to %g km/h by %s", s[0], s[1], l.Mode)))
		}
		if !n.Nodes[l.From].placed() || !n.Nodes[l.To].placed() {
			continue
		}
		straight := GreatCircleKM(n.Nodes[l.From].At, n.Nodes[l.To].At)
		// Places are points: a length may be short of the great circle between
		// them by the size of a town.
		if l.KM < 0.98*straight-25 {
			ps = append(ps, row.Problem("km", fmt.Sprintf("expected at least the great circle, %.0f km", straight)))
		}
		// Ships go around land; others do not go three times as far.
		if l.Mode != Sea && l.KM > 3*straight+120 {
			ps = append(ps, row.Problem("km", fmt.Sprintf("expected at most three times the great circle of %.0f km", straight)))
		}
	}
	return ps
}

// placed says whether a node has coordinates.
func (x *Node) placed() bool { return x.At != orb.Point{} }

func (n *Network) checkNodes() (ps data.Problems) {
	touched := make([]bool, len(n.Nodes))
	for i := range n.Links {
		touched[n.Links[i].From], touched[n.Links[i].To] = true, true
	}
	for i, row := range n.Set.Rows("nodes") {
		if !touched[i] {
			ps = append(ps, row.Problem("id", "expected at least one link to this "+n.Nodes[i].Kind.String()))
		}
		if n.Nodes[i].Kind == Crossing {
			empty := true
			for e := EnterUS; e <= VehicleEnterCA; e++ {
				empty = empty && (n.Nodes[i].Process[e] < 0 || e == VehicleCall)
			}
			if empty {
				ps = append(ps, row.Problem("id", "expected a process of the crossing in facilities.csv"))
			}
		}
	}
	return ps
}

func (n *Network) checkServices() (ps data.Problems) {
	for i := range n.Services {
		s := &n.Services[i]
		for c, call := range s.Calls {
			row, _ := n.Set.Find("calls", fmt.Sprintf("%s/%d", s.ID, c+1))
			if k := n.Nodes[call.Node].Kind; s.Mode == Sea && k != Port && k != Strait && k != Overseas {
				ps = append(ps, data.Problem{File: "calls.csv", Line: row.Line, Value: n.Nodes[call.Node].ID, Want: "expected a port for a ship's call"})
			}
		}
	}
	return ps
}
