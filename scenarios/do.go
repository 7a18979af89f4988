package scenarios

import (
	"math"
	"strings"

	"go.yaml.in/yaml/v4"
)

const mostFactor = 1000 // of capacity, service_time and chance

var doKeys = []string{"close", "capacity", "staffing", "add", "speed", "service_time", "chance", "open"}

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
	if len(r.ps) == faults && d.idle() {
		r.at(n.Line, n.Column, "", "do: expected a change that does something: "+strings.Join(doKeys, ", ")+"")
	}
	return d
}

// idle says whether nothing is set. A factor of 1 is set: sweeps write it.
func (d Do) idle() bool {
	return !d.Close && !d.Open && d.Capacity == nil && d.Staffing == nil && d.Add == nil && d.Speed == nil && d.ServiceTime == nil && d.Chance == nil
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
