package freight

import (
	"math/bits"
	"time"

	"corridor/network"
	"corridor/sim"
)

// boarders counts who would board at a call now; with moving set, cargo that
// gets off here makes room first.
func (r *run) boarders(v *vehicle, call int, moving bool) int32 {
	svc := &r.m.Net.Services[v.service]
	s := &r.svc[v.service]
	if call+1 >= len(svc.Calls) || len(s.calls[call].wait) == 0 {
		return 0
	}
	room := svc.Capacity*s.room - v.teu
	if moving {
		for _, id := range v.aboard[call] {
			room += r.teu(id)
		}
	}
	n := int32(0)
	for _, id := range s.calls[call].wait {
		if s.some > 0 && r.barredBy(s.layers, r.ent[id].flow) > 0 {
			continue
		}
		if teu := r.teu(id); teu <= room {
			room -= teu
			n++
		}
	}
	return n
}

func (r *run) teu(id int32) float64 {
	return r.teuOf(r.ent[id].flow)
}

func (r *run) teuOf(flow int32) float64 {
	f := &r.m.Net.Flows[flow]
	if f.Commodity < 0 {
		return 1
	}
	return r.m.Net.Commodities[f.Commodity].TEU
}

// board takes cargo that was ready by the cut-off, in the order of its
// arrival, until there is no room; what has no room is left behind.
func (r *run) board(id int32, call int) {
	e := &r.ent[id]
	v := &r.vehicles[e.ext]
	svc := &r.m.Net.Services[v.service]
	s := &r.svc[v.service]
	s.tally.Departures++
	room := svc.Capacity * s.room
	ready := r.now - sim.Time(svc.Cutoff)
	border := r.m.Net.Nodes[svc.Calls[call].Node].Kind == network.Crossing
	if border || svc.Departs.Full {
		ready = r.now // set-out cargo boards what comes
	}
	s.calls[call].left += 0.3 * (max(room-v.teu, 0) - s.calls[call].left)
	var stay []int32
	if svc.Book {
		stay = r.boardBooked(e.ext, call, room, ready)
	} else {
		stay = r.boardInTurn(e.ext, call, room, ready)
	}
	s.calls[call].wait = stay
	if len(stay) == 0 {
		s.calls[call].teu, s.calls[call].idle = 0, 0 // no rest of rounding
	}
	s.tally.RoomTEU += room
	if v.teu > s.tally.MostTEU {
		s.tally.MostTEU = v.teu
	}
	if !svc.Book && len(stay) > 0 && r.ent[stay[0]].bits&isEmpty == 0 && v.teu > 0.98*room {
		s.tally.Full++ // loads stand before empty units
	}
}

// boardInTurn takes cargo in the order of its arrival. It returns what stays.
func (r *run) boardInTurn(ext int32, call int, room float64, ready sim.Time) (stay []int32) {
	v := &r.vehicles[ext]
	s := &r.svc[v.service]
	stay = s.calls[call].wait[:0]
	r.fetch(s.calls[call].wait)
	for _, who := range s.calls[call].wait {
		le := &r.ent[who]
		if le.since > ready || r.notTaken(s, who) {
			stay = append(stay, who)
			continue
		}
		if v.teu+r.teu(who) > room+1e-9 {
			if le.bits&isEmpty == 0 {
				s.tally.LeftBehind++
				r.loads[le.ext].missed = true
			}
			stay = append(stay, who)
			continue
		}
		r.takeOn(s, who, ext, call)
	}
	return stay
}

// notTaken says whether a change lets a load not board, and counts it.
func (r *run) notTaken(s *svcState, who int32) bool {
	if s.some == 0 {
		return false
	}
	by := r.barredBy(s.layers, r.ent[who].flow)
	if by > 0 {
		r.ch[by-1].bind(r.now)
		r.ch[by-1].Loads++
	}
	return by > 0
}

// fetch reads what the accounts of a list of loads begin with, so that memory brings them
// side by side before they are worked on one by one.
func (r *run) fetch(list []int32) {
	for _, who := range list {
		e := &r.ent[who]
		ld := &r.loads[e.ext]
		r.read += ld.us + ld.time[account(onWay, network.Moving)] + int64(r.steps[e.at].j)
	}
}

// getsOff is a load that leaves a ride in another country than it began in.
func (r *run) getsOff(who int32, call int) {
	if len(r.m.duties) == 0 {
		return
	}
	st := r.steps[r.ent[who].at]
	svc := &r.m.Net.Services[st.arg]
	land := r.m.Finder.Runs[st.arg].Along(r.m.Net, svc, int(st.i), call).Touch == network.TouchLand
	r.enters(who, r.m.Net.Nodes[svc.Calls[call].Node].Country, land)
}

// takeOn moves a load from the line at a call aboard.
func (r *run) takeOn(s *svcState, who, ext int32, call int) {
	teu, empty := r.teu(who), r.ent[who].bits&isEmpty != 0
	r.vehicles[ext].teu += teu
	s.leaves(call, teu, empty)
	if empty {
		s.tally.Empties++
	} else {
		s.tally.Boarded++
		s.tally.TEU += teu
	}
	r.comeAboard(who, ext)
}

// comeAboard books a ride: price, emissions and distances of the whole ride.
func (r *run) comeAboard(who, ext int32) {
	le := &r.ent[who]
	ld := &r.loads[le.ext]
	v := &r.vehicles[ext]
	st := r.steps[le.at]
	svc := &r.m.Net.Services[v.service]
	from := int(st.i)
	if ld.from >= 0 {
		from = int(ld.from)
	}
	node := &r.m.Net.Nodes[svc.Calls[from].Node]
	wait := r.now - le.since
	ld.time[account(groupOf(node.Kind), network.Waiting)] += int64(wait)
	if node.Country == network.US {
		ld.us += int64(wait)
	}
	if le.bits&isCounted != 0 {
		v.counted++
		v.kg += r.kg(le.flow)
		r.out.Places[svc.Calls[from].Node].Time[network.Waiting] += int64(wait)
		r.spend(int32(svc.Calls[from].Node), 1, time.Duration(wait))
	}
	if ld.from < 0 {
		// Price and distances of the whole ride, set out on the way or not.
		p := r.m.Finder.Runs[v.service].Along(r.m.Net, svc, from, int(st.j))
		c := &r.m.Net.Commodities[r.m.Net.Flows[le.flow].Commodity]
		usd, empties := svc.RideUSD(p.KM, c), r.m.Net.EmptiesUSD(&r.m.Net.Flows[le.flow], svc, p.KM)
		if s := &r.svc[v.service]; s.priced > 0 {
			usd, empties = r.priced(usd, s.layers, le.flow, true), r.priced(empties, s.layers, le.flow, true)
			r.payEntry(ld, s.layers, le.flow)
		}
		ld.cost[network.LineHaul] += usd
		ld.cost[network.Empties] += empties
		ld.emit(svc.Mode, r.m.Net.KG(svc.Mode, p.KM, c))
		ld.tkm += p.KM * c.Tonnes
		ld.tkmUS += p.KMUS * c.Tonnes
		ld.touched = ld.touched || p.Touch == network.TouchLand
		expected := svc.Departs.Headway().Hours()/2 + svc.Cutoff.Hours() + svc.Delay.Mean()/3600
		if le.bits&isEmpty == 0 && !svc.Book {
			r.svc[v.service].extra.observe(float64(wait)/hoursToNS - expected)
		}
	}
	le.calm()
	ld.from = -1
	ld.rode = ld.rode || svc.Mode != network.Air
	ld.vehicle = ext
	ld.ride(v, -1)
	le.bits &^= isSetOut
	v.aboard[st.j] = append(v.aboard[st.j], who)
	if r.stories != nil {
		r.relate(who, r.now, node.ID, "boards %s after %s", r.vehicleName(ext), spanWords(time.Duration(wait)))
	}
}

// leave settles the accounts of a load that gets off.
func (r *run) leave(who, ext int32) {
	le := &r.ent[who]
	ld := &r.loads[le.ext]
	v := &r.vehicles[ext]
	ld.ride(v, 1)
	if r.stories != nil {
		r.relate(who, r.now, r.m.Net.Nodes[r.m.Net.Services[v.service].Calls[v.call].Node].ID, "gets off %s", r.vehicleName(ext))
	}
	ld.vehicle = -1
	ld.driven, ld.unbroken = 0, 0
	v.teu -= r.teu(who)
	if le.bits&isCounted != 0 {
		v.counted--
		v.kg -= r.kg(le.flow)
	}
}

// ride takes the vehicle's accounts out of a load's when it comes aboard (-1), and
// adds them when it gets off (1): what they grew by in between is the load's.
func (ld *load) ride(v *vehicle, sign int64) {
	for used := v.used; used != 0; used &= used - 1 {
		i := bits.TrailingZeros64(used)
		ld.time[i] += sign * v.time[i]
	}
	ld.us += sign * v.us
}

// alight lets the cargo for this call go its way.
func (r *run) alight(id int32, call int) {
	ext := r.ent[id].ext
	list := r.vehicles[ext].aboard[call]
	r.vehicles[ext].aboard[call] = nil
	r.fetch(list)
	for _, who := range list {
		if int(r.steps[r.ent[who].at].j) != call {
			r.astray(who, ext, call)
			continue
		}
		r.leave(who, ext)
		r.getsOff(who, call)
		e := &r.ent[who]
		e.at++
		e.pc = r.steps[e.at].pc
		e.since = r.now
		if ld := &r.loads[e.ext]; len(r.known) > 0 && ld.epoch != r.epoch {
			ld.epoch = r.epoch
			ld.node = int32(r.m.Net.Services[r.vehicles[ext].service].Calls[call].Node)
			r.replan(who, network.NodeID(ld.node), true)
		}
		r.proceed(who)
	}
	r.vehicles[ext].aboard[call] = list[:0]
}

// ride waits for a service at the call where the load boards.
func (r *run) ride(id int32) {
	e := &r.ent[id]
	ld := &r.loads[e.ext]
	st := r.steps[e.at]
	call := int(st.i)
	if ld.from >= 0 {
		call = int(ld.from)
	}
	e.since = r.now
	if r.stories != nil {
		r.relate(id, r.now, r.m.Net.Nodes[r.m.Net.Services[st.arg].Calls[call].Node].ID, "waits for %s", r.m.Net.Services[st.arg].ID)
	}
	s := &r.svc[st.arg]
	svc := &r.m.Net.Services[st.arg]
	ld.node = int32(svc.Calls[call].Node)
	r.stand(s, call, id)
	by := s.by
	if s.some > 0 && by == 0 {
		by = r.barredBy(s.layers, e.flow)
	}
	r.loseHeart(id, by)
	if svc.Book && e.bits&isEmpty == 0 && ld.seatFor(e.at) < 0 && (s.some == 0 || by == 0) {
		r.book(id, e.at, st.arg, call, int(st.j), r.now, 0)
	}
	if !svc.Departs.Full || call != 0 {
		return
	}
	switch {
	case s.open && s.shut == 0 && s.calls[0].teu >= svc.Capacity*s.room-1e-9:
		r.sendFull(st.arg)
	case len(s.calls[0].wait) == 1:
		if at := r.now + sim.Time(svc.Departs.Patience); at <= r.m.stop {
			r.cal.Push(at, st.arg, evPatience|(s.batch<<evBits))
		}
	}
}

// patience sends a service off that has waited long enough for more cargo.
func (r *run) patience(i int32, batch uint32) {
	s := &r.svc[i]
	if s.batch&(1<<(32-evBits)-1) != batch || len(s.calls[0].wait) == 0 {
		return
	}
	if !s.open || s.shut > 0 {
		s.overdue = true
		return
	}
	r.sendFull(i)
}

func (r *run) sendFull(i int32) {
	s := &r.svc[i]
	s.batch++
	s.overdue = false
	s.next++
	key := r.key.Named(r.m.Net.Services[i].ID).With(uint64(s.next))
	r.launch(i, int32(s.next), key, 0)
	if s := &r.svc[i]; len(s.calls[0].wait) > 0 {
		if at := r.now + sim.Time(r.m.Net.Services[i].Departs.Patience); at <= r.m.stop {
			r.cal.Push(at, i, evPatience|(s.batch<<evBits))
		}
	}
}
