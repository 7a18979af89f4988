package route

import (
	"math"

	"corridor/network"
)

// eachMode sees to it that the best way of every mode is among the ways, where it
// is not too dear: when the trains are full there must be a road to turn to. It
// takes the place of the dearest way of a mode that has several.
func (f *Finder) eachMode(q Query, x *scratch, start, goal int, hour float64, ways []Way) []Way {
	for limit := network.Road; limit < network.Air; limit++ {
		var count [network.Air + 1]int
		best := math.Inf(1)
		for i := range ways {
			count[ways[i].Mode(f.Net)]++
			best = min(best, ways[i].Cost)
		}
		if count[limit] > 0 {
			continue
		}
		for i := range x.g.arcs {
			a := &x.g.arcs[i]
			if a.leg < 0 {
				continue
			}
			l := &x.g.legs[a.leg]
			a.weight = l.USD + (hour+least)*l.Hours // without penalties
			if l.Kind == Ride && f.Net.Services[l.Service].Mode > limit {
				a.weight = math.Inf(1)
			}
		}
		arcs, cost := x.s.toward(&x.g, start, goal, x.rest)
		if math.IsInf(cost, 1) {
			continue
		}
		w := wayOf(&x.g, arcs)
		w.Cost = w.USD + hour*w.Hours
		if w.Mode(f.Net) != limit || w.Cost > worst*best {
			continue
		}
		if len(ways) < q.Most {
			ways = append(ways, w)
			continue
		}
		dearest := -1
		for i := range ways {
			if count[ways[i].Mode(f.Net)] > 1 && (dearest < 0 || ways[i].Cost > ways[dearest].Cost) {
				dearest = i
			}
		}
		if dearest >= 0 {
			ways[dearest] = w
		}
	}
	return ways
}

// least is the price of an hour that keeps free time from making ways equal.
const least = 1e-3
