package freight

import "corridor/sim"

// Loads that are brought forward: a share of those of the first announced time
// of a spell sets out that much earlier. Which ones is drawn by load.

// early is a load that is brought forward.
type early struct {
	change  int32
	arrival int32
	n       uint32
}

// forwarding is a stretch of time whose loads may be brought forward.
type forwarding struct {
	change   int32
	from, to sim.Time
	by       sim.Time
}

// AnnouncedBefore says whether a change brings loads forward that would have to set
// out before the run begins: then none is brought forward.
func (m *Model) AnnouncedBefore(change int) bool {
	c := &m.changes[change]
	return c.when.FrontLoad != nil && c.when.Between == nil && c.leader < 0 && c.from-sim.Time(c.when.Announced) <= 0
}

// bringForward lists the loads that are brought forward, and lets them come.
func (r *run) bringForward() {
	for i := range r.m.changes {
		c := &r.m.changes[i]
		if c.when.FrontLoad == nil {
			continue
		}
		by := sim.Time(c.when.Announced)
		for _, p := range r.points {
			if p.change == int32(i) && p.what == ptForce && p.weight == 1 && p.spell.from-by > 0 {
				r.forward = append(r.forward, forwarding{int32(i), p.spell.from, min(p.spell.to, p.spell.from+by), by})
			}
		}
	}
	if len(r.forward) == 0 {
		return
	}
	last := sim.Time(0)
	for _, f := range r.forward {
		last = max(last, f.to)
	}
	for i := range r.m.arrivals {
		if !r.mayComeForward(int32(i)) {
			continue
		}
		key := r.streamKey(int32(i))
		at := sim.Time(0)
		for n := uint32(0); ; n++ {
			if at = r.m.arrivals[i].next(at, n, key); at >= last || at > r.m.stop {
				break
			}
			if k := r.isBroughtForward(int32(i), n, at); k > 0 {
				f := &r.forward[k-1]
				r.early = append(r.early, early{f.change, int32(i), n})
				r.cal.Push(at-f.by, int32(len(r.early)-1), evEarly)
			}
		}
	}
}

// mayComeForward says whether a change brings loads of a stream forward.
func (r *run) mayComeForward(i int32) bool {
	for k := range r.forward {
		if r.m.isForwarded(r.forward[k].change, int32(r.m.arrivals[i].flow)) {
			return true
		}
	}
	return false
}

// isForwarded says whether a change with a front-load is about a flow: it
// selects it, or stands on its first way.
func (m *Model) isForwarded(change, flow int32) bool {
	c := &m.changes[change]
	if c.flows != nil {
		return c.flows[flow]
	}
	plans := m.flows[flow].open
	return c.concerns(flow) && len(plans) > 0 && m.touches(c, &plans[0])
}

// isBroughtForward is the stretch, plus 1, for which load n of a stream that
// comes at an instant is brought forward; 0: none.
func (r *run) isBroughtForward(i int32, n uint32, at sim.Time) int {
	for k := range r.forward {
		f := &r.forward[k]
		if at < f.from || at >= f.to || !r.m.isForwarded(f.change, int32(r.m.arrivals[i].flow)) {
			continue
		}
		c := &r.m.changes[f.change]
		if r.streamKey(i).With(uint64(n)+1).With(c.key).Named("forward").Uniform() < *c.when.FrontLoad {
			return k + 1
		}
	}
	return 0
}
