package validate

import (
	"math"
	"testing"
	"time"

	"corridor/network"
	"corridor/scenarios"
	"corridor/sim/freight"
)

// sightedAt is a sighting of passages at one place, by seconds from Monday, 8
// January 2024, midnight there.
func sightedAt(t *testing.T, place string, event network.Event, passages ...freight.Passage) (*group, *Target, *sighting) {
	t.Helper()
	net := builtin(t)
	n, _ := net.Node(place)
	monday := time.Date(2024, 1, 8, 0, 0, 0, 0, net.Nodes[n].TZ)
	sc := scenarios.Scenario{Name: "test", Window: scenarios.Window{Start: monday, PreRoll: time.Hour, Length: 21 * 24 * time.Hour, NoDrain: true}}
	m, err := freight.NewModel(net, freight.Case{Scenario: &sc, Share: 1})
	if err != nil {
		t.Fatal(err)
	}
	zero := int32(monday.Sub(m.Date(0)) / time.Second)
	for i := range passages {
		p := &passages[i]
		for _, x := range []*int32{&p.Came, &p.Began, &p.Last, &p.Left} {
			if *x >= 0 {
				*x += zero
			}
		}
	}
	w := freight.PlaceEvent{Node: n, Event: event}
	g := &group{at: map[freight.PlaceEvent]int{w: 0}}
	target := &Target{From: time.Date(2024, 1, 8, 0, 0, 0, 0, time.UTC), To: time.Date(2024, 1, 15, 0, 0, 0, 0, time.UTC), Places: []network.NodeID{n}, Events: []network.Event{event}, zone: net.Nodes[n].TZ}
	return g, target, &sighting{saw: &freight.Sightings{Passages: [][]freight.Passage{passages}}, model: m, closed: [][]float64{nil}}
}

const hour, day = 3600, 86400

func TestDwellCountsShiploadsOfOthersAsTheBoxesThatTheyAre(t *testing.T) {
	t.Parallel()
	g, target, s := sightedAt(t, "port-vancouver", network.VehicleCall,
		freight.Passage{Came: 0, Began: hour, Last: day, Left: 5 * day, Moves: 300, Other: true},     // four days
		freight.Passage{Came: 0, Began: hour, Last: 2 * day, Left: 4 * day, Moves: 100, Other: true}, // two
		freight.Passage{Came: 0, Began: hour, Last: hour, Left: day, Moves: 900},                     // this world's ship
		freight.Passage{Came: 0, Began: hour, Last: day, Left: 9 * day, Moves: 900, Other: true},     // leaves later
		freight.Passage{Came: 0, Began: -1, Last: -1, Left: -1, Moves: 900, Other: true})
	if got := g.dwell(target, s) / day; math.Abs(got-3.5) > 1e-9 {
		t.Errorf("%g days, want 3.5", got)
	}
}

func TestShipsOnTheirWayCountWithThoseThatWait(t *testing.T) {
	t.Parallel()
	var list []freight.Passage
	for d := range int32(6) { // the port opens on the fifth day; two come a day
		list = append(list, freight.Passage{Came: d*day + 1, Began: 4 * day, Left: 5 * day}, freight.Passage{Came: d*day + 2, Began: max(4*day, d*day+2), Left: 6 * day})
	}
	g, target, s := sightedAt(t, "port-vancouver", network.VehicleCall, list...)
	if held, _ := g.held(target, s); held != 8 {
		t.Errorf("%g held, want 8", held)
	}
	for days, want := range map[float64]float64{0.01: 8, 0.5: 10, 9: 12} {
		target.limit = days
		if got := g.coming(target, s); got != want {
			t.Errorf("%g days ahead: %g, want %g", days, got, want)
		}
	}
}

func TestStaysOfSomeHoursAreOfWhoCameThenOnWeekdays(t *testing.T) {
	t.Parallel()
	at := func(d, h, stay int32) freight.Passage {
		return freight.Passage{Came: d*day + h*hour, Began: d*day + h*hour, Left: d*day + h*hour + stay}
	}
	g, target, s := sightedAt(t, "detroit-ambassador", network.EnterUS, at(0, 7, 1), at(0, 8, 10), at(4, 17, 20), at(4, 18, 2), at(5, 12, 3), at(6, 12, 4))
	if got := mean(g.stays(target, s, [2]int{8, 18})); got != 15 {
		t.Errorf("mean stay %g s, want 15", got)
	}
	if got := len(g.stays(target, s, [2]int{})); got != 6 {
		t.Errorf("%d stays around the clock, want 6", got)
	}
}

// What is done with a box is told apart from how long it stands.
func TestABoxThatIsInTimeDoesNotStandInTheYard(t *testing.T) {
	t.Parallel()
	net := builtin(t)
	port, _ := net.Node("port-lazaro-cardenas")
	work, all := boxWork(port, network.Transfer, net), 0.0
	for i := range net.Flows {
		if f := &net.Flows[i]; f.Commodity >= 0 && net.Commodities[f.Commodity].Equipment == "container" {
			all, _ = net.StageHours(net.Nodes[port].Process[network.Transfer], f, true)
			break
		}
	}
	if stay := all - work; math.Abs(stay-96) > 0.1 || work < 20 || work > 40 {
		t.Errorf("%g h of work, %g h of stay; the table has a stay of four days", work, stay)
	}
}
