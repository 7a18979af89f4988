package freight

import (
	"math"
	"testing"

	"corridor/network"
	"corridor/sim"
)

// thereAndBack is one-train with a train back every evening and boxes of which a
// share go back empty; other flows may be given.
func thereAndBack(t *testing.T, share string, edits ...edit) *network.Network {
	t.Helper()
	return worldOf(t, "one-train", append([]edit{
		{"equipment.csv", "", "id,tare,back_north,back_south\ncontainer,4," + share + ",0\n"},
		{"services.csv", serviceRow, serviceRow + "\nback,rail,container,2,daily 18:00,0h,0.5,100,0.01"},
		{"calls.csv", "", "service,order,node,planned\ntrain,1,north-yard,0h\ntrain,2,south-yard,12h\nback,1,south-yard,0h\nback,2,north-yard,12h\n"},
		{"parameters.csv", "", "name,value\nwindow.preroll,0h\nwindow.length,7d\nwindow.drain,14d\nempties.rate,0.4\n"},
	}, edits...)...)
}

func TestAnEmptyUnitGoesBackOverTheNextTrainAndIsCountedApart(t *testing.T) {
	t.Parallel()
	homes := 0
	m := modelOf(t, thereAndBack(t, "1", boxes("list 0h")))
	r := &run{m: m, key: sim.NewKey(1, 0)}
	r.onEnd = func(id int32) {
		if r.ent[id].bits&isEmpty == 0 {
			return
		}
		homes++
		ld := &r.loads[r.ent[id].ext]
		// The load was home at 24:45. 15 min to the yard, the train of 18:00 on
		// the second day, 12 h, half... no lift there, 15 min by truck.
		near(t, "empty home, h", float64(r.now)/hoursToNS, 42+12+0.25)
		near(t, "empty set out, h", float64(ld.born)/hoursToNS, 24.75)
		near(t, "price of its ride and trucks, USD", ld.cost[network.LineHaul], 100+600*(0.5+0.01*4)+2*14)
		near(t, "tonne-km", ld.tkm, 4*620)
	}
	o, err := r.simulate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if homes != 1 || o.Empties != (EmptyTally{Created: 1, Home: 1}) || o.Created != 1 || o.Delivered != 1 || o.Services[1].Empties != 1 || o.Services[1].Boarded != 0 || o.Services[1].MostTEU != 2 {
		t.Errorf("%d home, %+v, %+v", homes, o.Empties, o.Services[1])
	}
	near(t, "tonne-km of the load", o.Flows[0].TonneKM, 20*620)
	near(t, "the load's cost of the empty return", o.Flows[0].Cost[network.Empties], 0.4*(100+600*0.5)) // not the price per tonne-km
	conserves(t, o)
}

func TestLoadsBoardBeforeEmptyUnitsThatCameEarlier(t *testing.T) {
	t.Parallel()
	// The empty unit stands at the yard from 25:00, the load from 36:15: the
	// evening train, with room for one, takes the load.
	m := modelOf(t, thereAndBack(t, "1", edit{"flows.csv", "", "id,from,to,commodity,arrivals\nboxes,plant,store,boxes,list 0h\nhome,store,plant,boxes,list 36h\n"}))
	r := &run{m: m, key: sim.NewKey(1, 0)}
	var empty []float64
	r.onEnd = func(id int32) {
		if r.ent[id].bits&isEmpty != 0 {
			empty = append(empty, float64(r.now)/hoursToNS)
		}
	}
	o, err := r.simulate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	near(t, "transit of the load, h", hours(o.Flows[1].Transit.Sum), 42+12+0.25-36)
	if s := &o.Services[1]; s.LeftBehind != 0 || s.Full != 0 || o.Flows[1].Missed != 0 {
		t.Errorf("%+v", *s)
	}
	// Both loads leave an empty unit; that of the second goes the other way.
	if o.Empties.Home != 2 || len(empty) != 2 || math.Abs(empty[1]-(66+12+0.25)) > 1e-9 {
		t.Errorf("%+v, home at %v h", o.Empties, empty)
	}
}

func TestTheShareGivenGoesBackAndThoseWithoutAWayAreCounted(t *testing.T) {
	t.Parallel()
	many := []edit{
		{"services.csv", "container,2,daily 18:00", "container,2000,daily 18:00"}, {"services.csv", "container,4,daily", "container,4000,daily"},
		{"flows.csv", "arrivals\nboxes,plant,store,boxes,list 0h 1h 2h 57h30min", "rate\nboxes,plant,store,boxes,600/d"},
	}
	o := outcomeOf(t, modelOf(t, thereAndBack(t, "0.3", many...)), 1, 0)
	conserves(t, o)
	if share := float64(o.Empties.Created) / float64(o.Delivered); math.Abs(share-0.3) > 0.02 {
		t.Errorf("share that goes back %g, expected 0.3", share)
	}
	if o.Empties.Home == 0 || o.Empties.Unserved > 0 {
		t.Errorf("%+v", o.Empties)
	}
	o = outcomeOf(t, modelOf(t, thereAndBack(t, "0.3", append(many, edit{"services.csv", "back,rail,container", "back,rail,reefer"}, edit{"equipment.csv", "container,4,0.3,0", "container,4,0.3,0\nreefer,5,0,0"})...)), 1, 0)
	if o.Empties.Created == 0 || o.Empties.Unserved != o.Empties.Created {
		t.Errorf("no way back: %+v", o.Empties)
	}
	conserves(t, o)
}
