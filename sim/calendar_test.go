package sim

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"

	"pgregory.net/rapid"
)

// TestMain makes the properties of this package run longer than is rapid's
// custom, unless told how long: the kernel is fast.
func TestMain(m *testing.M) {
	flag.Parse()
	more := map[string]string{"rapid.checks": "1500", "rapid.steps": "80"}
	flag.Visit(func(f *flag.Flag) { delete(more, f.Name) })
	for name, value := range more {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	m.Run()
}

const (
	second = Time(1e9)
	hour   = 3600 * second
	year   = 8766 * hour
)

// slowCalendar is the obvious calendar: a slice kept in order of time and, as
// the sort is stable and what is new stands last, of push among equals.
type slowCalendar struct {
	now     Time
	pending []Event
	fresh   []Event // pushed since the slice was last put in order
}

func (c *slowCalendar) push(at Time, who int32, what uint32) {
	c.fresh = append(c.fresh, Event{At: at, Who: who, What: what})
}

func (c *slowCalendar) settle() {
	if len(c.fresh) == 1 {
		e := c.fresh[0]
		i := sort.Search(len(c.pending), func(i int) bool { return c.pending[i].At > e.At })
		c.pending = slices.Insert(c.pending, i, e)
	} else if len(c.fresh) > 1 {
		c.pending = append(c.pending, c.fresh...)
		sort.SliceStable(c.pending, func(i, j int) bool { return c.pending[i].At < c.pending[j].At })
	}
	c.fresh = c.fresh[:0]
}

func (c *slowCalendar) len() int { return len(c.pending) + len(c.fresh) }

func (c *slowCalendar) peek() Time {
	c.settle()
	if len(c.pending) == 0 {
		return Never
	}
	return c.pending[0].At
}

func (c *slowCalendar) pop() (Event, bool) {
	c.settle()
	if len(c.pending) == 0 {
		return Event{}, false
	}
	e := c.pending[0]
	c.pending = c.pending[1:]
	c.now = e.At
	return e, true
}

// pair drives a calendar and its twin alike and stops at the first difference.
type pair struct {
	fast   *Calendar
	slow   slowCalendar
	pushed int32
	fatalf func(format string, args ...any)
}

func (p *pair) push(at Time) {
	p.pushed++
	p.fast.Push(at, p.pushed, uint32(p.pushed)*7)
	p.slow.push(at, p.pushed, uint32(p.pushed)*7)
}

func (p *pair) pop() {
	got, ok := p.fast.Pop()
	want, wantOK := p.slow.pop()
	got.seq = 0
	if got != want || ok != wantOK {
		p.fatalf("after %d pushes: Pop = %+v, %v; want %+v, %v", p.pushed, got, ok, want, wantOK)
	}
	if p.fast.Now() != p.slow.now || p.fast.Len() != p.slow.len() {
		p.fatalf("after %d pushes: Now %d, Len %d; want %d, %d",
			p.pushed, p.fast.Now(), p.fast.Len(), p.slow.now, p.slow.len())
	}
}

func (p *pair) peek() {
	if got, want := p.fast.Peek(), p.slow.peek(); got != want {
		p.fatalf("after %d pushes: Peek = %d, want %d", p.pushed, got, want)
	}
	if p.fast.Now() != p.slow.now || p.fast.Len() != p.slow.len() {
		p.fatalf("Peek moved the clock to %d or left %d events; want %d, %d",
			p.fast.Now(), p.fast.Len(), p.slow.now, p.slow.len())
	}
}

func (p *pair) hold(n int, rng *rand.Rand, next pattern) {
	for ; n > 0 && p.slow.now < 1<<61; n-- {
		if rng.IntN(4) == 0 {
			p.peek()
		}
		p.pop()
		p.push(next(rng, p.slow.now))
	}
}

func (p *pair) drain() {
	for p.slow.len() > 0 {
		p.pop()
	}
	p.peek()
	p.pop()
}

// pattern gives the time of a new event.
type pattern func(rng *rand.Rand, now Time) Time

var patterns = []struct {
	name string
	next pattern
}{
	{"uniform", func(rng *rand.Rand, now Time) Time { return now + Time(rng.Int64N(int64(2*hour))) }},
	{"exponential", func(rng *rand.Rand, now Time) Time { return now + Time(rng.ExpFloat64()*float64(hour)) }},
	{"all equal", func(_ *rand.Rand, now Time) Time { return max(now, hour) }},
	{"constant delay", func(_ *rand.Rand, now Time) Time { return now + second }},
	{"many ties", func(rng *rand.Rand, now Time) Time { return now + Time(rng.Int64N(4)) }},
	{"ns and years", func(rng *rand.Rand, now Time) Time {
		if rng.IntN(20) == 0 {
			return now + Time(rng.Int64N(int64(3*year)))
		}
		return now + Time(rng.Int64N(100))
	}},
	{"bursts on the hour", func(rng *rand.Rand, now Time) Time {
		return (now/hour+1+Time(rng.Int64N(3)))*hour + Time(rng.Int64N(3))
	}},
	{"every scale", func(rng *rand.Rand, now Time) Time {
		return now + Time(rng.Int64N(1<<rng.IntN(50)+1))
	}},
	{"scale that changes with time", func(rng *rand.Rand, now Time) Time {
		if now/hour%2 == 0 {
			return now + Time(rng.Int64N(int64(hour)))
		}
		return now + Time(rng.Int64N(int64(second)))
	}},
}

func TestCalendarAgreesWithASortedSlice(t *testing.T) {
	for i, p := range patterns {
		for _, size := range []int{1, 40, 1500} {
			t.Run(fmt.Sprintf("%s/%d", p.name, size), func(t *testing.T) {
				rng := rand.New(rand.NewPCG(uint64(i), uint64(size)))
				twin := &pair{fast: new(Calendar), fatalf: t.Fatalf}
				for range size {
					twin.push(p.next(rng, 0))
				}
				twin.hold(20_000, rng, p.next)
				twin.drain()
			})
		}
	}
}

func TestCalendarAgreesWithASortedSliceWhereTrafficChanges(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	twin := &pair{fast: new(Calendar), fatalf: t.Fatalf}
	for range 300 {
		twin.push(0)
	}
	for range 40 {
		twin.hold(rng.IntN(6000), rng, patterns[rng.IntN(len(patterns))].next)
		for range rng.IntN(500) {
			twin.push(patterns[rng.IntN(len(patterns))].next(rng, twin.slow.now))
		}
		for range min(rng.IntN(500), twin.slow.len()-1) {
			twin.pop()
		}
	}
	twin.drain()
}

func TestCalendarAgreesWithASortedSliceOnAnySequenceOfCalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		twin := &pair{fast: new(Calendar), fatalf: t.Fatalf}
		step := func() Time {
			return Time(rapid.Int64Range(0, 1<<rapid.IntRange(0, 48).Draw(t, "scale")).Draw(t, "step"))
		}
		t.Repeat(map[string]func(*rapid.T){
			"push": func(t *rapid.T) { twin.push(twin.slow.now + step()) },
			"push many at once": func(t *rapid.T) {
				at := twin.slow.now + step()
				for range rapid.IntRange(1, 50).Draw(t, "n") {
					twin.push(at)
				}
			},
			"push before what Peek saw": func(t *rapid.T) {
				twin.peek()
				if at := twin.slow.peek(); at != Never {
					twin.push(twin.slow.now + (at-twin.slow.now)/2)
				}
			},
			"pop":  func(t *rapid.T) { twin.pop() },
			"peek": func(t *rapid.T) { twin.peek() },
			"hold": func(t *rapid.T) {
				if twin.slow.len() == 0 {
					t.Skip("nothing to hold")
				}
				rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
				pattern := rapid.SampledFrom(patterns).Draw(t, "pattern")
				twin.hold(rapid.IntRange(1, 5000).Draw(t, "n"), rng, pattern.next)
			},
			"reset": func(t *rapid.T) {
				if rapid.IntRange(0, 3).Draw(t, "rarely") > 0 {
					t.Skip()
				}
				twin.fast.Reset()
				twin.slow = slowCalendar{}
			},
		})
		twin.drain()
	})
}

func TestCalendarGrowsTo100kEventsAndShrinksToNone(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	twin := &pair{fast: new(Calendar), fatalf: t.Fatalf}
	next := patterns[1].next
	for _, size := range []int{100, 100_000, 60_000, 100, 5000, 1} {
		for twin.slow.len() < size {
			twin.push(next(rng, twin.slow.now))
		}
		for twin.slow.len() > size {
			twin.pop()
		}
		twin.hold(2000, rng, next)
	}
	twin.drain()
}

func TestEventsAtEqualTimesComeInTheOrderOfPush(t *testing.T) {
	// The meeting at `at` is announced from ever closer by, so that its
	// events take every way through the calendar: beyond the wheel, in it,
	// into the bucket in hand, and once the clock stands there.
	const at = 1000 * hour
	var c Calendar
	n := uint32(0)
	for before := at; ; before /= 2 {
		for range 3 {
			n++
			c.Push(at, 1, n)
		}
		if before == 0 {
			break
		}
		c.Push(at-before, 2, 0)
		if e, _ := c.Pop(); e.Who != 2 {
			t.Fatalf("the meeting came %d ns early", before)
		}
		if before%3 == 0 {
			c.Peek()
		}
	}
	for want := uint32(1); want <= n+2; want++ {
		if e, ok := c.Pop(); !ok || e.What != want || e.At != at {
			t.Fatalf("event %d of the meeting is %+v, %v", want, e, ok)
		}
		if want <= 2 { // latecomers go behind all others
			c.Push(at, 1, n+want)
		}
	}
}

func TestPeekLetsEarlierEventsIn(t *testing.T) {
	var c Calendar
	c.Push(10*year, 1, 0)
	for at := 10 * year; at > 0; at /= 3 {
		if got := c.Peek(); got != at {
			t.Fatalf("Peek = %d, want %d", got, at)
		}
		c.Push(at/3, 1, 0)
	}
	if c.Now() != 0 {
		t.Fatalf("Peek moved the clock to %d", c.Now())
	}
}

func TestNewAndResetCalendarsAreEmpty(t *testing.T) {
	var c Calendar
	empty := func(which string) {
		t.Helper()
		if c.Len() != 0 || c.Now() != 0 || c.Peek() != Never {
			t.Errorf("%s: Len %d, Now %d, Peek %d", which, c.Len(), c.Now(), c.Peek())
		}
		if e, ok := c.Pop(); ok || e != (Event{}) {
			t.Errorf("%s: Pop = %+v, %v", which, e, ok)
		}
	}
	empty("new")
	c.Reset()
	empty("new and reset")
	for i := range Time(1000) {
		c.Push(i*hour, 1, 1)
		c.Push(i, 1, 1)
	}
	c.Pop()
	c.Reset()
	empty("used and reset")
}

func TestResetCalendarBehavesAsANewOne(t *testing.T) {
	var c Calendar
	for i, p := range patterns {
		rng := rand.New(rand.NewPCG(uint64(i), 8))
		twin := &pair{fast: &c, fatalf: func(format string, args ...any) {
			t.Helper()
			t.Fatalf(p.name+": "+format, args...)
		}}
		for range 200 * (i + 1) {
			twin.push(p.next(rng, 0))
		}
		twin.hold(10_000, rng, p.next)
		c.Reset() // with events pending
	}
}

func TestPushIntoThePastPanicsAndChangesNothing(t *testing.T) {
	var c Calendar
	past := func(at Time) (panicked bool) {
		defer func() { panicked = recover() != nil }()
		c.Push(at, 1, 1)
		return false
	}
	if !past(-1) {
		t.Error("Push before the run's start did not panic")
	}
	c.Push(5*second, 1, 1)
	c.Push(9*second, 1, 2)
	c.Pop()
	if !past(5*second - 1) {
		t.Error("Push 1 ns into the past did not panic")
	}
	c.Peek()
	if past(5 * second) {
		t.Error("Push at Now panicked")
	}
	if c.Len() != 2 {
		t.Errorf("Len = %d, want 2", c.Len())
	}
	for _, want := range []Time{5 * second, 9 * second} {
		if e, _ := c.Pop(); e.At != want {
			t.Errorf("Pop at %d, want %d", e.At, want)
		}
	}
}

func TestEventsUpToNeverComeInOrder(t *testing.T) {
	var c Calendar
	times := []Time{0, 1, hour, 100 * year, 1<<62 - 1, 1 << 62, 1<<62 + 1, Never - 1, Never}
	for _, at := range slices.Backward(times) {
		c.Push(at, 1, 1)
	}
	for _, want := range times {
		if e, ok := c.Pop(); !ok || e.At != want {
			t.Fatalf("Pop at %d, %v; want %d", e.At, ok, want)
		}
	}
}

func TestEventsUpToNeverComeInOrderAfterABurst(t *testing.T) {
	var c Calendar
	for range 4096 {
		c.Push(0, 1, 1)
	}
	for range 4096 {
		c.Pop()
	}
	times := []Time{100 * year, 1<<62 - 1, 1 << 62, Never - 1}
	for _, at := range times {
		c.Push(at, 1, 1)
	}
	for _, want := range times {
		if e, ok := c.Pop(); !ok || e.At != want {
			t.Fatalf("Pop at %d, %v; want %d", e.At, ok, want)
		}
	}
}

func TestCalendarAllocatesNothingInSteadyState(t *testing.T) {
	for _, p := range []struct {
		name string
		next pattern
	}{patterns[0], patterns[1], patterns[2], patterns[3]} {
		for _, size := range []int{10, 1000, 50_000} {
			var c Calendar
			rng := rand.New(rand.NewPCG(1, 2))
			for range size {
				c.Push(p.next(rng, 0), 1, 1)
			}
			hold := func(n int) {
				for range n {
					e, _ := c.Pop()
					c.Push(p.next(rng, e.At), 1, 1)
				}
			}
			hold(400_000)
			if n := testing.AllocsPerRun(1, func() { hold(100_000) }); n > 0 {
				t.Errorf("%s, %d pending: %g allocations in 100,000 events", p.name, size, n)
			}
		}
	}
}
