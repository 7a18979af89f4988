package freight

import (
	"time"

	"corridor/network"
)

// What changes make cargo pay. Each is worked out from the changes in force at
// the moment at which it is due.

// entryUSD is the fee for entering a place or link, for cargo of a flow.
func (r *run) entryUSD(l layers, flow int32) (usd float64) {
	for _, k := range l {
		if c := &r.m.changes[k]; c.fee != 0 && !c.staged && c.concerns(flow) {
			usd += c.fee * r.ch[k].weight
		}
	}
	return usd
}

// payEntry books the fee for entering.
func (r *run) payEntry(ld *load, l layers, flow int32) {
	for _, k := range l {
		if c := &r.m.changes[k]; c.fee != 0 && !c.staged && c.concerns(flow) {
			usd := c.fee * r.ch[k].weight
			ld.cost[network.Border] += usd
			r.ch[k].charge(r.clock(), usd)
		}
	}
}

// priced is a freight rate with the changes of prices laid over it; where charge
// is set, each is told what it adds.
func (r *run) priced(usd float64, l layers, flow int32, charge bool) float64 {
	for _, k := range l {
		if c := &r.m.changes[k]; c.price != 1 && c.concerns(flow) {
			was := usd
			usd *= r.ch[k].at(1, c.price)
			if charge {
				r.ch[k].charge(r.clock(), usd-was)
			}
		}
	}
	return usd
}

// payStage books the fee of a stage.
func (r *run) payStage(ld *load, pc int32, o *op) {
	ld.cost[o.item] += o.usd
	base := r.m.ops[pc].usd
	if o.adds > 0 {
		base = 0 // the stage itself is the change's
	}
	if o.by > 0 && o.usd != base {
		r.ch[o.by-1].charge(r.clock(), o.usd-base)
	}
}

// truckUSD is the price of a load by truck over a link that it drives over.
func (r *run) truckUSD(link, flow int32) float64 {
	g, l, c := &r.roads[link], &r.m.Net.Links[link], &r.m.Net.Commodities[r.m.Net.Flows[flow].Commodity]
	usd := r.m.Net.TruckUSD(l, c)
	if g.price > 0 {
		tolls := r.m.Net.TollsUSD(l, c)
		usd += r.priced(usd-tolls, g.layers, flow, true) - (usd - tolls)
	}
	return usd
}

// linkUSD is what changes add to a truck's costs on a link.
func (r *run) linkUSD(link, flow int32) float64 {
	g, l := &r.roads[link], &r.m.Net.Links[link]
	usd := r.entryUSD(g.layers, flow)
	if c := r.m.Net.Flows[flow].Commodity; c >= 0 && g.price > 0 {
		rate := r.m.Net.TruckUSD(l, &r.m.Net.Commodities[c]) - r.m.Net.TollsUSD(l, &r.m.Net.Commodities[c])
		usd += r.priced(rate, g.layers, flow, false) - rate
	}
	return usd
}

// rideUSD is what changes add to the price of a ride.
func (r *run) rideUSD(p *passage, flow int32) float64 {
	s, svc, f := &r.svc[p.service], &r.m.Net.Services[p.service], &r.m.Net.Flows[flow]
	usd := r.entryUSD(s.layers, flow)
	if f.Commodity >= 0 {
		km := r.m.Finder.Runs[p.service].Along(r.m.Net, svc, int(p.from), int(p.to)).KM
		rate := svc.RideUSD(km, &r.m.Net.Commodities[f.Commodity]) + r.m.Net.EmptiesUSD(f, svc, km)
		usd += r.priced(rate, s.layers, flow, false) - rate
	}
	return usd
}

// entered is the country that an event of cargo enters.
func entered(e network.Event) network.Country {
	switch e {
	case network.EnterUS:
		return network.US
	case network.EnterMX:
		return network.MX
	}
	return network.CA
}

// rate is the duty on goods of a flow that enter a country, share of the value,
// and what it is without changes. Where it is in transit there, transit is set.
func (r *run) rate(flow int32, into network.Country, transit bool, each func(change int32, more float64)) (rate, base float64) {
	n := r.m.Net
	f := &n.Flows[flow]
	c := &n.Commodities[f.Commodity]
	if !transit && c.ValueUSD > 0 {
		base = n.DutyUSD(f) / c.ValueUSD
	}
	rate = base
	for _, k := range r.tariffs {
		x := &r.m.changes[k]
		if !x.flows[flow] || !x.into[into] || transit && !x.tariff.Transit {
			continue
		}
		was, to := rate, 0.0
		switch {
		case x.tariff.MFN && into < network.XX:
			to = c.MFN[into]
		case x.tariff.To != nil:
			to = *x.tariff.To
		case x.tariff.Add != nil:
			to = max(0, rate+*x.tariff.Add)
		}
		if rate = r.ch[k].at(rate, to); each != nil && rate != was {
			each(k, rate-was)
		}
	}
	return rate, base
}

// transitUSD is the duty on a load that enters a country on its way to another.
func (r *run) transitUSD(flow int32, into network.Country) float64 {
	f := &r.m.Net.Flows[flow]
	if f.Commodity < 0 || f.Empty || into == r.m.Net.Nodes[f.To].Country || into == network.XX {
		return 0
	}
	rate, _ := r.rate(flow, into, true, nil)
	return rate * r.m.Net.Commodities[f.Commodity].ValueUSD
}

// rideTransit is the duty in transit that a ride brings.
func (r *run) rideTransit(p *passage, flow int32) (usd float64) {
	svc := &r.m.Net.Services[p.service]
	a, b := r.m.Net.Nodes[svc.Calls[p.from].Node].Country, r.m.Net.Nodes[svc.Calls[p.to].Node].Country
	if a != network.US && b != network.US && a != b && r.m.Finder.Runs[p.service].Along(r.m.Net, svc, int(p.from), int(p.to)).Touch == network.TouchLand {
		usd += r.transitUSD(flow, network.US)
	}
	if a != b {
		usd += r.transitUSD(flow, b)
	}
	return usd
}

// enters is a load that comes into a country, over US land if need be: it owes
// the duty of its destination, or one in transit.
func (r *run) enters(who int32, into network.Country, byLand bool) {
	e := &r.ent[who]
	ld := &r.loads[e.ext]
	f := &r.m.Net.Flows[e.flow]
	if len(r.m.duties) == 0 || f.Commodity < 0 || f.Empty || into == network.XX || ld.in == into {
		return
	}
	if byLand && ld.in != network.US && into != network.US {
		r.enters(who, network.US, false)
	}
	ld.in = into
	if len(r.tariffs) == 0 {
		ld.duty = 0
		return
	}
	value, transit := r.m.Net.Commodities[f.Commodity].ValueUSD, into != r.m.Net.Nodes[f.To].Country
	rate, base := r.rate(e.flow, into, transit, func(k int32, more float64) { r.ch[k].charge(r.now, more*value) })
	if transit {
		ld.cost[network.Duty] += rate * value
	} else {
		ld.duty = (rate - base) * value
	}
}

// linkScale is the factor on a link's running time.
func (r *run) linkScale(link int32) float64 {
	g := &r.roads[link]
	if g.slowed == 0 {
		return 1
	}
	r.ch[g.slowed-1].bind(r.clock())
	return g.slow
}

// stop counts who a change stops.
func (r *run) stop(by int32, id int32) {
	st, e := &r.ch[by-1], &r.ent[id]
	st.bind(r.now)
	switch e.kind {
	case aLoad:
		st.Trucks++
		st.Loads++
	case aVehicle:
		v := &r.vehicles[e.ext]
		for _, list := range v.aboard {
			st.Loads += int64(len(list))
		}
		st.vehicle(r.m.Net.Services[v.service].Mode)
	case other:
		st.vehicle(r.m.other[e.gen].mode(r.m.Net))
	}
}

// departureStopped counts a departure that a change cancels, and the cargo that
// waits for it.
func (r *run) departureStopped(service int32) {
	s := &r.svc[service]
	st := &r.ch[s.by-1]
	st.bind(r.now)
	st.vehicle(r.m.Net.Services[service].Mode)
	for i := range s.calls {
		for _, id := range s.calls[i].wait {
			if r.ent[id].bits&isEmpty == 0 {
				st.Loads++
			}
		}
	}
}

func (c *ChangeTally) vehicle(m network.Mode) {
	switch m {
	case network.Road:
		c.Trucks++
	case network.Rail:
		c.Trains++
	case network.Sea:
		c.Ships++
	case network.Air:
		c.Aircraft++
	}
}

// mode of other traffic: cargo comes by truck, vehicles as the place takes them.
func (p *otherPlan) mode(n *network.Network) network.Mode {
	switch kind := n.Nodes[p.node].Kind; {
	case p.event < network.VehicleCall:
		return network.Road
	case kind == network.Airport:
		return network.Air
	case p.event == network.VehiclePass, p.event == network.VehicleCall && kind == network.Port:
		return network.Sea
	}
	return network.Rail
}

// stood books how long an entity stood because of a change, hours of loads.
func (r *run) stood(by int32, e *entity, span time.Duration) {
	if by <= 0 {
		return
	}
	n := 0
	switch e.kind {
	case aLoad:
		n = 1
	case aVehicle:
		for _, list := range r.vehicles[e.ext].aboard {
			n += len(list)
		}
	}
	r.ch[by-1].LoadHours += float64(n) * span.Hours()
}
