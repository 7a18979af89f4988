package freight

import (
	"math"
	"testing"
	"time"

	"corridor/network"
	"corridor/scenarios"
)

// strait is a ship from quay to dock over a canal, 100 km on either side at 10
// km/h. The canal takes 3 h, one ship at a time.
func strait(t *testing.T, backgrounds string, edits ...edit) *Model {
	t.Helper()
	return modelOf(t, straitWorld(t, backgrounds, edits...))
}

func straitWorld(t *testing.T, backgrounds string, edits ...edit) *network.Network {
	t.Helper()
	return worldOf(t, "one-train", append([]edit{
		{"parameters.csv", "", "name,value\nwindow.preroll,0h\nwindow.length,5d\nwindow.drain,5d\nbackground.lead,0h\n"},
		{"nodes.csv", "", "id,kind,country\nplant,zone,MX\nquay,port,MX\ncanal,strait,XX\ndock,port,CA\nmill,zone,CA\n"},
		{"links.csv", "", "id,from,to,mode,country,km,kmh\nd1,plant,quay,road,MX,1,100\nl1,quay,canal,sea,XX,100,10\nl2,canal,dock,sea,XX,100,10\nd2,dock,mill,road,CA,1,100\n"},
		{"resources.csv", "", "facility,resource,servers\ncanal,slot,1\ndock,berth,1\n"},
		{"processes.csv", "", "process,order,stage,resource,time,per\npass,1,transit,slot,constant 3h,once\ncall,1,work,berth,constant 10min,move\n"},
		{"facilities.csv", "", "facility,event,process\ncanal,vehicle-pass,pass\ndock,vehicle-call,call\n"},
		{"services.csv", "", "id,mode,carries,capacity_teu,departs\nship,sea,container,100,every 30d from 2024-01-01 06:00\n"},
		{"calls.csv", "", "service,order,node,planned\nship,1,quay,0h\nship,2,dock,24h\n"},
		{"commodities.csv", "", "id,group,equipment,road\nbox,boxes,container,no\n"},
		{"flows.csv", "", "id,from,to,commodity,arrivals\nf,plant,mill,box,list 0h\n"},
		{"seasons.csv", "", "id,over,values\nflat,hours,1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n"},
		{"backgrounds.csv", "", "facility,event,year,months,moves\n" + backgrounds},
	}, edits...)...)
}

func TestAShipGoesThroughTheCanalOnItsWay(t *testing.T) {
	t.Parallel()
	m := strait(t, "")
	o := outcomeOf(t, m, 1, 0)
	// 1 min to the quay, waits for 6:00; 10 h, 3 h in the canal, 10 h; one box off in 10 min; 36 s to the mill.
	want := 6*time.Hour + 23*time.Hour + 10*time.Minute + 36*time.Second
	if got := o.Flows[0].Transit.Mean(); (got - want).Abs() > time.Millisecond {
		t.Errorf("took %v, expected %v", got, want)
	}
	for i, name := range m.ResourceNames() {
		if name[0] == "canal" && o.Resources[i].Served != 1 {
			t.Errorf("%d ships went through the canal", o.Resources[i].Served)
		}
	}
}

// Ships of other traffic hold a berth as long as their load units take: with
// 744 calls in a month of 744 hours and 3 moves of 10 min each, the berth is busy
// for half of the time.
func TestShipsOfOtherTrafficHoldTheBerthForTheirMoves(t *testing.T) {
	t.Parallel()
	m := strait(t, "dock,vehicle-call,2024,744 696 744 720 744 720 744 744 720 744 720 744,3\n")
	busy := 0.0
	const reps = 20
	for rep := range reps {
		o := outcomeOf(t, m, 1, rep)
		for i, name := range m.ResourceNames() {
			if name[0] == "dock" {
				busy += o.Resources[i].MeanBusy / reps
			}
		}
	}
	if math.Abs(busy-0.5) > 0.02 { // 2,400 ships: known to about 2%
		t.Errorf("the berth is busy %g of the time, expected 0.5", busy)
	}
}

// A ship of this world waits behind those that came before it: with ships that
// each take 3 h and come at random to a canal that is busy for 60% of the time, a
// ship that comes now and then waits 0.6 / (2 (1 - 0.6)) x 3 h.
func TestThisWorldsShipsGoAheadOfNoOthers(t *testing.T) {
	t.Parallel()
	m := strait(t, "canal,vehicle-pass,2024,148.8 139.2 148.8 144 148.8 144 148.8 148.8 144 148.8 144 148.8,0\n",
		edit{"parameters.csv", "window.length,5d", "window.length,2000d"},
		edit{"services.csv", "every 30d from", "every 101h from"}, edit{"calls.csv", "dock,24h", "dock,1h"},
		edit{"flows.csv", "arrivals\nf,plant,mill,box,list 0h", "rate\nf,plant,mill,box,1/d"})
	wait, n := 0.0, 0.0
	for rep := range 10 {
		o := outcomeOf(t, m, 1, rep)
		for i, name := range m.ResourceNames() {
			if name[0] == "canal" && o.Resources[i].Served < 9000 {
				t.Fatalf("%d ships", o.Resources[i].Served)
			}
		}
		wait += hours(o.Flows[0].Time[account(elsewhere, network.Queueing)])
		n += float64(o.Flows[0].Delivered)
	}
	if got, want := wait/n, 0.6/(2*0.4)*3; math.Abs(got/want-1) > 0.15 {
		t.Errorf("mean wait for the canal %g h, expected about %g", got, want)
	}
}

// round adds a cape that another ship goes round: 40 h longer.
var round = []edit{
	{"nodes.csv", "canal,strait,XX", "canal,strait,XX\ncape,junction,XX"},
	{"links.csv", "l2,canal", "l3,quay,cape,sea,XX,300,10\nl4,cape,dock,sea,XX,300,10\nl2,canal"},
	{"services.csv", "ship,sea,container,100,every 30d from 2024-01-01 06:00", "ship,sea,container,100,daily 06:00\nlong,sea,container,100,daily 06:00"},
	{"calls.csv", "ship,2,dock,24h", "ship,2,dock,24h\nlong,1,quay,0h\nlong,2,cape,30h\nlong,3,dock,60h"},
	{"nodes.csv", "cape,junction", "cape,port"},
	{"commodities.csv", "id,group,equipment,road\nbox,boxes,container,no", "id,group,equipment,road,value_usd,time_value\nbox,boxes,container,no,100000,0.02"},
	{"parameters.csv", "window.length,5d\nwindow.drain,5d", "window.length,30d\nwindow.drain,40d\nchoice.scale,0"},
}

func TestCargoGoesRoundAClosedCanal(t *testing.T) {
	t.Parallel()
	net := straitWorld(t, "", round...)
	o := outcomeOf(t, modelOf(t, net), 1, 0)
	near(t, "h through the canal", hours(o.Flows[0].Transit.Sum), 6+23+1.0/6+0.01)
	shut := scenarios.Change{Name: "shut", Where: scenarios.Where{ID: []string{"canal"}}, Do: scenarios.Do{Close: true}, To: time.Date(2024, 1, 21, 0, 0, 0, 0, time.UTC)}
	o = outcomeOf(t, modelOf(t, net, shut), 1, 0)
	near(t, "h round the cape", hours(o.Flows[0].Transit.Sum), 6+60+1.0/6+0.01)
}

// A canal that ships wait long for is known after some days, and cargo goes
// round it.
func TestWaitsAtACanalAreLearned(t *testing.T) {
	t.Parallel()
	slow := edit{"backgrounds.csv", "", "facility,event,year,months,moves\ncanal,vehicle-pass,2024,400 400 400 400 400 400 400 400 400 400 400 400,0\n"}
	net := straitWorld(t, "", append(append([]edit(nil), round...), slow, edit{"flows.csv", "list 0h", "list 0h 480h"})...)
	m := modelOf(t, net)
	o := outcomeOf(t, m, 1, 0)
	w := map[string]int64{}
	for _, x := range o.Flows[0].Ways {
		w[x.Name] = x.Loads
	}
	if len(w) != 2 {
		t.Errorf("ways taken: %v", w)
	}
}
