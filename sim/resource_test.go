package sim

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// slowResource is the obvious resource: a slice for every line, and areas
// added up one instant at a time.
type slowResource struct {
	servers, busy int
	buffer        int
	inside        int
	lines         [Classes][]int32
	outside       []int32

	span, queueArea, busyArea, most int

	ends []Time // of servers that free themselves
}

// leave frees the servers that free themselves at an instant.
func (r *slowResource) leave(now Time) {
	n := len(r.ends)
	r.ends = slices.DeleteFunc(r.ends, func(end Time) bool { return end <= now })
	r.busy -= n - len(r.ends)
}

func (r *slowResource) tick() {
	q := len(r.queue())
	r.span++
	r.queueArea += q
	r.busyArea += r.busy
	r.most = max(r.most, q)
}

func (r *slowResource) queue() []int32 { return slices.Concat(r.lines[:]...) }

func (r *slowResource) remove(id int32) bool {
	for c, line := range r.lines {
		if i := slices.Index(line, id); i >= 0 {
			r.lines[c] = slices.Delete(line, i, i+1)
			return true
		}
	}
	return false
}

func (r *slowResource) nextWhere(fits func(id int32) bool) (int32, bool) {
	if r.busy >= r.servers {
		return -1, false
	}
	for _, id := range r.queue() {
		if fits(id) {
			r.remove(id)
			r.busy++
			return id, true
		}
	}
	return -1, false
}

// place is where an entity of the random tests is.
type place int

const (
	idle place = iota
	queued
	served
	outside
)

// yard is two resources that share one slice of links, and their twins.
type yard struct {
	now   Time
	fast  [2]Resource
	slow  [2]slowResource
	links []int32
	place []place
	at    []int // the resource an entity is at
}

func (y *yard) check(t *rapid.T) {
	for i := range y.fast {
		fast, slow := y.fast[i], &y.slow[i]
		fast.ends = slices.Clone(fast.ends) // to look changes nothing
		if want := slices.Min(append(slow.ends, Never)); fast.NextLeave() > y.now && fast.NextLeave() != want {
			t.Fatalf("resource %d: NextLeave %d, want %d", i, fast.NextLeave(), want)
		}
		free := fast.Free(y.now)
		var order []int32
		fast.Each(y.links, func(id int32) { order = append(order, id) })
		if want := slow.queue(); !slices.Equal(order, want) {
			t.Fatalf("resource %d: queue %v, want %v", i, order, want)
		}
		if int(fast.Queued) != len(order) || int(fast.Busy) != slow.busy {
			t.Fatalf("resource %d: Queued %d, Busy %d; want %d, %d", i, fast.Queued, fast.Busy, len(order), slow.busy)
		}
		if free != (slow.busy < slow.servers) {
			t.Fatalf("resource %d: Free is %v with %d of %d busy", i, free, slow.busy, slow.servers)
		}
		if fast.Full() != (slow.buffer > 0 && slow.inside >= slow.buffer) {
			t.Fatalf("resource %d: Full is %v with %d of %d places taken", i, fast.Full(), slow.inside, slow.buffer)
		}
		// Whoever came is in exactly one place.
		var count [4]int
		for id, p := range y.place {
			if y.at[id] == i {
				count[p]++
			}
		}
		if count[queued] != len(order) || count[served]+len(slow.ends) != slow.busy || count[outside] != len(slow.outside) {
			t.Fatalf("resource %d: %v entities by place, but %d queued, %d served, %d outside",
				i, count, len(order), slow.busy, len(slow.outside))
		}

		fast.Close(y.now)
		stats := fast.Stats
		if stats.Span() != Time(slow.span) || int(stats.Most) != slow.most {
			t.Fatalf("resource %d: Span %d, Most %d; want %d, %d", i, stats.Span(), stats.Most, slow.span, slow.most)
		}
		n := float64(max(slow.span, 1))
		if q, b := float64(slow.queueArea)/n, float64(slow.busyArea)/n; math.Abs(stats.MeanQueue()-q) > 1e-9 ||
			math.Abs(stats.MeanBusy()-b) > 1e-9 {
			t.Fatalf("resource %d: MeanQueue %g, MeanBusy %g; want %g, %g", i, stats.MeanQueue(), stats.MeanBusy(), q, b)
		}
	}
}

// one of the entities in a place, or a skip of the step.
func (y *yard) one(t *rapid.T, at int, p place) int32 {
	var ids []int32
	for id := range y.place {
		if y.place[id] == p && (p == idle || y.at[id] == at) {
			ids = append(ids, int32(id))
		}
	}
	if len(ids) == 0 {
		t.Skip("nobody there")
	}
	return rapid.SampledFrom(ids).Draw(t, "entity")
}

func (y *yard) move(id int32, at int, p place) { y.place[id], y.at[id] = p, at }

func TestResourceAgreesWithSlicesOnAnySequenceOfCalls(t *testing.T) {
	const entities = 24
	rapid.Check(t, func(t *rapid.T) {
		y := &yard{links: make([]int32, entities), place: make([]place, entities), at: make([]int, entities)}
		for i := range y.fast {
			n := rapid.IntRange(0, 4).Draw(t, "servers")
			b := rapid.IntRange(0, 6).Draw(t, "buffer")
			y.fast[i].Servers, y.slow[i].servers = int32(n), n
			y.fast[i].Buffer, y.slow[i].buffer = int32(b), b
		}
		which := func() (int, *Resource, *slowResource) {
			i := rapid.IntRange(0, 1).Draw(t, "resource")
			return i, &y.fast[i], &y.slow[i]
		}
		wait := func(t *rapid.T) {
			n := rapid.IntRange(1, 5).Draw(t, "instants")
			for range n {
				y.slow[0].tick()
				y.slow[1].tick()
				y.now++
				y.slow[0].leave(y.now)
				y.slow[1].leave(y.now)
			}
		}
		same := func(t *rapid.T, call string, i int, got int32, ok bool, want int32, wantOK bool) {
			if got != want || ok != wantOK {
				t.Fatalf("%s = %d, %v; want %d, %v", call, got, ok, want, wantOK)
			}
			if ok {
				y.move(got, i, served)
			}
		}
		join := func(t *rapid.T) {
			i, fast, slow := which()
			id := y.one(t, i, idle)
			class := rapid.IntRange(0, Classes-1).Draw(t, "class")
			fast.Join(y.now, id, uint8(class), y.links)
			slow.lines[class] = append(slow.lines[class], id)
			y.move(id, i, queued)
		}
		next := func(t *rapid.T) {
			i, fast, slow := which()
			got, ok := fast.Next(y.now, y.links)
			want, wantOK := slow.nextWhere(func(int32) bool { return true })
			same(t, "Next", i, got, ok, want, wantOK)
		}
		t.Repeat(map[string]func(*rapid.T){
			"":     y.check,
			"wait": wait,
			"join": join, "join too": join, "join also": join,
			"next": next, "next too": next,
			"next where": func(t *rapid.T) {
				i, fast, slow := which()
				m := rapid.Int32Range(1, 7).Draw(t, "divisor")
				fits := func(id int32) bool { return id%m == m-1 }
				got, ok := fast.NextWhere(y.now, y.links, fits)
				want, wantOK := slow.nextWhere(fits)
				same(t, "NextWhere", i, got, ok, want, wantOK)
			},
			"take": func(t *rapid.T) {
				i, fast, slow := which()
				id := y.one(t, i, idle)
				if !fast.Free(y.now) {
					t.Skip("all busy")
				}
				fast.Take(y.now)
				slow.busy++
				y.move(id, i, served)
			},
			"take until": func(t *rapid.T) {
				_, fast, slow := which()
				if !fast.Free(y.now) {
					t.Skip("all busy")
				}
				end := y.now + Time(rapid.IntRange(1, 9).Draw(t, "service"))
				fast.Take(y.now)
				fast.LeaveAt(end)
				slow.busy++
				slow.ends = append(slow.ends, end)
			},
			"release": func(t *rapid.T) {
				i, fast, slow := which()
				id := y.one(t, i, served)
				fast.Release(y.now)
				slow.busy--
				y.move(id, i, idle)
			},
			"remove": func(t *rapid.T) {
				_, fast, slow := which()
				id := rapid.Int32Range(0, entities-1).Draw(t, "anybody")
				got, want := fast.Remove(y.now, id, y.links), slow.remove(id)
				if got != want {
					t.Fatalf("Remove(%d) = %v, want %v", id, got, want)
				}
				if got {
					y.place[id] = idle
				}
			},
			"servers come and go": func(t *rapid.T) {
				_, fast, slow := which()
				slow.servers = rapid.IntRange(0, 4).Draw(t, "servers")
				fast.Servers = int32(slow.servers)
			},
			"enter": func(t *rapid.T) {
				i, fast, slow := which()
				if id := y.one(t, i, idle); fast.Full() {
					fast.WaitOutside(id, y.links)
					slow.outside = append(slow.outside, id)
					y.move(id, i, outside)
				} else {
					fast.Inside++
					slow.inside++
				}
			},
			"vacate": func(t *rapid.T) {
				_, fast, slow := which()
				if slow.inside == 0 {
					t.Skip("nobody inside")
				}
				id, ok := fast.Vacate(y.links)
				slow.inside--
				want := int32(-1)
				if len(slow.outside) > 0 {
					want, slow.outside = slow.outside[0], slow.outside[1:]
					fast.Inside++
					slow.inside++
					y.place[want] = idle
				}
				if id != want || ok != (want >= 0) || int(fast.Inside) != slow.inside {
					t.Fatalf("Vacate = %d, %v with %d inside; want %d with %d", id, ok, fast.Inside, want, slow.inside)
				}
			},
			"begin": func(t *rapid.T) {
				if rapid.IntRange(0, 3).Draw(t, "rarely") > 0 {
					t.Skip()
				}
				_, fast, slow := which()
				fast.Begin(y.now)
				slow.span, slow.queueArea, slow.busyArea, slow.most = 0, 0, 0, 0
			},
		})
		// All who are left leave in order.
		for i := range y.fast {
			y.fast[i].Servers, y.slow[i].servers = entities*2, entities*2
			for y.fast[i].Queued > 0 {
				got, ok := y.fast[i].Next(y.now, y.links)
				want, wantOK := y.slow[i].nextWhere(func(int32) bool { return true })
				same(t, "Next", i, got, ok, want, wantOK)
			}
		}
		y.check(t)
	})
}

func TestStatisticsAreTheAreasUnderQueueAndUse(t *testing.T) {
	// Two servers, three trucks:
	//
	//	from s  0  1  2  3  4  5  6  7  8  9
	//	queue   0  0  1  2  2  1  1  0  0  0   sum  7
	//	busy    0  1  1  1  1  2  2  2  1  1   sum 12
	links := make([]int32, 3)
	r := Resource{Servers: 1}
	r.Take(1 * second)
	r.Join(2*second, 0, 1, links)
	r.Join(3*second, 1, 0, links)
	r.Servers = 2
	if id, ok := r.Next(5*second, links); !ok || id != 1 {
		t.Errorf("Next = %d, %v", id, ok)
	}
	r.Remove(7*second, 0, links)
	r.Release(8 * second)
	r.Close(10 * second)
	s := r.Stats
	if s.Span() != 10*second || s.MeanQueue() != 0.7 || s.MeanBusy() != 1.2 || s.Most != 2 {
		t.Errorf("Span %v, MeanQueue %g, MeanBusy %g, Most %d; want 10 s, 0.7, 1.2, 2",
			s.Span(), s.MeanQueue(), s.MeanBusy(), s.Most)
	}

	// From 10 s on one is busy; one waits from 12 s to 13 s, for 20 s in all.
	r.Begin(10 * second)
	if r.Stats.Span() != 0 || r.Stats.MeanQueue() != 0 || r.Stats.MeanBusy() != 0 {
		t.Error("Begin forgot to forget")
	}
	r.Join(12*second, 2, 3, links)
	r.NextWhere(13*second, links, func(id int32) bool { return id == 2 })
	r.Close(30 * second)
	s = r.Stats
	if s.Span() != 20*second || s.MeanQueue() != 0.05 || s.MeanBusy() != 1.85 || s.Most != 1 {
		t.Errorf("after Begin: Span %v, MeanQueue %g, MeanBusy %g, Most %d; want 20 s, 0.05, 1.85, 1",
			s.Span(), s.MeanQueue(), s.MeanBusy(), s.Most)
	}
}

func TestBeginForgetsCountsAndWaits(t *testing.T) {
	r := Resource{Servers: 1, Buffer: 3, Inside: 2}
	links := make([]int32, 2)
	r.Join(0, 0, 0, links)
	r.Join(0, 1, 0, links)
	r.Stats.Served, r.Stats.Lost = 4, 5
	r.Stats.Waits.Record(time.Minute)
	r.Begin(second)
	if s := r.Stats; s.Served != 0 || s.Lost != 0 || s.Most != 0 || s.Waits.N != 0 || s.Waits.Mean() != 0 {
		t.Errorf("left over: %+v", s)
	}
	if r.Queued != 2 || r.Inside != 2 {
		t.Errorf("Begin lost somebody: Queued %d, Inside %d", r.Queued, r.Inside)
	}
	r.Close(2 * second)
	if r.Stats.Most != 2 || r.Stats.MeanQueue() != 2 {
		t.Errorf("those who waited at Begin are not counted: %+v", r.Stats)
	}
}

func TestClassesAreServedInOrderAndFirstComeFirstServedWithin(t *testing.T) {
	classes := []uint8{2, 0, 3, 1, 0, 2, 1, 0}
	want := []int32{1, 4, 7, 3, 6, 0, 5, 2}
	links := make([]int32, len(classes))
	r := Resource{Servers: int32(len(classes))}
	for id, c := range classes {
		r.Join(0, int32(id), c, links)
	}
	for _, id := range want {
		if got, ok := r.Next(0, links); !ok || got != id {
			t.Errorf("Next = %d, %v; want %d", got, ok, id)
		}
	}
	if id, ok := r.Next(0, links); ok {
		t.Errorf("Next = %d of an empty queue", id)
	}
}

func TestServersThatLeaveFinishFirst(t *testing.T) {
	links := make([]int32, 4)
	r := Resource{Servers: 2}
	for id := range int32(4) {
		r.Join(0, id, 0, links)
	}
	r.Next(0, links)
	r.Next(0, links)
	r.Servers = 1
	for _, busy := range []int32{2, 1} {
		if _, ok := r.Next(0, links); ok || r.Free(0) || r.Busy != busy {
			t.Errorf("one server, %d busy: Next %v, Free %v", r.Busy, ok, r.Free(0))
		}
		r.Release(0)
	}
	if id, ok := r.Next(0, links); !ok || id != 2 {
		t.Errorf("Next = %d, %v once both have finished; want 2", id, ok)
	}
}

func TestLineForThePlacesIsFirstInFirstOut(t *testing.T) {
	links := make([]int32, 10)
	r := Resource{Buffer: 3}
	var inside, waiting []int32
	for id := range int32(10) {
		if r.Full() {
			r.WaitOutside(id, links)
			waiting = append(waiting, id)
		} else {
			r.Inside++
			inside = append(inside, id)
		}
	}
	if !slices.Equal(inside, []int32{0, 1, 2}) {
		t.Fatalf("%v found places, want the first three", inside)
	}
	for _, want := range waiting {
		if id, ok := r.Vacate(links); !ok || id != want || r.Full() {
			t.Fatalf("Vacate = %d, %v, Full %v; want %d", id, ok, r.Full(), want)
		}
		r.Inside++
	}
	for left := int32(2); left >= 0; left-- {
		if id, ok := r.Vacate(links); ok || id != -1 || r.Inside != left {
			t.Fatalf("Vacate = %d, %v with %d inside; nobody waits", id, ok, r.Inside)
		}
	}
}

func TestResourceWithoutBufferIsNeverFull(t *testing.T) {
	r := Resource{Inside: math.MaxInt32}
	if r.Full() {
		t.Error("Full without a Buffer")
	}
}

func TestQueuesAllocateNothing(t *testing.T) {
	links := make([]int32, 100)
	r := Resource{Servers: 2}
	now := Time(0)
	odd := func(id int32) bool { return id%2 == 1 }
	n := testing.AllocsPerRun(100, func() {
		for id := range int32(100) {
			now += second
			r.Join(now, id, uint8(id%Classes), links)
		}
		r.Remove(now, 50, links)
		for r.Queued > 0 {
			now += second
			r.NextWhere(now, links, odd)
			r.Next(now, links)
			for r.Busy > 0 {
				r.Release(now)
			}
		}
	})
	if n > 0 {
		t.Errorf("%g allocations", n)
	}
}
