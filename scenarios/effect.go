package scenarios

import (
	"slices"
	"strings"

	"corridor/data"

	"go.yaml.in/yaml/v4"
)

// Effect is what a scenario claims: a figure, where, and which way it moves
// against the baseline. A test runs every shipped scenario against its claim.
type Effect struct {
	Measure string // one of Measures
	Where   Where  // what the figure is about: id and resource, or flows by commodity, origin and destination
	Item    string // of cost: one of data.CostItems; empty: all of them
	More    bool   // more than in the baseline; false: less
	Routing string // rule on US territory under which it shows, one of Routings; empty: open
	Window  Window // when it shows; what is not said the reader of the claim chooses
	File    string // where it is written, for messages
	Line    int
}

// Themes of the library in the order in which it is listed, and their headings.
var (
	Themes   = []string{"present", "trade-policy", "stoppages", "border", "outages", "weather", "markets", "easier-borders", "other-ways"}
	Headings = map[string]string{
		"present":        "The present",
		"trade-policy":   "Trade policy",
		"stoppages":      "Strikes and lockouts",
		"border":         "Trouble at the border",
		"outages":        "Systems that fail",
		"weather":        "Weather and water",
		"markets":        "Markets",
		"easier-borders": "Answers: easier borders",
		"other-ways":     "Answers: other ways",
	}
)

// Measures are the figures that an effect may claim.
var Measures = []string{"wait", "served", "passages", "hours", "boarded", "departures", "created", "delivered", "unserved", "transit", "inspected", "cost"}

const measureText = "wait (h) and served of a resource; passages (loads) and hours (a load, without the wait for a departure) of a place; boarded (loads) and departures of a service; " +
	"of flows created, delivered and unserved (loads), transit and inspected (h) and cost (US dollars a tonne)"

var (
	directions = []string{"more", "less"}
	routings   = []string{"open", "us", "direct", "direct-strict"}
)

// about says what a measure is about: a resource, a place, a service or flows.
func about(measure string) string {
	switch measure {
	case "wait", "served":
		return "resource"
	case "passages", "hours":
		return "place"
	case "boarded", "departures":
		return "service"
	}
	return "flows"
}

func (r *reader) effect(n *yaml.Node) *Effect {
	values := r.mapping(n, "effect", "measure", "item", "where", "direction", "routing", "window")
	if values == nil {
		return nil
	}
	e := &Effect{File: r.file, Line: n.Line}
	faults := len(r.ps)
	word := func(key string, words []string) string {
		v := values[key]
		if v == nil {
			return ""
		}
		if v.Kind != yaml.ScalarNode || !slices.Contains(words, v.Value) {
			r.fault(v, key, "expected one of "+strings.Join(words, ", ")+data.DidYouMean(v.Value, words))
		}
		return v.Value
	}
	e.Measure, e.Item, e.Routing = word("measure", Measures), word("item", data.CostItems), word("routing", routings)
	e.More = word("direction", directions) == directions[0]
	if v := values["where"]; v != nil {
		e.Where = r.where(v)
	}
	if v := values["window"]; v != nil {
		e.Window = r.window(v)
	}
	if values["measure"] == nil || values["where"] == nil || values["direction"] == nil {
		r.at(n.Line, n.Column, "", "effect: expected measure, where and direction, such as {measure: wait, where: {id: laredo-rail, resource: bridge}, direction: more}")
	}
	if len(r.ps) > faults {
		return e
	}
	if v := values["item"]; v != nil && e.Measure != "cost" {
		r.fault(v, "item", "expected only with `measure: cost`")
	}
	w := &e.Where
	other := len(w.Kind)+len(w.Mode)+len(w.Country)+len(w.Owner)+len(w.Area)+len(w.Event)+len(w.Stage) > 0
	want := ""
	switch kind := about(e.Measure); {
	case kind == "resource" && (other || w.ofCargo() || len(w.ID) == 0 || len(w.Resource) == 0):
		want = "id and resource of " + e.Measure + ", such as {id: laredo-rail, resource: bridge}"
	case (kind == "place" || kind == "service") && (other || w.ofCargo() || len(w.ID) == 0 || len(w.Resource) > 0):
		want = "id of a " + kind + " alone with " + e.Measure
	case kind == "flows" && (other || !w.ofCargo() || len(w.ID)+len(w.Resource) > 0):
		want = "commodity, origin or destination alone with " + e.Measure
	}
	if want != "" {
		r.at(values["where"].Line, values["where"].Column, "", "where: expected "+want)
	}
	return e
}

// flow writes the effect on one line.
func (e *Effect) flow() string {
	if e == nil {
		return ""
	}
	direction := directions[1]
	if e.More {
		direction = directions[0]
	}
	return pairs("measure", e.Measure, "item", e.Item, "where", e.Where.flow(), "direction", direction, "routing", e.Routing, "window", e.Window.flow())
}
