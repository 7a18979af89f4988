package main

import "math"

// at is a place: latitude and longitude, degrees.
type at struct{ lat, lon float64 }

// Crossings that the road between Mexico and Canada may take.
var (
	southern = []at{{27.60, -99.54}, {26.07, -98.21}, {28.71, -100.50}, {31.76, -106.45}, {31.33, -110.97}, {32.55, -116.94}}                // Laredo, Pharr, Eagle Pass, El Paso, Nogales, Otay Mesa
	northern = []at{{42.31, -83.07}, {42.91, -78.91}, {44.99, -73.45}, {46.17, -67.82}, {48.99, -97.24}, {48.99, -111.96}, {49.00, -122.74}} // Detroit, Buffalo, Champlain, Houlton, Pembina, Sweetgrass, Blaine
)

// roadKM estimates the road from one zone to another: the shortest way over
// great circles by one southern and one northern crossing, times 1.2.
func roadKM(from, to record) float64 {
	a, b := at{from.num("lat"), from.num("lon")}, at{to.num("lat"), to.num("lon")}
	best := math.Inf(1)
	for _, s := range southern {
		for _, n := range northern {
			best = min(best, km(a, s)+km(s, n)+km(n, b), km(a, n)+km(n, s)+km(s, b))
		}
	}
	return 1.2 * best
}

// km is the haversine distance on a sphere of 6,371.0088 km.
func km(a, b at) float64 {
	const rad = math.Pi / 180
	h := func(x float64) float64 { s := math.Sin(x / 2); return s * s }
	d := h((b.lat-a.lat)*rad) + math.Cos(a.lat*rad)*math.Cos(b.lat*rad)*h((b.lon-a.lon)*rad)
	return 2 * 6371.0088 * math.Asin(math.Sqrt(d))
}
