package freight

import (
	"slices"

	"corridor/scenarios"
	"corridor/sim"
)

// change is a scenario's change compiled to what it touches and to what it does
// there. What is in force on a thing is worked out from its normal state, change
// by change in the order in which they are written: see force.go.
type change struct {
	name     string
	from, to sim.Time
	when     *scenarios.When
	leader   int32 // change that it follows, -1
	cargo    scenarios.Cargo
	patience int32 // sampler, -1: none
	lag      sim.Time
	lost     float64
	key      uint64

	sel  *selection // what its `where` fits; nil: a fault
	only []bool     // by flow: cargo that it is about; nil: all that comes

	// What it touches.
	gates    []int32 // by node and event
	links    []int32
	services []int32
	res      []int32
	ops      []int32
	flows    []bool // the flows themselves; nil: none

	// What it does there. Factors of 1, sums of 0 and nil do nothing.
	closes   bool    // closes, or takes no new cargo
	newOnly  bool    // takes no new cargo: what is aboard and vehicles pass
	embargo  bool    // takes no new cargo of any kind, at once or ahead of closing: other traffic that has not set out does not ...
	keepsOff []int32 // ... for these gates
	capacity float64
	added    float64
	always   bool // open
	service  float64
	slow     float64
	chance   *scenarios.Chance
	fee      float64
	staged   bool    // the fee is of stages, not of entering
	fees     float64 // factor
	price    float64
	tariff   *scenarios.Tariff
	into     [4]bool // countries whose tariff it is
	demand   float64
	stages   []int32 // ops that it adds
	share    float64 // that goes through them
}

// avoid says whether cargo may look for another way.
func (c *change) avoid() bool { return c.cargo == scenarios.Divert }

// concerns says whether a change is about the cargo of a flow.
func (c *change) concerns(flow int32) bool { return c.only == nil || c.only[flow] }

// partial says whether it bars some of what comes only.
func (c *change) partial() bool { return c.newOnly || c.only != nil }

// changeState is what became of a change in a run.
type changeState struct {
	weight float64 // 1 while it holds, less while it recovers, 0 otherwise
	early  bool    // no new cargo ahead of a closure
	surge  bool
	shut   []spell // in which no new cargo was taken, where it is an embargo
	known  []spell // that cargo knows of, by beginning
	spell  spell   // the present one
	ChangeTally
}

// active says whether a change does anything now.
func (c *changeState) active() bool { return c.weight > 0 || c.early || c.surge }

// at is a value between what it was and what the change makes it, by weight.
func (c *changeState) at(was, to float64) float64 {
	switch c.weight {
	case 1:
		return to // to the last bit
	case 0:
		return was
	}
	return was + (to-was)*c.weight
}

func (c *changeState) bind(now sim.Time) {
	if c.Bound == 0 || now < c.First {
		c.First = now
	}
	c.Bound++
	c.Last = max(c.Last, now)
}

// charge books what a change makes a load pay.
func (c *changeState) charge(now sim.Time, usd float64) {
	if usd != 0 {
		c.bind(now)
		c.USD += usd
	}
}

// layers are the changes that are at work on a thing, in the order in which
// they are written.
type layers []int32

func (l *layers) set(change int32, on bool) {
	at, have := slices.BinarySearch(*l, change)
	switch {
	case on && !have:
		*l = slices.Insert(*l, at, change)
	case !on && have:
		*l = slices.Delete(*l, at, at+1)
	}
}

// apply does a point of a change: takes it on, lets it go in part or wholly, or
// makes it known. Only what it touches is worked out anew.
func (r *run) apply(n int32) {
	p := &r.points[n]
	r.catchUpAll()
	r.passTurns()
	last := int(n)+1 == len(r.points) || r.points[n+1].at > r.now
	if !last {
		r.nextChange = r.now // what changes at this moment too
	}
	brief := r.brief
	r.brief, r.barrier = nil, r.now // by their programs, and nothing is foretold, while things change
	r.asPlanned = false
	defer func() {
		r.brief = brief
		r.asPlanned = !r.m.eager && !slices.ContainsFunc(r.ch, func(c changeState) bool { return c.active() || len(c.known) > 0 })
		if r.layBrief(); last {
			r.setBarrier()
		}
	}()
	i := p.change
	c, st := &r.m.changes[i], &r.ch[i]
	switch p.what {
	case ptKnow:
		r.learn(i, p.spell)
	case ptForget:
		st.known = slices.DeleteFunc(st.known, func(s spell) bool { return s == p.spell })
		r.updateKnown(i)
	case ptEarly:
		st.early = true
		r.embargoBegins(i, p.spell)
		r.force(i)
	case ptSurge, ptSettled:
		st.surge = p.what == ptSurge
		r.force(i)
	case ptForce:
		st.weight = p.weight
		switch {
		case p.weight == 1:
			st.spell = p.spell
			r.embargoBegins(i, p.spell)
			if !st.Took {
				st.On, st.Took = r.now, true
			}
			st.Off, st.early, st.surge = 0, false, false
			st.Spells++
		case p.weight == 0:
			st.Off = r.now
		}
		if p.weight < 1 {
			r.embargoEnds(i)
		}
		r.force(i)
		if p.weight == 1 && c.closes {
			r.roused = true
		}
	}
	if r.roused && last {
		r.roused = false // once for all that take hold together
		r.rouse()
	}
}
