package network

import (
	"fmt"
	"time"

	"corridor/data"
)

// Largest room of a departure by mode, TEU: a train of 200 hoppers, the largest
// container ship, a large freighter.
var rooms = [4]float64{Rail: 600, Sea: 24000, Air: 40}

// checkVehicles holds what services.csv says against what vehicles of the mode
// are like.
func (n *Network) checkVehicles() (ps data.Problems) {
	for i, row := range n.Set.Rows("services") {
		s := &n.Services[i]
		bad := func(column, format string, args ...any) {
			ps = append(ps, row.Problem(column, fmt.Sprintf(format, args...)))
		}
		if s.Capacity > rooms[s.Mode] {
			bad("capacity_teu", "expected at most %g TEU on one departure by %s", rooms[s.Mode], s.Mode)
		}
		if s.Capacity == 0 && s.Open {
			bad("capacity_teu", "expected room for cargo on a service that is open")
		}
		if s.LengthKM > 0 && (s.Mode != Rail || s.LengthKM < 0.1 || s.LengthKM > 5) {
			bad("length_km", "expected a length of 0.1 to 5 km, of trains only")
		}
		if s.Blank > 0.5 {
			bad("blank", "expected at most half of the departures to be cancelled")
		}
		headway := s.Departs.Headway()
		if d := time.Duration(s.Delay.Mean() * 1e9); d > headway && d > 24*time.Hour {
			bad("delay", "expected less than the time between departures on average, %s", headway)
		}
		if s.Cutoff > 10*24*time.Hour {
			bad("cutoff", "expected at most 10d")
		}
		board, alight, last := false, false, len(s.Calls)-1
		for c, call := range s.Calls {
			at := n.Nodes[call.Node].Kind != Crossing
			board = board || call.Board && at && c < last
			alight = alight || call.Alight && at && c > 0
			if call.Stop > 5*24*time.Hour {
				if r, ok := n.Set.Find("calls", fmt.Sprintf("%s/%d", s.ID, c+1)); ok {
					ps = append(ps, r.Problem("stop", "expected a stop of at most 5d"))
				}
			}
		}
		if !board || !alight {
			bad("id", "expected a call where cargo may board and a later one where it may alight")
		}
	}
	return ps
}
