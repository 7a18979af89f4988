package basemap

import "testing"

// onLand says whether a place is on land by the outlines, lakes being water.
func onLand(p Point) bool {
	o := Load()
	return inside(o.Land, p) && !inside(o.Lakes, p)
}

// inside counts rings crossed on the way east, even-odd.
func inside(rings [][]Point, p Point) (in bool) {
	for _, r := range rings {
		for i := range r {
			a, b := r[i], r[(i+1)%len(r)]
			if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
				in = !in
			}
		}
	}
	return in
}

func TestCitiesAreOnLandAndSeasAreNot(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		at   Point
		land bool
	}{
		{"Mexico City", Point{-99.13, 19.43}, true}, {"Winnipeg", Point{-97.14, 49.9}, true}, {"Ottawa", Point{-75.7, 45.3}, true},
		{"Mérida", Point{-89.6, 20.9}, true}, {"La Paz", Point{-110.4, 24.0}, true}, {"Chicago", Point{-87.8, 41.85}, true},
		{"Gulf of Mexico", Point{-92, 25}, false}, {"Hudson Bay", Point{-86, 59}, false}, {"Lake Superior", Point{-88, 47.7}, false},
		{"Lake Ontario", Point{-78, 43.6}, false}, {"Gulf of California", Point{-111, 26.6}, false}, {"Pacific", Point{-130, 40}, false}, {"Gulf of St. Lawrence", Point{-62, 48}, false},
	} {
		if got := onLand(c.at); got != c.land {
			t.Errorf("%s: on land %v", c.name, got)
		}
	}
}

func TestTracksGoBothWays(t *testing.T) {
	t.Parallel()
	a, b := Track("port-manzanillo", "port-vancouver"), Track("port-vancouver", "port-manzanillo")
	if len(a) < 3 || len(a) != len(b) {
		t.Fatalf("%d and %d points", len(a), len(b))
	}
	for i := range a {
		if a[i] != b[len(b)-1-i] {
			t.Fatalf("point %d differs", i)
		}
	}
	if a[0][1] > a[len(a)-1][1] {
		t.Error("from Manzanillo to Vancouver runs south")
	}
	if len(Track("nowhere", "port-vancouver")) != 0 {
		t.Error("a track from nowhere")
	}
}

// Tracks keep to water, but for their ends and for canals and rivers narrower
// than the outlines show.
func TestTracksKeepToWater(t *testing.T) {
	t.Parallel()
	for pair := range tracks() {
		line := unpack(tracks()[pair])
		first, last := line[0], line[len(line)-1]
		var on, all int
		for i := 1; i < len(line); i++ {
			for k := 0; k < 10; k++ {
				f := float64(k) / 10
				p := Point{line[i-1][0] + f*(line[i][0]-line[i-1][0]), line[i-1][1] + f*(line[i][1]-line[i-1][1])}
				if p[0] < -150 || p[0] > -46 || p[1] < 0.5 || p[1] > 72 || near(p, first, 0.6) || near(p, last, 0.6) || narrow(p) {
					continue
				}
				all++
				if onLand(p) {
					on++
				}
			}
		}
		if on > 3 && float64(on) > 0.06*float64(all) {
			t.Errorf("%s: %d of %d points on land", pair, on, all)
		}
	}
}

func near(p, q Point, d float64) bool {
	return p[0]-q[0] < d && q[0]-p[0] < d && p[1]-q[1] < d && q[1]-p[1] < d
}

// narrow: St. Lawrence and Seaway, Welland, Detroit and St. Clair, Soo, Panama,
// the straits of Juan de Fuca and Georgia, the channels of British Columbia.
func narrow(p Point) bool {
	for _, b := range [][4]float64{{-77, 43.9, -68.5, 49}, {-79.6, 42.5, -78.9, 43.5}, {-83.4, 41.7, -82, 43.5}, {-85.2, 45.7, -83.5, 47}, {-80.2, 8.5, -79.2, 9.8}, {-125.2, 48, -122.6, 49.6}, {-133, 52.5, -128, 55}} {
		if p[0] > b[0] && p[1] > b[1] && p[0] < b[2] && p[1] < b[3] {
			return true
		}
	}
	return false
}
