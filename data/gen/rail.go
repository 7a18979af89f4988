package main

import (
	"container/heap"
	"encoding/csv"
	"fmt"
	"io"
	"io/fs"
	"math"
	"slices"
	"strconv"

	"corridor/data"
)

// railSource is the source of rail links whose length comes from the graph of
// Class I mileage.
const railSource = "narn-scgraph"

// track is the graph of Class I mileage: places, and km between neighbours.
type track struct {
	at   [][2]float64 // latitude, longitude
	next [][]mile
}

type mile struct {
	to int
	km float64
}

// rail prints every rail link whose source is the graph: its length in the
// tables, the shortest way between its ends on the graph (between the vertices
// nearest to them), and how far those vertices lie from the ends. Where the two
// lengths differ by more than 3% and 3 km the note says why: a way over other
// places, a stretch that the graph lacks, a total split at a border.
func rail(set *data.Set, raw fs.FS, out io.Writer) error {
	g, err := readTrack(raw)
	if err != nil {
		return err
	}
	w := csv.NewWriter(out)
	w.Write([]string{"id", "km", "graph_km", "off_from_km", "off_to_km", "agrees", "note"})
	for _, row := range set.Rows("links") {
		if row.Text("mode") != "rail" || !slices.Contains(row.Words("source"), railSource) {
			continue
		}
		from, offFrom := g.near(place(set, row.Text("from")))
		to, offTo := g.near(place(set, row.Text("to")))
		km, length := g.shortest(from, to), row.Num("km")
		agrees := "no"
		if math.Abs(km-length) <= 0.03*length+3 {
			agrees = "yes"
		}
		w.Write([]string{row.Key(), row.Text("km"), short(km), short(offFrom), short(offTo), agrees, row.Text("note")})
	}
	w.Flush()
	return w.Error()
}

func short(x float64) string { return strconv.FormatFloat(x, 'f', 0, 64) }

func place(set *data.Set, id string) (lat, lon float64) {
	row, _ := set.Find("nodes", id)
	return row.Num("lat"), row.Num("lon")
}

// near is the vertex nearest to a place, and how far it is.
func (g *track) near(lat, lon float64) (best int, km float64) {
	km = math.Inf(1)
	for i, p := range g.at {
		if d := circle(lat, lon, p[0], p[1]); d < km {
			best, km = i, d
		}
	}
	return best, km
}

func circle(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	a, b := (lat2-lat1)*rad/2, (lon2-lon1)*rad/2
	h := math.Sin(a)*math.Sin(a) + math.Cos(lat1*rad)*math.Cos(lat2*rad)*math.Sin(b)*math.Sin(b)
	return 2 * 6371.0088 * math.Asin(math.Sqrt(h))
}

// shortest is the length of the shortest way between two vertices, +Inf where
// there is none.
func (g *track) shortest(from, to int) float64 {
	dist := make([]float64, len(g.at))
	for i := range dist {
		dist[i] = math.Inf(1)
	}
	dist[from] = 0
	q := &reached{{from, 0}}
	for q.Len() > 0 {
		m := heap.Pop(q).(mile)
		if m.to == to {
			break
		}
		if m.km > dist[m.to] {
			continue
		}
		for _, n := range g.next[m.to] {
			if d := m.km + n.km; d < dist[n.to] {
				dist[n.to] = d
				heap.Push(q, mile{n.to, d})
			}
		}
	}
	return dist[to]
}

// reached is a heap of vertices by distance.
type reached []mile

func (q reached) Len() int           { return len(q) }
func (q reached) Less(i, j int) bool { return q[i].km < q[j].km }
func (q reached) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *reached) Push(x any)        { *q = append(*q, x.(mile)) }
func (q *reached) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

// readTrack reads rail/scgraph_na_rail_nodes.csv and _edges.csv.
func readTrack(raw fs.FS) (*track, error) {
	g, index := &track{}, map[string]int{}
	read := func(name string, cells int, use func(r []string) error) error {
		f, err := raw.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for i, r := range rows[min(1, len(rows)):] {
			if len(r) < cells {
				return fmt.Errorf("%s:%d: expected %d cells", name, i+2, cells)
			}
			if err := use(r); err != nil {
				return fmt.Errorf("%s:%d: %w", name, i+2, err)
			}
		}
		return nil
	}
	if err := read("rail/scgraph_na_rail_nodes.csv", 3, func(r []string) error {
		lat, err1 := strconv.ParseFloat(r[1], 64)
		lon, err2 := strconv.ParseFloat(r[2], 64)
		if err1 != nil || err2 != nil {
			return fmt.Errorf("%q, %q: expected latitude and longitude", r[1], r[2])
		}
		index[r[0]] = len(g.at)
		g.at = append(g.at, [2]float64{lat, lon})
		return nil
	}); err != nil {
		return nil, err
	}
	g.next = make([][]mile, len(g.at))
	return g, read("rail/scgraph_na_rail_edges.csv", 3, func(r []string) error {
		a, okA := index[r[0]]
		b, okB := index[r[1]]
		km, err := strconv.ParseFloat(r[2], 64)
		if !okA || !okB || err != nil {
			return fmt.Errorf("%v: expected two vertices and a length", r)
		}
		g.next[a], g.next[b] = append(g.next[a], mile{b, km}), append(g.next[b], mile{a, km})
		return nil
	})
}
