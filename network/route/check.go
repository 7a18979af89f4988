package route

import (
	"fmt"
	"math"
	"slices"
	"time"

	"corridor/data"
	"corridor/network"
)

// Reach is how many flows have a way under a routing, and why the others have
// none.
type Reach struct {
	Flows int
	Why   []string // one a flow without a way, `flow: reason`
}

// CheckFlows looks for the ways of every flow under every routing. A flow with
// none under open is a problem, and so is a timetable that its links do not
// allow, and whatever no flow uses. proposals are the services, by id, that are
// opened beside those that are open: what a way uses then counts as used too. Nil:
// services that are not open are not asked about.
func CheckFlows(n *network.Network, proposals []bool) (reach []Reach, ps data.Problems) {
	runs, ps := Runs(n)
	if len(ps) > 0 {
		return nil, ps
	}
	ps = append(checkTimetables(n, runs), checkCounts(n, runs)...)
	f := &Finder{Net: n, Runs: runs, Open: make([]bool, len(n.Services))}
	for i := range n.Services {
		f.Open[i] = n.Services[i].Open
	}
	u := newUse(n, runs)
	reach = make([]Reach, len(Routings))
	for r := range reach {
		for i := range n.Flows {
			flow := &n.Flows[i]
			if flow.Fixed {
				reach[r].Flows++
				u.fixed(flow)
				continue
			}
			ways, why := f.Find(Query{From: flow.From, To: flow.To, Flow: flow, Routing: Routing(r), Most: n.Params.ChoiceWays})
			u.mark(ways)
			if why == "" {
				reach[r].Flows++
				if Routing(r) == Open {
					ps = append(ps, checkDue(n, flow, ways)...)
				}
				continue
			}
			reach[r].Why = append(reach[r].Why, flow.ID+": "+why)
			if Routing(r) == Open {
				row, _ := n.Set.Find("flows", flow.ID)
				ps = append(ps, row.Problem("id", "expected a way: "+why))
			}
		}
	}
	u.empties(f)
	if slices.Contains(proposals, true) {
		for i := range proposals {
			f.Open[i] = f.Open[i] || proposals[i]
		}
		for _, r := range []Routing{Open, Direct} {
			for i := range n.Flows {
				if flow := &n.Flows[i]; !flow.Fixed && proposed(n, flow, proposals) {
					ways, _ := f.Find(Query{From: flow.From, To: flow.To, Flow: flow, Routing: r, Most: n.Params.ChoiceWays})
					u.mark(ways)
				}
			}
		}
	}
	return reach, append(ps, u.unused(proposals)...)
}

// proposed says whether a proposal takes the goods of a flow.
func proposed(n *network.Network, flow *network.Flow, proposals []bool) bool {
	for i, is := range proposals {
		if is && !n.Services[i].Open && n.Services[i].Takes(n.Commodities[flow.Commodity].Equipment) {
			return true
		}
	}
	return false
}

// checkDue finds flows whose quoted time is less than the fastest way takes
// without any queue: every load would be late.
func checkDue(n *network.Network, flow *network.Flow, ways []Way) (ps data.Problems) {
	if flow.Due == 0 {
		return nil
	}
	fastest := math.Inf(1)
	for i := range ways {
		fastest = min(fastest, ways[i].Hours)
	}
	if flow.Due.Hours() < fastest {
		row, _ := n.Set.Find("flows", flow.ID)
		ps = append(ps, row.Problem("due", fmt.Sprintf("expected at least the %.1f days of the fastest way without queues", fastest/24)))
	}
	return ps
}

// Price a tonne-km by mode, USD, that a service may ask on its whole run.
var prices = [4][2]float64{network.Rail: {0.005, 0.3}, network.Sea: {0.0005, 0.15}, network.Air: {0.1, 8}}

// checkTimetables holds planned times against the running times of the links
// under them, and prices against the distance.
func checkTimetables(n *network.Network, runs []Run) (ps data.Problems) {
	for i, row := range n.Set.Rows("services") {
		s := &n.Services[i]
		km := 0.0
		for c, p := range runs[i].Parts {
			km += p.KM
			planned, stop := s.Calls[c+1].Planned-s.Calls[c].Planned, time.Duration(0)
			if c+2 < len(s.Calls) {
				stop = s.Calls[c+1].Stop
			}
			need := time.Duration(p.Hours*float64(time.Hour)) + stop
			call, ok := n.Set.Find("calls", fmt.Sprintf("%s/%d", s.ID, c+2))
			if !ok {
				continue // calls whose orders have gaps: the first row tells
			}
			if planned < need-need/100-5*time.Minute {
				ps = append(ps, call.Problem("planned", fmt.Sprintf("expected at least %s after the call before it, always late: %.0f km take %.1f h, and %s of stop", need.Round(time.Minute), p.KM, p.Hours, stop)))
			}
			if planned > 3*need+5*24*time.Hour {
				ps = append(ps, call.Problem("planned", fmt.Sprintf("expected at most three times the running time and stop of %s, and five days", need.Round(time.Minute))))
			}
		}
		for k := range n.Commodities {
			c := &n.Commodities[k]
			if !s.Takes(c.Equipment) || km == 0 {
				continue
			}
			usd := s.RideUSD(km, c) / km / c.Tonnes
			if b := prices[s.Mode]; usd > 0 && (usd < b[0] || usd > b[1]) {
				ps = append(ps, row.Problem("id", fmt.Sprintf("expected a price of %g to %g USD per tonne-km by %s; over its whole run of %.0f km %s pay %.3g", b[0], b[1], s.Mode, km, c.ID, usd)))
				break
			}
		}
	}
	return ps
}

// checkCounts finds crossings and ports where this world's own trains and ships
// are more than were counted: the count is of all of them.
func checkCounts(n *network.Network, runs []Run) (ps data.Problems) {
	type place struct {
		node  network.NodeID
		event network.Event
	}
	own := map[place]float64{} // departures a year
	for i := range n.Services {
		s := &n.Services[i]
		if !s.Open || s.Departs.Full {
			continue
		}
		yearly := s.Departs.PerWeek() * 365.25 / 7 * (1 - s.Blank)
		for c := range s.Calls {
			if k := n.Nodes[s.Calls[c].Node].Kind; k != network.Crossing && (k == network.Port) == (s.Mode == network.Sea) { // no train holds a berth
				own[place{s.Calls[c].Node, network.VehicleCall}] += yearly
			}
		}
		for _, p := range runs[i].Parts {
			for k, d := range p.Links {
				_, at := d.Ends(n)
				if n.Nodes[at].Kind == network.Crossing && k+1 < len(p.Links) {
					own[place{at, network.VehicleEnter(n.Links[p.Links[k+1].Link].Country)}] += yearly
				}
			}
		}
		for c := 1; c+1 < len(s.Calls); c++ { // crossings that are calls
			if at := s.Calls[c].Node; n.Nodes[at].Kind == network.Crossing {
				next := runs[i].Parts[c].Links
				own[place{at, network.VehicleEnter(n.Links[next[0].Link].Country)}] += yearly
			}
		}
	}
	rows := n.Set.Rows("backgrounds")
	for i := range n.Backgrounds {
		g := &n.Backgrounds[i]
		count := 0.0
		for _, x := range g.Months {
			count += x
		}
		if mine := own[place{g.Node, g.Event}]; mine > 1.02*count && g.Year == n.Params.Start.Year() {
			ps = append(ps, rows[i].Problem("months", fmt.Sprintf("expected at least the %.0f departures a year of this world's own services here; these counts are %.0f", mine, count)))
		}
	}
	return ps
}
