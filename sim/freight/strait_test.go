package freight

import (
	"math"
	"testing"
	"time"
)

// strait is a ship from quay to dock over a canal, 100 km on either side at 10
// km/h. The canal takes 3 h, one ship at a time.
func strait(t *testing.T, backgrounds string) *Model {
	t.Helper()
	return modelOf(t, worldOf(t, "one-train",
		edit{"parameters.csv", "", "name,value\nwindow.preroll,0h\nwindow.length,5d\nwindow.drain,5d\nbackground.lead,0h\n"},
		edit{"nodes.csv", "", "id,kind,country\nplant,zone,MX\nquay,port,MX\ncanal,strait,XX\ndock,port,CA\nmill,zone,CA\n"},
		edit{"links.csv", "", "id,from,to,mode,country,km,kmh\nd1,plant,quay,road,MX,1,100\nl1,quay,canal,sea,XX,100,10\nl2,canal,dock,sea,XX,100,10\nd2,dock,mill,road,CA,1,100\n"},
		edit{"resources.csv", "", "facility,resource,servers\ncanal,slot,1\ndock,berth,1\n"},
		edit{"processes.csv", "", "process,order,stage,resource,time,per\npass,1,transit,slot,constant 3h,once\ncall,1,work,berth,constant 10min,move\n"},
		edit{"facilities.csv", "", "facility,event,process\ncanal,vehicle-pass,pass\ndock,vehicle-call,call\n"},
		edit{"services.csv", "", "id,mode,carries,capacity_teu,departs\nship,sea,container,100,every 30d from 2024-01-01 06:00\n"},
		edit{"calls.csv", "", "service,order,node,planned\nship,1,quay,0h\nship,2,dock,24h\n"},
		edit{"commodities.csv", "", "id,group,equipment,road\nbox,boxes,container,no\n"},
		edit{"flows.csv", "", "id,from,to,commodity,arrivals\nf,plant,mill,box,list 0h\n"},
		edit{"seasons.csv", "", "id,over,values\nflat,hours,1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n"},
		edit{"backgrounds.csv", "", "facility,event,year,months,moves\n" + backgrounds},
	))
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
