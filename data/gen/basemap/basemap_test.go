package main

import (
	"math"
	"testing"
)

func TestSimplifyKeepsEndsAndWhatMatters(t *testing.T) {
	t.Parallel()
	line := []point{{0, 0}, {1, 0.01}, {2, 0}, {3, 1}, {4, 0}}
	got := simplify(line, 0.05)
	want := []point{{0, 0}, {2, 0}, {3, 1}, {4, 0}}
	if len(got) != len(want) {
		t.Fatalf("%v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("point %d is %v", i, got[i])
		}
	}
}

func TestArcsThatTwoShareAreBorders(t *testing.T) {
	t.Parallel()
	top := &topology{arcs: [][]point{{{0, 0}, {1, 0}}, {{1, 0}, {1, 1}}, {{1, 1}, {0, 0}}},
		objects: map[string]object{"x": {Geometries: []geometry{{Type: "Polygon", Arcs: []byte("[[0,1]]")}, {Type: "MultiPolygon", Arcs: []byte("[[[2,-2]]]")}}}}}
	if got := top.shared("x", nil); len(got) != 1 || got[0] != 1 {
		t.Errorf("shared %v, want arc 1", got)
	}
	if ring := top.ring([]int{0, -2}); len(ring) < 3 {
		t.Errorf("ring %v", ring)
	}
}

// A way around an island is over water, and not much longer than it must be.
func TestWaysGoAroundLand(t *testing.T) {
	t.Parallel()
	island := []point{{-55, 20}, {-45, 20}, {-45, 30}, {-55, 30}, {-55, 20}}
	g := newGrid([][]point{island}, nil)
	a, b := g.nearest(point{-60, 25}), g.nearest(point{-40, 25})
	before := g.from(a)
	if before[b] < 0 {
		t.Fatal("no way")
	}
	length := 0.0
	var way []point
	for at := b; at != a; at = int(before[at]) {
		length += km(centre(at), centre(int(before[at])))
		way = append(way, centre(at))
	}
	way = append(way, centre(a))
	must := km(point{-60, 25}, point{-55, 30}) + km(point{-55, 30}, point{-45, 30}) + km(point{-45, 30}, point{-40, 25})
	if math.Abs(length/must-1) > 0.08 {
		t.Errorf("%.0f km, at least %.0f", length, must)
	}
	pulled := g.pull(way)
	if len(pulled) >= len(way) {
		t.Errorf("%d points pulled to %d", len(way), len(pulled))
	}
	for i := 1; i < len(pulled); i++ {
		if !g.clear(pulled[i-1], pulled[i]) {
			t.Errorf("from %v to %v over land", pulled[i-1], pulled[i])
		}
	}
}
