package main

import (
	"bytes"
	"encoding/csv"
	"testing"
	"testing/fstest"

	"corridor/data"
)

func TestRailLengthsAreHeldAgainstTheGraph(t *testing.T) {
	world := fstest.MapFS{
		"nodes.csv":   {Data: []byte("id,lat,lon\na,40,-100\nb,40,-99\nc,41,-99\n")},
		"links.csv":   {Data: []byte("id,from,to,mode,country,km,kmh,source,note\nab,a,b,rail,US,100,40,narn-scgraph,\nac,a,c,rail,US,300,40,narn-scgraph,over b\nroad,a,b,road,US,90,40,,\n")},
		"sources.csv": {Data: []byte("id,title,publisher\nnarn-scgraph,The graph,us\n")},
		"flows.csv":   {Data: []byte("id,from,to,arrivals\nf,a,b,list 0h\n")},
	}
	set, err := data.Load(world)
	if err != nil {
		t.Fatal(err)
	}
	// From a to b over x is 101 km, straight 150; c is 99 km beyond b.
	raw := fstest.MapFS{
		"rail/scgraph_na_rail_nodes.csv": {Data: []byte("id,lat,lon,component\n7,40,-100,0\n8,40,-99,0\n9,41,-99,0\n10,40.1,-99.5,0\n")},
		"rail/scgraph_na_rail_edges.csv": {Data: []byte("from,to,km\n7,8,150\n7,10,50\n10,8,51\n8,9,99\n")},
	}
	var out bytes.Buffer
	if err := rail(set, raw, &out); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 3 || rows[1][2] != "101" || rows[1][5] != "yes" || rows[2][2] != "200" || rows[2][5] != "no" {
		t.Errorf("%v", rows)
	}
}
