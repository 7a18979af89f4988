package freight

import (
	"math"
	"testing"
	"time"
)

// loop is a ship quay - isle - dock; goods for the isle's town, which a road joins
// with the dock's mill.
func loop(t *testing.T, omit, road string) *Model {
	t.Helper()
	return modelOf(t, worldOf(t, "one-train",
		edit{"parameters.csv", "", "name,value\nwindow.preroll,0h\nwindow.length,40d\nwindow.drain,20d\n"},
		edit{"nodes.csv", "", "id,kind,country\nplant,zone,MX\nquay,port,MX\nisle,port,CA\ntown,zone,CA\ndock,port,CA\nmill,zone,CA\n"},
		edit{"links.csv", "", "id,from,to,mode,country,km,kmh\nd1,plant,quay,road,MX,1,100\nl1,quay,isle,sea,XX,100,10\nl2,isle,dock,sea,XX,100,10\nd2,dock,mill,road,CA,1,100\nd3,isle,town,road,CA,1,100\n" + road},
		edit{"processes.csv", "", "process,order,stage,resource,time\noff,1,work,,constant 1h\nberth,1,stay,,constant 5h\n"},
		edit{"facilities.csv", "", "facility,event,process\ndock,unload,off\nisle,unload,off\nisle,vehicle-call,berth\n"},
		edit{"services.csv", "", "id,mode,carries,capacity_teu,departs\nship,sea,container,100,every 3d from 2024-01-01 06:00\n"},
		edit{"calls.csv", "", "service,order,node,planned,omit\nship,1,quay,0h,0\nship,2,isle,15h," + omit + "\nship,3,dock,25h,0\n"},
		edit{"commodities.csv", "", "id,group,equipment,road\nbox,boxes,container,yes\n"},
		edit{"flows.csv", "", "id,from,to,commodity,arrivals\nf,plant,town,box,list 0h\ng,plant,mill,box,list 0h\n"},
	))
}

func TestCargoOfACallLeftOutLandsAtTheNextAndGoesOnFromThere(t *testing.T) {
	t.Parallel()
	road := "back,dock,town,road,CA,500,100\n"
	hours := func(m *Model, f int) time.Duration { return outcomeOf(t, m, 1, 0).Flows[f].Transit.Mean() }
	minute := 36 * time.Second // a kilometre by truck
	// With the call: from 6:00, 10 h, then 5 h at berth, 1 h unloading.
	if got, want := hours(loop(t, "0", road), 0), 22*time.Hour+minute; (got - want).Abs() > time.Second {
		t.Errorf("with the call: %v, expected %v", got, want)
	}
	// Without: 6 + 20 h to the dock (no berth on the isle), 1 h unloading, 5 h and a rest of the driver by road.
	m := loop(t, "1", road)
	o := outcomeOf(t, m, 1, 0)
	if got, want := o.Flows[0].Transit.Mean(), 32*time.Hour; (got - want).Abs() > time.Second {
		t.Errorf("left out: %v, expected %v", got, want)
	}
	if o.Flows[0].Replans != 1 || o.Services[0].Omitted == 0 || o.Delivered != 2 {
		t.Errorf("%d replans, %d calls left out, %d delivered", o.Flows[0].Replans, o.Services[0].Omitted, o.Delivered)
	}
	// What is for the dock is there earlier by the stay at the isle; never before the timetable's 25 h, which is an arrival.
	if got, want := o.Flows[1].Transit.Mean(), 27*time.Hour+minute; (got - want).Abs() > time.Second {
		t.Errorf("beyond: %v, expected %v", got, want)
	}
	conserves(t, o)
	// Without a way back it is lost, and counted.
	o = outcomeOf(t, loop(t, "1", ""), 1, 0)
	if o.Lost != 1 || o.Delivered != 1 {
		t.Errorf("%d lost, %d delivered", o.Lost, o.Delivered)
	}
	conserves(t, o)
}

func TestTheShareOfCallsLeftOutIsTheOneStated(t *testing.T) {
	t.Parallel()
	m := loop(t, "0.3", "")
	omitted, runs := 0.0, 0.0
	for rep := range 60 {
		o := outcomeOf(t, m, 1, rep)
		omitted += float64(o.Services[0].Omitted)
		runs += 13 // departures in 40 days
	}
	if share := omitted / runs; math.Abs(share-0.3) > 0.06 {
		t.Errorf("%g of the calls were left out, expected 0.3", share)
	}
}
