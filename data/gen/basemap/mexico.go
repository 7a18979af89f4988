package main

import (
	"encoding/json"
	"math"
	"os"
	"slices"
)

// stateBorders reads the states of Mexico (GeoJSON) and returns the lines
// between two of them, without coasts.
func stateBorders(path string) ([][]point, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var file struct {
		Features []struct {
			Geometry struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, err
	}
	type key [2]int32
	type edge [2]key
	quantum := func(p point) key { return key{int32(math.Round(p[0] * 1000)), int32(math.Round(p[1] * 1000))} }
	users := map[edge]int{} // the last state that has the edge, or -1: two have
	var common []edge
	for s, f := range file.Features {
		var parts [][][]point
		if f.Geometry.Type == "Polygon" {
			var p [][]point
			if err := json.Unmarshal(f.Geometry.Coordinates, &p); err != nil {
				return nil, err
			}
			parts = [][][]point{p}
		} else if err := json.Unmarshal(f.Geometry.Coordinates, &parts); err != nil {
			return nil, err
		}
		for _, rings := range parts {
			for _, ring := range rings {
				for i := 1; i < len(ring); i++ {
					a, b := quantum(ring[i-1]), quantum(ring[i])
					if a == b {
						continue
					}
					e := edge{a, b}
					if b[0] < a[0] || b[0] == a[0] && b[1] < a[1] {
						e = edge{b, a}
					}
					if was, ok := users[e]; ok && was >= 0 && was != s {
						users[e] = -1
						common = append(common, e)
					} else if !ok {
						users[e] = s
					}
				}
			}
		}
	}
	// Chain the edges into lines: from places where other than two meet first.
	at := map[key][]int{}
	for i, e := range common {
		at[e[0]] = append(at[e[0]], i)
		at[e[1]] = append(at[e[1]], i)
	}
	used := make([]bool, len(common))
	walk := func(from key, i int) (line []point) {
		line = []point{{float64(from[0]) / 1000, float64(from[1]) / 1000}}
		for {
			used[i] = true
			next := common[i][0]
			if next == from {
				next = common[i][1]
			}
			line = append(line, point{float64(next[0]) / 1000, float64(next[1]) / 1000})
			if len(at[next]) != 2 {
				return line
			}
			j := at[next][0]
			if j == i {
				j = at[next][1]
			}
			if used[j] {
				return line
			}
			from, i = next, j
		}
	}
	var lines [][]point
	for pass := 0; pass < 2; pass++ {
		for i, e := range common {
			for _, end := range e {
				if !used[i] && (pass == 1 || len(at[end]) != 2) {
					lines = append(lines, walk(end, i))
				}
			}
		}
	}
	slices.SortStableFunc(lines, func(a, b []point) int { return len(b) - len(a) })
	return lines, nil
}
