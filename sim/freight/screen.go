package freight

import (
	"math"
	"time"

	"corridor/sim"
)

// Fidelity says how closely a case is simulated.
type Fidelity uint8

const (
	// Full simulates the whole window with all other traffic.
	Full Fidelity = iota
	// Screen simulates one week a month, and holds other traffic fixed where no
	// change comes near it (waits.go).
	Screen
)

// Fidelities are their names, in order.
var Fidelities = []string{"full", "screen"}

func (f Fidelity) String() string { return Fidelities[f] }

// Screen's pre-roll and drain at most, and from which length on a window is
// condensed. 45 days are longer than all but the slowest ships take; a shorter
// pre-roll shows in the waits for them.
const (
	screenPreRoll = 45 * 24 * time.Hour
	screenDrain   = 45 * 24 * time.Hour
	fewestMonths  = 12
	week          = 7 * 24 * time.Hour
)

// condense shortens a window of n >= 12 months to n weeks: week k carries the
// season of month k. Shorter windows stay as they are.
func (m *Model) condense(start time.Time, length time.Duration) time.Duration {
	m.months = nil
	n := int(math.Round(length.Hours() / 24 / (365.25 / 12)))
	if m.Case.Fidelity != Screen || n < fewestMonths {
		return length
	}
	for k := 0; k < n; k++ {
		m.months = append(m.months, start.AddDate(0, k, 0))
	}
	m.months = append(m.months, start.Add(length))
	return time.Duration(n) * week
}

// Condensed says whether one week stands for a month, and how many times a span
// of the window is shorter than the time that it stands for.
func (m *Model) Condensed() (times float64, yes bool) {
	if m.months == nil {
		return 1, false
	}
	return float64(m.months[len(m.months)-1].Sub(m.months[0])) / float64(m.close-m.begin), true
}

// season is the date whose season holds at an instant: month factors of
// demand, counts of other traffic and the part of the year in which a service
// runs. Where a week stands for a month it runs through the month evenly; before
// and after the window, and at full fidelity, it is the date itself.
// Timetables, opening hours, weekdays and hours are always those of the date.
func (m *Model) season(t sim.Time) time.Time {
	switch {
	case m.months == nil || t < m.begin:
		return m.Date(t)
	case t >= m.close:
		return m.months[len(m.months)-1].Add(time.Duration(t - m.close))
	}
	into := time.Duration(t - m.begin)
	k := int(into / week)
	a, b := m.months[k], m.months[k+1]
	return a.Add(time.Duration(float64(into%week) / float64(week) * float64(b.Sub(a))))
}

// span is when a change holds. Where a week stands for a month, a change that
// begins in month k begins in week k at the same weekday and hour. It lasts as
// long as in life, but what lasts longer than four weeks lasts four weeks or
// its share of the window, whichever is longer. What holds to the end of the
// window does so. Zero dates are the beginning and the end of the run.
func (m *Model) span(from, to time.Time) (sim.Time, sim.Time) {
	a, b := sim.Time(0), m.stop+1
	if m.months == nil {
		if !from.IsZero() {
			a = m.instant(from)
		}
		if !to.IsZero() {
			b = m.instant(to)
		}
		return a, b
	}
	if !from.IsZero() {
		a = m.condensed(from)
	}
	last := m.months[len(m.months)-1]
	switch {
	case to.IsZero():
	case from.IsZero() || !to.Before(last):
		b = m.condensed(to)
	case from.Before(m.months[0]):
		b = max(m.condensed(to), m.begin+sim.Time(min(to.Sub(m.months[0]), 4*week)))
	default:
		b = a + sim.Time(max(min(to.Sub(from), 4*week), time.Duration(m.condensed(to)-a)))
	}
	return a, b
}

// condensed is the instant that stands for a date.
func (m *Model) condensed(t time.Time) sim.Time {
	last := len(m.months) - 1
	if t.Before(m.months[0]) {
		return m.begin + sim.Time(t.Sub(m.months[0]))
	}
	if !t.Before(m.months[last]) {
		return m.close + sim.Time(t.Sub(m.months[last]))
	}
	k := 0
	for !t.Before(m.months[k+1]) {
		k++
	}
	monday := m.begin + sim.Time(k)*sim.Time(week)
	return monday + sim.Time((t.Sub(m.Date(monday))%week+week)%week)
}

// Weight is how many times heavier a change weighs in the means over the window
// than over the time that it stands for; 1 where nothing is condensed or the
// change holds throughout, or comes again and again. What follows another change
// weighs as much as that.
func (m *Model) Weight(change int) float64 {
	times, yes := m.Condensed()
	if !yes {
		return 1
	}
	s, c := &m.Case.Scenario.Changes[change], &m.changes[change]
	for hops := 0; c.leader >= 0 && hops < len(m.changes); hops++ {
		change = int(c.leader)
		s, c = &m.Case.Scenario.Changes[change], &m.changes[change]
	}
	if w := &s.When; w.Lasts != nil && w.Every == 0 && w.Between == nil {
		return times
	}
	from, to := s.From, s.To
	first, last := m.months[0], m.months[len(m.months)-1]
	if from.Before(first) {
		from = first
	}
	if to.IsZero() || to.After(last) {
		to = last
	}
	real := to.Sub(from)
	here := time.Duration(min(c.to, m.close) - max(c.from, m.begin))
	if real <= 0 || here <= 0 {
		return 1
	}
	return float64(here) / float64(real) * times
}
