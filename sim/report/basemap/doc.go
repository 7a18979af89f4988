// Package basemap is what maps are drawn on: outlines of land, lakes and
// borders of North America, and the tracks of ships between ports. All is for
// the eye; distances come from the tables.
//
// outlines.json and tracks.json are made by data/gen/basemap from Natural Earth
// (public domain). Numbers are hundredths of a degree, longitude before
// latitude; the first point of a line, then differences.
package basemap
