package freight

import (
	"math"
	"time"

	"corridor/sim"
)

// turn moves a resource to the next line of its calendar.
func (r *run) turn(i int32) {
	r.catchUp(r.m.res[i].node)
	x, st := &r.m.res[i], &r.state[i]
	st.scheduled = x.turns[st.turn].servers
	st.turn++
	if int(st.turn) < len(x.turns) {
		r.cal.Push(x.turns[st.turn].at, i, evTurn)
	}
	st.next = r.nextTurn(i)
	r.setServers(i)
}

// nextBreak draws when one more server breaks down.
func (r *run) nextBreak(i int32) {
	st := &r.state[i]
	st.breaks++
	up := r.m.samplers[r.m.res[i].mtbf].Sample(r.key.With(r.m.res[i].key).With(st.breaks << 1))
	if at := r.now + sim.Time(up); at <= r.m.stop {
		r.cal.Push(at, i, evBreak)
	}
}

func (r *run) breakDown(i int32) {
	r.catchUp(r.m.res[i].node)
	st := &r.state[i]
	st.broken++
	st.repairs++
	r.setServers(i)
	down := r.m.samplers[r.m.res[i].mttr].Sample(r.key.With(r.m.res[i].key).With(st.repairs<<1 | 1))
	if at := r.now + sim.Time(down); at <= r.m.stop {
		r.cal.Push(at, i, evRepair)
	}
}

func (r *run) repair(i int32) {
	r.catchUp(r.m.res[i].node)
	r.state[i].broken--
	r.setServers(i)
	r.nextBreak(i)
}

// setServers works out how many servers may work: by calendar, times what
// changes leave (rounded, at least 1 where the product is positive), less the
// broken ones; none while closed.
func (r *run) setServers(i int32) {
	st, rs := &r.state[i], &r.res[i]
	n := st.scheduled
	if st.always {
		n = r.m.res[i].servers
	}
	if st.added != 0 && (n > 0 || len(r.m.res[i].turns) == 0) {
		n = max(n+st.added, 0) // nobody works in closed hours
	}
	if st.factor != 1 {
		x := float64(n) * st.factor
		n = int32(math.Round(x))
		if x > 0 && n == 0 {
			n = 1
		}
	}
	n = max(n-st.broken, 0)
	if st.closed > 0 {
		n = 0
	}
	rs.SetServers(r.now, n)
	if r.m.res[i].hold {
		r.suspend(i)
		r.resume(i)
	}
	r.pump(i)
}

// suspend holds the services begun last until no more work than may.
func (r *run) suspend(i int32) {
	st, rs := &r.state[i], &r.res[i]
	for rs.Busy > rs.Servers && len(st.serving) > 0 {
		id := st.serving[len(st.serving)-1]
		st.serving = st.serving[:len(st.serving)-1]
		e := &r.ent[id]
		st.held = append(st.held, heldService{id: id, left: e.since.Sub(r.now), at: r.now})
		e.await += 1 << evBits // its pending event no longer counts
		rs.Release(r.now)
	}
}

// resume takes held services up again, the one held last first.
func (r *run) resume(i int32) {
	st, rs := &r.state[i], &r.res[i]
	for rs.Busy < rs.Servers && len(st.held) > 0 {
		h := st.held[len(st.held)-1]
		st.held = st.held[:len(st.held)-1]
		rs.Take(r.now)
		st.serving = append(st.serving, h.id)
		e := &r.ent[h.id]
		o := &r.ops[e.pc]
		r.addTime(e, o, o.queue, r.now.Sub(h.at))
		e.since = r.now + sim.Time(h.left)
		r.schedule(e.since, h.id)
	}
}

func (r *run) noLongerServing(i, id int32) {
	s := r.state[i].serving
	for k := len(s) - 1; k >= 0; k-- {
		if s[k] == id {
			r.state[i].serving = append(s[:k], s[k+1:]...)
			return
		}
	}
}

// beginCounting starts the statistics of facilities.
func (r *run) beginCounting() {
	r.catchUpAll()
	for i := range r.res {
		r.res[i].Begin(r.now)
	}
	for i := range r.svc {
		r.svc[i].tally = ServiceTally{}
	}
	r.setBarrier()
}

// closeCounting takes the statistics of facilities as they are.
func (r *run) closeCounting() {
	r.catchUpAll()
	r.sample()
	r.setBarrier()
	for i := range r.res {
		if r.m.held != nil && r.m.held[i] != nil {
			r.out.Resources[i] = r.m.held[i].tally
			continue
		}
		rs := &r.res[i]
		rs.Close(r.now)
		t := &r.out.Resources[i]
		s := &rs.Stats
		t.Served, t.Lost, t.Most = s.Served, int64(s.Lost), s.Most
		t.MeanQueue, t.MeanBusy = s.MeanQueue(), s.MeanBusy()
		t.Span = time.Duration(s.Span())
		t.Waits = sim.Histogram{}
		t.Waits.Merge(&s.Waits)
	}
	for i := range r.svc {
		r.out.Services[i] = r.svc[i].tally
	}
}
