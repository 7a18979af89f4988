package network

import (
	"math"
	"testing"
	"time"
)

// backgroundOf finds other traffic of 2024 at a place.
func backgroundOf(t *testing.T, n *Network, node string, e Event) *Background {
	t.Helper()
	id, ok := n.Node(node)
	if !ok {
		t.Fatalf("no node %s", node)
	}
	for i := range n.Backgrounds {
		if g := &n.Backgrounds[i]; g.Node == id && g.Event == e && g.Year == 2024 {
			return g
		}
	}
	t.Fatalf("no traffic of 2024 at %s on %s", node, e)
	return nil
}

// Month over mean month of trucks into the United States by port of entry: US
// BTS, Border Crossing Entry Data, as a typical year. The tables hold single
// years, so the mean of the ordinary years 2019 and 2022 to 2024 is compared.
func TestTrucksHaveTheMonthsOfATypicalYear(t *testing.T) {
	n := builtin(t)
	for code, want := range map[string][12]float64{
		"2304": {.96, .93, 1.05, .96, 1.04, 1.02, 1.00, 1.07, .98, 1.07, 1.00, .90},  // Laredo
		"3801": {1.00, .94, 1.07, .98, 1.07, 1.05, .94, 1.05, 1.00, 1.03, 1.01, .85}, // Detroit
	} {
		var shape [12]float64
		years := []int{2019, 2022, 2023, 2024}
		for _, year := range years {
			var months [12]float64
			sum := 0.0
			for i := range n.Backgrounds {
				if g := &n.Backgrounds[i]; g.Year == year && g.Event == EnterUS && n.Nodes[g.Node].PortCode == code {
					for m, x := range g.Months {
						months[m] += x
						sum += x
					}
				}
			}
			for m, x := range months {
				shape[m] += 12 * x / sum / float64(len(years))
			}
		}
		for m, x := range shape {
			if !(math.Abs(x-want[m]) < 0.05) {
				t.Errorf("port %s, month %d: %.3f of the mean month, published %.2f", code, m+1, x, want[m])
			}
		}
	}
}

// Boxes put off and taken on a year against the TEU that the ports report for
// 2024 (Prince Rupert and Mexican ports: the authorities; see ports in
// docs/model.md): a box is 1.6 to 1.8 TEU.
func TestBoxesOfShipsAreTheTEUThatPortsReport(t *testing.T) {
	n := builtin(t)
	for port, teu := range map[string]float64{
		"port-manzanillo": 3.92e6, "port-vancouver": 3.47e6, "port-montreal": 1_464_320,
		"port-halifax": 509_273, "port-prince-rupert": 740e3, "port-saint-john": 184_879,
	} {
		g := backgroundOf(t, n, port, VehicleCall)
		boxes := g.perMonth() * 12 * g.Moves
		if ratio := teu / boxes; ratio < 1.55 || ratio > 1.85 {
			t.Errorf("%s: %.0f boxes a year, %.0f TEU published: %.2f TEU a box", port, boxes, teu, ratio)
		}
	}
}

// Published timetables of trains between the countries, departure to arrival.
// MMX 180/181: 98 h Chicago to San Luis Potosí, Laredo on day 3, Monterrey on day
// 4, Mexico City on day 5 (PortTechnology and Trains, 2023). Falcon Premium
// Toronto–Monterrey: 8 days at its launch, 5 to 6 after the cuts announced (Trains
// and Railmarket, 2023). Lázaro Cárdenas to Chicago: 7 days from the ship (Trains,
// 2022), so less by train.
func TestTrainsKeepToPublishedTimetables(t *testing.T) {
	n := builtin(t)
	for _, c := range []struct {
		service, from, to string
		least, most       time.Duration
	}{
		{"cpkc-mmx-sb", "rail-chicago", "rail-slp", 96 * time.Hour, 100 * time.Hour},
		{"cpkc-mmx-sb", "rail-chicago", "laredo-rail", 2 * 24 * time.Hour, 4 * 24 * time.Hour},
		{"cpkc-mmx-sb", "rail-chicago", "rail-monterrey", 3 * 24 * time.Hour, 4 * 24 * time.Hour},
		{"cpkc-mmx-sb", "rail-chicago", "rail-mexico-city", 4 * 24 * time.Hour, 5 * 24 * time.Hour},
		{"falcon-nb", "rail-monterrey-fxe", "rail-toronto-cn", 5 * 24 * time.Hour, 8 * 24 * time.Hour},
		{"falcon-sb", "rail-toronto-cn", "rail-monterrey-fxe", 5 * 24 * time.Hour, 8 * 24 * time.Hour},
	} {
		found := false
		for i := range n.Services {
			s := &n.Services[i]
			if s.ID != c.service {
				continue
			}
			from, to := time.Duration(-1), time.Duration(-1)
			for k, call := range s.Calls {
				switch n.Nodes[call.Node].ID {
				case c.from:
					from = call.Planned
				case c.to:
					to = call.Planned
					if k+1 < len(s.Calls) {
						to -= call.Stop
					}
				}
			}
			found = from >= 0 && to > from
			if d := to - from; d < c.least || d > c.most {
				t.Errorf("%s %s–%s: %s, published %s to %s", c.service, c.from, c.to, d, c.least, c.most)
			}
		}
		if !found {
			t.Errorf("no %s from %s to %s", c.service, c.from, c.to)
		}
	}
}

// Capacity and speed of single stations as published: one ship of the Panama
// Canal's 36 to 38 a day (Panama Canal Authority, 2025); 26 to 32 trains a day on
// the one track at Laredo (USDA through Meat+Poultry; the railway in El
// Financiero); trains scanned at 5 to 12 mph (The Northern Light, 2021); a
// drive-through portal takes about 80 trucks an hour and a truck with a driver
// inside it 15 (Defense Daily).
func TestStationsHaveTheirPublishedPace(t *testing.T) {
	n := builtin(t)
	stage := func(process, name string) *Stage {
		for i := range n.Processes {
			if n.Processes[i].ID != process {
				continue
			}
			for k := range n.Processes[i].Stages {
				if s := &n.Processes[i].Stages[k]; s.Name == name {
					return s
				}
			}
		}
		t.Fatalf("no stage %s of %s", name, process)
		return nil
	}
	for _, c := range []struct {
		process, stage string
		per            time.Duration // how many in that time
		least, most    float64
	}{
		{"panama-transit", "slot", 24 * time.Hour, 36, 38},
		{"train-laredo-us", "bridge-slot", 24 * time.Hour, 26, 32},
		{"train-laredo-mx", "bridge-slot", 24 * time.Hour, 26, 32},
		{"train-laredo-us", "scan", time.Hour, 5 * 1.609, 12 * 1.609},        // km an hour
		{"train-detroit-us", "scan", time.Hour, 5 * 1.609, 12 * 1.609},       // km an hour
		{"train-intl-falls-us", "scan", time.Hour, 7.5 * 1.609, 8.5 * 1.609}, // 8 mph
	} {
		if got := c.per.Seconds() / stage(c.process, c.stage).Time.Mean(); got < 0.99*c.least || got > 1.01*c.most {
			t.Errorf("%s, %s: %.1f in %s, published %.1f to %.1f", c.process, c.stage, got, c.per, c.least, c.most)
		}
	}
}

// Concentration of crossings in 2024, sum of squared shares of the trucks or
// trains of all ports of entry by BTS: 0.204 for trucks from Mexico, 0.130 for
// trucks from Canada, 0.253 for trains from Mexico, 0.094 for trains from Canada.
// The ports that are left out here are so small that it hardly changes.
func TestTheCrossingsAreAsConcentratedAsCounted(t *testing.T) {
	n := builtin(t)
	for _, c := range []struct {
		event  Event
		canada bool
		want   float64
		all    float64 // of all ports, the small ones that are left out here too
	}{{EnterUS, false, 0.204, 7_617_207}, {EnterUS, true, 0.130, 5_550_550}, {VehicleEnterUS, false, 0.253, 11_394}, {VehicleEnterUS, true, 0.094, 20_913}} {
		ports := map[string]float64{}
		sum := 0.0
		for i := range n.Backgrounds {
			g := &n.Backgrounds[i]
			if x := &n.Nodes[g.Node]; g.Year == 2024 && g.Event == c.event && x.At.Lat() > 40 == c.canada {
				ports[x.PortCode] += g.perMonth()
				sum += g.perMonth()
			}
		}
		hhi := 0.0
		for _, x := range ports {
			hhi += math.Pow(12*x/c.all, 2)
		}
		if math.Abs(hhi-c.want) > 0.003 || 12*sum > c.all {
			t.Errorf("%s, Canada %v: %.4f and %.0f over %d ports, published counts give %.3f and %.0f", c.event, c.canada, hhi, 12*sum, len(ports), c.want, c.all)
		}
	}
}
