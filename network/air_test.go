package network

import (
	"math"
	"testing"

	"corridor/data"
)

// airWorld is the built-in network.
func airWorld(t *testing.T) *Network {
	t.Helper()
	set, err := data.Load(data.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	n, err := Build(set)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// airLink is the link between two airports by their IATA codes.
func airLink(t *testing.T, n *Network, a, b string) *Link {
	t.Helper()
	for i := range n.Links {
		l := &n.Links[i]
		if x, y := n.Nodes[l.From].PortCode, n.Nodes[l.To].PortCode; l.Mode == Air && (x == a && y == b || x == b && y == a) {
			return l
		}
	}
	t.Fatalf("no flight between %s and %s", a, b)
	return nil
}

// Both directions count: block times differ by the wind, a link has one speed.
func TestBlockTimesMeetPublishedTimetables(t *testing.T) {
	t.Parallel()
	n := airWorld(t)
	for _, tt := range []struct {
		from, to    string
		there, back float64 // hours from gate to gate
		source      string
	}{
		{"YYZ", "MEX", 5 + 5./60, 4 + 46./60, "Aeromexico 08:30-12:35 and 01:00-06:46, one hour between the zones (Travelweek, 2015)"},
		{"YVR", "MEX", 5 + 10./60, 5 + 10./60, "China Southern 22:05-05:15 and 07:45-10:55, two hours (One Mile at a Time, 2017)"},
		{"YYZ", "GDL", 5 + 20./60, 4 + 40./60, "Flair 13:10-16:30 and 17:15-23:55, two hours (Notisistema, 2024)"},
	} {
		got, want := airLink(t, n, tt.from, tt.to).Hours(), (tt.there+tt.back)/2
		if math.Abs(got/want-1) > 0.05 {
			t.Errorf("%s-%s takes %.2f h, published %.2f: %s", tt.from, tt.to, got, want, tt.source)
		}
	}
}

// Lengths are great circles and what flights fly beyond them, 3.3%: published
// great circles and rounded flight distances are met within 5%.
func TestFlightsAreAsLongAsPublished(t *testing.T) {
	t.Parallel()
	n := airWorld(t)
	for _, tt := range []struct {
		from, to string
		km       float64
		source   string
	}{
		{"YYZ", "MEX", 3200, "roughly 3,200 km (Remitly, flight times from Toronto)"},
		{"YYZ", "NLU", 3200, "the same to the other airport of Mexico City"},
	} {
		if got := airLink(t, n, tt.from, tt.to).KM; math.Abs(got/tt.km-1) > 0.05 {
			t.Errorf("%s-%s is %.0f km, published %.0f: %s", tt.from, tt.to, got, tt.km, tt.source)
		}
	}
	// Distances by the coordinates of airports, against published great circles
	// (aircalculator.com, flightduration.online).
	for _, tt := range []struct {
		a, b       string
		lat, lon   float64 // of an airport that is no node, where b is empty
		km, within float64
		source     string
	}{
		{a: "YUL", b: "YYZ", km: 507, source: "aircalculator.com YUL-YYZ"},
		{a: "GDL", lat: 41.786, lon: -87.752, km: 2780, source: "aircalculator.com GDL-MDW"},
		{a: "GDL", lat: 37.363, lon: -121.929, km: 2595, source: "aircalculator.com GDL-SJC"},
		{a: "GDL", lat: 40.664, lon: -89.693, km: 2584, source: "aircalculator.com GDL-PIA"},
		{a: "YMX", lat: 18.002, lon: -102.221, km: 4027, source: "aircalculator.com YMX-LZC"},
		{a: "YUL", lat: 21.42, lon: -104.84, km: 3890, source: "flightduration.online TPQ-YUL"},
		{a: "YYZ", lat: 38.037, lon: -84.606, km: 753.6, source: "airmilescalculator.com YYZ-LEX"},
		{a: "SDF", lat: 25.793, lon: -80.291, km: 1468.6, source: "airmilescalculator.com MIA-SDF"},
	} {
		var from, to *Node
		for i := range n.Nodes {
			switch x := &n.Nodes[i]; {
			case x.Kind == Airport && x.PortCode == tt.a:
				from = x
			case x.Kind == Airport && tt.b != "" && x.PortCode == tt.b:
				to = x
			}
		}
		if to == nil {
			to = &Node{}
			to.At[0], to.At[1] = tt.lon, tt.lat
		}
		if from == nil {
			t.Errorf("no airport %s", tt.a)
			continue
		}
		if got := GreatCircleKM(from.At, to.At); math.Abs(got/tt.km-1) > 0.01 {
			t.Errorf("%s: %.0f km, published %.0f", tt.source, got, tt.km)
		}
	}
}

func TestFlightsKeepToTheAir(t *testing.T) {
	t.Parallel()
	n := airWorld(t)
	count := 0
	for i := range n.Links {
		l := &n.Links[i]
		if l.Mode != Air {
			continue
		}
		count++
		from, to := &n.Nodes[l.From], &n.Nodes[l.To]
		if from.Kind != Airport || to.Kind != Airport {
			t.Errorf("%s flies between %s and %s", l.ID, from.Kind, to.Kind)
		}
		straight := GreatCircleKM(from.At, to.At)
		if l.KM < straight || l.KM > 1.05*straight+5 {
			t.Errorf("%s is %.0f km over a great circle of %.0f", l.ID, l.KM, straight)
		}
		if a, b := from.Country, to.Country; a != b && l.Touch != TouchOverflight {
			t.Errorf("%s goes from %s to %s without an overflight", l.ID, a, b)
		}
	}
	if count == 0 {
		t.Error("no flights")
	}
	airports := 0
	for i := range n.Nodes {
		if n.Nodes[i].Kind == Airport {
			airports++
		}
	}
	if airports < 12 {
		t.Errorf("%d airports, want 12 or more", airports)
	}
}
