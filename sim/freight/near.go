package freight

import "corridor/network"

// nearShare is how much traffic a case may bring to a facility or take away,
// of its counts, before its queue has to be simulated.
const nearShare = 0.02

// Near lists, by node, the facilities whose queues this case may change, so that
// at screen fidelity their other traffic must be simulated: those that a change
// touches (for some goods only: where these are more than 2% of the counts), and those where cargo would come or stay away by more than 2% of the
// counts if all of it avoided the ways that changes touch or tax in transit. Cases that are
// compared need one list: the union of theirs.
func (m *Model) Near() []bool {
	n := m.Net
	live := make([]bool, len(n.Nodes))
	if len(n.Backgrounds) == 0 {
		return live
	}
	counts := make([]float64, len(n.Nodes)*int(network.Events))
	for i := range n.Backgrounds {
		b := &n.Backgrounds[i]
		count := 0.0
		for _, x := range b.Months {
			count += x
		}
		at := int(b.Node)*int(network.Events) + int(b.Event)
		if counts[at] == 0 || count < counts[at] {
			counts[at] = count // of the year with the fewest
		}
	}
	links, services := make([]bool, len(n.Links)), make([]bool, len(n.Services))
	for i := range m.changes {
		c := &m.changes[i]
		for _, g := range c.gates {
			live[int(g)/int(network.Events)] = true
		}
		for _, res := range c.res {
			m.markResource(live, res)
		}
		var theirs []float64
		if c.only != nil && len(c.ops)+len(c.stages) > 0 {
			theirs = m.traffic(func(int, *plan) bool { return false }, c.only)
		}
		for _, list := range [][]int32{c.ops, c.stages} {
			for _, pc := range list {
				if o := &m.ops[pc]; theirs != nil && theirs[int(o.node)*int(network.Events)+int(o.event)] <= nearShare*counts[int(o.node)*int(network.Events)+int(o.event)] {
					continue // a change for few leaves the queue as it is
				}
				m.markStage(live, pc)
			}
		}
		for _, l := range c.links {
			links[l] = true
		}
		for _, s := range c.services {
			services[s] = true
		}
	}
	for i, of := 0, append([]bool(nil), live...); i < len(n.Backgrounds); i++ {
		for _, x := range n.Backgrounds[i].Other {
			live[x.Node] = live[x.Node] || of[n.Backgrounds[i].Node]
		}
	}
	avoid := func(flow int, p *plan) bool {
		if m.taxedInTransit(flow, p) {
			return true
		}
		for i := range p.nodes {
			x := &p.nodes[i]
			switch {
			case x.link >= 0:
				if links[x.link] {
					return true
				}
			case x.service >= 0:
				if services[x.service] || m.rides(x, live, links) {
					return true
				}
			case live[x.node]:
				return true
			}
		}
		return false
	}
	here := m.traffic(avoid, nil)
	for i := range n.Backgrounds {
		b := &n.Backgrounds[i]
		at := int(b.Node)*int(network.Events) + int(b.Event)
		if d := here[at] - m.own[at]; b.Event < network.VehicleCall && max(d, -d) > nearShare*counts[at] {
			live[b.Node] = true
		}
	}
	return live
}

// taxedInTransit says whether some change makes a flow pay duty in transit over US
// land on a way.
func (m *Model) taxedInTransit(flow int, p *plan) bool {
	n := m.Net
	f := &n.Flows[flow]
	if p.way.Touch != network.TouchLand || n.Nodes[f.From].Country == network.US || n.Nodes[f.To].Country == network.US {
		return false
	}
	for _, k := range m.duties {
		if c := &m.changes[k]; c.tariff.Transit && c.into[network.US] && c.flows[flow] {
			return true
		}
	}
	return false
}

func (m *Model) markResource(live []bool, res int32) {
	if node := m.res[res].node; node >= 0 {
		live[node] = true
	}
}

// markStage: a stage without a resource has no queue; that those behind it see
// their traffic sooner or later by its length does not make one.
func (m *Model) markStage(live []bool, pc int32) {
	if m.ops[pc].res >= 0 {
		live[m.ops[pc].node] = true
	}
}

// rides says whether a ride leads over one of the links or past one of the
// nodes.
func (m *Model) rides(x *passage, nodes, links []bool) bool {
	run := &m.Finder.Runs[x.service]
	for c := x.from; c < x.to; c++ {
		for _, d := range run.Parts[c].Links {
			a, b := d.Ends(m.Net)
			if links[d.Link] || nodes[a] || nodes[b] {
				return true
			}
		}
	}
	return false
}

// traffic is how many loads a year, of some flows (nil: of all), would pass each
// facility on each event in this case if cargo avoided some ways where it has others.
func (m *Model) traffic(avoid func(flow int, p *plan) bool, of []bool) []float64 {
	n := m.Net
	sum := make([]float64, len(n.Nodes)*int(network.Events))
	add := func(cohort bool) {
		all := make([][]plan, len(n.Flows))
		for i := range all {
			all[i] = m.flows[i].open
			if cohort {
				all[i] = m.flows[i].cohort
			}
			var rest []plan
			for k := range all[i] {
				if !avoid(i, &all[i][k]) {
					rest = append(rest, all[i][k])
				}
			}
			if len(rest) > 0 {
				all[i] = rest
			}
		}
		odds := m.fittingOdds(all)
		for i := range all {
			if of != nil && !of[i] {
				continue
			}
			f := &n.Flows[i]
			part := f.Divertible * m.Case.Share
			if m.fixed || f.Fixed {
				part = 1
			}
			if !cohort {
				part = 1 - part
			}
			for k := range all[i] {
				for _, p := range all[i][k].nodes {
					if p.service < 0 && p.link < 0 {
						sum[int(p.node)*int(network.Events)+int(p.event)] += f.PerSecond * year * odds[i][k] * part * m.demandOf(i)
					}
				}
			}
		}
	}
	add(false)
	add(true)
	return sum
}

// demandOf is how many times a flow's normal demand comes while all changes of it
// hold.
func (m *Model) demandOf(flow int) float64 {
	x := 1.0
	for _, k := range m.demands {
		if c := &m.changes[k]; c.flows[flow] {
			x *= c.demand
		}
	}
	return x
}
