package network

import (
	"fmt"
	"math"
	"time"

	"corridor/data"
)

// bounds of the countries: least and greatest latitude and longitude.
var bounds = [3][4]float64{CA: {41.6, 83.2, -141.1, -52.6}, US: {18.9, 71.5, -179.2, -66.9}, MX: {14.5, 32.8, -118.5, -86.7}}

// zoneHours is the most that a local time is off the sun's; the west of China
// and of Spain are not reached by this network.
const zoneHours = 2.5

// checkPlaces holds coordinates against countries and time zones, and places of
// a kind against each other.
func (n *Network) checkPlaces() (ps data.Problems) {
	rows := n.Set.Rows("nodes")
	for i := range n.Nodes {
		x := &n.Nodes[i]
		if !x.placed() {
			continue
		}
		// A crossing lies on the border, on either bank.
		if x.Country != XX && x.Kind != Crossing {
			if b := bounds[x.Country]; x.At.Lat() < b[0] || x.At.Lat() > b[1] || x.At.Lon() < b[2] || x.At.Lon() > b[3] {
				ps = append(ps, rows[i].Problem("country", fmt.Sprintf("expected a place in %s between %g° and %g° north, %g° and %g° east; this is at %g°, %g°", x.Country, b[0], b[1], b[2], b[3], x.At.Lat(), x.At.Lon())))
			}
		}
		_, seconds := time.Date(2024, 1, 15, 12, 0, 0, 0, x.TZ).Zone()
		off := float64(seconds)/3600 - x.At.Lon()/15
		if off = math.Mod(off+36, 24) - 12; math.Abs(off) > zoneHours && x.Country != XX && x.TZ != time.UTC {
			ps = append(ps, rows[i].Problem("tz", fmt.Sprintf("expected a time zone of longitude %g°: this one is %.1f h from the sun's time", x.At.Lon(), math.Abs(off))))
		}
		if x.Kind == Crossing {
			continue // a bridge may have a rail bridge beside it
		}
		for j := range i {
			if y := &n.Nodes[j]; y.Kind == x.Kind && y.placed() && GreatCircleKM(x.At, y.At) < 1 {
				ps = append(ps, rows[i].Problem("id", fmt.Sprintf("expected one %s at a place; %s is %.1f km away", x.Kind, y.ID, GreatCircleKM(x.At, y.At))))
			}
		}
	}
	return append(ps, n.checkStops()...)
}

// checkStops finds terminals where cargo boards or alights, but that neither a
// road nor another vehicle's stop leads to.
func (n *Network) checkStops() (ps data.Problems) {
	road := make([]bool, len(n.Nodes))
	for i := range n.Links {
		if l := &n.Links[i]; l.Mode == Road {
			road[l.From], road[l.To] = true, true
		}
	}
	on, off := make([]int, len(n.Nodes)), make([]int, len(n.Nodes))
	for i := range n.Services {
		for c, call := range n.Services[i].Calls {
			if call.Board && c+1 < len(n.Services[i].Calls) {
				on[call.Node]++
			}
			if call.Alight && c > 0 {
				off[call.Node]++
			}
		}
	}
	ends := make([]bool, len(n.Nodes))
	for i := range n.Flows {
		ends[n.Flows[i].From], ends[n.Flows[i].To] = true, true
	}
	for i, row := range n.Set.Rows("nodes") {
		x := &n.Nodes[i]
		if x.Kind == Crossing || road[i] || ends[i] || on[i]+off[i] == 0 {
			continue
		}
		if on[i] == 0 || off[i] == 0 {
			ps = append(ps, row.Problem("id", "expected a road to this "+x.Kind.String()+": cargo only boards or only alights here, and has no other way on"))
		}
	}
	return ps
}
