package sim

import "math/bits"

// Event is a small value: when, for whom, and a word for its user.
type Event struct {
	At   Time
	seq  uint64
	Who  int32
	What uint32
}

func (a *Event) before(b *Event) bool {
	return a.At < b.At || a.At == b.At && a.seq < b.seq
}

// Calendar holds the pending events and gives them back in the order of their
// time, and in the order of Push among equal times. The zero Calendar is ready.
//
// It is a wheel of unsorted buckets of equal width for the middle distance,
// with a heap for the bucket in hand and one for what lies beyond the wheel:
// constant time per event in the ordinary case, logarithmic at worst. Width
// and number of buckets follow the traffic; they change speed, never order.
type Calendar struct {
	now  Time
	seq  uint64
	size int

	near  eventHeap // before bucket `next`
	far   eventHeap // beyond the wheel when pushed
	heads []int32   // first node of a bucket, -1: empty
	used  []uint64  // one bit a bucket that is not empty
	nodes []node
	free  int32 // first free node, -1: none
	shift uint  // a bucket is 1<<shift ns wide
	next  int64 // absolute number of the first bucket not in near
	mid   int   // events in buckets

	pops     int // since the last tuning
	tuneFrom Time
}

type node struct {
	Event
	next int32
}

const (
	leastBuckets = 1 << 6
	mostBuckets  = 1 << 20
	startShift   = 30 // about a second
	leastShift   = 8  // keeps bucket numbers far inside an int64
)

// Now is the time of the last event popped.
func (c *Calendar) Now() Time { return c.now }

// Len is the number of pending events.
func (c *Calendar) Len() int { return c.size }

// Reset empties the calendar and sets its clock to 0, keeping its memory.
func (c *Calendar) Reset() {
	c.now, c.seq, c.size, c.mid, c.pops, c.tuneFrom = 0, 0, 0, 0, 0, 0
	c.near, c.far = c.near[:0], c.far[:0]
	c.layOut(leastBuckets, startShift)
}

// layOut makes empty buckets that begin at now.
func (c *Calendar) layOut(buckets int, shift uint) {
	if cap(c.heads) < buckets {
		c.heads = make([]int32, buckets)
		c.used = make([]uint64, buckets/64)
	}
	c.heads, c.used = c.heads[:buckets], c.used[:buckets/64]
	for i := range c.heads {
		c.heads[i] = -1
	}
	clear(c.used)
	c.nodes, c.free = c.nodes[:0], -1
	c.shift, c.next, c.mid = shift, int64(c.now)>>shift, 0
}

// Push adds an event. It panics if at lies before Now: that is a bug of the
// caller.
func (c *Calendar) Push(at Time, who int32, what uint32) {
	if at < c.now {
		panic("sim: event pushed into the past")
	}
	if c.heads == nil {
		c.layOut(leastBuckets, startShift)
	}
	c.seq++
	c.size++
	c.put(Event{At: at, seq: c.seq, Who: who, What: what})
}

func (c *Calendar) put(e Event) {
	b := int64(e.At) >> c.shift
	switch {
	case b < c.next:
		c.near.push(e)
	case b < c.next+int64(len(c.heads)):
		i := int(b) & (len(c.heads) - 1)
		n := c.free
		if n >= 0 {
			c.free = c.nodes[n].next
		} else {
			n = int32(len(c.nodes))
			c.nodes = append(c.nodes, node{})
		}
		c.nodes[n] = node{Event: e, next: c.heads[i]}
		c.heads[i] = n
		c.used[i>>6] |= 1 << (i & 63)
		c.mid++
	default:
		c.far.push(e)
	}
}

// Pop removes and returns the first event and moves the clock to it; ok is
// false where none is left.
func (c *Calendar) Pop() (e Event, ok bool) {
	if len(c.near) == 0 && !c.advance() {
		return Event{}, false
	}
	e = c.near.pop()
	c.now = e.At
	c.size--
	if c.pops++; c.pops >= len(c.heads) && c.pops >= 4096 {
		c.tune()
	}
	return e, true
}

// Peek returns the time of the first event, Never where none is left.
func (c *Calendar) Peek() Time {
	if len(c.near) == 0 && !c.advance() {
		return Never
	}
	return c.near[0].At
}

// advance fills near with the first bucket that is not empty, and with what
// far has of the same time.
func (c *Calendar) advance() bool {
	if c.mid == 0 && len(c.far) == 0 {
		return false
	}
	b := int64(Never)
	if c.mid > 0 {
		b = c.firstUsed()
	}
	if len(c.far) > 0 {
		if f := int64(c.far[0].At) >> c.shift; f < b {
			b = f
		}
	}
	c.next = b + 1
	if c.mid > 0 {
		i := int(b) & (len(c.heads) - 1)
		// The slot holds bucket b or, where b came from far, may hold a
		// later bucket of the same slot: those nodes are put back.
		n := c.heads[i]
		c.heads[i] = -1
		c.used[i>>6] &^= 1 << (i & 63)
		for n >= 0 {
			nd := &c.nodes[n]
			e, follow := nd.Event, nd.next
			nd.next, c.free = c.free, n
			c.mid--
			c.put(e)
			n = follow
		}
	}
	for len(c.far) > 0 && int64(c.far[0].At)>>c.shift < c.next {
		c.near.push(c.far.pop())
	}
	return true
}

// firstUsed is the absolute number of the first bucket with events.
func (c *Calendar) firstUsed() int64 {
	mask := len(c.heads) - 1
	start := int(c.next) & mask
	w := start >> 6
	word := c.used[w] &^ (1<<(start&63) - 1)
	for k := 0; k <= len(c.used); k++ {
		if word != 0 {
			i := w<<6 + bits.TrailingZeros64(word)
			return c.next + int64((i-start)&mask)
		}
		w = (w + 1) & (len(c.used) - 1)
		word = c.used[w]
	}
	panic("sim: calendar lost its events")
}

// tune fits width and number of buckets to the traffic since the last time:
// about one event a bucket and a wheel twice as long as what is pending.
func (c *Calendar) tune() {
	gap := int64(c.now-c.tuneFrom) / int64(c.pops)
	shift := max(uint(bits.Len64(uint64(gap))), leastShift)
	buckets := leastBuckets
	for buckets < 2*c.size && buckets < mostBuckets {
		buckets *= 2
	}
	c.pops, c.tuneFrom = 0, c.now
	closeShift := shift+1 >= c.shift && shift <= c.shift+1
	if closeShift && buckets <= 2*len(c.heads) && 4*buckets >= len(c.heads) {
		return
	}
	all := make([]Event, 0, c.size)
	all = append(all, c.near...)
	all = append(all, c.far...)
	for _, n := range c.heads {
		for ; n >= 0; n = c.nodes[n].next {
			all = append(all, c.nodes[n].Event)
		}
	}
	c.near, c.far = c.near[:0], c.far[:0]
	c.layOut(buckets, shift)
	for _, e := range all {
		c.put(e)
	}
}

// eventHeap is a 4-ary heap of values.
type eventHeap []Event

func (h *eventHeap) push(e Event) {
	s := append(*h, e)
	i := len(s) - 1
	for i > 0 {
		up := (i - 1) >> 2
		if !e.before(&s[up]) {
			break
		}
		s[i] = s[up]
		i = up
	}
	s[i] = e
	*h = s
}

func (h *eventHeap) pop() Event {
	s := *h
	top := s[0]
	n := len(s) - 1
	e := s[n]
	s = s[:n]
	*h = s
	i := 0
	for {
		least := i<<2 + 1
		if least >= n {
			break
		}
		for k := least + 1; k < min(i<<2+5, n); k++ {
			if s[k].before(&s[least]) {
				least = k
			}
		}
		if !s[least].before(&e) {
			break
		}
		s[i] = s[least]
		i = least
	}
	if n > 0 {
		s[i] = e
	}
	return top
}
