package network

import (
	"math"
	"testing"

	"corridor/data"
)

// railKM is the length of the shortest way by rail, whoever owns the line:
// Bellman and Ford's relaxation, slow and obvious.
func railKM(t *testing.T, n *Network, from, to string) float64 {
	t.Helper()
	a, ok := n.Node(from)
	b, ok2 := n.Node(to)
	if !ok || !ok2 {
		t.Fatalf("no node %s or %s", from, to)
	}
	best := make([]float64, len(n.Nodes))
	for i := range best {
		best[i] = math.Inf(1)
	}
	best[a] = 0
	for changed := true; changed; {
		changed = false
		for i := range n.Links {
			l := &n.Links[i]
			if l.Mode != Rail {
				continue
			}
			for _, end := range [2][2]NodeID{{l.From, l.To}, {l.To, l.From}} {
				if k := best[end[0]] + l.KM; k < best[end[1]] {
					best[end[1]], changed = k, true
				}
			}
		}
	}
	return best[b]
}

// Shortest Class I way between two places over the lines of any owner, km, from
// the mileages of the North American Rail Network of the US DOT (through
// scgraph). No pair is one link.
func TestRailWaysAreWithinThreePercentOfTheClassIDistance(t *testing.T) {
	n := builtin(t)
	for _, c := range []struct {
		km       float64
		from, to string
	}{
		{2372, "rail-vancouver-cn", "rail-winnipeg"},       // Vancouver-Winnipeg
		{4299, "rail-vancouver-cn", "rail-toronto"},        // Vancouver-Toronto
		{4139, "rail-prince-rupert", "rail-chicago-cn"},    // Prince Rupert-Chicago
		{2801, "rail-prince-rupert", "rail-winnipeg"},      // Prince Rupert-Winnipeg
		{5234, "rail-prince-rupert", "rail-montreal-cn"},   // Prince Rupert-Montreal
		{1284, "rail-edmonton-cn", "rail-winnipeg"},        // Edmonton-Winnipeg
		{2622, "rail-edmonton-cn", "rail-chicago-cn"},      // Edmonton-Chicago
		{4155, "rail-edmonton-cn", "laredo-rail"},          // Edmonton-Laredo
		{1339, "rail-calgary", "rail-winnipeg"},            // Calgary-Winnipeg
		{2511, "rail-calgary", "rail-chicago-cn"},          // Calgary-Chicago
		{3266, "rail-calgary", "rail-toronto"},             // Calgary-Toronto
		{3850, "rail-calgary", "laredo-rail"},              // Calgary-Laredo
		{2103, "rail-saskatoon-cn", "rail-chicago-cn"},     // Saskatoon-Chicago
		{2433, "rail-winnipeg", "rail-montreal-cn"},        // Winnipeg-Montreal
		{2967, "rail-winnipeg", "laredo-rail"},             // Winnipeg-Laredo
		{1464, "rail-winnipeg", "rail-kansas-city"},        // Winnipeg-Kansas City
		{1298, "rail-thunder-bay", "rail-toronto"},         // Thunder Bay-Toronto
		{792, "rail-toronto", "rail-chicago-cn"},           // Toronto-Chicago
		{1483, "rail-toronto", "rail-kansas-city"},         // Toronto-Kansas City
		{3118, "rail-toronto", "rail-monterrey-fxe"},       // Toronto-Monterrey
		{3594, "rail-toronto", "rail-slp"},                 // Toronto-San Luis Potosi
		{1330, "rail-montreal-cn", "rail-chicago-cn"},      // Montreal-Chicago
		{3388, "rail-montreal-cn", "laredo-rail"},          // Montreal-Laredo
		{4377, "rail-montreal-cn", "rail-queretaro"},       // Montreal-Queretaro
		{3656, "rail-montreal-cn", "rail-monterrey-fxe"},   // Montreal-Monterrey
		{1224, "rail-halifax", "rail-montreal-cn"},         // Halifax-Montreal
		{1758, "rail-halifax", "rail-toronto"},             // Halifax-Toronto
		{2550, "rail-halifax", "rail-chicago-cn"},          // Halifax-Chicago
		{900, "rail-windsor", "rail-montreal-cn"},          // Windsor-Montreal
		{2163, "rail-chicago-cn", "laredo-rail"},           // Chicago-Laredo
		{2431, "rail-chicago-cn", "rail-monterrey-fxe"},    // Chicago-Monterrey
		{2907, "rail-chicago-cn", "rail-slp"},              // Chicago-San Luis Potosi
		{3674, "rail-chicago-cn", "port-lazaro-cardenas"},  // Chicago-Lazaro Cardenas
		{2204, "rail-chicago-cn", "rail-el-paso"},          // Chicago-El Paso
		{1505, "rail-kansas-city", "laredo-rail"},          // Kansas City-Laredo
		{1505, "rail-kansas-city", "rail-el-paso"},         // Kansas City-El Paso
		{1773, "rail-kansas-city", "rail-monterrey-fxe"},   // Kansas City-Monterrey
		{3015, "rail-kansas-city", "port-lazaro-cardenas"}, // Kansas City-Lazaro Cardenas
		{1510, "laredo-rail", "port-lazaro-cardenas"},      // Laredo-Lazaro Cardenas
		{552, "j-celaya", "port-lazaro-cardenas"},          // Celaya-Lazaro Cardenas
		{3120, "rail-vancouver-cn", "nogales-rail"},        // Vancouver-Nogales
		{3511, "rail-vancouver-cn", "rail-el-paso"},        // Vancouver-El Paso
		{1533, "rail-sudbury", "rail-winnipeg"},            // Sudbury-Winnipeg
		{602, "nogales-rail", "rail-el-paso"},              // Nogales-El Paso
		{767, "rail-slp", "port-lazaro-cardenas"},          // San Luis Potosi-Lazaro Cardenas
		{4361, "rail-toronto", "port-lazaro-cardenas"},     // Toronto-Lazaro Cardenas
		{1680, "j-denver", "j-san-antonio"},                // Denver-San Antonio
		{1917, "rail-chicago-cn", "j-san-antonio"},         // Chicago-San Antonio
	} {
		if got := railKM(t, n, c.from, c.to); math.Abs(got/c.km-1) > 0.03 {
			t.Errorf("%s-%s: %.0f km by rail, published %.0f", c.from, c.to, got, c.km)
		}
	}
}

// Lengths as published elsewhere.
func TestRailWaysAreWithinThreePercentOfOtherPublishedLengths(t *testing.T) {
	n := builtin(t)
	const mile = 1.609344
	for _, c := range []struct {
		km       float64
		from, to string
	}{
		{4466, "rail-toronto-cn", "rail-vancouver-cn"},            // VIA Canadian, Wikivoyage; nearly all CN
		{800 * mile, "rail-edmonton-cn", "rail-winnipeg-cn"},      // CN, Trains 2018
		{359, "rail-toronto", "rail-windsor"},                     // passenger timetable
		{539, "rail-toronto-cn", "rail-montreal-cn"},              // passenger timetable
		{581, "rail-mexico-city", "rail-guadalajara"},             // passenger plan on the right of way, TV Azteca 2025
		{189.5 * mile, "j-brownville", "port-saint-john"},         // NBSR and EMRY, Wikipedia
		{303.3, "port-coatzacoalcos", "port-salina-cruz"},         // line Z, Plano Informativo 2023
		{422, "nogales-rail", "port-guaymas"},                     // Ferrocarril de Sonora, after Wikipedia
		{1160, "j-jasper", "rail-prince-rupert"},                  // VIA Skeena route guide
		{1762, "nogales-rail", "rail-guadalajara"},                // Southern Pacific of Mexico, Knowpia
		{820, "j-the-pas", "port-churchill"},                      // Hudson Bay Railway, Wikipedia
		{(281.53 + 30) * mile, "rail-kansas-city", "j-davenport"}, // Kansas City-Muscatine and 30 miles on, spellerweb.net
	} {
		if got := railKM(t, n, c.from, c.to); math.Abs(got/c.km-1) > 0.03 {
			t.Errorf("%s-%s: %.0f km by rail, published %.0f", c.from, c.to, got, c.km)
		}
	}
}

// Trains into the United States in 2024 by port of entry, BTS Border Crossing
// Entry Data: every port with more than 300, and two others that are modelled.
var trains2024 = map[string]int{
	"2304": 4108, // Laredo
	"3604": 3759, // International Falls
	"2303": 3441, // Eagle Pass
	"3802": 3291, // Port Huron
	"3004": 2102, // Blaine
	"0901": 1643, // Buffalo-Niagara Falls
	"3801": 1595, // Detroit
	"3403": 1451, // Portal
	"2402": 1442, // El Paso
	"3401": 1173, // Pembina
	"3302": 1135, // Eastport, Idaho
	"2604": 978,  // Nogales
	"2301": 974,  // Brownsville
	"0712": 630,  // Champlain-Rouses Point
	"0715": 568,  // Trout River
	"0105": 447,  // Vanceboro
	"0108": 435,  // Van Buren
	"3310": 401,  // Sweetgrass
	"3803": 364,  // Sault Sainte Marie
	"0104": 362,  // Jackman
	"2507": 250,  // Calexico East
}

func TestTheTrainsOfTheCrossingsOfAPortAreThePublishedCount(t *testing.T) {
	set, err := data.Load(data.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, row := range set.Rows("backgrounds") {
		if row.Text("event") != "vehicle-enter-us" || row.Int("year") != 2024 {
			continue
		}
		node, _ := set.Find("nodes", row.Text("facility"))
		for _, n := range row.Numbers("months") {
			got[node.Text("port_code")] += int(n)
		}
	}
	for port, want := range trains2024 {
		if got[port] != want {
			t.Errorf("port %s: %d trains in 2024, published %d", port, got[port], want)
		}
	}
	for port := range got {
		if trains2024[port] == 0 {
			t.Errorf("port %s has trains, but no published count here", port)
		}
	}
}
