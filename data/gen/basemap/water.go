package main

import (
	"container/heap"
	"math"
)

// The grid of water: cells of `cell` degrees from west to east and south to
// north. It begins west of East Asia, so that the Pacific is in one piece.
const (
	cell  = 0.2
	west  = -242.0
	east  = 16.0
	south = -56.0
	north = 68.0
)

var cols, rows = int((east - west) / cell), int((north - south) / cell)

// passages are rivers, straits and canals that ships use and the outlines or
// the grid close: St. Lawrence and Seaway, Welland Canal, St. Clair and Detroit,
// Soo, Panama, Juan de Fuca and Georgia, English Channel.
var passages = [][]point{
	{{-66.5, 49.3}, {-69.0, 48.3}, {-70.6, 47.1}, {-71.2, 46.8}, {-72.5, 46.35}, {-73.5, 45.6}, {-73.9, 45.3}, {-74.8, 44.98}, {-75.9, 44.4}, {-76.5, 44.15}, {-77.5, 43.6}, {-79.25, 43.3}},
	{{-79.25, 43.3}, {-79.21, 43.1}, {-79.25, 42.85}, {-79.4, 42.7}},
	{{-83.1, 41.9}, {-83.12, 42.25}, {-82.9, 42.36}, {-82.6, 42.5}, {-82.45, 43.0}, {-82.3, 43.3}},
	{{-83.9, 46.0}, {-84.1, 46.25}, {-84.35, 46.5}, {-84.7, 46.5}, {-85.0, 46.75}},
	{{-79.9, 9.5}, {-79.68, 9.08}, {-79.5, 8.8}},
	{{-125.0, 48.5}, {-123.6, 48.25}, {-123.2, 48.4}, {-123.25, 48.75}, {-123.3, 49.2}, {-123.12, 49.28}},
	{{-130.6, 54.0}, {-130.33, 54.3}},
	{{-129.6, 53.1}, {-129.2, 53.5}, {-128.683, 54.0}},
	{{-5.5, 49.2}, {-1.5, 50.2}, {1.45, 51.0}, {2.5, 51.6}, {4.1, 51.95}},
	{{-64.5, 61.0}, {-70.0, 62.0}, {-78.0, 62.8}},
}

type grid struct {
	water []bool
	shore []uint8 // rings of cells away from land, up to 3
}

func (g *grid) at(p point) (x, y int) {
	return int((p[0] - west) / cell), int((p[1] - south) / cell)
}

func centre(i int) point {
	return point{west + (float64(i%cols)+0.5)*cell, south + (float64(i/cols)+0.5)*cell}
}

// newGrid marks water by scan lines through land and lakes, both even-odd.
func newGrid(land, lakes [][]point) *grid {
	g := &grid{water: make([]bool, cols*rows), shore: make([]uint8, cols*rows)}
	for i := range g.water {
		g.water[i] = true
	}
	paint := func(rings [][]point, water bool) {
		for y := 0; y < rows; y++ {
			lat := south + (float64(y)+0.5)*cell
			for shift := -360.0; shift <= 0; shift += 360 {
				var xs []float64
				for _, r := range rings {
					for i := range r {
						a, b := r[i], r[(i+1)%len(r)]
						if (a[1] > lat) != (b[1] > lat) {
							xs = append(xs, a[0]+(lat-a[1])/(b[1]-a[1])*(b[0]-a[0])+shift)
						}
					}
				}
				sortFloats(xs)
				for i := 0; i+1 < len(xs); i += 2 {
					lo := max(0, int(math.Ceil((xs[i]-west)/cell-0.5)))
					hi := min(cols-1, int(math.Floor((xs[i+1]-west)/cell-0.5)))
					for x := lo; x <= hi; x++ {
						g.water[y*cols+x] = water
					}
				}
			}
		}
	}
	paint(land, false)
	paint(lakes, true)
	for _, line := range passages {
		for i := 1; i < len(line); i++ {
			g.carve(line[i-1], line[i])
		}
	}
	for i := range g.water { // no Northwest Passage for this trade
		if p := centre(i); p[0] > -172 && p[0] < -84 && p[1] > 64.5 {
			g.water[i] = false
		}
	}
	g.measureShore()
	return g
}

// carve makes water along a line.
func (g *grid) carve(a, b point) {
	steps := int(math.Hypot(b[0]-a[0], b[1]-a[1])/(cell/4)) + 1
	for s := 0; s <= steps; s++ {
		f := float64(s) / float64(steps)
		x, y := g.at(point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])})
		g.water[y*cols+x] = true
	}
}

// measureShore counts how many rings of water are between a cell and land.
func (g *grid) measureShore() {
	for i := range g.shore {
		g.shore[i] = 3
		if !g.water[i] {
			g.shore[i] = 0
		}
	}
	for ring := uint8(1); ring < 3; ring++ {
		for y := 1; y < rows-1; y++ {
			for x := 1; x < cols-1; x++ {
				i := y*cols + x
				if g.shore[i] < 3 {
					continue
				}
				for dy := -1; dy <= 1; dy++ {
					for dx := -1; dx <= 1; dx++ {
						if g.shore[i+dy*cols+dx] == ring-1 {
							g.shore[i] = ring
						}
					}
				}
			}
		}
	}
}

// nearest water to a place, for ports that the grid puts on land.
func (g *grid) nearest(p point) int {
	x, y := g.at(p)
	best, at := math.Inf(1), -1
	for dy := -12; dy <= 12; dy++ {
		for dx := -12; dx <= 12; dx++ {
			if u, v := x+dx, y+dy; u >= 0 && v >= 0 && u < cols && v < rows && g.water[v*cols+u] && g.open(v*cols+u) {
				c := centre(v*cols + u)
				if d := math.Hypot((c[0]-p[0])*math.Cos(p[1]*math.Pi/180), c[1]-p[1]); d < best {
					best, at = d, v*cols+u
				}
			}
		}
	}
	return at
}

// open says whether a cell is more than a pond: forty cells hang together.
func (g *grid) open(i int) bool {
	seen, list := map[int]bool{i: true}, []int{i}
	for k := 0; k < len(list) && len(list) < 40; k++ {
		for _, d := range [...]int{-1, 1, -cols, cols, -cols - 1, -cols + 1, cols - 1, cols + 1} {
			if j := list[k] + d; j >= 0 && j < len(g.water) && g.water[j] && !seen[j] {
				seen[j] = true
				list = append(list, j)
			}
		}
	}
	return len(list) >= 40
}

type item struct {
	cost float64
	cell int
}
type queue []item

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return q[i].cost < q[j].cost || q[i].cost == q[j].cost && q[i].cell < q[j].cell
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(item)) }
func (q *queue) Pop() any     { o := *q; x := o[len(o)-1]; *q = o[:len(o)-1]; return x }

// km between two cells' centres, great circle.
func km(a, b point) float64 {
	const rad = math.Pi / 180
	s := math.Sin((b[1] - a[1]) * rad / 2)
	t := math.Sin((b[0] - a[0]) * rad / 2)
	return 2 * 6371 * math.Asin(math.Sqrt(s*s+math.Cos(a[1]*rad)*math.Cos(b[1]*rad)*t*t))
}

// from finds the shortest ways over water from a cell to all others: the cell
// before each, -1 where none. Water close to land counts a little longer, so
// that tracks keep off the coast.
func (g *grid) from(start int) []int32 {
	before := make([]int32, len(g.water))
	cost := make([]float64, len(g.water))
	for i := range cost {
		before[i], cost[i] = -1, math.Inf(1)
	}
	cost[start], before[start] = 0, int32(start)
	// Sixteen directions keep ways straight enough.
	steps := [][2]int{{1, 0}, {0, 1}, {-1, 0}, {0, -1}, {1, 1}, {1, -1}, {-1, 1}, {-1, -1}, {2, 1}, {2, -1}, {-2, 1}, {-2, -1}, {1, 2}, {1, -2}, {-1, 2}, {-1, -2}}
	q := &queue{{0, start}}
	for q.Len() > 0 {
		it := heap.Pop(q).(item)
		if it.cost > cost[it.cell] {
			continue
		}
		x, y := it.cell%cols, it.cell/cols
		for _, d := range steps {
			u, v := x+d[0], y+d[1]
			if u < 0 || v < 0 || u >= cols || v >= rows {
				continue
			}
			j := v*cols + u
			if !g.water[j] || (d[0]*d[0]+d[1]*d[1] == 5 && !g.clear(centre(it.cell), centre(j))) {
				continue
			}
			w := km(centre(it.cell), centre(j)) * [...]float64{1, 1.35, 1.12, 1}[g.shore[j]]
			if c := it.cost + w; c < cost[j] {
				cost[j], before[j] = c, int32(it.cell)
				heap.Push(q, item{c, j})
			}
		}
	}
	return before
}

// clear says whether the straight line between two places is over water.
func (g *grid) clear(a, b point) bool {
	steps := int(math.Hypot(b[0]-a[0], b[1]-a[1])/(cell/4)) + 1
	for s := 0; s <= steps; s++ {
		f := float64(s) / float64(steps)
		x, y := g.at(point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])})
		if !g.water[y*cols+x] {
			return false
		}
	}
	return true
}

// pull straightens a way: it leaves out points while the line stays over water
// and off the coast, and thins what remains.
func (g *grid) pull(way []point) []point {
	out := []point{way[0]}
	for i := 0; i < len(way)-1; {
		j := i + 1
		for k := min(len(way)-1, i+300); k > i+1; k-- {
			// Far east or west, a straight line of degrees is not the short way.
			if math.Abs(way[k][0]-way[i][0]) < 12 && g.clear(way[i], way[k]) && g.roomy(way, i, k) {
				j = k
				break
			}
		}
		out = append(out, way[j])
		i = j
	}
	return out
}

// roomy says whether a shortcut comes no closer to land than the way it cuts.
func (g *grid) roomy(way []point, i, k int) bool {
	least := uint8(3)
	for _, p := range way[i : k+1] {
		x, y := g.at(p)
		least = min(least, g.shore[y*cols+x])
	}
	a, b := way[i], way[k]
	steps := int(math.Hypot(b[0]-a[0], b[1]-a[1])/(cell/2)) + 1
	for s := 1; s < steps; s++ {
		f := float64(s) / float64(steps)
		x, y := g.at(point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])})
		if g.shore[y*cols+x] < min(least, 2) {
			return false
		}
	}
	return true
}
