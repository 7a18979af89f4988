package scenarios

import (
	"slices"
	"strings"
	"time"

	"corridor/data"

	"go.yaml.in/yaml/v4"
)

// around reads what comes before and after a spell.
func (r *reader) around(values map[string]*yaml.Node, c *Change, w *When) {
	if v := values["announced"]; v != nil {
		w.Announced = r.span(v, "announced", 0, 3*year)
	}
	if v := values["embargo"]; v != nil {
		w.Embargo = r.span(v, "embargo", 0, year)
		if !c.Do.Close {
			r.fault(v, "embargo", "expected only before something is closed; `do: {embargo: true}` is a change of its own")
		}
	}
	if v := values["front_load"]; v != nil {
		w.FrontLoad = r.number(v, "front_load", 0, 1, false)
		if values["announced"] == nil {
			r.fault(v, "front_load", "expected `announced` too: how long before the start it is known")
		}
	}
	if v := values["recovery"]; v != nil {
		r.recovery(v, w)
		if c.Do.Close || c.Do.Open || c.Do.Embargo {
			r.fault(v, "recovery", "expected only where something is changed by a factor: what is closed or opened does not come back bit by bit; write a second change `after` it")
		}
	}
	if v := values["surge"]; v != nil {
		w.Surge = r.surge(v)
		if !c.Do.Close && c.Do.Capacity == nil && c.Do.Staffing == nil {
			r.fault(v, "surge", "expected only after close, capacity or staffing")
		}
	}
}

// recovery is a time, or `{over: 10d, shape: exponential}`.
func (r *reader) recovery(n *yaml.Node, w *When) {
	if n.Kind != yaml.MappingNode {
		w.Recovery = r.span(n, "recovery", time.Hour, 3*year)
		return
	}
	values := r.mapping(n, "recovery", "over", "shape")
	if v := values["over"]; v != nil {
		w.Recovery = r.span(v, "over", time.Hour, 3*year)
	} else {
		r.at(n.Line, n.Column, "", "recovery: expected `over`, such as {over: 10d, shape: exponential}")
	}
	if v := values["shape"]; v != nil {
		i := slices.Index(shapes, v.Value)
		if v.Kind != yaml.ScalarNode || i < 0 {
			r.fault(v, "shape", "expected one of "+strings.Join(shapes, ", ")+data.DidYouMean(v.Value, shapes))
		}
		w.Decay = i == 1
	}
}

func (r *reader) surge(n *yaml.Node) *Surge {
	values := r.mapping(n, "surge", "times", "over")
	if values == nil {
		return nil
	}
	s := &Surge{}
	if v := values["times"]; v != nil {
		if x := r.number(v, "times", 1, mostFactor, false); x != nil {
			s.Times = *x
		}
	}
	if v := values["over"]; v != nil {
		s.Over = r.span(v, "over", time.Hour, 3*year)
	}
	if values["times"] == nil || values["over"] == nil {
		r.at(n.Line, n.Column, "", "surge: expected a factor and how long, such as {times: 1.3, over: 5d}")
	}
	return s
}

// cargo reads the answer of cargo: `wait`, or the long form.
func (r *reader) cargo(n *yaml.Node, c *Change) {
	answer := n
	if n.Kind == yaml.MappingNode {
		values := r.mapping(n, "cargo", "answer", "patience", "lag", "lost")
		answer = values["answer"]
		if v := values["patience"]; v != nil {
			c.Patience = r.dist(v, "patience")
		}
		if v := values["lag"]; v != nil {
			c.Lag = r.span(v, "lag", 0, year)
		}
		if v := values["lost"]; v != nil {
			c.Lost = r.number(v, "lost", 0, 1, false)
			if answer == nil || answer.Value != cargoNames[Postpone] {
				r.fault(v, "lost", "expected only with `answer: postpone`: the share of the loads postponed that never come back")
			}
		}
	}
	if answer == nil {
		return // divert
	}
	i := slices.Index(cargoNames, answer.Value)
	if answer.Kind != yaml.ScalarNode || i < 0 {
		r.fault(answer, "cargo", "expected "+strings.Join(cargoNames[:len(cargoNames)-1], ", ")+" or "+cargoNames[len(cargoNames)-1]+data.DidYouMean(answer.Value, cargoNames))
		return
	}
	c.Cargo = Cargo(i)
	if c.Cargo == Cancel && c.Patience != nil {
		r.fault(answer, "cargo", "expected no patience: what cancels does so at once")
	}
}

// together checks what is said of where against what is done there, in a change
// that has no other fault.
func (r *reader) together(values map[string]*yaml.Node, c *Change) {
	where, do := values["where"], values["do"]
	d, w := &c.Do, &c.Where
	wrong := func(n *yaml.Node, want string) { r.at(n.Line, n.Column, "", want) }
	places := *d
	places.Tariff, places.Embargo, places.Demand = nil, false, nil
	switch {
	case slices.Contains(w.Kind, "flow") && len(w.Kind) > 1:
		wrong(where, "where: expected `kind: flow` alone")
	case w.OfFlows() && len(w.ID)+len(w.Area)+len(w.Mode)+len(w.Owner)+len(w.Resource)+len(w.Stage) > 0:
		wrong(where, "where: expected flows by commodity, origin and destination alone, and country or event for tariffs")
	case w.OfFlows() && places != Do{}:
		wrong(do, "do: expected tariff, embargo or demand of flows; the rest is of places, links and services: name them by id, kind or area")
	case !w.OfFlows() && (d.Demand != nil || d.Tariff != nil):
		wrong(do, "do: expected demand and tariff of flows: select them by commodity, origin, destination or `kind: flow` alone")
	case w.ofCargo() && !w.OfFlows() && (d.Capacity != nil || d.Staffing != nil || d.Add != nil || d.Speed != nil || d.Open || d.Stage != nil):
		wrong(do, "do: expected close, embargo, service_time, chance, fee or price of some goods only; the rest is for all that comes there")
	case d.Tariff == nil && w.OfFlows() && len(w.Country)+len(w.Event) > 0:
		wrong(where, "where: expected country and event of flows only with a tariff: the country that is entered")
	}
}
