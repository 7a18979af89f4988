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
	ps = checkTimetables(n, runs)
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
			ways, why := f.through(flow, Routing(r), n.Params.ChoiceWays)
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
	if slices.Contains(proposals, true) {
		for i := range proposals {
			f.Open[i] = f.Open[i] || proposals[i]
		}
		for r := range Routings {
			for i := range n.Flows {
				if flow := &n.Flows[i]; !flow.Fixed {
					ways, _ := f.through(flow, Routing(r), n.Params.ChoiceWays)
					u.mark(ways)
				}
			}
		}
	}
	return reach, append(ps, u.unused(proposals)...)
}

// through finds the ways of a flow. Those of a flow with a place of processing
// are the ways to it followed by the ways from it; one of the two halves must
// cross US land under us.
func (f *Finder) through(flow *network.Flow, r Routing, most int) (ways []Way, why string) {
	if flow.Stop < 0 {
		return f.Find(Query{From: flow.From, To: flow.To, Flow: flow, Routing: r, Most: most})
	}
	halves := [][2]Routing{{r, r}}
	if r == ViaUS {
		halves = [][2]Routing{{Open, ViaUS}, {ViaUS, Open}}
	}
	for _, h := range halves {
		first, no := f.Find(Query{From: flow.From, To: flow.Stop, Flow: flow, Routing: h[0], Most: most})
		if no != "" {
			why = no
			continue
		}
		second, no := f.Find(Query{From: flow.Stop, To: flow.To, Flow: flow, Routing: h[1], Most: most})
		if no != "" {
			why = no
			continue
		}
		return append(first, second...), ""
	}
	return nil, why
}

// checkDue finds flows whose quoted time is less than the fastest way takes
// without any queue: every load would be late.
func checkDue(n *network.Network, flow *network.Flow, ways []Way) (ps data.Problems) {
	if flow.Due == 0 || flow.Stop >= 0 {
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
