package main

import (
	"encoding/json"
	"math"
	"os"
)

// point is longitude, latitude in degrees.
type point [2]float64

// topology is a TopoJSON file with its arcs decoded.
type topology struct {
	arcs    [][]point
	objects map[string]object
}

type object struct {
	Geometries []geometry `json:"geometries"`
}

type geometry struct {
	Type string          `json:"type"`
	ID   string          `json:"id"`
	Arcs json.RawMessage `json:"arcs"`
}

func readTopology(path string) (*topology, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var file struct {
		Objects   map[string]object
		Arcs      [][][2]float64
		Transform struct{ Scale, Translate [2]float64 }
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, err
	}
	t := &topology{objects: file.Objects}
	for _, deltas := range file.Arcs {
		var x, y float64
		line := make([]point, len(deltas))
		for i, d := range deltas {
			x, y = x+d[0], y+d[1]
			line[i] = point{x*file.Transform.Scale[0] + file.Transform.Translate[0], y*file.Transform.Scale[1] + file.Transform.Translate[1]}
		}
		t.arcs = append(t.arcs, line)
	}
	return t, nil
}

// rings lists the rings of a geometry as lists of arcs; ~i is arc i backwards.
func (g *geometry) rings() (rings [][]int) {
	switch g.Type {
	case "Polygon":
		_ = json.Unmarshal(g.Arcs, &rings)
	case "MultiPolygon":
		var parts [][][]int
		_ = json.Unmarshal(g.Arcs, &parts)
		for _, p := range parts {
			rings = append(rings, p...)
		}
	}
	return rings
}

// ring puts the arcs of a ring together, each point of a joint once.
func (t *topology) ring(arcs []int) (line []point) {
	for _, a := range arcs {
		part := t.arcs[max(a, ^a)]
		for i := range part {
			p := part[i]
			if a < 0 {
				p = part[len(part)-1-i]
			}
			if i > 0 || len(line) == 0 {
				line = append(line, p)
			}
		}
	}
	return line
}

// shared lists the arcs that two or more geometries of an object have in
// common: the borders between them, without coasts.
func (t *topology) shared(name string, takes func(id string) bool) (list []int) {
	users := make([]int, len(t.arcs))
	for _, g := range t.objects[name].Geometries {
		if takes != nil && !takes(g.ID) {
			continue
		}
		seen := map[int]bool{}
		for _, r := range g.rings() {
			for _, a := range r {
				seen[max(a, ^a)] = true
			}
		}
		for a := range seen {
			users[a]++
		}
	}
	for a, n := range users {
		if n > 1 {
			list = append(list, a)
		}
	}
	return list
}

// area of a ring in square degrees at the equator's scale.
func area(ring []point) float64 {
	sum := 0.0
	for i := range ring {
		a, b := ring[i], ring[(i+1)%len(ring)]
		sum += a[0]*b[1] - b[0]*a[1]
	}
	return math.Abs(sum/2) * math.Cos(ring[0][1]*math.Pi/180)
}

// simplify keeps the points of a line that lie more than tolerance degrees off
// the line drawn without them (Douglas and Peucker 1973), and its ends.
func simplify(line []point, tolerance float64) []point {
	if len(line) < 3 {
		return line
	}
	last := len(line) - 1
	squeeze := math.Cos(line[0][1] * math.Pi / 180)
	far, at := -1.0, 0
	for i := 1; i < last; i++ {
		if d := offset(line[i], line[0], line[last], squeeze); d > far {
			far, at = d, i
		}
	}
	if far <= tolerance {
		return []point{line[0], line[last]}
	}
	head := simplify(line[:at+1], tolerance)
	return append(head[:len(head)-1:len(head)-1], simplify(line[at:], tolerance)...)
}

// offset is the distance of p from the segment ab, longitudes squeezed.
func offset(p, a, b point, squeeze float64) float64 {
	px, py := (p[0]-a[0])*squeeze, p[1]-a[1]
	bx, by := (b[0]-a[0])*squeeze, b[1]-a[1]
	if n := bx*bx + by*by; n > 0 {
		s := math.Max(0, math.Min(1, (px*bx+py*by)/n))
		px, py = px-s*bx, py-s*by
	}
	return math.Hypot(px, py)
}
