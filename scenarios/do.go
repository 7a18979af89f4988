package scenarios

import (
	"math"
	"strings"

	"go.yaml.in/yaml/v4"
)

const (
	mostFactor = 1000 // of capacity, service_time, chance, fee and price
	mostDemand = 100
	mostUSD    = 1e7 // of a fee
	mostTariff = 10  // 1000%
)

var doKeys = []string{"close", "capacity", "staffing", "add", "speed", "service_time", "chance", "open", "fee", "price", "tariff", "embargo", "demand", "stage"}

func (r *reader) do(n *yaml.Node) (d Do) {
	faults := len(r.ps)
	values := r.mapping(n, "do", doKeys...)
	if values == nil {
		return d
	}
	d.Close = r.yes(values["close"], "close")
	if v := values["capacity"]; v != nil {
		d.Capacity = r.number(v, "capacity", 0, mostFactor, false)
	}
	if v := values["staffing"]; v != nil {
		d.Staffing = r.number(v, "staffing", 0, mostFactor, false)
	}
	if v := values["add"]; v != nil {
		d.Add = r.number(v, "add", -mostFactor, mostFactor, false)
		if d.Add != nil && *d.Add != math.Trunc(*d.Add) {
			r.fault(v, "add", "expected a whole number of servers, such as 2 or -1")
		}
	}
	if v := values["speed"]; v != nil {
		d.Speed = r.number(v, "speed", 0, mostFactor, true)
	}
	if v := values["service_time"]; v != nil {
		d.ServiceTime = r.number(v, "service_time", 0, mostFactor, true)
	}
	if v := values["chance"]; v != nil {
		d.Chance = r.chance(v)
	}
	d.Open = r.yes(values["open"], "open")
	if v := values["fee"]; v != nil {
		d.Fee = r.fee(v)
	}
	if v := values["price"]; v != nil {
		if p := r.mapping(v, "price", "times"); p["times"] != nil {
			d.Price = r.number(p["times"], "times", 0, mostFactor, false)
		} else if p != nil {
			r.at(v.Line, v.Column, "", "price: expected {times: 1.3}")
		}
	}
	if v := values["tariff"]; v != nil {
		d.Tariff = r.tariff(v)
	}
	d.Embargo = r.yes(values["embargo"], "embargo")
	if v := values["demand"]; v != nil {
		d.Demand = r.number(v, "demand", 0, mostDemand, false)
	}
	if v := values["stage"]; v != nil {
		d.Stage = r.stage(v)
	}
	if len(r.ps) == faults && d.idle() {
		r.at(n.Line, n.Column, "", "do: expected a change that does something: "+strings.Join(doKeys, ", ")+"")
	}
	return d
}

// idle says whether nothing is set. A factor of 1 is set: sweeps write it.
func (d Do) idle() bool {
	return d == Do{}
}

// yes reads `true`; n may be nil.
func (r *reader) yes(n *yaml.Node, key string) bool {
	if n == nil {
		return false
	}
	if !isPlain(n) || n.Value != "true" {
		r.fault(n, key, "expected true; leave the key out otherwise")
		return false
	}
	return true
}

func (r *reader) chance(n *yaml.Node) *Chance {
	values := r.mapping(n, "chance", "to", "times")
	if values == nil {
		return nil
	}
	c := &Chance{}
	if v := values["to"]; v != nil {
		c.To = r.number(v, "to", 0, 1, false)
	}
	if v := values["times"]; v != nil {
		c.Times = r.number(v, "times", 0, mostFactor, false)
	}
	if (values["to"] == nil) == (values["times"] == nil) {
		r.at(n.Line, n.Column, "", "chance: expected either {to: 0.5} or {times: 3}")
	}
	return c
}

func (r *reader) fee(n *yaml.Node) *Fee {
	values := r.mapping(n, "fee", "usd", "times")
	if values == nil {
		return nil
	}
	f := &Fee{}
	if v := values["usd"]; v != nil {
		f.USD = r.number(v, "usd", 0, mostUSD, false)
	}
	if v := values["times"]; v != nil {
		f.Times = r.number(v, "times", 0, mostFactor, false)
	}
	if (values["usd"] == nil) == (values["times"] == nil) {
		r.at(n.Line, n.Column, "", "fee: expected either {usd: 250} or {times: 2}")
	}
	return f
}

func (r *reader) tariff(n *yaml.Node) *Tariff {
	values := r.mapping(n, "tariff", "add", "to", "transit")
	if values == nil {
		return nil
	}
	t := &Tariff{Transit: r.yes(values["transit"], "transit")}
	if v := values["add"]; v != nil {
		t.Add = r.number(v, "add", -mostTariff, mostTariff, false)
	}
	if v := values["to"]; v != nil {
		if t.MFN = isPlain(v) && v.Value == "mfn"; !t.MFN {
			if isPlain(v) && decimal.MatchString(v.Value) {
				t.To = r.number(v, "to", 0, mostTariff, false)
			} else {
				r.fault(v, "to", "expected mfn, or a share of the value from 0 to 10")
			}
		}
	}
	if (values["add"] == nil) == (values["to"] == nil) {
		r.at(n.Line, n.Column, "", "tariff: expected either {add: 0.25}, {to: 0.25} or {to: mfn}")
	}
	return t
}

func (r *reader) stage(n *yaml.Node) *Stage {
	values := r.mapping(n, "stage", "name", "time", "chance", "when", "resource", "servers", "usd")
	if values == nil {
		return nil
	}
	s := &Stage{}
	if v := values["name"]; v != nil {
		s.Name = r.id(v, "name")
	}
	if v := values["time"]; v != nil {
		s.Time = r.distOver(v, "time", 0, "expected a mean from 0 to 30 years")
	}
	if v := values["chance"]; v != nil {
		s.Chance = r.number(v, "chance", 0, 1, false)
	}
	if v := values["when"]; v != nil {
		s.When = r.text(v, "when", true)
	}
	if v := values["resource"]; v != nil {
		s.Resource = r.id(v, "resource")
	}
	if v := values["servers"]; v != nil {
		if x := r.number(v, "servers", 1, mostFactor, false); x != nil && *x == math.Trunc(*x) {
			s.Servers = int(*x)
		} else if x != nil {
			r.fault(v, "servers", "expected a whole number of servers")
		}
		if values["resource"] != nil {
			r.fault(v, "servers", "expected either resource, one of the place, or servers, a new one")
		}
	}
	if v := values["usd"]; v != nil {
		if x := r.number(v, "usd", 0, mostUSD, false); x != nil {
			s.USD = *x
		}
	}
	if values["name"] == nil || values["time"] == nil {
		r.at(n.Line, n.Column, "", "stage: expected at least name and time, such as {name: x-ray, time: erlang k=3 mean=20min, servers: 2}")
	}
	return s
}
