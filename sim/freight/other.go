package freight

import (
	"time"

	"corridor/sim"
)

// generator makes background traffic hour by hour, each hour from a stream of
// its own, so that what happens in one hour does not shift the next. Gaps of k
// phases are every k-th point of a stream k times as fast; the count goes on
// over the hours and begins anywhere.
type generator struct {
	hour int
	n    uint64
	at   float64 // ns
	left uint64  // phases until the next comes
	src  sim.Source
	key  sim.Key
	told time.Duration // wait told of
	next sim.Time      // when the next comes, who is created when waits are told; Never: by its own event
	over bool          // comes no more: see drain
}

// nextOther returns when the next of generator i's traffic comes; Never where
// none does.
func (r *run) nextOther(i int32) sim.Time {
	p, g := &r.m.other[i], &r.gens[i]
	if p.phases > 1 && g.left == 0 {
		g.left = p.phases
		if g.hour < 0 {
			g.left = 1 + uint64(r.key.With(p.key).With(drawPhase).Uniform()*float64(p.phases))
		}
	}
	for {
		if g.hour >= 0 && p.perNS[g.hour] > 0 {
			g.at += g.src.Exponential() / p.perNS[g.hour]
			if p.phases > 1 && g.at < float64(g.hour+1)*hoursToNS {
				if g.left--; g.left > 0 {
					continue
				}
			}
			if g.at < float64(g.hour+1)*hoursToNS {
				return sim.Time(g.at)
			}
		}
		g.hour++
		if g.hour >= len(p.perNS) {
			return sim.Never
		}
		g.key = r.key.With(p.key).With(uint64(g.hour) + 1)
		g.src, g.n, g.at = g.key.Source(), 0, float64(g.hour)*hoursToNS
	}
}

// awaitOther lets generator i's traffic come from an instant on.
func (r *run) awaitOther(i int32, at sim.Time) {
	if at = max(at, r.now); at <= r.m.stop {
		r.soon.Push(at, i, evOther)
	}
}

// createOther lets the traffic come that comes at an instant, and in the same
// event what comes before anything that it depends on can change: a change of the
// scenario, or the next time that waits are told.
func (r *run) createOther(i int32, at sim.Time) {
	g := &r.gens[i]
	if g.over {
		return
	}
	until := min(r.nextTell, r.nextChange, r.m.stop)
	if r.watch != nil || r.m.eager {
		until = r.now // passages are noted one by one
	}
	for {
		g.n++
		r.comeOther(i, g.key.With(g.n), 0, at)
		next := r.nextOther(i)
		if next >= until {
			r.awaitNext(i, next)
			return
		}
		at = max(next, at)
	}
}

// awaitNext lets the next of generator i's traffic come at an instant. Where a
// facility lags behind, who comes later than waits are told next is created then.
func (r *run) awaitNext(i int32, at sim.Time) {
	if r.brief != nil && r.brief[r.steps[r.m.other[i].steps].pc].works && at >= r.nextTell && r.nextTell <= r.m.stop {
		r.gens[i].next = at
		return
	}
	r.awaitOther(i, at)
}

// tellEvery is how often waits are told to those who may stay away.
const tellEvery = sim.Time(15 * time.Minute)

// tell works out the wait at each facility from its queues: who waits for a
// resource, as its servers will work them off by the calendar, weighed with the
// share that goes there. A facility that opens later is told of with that.
// Resources that a change closes are left out: that is not known to end.
func (r *run) tell() {
	r.catchUpAll()
	for i := range r.m.other {
		p := &r.m.other[i]
		if !p.leaves || r.m.isCalm(p) {
			continue
		}
		at, last := r.now, int32(-1)
		for _, q := range p.queues {
			if at == r.now && r.res[q.res].Servers > 0 && r.res[q.res].Waiting(at) == 0 {
				continue // nobody waits
			}
			o := &r.ops[q.pc]
			if r.state[o.res].closed > 0 || o.res == last {
				continue
			}
			share := o.chance * r.shareOf(p, o)
			if share == 0 {
				continue
			}
			last = o.res // stages in a row at one resource have one queue
			end := r.workedOff(o.res, at, float64(r.res[o.res].Waiting(r.now))*r.m.samplers[o.time].Mean()*o.scale)
			at += sim.Time(share * float64(end-at))
		}
		r.gens[i].told = at.Sub(r.now)
	}
	r.nextTell = r.now + tellEvery
	if r.nextTell <= r.m.stop {
		r.cal.Push(r.nextTell, 0, evTell)
	}
	for i := range r.gens {
		if g := &r.gens[i]; g.next < r.nextTell && g.next <= r.m.stop {
			at := g.next
			g.next = sim.Never
			r.createOther(int32(i), at)
		}
	}
}

// shareOf is the share of other traffic that meets the condition of a stage.
func (r *run) shareOf(p *otherPlan, o *op) float64 {
	if o.test < 0 {
		return 1
	}
	t := &r.m.tests[o.test]
	if !t.static[0] {
		return 0
	}
	share := 1.0
	for _, x := range []struct {
		bit uint16
		has float64
	}{{isTrusted, p.trust}, {isEmpty, p.empty}, {isInBond, 0}} {
		switch {
		case t.mask&x.bit == 0:
		case t.want&x.bit != 0:
			share *= x.has
		default:
			share *= 1 - x.has
		}
	}
	return share
}

// workedOff is when a resource has done so much work, seconds of one server, if
// it begins at an instant and works by its calendar and the changes in force.
func (r *run) workedOff(res int32, at sim.Time, work float64) sim.Time {
	turns, st := r.m.res[res].turns, &r.state[res]
	servers := r.res[res].Servers
	next := int(st.turn)
	for ; ; next++ {
		if len(turns) == 0 || st.always || next >= len(turns) || at < turns[next].at {
			rest := sim.Time(sim.Never)
			if servers > 0 {
				rest = at + sim.Time(work/float64(servers)*1e9)
			}
			if len(turns) == 0 || st.always || next >= len(turns) || servers > 0 && rest <= turns[next].at {
				return min(rest, r.m.stop)
			}
			work -= float64(servers) * float64(turns[next].at-at) / 1e9
			at = turns[next].at
		}
		servers = turns[next].servers
		if st.factor != 1 && servers > 0 {
			servers = max(1, int32(float64(servers)*st.factor+0.5))
		}
	}
}
