package route

import (
	"strings"

	"corridor/network"
)

// LegKind says what a leg is.
type LegKind uint8

const (
	Drive    LegKind = iota // a truck over a road link
	Cross                   // through a truck crossing
	LoadOn                  // put on a train, ship or aircraft
	Ride                    // aboard
	Unload                  // taken off
	Transfer                // from one service to another
	Visit                   // processed or stored at the flow's stop
)

func (k LegKind) String() string {
	return [...]string{"drive", "cross", "load", "ride", "unload", "transfer", "stop"}[k]
}

// Leg of a way with its expected figures, queues and missed departures not
// included but where the finder was told of them.
type Leg struct {
	Kind    LegKind
	Link    Directed // Drive
	Node    network.NodeID
	Event   network.Event     // Cross
	Service network.ServiceID // Ride
	From    int               // Ride: call where it boards
	To      int               // Ride: call where it alights
	Hours   float64
	USD     float64
	KG      float64
	KM      float64
	KMUS    float64
	Touch   network.Touch
}

func (l *Leg) extra(hours, usd float64) {
	l.Hours += hours
	l.USD += usd
}

// Way is an alternative from origin to destination.
type Way struct {
	Legs  []Leg
	Hours float64
	USD   float64
	KG    float64
	KM    float64
	KMUS  float64
	Touch network.Touch
	Cost  float64 // generalised: USD plus the value of the hours
}

func (w *Way) add(l Leg) {
	w.Legs = append(w.Legs, l)
	w.Hours += l.Hours
	w.USD += l.USD
	w.KG += l.KG
	w.KM += l.KM
	w.KMUS += l.KMUS
	w.Touch = max(w.Touch, l.Touch)
}

// Chokepoints are the crossings, straits and ports passed and the flow's stop, in order: what names a way and what makes two ways differ.
func (w *Way) Chokepoints(n *network.Network, runs []Run) []string {
	var names []string
	add := func(s string) {
		for _, have := range names {
			if have == s {
				return
			}
		}
		names = append(names, s)
	}
	for i := range w.Legs {
		l := &w.Legs[i]
		switch l.Kind {
		case Cross, Visit:
			add(n.Nodes[l.Node].ID)
		case LoadOn, Unload, Transfer:
			if k := n.Nodes[l.Node].Kind; k == network.Port || k == network.Airport {
				add(n.Nodes[l.Node].ID)
			}
		case Ride:
			for c := l.From; c < l.To; c++ {
				for _, d := range runs[l.Service].Parts[c].Links {
					if _, to := d.Ends(n); n.Nodes[to].Kind == network.Crossing || n.Nodes[to].Kind == network.Strait {
						add(n.Nodes[to].ID)
					}
				}
			}
		}
	}
	return names
}

// Name is the chokepoints and modes in one word: `road laredo-wtb
// detroit-ambassador`.
func (w *Way) Name(n *network.Network, runs []Run) string {
	return strings.Join(append([]string{w.Mode(n).String()}, w.Chokepoints(n, runs)...), " ")
}

// Mode is the main mode: of rides air before sea before rail; road where nothing
// is ridden.
func (w *Way) Mode(n *network.Network) network.Mode {
	mode := network.Road
	for i := range w.Legs {
		if l := &w.Legs[i]; l.Kind == Ride {
			mode = max(mode, n.Services[l.Service].Mode)
		}
	}
	return mode
}

// Borders counts the borders crossed.
func (w *Way) Borders(n *network.Network, runs []Run) int {
	count := 0
	for i := range w.Legs {
		l := &w.Legs[i]
		switch l.Kind {
		case Cross:
			count++
		case Ride:
			for c := l.From; c < l.To; c++ {
				for _, d := range runs[l.Service].Parts[c].Links {
					if _, to := d.Ends(n); n.Nodes[to].Kind == network.Crossing {
						count++
					}
				}
			}
		}
	}
	return count
}
