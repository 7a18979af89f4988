package chart

import (
	"math"
	"slices"

	"corridor/sim/report/basemap"
)

// areas are short names of states and provinces, and where they stand: near the
// middle, free of the usual lines. Small ones have none.
var areas = []struct {
	name string
	at   basemap.Point
}{
	{"BC", basemap.Point{-124.6, 54.6}}, {"AB", basemap.Point{-114.8, 55.2}}, {"SK", basemap.Point{-106, 55}}, {"MB", basemap.Point{-97.3, 55.2}},
	{"ON", basemap.Point{-86.6, 51}}, {"QC", basemap.Point{-73.2, 51.5}}, {"NL", basemap.Point{-61.6, 53.6}},
	{"WA", basemap.Point{-119.6, 47.2}}, {"OR", basemap.Point{-119.4, 43.6}}, {"CA", basemap.Point{-120.7, 37.9}}, {"NV", basemap.Point{-116.9, 39.9}},
	{"ID", basemap.Point{-114.4, 43.3}}, {"MT", basemap.Point{-108.8, 47.3}}, {"WY", basemap.Point{-107.4, 43.4}}, {"UT", basemap.Point{-111, 38.4}},
	{"AZ", basemap.Point{-111.9, 34.8}}, {"NM", basemap.Point{-104.6, 34.2}}, {"CO", basemap.Point{-107, 38.5}}, {"ND", basemap.Point{-100.6, 47.6}},
	{"SD", basemap.Point{-100.9, 44.2}}, {"NE", basemap.Point{-99.9, 42}}, {"KS", basemap.Point{-98.6, 37.9}}, {"OK", basemap.Point{-96.3, 34.9}},
	{"TX", basemap.Point{-101, 31.4}}, {"MN", basemap.Point{-95.2, 45.2}}, {"IA", basemap.Point{-92.2, 42.5}}, {"MO", basemap.Point{-91.6, 38}},
	{"AR", basemap.Point{-92.9, 34.5}}, {"LA", basemap.Point{-92.4, 31.2}}, {"WI", basemap.Point{-89.9, 44.8}}, {"IL", basemap.Point{-89.4, 39.4}},
	{"MI", basemap.Point{-84.9, 44.5}}, {"OH", basemap.Point{-81.8, 40.3}}, {"TN", basemap.Point{-87.7, 35.4}}, {"MS", basemap.Point{-89.6, 32.9}},
	{"AL", basemap.Point{-86.8, 32.8}}, {"GA", basemap.Point{-83.4, 32.7}}, {"FL", basemap.Point{-81.6, 28.3}}, {"SC", basemap.Point{-80.5, 33.7}},
	{"NC", basemap.Point{-78.4, 35.5}}, {"VA", basemap.Point{-78.3, 37.3}}, {"WV", basemap.Point{-80.9, 38.6}}, {"PA", basemap.Point{-76.8, 41}},
	{"NY", basemap.Point{-75.2, 43.3}}, {"ME", basemap.Point{-69.2, 45.9}},
	{"Son.", basemap.Point{-109.7, 29.9}}, {"Chih.", basemap.Point{-107.4, 29.4}}, {"Coah.", basemap.Point{-102.6, 27.9}}, {"Dgo.", basemap.Point{-105.1, 24.9}},
	{"B.C.S.", basemap.Point{-112.1, 25.9}}, {"Oax.", basemap.Point{-96.6, 16.9}}, {"Chis.", basemap.Point{-92.6, 16.4}}, {"Camp.", basemap.Point{-90.3, 18.7}}, {"Yuc.", basemap.Point{-88.7, 20.6}},
}

// areas writes them faintly, to be drawn under the lines, where no mark, no name
// and no broad line lies on them.
func (s *sheet) areas(v *view, p *placer) []byte {
	names := sheet{Form: s.Form}
	for _, a := range areas {
		at := v.pixel(a.at)
		half := widthOf(a.name, areaSize, false) / 2
		if b := (box{at.x - half, at.y - areaSize, at.x + half, at.y + 2}); p.free(b) && !slices.ContainsFunc(p.broad, b.meets) {
			names.say(at.x, at.y, "state-name", "middle", Same(a.name))
		}
	}
	return names.Bytes()
}

const areaSize = 10.0

// lakes that are wide enough on a map to be named: where the middle of a name may
// stand, best first, and how many degrees it turns to lie along the water.
var lakes = []struct {
	name Words
	at   []lakeSpot
}{
	{Words{"L. Superior", "L. Superior", "L. Supérieur"}, []lakeSpot{{-87.9, 47.75, 4}, {-87.4, 47.25, 14}, {-86.9, 47, 8}, {-88.5, 47.4, 20}, {-86.6, 48.25, 4}, {-89.6, 46.98, -24}}},
	{Words{"L. Huron", "L. Hurón", "L. Huron"}, []lakeSpot{{-82.5, 44.7, 0}, {-82.3, 44.3, 0}, {-82.9, 44.95, 0}, {-82.8, 45.2, 10}, {-82.4, 44.9, -60}}},
	{Words{"L. Michigan", "L. Míchigan", "L. Michigan"}, []lakeSpot{{-87, 43.6, -88}, {-86.9, 44.3, -80}, {-87.1, 42.95, -90}, {-86.75, 44.6, -75}}},
	{Words{"L. Erie", "L. Erie", "L. Érié"}, []lakeSpot{{-81.2, 42.2, -22}, {-81.9, 41.9, -14}, {-80.2, 42.5, -22}}},
	{Words{"L. Ontario", "L. Ontario", "L. Ontario"}, []lakeSpot{{-77.8, 43.6, 4}, {-77.3, 43.65, 4}}},
	{Words{"L. Winnipeg", "L. Winnipeg", "L. Winnipeg"}, []lakeSpot{{-97.75, 52.5, 70}}},
}

// lakeSpot is longitude, latitude and a turn.
type lakeSpot struct{ lon, lat, turn float64 }

const lakeSize = 9.0

// boxes along the name of a lake that is long pixels wide.
func (l lakeSpot) boxes(v *view, long float64) (list []box) {
	at := v.pixel(basemap.Point{l.lon, l.lat})
	sin, cos := math.Sincos(l.turn * math.Pi / 180)
	for d := -long / 2; d <= long/2; d += lakeSize / 2 {
		x, y := at.x+d*cos, at.y+d*sin
		list = append(list, box{x - 4, y - 4, x + 4, y + 4})
	}
	return list
}

// keepLakes lets names of places rather stand beside the names of lakes, where that
// takes them no farther from their marks than a line would.
func (p *placer) keepLakes(v *view) {
	for _, l := range lakes {
		p.lines = append(p.lines, l.at[0].boxes(v, l.name.wide(lakeSize, false))...)
	}
}

// lakes are the names of lakes, those that lie under no mark, no name and no broad
// line. Thin ones may cross them: the names are to be drawn before the lines.
func (s *sheet) lakes(v *view, p *placer) []byte {
	names := sheet{Form: s.Form}
	for _, l := range lakes {
		long := l.name.wide(lakeSize, false) + lakeSize // fonts differ
		for _, spot := range l.at {
			boxes := spot.boxes(v, long)
			if slices.ContainsFunc(boxes, func(b box) bool { return !p.free(b) || slices.ContainsFunc(p.broad, b.meets) }) {
				continue
			}
			at := v.pixel(basemap.Point{spot.lon, spot.lat})
			p.taken = append(p.taken, boxes...)
			names.put(`<text class="lake-name" transform="translate(%s %s) rotate(%s)" y="3" text-anchor="middle"%s>%s</text>`+"\n", num(at.x), num(at.y), num(spot.turn), s.Words.Attribute(l.name, s.Lang, false), text(l.name[s.Lang]))
			break
		}
	}
	return names.Bytes()
}
