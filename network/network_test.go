package network

import (
	"math"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"corridor/data"
)

func builtin(t *testing.T) *Network {
	t.Helper()
	set, err := data.Load(data.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	n, err := Build(set)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTheBuiltInNetworkHasNoImplausibleLink(t *testing.T) {
	if err := builtin(t).Check().Err(); err != nil {
		t.Error(err)
	}
}

// A quarter of the equator, a pole-to-pole meridian, and a distance computed by
// hand from the haversine.
func TestGreatCirclesHaveTheirKnownLengths(t *testing.T) {
	for _, c := range []struct {
		a, b orb.Point
		want float64
	}{
		{orb.Point{0, 0}, orb.Point{90, 0}, math.Pi / 2 * EarthKM},
		{orb.Point{10, 90}, orb.Point{10, -90}, math.Pi * EarthKM},
		{orb.Point{-100.31, 25.67}, orb.Point{-100.31, 25.67}, 0},
		{orb.Point{0, 0}, orb.Point{0, 1}, math.Pi / 180 * EarthKM},
	} {
		if got := GreatCircleKM(c.a, c.b); math.Abs(got-c.want) > 1e-6 {
			t.Errorf("%v to %v: %g km, want %g", c.a, c.b, got, c.want)
		}
	}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestATimetableIsInLocalTimeAcrossTheChangeOfClocks(t *testing.T) {
	d, err := ParseDeparts("Sun 06:00")
	if err != nil {
		t.Fatal(err)
	}
	chicago := zone(t, "America/Chicago") // clocks go forward on 10 March 2024
	at := d.Times(time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2024, 3, 20, 0, 0, 0, 0, time.UTC), chicago)
	want := []time.Time{time.Date(2024, 3, 3, 12, 0, 0, 0, time.UTC), time.Date(2024, 3, 10, 11, 0, 0, 0, time.UTC), time.Date(2024, 3, 17, 11, 0, 0, 0, time.UTC)}
	if len(at) != len(want) {
		t.Fatalf("departures %v", at)
	}
	for i := range want {
		if !at[i].Equal(want[i]) {
			t.Errorf("departure %v, want %v", at[i].UTC(), want[i])
		}
	}
}

func TestDepartures(t *testing.T) {
	from, to := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2024, 1, 29, 0, 0, 0, 0, time.UTC)
	for spec, want := range map[string]int{
		"Mon Thu 06:00": 8, "daily 12:00": 28, "Mon-Fri 23:59": 20, "every 7d from 2024-01-03 12:00": 4, "every 36h from 2023-06-01 00:00": 19, "full 30d": 0,
	} {
		d, err := ParseDeparts(spec)
		if err != nil {
			t.Fatal(err)
		}
		got := d.Times(from, to, time.UTC)
		if len(got) != want {
			t.Errorf("%s: %d departures in four weeks, want %d", spec, len(got), want)
		}
		for i := 1; i < len(got); i++ {
			if !got[i].After(got[i-1]) {
				t.Errorf("%s: %v is not after %v", spec, got[i], got[i-1])
			}
		}
	}
	for _, bad := range []string{"", "Mon", "06:00", "Mon 6:00", "Mon 25:00", "every 7d", "every 0s from 2024-01-01 00:00", "every 7d from 2024-13-01 00:00", "full", "full 0d", "full 3", "Foo 06:00"} {
		if _, err := ParseDeparts(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestACalendarCountsServersInLocalTime(t *testing.T) {
	c := &Calendar{spans: []calSpan{{0*1440 + 7*60, 0*1440 + 24*60, 0.5}, {5*1440 + 8*60, 5*1440 + 16*60, 0.01}}}
	chicago := zone(t, "America/Chicago")
	for at, want := range map[string]int{"2024-01-01 06:59": 0, "2024-01-01 07:00": 10, "2024-01-01 23:59": 10, "2024-01-02 12:00": 0, "2024-01-06 08:00": 1, "2024-01-06 16:00": 0} {
		when, err := time.ParseInLocation("2006-01-02 15:04", at, chicago)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Servers(19, when); got != want {
			t.Errorf("%s: %d of 19 at work, want %d", at, got, want)
		}
	}
	if got := (*Calendar)(nil).Servers(3, time.Now()); got != 3 {
		t.Errorf("without a calendar %d of 3 are at work", got)
	}
}

func TestShapesOfTheBuiltInGoodsHaveAMeanOfOne(t *testing.T) {
	for _, c := range builtin(t).Commodities {
		sum := 0.0
		for _, x := range c.Shape.Months {
			sum += x / 12
		}
		for _, x := range c.Shape.Weekdays {
			sum += x / 7
		}
		for _, x := range c.Shape.Hours {
			sum += x / 24
		}
		if math.Abs(sum-3) > 1e-9 {
			t.Errorf("%s: the means sum to %g", c.ID, sum)
		}
	}
}

func TestConditions(t *testing.T) {
	cs, err := ParseConditions("commodity=beef|pork & trusted!=yes")
	if err != nil || len(cs) != 2 {
		t.Fatal(cs, err)
	}
	if !cs[0].Holds("pork") || cs[0].Holds("wheat") || cs[1].Holds("yes") || !cs[1].Holds("no") {
		t.Errorf("%+v", cs)
	}
	for _, bad := range []string{"beef", "colour=red", "trusted=maybe", "commodity=", "commodity=a&", "=b"} {
		if _, err := ParseConditions(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

// A perishable loses nothing in the first half of its life and all by its end.
func TestSpoilage(t *testing.T) {
	c := Commodity{ShelfLife: 10 * 24 * time.Hour}
	for days, want := range map[int]float64{0: 0, 5: 0, 6: 0.2, 10: 1, 30: 1} {
		if got := c.Spoiled(time.Duration(days) * 24 * time.Hour); math.Abs(got-want) > 1e-12 {
			t.Errorf("after %d days %g is lost, want %g", days, got, want)
		}
	}
	if (&Commodity{}).Spoiled(time.Hour) != 0 {
		t.Error("what does not perish spoils")
	}
}
