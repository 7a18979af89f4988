package basemap

import (
	_ "embed"
	"encoding/json"
	"slices"
	"sync"
)

// Point is longitude and latitude in degrees. Longitudes run on beyond 180° so
// that a line never jumps: East Asia is at -240°.
type Point [2]float64

// Outlines of North America. Rings of Land and Lakes are to be filled even-odd;
// Countries and States are borders, without coasts.
type Outlines struct {
	Land, Lakes, Countries, States [][]Point
}

//go:embed outlines.json
var outlinesJSON []byte

//go:embed tracks.json
var tracksJSON []byte

var outlines = sync.OnceValue(func() (o Outlines) {
	var file struct{ Land, Lakes, Countries, States [][]int }
	if err := json.Unmarshal(outlinesJSON, &file); err != nil {
		panic(err) // embedded
	}
	for _, l := range []struct {
		from [][]int
		to   *[][]Point
	}{{file.Land, &o.Land}, {file.Lakes, &o.Lakes}, {file.Countries, &o.Countries}, {file.States, &o.States}} {
		for _, line := range l.from {
			*l.to = append(*l.to, unpack(line))
		}
	}
	return o
})

var tracks = sync.OnceValue(func() map[string][]int {
	var file map[string][]int
	if err := json.Unmarshal(tracksJSON, &file); err != nil {
		panic(err) // embedded
	}
	return file
})

// Load returns the outlines. They are shared: do not change them.
func Load() Outlines { return outlines() }

// Track is the way of a ship between two nodes by their ids, from a to b; nil
// where none was made.
func Track(a, b string) []Point {
	if line, ok := tracks()[a+" "+b]; ok {
		return unpack(line)
	}
	line := unpack(tracks()[b+" "+a])
	slices.Reverse(line)
	return line
}

func unpack(line []int) []Point {
	points := make([]Point, 0, len(line)/2)
	x, y := 0, 0
	for i := 0; i+1 < len(line); i += 2 {
		x, y = x+line[i], y+line[i+1]
		points = append(points, Point{float64(x) / 100, float64(y) / 100})
	}
	return points
}
