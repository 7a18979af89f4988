package chart

import "corridor/sim/report/basemap"

// areas are short names of states, provinces and great lakes, and where they stand:
// near the middle, free of the usual lines. Small ones have none.
var areas = []struct {
	name Words
	lake bool
	at   basemap.Point
}{
	{Same("BC"), false, basemap.Point{-124.6, 54.6}}, {Same("AB"), false, basemap.Point{-114.8, 55.2}}, {Same("SK"), false, basemap.Point{-106, 55}}, {Same("MB"), false, basemap.Point{-97.3, 55.2}},
	{Same("ON"), false, basemap.Point{-86.6, 51}}, {Same("QC"), false, basemap.Point{-73.2, 51.5}}, {Same("NL"), false, basemap.Point{-61.6, 53.6}},
	{Same("WA"), false, basemap.Point{-119.6, 47.2}}, {Same("OR"), false, basemap.Point{-119.4, 43.6}}, {Same("CA"), false, basemap.Point{-120.7, 37.9}}, {Same("NV"), false, basemap.Point{-116.9, 39.9}},
	{Same("ID"), false, basemap.Point{-114.4, 43.3}}, {Same("MT"), false, basemap.Point{-108.8, 47.3}}, {Same("WY"), false, basemap.Point{-107.4, 43.4}}, {Same("UT"), false, basemap.Point{-111, 38.4}},
	{Same("AZ"), false, basemap.Point{-111.9, 34.8}}, {Same("NM"), false, basemap.Point{-104.6, 34.2}}, {Same("CO"), false, basemap.Point{-107, 38.5}}, {Same("ND"), false, basemap.Point{-100.6, 47.6}},
	{Same("SD"), false, basemap.Point{-100.9, 44.2}}, {Same("NE"), false, basemap.Point{-99.9, 42}}, {Same("KS"), false, basemap.Point{-98.6, 37.9}}, {Same("OK"), false, basemap.Point{-96.3, 34.9}},
	{Same("TX"), false, basemap.Point{-101, 31.4}}, {Same("MN"), false, basemap.Point{-95.2, 45.2}}, {Same("IA"), false, basemap.Point{-92.2, 42.5}}, {Same("MO"), false, basemap.Point{-91.6, 38}},
	{Same("AR"), false, basemap.Point{-92.9, 34.5}}, {Same("LA"), false, basemap.Point{-92.4, 31.2}}, {Same("WI"), false, basemap.Point{-89.9, 44.8}}, {Same("IL"), false, basemap.Point{-89.4, 39.4}},
	{Same("MI"), false, basemap.Point{-84.9, 44.5}}, {Same("OH"), false, basemap.Point{-81.8, 40.3}}, {Same("TN"), false, basemap.Point{-87.7, 35.4}}, {Same("MS"), false, basemap.Point{-89.6, 32.9}},
	{Same("AL"), false, basemap.Point{-86.8, 32.8}}, {Same("GA"), false, basemap.Point{-83.4, 32.7}}, {Same("FL"), false, basemap.Point{-81.6, 28.3}}, {Same("SC"), false, basemap.Point{-80.5, 33.7}},
	{Same("NC"), false, basemap.Point{-78.4, 35.5}}, {Same("VA"), false, basemap.Point{-78.3, 37.3}}, {Same("WV"), false, basemap.Point{-80.9, 38.6}}, {Same("PA"), false, basemap.Point{-76.8, 41}},
	{Same("NY"), false, basemap.Point{-75.2, 43.3}}, {Same("ME"), false, basemap.Point{-69.2, 45.9}},
	{Same("Son."), false, basemap.Point{-109.7, 29.9}}, {Same("Chih."), false, basemap.Point{-107.4, 29.4}}, {Same("Coah."), false, basemap.Point{-102.6, 27.9}}, {Same("Dgo."), false, basemap.Point{-105.1, 24.9}},
	{Same("B.C.S."), false, basemap.Point{-112.1, 25.9}}, {Same("Oax."), false, basemap.Point{-96.6, 16.9}}, {Same("Chis."), false, basemap.Point{-92.6, 16.4}}, {Same("Camp."), false, basemap.Point{-90.3, 18.7}}, {Same("Yuc."), false, basemap.Point{-88.7, 20.6}},
	{Words{"L. Superior", "L. Superior", "L. Supérieur"}, true, basemap.Point{-88, 47.75}},
}

// areas writes them faintly, under the lines.
func (s *sheet) areas(v *view) {
	for _, a := range areas {
		class := "state-name"
		if a.lake {
			class = "lake-name"
		}
		if at := v.pixel(a.at); v.inside(at, 10) {
			s.say(at.x, at.y, class, "middle", a.name)
		}
	}
}
