package freight

import (
	"context"
	"time"

	"corridor/network"
	"corridor/sim"
	"corridor/sim/results"
)

// Rows takes what a run tells in detail as it goes, in an order that depends on
// case, seed and replication alone. What is nil is not called. The rows belong to
// the run: who keeps one copies it. Cell is left empty.
type Rows struct {
	Shipment     func(*results.Shipment)
	FacilityHour func(*results.FacilityHour)
}

// RunRows is Run, telling rows. The outcome is the same.
func (m *Model) RunRows(ctx context.Context, seed uint64, replication int, rows Rows) (*Outcome, error) {
	r := &run{m: m, key: sim.NewKey(seed, replication), rows: rows}
	return r.simulate(ctx)
}

// tellShipment tells of a counted load; ld is nil where it never set out.
func (r *run) tellShipment(flow int32, number uint32, ld *load, state string, now sim.Time) {
	if r.rows.Shipment == nil {
		return
	}
	f := &r.m.Net.Flows[flow]
	s := &r.shipment
	*s = results.Shipment{Flow: f.ID, Number: int64(number), Created: r.milli(now), Ended: r.milli(now), State: state, Due: f.Due.Hours()}
	if f.Commodity >= 0 {
		s.Commodity = r.m.Net.Commodities[f.Commodity].ID
		s.Tonnes = r.m.Net.Commodities[f.Commodity].Tonnes
	}
	if ld != nil {
		r.fillShipment(s, flow, ld, now)
	}
	r.rows.Shipment(s)
}

func (r *run) fillShipment(s *results.Shipment, flow int32, ld *load, now sim.Time) {
	s.Created = r.milli(ld.born)
	s.Number += int64(ld.stream) << 32
	s.Hours = now.Sub(ld.born).Hours()
	s.Way = "found while something was closed"
	switch {
	case ld.way == wayNone:
		s.Way = "never set out"
	case ld.way >= 0:
		s.Way = r.m.flows[flow].cohort[ld.way].name
	}
	var t FlowTally
	for i, d := range ld.time {
		t.Time[i] = float64(d)
	}
	const hour = float64(time.Hour)
	s.Border, s.Port, s.Waiting, s.Moving = t.TimeAt(Border)/hour, t.TimeAt(Port)/hour, t.TimeIn(network.Waiting)/hour, t.TimeIn(network.Moving)/hour
	s.US = float64(ld.us) / hour
	s.TonneKM, s.TonneKMUS, s.Emissions = ld.tkm, ld.tkmUS, ld.kg
	for i, usd := range ld.cost {
		s.Cost += usd
		if item := network.CostItem(i); item != network.Inventory && item != network.Spoilage {
			s.Paid += usd
		}
	}
	s.Replans, s.Missed = int32(ld.replans), ld.missed
}

// milli is an instant as milliseconds since 1970.
func (r *run) milli(t sim.Time) int64 { return r.m.Date(t).UnixMilli() }

// hourly is where a resource's statistics stood at the last full hour.
type hourly struct {
	served, lost, waits int64
	wait, queue, busy   float64
}

// tellHours tells of the hours of the window that are over by now.
func (r *run) tellHours(now sim.Time) {
	r.catchUpAll()
	for ; r.nextHour <= min(now, r.m.close); r.nextHour += sim.Time(time.Hour) {
		for i := range r.res {
			if r.m.held == nil || r.m.held[i] == nil {
				r.tellHour(i)
			}
		}
	}
	if r.nextHour > r.m.close {
		r.nextHour = sim.Never
	} else {
		r.cal.Push(r.nextHour, 0, evHour)
	}
	r.setBarrier()
}

func (r *run) tellHour(i int) {
	rs := &r.res[i]
	rs.Close(r.nextHour)
	s, was := &rs.Stats, r.hours[i]
	span := float64(s.Span())
	is := hourly{s.Served, int64(s.Lost), s.Waits.N, s.Waits.Sum, s.MeanQueue() * span, s.MeanBusy() * span}
	r.hours[i] = is
	h := results.FacilityHour{Resource: r.m.res[i].name, Hour: r.milli(r.nextHour - sim.Time(time.Hour)), Served: is.served - was.served, Lost: is.lost - was.lost,
		Queue: max(0, is.queue-was.queue) / float64(time.Hour), Busy: max(0, is.busy-was.busy) / float64(time.Hour)}
	if n := r.m.res[i].node; n >= 0 {
		h.Facility = r.m.Net.Nodes[n].ID
	}
	if n := is.waits - was.waits; n > 0 {
		h.Wait = (is.wait - was.wait) / float64(n) / float64(time.Minute)
	}
	const dust = 1e-9 // of differences of large sums
	if h.Served > 0 || h.Lost > 0 || h.Queue > dust || h.Busy > dust {
		r.rows.FacilityHour(&h)
	}
}
