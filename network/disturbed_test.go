package network

import (
	"math"
	"testing"

	"corridor/data"
)

// Three years of 100 a month, December always 80; in February 2022 a blockade left
// 40. Its usual count is that of January and March.
func TestADisturbedMonthTakesTheUsualShareOfItsNeighbours(t *testing.T) {
	rows := "facility,event,year,months\n"
	for _, y := range []string{"2021", "2022", "2023"} {
		february := "90"
		if y == "2022" {
			february = "40"
		}
		rows += "border,enter-us," + y + ",100 " + february + " 100 100 100 100 100 100 100 100 100 80\n"
	}
	tables := world("backgrounds", rows)
	tables["disturbances.csv"].Data = []byte("id,places,months,what\nblockade,border,2022-02 2023-12,shut\n")
	set, err := data.Load(tables)
	if err != nil {
		t.Fatal(err)
	}
	n, err := Build(set)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct{ feb, dec float64 }{{90, 80}, {90, 80}, {90, 80}} {
		g := n.Backgrounds[i]
		if math.Abs(g.Usual[1]-want.feb) > 1e-9 || math.Abs(g.Usual[11]-want.dec) > 1e-9 {
			t.Errorf("%d: usual February %g and December %g, want %g and %g", g.Year, g.Usual[1], g.Usual[11], want.feb, want.dec)
		}
		if g.Year == 2022 && g.Months[1] != 40 {
			t.Errorf("the count itself became %g", g.Months[1])
		}
	}
}

// Of two inspectors from 7 to 19 h half and three quarters are at work on average,
// whole ones by the hour.
func TestAFittedFactorMultipliesTheServersAtWork(t *testing.T) {
	for factor, want := range map[string]float64{"0.5": 1, "0.75": 1.5, "1": 2, "1.5": 3} {
		tables := world("calibration", "id,places,resource,target,low,high,factor,ensemble\nlane,border,inspector,wait,0.2,2,"+factor+",1\n")
		set, err := data.Load(tables)
		if err != nil {
			t.Fatal(err)
		}
		n, err := Build(set)
		if err != nil {
			t.Fatal(err)
		}
		border, _ := n.Node("border")
		sum := 0
		calendar, servers := n.Staffed(n.ResourceAt(border, "inspector"), 2024)
		for h := range 24 {
			sum += calendar.serversAt(servers, h*60)
		}
		if got := float64(sum) / 12; math.Abs(got-want) > 0.1 {
			t.Errorf("factor %s: %g at work, want %g", factor, got, want)
		}
	}
}
