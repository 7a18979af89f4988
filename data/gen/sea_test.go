package main

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"testing/fstest"

	"corridor/data"
)

func TestSeaLengthsAreTheGridsAndTwoPercent(t *testing.T) {
	world := fstest.MapFS{
		"nodes.csv":   {Data: []byte("id,kind,port_code\na,port,AAAAA\nb,port,BBBBB\npanama,strait,\n")},
		"links.csv":   {Data: []byte("id,from,to,mode,country,km,kmh,source,note\nab,a,b,sea,XX,1,20,corridor-sea-grid,grid 7 km x 1.02; slow\nab2,b,a,sea,XX,1,20,corridor-sea-grid,grid 7 km x 1.02 and 3 km so that it differs\nap,a,panama,sea,XX,1,20,corridor-sea-grid,grid 7 km x 1.02\nroad,a,b,road,XX,9,20,,\nother,a,b,sea,XX,9,20,,by hand\n")},
		"sources.csv": {Data: []byte("id,title,publisher\ncorridor-sea-grid,The grid,us\n")},
		"flows.csv":   {Data: []byte("id,from,to,arrivals\nf,a,b,list 0h\n")},
	}
	set, err := data.Load(world)
	if err != nil {
		t.Fatal(err)
	}
	raw := fstest.MapFS{"sea/ne_grid_sea_distances.csv": {Data: []byte("from,from_name,to,to_name,km,nm,via\nAAAAA,A,BBBBB,B,1000,540,\nAAAAA,A,PABLB,Balboa,2000,1080,panama\nBBBBB,B,CCCCC,C,9,5,panama\n")}}
	var out bytes.Buffer
	if err := sea(set, raw, &out); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, r := range rows[1:] {
		got[r[0]] = r[5] + " " + r[len(r)-1]
	}
	for id, want := range map[string]string{"ab": "1020 grid 1000 km x 1.02; slow", "ab2": "1023 grid 1000 km x 1.02 and 3 km so that it differs", "ap": "2040 grid 2000 km x 1.02"} {
		if got[id] != want {
			t.Errorf("%s: %q, expected %q", id, got[id], want)
		}
	}
	if len(got) != 3 {
		t.Errorf("%v", got)
	}
	raw["sea/ne_grid_sea_distances.csv"].Data = []byte("from,from_name,to,to_name,km,nm,via\n")
	if err := sea(set, raw, &out); err == nil || !strings.Contains(err.Error(), "no distance") {
		t.Errorf("%v", err)
	}
}
