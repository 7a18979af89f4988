package freight

import (
	"math"
	"time"

	"corridor/network"
	"corridor/network/route"
	"corridor/sim"
)

// otherPlan is the background traffic through one facility on one event.
type otherPlan struct {
	row    int // of Net.Backgrounds
	near   []otherNear
	queues []queueAt // of its program
	steps  int32     // program, then end
	perNS  []float64 // rate of phases by hour of the run, per ns
	phases uint64    // of the gaps
	key    uint64
	node   network.NodeID
	event  network.Event
	from   sim.Time // first arrival not before
	leaves bool
	temper int32 // sampler of the longest wait accepted
	length float64
	moves  float64 // load units put off and taken on at a call
	trust  float64
	empty  float64
}

// queueAt is a stage at a resource.
type queueAt struct{ pc, res int32 }

// otherTraffic spreads the monthly counts over the hours. A month whose year
// the table has takes that row, another the row of the nearest year, of two as
// near the earlier.
func (m *Model) otherTraffic(made hourTables) {
	m.own = m.ownTraffic()
	for i := range m.Net.Backgrounds {
		b := &m.Net.Backgrounds[i]
		if p, ok := m.spread(i, m.own[int(b.Node)*int(network.Events)+int(b.Event)], made); ok {
			m.other = append(m.other, p)
		}
	}
	m.linkNeighbours()
}

// restOf is the share of a row's counts by month that is not this world's own
// traffic. Timetables do not know the season of the counts: what they bring is
// taken from every month alike.
func restOf(b *network.Background, own float64) (rest [12]float64) {
	count := 0.0
	for _, n := range b.Usual {
		count += n
	}
	for mo, n := range b.Usual {
		part := own / count
		if b.Event >= network.VehicleCall {
			part = own / 12 / n
		}
		if rest[mo] = 1; own > 0 && n > 0 {
			rest[mo] = max(0, 1-part)
		}
	}
	return rest
}

// spread is one row's traffic less this world's own of a year; ok is false where its
// year is never in use.
func (m *Model) spread(row int, own float64, made hourTables) (p otherPlan, ok bool) {
	b := &m.Net.Backgrounds[row]
	rest := restOf(b, own)
	node := &m.Net.Nodes[b.Node]
	hours := m.local(node.TZ, made)
	years := m.yearsOf(b)
	p = otherPlan{row: row, node: b.Node, event: b.Event, length: b.LengthKM, moves: b.Moves, trust: b.Trusted, empty: b.Empty, leaves: b.Leaves, phases: uint64(max(b.Phases, 1)),
		key: uint64(sim.Key(0).Named("other").Named(node.ID).Named(b.Event.String()))}
	p.from = max(0, m.begin-sim.Time(m.Net.Params.BackgroundLead))
	weights := weekWeights(b, m.openHours(b), hours.minute)
	monthSum := map[int32]float64{}
	p.perNS = make([]float64, len(hours.week))
	for h, w := range hours.week {
		mo := hours.month[h]
		if sim.Time(h+1)*sim.Time(time.Hour) <= p.from || years != nil && nearest(years, int(mo/12)) != b.Year {
			continue
		}
		sum, known := monthSum[mo]
		if !known {
			for _, u := range hours.hoursOf(mo, node.TZ) {
				sum += weights[u]
			}
			monthSum[mo] = sum
		}
		p.perNS[h] = rest[mo%12] * b.Usual[mo%12] * weights[w] / sum / float64(time.Hour) * float64(p.phases)
		ok = true
	}
	if !ok {
		return p, false
	}
	m.samplers = append(m.samplers, sampler(b.Patience))
	p.temper = int32(len(m.samplers) - 1)
	for pc := m.entry[b.Node][b.Event]; m.ops[pc].code != opReturn; pc++ {
		if o := &m.ops[pc]; o.code == opStage && o.res >= 0 {
			p.queues = append(p.queues, queueAt{pc, o.res})
		}
	}
	p.steps = int32(len(m.steps))
	m.steps = append(m.steps, step{pc: m.entry[b.Node][b.Event], arg: int32(b.Node)}, step{pc: m.pcEnd})
	return p, true
}

// yearsOf lists the years that the table has for a row's facility and event;
// nil where it is the only one.
func (m *Model) yearsOf(b *network.Background) (years []int) {
	for i := range m.Net.Backgrounds {
		if x := &m.Net.Backgrounds[i]; x.Node == b.Node && x.Event == b.Event {
			years = append(years, x.Year)
		}
	}
	if len(years) == 1 {
		return nil
	}
	return years
}

// nearest of the years to one; of two as near the earlier.
func nearest(years []int, to int) int {
	far := func(y int) int { return max(y-to, to-y) }
	best := years[0]
	for _, y := range years {
		if far(y) < far(best) || far(y) == far(best) && y < best {
			best = y
		}
	}
	return best
}

const year = 366 * 86400 // s

// ownTraffic is how many of this world's own trucks and trains pass each
// facility on each event in a year, expected in an undisturbed open world: by
// the flows' rates and the odds of their ways, and by the timetables. The
// counts of other traffic contain them. It is the same in every case, so that
// cargo that changes its way relieves one place and crowds another.
func (m *Model) ownTraffic() []float64 {
	n := m.Net
	own := make([]float64, len(n.Nodes)*int(network.Events))
	if len(n.Backgrounds) == 0 {
		return own
	}
	finder := m.Finder.Fork()
	proposals := false
	for i := range n.Services {
		finder.Open[i] = n.Services[i].Open
		proposals = proposals || finder.Open[i] != m.Finder.Open[i]
	}
	all := make([][]plan, len(n.Flows))
	for i := range n.Flows {
		f := &n.Flows[i]
		plans := m.flows[i].open
		if proposals && !f.Fixed {
			ways, _ := finder.Find(route.Query{From: f.From, To: f.To, Flow: f, Routing: route.Open, Most: n.Params.ChoiceWays})
			plans = nil
			for _, w := range ways {
				_, p := m.compileWay(nil, w)
				plans = append(plans, p)
			}
		}
		all[i] = plans
	}
	odds := m.fittingOdds(all)
	for i := range n.Flows {
		for k := range all[i] {
			for _, p := range all[i][k].nodes {
				if p.service < 0 && p.link < 0 {
					own[int(p.node)*int(network.Events)+int(p.event)] += n.Flows[i].PerSecond * year * odds[i][k]
				}
			}
		}
	}
	for i := range n.Services {
		s := &n.Services[i]
		if !s.Open || s.Departs.Full {
			continue
		}
		for _, st := range m.vehicles[i] {
			if o := &m.ops[st.pc]; o.code == opGate {
				own[int(o.node)*int(network.Events)+int(o.event)] += s.Departs.PerWeek() * 366 / 7 * (1 - s.Blank)
			}
		}
	}
	return own
}

// fittingOdds are the odds of every flow's ways such that no timetabled service
// is asked for more than its room: where it is, the odds of its ways shrink and
// the others of the flow take over, in a few rounds.
func (m *Model) fittingOdds(all [][]plan) [][]float64 {
	n := m.Net
	odds := make([][]float64, len(all))
	shrink := make([]float64, len(n.Services))
	for s := range shrink {
		shrink[s] = 1
	}
	for round := 0; round < 30; round++ {
		asked := make([]float64, len(n.Services)) // TEU a second
		for i := range all {
			f := &n.Flows[i]
			odds[i] = logitOdds(all[i], n.Params.ChoiceScale)
			sum := 0.0
			for k := range all[i] {
				for _, p := range all[i][k].nodes {
					if p.service >= 0 {
						odds[i][k] *= shrink[p.service]
					}
				}
				sum += odds[i][k]
			}
			for k := range all[i] {
				odds[i][k] /= sum
				for _, p := range all[i][k].nodes {
					if p.service >= 0 {
						asked[p.service] += f.PerSecond * odds[i][k] * n.Commodities[f.Commodity].TEU
					}
				}
			}
		}
		for s := range shrink {
			if d := &n.Services[s].Departs; !d.Full && asked[s] > 0 {
				room := n.Services[s].Capacity * d.PerWeek() / (7 * 86400)
				shrink[s] = min(1, shrink[s]*room/asked[s])
			}
		}
	}
	return odds
}

// logitOdds are the odds of ways by their generalised cost without queues.
func logitOdds(plans []plan, scale float64) []float64 {
	odds := make([]float64, len(plans))
	if len(plans) == 0 {
		return odds
	}
	best, sum := plans[0].cost, 0.0
	for i := range plans {
		best = min(best, plans[i].cost)
	}
	for i := range plans {
		if scale > 0 && best > 0 {
			odds[i] = math.Exp(-(plans[i].cost - best) / (scale * best))
		} else if plans[i].cost == best {
			odds[i] = 1
		}
		sum += odds[i]
	}
	for i := range odds {
		odds[i] /= sum
	}
	return odds
}

// openHours is the calendar of the first resource that traffic meets; nil:
// always open. Direction windows of a bridge are not opening hours: a stage
// that holds two resources does not count.
func (m *Model) openHours(b *network.Background) *network.Calendar {
	p := m.Net.Nodes[b.Node].Process[b.Event]
	for _, s := range m.Net.Processes[p].Stages {
		if len(s.Need) == 1 {
			if c := m.Net.Resources[m.Net.ResourceAt(b.Node, s.Need[0])].Calendar; c != nil {
				return c
			}
		}
	}
	return nil
}
