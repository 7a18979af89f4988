package freight

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"corridor/data"
	"corridor/sim"
)

// point is a moment at which a change does something.
type point struct {
	at     sim.Time
	change int32
	what   what
	weight float64
	spell  spell
}

// what happens at a point.
type what uint8

const (
	ptForce   what = iota // it takes hold (weight 1), lets go (0), or recovers in part
	ptKnow                // cargo learns of a spell
	ptForget              // the spell is over
	ptEarly               // no new cargo from here to the spell
	ptSurge               // more than normal after it
	ptSettled             // no more
)

// spell is a stretch in which a change holds.
type spell struct{ from, to sim.Time }

// recoverySteps is in how many steps a change with a recovery lets go.
const recoverySteps = 8

// mostSpells of one change in a run.
const mostSpells = 100_000

// countSpells refuses changes that would take hold more often than can be meant.
func (m *Model) countSpells() error {
	var ps data.Problems
	for i := range m.changes {
		c := &m.changes[i]
		gap := c.when.Every.Seconds()
		if c.when.Between != nil {
			gap = c.when.Between.Dist.Mean()
		}
		if n := m.stop.Sub(max(c.from, 0)).Seconds() / gap; gap > 0 && n > mostSpells {
			s := &m.Case.Scenario.Changes[i]
			ps = append(ps, data.Problem{File: s.File, Line: s.Line, Value: s.Name, Want: fmt.Sprintf("expected at most %d spells in the time simulated; these are about %.3g", mostSpells, n)})
		}
	}
	return ps.Err()
}

// spells draws when the changes hold in a replication, in order of time. What
// is drawn belongs to the name of the change and the number of the spell, so
// that it is the same in all cases.
func (m *Model) spells(key sim.Key) []point {
	all := make([][]spell, len(m.changes))
	done := make([]bool, len(m.changes))
	var of func(i int32) []spell
	of = func(i int32) []spell {
		if done[i] {
			return all[i]
		}
		done[i] = true
		c := &m.changes[i]
		k := key.Named("change").Named(c.name)
		if c.leader >= 0 {
			for n, lead := range of(c.leader) {
				at := lead.from
				if c.when.After != "" {
					at = lead.to
				}
				all[i] = m.spell(all[i], c, k, n, at+late(c, k, n), m.stop+1)
			}
			return all[i]
		}
		all[i] = m.ownSpells(c, k)
		return all[i]
	}
	var points []point
	for i := range m.changes {
		points = append(points, m.pointsOf(int32(i), of(int32(i)))...)
	}
	slices.SortStableFunc(points, func(a, b point) int { return cmp.Compare(a.at, b.at) })
	return points
}

// ownSpells are those of a change that follows no other.
func (m *Model) ownSpells(c *change, k sim.Key) (list []spell) {
	w := c.when
	switch {
	case w.Every > 0:
		first := c.from + late(c, k, 0)
		// Spells that began long before the run do not reach it.
		past := sim.Time(20*w.Lasts.Dist.MeanSpan() + 2*w.Every)
		for n := max(0, int((-past-first)/sim.Time(w.Every))); ; n++ {
			at := first + sim.Time(n)*sim.Time(w.Every)
			if at >= c.to || at >= m.stop {
				break
			}
			list = m.spell(list, c, k, n, at, c.to)
		}
	case w.Between != nil:
		gap := sampler(w.Between.Dist)
		at := max(c.from, 0) + late(c, k, 0)
		for n := 0; n < mostSpells; n++ {
			at += max(sim.Time(gap.Sample(k.Named("gap").With(uint64(n)+1))), sim.Time(time.Minute))
			if at >= c.to || at >= m.stop {
				break
			}
			was := len(list)
			list = m.spell(list, c, k, n, at, c.to)
			if len(list) > was {
				at = list[was].to
			}
		}
	default:
		by := late(c, k, 0)
		if times, yes := m.Condensed(); yes && w.Late != nil { // a date, as From is one
			by = sim.Time(float64(by) / times)
		}
		list = m.spell(list, c, k, 0, c.from+by, c.to)
	}
	return list
}

// late is how much later than From, or than the spell it follows, the n-th spell
// of a change begins. Of spells that come again and again the first is late, and the
// others with it.
func late(c *change, k sim.Key, n int) sim.Time {
	if c.when.Late == nil {
		return sim.Time(c.when.By)
	}
	by := sampler(c.when.Late.Dist)
	return sim.Time(by.Sample(k.Named("by").With(uint64(n) + 1)))
}

// spell adds the n-th spell of a change, if the odds are with it: from a time
// on, not before the one before it has ended, and not beyond end.
func (m *Model) spell(list []spell, c *change, k sim.Key, n int, at, end sim.Time) []spell {
	w := c.when
	if w.Odds != nil && k.Named("odds").With(uint64(n)+1).Uniform() >= *w.Odds {
		return list
	}
	if len(list) > 0 {
		at = max(at, list[len(list)-1].to)
	}
	to := end
	if w.Lasts != nil {
		s := sampler(w.Lasts.Dist)
		to = min(to, at+max(sim.Time(s.Sample(k.Named("lasts").With(uint64(n)+1))), sim.Time(time.Minute)))
	}
	if to <= at {
		return list
	}
	return append(list, spell{at, to})
}

// pointsOf are the moments of a change's spells within the run. A new spell
// ends the recovery and the surge after the one before.
func (m *Model) pointsOf(i int32, list []spell) (points []point) {
	c := &m.changes[i]
	w := c.when
	add := func(at sim.Time, what what, weight float64, s spell) {
		if at < m.stop {
			points = append(points, point{max(at, 0), i, what, weight, s})
		}
	}
	for n, s := range list {
		if s.to <= 0 || s.from >= m.stop {
			continue
		}
		next := m.stop
		if n+1 < len(list) {
			next = list[n+1].from
		}
		if c.closes {
			know := s.from + c.lag
			if ahead := sim.Time(max(w.Announced, w.Embargo)); ahead > 0 {
				know = s.from - ahead
			}
			if know < s.to {
				add(know, ptKnow, 0, s)
			}
			if w.Embargo > 0 {
				add(s.from-sim.Time(w.Embargo), ptEarly, 0, s)
			}
		}
		add(s.from, ptForce, 1, s)
		if w.Surge != nil {
			add(s.to, ptSurge, 0, s)
			if end := s.to + sim.Time(w.Surge.Over); end < next {
				add(end, ptSettled, 0, s)
			}
		}
		steps := 1
		if w.Recovery > 0 {
			steps = recoverySteps
		}
		for k := 0; k < steps; k++ {
			at := s.to + sim.Time(w.Recovery)*sim.Time(k)/recoverySteps
			if at < next || at == s.to && steps == 1 {
				add(at, ptForce, w.Left(k+1, steps), s)
			}
		}
		if c.closes {
			add(s.to, ptForget, 0, s)
		}
	}
	slices.SortStableFunc(points, func(a, b point) int { return cmp.Compare(a.at, b.at) })
	return points
}
