package main

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"testing/fstest"

	"corridor/data"
)

func TestEveryFigureOfTheTablesIsWhatItsNoteMakes(t *testing.T) {
	set, err := data.Load(data.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := derived(set, &out); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	of := map[string]int{}
	for _, row := range rows[1:] {
		of[row[0]+" "+row[2]]++
		if row[5] != "yes" {
			t.Errorf("%s", strings.Join(row, " "))
		}
	}
	for kind, least := range map[string]int{"links km": 190, "links kmh": 20, "backgrounds moves": 11, "resources servers": 10} {
		if of[kind] < least {
			t.Errorf("%s: %d rows state their arithmetic, expected at least %d", kind, of[kind], least)
		}
	}
}

func TestAFigureThatIsNotWhatItsNoteMakesIsNamed(t *testing.T) {
	set, err := data.Load(fstest.MapFS{
		"nodes.csv": {Data: []byte("id,kind,country,lat,lon\na,zone,CA,50,-100\nb,zone,CA,51,-100\n")},
		"links.csv": {Data: []byte("id,from,to,mode,country,km,kmh,note\nr,a,b,road,CA,200,40,I-5; great circle x 1.2\n")},
		"flows.csv": {Data: []byte("id,from,to,rate\nf,a,b,1/h\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := derived(set, &out); err != nil {
		t.Fatal(err)
	}
	if want := "links,r,km,200,133.4,no"; !strings.Contains(out.String(), want) { // 111.2 km x 1.2
		t.Errorf("expected %s in\n%s", want, out.String())
	}
}
