package sim

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Who reserves a turn begins when an event for everything says so, and leaves
// the same statistics, whatever comes and however many servers work when.
func TestReservedTurnsAreThoseOfAQueueServedEventByEvent(t *testing.T) {
	type job struct{ came, span Time }
	type shift struct {
		at      Time
		servers int32
	}
	rapid.Check(t, func(t *rapid.T) {
		const end = 120
		jobs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) job {
			return job{Time(rapid.IntRange(0, end).Draw(t, "came")), Time(rapid.IntRange(1, 15).Draw(t, "span"))}
		}), 1, 60).Draw(t, "jobs")
		slices.SortStableFunc(jobs, func(a, b job) int { return int(a.came - b.came) })
		shifts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) shift {
			return shift{Time(rapid.IntRange(1, end).Draw(t, "at")), int32(rapid.IntRange(0, 4).Draw(t, "servers"))}
		}), 0, 6).Draw(t, "shifts")
		slices.SortStableFunc(shifts, func(a, b shift) int { return int(a.at - b.at) })
		first := int32(rapid.IntRange(0, 4).Draw(t, "servers at first"))
		lag := Time(rapid.IntRange(1, 30).Draw(t, "lag")) // between two looks

		run := func(reserves bool) (r Resource, starts []Time) {
			links := make([]int32, len(jobs))
			starts = make([]Time, len(jobs))
			busy := map[int32]Time{} // who is served, to when, where servers do not free themselves
			r.Servers = first
			next, turn := 0, 0
			horizon := func() Time {
				if turn < len(shifts) {
					return shifts[turn].at
				}
				return end * 20
			}
			begin := func(id int32, now Time) {
				starts[id] = now
				r.Stats.Served++
				r.Stats.Waits.Record(now.Sub(jobs[id].came))
				if reserves {
					r.LeaveAt(now + jobs[id].span)
				} else {
					busy[id] = now + jobs[id].span
				}
			}
			pump := func(now Time) {
				for {
					id, ok := r.Next(now, links)
					if !ok {
						break
					}
					begin(id, now)
				}
				for reserves {
					id, ok := r.Head(0)
					if !ok {
						break
					}
					start, ok := r.ReserveNext(0, jobs[id].came, jobs[id].span, horizon(), links)
					if !ok {
						break
					}
					starts[id] = start
				}
			}
			come := func(before Time) {
				for ; next < len(jobs) && jobs[next].came < before; next++ {
					id, now := int32(next), jobs[next].came
					if reserves {
						if start, ok := r.Reserve(now, jobs[id].span, horizon()); ok {
							starts[id] = start
							continue
						}
					} else if r.TakeFree(now) {
						begin(id, now)
						continue
					}
					r.Join(now, id, 0, links)
				}
			}
			for now := Time(0); now <= end*20; now++ {
				if reserves && now%lag != 0 && now < horizon() && r.Standing() == 0 {
					continue // nobody looks
				}
				come(now)
				for id, to := range busy {
					if to == now {
						delete(busy, id)
						r.Release(now)
					}
				}
				for ; turn < len(shifts) && shifts[turn].at == now; turn++ {
					r.SetServers(now, shifts[turn].servers)
				}
				pump(now)
				come(now + 1)
			}
			r.Close(end * 20)
			return r, starts
		}
		slow, want := run(false)
		fast, got := run(true)
		if !slices.Equal(got, want) {
			t.Fatalf("begin at %v, one by one at %v", got, want)
		}
		if slow.Queued != fast.Queued || slow.Busy != fast.Busy || slow.Stats.Most != fast.Stats.Most || slow.Stats.Served != fast.Stats.Served ||
			slow.Stats.MeanQueue() != fast.Stats.MeanQueue() || slow.Stats.MeanBusy() != fast.Stats.MeanBusy() || slow.Stats.Waits.Sum != fast.Stats.Waits.Sum {
			t.Fatalf("statistics %+v, one by one %+v", fast.Stats, slow.Stats)
		}
	})
}
