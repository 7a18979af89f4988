// Package report shows results: tables on a terminal, and one HTML page with
// maps and charts, both from the result folder alone. Charts are drawn by
// chart; the page's script and style are built from web into assets.
//
//	folder → book → figures → page (HTML) or one picture (Plot)
package report
