package route

import (
	"math"

	"corridor/network"
)

// findOver finds ways over the flow's stop: a way there, what is done there, and
// a way on. Both obey the rule, except that US land may be touched before or
// behind the stop. Drayage is that of two trips. find answers for each of them.
func (f *Finder) findOver(q Query, find func(Query) ([]Way, string)) (ways []Way, why string) {
	n, stop := f.Net, q.Flow.Stop
	visit := f.process(q, Visit, stop, network.Visit)
	if !q.Routing.allows(visit.Touch) {
		return nil, "the goods stop at " + n.Nodes[stop].Name + ", which is on US soil"
	}
	if math.IsInf(visit.Hours, 1) {
		return nil, "what is closed blocks the processing at " + n.Nodes[stop].Name
	}
	there := q
	there.To, there.Passed = stop, true
	if q.Routing == ViaUS {
		there.Routing = Open
	}
	first, why := find(there)
	if q.Routing == ViaUS {
		there.Routing = ViaUS
		over, _ := find(there)
		first = append(first, over...)
	}
	if len(first) == 0 {
		return nil, why
	}
	hour := f.hour(q)
	var on [2][]Way // by whether US land was touched before
	var asked [2]bool
	seen := map[string]bool{}
	for i := range first {
		touched, t := q.Touched || first[i].Touch == network.TouchLand || visit.Touch == network.TouchLand, 0
		if touched {
			t = 1
		}
		if !asked[t] {
			asked[t] = true
			further := q
			further.From, further.Side, further.Aboard, further.Passed, further.Touched = stop, 0, false, true, touched
			on[t], why = find(further)
		}
		for k := range on[t] {
			var w Way
			for _, l := range first[i].Legs {
				w.add(l)
			}
			w.add(visit)
			for _, l := range on[t][k].Legs {
				w.add(l)
			}
			w.Cost = w.USD + hour*w.Hours
			if name := w.Name(n, f.Runs); !seen[name] {
				seen[name] = true
				ways = append(ways, w)
			}
		}
	}
	if len(ways) == 0 {
		return nil, why
	}
	byCost(ways)
	for k := range ways {
		if k == max(q.Most, 1) || ways[k].Cost > worst*ways[0].Cost {
			return ways[:k], ""
		}
	}
	return ways, ""
}
