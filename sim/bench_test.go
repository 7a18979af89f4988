package sim

import (
	"container/heap"
	"fmt"
	"math/rand/v2"
	"testing"
)

// pointerHeap is the usual calendar, for comparison: container/heap with
// pointers to events.
type pointerHeap []*Event

func (h pointerHeap) Len() int           { return len(h) }
func (h pointerHeap) Less(i, j int) bool { return h[i].before(h[j]) }
func (h pointerHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *pointerHeap) Push(x any)        { *h = append(*h, x.(*Event)) }
func (h *pointerHeap) Pop() any {
	s := *h
	e := s[len(s)-1]
	s[len(s)-1] = nil
	*h = s[:len(s)-1]
	return e
}

// BenchmarkHold pops one event and pushes another, an exponential time later.
func BenchmarkHold(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	var steps [1 << 14]Time
	for i := range steps {
		steps[i] = Time(rng.ExpFloat64() * float64(hour))
	}
	for _, pending := range []int{100, 10_000, 100_000} {
		warm := max(10_000, 3*pending)
		b.Run(fmt.Sprintf("calendar/%d", pending), func(b *testing.B) {
			var c Calendar
			for i := range pending {
				c.Push(steps[i%len(steps)], int32(i), 0)
			}
			i := 0
			hold := func() {
				e, _ := c.Pop()
				c.Push(e.At+steps[i%len(steps)], e.Who, e.What)
				i++
			}
			for range warm {
				hold()
			}
			b.ReportAllocs()
			for b.Loop() {
				hold()
			}
		})
		b.Run(fmt.Sprintf("heap/%d", pending), func(b *testing.B) {
			var h pointerHeap
			seq := uint64(0)
			push := func(at Time, who int32, what uint32) {
				seq++
				heap.Push(&h, &Event{At: at, seq: seq, Who: who, What: what})
			}
			for i := range pending {
				push(steps[i%len(steps)], int32(i), 0)
			}
			i := 0
			hold := func() {
				e := heap.Pop(&h).(*Event)
				push(e.At+steps[i%len(steps)], e.Who, e.What)
				i++
			}
			for range warm {
				hold()
			}
			b.ReportAllocs()
			for b.Loop() {
				hold()
			}
		})
	}
}
