package main

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"testing/fstest"

	"corridor/data"
)

// drayWorld: a zone with a terminal and a port beside it, a second zone within
// reach, a terminal far from all, an American terminal, and a link that exists.
func drayWorld(t *testing.T) *data.Set {
	t.Helper()
	set, err := data.Load(fstest.MapFS{
		"nodes.csv": {Data: []byte(`id,kind,country,lat,lon
city,zone,CA,50,-100
town,zone,CA,50.9,-100
border,junction,US,48,-100
yard,rail-terminal,CA,50,-100.1
quay,port,CA,50.1,-100
far,rail-terminal,CA,56,-100
ramp,rail-terminal,US,48.2,-100
old,airport,CA,50,-100
abroad,port,XX,10,10
`)},
		"links.csv": {Data: []byte("id,from,to,mode,country,km,kmh\nroad.old.city,old,city,road,CA,3,40\n")},
		"flows.csv": {Data: []byte("id,from,to,rate\nf,city,town,1/h\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestTerminalsGetTheDrayageThatTheyLack(t *testing.T) {
	var out bytes.Buffer
	if err := drayage(drayWorld(t), false, &out); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows[1:] {
		got = append(got, row[0]+" "+row[5]+" "+row[6])
	}
	// 0.1 degree of longitude at 50 N is 7.15 km, 0.1 of latitude 11.12 km; x 1.3.
	want := []string{
		"road.city.yard 9.3 40", "road.town.yard 130 60",
		"road.city.quay 14.5 40", "road.town.quay 116 60", "road.quay.yard 17.2 40",
		"road.town.far 737 60",
		"road.border.ramp 29 40",
		"road.town.old 130 60",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestEachDrayageLinkHasItsAssumptions(t *testing.T) {
	var links, guesses bytes.Buffer
	set := drayWorld(t)
	if err := drayage(set, false, &links); err != nil {
		t.Fatal(err)
	}
	if err := drayage(set, true, &guesses); err != nil {
		t.Fatal(err)
	}
	if n, m := strings.Count(links.String(), "\n")-1, strings.Count(guesses.String(), "\n")-1; n == 0 || m != 2*n {
		t.Errorf("%d links, %d assumptions", n, m)
	}
}
