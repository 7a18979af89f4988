package network

import (
	"math"

	"github.com/paulmach/orb"
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
