package freight

import (
	"sort"
	"time"

	"corridor/network"
	"corridor/sim"
)

// Services with a ledger (`book` in services.csv). A load books all its rides on
// them when it sets out: for each the first departure, after it can be there,
// that has room all the way. Who books first has the place, whoever comes to the
// quay first. A load that misses its departure, or whose departure is cancelled
// or leaves its call out, books the next one. What room is left at departure goes
// to loads at the call that hold a place on a later one, in order of arrival.

// seat is a place that a load holds for one of its rides.
type seat struct {
	at        int32 // step of the ride
	departure int32 // plus 1; 0: none
}

// mostSeats is how many rides ahead a load books; others when it comes there.
const mostSeats = 3

// ticket is a seat as the departure knows it.
type ticket struct {
	who, at  int32
	from, to int16 // calls
	teu      float64
}

// sailing is the ledger of a departure.
type sailing struct {
	teu   []float64 // taken, by the call behind which it is needed
	gone  []bool    // calls that it has left, or left out
	list  []ticket  // of loads not yet aboard, in order of booking
	asked bool      // somebody found no room
}

func (x *sailing) fits(from, to int, teu, room float64) bool {
	for c := from; c < to; c++ {
		if x.teu[c]+teu > room+1e-9 {
			return false
		}
	}
	return true
}

func (x *sailing) add(from, to int, teu float64) {
	for c := from; c < to; c++ {
		x.teu[c] += teu
	}
}

// sailing opens the ledger of a departure.
func (s *svcState) sailing(n int) *sailing {
	if s.ledger[n] == nil {
		calls := len(s.calls)
		x := &sailing{}
		if k := len(s.spare); k > 0 {
			x, s.spare = s.spare[k-1], s.spare[:k-1]
			clear(x.teu)
			clear(x.gone)
			x.list, x.asked = x.list[:0], false
		} else {
			x.teu, x.gone = make([]float64, calls), make([]bool, calls)
		}
		s.ledger[n] = x
	}
	return s.ledger[n]
}

// strike takes a departure out of the ledger.
func (s *svcState) strike(n int) {
	if x := s.ledger[n]; x != nil {
		s.spare = append(s.spare, x)
		s.ledger[n] = nil
	}
}

// seek is the first departure from a call that cargo reaches which is ready at
// an instant, and the first of them with room; each is the number of departures
// where there is none. asked notes the full ones.
func (r *run) seek(service int32, from, to int, teu float64, ready sim.Time, first int, asked bool) (reached, roomy int) {
	s, svc, times := &r.svc[service], &r.m.Net.Services[service], r.m.departs[service]
	lead := svc.Calls[from].Planned
	if r.m.Net.Nodes[svc.Calls[from].Node].Kind != network.Crossing {
		lead -= svc.Cutoff
	}
	room := svc.Capacity * s.room
	reached = len(times)
	for n := max(first, sort.Search(len(times), func(n int) bool { return times[n]+sim.Time(lead) >= ready })); n < len(times); n++ {
		x := s.ledger[n]
		if x == nil && n < s.next || x != nil && x.gone[from] {
			continue // cancelled, or past
		}
		reached = min(reached, n)
		if x == nil && teu <= room || x != nil && x.fits(from, to, teu, room) {
			return reached, n
		}
		if x == nil {
			break // more than a whole ship
		}
		x.asked = x.asked || asked
	}
	return reached, len(times)
}

// book takes a place for a ride, from departure first on. It returns the
// departure, -1 where there is none.
func (r *run) book(id, at int32, service int32, from, to int, ready sim.Time, first int) int {
	ld := &r.loads[r.ent[id].ext]
	k := ld.seatFor(0)
	if k < 0 {
		return -1
	}
	teu := r.teu(id)
	reached, n := r.seek(service, from, to, teu, ready, first, true)
	s := &r.svc[service]
	if n > reached {
		s.tally.LeftBehind++
		ld.missed = true
	}
	if n == len(s.ledger) {
		return -1
	}
	x := s.sailing(n)
	x.add(from, to, teu)
	x.list = append(x.list, ticket{who: id, at: at, from: int16(from), to: int16(to), teu: teu})
	ld.seats[k] = seat{at, int32(n) + 1}
	return n
}

// seatFor is the seat of a ride, or for 0 a free one; -1 where there is none.
func (ld *load) seatFor(at int32) int {
	for k := range ld.seats {
		if x := &ld.seats[k]; x.departure == 0 && at == 0 || x.departure > 0 && x.at == at {
			return k
		}
	}
	return -1
}

// bookAll books the rides of a way that a load sets out on now.
func (r *run) bookAll(id int32, p *plan) {
	if r.ent[id].bits&isEmpty != 0 {
		return // takes what is left
	}
	ready := r.now
	for i := range p.rides {
		b := &p.rides[i]
		ready += sim.Time(b.lead)
		if n := r.book(id, b.at, int32(b.service), b.from, b.to, ready, 0); n >= 0 {
			ready = r.m.departs[b.service][n] + sim.Time(r.m.Net.Services[b.service].Calls[b.to].Planned)
		} else {
			ready += sim.Time(b.hours)
		}
	}
}

// unbook gives up all places that a load holds.
func (r *run) unbook(id int32) {
	ld := &r.loads[r.ent[id].ext]
	for k := range ld.seats {
		if ld.seats[k].departure > 0 {
			r.giveUp(id, k)
		}
	}
}

func (r *run) giveUp(id int32, k int) {
	ld := &r.loads[r.ent[id].ext]
	at := ld.seats[k].at
	x := r.svc[r.steps[at].arg].ledger[ld.seats[k].departure-1]
	ld.seats[k] = seat{}
	for i := range x.list {
		if t := x.list[i]; t.who == id && t.at == at {
			x.add(int(t.from), int(t.to), -t.teu)
			x.list = append(x.list[:i], x.list[i+1:]...)
			return
		}
	}
}

// clearSeat forgets the seat of a ticket that is no longer in the ledger.
func (r *run) clearSeat(t ticket) {
	ld := &r.loads[r.ent[t.who].ext]
	ld.seats[ld.seatFor(t.at)] = seat{}
}

// boardBooked takes those who booked this departure and are here, then others as
// far as there is room. It returns the cargo that stays.
func (r *run) boardBooked(ext int32, call int, room float64, ready sim.Time) (stay []int32) {
	v := &r.vehicles[ext]
	s := &r.svc[v.service]
	x := s.sailing(int(v.departure))
	x.gone[call] = true
	late, keep := s.late[:0], x.list[:0]
	for _, t := range x.list {
		switch e := &r.ent[t.who]; {
		case int(t.from) != call:
			keep = append(keep, t)
		case r.stands(e, t.at) && e.since <= ready && v.teu+t.teu <= room+1e-9 && !r.notTaken(s, t.who):
			r.clearSeat(t)
			r.takeOn(s, t.who, ext, call)
		default:
			x.add(call, int(t.to), -t.teu)
			late = append(late, t)
		}
	}
	x.list = keep
	for _, t := range late {
		r.clearSeat(t)
	}
	stay = s.calls[call].wait[:0]
	for _, who := range s.calls[call].wait {
		e := &r.ent[who]
		ld := &r.loads[e.ext]
		if ld.vehicle >= 0 {
			continue // with its ticket
		}
		teu, to := r.teu(who), int(r.steps[e.at].j)
		if e.since > ready || v.teu+teu > room+1e-9 || !x.fits(call, to, teu, room) || s.some > 0 && r.barredBy(s.layers, e.flow) > 0 {
			stay = append(stay, who)
			continue
		}
		if k := ld.seatFor(e.at); k >= 0 {
			r.giveUp(who, k)
		}
		x.add(call, to, teu)
		r.takeOn(s, who, ext, call)
	}
	if x.asked && v.teu > 0.98*room {
		s.tally.Full++
	}
	r.rebook(s, v.service, int(v.departure), late)
	return stay
}

// stands says whether a load waits in line for a ride: it may be about to come
// there.
func (r *run) stands(e *entity, at int32) bool {
	return e.at == at && e.bits&isOnWay == 0 && r.loads[e.ext].vehicle < 0 && r.ops[e.pc].code == opRide
}

// rebook gives those who lost their place on a departure one on a later one.
func (r *run) rebook(s *svcState, service int32, departure int, list []ticket) {
	for _, t := range list {
		if r.loads[r.ent[t.who].ext].vehicle >= 0 && r.ent[t.who].at == t.at {
			continue // aboard after all
		}
		s.tally.Rebooked++
		r.book(t.who, t.at, service, int(t.from), int(t.to), r.now, departure+1)
	}
	s.late = list[:0]
}

// passBy is a booked departure that leaves a call out.
func (r *run) passBy(v *vehicle, call int) {
	s := &r.svc[v.service]
	x := s.sailing(int(v.departure))
	x.gone[call] = true
	late, keep := s.late[:0], x.list[:0]
	for _, t := range x.list {
		if int(t.from) == call {
			x.add(call, int(t.to), -t.teu)
			late = append(late, t)
		} else {
			keep = append(keep, t)
		}
	}
	x.list = keep
	for _, t := range late {
		r.clearSeat(t)
	}
	r.rebook(s, v.service, int(v.departure), late)
}

// scrap is a departure that is cancelled.
func (r *run) scrap(service int32, n int) {
	s := &r.svc[service]
	x := s.ledger[n]
	if x == nil {
		return
	}
	late := append(s.late[:0], x.list...)
	s.strike(n)
	for _, t := range late {
		r.clearSeat(t)
	}
	r.rebook(s, service, n, late)
}

// setDown gives up the rest of a booked ride that a load leaves at a call.
func (r *run) setDown(v *vehicle, who int32, call int) {
	if r.m.Net.Services[v.service].Book {
		r.svc[v.service].sailing(int(v.departure)).add(call, int(r.steps[r.ent[who].at].j), -r.teu(who))
	}
}

// putOff is how long full departures put a ride off, hours, for cargo that comes
// to the call in some hours.
func (r *run) putOff(p *passage, teu, in float64) float64 {
	reached, n := r.seek(int32(p.service), int(p.from), int(p.to), teu, r.now+sim.Time(in*hoursToNS), 0, false)
	times := r.m.departs[p.service]
	switch {
	case n == reached:
		return 0
	case n == len(times):
		return time.Duration(r.m.stop - r.now).Hours()
	}
	return time.Duration(times[n] - times[reached]).Hours()
}
