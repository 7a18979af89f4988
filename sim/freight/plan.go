package freight

import (
	"fmt"
	"slices"
	"time"

	"corridor/data"
	"corridor/network"
	"corridor/network/route"
	"corridor/sim"
)

// plan is a way compiled to steps.
type plan struct {
	cost  float64   // generalised, USD
	asks  []passage // those that may take longer or cost more than their mean
	at    int32     // first step
	way   route.Way
	name  string
	nodes []passage
	rides []bookable
}

// bookable is a ride on a way that is booked when the load sets out.
type bookable struct {
	at       int32 // its step
	service  network.ServiceID
	from, to int
	lead     time.Duration // mean time from the ride booked before it, or the start
	hours    time.Duration // of the ride, waiting included
}

// passage is a facility event or service on a way, for expected delays.
type passage struct {
	after   float64 // mean hours from the start of the way to here
	node    network.NodeID
	service network.ServiceID // -1: a facility or road
	link    int32             // -1: a facility or service
	from    int16             // calls
	to      int16
	event   network.Event
}

// flowPlan is what a flow chooses from.
type flowPlan struct {
	open   []plan
	cohort []plan

	openOutlook   outlook
	cohortOutlook outlook

	why   string  // where cohort is empty
	meets []int32 // places and services on its ways, see meetings
	key   uint64
	hour  float64  // value of an hour, USD
	look  sim.Time // that its cargo looks ahead when it looks for another way
}

// flowPlans finds the ways of every flow under open and under the case's rule.
func (m *Model) flowPlans(before []*Model) error {
	var ps data.Problems
	for i := range m.Net.Flows {
		f := &m.Net.Flows[i]
		fp := flowPlan{key: uint64(sim.Key(0).Named("flow").Named(f.ID))}
		if f.Commodity >= 0 {
			fp.hour = m.Net.Commodities[f.Commodity].HourUSD()
		}
		if f.Fixed {
			p, problem := m.fixedPlan(f)
			if problem != nil {
				ps = append(ps, *problem)
				continue
			}
			fp.open = []plan{p}
			fp.cohort = fp.open
		} else {
			fp.open, fp.why = m.plans(network.FlowID(i), route.Open, before)
			if len(fp.open) == 0 && !f.Empty {
				ps = append(ps, data.Problem{File: "flows.csv", Value: f.ID, Want: "expected a way: " + fp.why})
			}
			fp.cohort = fp.open
			if m.Case.Routing != route.Open && !f.Empty {
				fp.cohort, fp.why = m.plans(network.FlowID(i), m.Case.Routing, before)
			}
		}
		fp.look = sim.Time(time.Hour)
		if len(fp.open) > 0 {
			fp.look = max(fp.look, sim.Time(fp.open[0].way.Hours*hoursToNS))
		}
		m.flows = append(m.flows, fp)
	}
	m.askWhatVaries()
	m.outlooks()
	m.meetings()
	return ps.Err()
}

// askWhatVaries picks from each way what a choice has to ask: rides, what passes
// a resource, and what a change or tariff is about. The rest is always as planned.
func (m *Model) askWhatVaries() {
	gates, links := make([]bool, len(m.Net.Nodes)*int(network.Events)), make([]bool, len(m.Net.Links))
	for n := range m.entry {
		for e, pc := range m.entry[n] {
			gate := n*int(network.Events) + e
			gates[gate] = len(m.duties) > 0 && m.Net.Nodes[n].Kind == network.Crossing
			for ; pc >= 0 && m.ops[pc].code != opReturn; pc++ {
				gates[gate] = gates[gate] || m.ops[pc].res >= 0
			}
		}
	}
	for i := range m.Net.Links {
		links[i] = !m.Net.Links[i].Open
	}
	for i := range m.changes {
		c := &m.changes[i]
		for _, g := range c.gates {
			gates[g] = true
		}
		for _, l := range c.links {
			links[l] = true
		}
		for _, pc := range append(c.ops[:len(c.ops):len(c.ops)], c.stages...) {
			if n := m.ops[pc].node; n >= 0 {
				gates[int(n)*int(network.Events)+int(m.ops[pc].event)] = true
			}
		}
	}
	varies := func(p *passage) bool {
		switch {
		case p.service >= 0:
			return true
		case p.link >= 0:
			return links[p.link]
		}
		return gates[int(p.node)*int(network.Events)+int(p.event)]
	}
	for f := range m.flows {
		for _, plans := range [][]plan{m.flows[f].open, m.flows[f].cohort} {
			for i := range plans {
				plans[i].asks = nil
				for _, p := range plans[i].nodes {
					if varies(&p) {
						plans[i].asks = append(plans[i].asks, p)
					}
				}
			}
		}
	}
}

func (m *Model) plans(flow network.FlowID, r route.Routing, before []*Model) ([]plan, string) {
	f := &m.Net.Flows[flow]
	ways, why, known := waysOf(before, m.Finder, flow, r)
	if known {
		return m.compiled(ways), why
	}
	most := m.Net.Params.ChoiceWays
	if f.Empty {
		most = min(most, emptyWays)
	}
	ways, why = m.Finder.Find(route.Query{From: f.From, To: f.To, Flow: f, Routing: r, Most: most})
	return m.compiled(ways), why
}

// waysOf are the ways that another case with the same services and links found.
func waysOf(before []*Model, finder *route.Finder, flow network.FlowID, r route.Routing) (ways []route.Way, why string, known bool) {
	for _, b := range before {
		if !slices.Equal(b.Finder.Open, finder.Open) || !slices.Equal(b.Finder.Built, finder.Built) {
			continue
		}
		fp := &b.flows[flow]
		list := fp.open
		if r != route.Open {
			if b.Case.Routing != r {
				continue
			}
			list, why = fp.cohort, fp.why
		}
		for i := range list {
			ways = append(ways, list[i].way)
		}
		return ways, why, true
	}
	return nil, "", false
}

func (m *Model) compiled(ways []route.Way) (plans []plan) {
	for _, w := range ways {
		var p plan
		m.steps, p = m.compileWay(m.steps, w)
		plans = append(plans, p)
	}
	return plans
}

// compileWay appends the steps of a way.
func (m *Model) compileWay(steps []step, w route.Way) ([]step, plan) {
	n := m.Net
	p := plan{at: int32(len(steps)), cost: w.Cost, way: w, name: w.Name(n, m.Finder.Runs)}
	newDriver := int16(0) // a load begins with a rested driver; one sent another way keeps his
	sum, last := 0.0, 0.0 // mean hours up to here, and of them up to the end of the last booked ride
	here := func(node network.NodeID) {
		steps = append(steps, step{pc: m.pcHere, arg: int32(node), i: int16(len(steps) - int(p.at))})
	}
	process := func(node network.NodeID, e network.Event) {
		if pc := m.entry[node][e]; pc >= 0 {
			steps = append(steps, step{pc: pc, arg: int32(node)})
			p.nodes = append(p.nodes, passage{node: node, event: e, service: -1, link: -1, after: sum})
		}
	}
	span := func(hours float64) time.Duration { return time.Duration(hours * hoursToNS) }
	for i := range w.Legs {
		l := &w.Legs[i]
		switch l.Kind {
		case route.Drive:
			from, _ := l.Link.Ends(n)
			here(from)
			arg := int32(l.Link.Link) << 1
			if l.Link.Reverse {
				arg |= 1
			}
			steps = append(steps, step{pc: m.pcDrive, arg: arg, i: newDriver})
			p.nodes = append(p.nodes, passage{service: -1, link: arg >> 1, after: sum})
			newDriver = 0
		case route.Cross:
			here(l.Node)
			process(l.Node, l.Event)
			if l.Event == network.EnterMX || m.mexicanSide(l.Node) {
				newDriver = 1 // a transfer driver between the two yards
			}
		case route.LoadOn:
			here(l.Node)
			process(l.Node, network.LoadOn)
		case route.Unload:
			process(l.Node, network.Unload)
			newDriver = 1
		case route.Transfer:
			process(l.Node, network.Transfer)
		case route.Visit:
			here(l.Node)
			process(l.Node, network.Visit)
			newDriver = 1
		case route.Ride:
			steps = append(steps, step{pc: m.pcRide, arg: int32(l.Service), i: int16(l.From), j: int16(l.To)})
			p.nodes = append(p.nodes, passage{node: l.Node, service: l.Service, from: int16(l.From), to: int16(l.To), link: -1, after: sum})
			if n.Services[l.Service].Book {
				p.rides = append(p.rides, bookable{int32(len(steps) - 1), l.Service, l.From, l.To, span(sum - last), span(l.Hours)})
				last = sum + l.Hours
			}
		}
		sum += l.Hours
	}
	steps = append(steps, step{pc: m.pcEnd})
	return steps, p
}

// mexicanSide says whether a crossing joins Mexico.
func (m *Model) mexicanSide(node network.NodeID) bool {
	return m.Net.Nodes[node].Process[network.EnterMX] >= 0
}

// fixedPlan compiles a route given by `via`: the process `visit` of every
// place, and the road link between neighbours where the world has links.
func (m *Model) fixedPlan(f *network.Flow) (plan, *data.Problem) {
	p := plan{at: int32(len(m.steps)), name: "fixed"}
	places := append(append([]network.NodeID{f.From}, f.Via...), f.To)
	if f.From == f.To && len(f.Via) > 0 {
		places = places[:len(places)-1]
	}
	count := map[network.NodeID]int16{}
	for k, node := range places {
		if k > 0 && len(m.Net.Links) > 0 {
			d, ok := m.roadBetween(places[k-1], node)
			if !ok {
				row, _ := m.Net.Set.Find("flows", f.ID)
				q := row.Problem("via", fmt.Sprintf("expected a road link between %s and %s", m.Net.Nodes[places[k-1]].ID, m.Net.Nodes[node].ID))
				return p, &q
			}
			arg := int32(d.Link) << 1
			if d.Reverse {
				arg |= 1
			}
			m.steps = append(m.steps, step{pc: m.pcDrive, arg: arg})
			p.nodes = append(p.nodes, passage{service: -1, link: arg >> 1, after: p.way.Hours})
			p.way.Hours += m.Net.DriveHours(&m.Net.Links[d.Link])
		}
		if pc := m.entry[node][network.Visit]; pc >= 0 {
			m.steps = append(m.steps, step{pc: pc, arg: int32(node), i: count[node]})
			p.nodes = append(p.nodes, passage{node: node, event: network.Visit, service: -1, link: -1, after: p.way.Hours})
			h, _ := m.Net.StageHours(m.Net.Nodes[node].Process[network.Visit], f, m.inBond(f))
			p.way.Hours += h
		}
		count[node]++
	}
	m.steps = append(m.steps, step{pc: m.pcEnd})
	return p, nil
}

func (m *Model) roadBetween(a, b network.NodeID) (route.Directed, bool) {
	for i := range m.Net.Links {
		l := &m.Net.Links[i]
		switch {
		case l.Mode != network.Road:
		case l.From == a && l.To == b:
			return route.Directed{Link: network.LinkID(i)}, true
		case l.From == b && l.To == a && !l.OneWay:
			return route.Directed{Link: network.LinkID(i), Reverse: true}, true
		}
	}
	return route.Directed{}, false
}

// inBond says whether a flow's loads are goods in transit through the United
// States when they cross it.
func (m *Model) inBond(f *network.Flow) bool {
	a, b := m.Net.Nodes[f.From].Country, m.Net.Nodes[f.To].Country
	return a != b && a != network.US && b != network.US && !f.Empty
}

// Why explains where the case's rule leaves a flow without a way; "" where it
// has one.
func (m *Model) Why(f network.FlowID) string {
	if len(m.flows[f].cohort) > 0 {
		return ""
	}
	return m.flows[f].why
}

// Feasible says whether the case's rule leaves a flow a way.
func (m *Model) Feasible(f network.FlowID) bool { return len(m.flows[f].cohort) > 0 }

// Ways of a flow under the case's rule.
func (m *Model) Ways(f network.FlowID) []route.Way {
	var ways []route.Way
	for i := range m.flows[f].cohort {
		ways = append(ways, m.flows[f].cohort[i].way)
	}
	return ways
}
