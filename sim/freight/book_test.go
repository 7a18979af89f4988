package freight

import (
	"math"
	"slices"
	"testing"

	"corridor/network"
	"corridor/scenarios"
	"corridor/sim"
)

// bookedTrain is one-train with places that are booked, and a mine from which a
// truck takes eight hours to the yard.
func bookedTrain(t *testing.T, capacity, book string, flows string, edits ...edit) *network.Network {
	t.Helper()
	return worldOf(t, "one-train", append([]edit{
		{"services.csv", "usd_tonne_km", "usd_tonne_km,book"},
		{"services.csv", serviceRow, "train,rail,container," + capacity + ",daily 12:00,2h,0.5,100,0.01," + book},
		{"nodes.csv", "plant,zone", "mine,zone,MX,28,-100.3\nplant,zone"},
		{"links.csv", "dray-north,plant,north-yard,road,MX,10,40", "dray-north,plant,north-yard,road,MX,10,40\nhaul,mine,north-yard,road,MX,320,40"},
		{"flows.csv", "", "id,from,to,commodity,arrivals\n" + flows},
		{"parameters.csv", "window.drain,7d", "window.drain,7d\nhos.mx.drive,0h"},
	}, edits...)...)
}

func TestWhoBooksFirstHasThePlaceWhoeverComesToTheYardFirst(t *testing.T) {
	t.Parallel()
	flows := "far,mine,store,boxes,list 0h\nnear,plant,store,boxes,list 1h 2h 3h\n"
	// Day 1 has room for two: at the yard the three of the plant stand before the
	// one of the mine, which comes at 8:00 and is lifted by 8:45.
	o := outcomeOf(t, modelOf(t, bookedTrain(t, "4", "yes", flows)), 1, 0)
	near(t, "far, booked, h", hours(o.Flows[0].Transit.Sum), 12+12.75)
	near(t, "near, booked, h", hours(o.Flows[1].Transit.Sum), 12-1+12.75+2*(36+12.75)-2-3)
	if s := &o.Services[0]; s.Boarded != 4 || s.LeftBehind != 2 || s.Full != 1 || s.Rebooked != 0 || s.MostTEU != 4 || o.Flows[1].Missed != 2 || o.Flows[0].Missed != 0 {
		t.Errorf("booked: %+v, %d missed", *s, o.Flows[1].Missed)
	}
	o = outcomeOf(t, modelOf(t, bookedTrain(t, "4", "no", flows)), 1, 0)
	near(t, "far, in turn, h", hours(o.Flows[0].Transit.Sum), 36+12.75)
	near(t, "near, in turn, h", hours(o.Flows[1].Transit.Sum), 2*(12+12.75)-1-2+36+12.75-3)
}

// With room for all, booking changes nothing but the name of it.
func TestBookingChangesNothingWhereThereIsRoom(t *testing.T) {
	t.Parallel()
	flows := "far,mine,store,boxes,list 0h 30h 31h\nnear,plant,store,boxes,list 1h 2h 3h 9h 33h\n"
	a := outcomeOf(t, modelOf(t, bookedTrain(t, "40", "yes", flows)), 1, 0)
	b := outcomeOf(t, modelOf(t, bookedTrain(t, "40", "no", flows)), 1, 0)
	for i := range a.Flows {
		near(t, "h", a.Flows[i].Transit.Sum, b.Flows[i].Transit.Sum)
	}
}

func TestALoadThatMissesItsTrainBooksTheNextAndItsPlaceGoesToWhoIsThere(t *testing.T) {
	t.Parallel()
	flows := "far,mine,store,boxes,list 0h\nnear,plant,store,boxes,list 1h 2h\n"
	slow := scenarios.Change{Name: "slow", Where: scenarios.Where{ID: []string{"haul"}}, Do: scenarios.Do{ServiceTime: number(1.5)}}
	// The far load books the first train, the others the second and third. It
	// comes at 12:00: the first train takes the load of 1:00, which was booked on
	// the second; its place there is free for the far one, that books anew at noon.
	o := outcomeOf(t, modelOf(t, bookedTrain(t, "2", "yes", flows), slow), 1, 0)
	near(t, "far, h", hours(o.Flows[0].Transit.Sum), 36+12.75)
	near(t, "near, h", hours(o.Flows[1].Transit.Sum), 12-1+12.75+60-2+12.75)
	if s := &o.Services[0]; s.Rebooked != 1 || s.MostTEU != 2 {
		t.Errorf("%+v", *s)
	}
}

func TestThoseOfACancelledDepartureBookAnewInTheirOrder(t *testing.T) {
	t.Parallel()
	flows := "far,mine,store,boxes,list 0h\nnear,plant,store,boxes,list 1h 2h\n"
	off := changeOf("train", closed, 11, 13)
	o := outcomeOf(t, modelOf(t, bookedTrain(t, "4", "yes", flows), off), 1, 0)
	// The third was booked on the second day with room for one more: the first
	// of the two of the first day gets it, the other goes on the third.
	near(t, "far, h", hours(o.Flows[0].Transit.Sum), 36+12.75)
	near(t, "near, h", hours(o.Flows[1].Transit.Sum), 60-1+12.75+36-2+12.75)
	if s := &o.Services[0]; s.Cancelled != 1 || s.Rebooked != 2 {
		t.Errorf("%+v", *s)
	}
}

func TestChoiceSeesWhenTheNextPlaceIs(t *testing.T) {
	t.Parallel()
	// Seven loads book three and a half days of trains; the eighth at 8 h sees
	// that the next place is on the fourth day.
	net := bookedTrain(t, "4", "yes", "near,plant,store,boxes,list 0h 1h 2h 3h 4h 5h 6h\n")
	r := &run{m: modelOf(t, net), key: sim.NewKey(1, 0)}
	done := false
	r.onEnd = func(int32) {
		if done {
			return
		}
		done = true
		// The first is home at 24:45. The trains of 36 h and 60 h are full, that
		// of 84 h has one place.
		p := passage{service: 0, from: 0, to: 1, link: -1}
		for _, x := range []struct{ teu, after, want float64 }{{2, 0, 48}, {4, 0, 72}, {2, 33, 24}, {2, 60, 0}, {5, 0, 14*24 - 24.75}} {
			near(t, "put off, h", r.putOff(&p, x.teu, x.after), x.want)
		}
	}
	if _, err := r.simulate(t.Context()); err != nil || !done {
		t.Fatal(err, done)
	}
}

// holdsLedger fails unless every departure's ledger is the sum of the places held
// and of the cargo aboard.
func holdsLedger(t *testing.T, r *run) {
	t.Helper()
	sums := map[*sailing][]float64{}
	for i := range r.svc {
		for _, x := range r.svc[i].ledger {
			if x == nil {
				continue
			}
			sums[x] = make([]float64, len(x.teu))
			for _, tk := range x.list {
				for c := tk.from; c < tk.to; c++ {
					sums[x][c] += tk.teu
				}
				if k := r.loads[r.ent[tk.who].ext].seatFor(tk.at); k < 0 {
					t.Error("a ticket without a seat")
				}
			}
		}
	}
	for _, id := range r.liveEntities() {
		if e := &r.ent[id]; e.kind == aVehicle {
			v := &r.vehicles[e.ext]
			x := r.svc[v.service].ledger
			if x == nil || x[v.departure] == nil {
				continue
			}
			s := sums[x[v.departure]]
			for c := range int(v.call) {
				s[c] = x[v.departure].teu[c] // past
			}
			for j := range v.aboard {
				for _, who := range v.aboard[j] {
					for c := int(v.call); c < int(r.steps[r.ent[who].at].j); c++ {
						s[c] += r.teu(who)
					}
				}
			}
		}
	}
	for x, s := range sums {
		for c := range s {
			if math.Abs(s[c]-x.teu[c]) > 1e-6 {
				t.Fatalf("the ledger says %v, the places are %v", x.teu, s)
			}
		}
	}
}

// Trains with three calls that are late, blanked, leave the middle out and are
// often sold out; cargo is set out at a border on one of them.
func TestTheLedgerIsTheSumOfThePlacesHeld(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		net := passedBy(t, "0.2",
			edit{"services.csv", "usd_tonne_km", "usd_tonne_km,book,blank,delay"},
			edit{"services.csv", serviceRow, serviceRow + ",yes,0.2,exponential mean=9h"},
			edit{"services.csv", "back,rail,container,4,daily 18:00,0h,0.5,100,0.01", "back,rail,container,8,daily 18:00,0h,0.5,100,0.01,yes,0.1,exponential mean=5h"},
			edit{"services.csv", "container,4,", "container,9,"},
			edit{"parameters.csv", "", "name,value\nwindow.preroll,1d\nwindow.length,60d\nwindow.drain,30d\n"},
			edit{"flows.csv", "", "id,from,to,commodity,rate\nin,plant,town,boxes,1.6/d\nout,town,store,boxes,1.3/d\nlong,plant,store,boxes,1.7/d\nhome,store,town,boxes,1/d\n"})
		r := &run{m: modelOf(t, net), key: sim.NewKey(seed, 0)}
		n := 0
		r.onEnd = func(int32) {
			if n++; n%5 == 0 && !slices.ContainsFunc(r.vehicles, func(v vehicle) bool { return v.omits }) {
				holdsLedger(t, r)
			}
		}
		o, err := r.simulate(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		conserves(t, o)
		s := &o.Services[0]
		if s.MostTEU > 9 || s.Rebooked == 0 || s.LeftBehind == 0 || s.Omitted == 0 || s.Blanked == 0 || n < 100 {
			t.Errorf("seed %d: %+v, %d home", seed, *s, n)
		}
	}
}

// What is set out at a border gives the rest of its place up and books another.
func TestTheLedgerHoldsWhereCargoIsSetOut(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "set-out", edit{"services.csv", "departs,length_km", "departs,length_km,book"}, edit{"services.csv", "200,daily 06:00,2", "44,daily 06:00,2,yes"})
	r := &run{m: modelOf(t, net), key: sim.NewKey(1, 0)}
	n := 0
	r.onEnd = func(int32) {
		if n++; n%5 == 0 {
			holdsLedger(t, r)
		}
	}
	o, err := r.simulate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	conserves(t, o)
	if s := &o.Services[0]; s.SetOut == 0 || s.MostTEU > 44 || s.LeftBehind == 0 || o.Delivered < 1000 {
		t.Errorf("%+v, %d delivered", *s, o.Delivered)
	}
}

// A load on the road to the yard is not there yet, even where nothing is done
// between the road and the train.
func TestALoadStillOnTheRoadDoesNotBoard(t *testing.T) {
	t.Parallel()
	net := bookedTrain(t, "4", "yes", "far,mine,store,boxes,list 0h\n", edit{"facilities.csv", "north-yard,load,lift-on\n", ""},
		edit{"links.csv", "haul,mine,north-yard,road,MX,320,40", "haul,mine,north-yard,road,MX,320,40"})
	slow := scenarios.Change{Name: "slow", Where: scenarios.Where{ID: []string{"haul"}}, Do: scenarios.Do{ServiceTime: number(1.6)}}
	o := outcomeOf(t, modelOf(t, net, slow), 1, 0)
	near(t, "h", hours(o.Flows[0].Transit.Sum), 36+12.75)
	if o.Services[0].Rebooked != 1 {
		t.Errorf("%+v", o.Services[0])
	}
	sum := 0.0
	for _, x := range o.Flows[0].Time {
		sum += hours(x)
	}
	near(t, "sum of the accounts, h", sum, 36+12.75)
}
