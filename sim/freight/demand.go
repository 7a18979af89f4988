package freight

import (
	"time"

	"corridor/network"
	"corridor/sim"
)

// arrivalPlan is when a flow's loads are created: flat, or by a table of the
// rate's integral by hour.
type arrivalPlan struct {
	flow  network.FlowID
	kind  network.Arrivals
	rate  float64   // per ns, where flat
	total []float64 // expected loads up to the start of each hour; nil: flat
	list  []sim.Time
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
