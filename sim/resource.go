package sim

import "math/bits"

// Classes is the number of priority classes; class 0 is served first.
const Classes = 4

// Resource has servers that change over time and a queue in order of class,
// first come first served in a class. Buffer bounds the places, those being
// served included; what finds none waits in the line outside.
//
// A resource does not know events: its user starts service when a server is
// Free or Next gives an entity. Entities are numbers below len(links); links is
// the user's, one next-in-line number an entity, shared by all resources as
// an entity waits in one line at a time.
type Resource struct {
	Servers int32 // that may work now; busy ones beyond it finish
	Busy    int32
	Queued  int32 // up to the last call with a time
	Buffer  int32 // 0: no limit
	Inside  int32 // places taken, where Buffer > 0

	line    [Classes]line
	outside line
	ends    []Time // of servers taken until then, a heap
	last    []Time // of those taken until then that may not work on, ascending
	starts  []Time // that are reserved, from begun on
	begun   int32

	Stats ResourceStats
}

type line struct{ head, tail int32 } // entity + 1; 0: none

func (l *line) push(id int32, links []int32) {
	links[id] = 0
	if l.tail == 0 {
		l.head = id + 1
	} else {
		links[l.tail-1] = id + 1
	}
	l.tail = id + 1
}

func (l *line) pop(links []int32) int32 {
	id := l.head - 1
	if l.head = links[id]; l.head == 0 {
		l.tail = 0
	}
	return id
}

// unlink takes `at` out, which stands behind prev (0: first).
func (l *line) unlink(prev, at int32, links []int32) {
	if prev == 0 {
		l.head = links[at-1]
	} else {
		links[prev-1] = links[at-1]
	}
	if l.tail == at {
		l.tail = prev
	}
}

// Join puts an entity at the end of its class.
func (r *Resource) Join(now Time, id int32, class uint8, links []int32) {
	r.settle(now)
	r.Stats.advance(now, r.Queued, r.Busy)
	r.Queued++
	r.line[class].push(id, links)
}

// Free says whether a server can begin now.
func (r *Resource) Free(now Time) bool {
	r.settle(now)
	return r.Busy < r.Servers
}

// Take makes a server busy.
func (r *Resource) Take(now Time) {
	r.settle(now)
	r.Stats.advance(now, r.Queued, r.Busy)
	r.Busy++
}

// TakeFree makes a server busy where one can begin now.
func (r *Resource) TakeFree(now Time) bool {
	r.settle(now)
	if r.Busy >= r.Servers {
		return false
	}
	r.Stats.advance(now, r.Queued, r.Busy)
	r.Busy++
	return true
}

// Release frees a server.
func (r *Resource) Release(now Time) {
	r.settle(now)
	r.Stats.advance(now, r.Queued, r.Busy)
	r.Busy--
}

// Next takes the first in line out of the queue and makes a server busy for
// it; ok is false where nobody waits or no server is free.
func (r *Resource) Next(now Time, links []int32) (id int32, ok bool) {
	r.settle(now)
	if r.Standing() == 0 || r.Busy >= r.Servers {
		return -1, false
	}
	r.Stats.advance(now, r.Queued, r.Busy)
	r.Queued--
	r.Busy++
	for c := range r.line {
		if r.line[c].head != 0 {
			return r.line[c].pop(links), true
		}
	}
	panic("sim: resource lost its queue")
}

// NextWhere is Next for the first in line that fits; those before it stay.
func (r *Resource) NextWhere(now Time, links []int32, fits func(id int32) bool) (id int32, ok bool) {
	r.settle(now)
	if r.Queued == 0 || r.Busy >= r.Servers {
		return -1, false
	}
	for c := range r.line {
		l := &r.line[c]
		for prev, at := int32(0), l.head; at != 0; prev, at = at, links[at-1] {
			if !fits(at - 1) {
				continue
			}
			l.unlink(prev, at, links)
			r.Stats.advance(now, r.Queued, r.Busy)
			r.Queued--
			r.Busy++
			return at - 1, true
		}
	}
	return -1, false
}

// Remove takes an entity out of the queue, in time proportional to its place.
func (r *Resource) Remove(now Time, id int32, links []int32) bool {
	r.settle(now)
	for c := range r.line {
		l := &r.line[c]
		for prev, at := int32(0), l.head; at != 0; prev, at = at, links[at-1] {
			if at != id+1 {
				continue
			}
			l.unlink(prev, at, links)
			r.Stats.advance(now, r.Queued, r.Busy)
			r.Queued--
			return true
		}
	}
	return false
}

// Each calls f for everyone in the queue, in order.
func (r *Resource) Each(links []int32, f func(id int32)) {
	for c := range r.line {
		for at := r.line[c].head; at != 0; at = links[at-1] {
			f(at - 1)
		}
	}
}

// Waiting is how many are in the queue now.
func (r *Resource) Waiting(now Time) int32 {
	r.settle(now)
	return r.Queued
}

// Full says whether no place is left.
func (r *Resource) Full() bool { return r.Buffer > 0 && r.Inside >= r.Buffer }

// WaitOutside puts an entity into the line for a place.
func (r *Resource) WaitOutside(id int32, links []int32) { r.outside.push(id, links) }

// Vacate gives up a place; it returns who may take it now, if anyone waits.
func (r *Resource) Vacate(links []int32) (id int32, ok bool) {
	r.Inside--
	if r.outside.head == 0 {
		return -1, false
	}
	return r.outside.pop(links), true
}

// ResourceStats are time-weighted queue and use, and waits.
type ResourceStats struct {
	last      Time
	queueArea area
	busyArea  area
	Served    int64
	Waits     Histogram
	Most      int32 // longest queue that lasted
	Lost      int32
	from      Time
}

func (s *ResourceStats) advance(now Time, queued, busy int32) {
	if now == s.last {
		return
	}
	s.queueArea.add(now-s.last, queued)
	s.busyArea.add(now-s.last, busy)
	s.last = now
	if queued > s.Most {
		s.Most = queued
	}
}

// Begin forgets what was counted and counts from now on.
func (r *Resource) Begin(now Time) {
	r.settle(now)
	r.Stats.advance(now, r.Queued, r.Busy)
	r.Stats = ResourceStats{from: now, last: now}
}

// Close brings the areas up to now; what follows is not counted if the user
// copies Stats at this moment.
func (r *Resource) Close(now Time) {
	r.settle(now)
	r.Stats.advance(now, r.Queued, r.Busy)
}

// MeanQueue and MeanBusy are time averages since Begin.
func (s *ResourceStats) MeanQueue() float64 { return perSpan(s.queueArea, s.last-s.from) }

// MeanBusy is the mean number of busy servers since Begin.
func (s *ResourceStats) MeanBusy() float64 { return perSpan(s.busyArea, s.last-s.from) }

// QueueSeconds is the time spent in the queue since Begin by all who stood in
// it, whole seconds.
func (s *ResourceStats) QueueSeconds() int64 {
	q, _ := bits.Div64(s.queueArea.hi, s.queueArea.lo, 1e9)
	return int64(q)
}

// Span since Begin.
func (s *ResourceStats) Span() Time { return s.last - s.from }

func perSpan(a area, span Time) float64 {
	if span <= 0 {
		return 0
	}
	return (float64(a.hi)*(1<<64) + float64(a.lo)) / float64(span)
}

// area is a sum of time times number, exact in 128 bits: the same however the
// time is cut into pieces.
type area struct{ hi, lo uint64 }

func (a *area) add(dt Time, n int32) {
	hi, lo := bits.Mul64(uint64(dt), uint64(n))
	var carry uint64
	a.lo, carry = bits.Add64(a.lo, lo, 0)
	a.hi += hi + carry
}
