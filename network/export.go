package network

import (
	"encoding/json"

	"github.com/paulmach/orb"
)

// JSON is what a map needs: nodes, links and services with coordinates.
func (n *Network) JSON() (json.RawMessage, error) {
	type node struct {
		ID      string  `json:"id"`
		Name    string  `json:"name"`
		Kind    string  `json:"kind"`
		Country string  `json:"country"`
		Code    string  `json:"code,omitempty"` // of the port of entry
		Lat     float64 `json:"lat"`
		Lon     float64 `json:"lon"`
	}
	type link struct {
		ID      string  `json:"id"`
		From    string  `json:"from"`
		To      string  `json:"to"`
		Mode    string  `json:"mode"`
		Country string  `json:"country"`
		KM      float64 `json:"km"`
		Owner   string  `json:"owner,omitempty"`
	}
	type service struct {
		ID    string   `json:"id"`
		Name  string   `json:"name"`
		Mode  string   `json:"mode"`
		Open  bool     `json:"open"`
		Calls []string `json:"calls"`
	}
	out := struct {
		Nodes    []node    `json:"nodes"`
		Links    []link    `json:"links"`
		Services []service `json:"services"`
	}{[]node{}, []link{}, []service{}}
	for i := range n.Nodes {
		x := &n.Nodes[i]
		out.Nodes = append(out.Nodes, node{x.ID, x.Name, x.Kind.String(), x.Country.String(), x.PortCode, x.At.Lat(), x.At.Lon()})
	}
	for i := range n.Links {
		x := &n.Links[i]
		out.Links = append(out.Links, link{x.ID, n.Nodes[x.From].ID, n.Nodes[x.To].ID, x.Mode.String(), x.Country.String(), x.KM, x.Owner})
	}
	for i := range n.Services {
		x := &n.Services[i]
		sv := service{ID: x.ID, Name: x.Name, Mode: x.Mode.String(), Open: x.Open}
		for _, c := range x.Calls {
			sv.Calls = append(sv.Calls, n.Nodes[c.Node].ID)
		}
		out.Services = append(out.Services, sv)
	}
	raw, err := json.MarshalIndent(out, "", " ")
	return append(raw, '\n'), err
}

// GeoJSON is the network as a feature collection (RFC 7946): nodes as points,
// links as straight lines between them, with their figures as properties. The
// few fields are written here: orb's own encoder brings a database driver.
func (n *Network) GeoJSON() ([]byte, error) {
	type geometry struct {
		Type        string `json:"type"`
		Coordinates any    `json:"coordinates"`
	}
	type feature struct {
		Type       string         `json:"type"`
		ID         string         `json:"id"`
		Geometry   geometry       `json:"geometry"`
		Properties map[string]any `json:"properties"`
	}
	out := struct {
		Type     string    `json:"type"`
		Features []feature `json:"features"`
	}{Type: "FeatureCollection", Features: []feature{}}
	for i := range n.Nodes {
		x := &n.Nodes[i]
		out.Features = append(out.Features, feature{"Feature", x.ID, geometry{"Point", x.At},
			map[string]any{"name": x.Name, "type": "node", "kind": x.Kind.String(), "country": x.Country.String(), "port_code": x.PortCode}})
	}
	for i := range n.Links {
		x := &n.Links[i]
		out.Features = append(out.Features, feature{"Feature", x.ID, geometry{"LineString", orb.LineString{n.Nodes[x.From].At, n.Nodes[x.To].At}},
			map[string]any{"type": "link", "mode": x.Mode.String(), "country": x.Country.String(), "km": x.KM, "kmh": x.KMH, "owner": x.Owner, "touch": x.Touch.String()}})
	}
	raw, err := json.MarshalIndent(out, "", " ")
	return append(raw, '\n'), err
}
