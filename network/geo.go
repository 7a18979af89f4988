package network

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// EarthKM is the mean radius R1 of the IUGG, used for every distance here.
const EarthKM = 6371.0088

// GreatCircleKM is the haversine distance on the sphere of radius EarthKM.
// orb/geo.Distance is not used: it is an approximation with another radius.
func GreatCircleKM(a, b orb.Point) float64 {
	const rad = math.Pi / 180
	dLat, dLon := (b.Lat()-a.Lat())*rad/2, (b.Lon()-a.Lon())*rad/2
	h := math.Sin(dLat)*math.Sin(dLat) + math.Cos(a.Lat()*rad)*math.Cos(b.Lat()*rad)*math.Sin(dLon)*math.Sin(dLon)
	return 2 * EarthKM * math.Asin(math.Sqrt(math.Min(1, h)))
}

// Area is a polygon on the map, its corners longitude and latitude.
type Area [][2]float64

// Contains says whether a point lies in the area; sides are straight on a map
// of equal degrees.
func (a Area) Contains(p orb.Point) bool {
	ring := make(orb.Ring, 0, len(a)+1)
	for _, c := range a {
		ring = append(ring, orb.Point(c))
	}
	return planar.RingContains(append(ring, ring[0]), p)
}

// Touches says whether a straight line between two points passes through the
// area: of 65 points spread along it, one lies inside.
func (a Area) Touches(from, to orb.Point) bool {
	for i := 0; i <= 64; i++ {
		t := float64(i) / 64
		if a.Contains(orb.Point{from[0] + t*(to[0]-from[0]), from[1] + t*(to[1]-from[1])}) {
			return true
		}
	}
	return false
}
