package data

import (
	"math"
	"strings"
	"testing"
	"testing/fstest"
)

// guesses is a set with one assumption of every notation.
func guesses(t *testing.T) *Set {
	t.Helper()
	set, err := Load(fstest.MapFS{
		"nodes.csv":       {Data: []byte("id\na\nb\n")},
		"links.csv":       {Data: []byte("id,from,to,mode,country,km,kmh\nroad,a,b,road,US,100,80\nrail,a,b,rail,US,100,40\n")},
		"resources.csv":   {Data: []byte("facility,resource,servers\na,desk,3\n")},
		"processes.csv":   {Data: []byte("process,order,stage,time,chance\np,1,s,lognormal mean=1h sigma=0.7,0.9\np,2,t,triangular min=1h mode=2h max=3h,1\n")},
		"parameters.csv":  {Data: []byte("name,value\ntruck.us.usd_km,2\nhos.us.rest,10h\n")},
		"seasons.csv":     {Data: []byte("id,over,values\nbusy,weekdays,2 2 2 2 2 1 1\n")},
		"commodities.csv": {Data: []byte("id,group\ngoods,all\n")},
		"flows.csv":       {Data: []byte("id,from,to,commodity,rate\nf,a,b,goods,366/year\n")},
		"assumptions.csv": {Data: []byte("table,row,column,low,central,high,reason\n" +
			"links,road,kmh,60,80,90,speeds\n" +
			"links,rail,kmh,30,40,60,speeds\n" +
			"resources,a/desk,servers,1,3,4,desks\n" +
			"processes,p/1,time,30min,1h,2h,how long\n" +
			"processes,p/2,time,1h,2h,4h,how long too\n" +
			"processes,p/1,chance,0.5,0.9,1,how often\n" +
			"parameters,truck.us.usd_km,value,1,2,3,price\n" +
			"parameters,hos.us.rest,value,8h,10h,14h,rest\n" +
			"seasons,busy,values,1 1 1 1 1 .5 .5,2 2 2 2 2 1 1,3 3 3 3 3 1.5 1.5,week\n" +
			"flows,f,rate,183/year,366/year,732/year,volume\n" +
			"links,road,km,120,100,80,upside down\n" +
			"links,nowhere,km,1,2,3,no such row\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestFiguresWithOneReasonAreOneUnknown(t *testing.T) {
	us := guesses(t).Unknowns()
	if len(us) != 11 || len(us[0].Rows) != 2 || us[0].Name() != "links/kmh/speeds" {
		t.Errorf("%d unknowns, the first %s of %d figures", len(us), us[0].Name(), len(us[0].Rows))
	}
}

func TestDrawsEndAtTheRangeInEveryNotation(t *testing.T) {
	set := guesses(t)
	us := set.Unknowns()
	all := func(u float64) []float64 {
		at := make([]float64, len(us))
		for i := range at {
			at[i] = u
		}
		return at
	}
	cell := func(s *Set, table, key, column string) string {
		row, ok := s.Find(table, key)
		if !ok {
			t.Fatalf("no %s %s", table, key)
		}
		return row.Text(column)
	}
	for _, want := range []struct{ table, row, column, low, high string }{
		{"links", "road", "kmh", "60", "90"},
		{"links", "rail", "kmh", "30", "60"},
		{"resources", "a/desk", "servers", "1", "4"},
		{"processes", "p/1", "time", "lognormal mean=1800s sigma=0.7", "lognormal mean=7200s sigma=0.7"},
		{"processes", "p/2", "time", "triangular min=1800s mode=3600s max=5400s", "triangular min=7200s mode=14400s max=21600s"},
		{"processes", "p/1", "chance", "0.5", "1"},
		{"parameters", "truck.us.usd_km", "value", "1", "3"},
		{"parameters", "hos.us.rest", "value", "28800s", "50400s"},
		{"seasons", "busy", "values", "1 1 1 1 1 1.5 1.5", "3 3 3 3 3 0.5 0.5"}, // flatter, more pronounced
		{"links", "road", "km", "100", "100"},                                   // a range that does not hold its figure
	} {
		for u, text := range map[float64]string{0: want.low, 1: want.high} {
			if got := cell(set.Draw(us, all(u), 1), want.table, want.row, want.column); got != text {
				t.Errorf("%s %s %s at %g is %q, want %q", want.table, want.row, want.column, u, got, text)
			}
		}
		was := cell(set, want.table, want.row, want.column)
		if got := cell(set.Draw(us, all(-1), 1), want.table, want.row, want.column); got != was {
			t.Errorf("%s %s %s is %q where it is not drawn, was %q", want.table, want.row, want.column, got, was)
		}
		if got := cell(set.Draw(us, all(1), 0), want.table, want.row, want.column); got != was && !strings.Contains(got, "mean=3600s") && got != "36000s" && got != "triangular min=3600s mode=7200s max=10800s" {
			t.Errorf("%s %s %s is %q with no reach, was %q", want.table, want.row, want.column, got, was)
		}
	}
	low := set.Draw(us, all(0), 1)
	if row, _ := low.Find("flows", "f"); math.Abs(row.PerSecond("rate")*366*86400-183) > 1e-9 {
		t.Errorf("the low rate is %s", row.Text("rate"))
	}
	if row, _ := set.Find("links", "road"); row.Text("kmh") != "80" {
		t.Error("drawing changed the set itself")
	}
}

// The quantiles of one unknown are alike for all its figures, and follow the
// triangle.
func TestQuantilesOfATriangle(t *testing.T) {
	for _, c := range []struct{ low, mode, high float64 }{{0, 1, 4}, {2, 2, 3}, {1, 5, 5}, {7, 7, 7}} {
		const n = 20000
		mean := 0.0
		for i := range n {
			x := triangular(c.low, c.mode, c.high, (float64(i)+0.5)/n)
			if x < c.low || x > c.high {
				t.Fatalf("%v gave %g", c, x)
			}
			mean += x / n
		}
		if want := (c.low + c.mode + c.high) / 3; math.Abs(mean-want) > 1e-4 {
			t.Errorf("%v has the mean %g, want %g", c, mean, want)
		}
	}
}

func TestADistributionWrittenIsReadAgain(t *testing.T) {
	for _, text := range []string{"constant 20min", "exponential mean=1h", "erlang k=3 mean=90s", "gamma shape=2 mean=1h", "weibull shape=1.5 mean=1h",
		"lognormal median=1.2h p95=4h", "triangular min=1h mode=2h max=6h", "uniform min=1h max=2h", "empirical 1h 2h*3 5h"} {
		d, err := ParseDist(text)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseDist(d.String())
		if err != nil || math.Abs(again.Mean()-d.Mean()) > 1e-6 || again.Kind != d.Kind {
			t.Errorf("%s became %s: %v", text, d, err)
		}
		double, err := ParseDist(d.WithMean(2 * d.Mean()).String())
		if err != nil || math.Abs(double.Mean()-2*d.Mean()) > 1e-6 {
			t.Errorf("%s doubled is %s: %v", text, double, err)
		}
	}
}

// Both ends and the middle of every built-in unknown can be drawn: each figure
// has a range that its column can hold.
func TestEveryBuiltInUnknownCanBeDrawn(t *testing.T) {
	set := builtin(t)
	us := set.Unknowns()
	at := make([]float64, len(us))
	for _, u := range []float64{0, 1} {
		for i := range at {
			at[i] = u
		}
		drawn := set.Draw(us, at, 1)
		for i := range us {
			moved := 0
			for _, a := range us[i].Rows {
				was, ok1 := set.Find(us[i].Table, a.Text("row"))
				is, ok2 := drawn.Find(us[i].Table, a.Text("row"))
				if end := map[float64]string{0: "low", 1: "high"}[u]; ok1 && ok2 && (was.Text(us[i].Column) != is.Text(us[i].Column) || a.Text(end) == a.Text("central")) {
					moved++
				}
			}
			if moved < len(us[i].Rows) {
				t.Errorf("%s: %d of %d figures moved to %g", us[i].Name(), moved, len(us[i].Rows), u)
			}
		}
	}
}
