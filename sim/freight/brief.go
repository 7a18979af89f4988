package freight

import (
	"slices"

	"corridor/network"
	"corridor/sim"
)

// Other trucks at crossings are nine tenths of what a year simulates, and all
// that they meet there are delays and servers that free themselves. Where no
// change is at work on a facility they take its program in brief: a copy for
// them alone, linked past the stages that are not for them, in half a cache line
// a stage. And nothing happens there until somebody looks: the facility lags
// behind, and catches up when cargo joins a queue, waits are told, servers or the
// scenario change, or something is counted. What is drawn is what the program
// itself draws, and in the same order at each facility: the outcome is the same
// to the last byte.

// brief is a stage as other trucks take it.
type brief struct {
	key    uint64
	chance float64
	res    int32    // -1: none
	time   int32    // sampler
	gen    int32    // background
	next   [4]uint8 // stages to the one that follows, by facts (see factsOf); 0: none
	class  uint8
	works  bool // the whole program may be taken in brief
	first  bool // trucks may reserve
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
		r.stations = make([]station, len(r.m.Net.Nodes))
	}
	for i := range r.stations {
		r.stations[i].lines = r.stations[i].lines[:0]
	}
	for i := range r.m.other {
		if p := &r.m.other[i]; p.event < network.VehicleCall && !r.m.isCalm(p) {
			r.layProgram(int32(i), r.steps[p.steps].pc)
		}
	}
	r.layLines()
}

// layLines finds where who stands in line is taken by the station, and who needs
// an event for it.
func (r *run) layLines() {
	for i := range r.state {
		st, node := &r.state[i], r.m.res[i].node
		st.lags = node >= 0 && !r.stations[node].prompt && slices.Contains(r.stations[node].lines, int32(i))
		st.await = 0
		r.res[i].Each(r.links, func(id int32) {
			if !r.inBrief(&r.ent[id]) {
				st.await++
			}
		})
		if r.res[i].Standing() > 0 {
			r.awaitLeave(int32(i))
		}
	}
}

func (r *run) layProgram(gen, start int32) {
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
		*b = brief{key: o.key, chance: o.chance, res: o.res, time: o.time, gen: gen, class: otherClass, works: works}
		if o.class >= 0 {
			b.class = uint8(o.class)
		}
		if o.res >= 0 {
			s, first := &r.stations[gate.node], r.m.res[o.res].first
			b.first = int8(b.class) == first
			s.prompt = s.prompt || first < 0
			if works && !b.first && !slices.Contains(s.lines, o.res) {
				s.lines = append(s.lines, o.res)
			}
		}
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

// inBrief says whether an entity may take its program in brief.
func (r *run) inBrief(e *entity) bool {
	return e.kind == other && r.brief != nil && r.brief[e.pc].works
}

// station is a facility whose other traffic takes its program in brief.
type station struct {
	coming []passing // on their way to a queue: a heap by time
	n      int
	lines  []int32 // resources where not all reserve: some stand in line
	prompt bool    // it may not lag behind: servers do not all free themselves
}

// passing is a truck on its way to a queue.
type passing struct {
	at   sim.Time
	key  sim.Key
	pc   int32
	bits uint16
}

// The heap is 4-ary, and who comes first of four is worked out without branches:
// they could not be foretold. Behind it there are places of who never comes, so
// that all have four below them.

func (s *station) push(p passing) {
	s.n++
	for len(s.coming) < s.n+3 {
		s.coming = append(s.coming, passing{at: sim.Never})
	}
	s.rise(s.n-1, p)
}

// rise puts a truck into an empty place or above it.
func (s *station) rise(i int, p passing) {
	h := s.coming
	for i > 0 {
		up := (i - 1) >> 2
		if p.at >= h[up].at {
			break
		}
		h[i] = h[up]
		i = up
	}
	h[i] = p
}

func (s *station) pop() passing {
	h := s.coming
	top := h[0]
	s.n--
	n := s.n
	p := h[n]
	h[n].at = sim.Never
	i := 0
	for {
		k := i<<2 + 1
		if k >= n {
			break
		}
		c := h[k : k+4 : k+4]
		a := int(uint64(c[1].at-c[0].at) >> 63)
		b := 2 + int(uint64(c[3].at-c[2].at)>>63)
		a += (b - a) & int((c[b&3].at-c[a&3].at)>>63)
		h[i] = c[a&3]
		i = k + a
	}
	if n > 0 {
		s.rise(i, p)
	}
	return top
}

// passOn takes an other truck on from the end of a stage, or from the gate, at
// an instant that may lie ahead, to its next queue.
func (r *run) passOn(p passing) {
	facts := factsOf(p.bits)
	for {
		step := r.brief[p.pc].next[facts]
		if step == 0 {
			return
		}
		p.pc += int32(step)
		if p.at >= r.nextChange && p.at > r.now {
			break
		}
		b := &r.brief[p.pc]
		key := p.key.With(b.key)
		if b.chance < 1 && key.Uniform() >= b.chance {
			continue
		}
		if b.res >= 0 {
			s := &r.stations[r.m.res[b.res].node]
			s.push(p)
			if s.prompt {
				r.soon.Push(p.at, r.m.res[b.res].node, evStation)
			}
			return
		}
		p.at += sim.Time(r.m.samplers[b.time].Sample(key.With(1)))
	}
	id := r.enter(p)
	r.ent[id].bits |= isOnWay
	r.cal.Push(p.at, id, r.ent[id].await) // a change may come first
}

// enter makes an entity of a truck.
func (r *run) enter(p passing) int32 {
	id := r.newEntity()
	e := &r.ent[id]
	b := &r.brief[p.pc]
	e.kind, e.key, e.class, e.gen, e.at, e.pc, e.bits, e.since = other, p.key, otherClass, b.gen, r.m.other[b.gen].steps, p.pc, p.bits, r.now
	return id
}

// catchUp brings a facility up to now.
func (r *run) catchUp(node int32) {
	if node < 0 || r.stations == nil {
		return
	}
	s, now := &r.stations[node], r.now
	for len(s.lines) > 0 {
		at, res := s.nextInLine(r)
		if at > now {
			break
		}
		if r.now = at; res >= 0 {
			r.pump(res)
		} else {
			r.joinLine(s.pop())
		}
	}
	for s.n > 0 && s.coming[0].at <= now {
		r.joinLine(s.pop())
	}
	r.now = now
}

// nextInLine is when somebody comes next to a station with lines, or when the
// first in a line is served if that is not later: then it is told which line.
func (s *station) nextInLine(r *run) (at sim.Time, res int32) {
	at, res = sim.Never, -1
	if s.n > 0 {
		at = s.coming[0].at
	}
	for _, i := range s.lines {
		if rs := &r.res[i]; r.state[i].lags && rs.Standing() > 0 && rs.NextLeave() <= at {
			at, res = rs.NextLeave(), i
		}
	}
	return at, res
}

func (r *run) catchUpAll() {
	for i := range r.stations {
		r.catchUp(int32(i))
	}
}

// joinLine is a truck's coming to a queue.
func (r *run) joinLine(p passing) {
	r.now = p.at
	r.out.Events++
	b := &r.brief[p.pc]
	rs := &r.res[b.res]
	if b.first {
		dt := r.m.samplers[b.time].Sample(p.key.With(b.key).With(1)) // the key before drew the chance
		if start, ok := rs.Reserve(r.now, sim.Time(dt), r.horizon(b.res)); ok {
			if r.ear != nil {
				r.hear(&r.ops[p.pc], b.class, r.now, start.Sub(r.now))
			}
			p.at = start + sim.Time(dt)
			r.passOn(p)
			return
		}
	} else if rs.Standing() > 0 && rs.NextLeave() <= r.now {
		r.pump(b.res) // a server frees itself at this moment: for who waits
	}
	id := r.enter(p)
	if rs.TakeFree(r.now) {
		r.start(id)
		return
	}
	rs.Join(r.now, id, b.class, r.links)
	r.awaitLeave(b.res)
}
