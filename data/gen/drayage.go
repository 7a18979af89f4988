package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"sort"
	"strconv"

	"corridor/data"
)

// The rule of drayage links: great circle times 1.3, as the straight line is 18
// to 30% below the road over short distances (CDX Technologies, 2014).
const (
	drayCircuity = 1.3
	drayLeast    = 1.5 // km
	drayMost     = 150 // km, what counts as drayage in package network
	drayCity     = 50  // km: up to it mostly on city streets
	drayZones    = 3   // most zones of a terminal
	drayQuay     = 60  // km: a port and a rail terminal so near exchange boxes by truck
	spreadReason = "traffic, weather and stops on the road; no published spread for a whole link seen"
	speedReason  = "mixed city and open road; no measured speed seen"
)

// roadless are places that no road reaches, and the hubs of the parcel carriers,
// where goods change from plane to plane only.
var roadless = map[string]bool{"port-churchill": true, "rail-churchill": true, "air-mem": true, "air-sdf": true, "air-cvg": true}

// stop is a node that trucks go to.
type stop struct {
	id, kind, country string
	lat, lon          float64
}

// km is the length of a drayage link.
func (a stop) km(b stop) float64 {
	return max(drayLeast, drayCircuity*circle(a.lat, a.lon, b.lat, b.lon))
}

// drayage prints the road links that terminals, ports and airports lack: to the
// zones within reach, between a port and the rail terminals beside it, and, where
// no zone is in reach, to the nearest place that has a road; and the road of a hub
// in the United States to the nearest junction or crossing.
func drayage(set *data.Set, guesses bool, out io.Writer) error {
	var all []stop
	for _, row := range set.Rows("nodes") {
		all = append(all, stop{row.Key(), row.Text("kind"), row.Text("country"), row.Num("lat"), row.Num("lon")})
	}
	joined := map[[2]string]bool{}
	road := map[string]bool{}
	for _, row := range set.Rows("links") {
		if a, b := row.Text("from"), row.Text("to"); row.Text("mode") == "road" {
			joined[[2]string{a, b}], joined[[2]string{b, a}] = true, true
			road[a], road[b] = true, true
		}
	}
	w := csv.NewWriter(out)
	if guesses {
		w.Write(header("assumptions"))
	} else {
		w.Write(header("links"))
	}
	add := func(a, b stop) {
		if joined[[2]string{a.id, b.id}] {
			return
		}
		joined[[2]string{a.id, b.id}], joined[[2]string{b.id, a.id}] = true, true
		road[a.id], road[b.id] = true, true
		for _, row := range drayRows(a, b, guesses) {
			w.Write(row)
		}
	}
	for _, z := range all { // a zone that no road reaches yet
		if z.kind == "zone" && z.country == "US" && !road[z.id] {
			for _, x := range near(z, all, math.Inf(1), len(all), "junction", "crossing") {
				if road[x.id] {
					add(z, x)
					break
				}
			}
		}
	}
	for _, t := range all {
		if t.kind != "rail-terminal" && t.kind != "port" && t.kind != "airport" || roadless[t.id] {
			continue
		}
		for _, z := range near(t, all, drayMost, drayZones, "zone") {
			add(z, t)
		}
		if t.kind == "port" {
			for _, r := range near(t, all, drayQuay, len(all), "rail-terminal") {
				add(t, r)
			}
		}
		if !road[t.id] && t.country != "XX" {
			for _, x := range near(t, all, math.Inf(1), 1, "zone", "junction") {
				add(x, t)
			}
		}
	}
	w.Flush()
	return w.Error()
}

// near lists the nearest stops of some kinds in the same country.
func near(t stop, all []stop, most float64, atMost int, kinds ...string) (list []stop) {
	for _, x := range all {
		for _, kind := range kinds {
			if x.kind == kind && x.country == t.country && x.id != t.id && t.km(x) <= most {
				list = append(list, x)
			}
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return t.km(list[i]) < t.km(list[j]) })
	return list[:min(len(list), atMost)]
}

// drayRows are the row of links.csv, or those of assumptions.csv.
func drayRows(a, b stop, guesses bool) [][]string {
	id := "road." + a.id + "." + b.id
	km, speed := a.km(b), [3]string{"25", "40", "55"}
	if km >= drayCity {
		speed = [3]string{"45", "60", "75"}
	}
	if guesses {
		return [][]string{
			{"links", id, "kmh", speed[0], speed[1], speed[2], speedReason},
			{"links", id, "spread", "0.08", "0.15", "0.3", spreadReason},
		}
	}
	text := fmt.Sprintf("%.0f", km)
	if km < 20 {
		text = strconv.FormatFloat(km, 'f', 1, 64)
	}
	note := "drayage: great circle x 1.3 (straight line 18-30% below the road over short distances), at least 1.5 km"
	return [][]string{{id, a.id, b.id, "road", a.country, text, speed[1], "0.15", "", "", "", "", "", "", "cdx-circuity assumption", note}}
}
