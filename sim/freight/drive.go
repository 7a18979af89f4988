package freight

import (
	"time"

	"corridor/network"
)

// drive runs a truck over a link, with the rests that the country's hours of
// service ask for. A new driver begins rested.
//
// on is false where the link is closed and the truck waits.
func (r *run) drive(id int32) (dt time.Duration, on bool) {
	e := &r.ent[id]
	st := r.steps[e.at]
	link := st.arg >> 1
	l := &r.m.Net.Links[link]
	if r.roadCloses(id, link) {
		return 0, false
	}
	ld := &r.loads[e.ext]
	if st.i == 1 {
		ld.driven, ld.unbroken = 0, 0
	}
	if e.bits&isCounted != 0 {
		r.carry(link, r.kg(e.flow))
	}
	dt = r.runningTime(e, link)
	rest := time.Duration(0)
	if !r.m.Net.IsDrayage(l) {
		rest = ld.drive(dt, r.m.Net.Params.HOS[min(l.Country, network.MX)])
	}
	ld.time[account(onWay, network.Moving)] += int64(dt)
	ld.time[account(onWay, network.Dwell)] += int64(rest)
	ld.last = account(onWay, network.Moving)
	if l.Country == network.US {
		ld.us += int64(dt + rest)
	}
	if f := &r.m.Net.Flows[e.flow]; f.Commodity >= 0 {
		c := &r.m.Net.Commodities[f.Commodity]
		ld.cost[network.LineHaul] += r.truckUSD(link, e.flow)
		ld.emit(network.Road, r.m.Net.KG(network.Road, l.KM, c))
		if g := &r.roads[link]; g.fee > 0 {
			r.payEntry(ld, g.layers, e.flow)
		}
		ld.tkm += l.KM * c.Tonnes
		if l.Touch == network.TouchLand {
			ld.tkmUS += l.KM * c.Tonnes
			ld.touched = true
		}
	}
	return dt + rest, true
}

// emit books emissions.
func (ld *load) emit(mode network.Mode, kg float64) {
	ld.kg += kg
	ld.kgBy[mode] += kg
}

// drive adds a stretch to the driver's hours and returns the rests in it: a
// short break after BreakAfter without one, a long rest after Drive.
func (ld *load) drive(dt time.Duration, h network.HoursOfService) (rest time.Duration) {
	if h.Drive <= 0 {
		return 0
	}
	for dt > 0 {
		leg := min(dt, h.Drive-ld.driven)
		if h.BreakAfter > 0 {
			leg = min(leg, h.BreakAfter-ld.unbroken)
		}
		if leg > 0 {
			dt -= leg
			ld.driven += leg
			ld.unbroken += leg
		}
		if dt <= 0 {
			return rest
		}
		if ld.driven >= h.Drive {
			rest += h.Rest
			ld.driven, ld.unbroken = 0, 0
		} else {
			rest += h.Break
			ld.unbroken = 0
		}
	}
	return rest
}
