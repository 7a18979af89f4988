package network

import (
	"math"
	"testing"
)

const nauticalMile = 1.852 // km

// seaKM is the shortest way over sea links, km, and the hours that it takes
// without waits. Ships sail a link both ways.
func seaKM(n *Network, from, to NodeID) (km, hours float64) {
	km, hours = math.Inf(1), math.Inf(1)
	best := make([]float64, len(n.Nodes))
	time := make([]float64, len(n.Nodes))
	for i := range best {
		best[i] = math.Inf(1)
	}
	best[from] = 0
	for changed := true; changed; {
		changed = false
		for i := range n.Links {
			l := &n.Links[i]
			if l.Mode != Sea {
				continue
			}
			for _, end := range [2][2]NodeID{{l.From, l.To}, {l.To, l.From}} {
				if k := best[end[0]] + l.KM; k < best[end[1]] {
					best[end[1]], time[end[1]], changed = k, time[end[0]]+l.KM/l.KMH, true
				}
			}
		}
	}
	return best[to], time[to]
}

// Distances as published, nautical miles. nga-pub151: Distances Between Ports,
// 11th edition (2001). Its Panama is Balboa, through the canal from the
// Atlantic. Pairs joined over San Francisco, Acapulco or Bishop Rock lie on or
// close to the shortest way. seaway-facts: greatlakes-seaway.com, in statute
// miles. churchill-chart: distance chart of the Port of Churchill.
func TestSeaDistancesAreThosePublished(t *testing.T) {
	const mile = 1.609344 / nauticalMile
	n := builtin(t)
	for _, c := range []struct {
		from, to string
		nm       float64
	}{
		{"port-vancouver", "panama", 4032},
		{"port-vancouver", "port-prince-rupert", 477},
		{"port-veracruz", "panama", 1463},
		{"port-vancouver", "port-veracruz", 4032 + 1463},
		{"cartagena-colombia", "panama", 324},
		{"kingston-jamaica", "port-halifax", 1795},
		{"kingston-jamaica", "port-veracruz", 1210},
		{"port-halifax", "port-montreal", 958},
		{"port-veracruz", "port-progreso", 401},
		{"port-mazatlan", "port-guaymas", 388},
		{"port-manzanillo", "port-salina-cruz", 295 + 314},    // Acapulco
		{"port-manzanillo", "south-america-west", 295 + 2198}, // Acapulco, Callao
		{"port-manzanillo", "port-vancouver", 1538 + 812},     // San Francisco
		{"port-mazatlan", "port-vancouver", 1337 + 812},
		{"port-guaymas", "port-vancouver", 1490 + 812},
		{"port-salina-cruz", "port-vancouver", 2132 + 812},
		{"port-manzanillo", "port-prince-rupert", 1538 + 1090},
		{"port-montreal", "europe-north", 2681 + 454}, // Bishop Rock, Rotterdam
		{"port-halifax", "europe-north", 2480 + 454},
		{"port-thunder-bay", "port-montreal", 1222 * mile}, // seaway-facts
		{"welland-canal", "port-montreal", 374 * mile},     // seaway-facts: Port Colborne
		{"port-thunder-bay", "europe-north", 4325},         // churchill-chart: Rotterdam
	} {
		from, ok1 := n.Node(c.from)
		to, ok2 := n.Node(c.to)
		if !ok1 || !ok2 {
			t.Errorf("%s or %s is no node", c.from, c.to)
			continue
		}
		km, _ := seaKM(n, from, to)
		if off := km/nauticalMile/c.nm - 1; math.Abs(off) > 0.05 {
			t.Errorf("%s to %s: %.0f nm, published %.0f (%+.1f%%)", c.from, c.to, km/nauticalMile, c.nm, 100*off)
		}
	}
}

// Sailing times as published: days between two calls of a service, of which
// `inPort` are spent at the second.
func TestSailingTimesAreThosePublished(t *testing.T) {
	n := builtin(t)
	for _, c := range []struct {
		service, from, to string
		days, inPort      float64
	}{
		{"msc-canada-gulf", "port-montreal", "freeport-bahamas", 9, 1},   // MSC 2015
		{"cosco-tlp5-eb", "east-asia", "port-ensenada", 15, 1},           // FreightWaves 2024, from Qingdao
		{"cosco-tlp5-eb", "east-asia", "port-manzanillo", 20, 0},         // FreightWaves 2024, from Qingdao
		{"st-laurent-1", "europe-north", "port-montreal", 11, 3},         // Shipfax 2023, from Rotterdam
		{"st-laurent-1", "europe-north", "port-halifax", 17, 1},          // Shipfax 2023
		{"maersk-europe-mexico", "europe-north", "port-veracruz", 16, 1}, // FreshPlaza 2010: 14 from Bremerhaven, 2 before
		{"maersk-europe-mexico", "port-altamira", "europe-north", 20, 0}, // FreshPlaza 2010
	} {
		got := math.NaN()
		for i := range n.Services {
			s := &n.Services[i]
			if s.ID != c.service {
				continue
			}
			leave := math.NaN()
			for _, call := range s.Calls {
				if id := n.Nodes[call.Node].ID; id == c.from {
					leave = call.Planned.Hours() / 24
				} else if id == c.to && math.IsNaN(got) {
					got = call.Planned.Hours()/24 - leave - c.inPort
				}
			}
		}
		if math.IsNaN(got) || math.Abs(got/c.days-1) > 0.05 {
			t.Errorf("%s, %s to %s: %.1f days, published %.0f", c.service, c.from, c.to, got, c.days)
		}
	}
}

// Thunder Bay-Montréal takes 119 hours, 17 of them in locks (seaway-facts).
func TestTheSeawayTakesTheHoursPublished(t *testing.T) {
	n := builtin(t)
	from, _ := n.Node("port-thunder-bay")
	to, _ := n.Node("port-montreal")
	_, hours := seaKM(n, from, to)
	for _, id := range []string{"seaway-locks", "welland-canal"} {
		node, _ := n.Node(id)
		h, _ := n.StageHours(n.Nodes[node].Process[VehiclePass], nil, false)
		hours += h
	}
	if math.Abs(hours/119-1) > 0.05 {
		t.Errorf("Thunder Bay to Montréal: %.0f hours, published 119", hours)
	}
}

// No ship sails faster than 18 knots from call to call, and none that goes far is
// slower than 4, its time in port included.
func TestTimetablesOfShipsLeaveTimeForTheSea(t *testing.T) {
	n := builtin(t)
	for i := range n.Services {
		s := &n.Services[i]
		if s.Mode != Sea {
			continue
		}
		for c := 1; c < len(s.Calls); c++ {
			from, to := s.Calls[c-1], s.Calls[c]
			km, _ := seaKM(n, from.Node, to.Node)
			hours := (to.Planned - from.Planned).Hours()
			if knots := km / nauticalMile / hours; knots > 18 || knots < 4 && km > 2000 {
				t.Errorf("%s, %s to %s: %.1f knots", s.ID, n.Nodes[from.Node].ID, n.Nodes[to.Node].ID, knots)
			}
		}
	}
}
