package network

import (
	"slices"
	"strings"
	"testing"

	"corridor/data"
)

// checked builds the valid world with one text replaced by another in a table
// and returns what Check says about it.
func checked(t *testing.T, table, old, text string) data.Problems {
	t.Helper()
	if !strings.Contains(valid[table], old) {
		t.Fatalf("%s has no %q", table, old)
	}
	set, err := data.Load(world(table, strings.Replace(valid[table], old, text, 1)))
	if err != nil {
		t.Fatal(err)
	}
	n, err := Build(set)
	if err != nil {
		t.Fatalf("%s with %q: %v", table, text, err)
	}
	return n.Check()
}

// One fault each, in a world that has none.
func TestEachImplausibleFigureIsFoundWhereItStands(t *testing.T) {
	for _, c := range []struct{ table, old, text, file, want string }{
		{"links", "MX,15,40", "MX,15,140", "links.csv:2", "20 to 110 km/h by road"},
		{"links", "MX,250,50", "MX,250,5", "links.csv:3", "10 to 110 km/h by rail"},
		{"links", "XX,950,30", "XX,950,60", "links.csv:7", "14.8 to 51.9 km/h by sea"},
		{"links", "MX,250,50", "MX,150,50", "links.csv:3", "at least the great circle, 205 km"},
		{"links", "MX,250,50", "MX,650,50", "links.csv:3", "1.9 times the great circle"},
		{"links", "XX,950,30", "XX,4950,30", "links.csv:7", "2.5 times the great circle"},
		{"links", "dray-us,us-yard,store,road,US", "dray-us,us-yard,store,road,MX", "links.csv:5", "a link lies in one country, us-yard is in US"},
		{"links", "road-dock,", "again,us-yard,store,road,US,15,40,,,,\nroad-dock,", "links.csv:8", "dray-us joins them"},
		{"nodes", "MX,25.70,-100.30", "MX,52.70,-100.30", "nodes.csv:2", "expected a place in MX"},
		{"nodes", "MX,25.70,-100.30,America/Monterrey", "MX,25.70,-100.30,Europe/Madrid", "nodes.csv:2", "expected a time zone"},
		{"nodes", "mx-yard,,rail-terminal,MX,25.80", "mx-yard,,zone,MX,25.70", "nodes.csv:3", "one zone at a place; plant is 0.0 km away"},
		{"links", "dray-mx,plant,mx-yard", "dray-mx,plant,quay", "nodes.csv:3", "only boards or only alights"},
		{"services", "reefer,120,", "reefer,1200,", "services.csv:2", "at most 600 TEU"},
		{"services", "reefer,120,", "reefer,0,", "services.csv:2", "room for cargo"},
		{"services", "exponential mean=1h,0.1", "exponential mean=1h,0.9", "services.csv:2", "half of the departures"},
		{"services", "exponential mean=1h", "exponential mean=90h", "services.csv:2", "less than the time between departures"},
		{"calls", "train,3,us-yard,12h,0h,yes,yes", "train,3,us-yard,12h,150h,yes,yes", "calls.csv:4", "at most 5d"},
		{"calls", "train,3,us-yard,12h,0h,yes,yes", "train,3,us-yard,12h,0h,yes,no", "services.csv:2", "a later one where it may alight"},
		{"commodities", "14,2,50000", "14,2,50", "commodities.csv:2", "20 to 1,000,000 USD a tonne"},
		{"commodities", "14,2,50000", "140,2,5000000", "commodities.csv:2", "60 tonnes in the room of a TEU"},
		{"commodities", ",12d,", ",12h,", "commodities.csv:3", "at least 2d"},
		{"flows", "1200/year", "90000000/year", "flows.csv:2", "100 bn USD a year"},
		{"flows", "0.9,,8d", "0.9,,800d", "flows.csv:2", "6h to 180d"},
		{"backgrounds", "1 2 3 4 5 6 7 8 9 10 11 12", "10 20 30 40 50 60 70 80 90 1000 110 120", "backgrounds.csv:2", "month 10 has 1000"},
		{"backgrounds", "1 2 3 4 5 6 7 8 9 10 11 12", "0 0 0 0 0 0 0 0 0 0 0 0", "backgrounds.csv:2", "at least one month"},
		{"backgrounds", "\nborder,enter-us,2024", "\nborder,enter-us,2023,1000 1000 1000 1000 1000 1000 1000 1000 1000 1000 1000 1000,,0.3,0.1\nborder,enter-us,2022,1000 1000 1000 1000 1000 1000 1000 1000 1000 1000 1000 1000,,0.3,0.1\nborder,enter-us,2021,100 100 100 100 100 100 100 100 100 100 100 100,,0.3,0.1\nborder,enter-us,2024", "backgrounds.csv:4", "about 1000 a month"},
		{"backgrounds", "1 2 3 4 5 6 7 8 9 10 11 12", "1001 1002 1003 1004 1005 1006 1007 1008 1009 1010 1011 1012", "resources.csv:3", "expected room for the other traffic"},
		{"commodities", "fruit,food", "copper,metal,container,20,2,90000,,,0\nfruit,food", "commodities.csv:3", "at least one flow"},
		{"processes", "lift,1,", "left,1,idle,,constant 1h,1,once,,1,0\nlift,1,", "processes.csv:5", "facilities.csv"},
		{"resources", "quay,crane", "quay,tug,2,,0,block,finish,,\nquay,crane", "resources.csv:4", "a stage that needs it"},
		{"calendars", "day,Sat", "night,Sun,00:00,06:00,1\nday,Sat", "calendars.csv:3", "keeps these hours"},
		{"seasons", "week,", "never,weekdays,1 1 1 1 1 1 2\nweek,", "seasons.csv:3", "of this shape"},
		{"equipment", "reefer,", "tank,30,0,0\nreefer,", "equipment.csv:3", "travel in it"},
	} {
		ps := checked(t, c.table, c.old, c.text)
		if !slices.ContainsFunc(ps, func(p data.Problem) bool {
			return strings.HasPrefix(p.Error(), c.file+":") && strings.Contains(p.Want, c.want)
		}) {
			t.Errorf("%s with %q: no fault at %s with %q, found: %v", c.table, c.text, c.file, c.want, ps)
		}
	}
}

func TestAllFaultsAreSaidAtOnce(t *testing.T) {
	tables := world("links", strings.NewReplacer("MX,250,50", "MX,25,500", "XX,950,30", "XX,950,90").Replace(valid["links"]))
	set, err := data.Load(tables)
	if err != nil {
		t.Fatal(err)
	}
	n, err := Build(set)
	if err != nil {
		t.Fatal(err)
	}
	if ps := n.Check(); len(ps) != 3 {
		t.Errorf("want a speed and a length of the line and the speed of the lane: %v", ps)
	}
}

// Two servers from 7 to 19 on five days and one for four hours on Saturday are
// 124 hours of service a week. 100 trucks a month of whom 30% are trusted and
// none in bond: all of them go through the hold with a chance of 0.2, six hours
// each.
func TestTheLoadOfAStationIsTrafficTimesTimeOverOpenServers(t *testing.T) {
	set, err := data.Load(world("backgrounds", "facility,event,year,months,trusted\nborder,enter-us,2024,100 100 100 100 100 100 100 100 100 100 100 100,0.3\n"))
	if err != nil {
		t.Fatal(err)
	}
	n, err := Build(set)
	if err != nil {
		t.Fatal(err)
	}
	border, _ := n.Node("border")
	at := n.ResourceAt(border, "inspector")
	if got, want := n.Resources[at].atWork(), (2*60+4)/168.0; got < want-1e-9 || got > want+1e-9 {
		t.Errorf("%g servers at work on average, want %g", got, want)
	}
	loads, stages := n.Loads()
	want := 1200 * 0.2 * 6 / (365.25 * 24) / (124 / 168.0)
	if got := loads[at]; got < 0.999*want || got > 1.001*want || len(stages[at]) != 1 {
		t.Errorf("load %g by %v, want %g", got, stages[at], want)
	}
}
