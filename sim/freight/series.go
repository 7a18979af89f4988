package freight

import (
	"math"
	"time"

	"corridor/network"
	"corridor/sim"
)

// Series is what happened where and when, from the begin of the window on, in
// whole numbers: sums over replications do not depend on their order. Its size
// follows from the network and at most mostDays and mostWeeks spans of time,
// never from the cargo.
type Series struct {
	Day, Week time.Duration // lengths of the spans; longer than that in long windows
	Days      int           // spans of the window
	Weeks     int           // spans of window and drain
	Queue     []int64       // by resource of the tables and day: seconds in the queue, all traffic
	Held      []int64       // by node and day: seconds held at closed entrances, from how many stand there once a day
	Watched   []int64       // by day: seconds that Queue and Held cover
	KG        []int64       // by link and week: counted cargo that set out on the link
	Passages  []int64       // by node and week: of counted loads
	Seconds   []int64       // by node and week: that counted loads spent there
}

const mostDays, mostWeeks = 400, 100

// span is a whole number of units such that most of them cover a time.
func span(unit, all time.Duration, most int) time.Duration {
	return unit * time.Duration(max(1, math.Ceil(float64(all)/float64(unit)/float64(most))))
}

func newSeries(m *Model) Series {
	window, all := time.Duration(m.close-m.begin), time.Duration(m.stop-m.begin)
	s := Series{Day: span(24*time.Hour, window, mostDays), Week: span(week, all, mostWeeks)}
	s.Days = int((window + s.Day - 1) / s.Day)
	s.Weeks = int((all + s.Week - 1) / s.Week)
	s.Queue, s.Watched = make([]int64, len(m.Net.Resources)*s.Days), make([]int64, s.Days)
	s.Held = make([]int64, len(m.Net.Nodes)*s.Days)
	s.KG = make([]int64, len(m.Net.Links)*s.Weeks)
	s.Passages, s.Seconds = make([]int64, len(m.Net.Nodes)*s.Weeks), make([]int64, len(m.Net.Nodes)*s.Weeks)
	return s
}

// week of the entity in hand, -1 before the window.
func (r *run) week() int {
	s := &r.out.Series
	at := r.clock()
	if at < r.m.begin {
		return -1
	}
	if w := int(at.Sub(r.m.begin) / s.Week); w < s.Weeks {
		return w
	}
	return -1
}

// carry counts counted cargo that sets out on a link.
func (r *run) carry(link int32, kg int64) {
	if w := r.week(); w >= 0 && kg > 0 {
		r.out.Series.KG[int(link)*r.out.Series.Weeks+w] += kg
	}
}

// pass counts loads that enter a place.
func (r *run) pass(node, loads int32) {
	if w := r.week(); w >= 0 {
		r.out.Series.Passages[int(node)*r.out.Series.Weeks+w] += int64(loads)
	}
}

// spend counts the time of loads at a place, in the week in which it is booked.
func (r *run) spend(node, loads int32, dt time.Duration) {
	if w := r.week(); w >= 0 {
		r.out.Series.Seconds[int(node)*r.out.Series.Weeks+w] += int64(loads) * int64(dt/time.Second)
	}
}

// queueSample is what is known of the queues since the last sample.
type queueSample struct {
	at     sim.Time
	queued []int64 // by resource of the tables: seconds in the queue by then
}

// sample attributes the queues since the last sample to the day in which they
// stood: it is taken once a day and when counting ends.
func (r *run) sample() {
	s := &r.out.Series
	last := &r.last
	if last.queued == nil {
		last.at, last.queued = r.m.begin, make([]int64, len(r.m.Net.Resources))
	}
	now := min(r.now, r.m.close)
	if now <= last.at {
		return
	}
	day := min(int((last.at+(now-last.at)/2).Sub(r.m.begin)/s.Day), s.Days-1)
	s.Watched[day] += int64(now.Sub(last.at) / time.Second)
	for i := range r.gates {
		if n := len(r.gates[i].line); n > 0 {
			s.Held[i/int(network.Events)*s.Days+day] += int64(n) * int64(now.Sub(last.at)/time.Second)
		}
	}
	last.at = now
	for i := range last.queued {
		if r.m.held != nil && r.m.held[i] != nil {
			continue
		}
		r.res[i].Close(now)
		sum := r.res[i].Stats.QueueSeconds()
		s.Queue[i*s.Days+day] += sum - last.queued[i]
		last.queued[i] = sum
	}
}

// Add adds another replication of the same model.
func (s *Series) Add(o *Series) {
	if s.Weeks == 0 {
		*s = Series{Day: o.Day, Week: o.Week, Days: o.Days, Weeks: o.Weeks, Queue: make([]int64, len(o.Queue)), Held: make([]int64, len(o.Held)), Watched: make([]int64, len(o.Watched)),
			KG: make([]int64, len(o.KG)), Passages: make([]int64, len(o.Passages)), Seconds: make([]int64, len(o.Seconds))}
	}
	for _, x := range [][2][]int64{{s.Queue, o.Queue}, {s.Held, o.Held}, {s.Watched, o.Watched}, {s.KG, o.KG}, {s.Passages, o.Passages}, {s.Seconds, o.Seconds}} {
		for i, n := range x[1] {
			x[0][i] += n
		}
	}
}
