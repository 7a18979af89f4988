package network

import (
	"strings"
	"testing"

	"corridor/data"
)

// Trucks into the United States in 2024 by port of entry, BTS Border Crossing
// Entry Data: every port with more than 100,000, and others that are modelled.
var trucks2024 = map[string]int{
	"2304": 3_026_632, // Laredo
	"2506": 1_059_759, // Otay Mesa
	"2305": 721_489,   // Hidalgo (Pharr)
	"2401": 670_627,   // Ysleta
	"2507": 462_526,   // Calexico East
	"2604": 404_588,   // Nogales
	"2301": 304_278,   // Brownsville
	"2303": 256_225,   // Eagle Pass
	"2408": 169_241,   // Santa Teresa
	"2402": 133_841,   // El Paso
	"3801": 1_397_872, // Detroit
	"3802": 916_222,   // Port Huron
	"0901": 898_786,   // Buffalo-Niagara Falls
	"3004": 350_306,   // Blaine
	"0712": 274_214,   // Champlain
	"3401": 247_746,   // Pembina
	"0708": 190_416,   // Alexandria Bay
	"3310": 158_337,   // Sweetgrass
	"3009": 142_085,   // Sumas
	"3403": 96_678,    // Portal
	"0106": 89_323,    // Houlton
	"3803": 32_749,    // Sault Sainte Marie
}

func TestTheTrucksOfTheCrossingsOfAPortAreThePublishedCount(t *testing.T) {
	set, err := data.Load(data.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, row := range set.Rows("backgrounds") {
		node, _ := set.Find("nodes", row.Text("facility"))
		if row.Text("event") != "enter-us" || row.Int("year") != 2024 {
			continue
		}
		for _, n := range row.Numbers("months") {
			got[node.Text("port_code")] += int(n)
		}
	}
	for port, want := range trucks2024 {
		if got[port] != want {
			t.Errorf("port %s: %d trucks in 2024, published %d", port, got[port], want)
		}
	}
	for port := range got {
		if trucks2024[port] == 0 {
			t.Errorf("port %s has trucks, but no published count here", port)
		}
	}
}

// Lanes for trucks into the United States: CBP and Texas DOT, September 2025,
// for Texas; else the source of the row.
func TestCrossingsHaveTheirPublishedLanes(t *testing.T) {
	n := builtin(t)
	for id, want := range map[string]int{
		"laredo-wtb": 19, "laredo-colombia": 8, "pharr": 7, "el-paso-ysleta": 8, "el-paso-bota": 6,
		"brownsville-veterans": 4, "brownsville-los-indios": 4,
		"otay-mesa":           16, // Land Line, 2022
		"nogales-mariposa":    8,  // HaulProduce
		"santa-teresa":        3,  // after CBP border wait times, 2017
		"alexandria-bay":      8,  // GSA
		"buffalo-peace":       7,  // Today's Trucking
		"portal-north-portal": 3,  // GSA
	} {
		node, ok := n.Node(id)
		if !ok {
			t.Errorf("no crossing %s", id)
			continue
		}
		lanes := 0
		for _, name := range []string{"us-primary", "us-fast"} {
			if r := n.ResourceAt(node, name); r >= 0 {
				lanes += n.Resources[r].Servers
			}
		}
		if lanes != want {
			t.Errorf("%s: %d lanes for trucks, published %d", id, lanes, want)
		}
	}
}

// Cargo hours of the bridges of Texas, CBP and Texas DOT, September 2025, as
// days and hours of opening and closing, local time.
func TestTheBridgesOfTexasHaveTheirPublishedHours(t *testing.T) {
	set, err := data.Load(data.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{
		"laredo-wtb":             "Mon-Fri 07:00-24:00 Sat-Sun 08:00-16:00",
		"laredo-colombia":        "Mon-Fri 08:00-24:00 Sat-Sun 08:00-16:00",
		"pharr":                  "Mon-Fri 07:00-22:00 Sat-Sun 08:00-16:00",
		"el-paso-bota":           "Mon-Fri 06:00-16:00",
		"el-paso-ysleta":         "Mon-Fri 06:00-24:00 Sat 06:00-14:00",
		"eagle-pass-camino-real": "Mon-Fri 07:00-23:00 Sat-Sun 08:00-16:00",
		"brownsville-veterans":   "Mon-Fri 08:00-24:00 Sat-Sun 08:00-16:00",
		"brownsville-los-indios": "Mon-Fri 08:00-22:00 Sat 10:00-18:00",
	} {
		lanes, ok := set.Find("resources", id+"/us-primary")
		if !ok {
			t.Errorf("no lanes at %s", id)
			continue
		}
		// Rows of a day follow one another without a hole.
		var got []string
		for _, row := range set.Rows("calendars") {
			if row.Text("id") != lanes.Text("calendar") {
				continue
			}
			days, from, to := row.Text("days"), row.Text("from"), row.Text("to")
			if k := len(got) - 1; k >= 0 && strings.HasPrefix(got[k], days+" ") && strings.HasSuffix(got[k], "-"+from) {
				got[k] = strings.TrimSuffix(got[k], from) + to
				continue
			}
			got = append(got, days+" "+from+"-"+to)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: open %s, published %s", id, s, want)
		}
	}
}

func TestEveryRoadCrossingLetsTrucksInAndOut(t *testing.T) {
	n := builtin(t)
	crossings := 0
	for i := range n.Nodes {
		x := &n.Nodes[i]
		if x.Kind != Crossing || trucks2024[x.PortCode] == 0 || x.Process[VehicleEnterUS] >= 0 {
			continue
		}
		crossings++
		if x.Process[EnterUS] < 0 || x.Process[EnterMX] < 0 && x.Process[EnterCA] < 0 {
			t.Errorf("%s: expected a process into and out of the United States", x.ID)
		}
		if x.Country != US {
			t.Errorf("%s stands in %v", x.ID, x.Country)
		}
	}
	if crossings < 25 {
		t.Errorf("%d crossings for trucks, expected 25 at least", crossings)
	}
}
