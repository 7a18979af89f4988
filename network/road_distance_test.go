package network

import (
	"math"
	"slices"
	"testing"
)

// roadKM is the length of the shortest way by road over the places named, in
// that order. It is infinite where no road leads.
func roadKM(t *testing.T, n *Network, places ...string) (km float64) {
	t.Helper()
	for i := 1; i < len(places); i++ {
		from, ok := n.Node(places[i-1])
		to, ok2 := n.Node(places[i])
		if !ok || !ok2 {
			t.Fatalf("no node %s or %s", places[i-1], places[i])
		}
		km += shortestRoad(n, from, to)
	}
	return km
}

// shortestRoad is Bellman and Ford's: slow and obvious.
func shortestRoad(n *Network, from, to NodeID) float64 {
	km := slices.Repeat([]float64{math.Inf(1)}, len(n.Nodes))
	km[from] = 0
	for changed := true; changed; {
		changed = false
		for i := range n.Links {
			l := &n.Links[i]
			if l.Mode != Road {
				continue
			}
			if km[l.From]+l.KM < km[l.To] {
				km[l.To], changed = km[l.From]+l.KM, true
			}
			if !l.OneWay && km[l.To]+l.KM < km[l.From] {
				km[l.From], changed = km[l.To]+l.KM, true
			}
		}
	}
	return km[to]
}

// Published lengths of roads. None of these figures is the km of one link: each
// is the sum of several, or was published by somebody else.
func TestRoadsHaveTheirPublishedLengthsWithinFivePercent(t *testing.T) {
	n := builtin(t)
	const mile = 1.609344
	for _, c := range []struct {
		km     float64
		source string
		over   []string
	}{
		// FHWA through Infoplease, Interstate Highway System Trivia
		{1433.52 * mile, "I-15", []string{"j-san-diego", "j-barstow", "j-las-vegas", "j-salt-lake", "j-ogden", "j-pocatello", "j-butte", "j-great-falls", "sweetgrass-coutts"}},
		{1381.29 * mile, "I-5", []string{"j-san-diego", "j-los-angeles", "j-sacramento", "j-portland", "j-seattle", "blaine-pacific"}},
		{1568.38 * mile, "I-35", []string{"j-laredo", "j-san-antonio", "j-dallas", "j-oklahoma-city", "j-kansas-city", "j-des-moines", "j-st-paul", "j-duluth"}},
		// Burning Compass, list of interstate highways
		{755.51 * mile, "I-29", []string{"j-kansas-city", "j-omaha", "j-sioux-falls", "j-fargo", "pembina-emerson"}},
		{333.49 * mile, "I-87", []string{"j-new-york", "j-albany", "champlain-lacolle"}},
		// distance-cities.com, distances between major cities of the USA
		{3245, "Los Angeles-Chicago", []string{"j-los-angeles", "j-chicago"}},
		{2504, "Los Angeles-Houston", []string{"j-los-angeles", "j-houston"}},
		{1744, "Houston-Chicago", []string{"j-houston", "j-chicago"}},
		{1271, "New York-Chicago", []string{"j-new-york", "j-chicago"}},
		// blog.dlklife.ca, Driving distances
		{541, "Toronto-Montréal", []string{"toronto", "montreal"}},
		// Frommer's, Getting around in Canada: Montréal-Vancouver 4,910 km within Canada
		{4910, "Montréal-Vancouver", []string{"montreal", "j-sudbury", "j-thunder-bay", "j-winnipeg", "calgary", "vancouver"}},
		// canadavisa.com, thread on Winnipeg: Toronto-Calgary 3,412.9 km
		{3412.9, "Toronto-Calgary", []string{"toronto", "j-sudbury", "j-thunder-bay", "j-winnipeg", "calgary"}},
		// Wikivoyage, Sept-Îles: 926 km from Montréal
		{926, "Montréal-Sept-Îles", []string{"montreal", "sept-iles"}},
		// Moon British Columbia, through what-when-how.com: Vancouver is 2,055 km from
		// Los Angeles and 4,530 from Toronto
		{2055, "Los Angeles-Vancouver", []string{"j-los-angeles", "blaine-pacific", "vancouver"}},
		{4530, "Toronto-Vancouver", []string{"toronto", "j-sudbury", "j-thunder-bay", "j-winnipeg", "calgary", "vancouver"}},
		// assets.blueman.com: Dallas-Seattle about 2,150 miles
		{2150 * mile, "Dallas-Seattle", []string{"j-dallas", "j-seattle"}},
		// simplehunting.com: Great Falls-Calgary 325 miles
		{325 * mile, "Great Falls-Calgary", []string{"j-great-falls", "sweetgrass-coutts", "calgary"}},
		// El Mañana: Monterrey-San Luis Potosí 515 km
		{515, "Monterrey-San Luis Potosí", []string{"monterrey", "j-san-luis-potosi"}},
		// El Heraldo de Chihuahua, 2024: Chihuahua-Culiacán 1,218 km
		{1218, "Chihuahua-Culiacán", []string{"chihuahua", "culiacan"}},
		// La Orquesta: highway 57 is 1,295 km from Mexico City to Piedras Negras
		{1295, "highway 57", []string{"mexico-city", "j-queretaro", "j-san-luis-potosi", "j-saltillo", "j-monclova", "eagle-pass-camino-real"}},
		// encyclopaedia copy, after SCT: highway 15 is 2,363.51 km from Nogales to Mexico City
		{2363.51, "highway 15", []string{"nogales-mariposa", "hermosillo", "culiacan", "j-mazatlan", "j-tepic", "guadalajara", "j-morelia", "toluca", "mexico-city"}},
	} {
		if got := roadKM(t, n, c.over...); math.Abs(got/c.km-1) > 0.05 {
			t.Errorf("%s: %.0f km by road, published %.0f (%+.1f%%)", c.source, got, c.km, 100*(got/c.km-1))
		} else {
			t.Logf("%-28s %5.0f km, published %5.0f (%+.1f%%)", c.source, got, c.km, 100*(got/c.km-1))
		}
	}
}

// From every zone of Mexico and Canada a truck can reach every road crossing.
// Churchill, which has no road, is a port and no zone.
func TestEveryZoneReachesEveryRoadCrossing(t *testing.T) {
	n := builtin(t)
	for i := range n.Nodes {
		x := &n.Nodes[i]
		if x.Kind != Crossing || x.Process[EnterUS] < 0 {
			continue
		}
		road := slices.ContainsFunc(n.Links, func(l Link) bool { return l.Mode == Road && (l.From == NodeID(i) || l.To == NodeID(i)) })
		if !road {
			continue // rail
		}
		for z := range n.Nodes {
			if n.Nodes[z].Kind == Zone && math.IsInf(shortestRoad(n, NodeID(z), NodeID(i)), 1) {
				t.Errorf("no road from %s to %s", n.Nodes[z].ID, x.ID)
			}
		}
	}
}
