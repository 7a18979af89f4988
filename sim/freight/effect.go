package freight

import (
	"fmt"
	"slices"

	"corridor/data"
	"corridor/network"
	"corridor/scenarios"
)

// Effect is the figure that a scenario claims to move, to be read from outcomes
// of this model; in the unit of its measure. Names that this world has not are
// data.Problems.
func (m *Model) Effect(e *scenarios.Effect) (func(*Outcome) float64, error) {
	var ps data.Problems
	w := &e.Where
	find := func(what string, names []string, all int, name func(i int) string) (found []int) {
		for i := range all {
			if slices.Contains(names, name(i)) {
				found = append(found, i)
			}
		}
		for _, n := range names {
			if !slices.ContainsFunc(found, func(i int) bool { return name(i) == n }) {
				var known []string
				for i := range all {
					known = append(known, name(i))
				}
				ps = append(ps, data.Problem{File: e.File, Line: e.Line, Value: n, Want: fmt.Sprintf("effect: expected %s of this world%s", what, data.DidYouMean(n, known))})
			}
		}
		return found
	}
	net := m.Net
	var of func(o *Outcome) float64
	switch e.Measure {
	case "wait", "served":
		nodes := find("a place", w.ID, len(net.Nodes), func(i int) string { return net.Nodes[i].ID })
		var list []int
		for i, r := range m.res {
			if r.node >= 0 && slices.Contains(nodes, int(r.node)) && slices.Contains(w.Resource, r.name) {
				list = append(list, i)
			}
		}
		if len(list) == 0 && len(ps) == 0 {
			ps = append(ps, data.Problem{File: e.File, Line: e.Line, Value: w.Resource[0], Want: "effect: expected a resource of the place"})
		}
		of = func(o *Outcome) float64 {
			sum, n, served := 0.0, int64(0), int64(0)
			for _, i := range list {
				sum += o.Resources[i].Waits.Sum
				n += o.Resources[i].Waits.N
				served += o.Resources[i].Served
			}
			if e.Measure == "served" {
				return float64(served)
			}
			return sum / float64(max(n, 1)) / hoursToNS
		}
	case "passages", "hours":
		list := find("a place", w.ID, len(net.Nodes), func(i int) string { return net.Nodes[i].ID })
		of = func(o *Outcome) float64 {
			sum, n := 0.0, int64(0)
			for _, i := range list {
				n += o.Places[i].Passages
				for a, t := range o.Places[i].Time {
					if network.Activity(a) != network.Waiting {
						sum += float64(t)
					}
				}
			}
			if e.Measure == "passages" {
				return float64(n)
			}
			return sum / float64(max(n, 1)) / hoursToNS
		}
	case "boarded", "departures":
		list := find("a service", w.ID, len(net.Services), func(i int) string { return net.Services[i].ID })
		of = func(o *Outcome) float64 {
			n := int64(0)
			for _, i := range list {
				if e.Measure == "boarded" {
					n += o.Services[i].Boarded
				} else {
					n += o.Services[i].Departures
				}
			}
			return float64(n)
		}
	default:
		bad := func(value, format string, args ...any) {
			ps = append(ps, data.Problem{File: e.File, Line: e.Line, Value: value, Want: "effect: " + fmt.Sprintf(format, args...)})
		}
		flows, _ := m.matchFlows(w, bad)
		of = func(o *Outcome) float64 { return ofFlows(e, o, flows) }
	}
	return of, ps.Err()
}

func ofFlows(e *scenarios.Effect, o *Outcome, flows []bool) float64 {
	var sum, weight float64
	for i := range o.Flows {
		t := &o.Flows[i]
		if !flows[i] {
			continue
		}
		switch e.Measure {
		case "created":
			sum += float64(t.Created)
		case "delivered":
			sum += float64(t.Delivered)
		case "unserved":
			sum += float64(t.Unserved)
		case "transit":
			sum += t.Transit.Sum / hoursToNS
			weight += float64(t.Transit.N)
		case "inspected":
			sum += t.TimeIn(network.Inspected) / hoursToNS
			weight += float64(t.Transit.N)
		case "cost":
			for item, usd := range t.Cost {
				if e.Item == "" || network.CostItem(item).String() == e.Item {
					sum += usd
				}
			}
			weight += t.Tonnes
		}
	}
	if weight > 0 {
		return sum / max(weight, 1)
	}
	return sum
}
