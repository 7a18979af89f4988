package chart

import (
	"math"

	"corridor/sim/report/basemap"
)

// The map is a Lambert conformal conic with standard parallels 25° and 55°
// north, central meridian 96° west (Snyder, Map Projections, 1987, p. 104): true
// shapes, and under 6% stretch from Panama to Hudson Bay.
const (
	parallel1, parallel2 = 25.0, 55.0
	meridian             = -96.0
)

var coneN, coneF = func() (n, f float64) {
	const rad = math.Pi / 180
	tan := func(lat float64) float64 { return math.Tan(math.Pi/4 + lat*rad/2) }
	n = math.Log(math.Cos(parallel1*rad)/math.Cos(parallel2*rad)) / math.Log(tan(parallel2)/tan(parallel1))
	return n, math.Cos(parallel1*rad) * math.Pow(tan(parallel1), n) / n
}()

// project gives plane coordinates in Earth radii, y downwards.
func project(p basemap.Point) (x, y float64) {
	const rad = math.Pi / 180
	lat := math.Max(-80, math.Min(89, p[1]))
	rho := coneF / math.Pow(math.Tan(math.Pi/4+lat*rad/2), coneN)
	theta := coneN * (p[0] - meridian) * rad
	return rho * math.Sin(theta), rho * math.Cos(theta)
}

// view is a window on the map: plane coordinates to pixels.
type view struct {
	x, y, w, h float64 // pixels of the window
	scale      float64
	left, top  float64 // plane coordinates of its corner
	clip       string  // id of its clip path
}

// window makes a view of w by h pixels with a place at a given pixel of it.
func window(x, y, w, h float64, at basemap.Point, atX, atY, kmPerPixel float64) view {
	v := view{x: x, y: y, w: w, h: h, scale: 6371 / kmPerPixel}
	px, py := project(at)
	v.left, v.top = px-atX/v.scale, py-atY/v.scale
	return v
}

// pixel of a place.
func (v *view) pixel(p basemap.Point) xy {
	px, py := project(p)
	return xy{v.x + (px-v.left)*v.scale, v.y + (py-v.top)*v.scale}
}

func (v *view) inside(p xy, margin float64) bool {
	return p.x >= v.x+margin && p.x <= v.x+v.w-margin && p.y >= v.y+margin && p.y <= v.y+v.h-margin
}

type xy struct{ x, y float64 }

// dense puts points between those of a line, at most step degrees apart, so that
// straight lines of longitude and latitude bend as the projection does.
func dense(line []basemap.Point, step float64) (out []basemap.Point) {
	for i, p := range line {
		if i > 0 {
			a := line[i-1]
			n := int(math.Hypot(p[0]-a[0], p[1]-a[1]) / step)
			for k := 1; k <= n; k++ {
				f := float64(k) / float64(n+1)
				out = append(out, basemap.Point{a[0] + f*(p[0]-a[0]), a[1] + f*(p[1]-a[1])})
			}
		}
		out = append(out, p)
	}
	return out
}

// greatCircle is the shortest line between two places on the sphere.
func greatCircle(a, b basemap.Point) []basemap.Point {
	const rad = math.Pi / 180
	vec := func(p basemap.Point) [3]float64 {
		return [3]float64{math.Cos(p[1]*rad) * math.Cos(p[0]*rad), math.Cos(p[1]*rad) * math.Sin(p[0]*rad), math.Sin(p[1] * rad)}
	}
	u, w := vec(a), vec(b)
	angle := math.Acos(math.Max(-1, math.Min(1, u[0]*w[0]+u[1]*w[1]+u[2]*w[2])))
	n := int(angle/rad) + 2
	out := []basemap.Point{a}
	last := a[0]
	for i := 1; i < n && angle > 1e-9; i++ {
		f := float64(i) / float64(n)
		s, t := math.Sin((1-f)*angle)/math.Sin(angle), math.Sin(f*angle)/math.Sin(angle)
		x, y, z := s*u[0]+t*w[0], s*u[1]+t*w[1], s*u[2]+t*w[2]
		lon := math.Atan2(y, x) / rad
		for lon-last > 180 {
			lon -= 360
		}
		for last-lon > 180 {
			lon += 360
		}
		last = lon
		out = append(out, basemap.Point{lon, math.Atan2(z, math.Hypot(x, y)) / rad})
	}
	return append(out, b)
}
