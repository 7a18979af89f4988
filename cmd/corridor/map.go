package main

import (
	"fmt"

	"corridor/network"
	"corridor/sim/report/basemap"
	"corridor/sim/report/chart"
)

// mapOf is the network as the map wants it.
func mapOf(n *network.Network) *chart.Network {
	m := &chart.Network{Title: "Freight between Canada and Mexico", Subtitle: fmt.Sprintf("%d places, %d links, %d services", len(n.Nodes), len(n.Links), len(n.Services))}
	for i := range n.Nodes {
		x := &n.Nodes[i]
		lon := x.At.Lon()
		if lon > 16 {
			lon -= 360 // beyond the Pacific, as the tracks of ships have it
		}
		m.Places = append(m.Places, chart.Place{ID: x.ID, Name: x.Name, Kind: x.Kind.String(), Country: x.Country.String(), Code: x.PortCode, At: basemap.Point{lon, x.At.Lat()}})
	}
	for i := range n.Links {
		x := &n.Links[i]
		m.Links = append(m.Links, chart.Link{ID: x.ID, From: int(x.From), To: int(x.To), Mode: x.Mode.String(), Owner: x.Owner, KM: x.KM})
	}
	return m
}
