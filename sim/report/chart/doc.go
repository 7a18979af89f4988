// Package chart draws the network as a picture: SVG text from plain values.
//
// It knows points, lines, marks and labels, and how a map of this network looks
// (colours by owner, dashes by mode, symbols by kind of place). It knows no
// tables, no results and no page: whoever has a network turns it into Links and
// Places and gets one SVG back, the same bytes each time.
//
//	network ─► cmd ─► chart.Network{Places, Links} ─► SVG
//	                         │
//	                     basemap (outlines, tracks of ships)
//
// Colours are those of Okabe and Ito (2008), which people with the common kinds
// of colour blindness tell apart; modes also differ by dash and width.
package chart
