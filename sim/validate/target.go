package validate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"corridor/data"
	"corridor/network"
	"corridor/scenarios"
	"corridor/sim/freight"
)

// Target is one row of targets.csv.
type Target struct {
	ID, Kind, What, Measure string
	Scenario                string
	From, To                time.Time // days; measured in the local time of the first place
	Published               float64
	Unit                    string
	AtLeast                 bool
	Tolerance               float64 // the larger of the stated one and two standard deviations
	Stated, SD              float64
	Par                     string
	Fast                    bool
	Source                  []string
	Reason, Explanation     string

	Words    []string // places or services as written
	Places   []network.NodeID
	Events   []network.Event
	Service  network.ServiceID
	Calls    [2]int // of the service
	Compared string // scenario, or first day, that Par names
	limit    float64
	hours    [2]int // of the day, local, from Monday to Friday; equal: all
	zone     *time.Location
}

// Targets reads the table. Faults are data.Problems.
func Targets(net *network.Network) ([]Target, error) {
	var list []Target
	var ps data.Problems
	for _, row := range net.Set.Rows("targets") {
		t := Target{ID: row.Key(), Kind: row.Text("kind"), What: row.Text("what"), Measure: row.Text("measure"), Scenario: row.Text("scenario"),
			Published: row.Num("published"), Unit: row.Text("unit"), AtLeast: row.Text("bound") == "at-least", Stated: row.Num("tolerance"), SD: row.Num("sd"), Par: row.Text("par"),
			Fast: row.Yes("fast"), Source: row.Words("source"), Reason: row.Text("note"), Explanation: row.Text("explanation"), Words: row.Words("at"), Service: -1, zone: time.UTC}
		t.Tolerance = max(t.Stated, 2*t.SD)
		t.From, _ = data.ParseDay(row.Text("from"))
		t.To, _ = data.ParseDay(row.Text("to"))
		if !t.To.After(t.From) {
			ps = append(ps, row.Problem("to", "expected a day after `from`"))
		}
		names := append(scenarios.Names(), scenarios.Replays()...)
		if !slices.Contains(names, t.Scenario) {
			ps = append(ps, row.Problem("scenario", "expected a shipped scenario or replay"+data.DidYouMean(t.Scenario, names)))
		}
		if fault := t.where(net); fault != "" {
			ps = append(ps, row.Problem("at", fault))
		}
		if fault := t.par(names); fault != "" {
			ps = append(ps, row.Problem("par", fault))
		}
		list = append(list, t)
	}
	return list, ps.Err()
}

// where reads the places and events, or the service and its calls.
func (t *Target) where(net *network.Network) string {
	switch t.Measure {
	case "ride-hours", "ride-on-time", "box-hours", "import-hours":
		return t.ride(net)
	}
	if strings.HasPrefix(t.Words[0], "US-") {
		return t.border(net)
	}
	for _, w := range t.Words {
		if i := slices.Index(data.Events, w); i >= 0 {
			t.Events = append(t.Events, network.Event(i))
		} else if n, ok := net.Node(w); ok {
			t.Places = append(t.Places, n)
		} else {
			return fmt.Sprintf("expected facilities and events, found %q%s", w, data.DidYouMean(w, append(net.NodeIDs(), data.Events...)))
		}
	}
	if len(t.Places) == 0 || len(t.Events) == 0 {
		return "expected at least one facility and one event"
	}
	t.zone = net.Nodes[t.Places[0]].TZ
	return ""
}

// ride reads `[port] service call call`.
func (t *Target) ride(net *network.Network) string {
	words := t.Words
	want := 3
	if len(words) != want {
		return "expected a service and two of its calls, or a port, a service and a call"
	}
	service := words[0]
	from, to := words[1], words[2]
	if t.Measure == "import-hours" {
		service, from = words[1], words[0]
	}
	for i := range net.Services {
		s := &net.Services[i]
		if s.ID != service {
			continue
		}
		t.Service, t.Calls = network.ServiceID(i), [2]int{-1, -1}
		for c := range s.Calls {
			switch net.Nodes[s.Calls[c].Node].ID {
			case from:
				t.Calls[0] = c
			case to:
				t.Calls[1] = c
			}
		}
		if t.Calls[0] < 0 || t.Calls[1] <= t.Calls[0] {
			return fmt.Sprintf("expected two calls of %s in their order", service)
		}
		return ""
	}
	return fmt.Sprintf("expected a service, found %q", service)
}

// border reads `US-MX event`: all crossings between two countries with counts.
func (t *Target) border(net *network.Network) string {
	if len(t.Words) != 2 || !slices.Contains([]string{"US-MX", "US-CA"}, t.Words[0]) || !slices.Contains(data.Events, t.Words[1]) {
		return "expected US-MX or US-CA and an event"
	}
	event := network.Event(slices.Index(data.Events, t.Words[1]))
	back := network.EnterMX
	if t.Words[0] == "US-CA" {
		back = network.EnterCA
	}
	if event >= network.VehicleCall {
		back += network.VehicleEnterUS - network.EnterUS
	}
	for i := range net.Nodes {
		if p := &net.Nodes[i].Process; net.Nodes[i].Kind == network.Crossing && p[event] >= 0 && p[back] >= 0 && counted(net, network.NodeID(i), event) {
			t.Places = append(t.Places, network.NodeID(i))
		}
	}
	t.Events = []network.Event{event}
	t.zone = net.Nodes[t.Places[0]].TZ
	return ""
}

func counted(net *network.Network, n network.NodeID, e network.Event) bool {
	return slices.ContainsFunc(net.Backgrounds, func(b network.Background) bool { return b.Node == n && b.Event == e })
}

// par reads what the measure needs besides.
func (t *Target) par(names []string) string {
	switch t.Measure {
	case "ride-on-time", "wait-within", "held-coming":
		x, err := strconv.ParseFloat(t.Par, 64)
		if t.limit = x; err != nil || !(x > 0) {
			return "expected a limit, a number above 0"
		}
		return ""
	case "hhi":
		x, err := strconv.ParseFloat(t.Par, 64)
		if t.limit = x; t.Par != "" && (err != nil || !(x >= 0)) {
			return "expected the passages elsewhere, a number"
		}
		return ""
	case "time-p95-over-mean":
		if t.Par == "" {
			return ""
		}
		from, to, _ := strings.Cut(t.Par, "-")
		a, err := strconv.Atoi(from)
		b, err2 := strconv.Atoi(to)
		if t.hours = [2]int{a, b}; err != nil || err2 != nil || a < 0 || b <= a || b > 24 {
			return "expected nothing, or hours of the day from Monday to Friday, such as 8-18"
		}
		return ""
	case "saturation-ratio":
		if t.Compared = t.Par; !slices.Contains(names, t.Par) {
			return "expected a shipped scenario" + data.DidYouMean(t.Par, names)
		}
		return ""
	case "month-effect", "count-effect":
		if _, err := data.ParseDay(t.Par); t.Par != "" && err != nil {
			return "expected nothing, or the first day of the other year's time"
		}
		t.Compared = t.Par
		return ""
	}
	if t.Par != "" {
		return "expected nothing for this measure"
	}
	return ""
}

// watches are the passages that the target looks at.
func (t *Target) watches() (list []freight.PlaceEvent) {
	for _, n := range t.Places {
		for _, e := range t.Events {
			list = append(list, freight.PlaceEvent{Node: n, Event: e})
		}
	}
	return list
}

// paired says whether it is measured against the same without the changes.
func (t *Target) paired() bool {
	return t.Measure == "month-effect" || t.Measure == "count-effect" || t.Measure == "days-to-clear" || t.Measure == "saturation-ratio"
}

// needsCargo says whether modelled cargo is what is measured.
func (t *Target) needsCargo() bool { return t.Measure == "dwell-days" }

// saturates says whether trains always wait.
func (t *Target) saturates() bool { return strings.HasPrefix(t.Measure, "saturation") }
