package freight

import (
	"time"

	"corridor/network"
	"corridor/sim"
)

// Other trucks at crossings are nine tenths of what a year simulates, and all
// that they meet there are delays and servers that free themselves. Where no
// change is at work on a facility they take its program in brief: a copy for
// them alone, linked past the stages that are not for them, in half a cache line
// a stage. What is drawn is what the program itself draws: the outcome is the
// same to the last byte.

// brief is a stage as other trucks take it.
type brief struct {
	key    uint64
	chance float64
	res    int32    // -1: none
	time   int32    // sampler
	next   [4]uint8 // stages to the one that follows, by facts (see factsOf); 0: none
	class  int8     // -1: the truck's own
	works  bool     // the whole program may be taken in brief
}

// factsOf numbers what stages ask of an other truck: trusted, empty.
func factsOf(bits uint16) uint16 { return bits&isTrusted | bits&isEmpty>>1 }

// layBrief lays out the programs of other trucks as the changes in force leave
// them.
func (r *run) layBrief() {
	if r.m.eager || r.watch != nil || r.stories != nil || r.onEnd != nil {
		return
	}
	if r.brief == nil {
		r.brief = make([]brief, len(r.ops))
	}
	for i := range r.m.other {
		if p := &r.m.other[i]; p.event < network.VehicleCall && !r.m.isCalm(p) {
			r.layProgram(r.steps[p.steps].pc)
		}
	}
}

func (r *run) layProgram(start int32) {
	gate := &r.ops[start]
	works := gate.code == opGate && r.gates[int(gate.node)*int(network.Events)+int(gate.event)].closed == 0
	end := start + 1
	for ; r.ops[end].code != opReturn; end++ {
		o := &r.ops[end]
		works = works && o.code == opStage && o.by == 0 && o.per == network.Once &&
			(o.res < 0 || r.m.res[o.res].plain && r.state[o.res].by == 0 && !r.isHeld(o))
	}
	works = works && end-start < 1<<8
	next := [4]int32{}
	for pc := end - 1; pc >= start; pc-- {
		o, b := &r.ops[pc], &r.brief[pc]
		*b = brief{key: o.key, chance: o.chance, res: o.res, time: o.time, class: o.class, works: works}
		for f := range next {
			if next[f] > 0 {
				b.next[f] = uint8(next[f] - pc)
			}
			e := entity{kind: other, flow: -1, bits: isOther | uint16(f)&isTrusted | uint16(f)<<1&isEmpty}
			if r.applies(&e, o) {
				if next[f] = pc; o.tail {
					next[f] = 0
				}
			}
		}
	}
}

// inBrief says whether an entity takes its program in brief.
func (r *run) inBrief(e *entity) bool {
	return e.kind == other && r.brief != nil && r.brief[e.pc].works
}

// followBrief takes an other truck on from the end of a stage, or from the gate,
// its own clock ahead of r.now, to its next queue.
func (r *run) followBrief(id int32, e *entity, ahead time.Duration) {
	facts := factsOf(e.bits)
	for pc := e.pc; ; {
		step := r.brief[pc].next[facts]
		if step == 0 {
			r.entSlots.give(id)
			return
		}
		pc += int32(step)
		b := &r.brief[pc]
		at := r.now + sim.Time(ahead)
		if at >= r.nextChange && ahead > 0 {
			r.comeTo(id, e, pc, at)
			return
		}
		key := e.key.With(b.key)
		if b.chance < 1 && key.Uniform() >= b.chance {
			continue
		}
		if b.res >= 0 {
			e.bits |= isBrief
			r.comeTo(id, e, pc, at)
			return
		}
		ahead += r.m.samplers[b.time].Sample(key.With(1))
	}
}

// comeTo lets a truck come to a stage at an instant.
func (r *run) comeTo(id int32, e *entity, pc int32, at sim.Time) {
	e.pc = pc
	e.bits |= isOnWay
	r.soon.Push(at, id, e.await)
}

// wakeBrief lets a truck in brief join its next queue. Where a change has begun
// since it set out, it goes by its program.
func (r *run) wakeBrief(id int32, e *entity) {
	e.bits &^= isBrief
	if !r.inBrief(e) {
		r.wake(id)
		return
	}
	e.bits &^= isOnWay
	r.requestBrief(id, e)
}

// requestBrief is request for a truck in brief.
func (r *run) requestBrief(id int32, e *entity) {
	b := &r.brief[e.pc]
	rs := &r.res[b.res]
	e.since = r.now
	if rs.Queued > 0 && rs.NextLeave() <= r.now {
		r.pump(b.res) // a server frees itself at this moment: for who waits
	}
	if rs.TakeFree(r.now) {
		r.startBrief(id, e)
		return
	}
	class := e.class
	if b.class >= 0 {
		class = uint8(b.class)
	}
	rs.Join(r.now, id, class, r.links)
	r.awaitLeave(b.res)
}

// startBrief is start for a truck in brief.
func (r *run) startBrief(id int32, e *entity) {
	b := &r.brief[e.pc]
	rs := &r.res[b.res]
	wait := r.now.Sub(e.since)
	rs.Stats.Waits.Record(wait)
	rs.Stats.Served++
	if r.ear != nil {
		r.hear(e, &r.ops[e.pc], wait)
	}
	dt := r.m.samplers[b.time].Sample(e.key.With(b.key).With(1))
	rs.LeaveAt(r.now + sim.Time(dt))
	if rs.Queued > 0 {
		r.awaitLeave(b.res)
	}
	r.followBrief(id, e, dt)
}
