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
	Day, Week  time.Duration // lengths of the spans; longer than that in long windows
	Days       int           // spans of the window
	Weeks      int           // spans of window and drain
	Queue      []int64       // by resource of the tables and day: seconds in the queue, all traffic
	Held       []int64       // by node and day: seconds held at closed entrances, from how many stand there once a day
	Watched    []int64       // by day: seconds that Queue and Held cover
	KG         []int64       // by link and week: counted cargo that set out on the link
	Passages   []int64       // by node and week: of counted loads
	Seconds    []int64       // by node and week: that counted loads spent there
	sampled    []int64       // by resource: seconds in the queue at the last sample
	sampledAt  sim.Time
	begin, end sim.Time
}

const mostDays, mostWeeks = 400, 100

// span is a whole number of units such that most of them cover a time.
func span(unit, all time.Duration, most int) time.Duration {
	return unit * time.Duration(max(1, math.Ceil(float64(all)/float64(unit)/float64(most))))
}

func newSeries(m *Model) Series {
	window, all := time.Duration(m.close-m.begin), time.Duration(m.stop-m.begin)
	s := Series{Day: span(24*time.Hour, window, mostDays), Week: span(week, all, mostWeeks), begin: m.begin, end: m.close}
	s.Days = int((window + s.Day - 1) / s.Day)
	s.Weeks = int((all + s.Week - 1) / s.Week)
	s.Queue, s.Watched = make([]int64, len(m.Net.Resources)*s.Days), make([]int64, s.Days)
	s.Held = make([]int64, len(m.Net.Nodes)*s.Days)
	s.KG = make([]int64, len(m.Net.Links)*s.Weeks)
	s.Passages, s.Seconds = make([]int64, len(m.Net.Nodes)*s.Weeks), make([]int64, len(m.Net.Nodes)*s.Weeks)
	s.sampled = make([]int64, len(m.Net.Resources))
	s.sampledAt = m.begin
	return s
}

// week of an instant, -1 outside.
func (s *Series) week(now sim.Time) int {
	if now < s.begin {
		return -1
	}
	if w := int(now.Sub(s.begin) / s.Week); w < s.Weeks {
		return w
	}
	return -1
}

// carry counts counted cargo that sets out on a link.
func (s *Series) carry(now sim.Time, link int32, kg int64) {
	if w := s.week(now); w >= 0 && kg > 0 {
		s.KG[int(link)*s.Weeks+w] += kg
	}
}

// pass counts loads that enter a place.
func (s *Series) pass(now sim.Time, node, loads int32) {
	if w := s.week(now); w >= 0 {
		s.Passages[int(node)*s.Weeks+w] += int64(loads)
	}
}

// spend counts the time of loads at a place, in the week in which it is booked.
func (s *Series) spend(now sim.Time, node, loads int32, dt time.Duration) {
	if w := s.week(now); w >= 0 {
		s.Seconds[int(node)*s.Weeks+w] += int64(loads) * int64(dt/time.Second)
	}
}

// sample attributes the queues since the last sample to the day in which they
// stood: it is taken once a day and when counting ends.
func (r *run) sample() {
	s := &r.out.Series
	now := min(r.now, s.end)
	if now <= s.sampledAt {
		return
	}
	day := min(int((s.sampledAt+(now-s.sampledAt)/2).Sub(s.begin)/s.Day), s.Days-1)
	s.Watched[day] += int64(now.Sub(s.sampledAt) / time.Second)
	for i := range r.gates {
		if n := len(r.gates[i].line); n > 0 {
			s.Held[i/int(network.Events)*s.Days+day] += int64(n) * int64(now.Sub(s.sampledAt)/time.Second)
		}
	}
	s.sampledAt = now
	for i := range s.sampled {
		if r.m.held != nil && r.m.held[i] != nil {
			continue
		}
		r.res[i].Close(now)
		sum := r.res[i].Stats.QueueSeconds()
		s.Queue[i*s.Days+day] += sum - s.sampled[i]
		s.sampled[i] = sum
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
