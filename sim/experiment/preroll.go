package experiment

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"corridor/network"
	"corridor/scenarios"
	"corridor/sim/freight"
	"corridor/sim/results"
)

// PreRoll is how long a case needs to forget that it began empty.
type PreRoll struct {
	Why     string        // why the world is not stationary, and MSER-5 does not apply; empty: it does
	Have    time.Duration // pre-roll of the case
	Need    time.Duration // truncation by MSER-5, of a run from empty
	Decided bool          // false: the rule would cut half of the run or more; it is too short to tell
	Series  []Passage     // of the run from empty: loads in order of creation, means over replications
}

// Passage is the mean of the n-th load over replications.
type Passage struct {
	Created time.Duration // since the begin
	Hours   float64       // door to door
}

// CheckPreRoll runs replications of a case from empty, for as long as its pre-roll
// and window, and applies MSER-5 to the mean time of the loads in order of
// creation. It applies to stationary worlds only: with seasons, opening hours,
// timetables or changes the beginning is not the only thing that passes.
func CheckPreRoll(ctx context.Context, net *network.Network, c freight.Case, seed uint64, reps int) (*PreRoll, error) {
	m, err := freight.NewModel(net, c)
	if err != nil {
		return nil, err
	}
	begin, end, stop := m.Window()
	p := &PreRoll{Have: time.Duration(begin), Why: notStationary(net, c.Scenario)}
	if p.Why != "" {
		return p, nil
	}
	empty := *c.Scenario
	empty.Window = scenarios.Window{NoPreRoll: true, Length: time.Duration(end), Drain: time.Duration(stop - end), NoDrain: stop == end, Start: m.Date(0)}
	c.Scenario = &empty
	if m, err = freight.NewModel(net, c); err != nil {
		return nil, err
	}
	n := math.MaxInt
	for r := range reps {
		var loads []Passage
		if _, err := m.RunRows(ctx, seed, r, freight.Rows{Shipment: func(s *results.Shipment) {
			if s.State == "delivered" || s.State == "censored" {
				loads = append(loads, Passage{time.Duration(s.Created-m.Date(0).UnixMilli()) * time.Millisecond, s.Hours})
			}
		}}); err != nil {
			return nil, err
		}
		slices.SortStableFunc(loads, func(a, b Passage) int { return int(a.Created - b.Created) })
		if r == 0 {
			p.Series = make([]Passage, len(loads))
		}
		n = min(n, len(loads))
		for i := range n {
			p.Series[i].Created += loads[i].Created / time.Duration(reps)
			p.Series[i].Hours += loads[i].Hours / float64(reps)
		}
	}
	p.Series = p.Series[:n]
	hours := make([]float64, n)
	for i := range hours {
		hours[i] = p.Series[i].Hours
	}
	cut, ok := MSER5(hours)
	p.Decided = ok
	if ok && cut > 0 {
		p.Need = p.Series[cut-1].Created
	}
	return p, nil
}

// MSER5 is how many of the first observations to leave out so that the mean of the
// rest is known best: in batches of five, the number that makes the variance of what
// is left, over its number, least (White 1997; Spratt 1998). ok is false where that
// is half of the batches or more, or there are fewer than ten batches.
func MSER5(xs []float64) (cut int, ok bool) {
	const batch = 5
	var means []float64
	for i := 0; i+batch <= len(xs); i += batch {
		means = append(means, mean(xs[i:i+batch]))
	}
	n := len(means)
	if n < 10 {
		return 0, false
	}
	best, at := math.Inf(1), 0
	middle, sum, squares := mean(means), 0.0, 0.0 // of what is left, from the back, about the middle
	for d := n - 1; d >= 0; d-- {
		x := means[d] - middle
		sum += x
		squares += x * x
		left := float64(n - d)
		if left < 5 { // a handful of batches says nothing of a variance
			continue
		}
		if v := (squares - sum*sum/left) / (left * left); v <= best {
			best, at = v, d
		}
	}
	return at * batch, at < n/2
}

// notStationary says what in a world passes or comes back with time; empty:
// nothing does.
func notStationary(net *network.Network, sc *scenarios.Scenario) string {
	for i := range net.Flows {
		f := &net.Flows[i]
		switch {
		case f.Arrivals == network.Listed:
			return fmt.Sprintf("flow %s has a list of arrivals", f.ID)
		case f.Commodity >= 0 && !net.Commodities[f.Commodity].Shape.IsFlat():
			return fmt.Sprintf("%s has a season", net.Commodities[f.Commodity].ID)
		}
	}
	for i := range net.Resources {
		if net.Resources[i].Calendar != nil {
			return fmt.Sprintf("%s of %s has opening hours", net.Resources[i].Name, net.Nodes[net.Resources[i].Node].ID)
		}
	}
	switch {
	case len(net.Backgrounds) > 0:
		return "other traffic has seasons and hours"
	case len(net.Services) > 0:
		return fmt.Sprintf("%s runs to a timetable", net.Services[0].ID)
	case len(sc.Changes) > 0:
		return fmt.Sprintf("the change %s comes and goes", sc.Changes[0].Name)
	}
	return ""
}

// Text says what to do about the pre-roll of a case.
func (p *PreRoll) Text(name string) string {
	short := func(d time.Duration) string {
		if d < 48*time.Hour {
			return results.Short(d.Hours()) + " h"
		}
		return results.Short(d.Hours()/24) + " d"
	}
	switch {
	case p.Why != "":
		return fmt.Sprintf("Pre-roll of %s: %s. The world is not stationary (%s), so MSER-5 does not apply: it must be longer than the longest loop and the longest dwell.", name, short(p.Have), p.Why)
	case !p.Decided:
		return fmt.Sprintf("Pre-roll of %s: %s. MSER-5 would leave out half of a run from empty: the run is too short to tell, or never settles.", name, short(p.Have))
	case p.Need > p.Have:
		return fmt.Sprintf("Pre-roll of %s: %s is too short. By MSER-5 a run from empty settles after %s.", name, short(p.Have), short(p.Need))
	}
	return fmt.Sprintf("Pre-roll of %s: %s is enough. By MSER-5 a run from empty settles after %s.", name, short(p.Have), short(p.Need))
}
