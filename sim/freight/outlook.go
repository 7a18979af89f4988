package freight

import (
	"math"

	"corridor/network"
)

// While no change is at work or known, a choice of ways asks no more than what was
// observed of queues, published once a day, and who stands in line for services. An
// outlook has what that takes side by side; it gives what asking each passage gives
// (expected), to the last bit.

// outlook is what the choice among a flow's ways needs, way after way.
type outlook struct {
	ways []wayAsked
	asks []int32 // of all ways: index into Model.asked; ^index into Model.unsold: a booked ride
}

// wayAsked is one way: its asks end where those of the next begin.
type wayAsked struct {
	cost, hours float64
	end         int32
}

// delay is what a facility or ride takes beyond its mean, hours, but for its line.
type delay struct {
	hours float64 // observed there
	along float64 // at borders and straits that the ride passes
	line  int32   // index into run.lines, -1: none
}

// outlooks lays out the choices of all flows. What has been asked of before keeps
// its index.
func (m *Model) outlooks() {
	index := map[passage]int32{}
	lay := func(plans []plan) (x outlook) {
		for i := range plans {
			for _, p := range plans[i].asks {
				if p.link >= 0 && m.Net.Links[p.link].Open {
					continue // drives take what they take
				}
				if p.service >= 0 && m.Net.Services[p.service].Book {
					x.asks = append(x.asks, ^int32(len(m.unsold)))
					m.unsold = append(m.unsold, p)
					continue
				}
				p.after = 0
				if p.service >= 0 {
					p.node = 0 // the service's call
				}
				k, ok := index[p]
				if !ok {
					k = int32(len(m.asked))
					index[p] = k
					m.asked = append(m.asked, p)
				}
				x.asks = append(x.asks, k)
			}
			x.ways = append(x.ways, wayAsked{plans[i].cost, plans[i].way.Hours, int32(len(x.asks))})
		}
		return x
	}
	for f := range m.flows {
		m.flows[f].openOutlook, m.flows[f].cohortOutlook = lay(m.flows[f].open), lay(m.flows[f].cohort)
	}
}

// layDelays makes what was observed known to those who choose: once a day.
func (r *run) layDelays() {
	for i := range r.m.asked {
		p := &r.m.asked[i]
		d := delay{line: -1}
		switch {
		case p.link >= 0:
			d.hours = math.Inf(1) // not built
		case p.service >= 0:
			s := &r.svc[p.service]
			d.hours, d.line = s.extra.hours, r.m.firstLine[p.service]+int32(p.from)
			for c := p.from; c < p.to; c++ {
				for _, g := range r.m.passed[p.service][c] {
					d.along += r.extra[g].hours
				}
			}
		default:
			d.hours = r.extra[int(p.node)*int(network.Events)+int(p.event)].hours
		}
		r.delays[i] = d
	}
}

// outlookCosts appends the generalised cost of each way, USD, for a load of a flow
// that sets out now; see choose.
func (r *run) outlookCosts(costs []float64, x *outlook, flow int32, hour, late, due float64) []float64 {
	empty := r.m.Net.Flows[flow].Empty
	at := int32(0)
	for i := range x.ways {
		w := &x.ways[i]
		h := 0.0
		for ; at < w.end; at++ {
			k := x.asks[at]
			if k < 0 {
				p := &r.m.unsold[^k]
				d, _, _ := r.expected(p, flow, p.after+h)
				h += d
				continue
			}
			d := &r.delays[k]
			hours := d.hours
			if d.line >= 0 {
				hours += r.lines[d.line].soldOut(empty)
			}
			h += hours + d.along
		}
		c := h
		if !math.IsInf(h, 1) {
			c = w.cost + hour*(h+late*max(0, w.hours+h-due))
		}
		costs = append(costs, c)
	}
	return costs
}
