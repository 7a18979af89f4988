package network

import (
	"fmt"

	"github.com/paulmach/orb"

	"corridor/data"
)

// Plausible speeds by mode, km/h. Ships: 8 to 28 knots. Aircraft by block times,
// taxiing included: short hops are slow.
var speeds = [4][2]float64{Road: {20, 110}, Rail: {10, 110}, Sea: {8 * 1.852, 28 * 1.852}, Air: {350, 1000}}

// Most a link may be longer than the great circle, as a factor and km on top:
// roads and lines go around mountains and bays, ships around continents.
var detours = [4][2]float64{Road: {1.9, 60}, Rail: {1.9, 60}, Sea: {2.5, 1500}, Air: {1.25, 50}}

// townKM is what a length may be short of the great circle, on top of 2%: places
// are points, and towns are wide.
const townKM = 5

// Check finds what is possible but hardly meant, in a network that can be
// built: lengths under the great circle, speeds that no vehicle of the mode has,
// places in another country than they say, vehicles larger than any, stations
// that can never serve what comes, rows that nothing uses. It returns all problems at once. What
// cannot work at all is found by Build; what takes ways to find, by package
// route.
func (n *Network) Check() (ps data.Problems) {
	ps = append(ps, n.checkLinks()...)
	ps = append(ps, n.checkPlaces()...)
	ps = append(ps, n.checkVehicles()...)
	ps = append(ps, n.checkGoods()...)
	ps = append(ps, n.checkTraffic()...)
	return append(ps, n.checkUse()...)
}

// checkWhole finds what only the whole network shows: places that nothing
// reaches, crossings without a process, ships that call inland.
func (n *Network) checkWhole() (ps data.Problems) {
	if len(n.Links) == 0 {
		return nil
	}
	return append(n.checkNodes(), n.checkServices()...)
}

func (n *Network) checkLinks() (ps data.Problems) {
	type join struct {
		a, b  NodeID
		mode  Mode
		owner string
	}
	first := map[join]string{}
	for i, row := range n.Set.Rows("links") {
		l := &n.Links[i]
		if s := speeds[l.Mode]; l.KMH < s[0] || l.KMH > s[1] {
			ps = append(ps, row.Problem("kmh", fmt.Sprintf("expected a speed of %.3g to %.3g km/h by %s", s[0], s[1], l.Mode)))
		}
		if l.Spread > 0.6 {
			ps = append(ps, row.Problem("spread", "expected at most 0.6: more is a queue or a breakdown, not the running of a link"))
		}
		same := join{min(l.From, l.To), max(l.From, l.To), l.Mode, l.Owner}
		if have, ok := first[same]; ok && !l.OneWay {
			ps = append(ps, row.Problem("id", "expected one link of an owner between two places; "+have+" joins them"))
		} else if !l.OneWay {
			first[same] = l.ID
		}
		for _, end := range [2]struct {
			column string
			node   NodeID
		}{{"from", l.From}, {"to", l.To}} {
			x := &n.Nodes[end.node]
			if (l.Mode == Road || l.Mode == Rail) && x.Kind != Crossing && x.Country != XX && l.Country != XX && x.Country != l.Country {
				ps = append(ps, row.Problem(end.column, fmt.Sprintf("expected a place in %s or a crossing: a link lies in one country, %s is in %s", l.Country, x.ID, x.Country)))
			}
		}
		if !n.Nodes[l.From].placed() || !n.Nodes[l.To].placed() {
			continue
		}
		straight := GreatCircleKM(n.Nodes[l.From].At, n.Nodes[l.To].At)
		if l.KM < 0.98*straight-townKM {
			ps = append(ps, row.Problem("km", fmt.Sprintf("expected at least the great circle, %.0f km", straight)))
		}
		if d := detours[l.Mode]; l.KM > d[0]*straight+d[1] {
			ps = append(ps, row.Problem("km", fmt.Sprintf("expected at most %g times the great circle of %.0f km and %g km by %s", d[0], straight, d[1], l.Mode)))
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
