package freight

import (
	"math"
	"time"

	"corridor/network"
	"corridor/sim"
)

// arrivalPlan is when a flow's loads are created: flat, or by a table of the
// rate's integral by hour.
type arrivalPlan struct {
	flow   network.FlowID
	stream uint8 // 0: normal demand, 1: what is above it up to twice, and so on
	kind   network.Arrivals
	rate   float64   // per ns, where flat
	total  []float64 // expected loads up to the start of each hour; nil: flat
	list   []sim.Time
}

// hours of the run, the last one begun included.
func (m *Model) hours() int { return int(m.stop/sim.Time(time.Hour)) + 2 }

// demand prepares the arrival processes. Flows of one season and time zone
// share the shape, scaled by their rates.
func (m *Model) demand(made hourTables) {
	for i := range m.Net.Flows {
		f := &m.Net.Flows[i]
		a := arrivalPlan{flow: network.FlowID(i), kind: f.Arrivals, rate: f.PerSecond / 1e9}
		for _, d := range f.List {
			a.list = append(a.list, sim.Time(d))
		}
		if f.Commodity >= 0 {
			if shape := &m.Net.Commodities[f.Commodity].Shape; !shape.IsFlat() && f.Arrivals != network.Listed {
				t := m.local(m.Net.Nodes[f.From].TZ, made)
				sum, perHour := 0.0, f.PerSecond*3600
				a.total = make([]float64, 1, len(t.week)+1)
				for h, w := range t.week {
					sum += perHour * (shape.Months[t.month[h]%12] * shape.Weekdays[w/24] * shape.Hours[w%24])
					a.total = append(a.total, sum)
				}
			}
		}
		m.arrivals = append(m.arrivals, a)
	}
	for i := range m.Net.Flows {
		for k := 1; k < m.streams(i); k++ {
			a := m.arrivals[i]
			a.stream = uint8(k)
			m.arrivals = append(m.arrivals, a)
		}
	}
}

// streams is how many times a flow's normal demand may come: loads above normal
// come from streams of their own, so that the smaller set is part of the larger.
func (m *Model) streams(flow int) int {
	most := 1.0
	for _, k := range m.demands {
		if c := &m.changes[k]; c.flows[flow] && c.demand > 1 {
			most *= c.demand
		}
	}
	return int(math.Ceil(min(most, mostDemand)))
}

// mostDemand is how many times normal demand may be with all changes together.
const mostDemand = 100

// demanded says whether a load of a stream is there with the changes of demand
// in force: a draw of its own decides.
func (r *run) demanded(flow int32, stream uint8, key sim.Key) bool {
	u, x := key.With(drawDemand).Uniform(), 1.0
	there, normal := stream == 0, stream == 0
	for _, k := range r.flowLayers[flow] {
		if r.m.changes[k].demand == 1 {
			continue
		}
		x = min(x*r.ch[k].at(1, r.m.changes[k].demand), mostDemand)
		if there = u < x-float64(stream); there != normal {
			st := &r.ch[k]
			st.bind(r.now)
			if normal = there; there {
				st.Added++
			} else {
				st.Dropped++
			}
		}
	}
	return there
}

// next returns when load number n is created, after the one before it at
// `at`; Never where there is none.
func (a *arrivalPlan) next(at sim.Time, n uint32, key sim.Key) sim.Time {
	if a.kind == network.Listed {
		if int(n) >= len(a.list) {
			return sim.Never
		}
		return a.list[n]
	}
	step := 1.0
	if a.kind == network.Poisson {
		step = key.With(drawGap).With(uint64(n)).Exponential()
	}
	if a.total == nil {
		if a.rate <= 0 {
			return sim.Never
		}
		gap := step / a.rate
		if gap > 1e18 {
			return sim.Never
		}
		return at + sim.Time(gap)
	}
	h := int(at / sim.Time(time.Hour))
	if h+1 >= len(a.total) {
		return sim.Never
	}
	into := float64(at%sim.Time(time.Hour)) / float64(time.Hour)
	goal := a.total[h] + into*(a.total[h+1]-a.total[h]) + step
	for h+1 < len(a.total) && a.total[h+1] <= goal {
		h++
	}
	if h+1 >= len(a.total) {
		return sim.Never
	}
	part := (goal - a.total[h]) / (a.total[h+1] - a.total[h])
	return max(at, sim.Time(h)*sim.Time(time.Hour)+sim.Time(part*float64(time.Hour)))
}
