package freight

import (
	"math"
	"strings"
	"testing"
	"time"

	"corridor/network"
)

// hours of spans that were summed.
func hours(x float64) float64 { return x / hoursToNS }

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*math.Max(1, math.Abs(want)) {
		t.Errorf("%s: %.9g, expected %.9g", what, got, want)
	}
}

// serviceRow is the one service of one-train.
const serviceRow = "train,rail,container,4,daily 12:00,2h,0.5,100,0.01"

// boxes lists when the loads of one-train come.
func boxes(list string) edit { return edit{"flows.csv", "list 0h 1h 2h 57h30min", list} }

func TestATrainTakesWhatWasReadyByTheCutOffAndHasRoomAndTheNextTakesTheRest(t *testing.T) {
	t.Parallel()
	o := outcomeOf(t, modelOf(t, worldOf(t, "one-train")), 1, 0)
	f, s := &o.Flows[0], &o.Services[0]
	// Ready 15 min by truck and 45 min on the lift after birth: at 1 h, 2 h, 3 h
	// and 58:30. The train of the first noon has room for two. The third goes at
	// the second noon. The fourth is ready after the cut-off of the third noon
	// (58 h) and goes at the fourth. The ride takes 12 h, lift and truck 45 min.
	near(t, "transit, h", hours(f.Transit.Sum), (12+12.75-0)+(12+12.75-1)+(36+12.75-2)+(84+12.75-57.5))
	if f.Delivered != 4 || f.Missed != 1 {
		t.Errorf("delivered %d, left behind %d", f.Delivered, f.Missed)
	}
	if s.Departures != 7 || s.Boarded != 4 || s.LeftBehind != 1 || s.Full != 1 || s.MostTEU != 4 || s.TEU != 8 || s.RoomTEU != 28 {
		t.Errorf("service: %+v", *s)
	}
	near(t, "waiting for the train, h", hours(f.Time[account(atTerminal, network.Waiting)]), 11+10+33+25.5)
	near(t, "lifts, h", hours(f.Time[account(atTerminal, network.Handling)]), 4*1.25)
	near(t, "moving, h", hours(f.Time[account(onWay, network.Moving)]), 4*12.5)
	// 100 USD a load and 0.5 + 0.01 x 20 t a km over 600 km, and two trucks over
	// 10 km at 1.40.
	near(t, "line haul, USD", f.Cost[network.LineHaul], 4*(100+600*(0.5+0.01*20)+2*10*1.4))
	near(t, "tonne-km", f.TonneKM, 4*20*(600+10+10))
	near(t, "tonne-km in the US", f.TonneKMUS, 0)
	near(t, "time in the US, h", f.US, 0)
}

func TestCargoReadyExactlyAtTheCutOffBoards(t *testing.T) {
	t.Parallel()
	for list, want := range map[string]float64{"list 9h": 3 + 12.75, "list 9h1s": 3 + 24 + 12.75 - 1.0/3600} {
		o := outcomeOf(t, modelOf(t, worldOf(t, "one-train", boxes(list))), 1, 0)
		near(t, list+", transit, h", hours(o.Flows[0].Transit.Sum), want)
	}
}

func TestNoTrainTakesMoreThanItsRoom(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "one-train", edit{"services.csv", serviceRow, "train,rail,container,31,daily 12:00,2h,0.5,100,0.01"},
		edit{"flows.csv", "arrivals\nboxes,plant,store,boxes,list 0h 1h 2h 57h30min", "rate\nboxes,plant,store,boxes,14/d"},
		edit{"parameters.csv", "", "name,value\nwindow.preroll,5d\nwindow.length,100d\nwindow.drain,50d\n"})
	for seed := range uint64(5) {
		o := outcomeOf(t, modelOf(t, net), seed, 0)
		s, f := &o.Services[0], &o.Flows[0]
		// 15 loads of 2 TEU fit into 31.
		if s.MostTEU != 30 || s.LeftBehind == 0 || s.Departures != 100 || s.RoomTEU != 3100 || s.TEU != 2*float64(s.Boarded) {
			t.Errorf("service: %+v", *s)
		}
		if f.Censored > 0 || f.Missed == 0 || f.Missed > s.LeftBehind {
			t.Errorf("censored %d, loads left behind %d, times left behind %d", f.Censored, f.Missed, s.LeftBehind)
		}
	}
}

// midway adds a yard between the two of one-train, with the speeds of the two
// halves of the line and the planned departure from it.
func midway(first, planned, stop string) []edit {
	return []edit{
		{"nodes.csv", "store,zone", "mid-yard,rail-terminal,MX,23,-100.4\nstore,zone"},
		{"links.csv", "line,north-yard,south-yard,rail,MX,600,50", "line-1,north-yard,mid-yard,rail,MX,300," + first + "\nline-2,mid-yard,south-yard,rail,MX,300,50"},
		{"calls.csv", "", "service,order,node,planned,stop\ntrain,1,north-yard,0h,0h\ntrain,2,mid-yard," + planned + "," + stop + "\ntrain,3,south-yard,18h,0h\n"},
		boxes("list 0h"),
	}
}

func TestATrainNeverLeavesBeforeItsPlannedDepartureAndNotWithoutItsStop(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		what, kmh, planned, stop string
		atMid                    float64 // departure from the middle, h after noon
	}{
		{"early", "50", "12h", "30min", 12},
		{"in time, stop decides", "50", "6h15min", "30min", 6.5},
		{"late", "20", "12h", "30min", 15.5},
	} {
		o := outcomeOf(t, modelOf(t, worldOf(t, "one-train", midway(x.kmh, x.planned, x.stop)...)), 1, 0)
		near(t, x.what+", transit, h", hours(o.Flows[0].Transit.Sum), 12+x.atMid+6+0.75)
		run := 6.0
		if x.kmh == "20" {
			run = 15
		}
		near(t, x.what+", dwell, h", hours(o.Flows[0].Time[account(atTerminal, network.Dwell)]), x.atMid-run)
	}
}

func TestABlankedDepartureTakesNothing(t *testing.T) {
	t.Parallel()
	head := edit{"services.csv", "usd_tonne_km", "usd_tonne_km,blank"}
	o := outcomeOf(t, modelOf(t, worldOf(t, "one-train", head, edit{"services.csv", serviceRow, serviceRow + ",1"})), 1, 0)
	if s := &o.Services[0]; s.Blanked != 7 || s.Departures != 0 || o.InTransit != 4 {
		t.Errorf("all blanked: %+v, in transit %d", *s, o.InTransit)
	}
	if len(o.Stuck) != 1 || o.Stuck[0] != (Stuck{Where: "north-yard", Why: "waits for train", Loads: 4, First: ShipmentID{"boxes", 0}}) {
		t.Errorf("stuck: %+v", o.Stuck)
	}
	net := worldOf(t, "one-train", head, edit{"services.csv", serviceRow, serviceRow + ",0.4"}, boxes("list 0h"))
	blanked, hist := int64(0), map[float64]int{}
	for seed := range uint64(200) {
		o := outcomeOf(t, modelOf(t, net), seed, 0)
		s := &o.Services[0]
		if s.Blanked+s.Departures != 7 {
			t.Fatalf("%+v", *s)
		}
		blanked += s.Blanked
		if o.Flows[0].Censored == 0 {
			hist[math.Round(hours(o.Flows[0].Transit.Sum)*100)/100]++
		}
	}
	if share := float64(blanked) / 1400; math.Abs(share-0.4) > 0.04 {
		t.Errorf("share blanked %g, expected 0.4", share)
	}
	// The load goes with the first train that runs: after 0, 1, 2, ... days.
	for h := range hist {
		if days := (h - 24.75) / 24; days != math.Trunc(days) {
			t.Errorf("a load took %g h", h)
		}
	}
	if p := float64(hist[24.75]) / 200; math.Abs(p-0.6) > 0.12 {
		t.Errorf("share that took the first train %g, expected 0.6", p)
	}
}

func TestADelayedTrainLoadsAsLongAsAPunctualOne(t *testing.T) {
	t.Parallel()
	for delay, late := range map[string]float64{"0h": 0, "3h": 3} {
		o := outcomeOf(t, modelOf(t, worldOf(t, "one-train", boxes("list 0h 0h 0h"),
			edit{"services.csv", "usd_tonne_km", "usd_tonne_km,delay"}, edit{"services.csv", serviceRow, serviceRow + "," + delay},
			edit{"processes.csv", "", "process,order,stage,time,per\nlift-on,1,lift,45min,once\nlift-off,1,lift,30min,once\nstow,1,stow,10min,move\n"},
			edit{"facilities.csv", "load,lift-on", "load,lift-on\nnorth-yard,vehicle-call,stow"})), 1, 0)
		// Two boxes are stowed in 20 min on the first day, one in 10 on the second.
		near(t, "delay "+delay+", transit, h", hours(o.Flows[0].Transit.Sum), 2*(12+late+20.0/60+12.75)+36+late+10.0/60+12.75)
	}
}

func TestAServiceThatGoesWhenFullGoesWhenFullOrWhenPatienceEnds(t *testing.T) {
	t.Parallel()
	// Room for two. Ready at 1 h and 5 h: full at 5 h. Ready at 11 h: alone, it
	// goes two days later.
	o := outcomeOf(t, modelOf(t, worldOf(t, "one-train", boxes("list 0h 4h 10h"), edit{"services.csv", "daily 12:00,2h", "full 2d,2h"})), 1, 0)
	near(t, "transit, h", hours(o.Flows[0].Transit.Sum), (5+12.75)+(5+12.75-4)+(11+48+12.75-10))
	if s := &o.Services[0]; s.Departures != 2 || s.Boarded != 3 {
		t.Errorf("service: %+v", *s)
	}
}

// held makes every load of set-out be held for 6 h, or none, and one load.
func held(chance string) []edit {
	return []edit{
		{"processes.csv", "exponential mean=6h,0.2", "constant 6h," + chance},
		{"flows.csv", "", "id,from,to,commodity,arrivals\nboxes,plant,store,boxes,list 0h\n"},
		{"parameters.csv", "", "name,value\nwindow.preroll,0h\nwindow.length,7d\nwindow.drain,7d\n"},
	}
}

func TestCargoSetOutAtABorderBoardsALaterTrain(t *testing.T) {
	t.Parallel()
	// The train leaves at 6:00, is at the border at 11:00, is scanned 10 min a
	// km, leaves at 12:00 as planned and arrives at 17:00.
	for chance, want := range map[string]struct{ transit, border, us, held, waiting, dwell float64 }{
		"0": {17.25, 0, 1 + 5 + 0.25, 0, 0, 40.0 / 60},
		// Held from 11:20 to 17:20, at 12:00 of the next day aboard again.
		"1": {41.25, 400, 25 + 5 + 0.25, 6, 18 + 40.0/60, 0},
	} {
		o := outcomeOf(t, modelOf(t, worldOf(t, "set-out", held(chance)...)), 1, 0)
		f := &o.Flows[0]
		near(t, chance+": transit, h", hours(f.Transit.Sum), want.transit)
		near(t, chance+": border fee, USD", f.Cost[network.Border], want.border)
		near(t, chance+": broker, USD", f.Cost[network.Broker], 35)
		near(t, chance+": in the US, h", hours(f.US), want.us)
		near(t, chance+": scanned, h", hours(f.Time[account(atBorder, network.Inspected)]), 20.0/60)
		near(t, chance+": held, h", hours(f.Time[account(atBorder, network.Held)]), want.held)
		near(t, chance+": waiting at the border, h", hours(f.Time[account(atBorder, network.Waiting)]), want.waiting)
		near(t, chance+": dwell at the border, h", hours(f.Time[account(atBorder, network.Dwell)]), want.dwell)
		near(t, chance+": tonne-km", f.TonneKM, 20*520)
		near(t, chance+": tonne-km in the US", f.TonneKMUS, 20*260)
		near(t, chance+": line haul, USD", f.Cost[network.LineHaul], 2*10*1.4)
		if got := o.Services[0].SetOut; got != int64(want.held/6) {
			t.Errorf("chance %s: %d set out", chance, got)
		}
	}
}

func TestEveryLoadThatIsSetOutIsHeldWhereverItBoarded(t *testing.T) {
	t.Parallel()
	edits := []edit{
		{"processes.csv", "exponential mean=6h,0.2", "constant 1h,0.5"},
		{"resources.csv", "inspector,2", "inspector,1000"},
	}
	second := []edit{ // the plant's yard becomes the second call
		{"nodes.csv", "border,crossing", "far-yard,rail-terminal,MX,25,-100\nborder,crossing"},
		{"links.csv", "dray-mx", "line-far,far-yard,mx-yard,rail,MX,250,50\ndray-mx"},
		{"calls.csv", "", "service,order,node,planned,stop\ntrain,1,far-yard,0h,0h\ntrain,2,mx-yard,5h,0h\ntrain,3,border,11h,30min\ntrain,4,us-yard,17h,0h\n"},
	}
	for what, all := range map[string][]edit{"first call": edits, "second call": append(second, edits...)} {
		o := outcomeOf(t, modelOf(t, worldOf(t, "set-out", all...)), 2, 0)
		s, r := &o.Services[0], &o.Resources[1]
		if r.Served != s.SetOut || s.SetOut == 0 {
			t.Errorf("boarded at the %s: %d set out, %d held", what, s.SetOut, r.Served)
		}
		if share := float64(s.SetOut) / float64(o.Flows[0].Created); math.Abs(share-0.5) > 0.05 {
			t.Errorf("boarded at the %s: a share of %g set out, expected 0.5", what, share)
		}
	}
}

// haul is one truck over one road of a country, from one zone to another.
func haul(country, km string) []edit {
	return []edit{
		{"nodes.csv", "", "id,kind,country\na,zone," + country + "\nb,zone," + country + "\n"},
		{"links.csv", "", "id,from,to,mode,country,km,kmh\nroad,a,b,road," + country + "," + km + ",80\n"},
		{"resources.csv", "", "facility,resource,servers\n"}, {"processes.csv", "", "process,order,stage,time\n"}, {"facilities.csv", "", "facility,event,process\n"},
		{"flows.csv", "", "id,from,to,commodity,arrivals\nparts,a,b,parts,list 0h\n"},
		{"parameters.csv", "", "name,value\nwindow.preroll,0h\nwindow.length,7d\nwindow.drain,7d\n"},
	}
}

func TestDriversRestAsTheRuleOfTheCountrySays(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		country, km  string
		drive, rests float64 // h
	}{
		{"US", "640", 8, 0},            // the break comes after 8 h
		{"US", "720", 9, 0.5},          // 8 + 0:30 + 1
		{"US", "880", 11, 0.5},         // the rest comes after 11 h
		{"US", "960", 12, 0.5 + 10},    // 8 + 0:30 + 3 + 10 + 1
		{"US", "1760", 22, 2*0.5 + 10}, // twice 8 + 0:30 + 3, a rest between
		{"US", "1840", 23, 2*0.5 + 2*10},
		{"MX", "400", 5, 0},
		{"MX", "1200", 15, 2*0.5 + 8}, // 5 + 0:30 + 5 + 0:30 + 4 + 8 + 1
		{"CA", "1040", 13, 0},
		{"CA", "1120", 14, 10},
	} {
		o := outcomeOf(t, modelOf(t, worldOf(t, "two-crossings", haul(x.country, x.km)...)), 1, 0)
		f, what := &o.Flows[0], x.country+" "+x.km+" km, "
		near(t, what+"transit, h", hours(f.Transit.Sum), x.drive+x.rests)
		near(t, what+"moving, h", hours(f.Time[account(onWay, network.Moving)]), x.drive)
		near(t, what+"rests, h", hours(f.Time[account(onWay, network.Dwell)]), x.rests)
	}
}

func TestDrivingHoursAddUpOverTheRoadsOfATrip(t *testing.T) {
	t.Parallel()
	rule := network.HoursOfService{Drive: 11 * time.Hour, Rest: 10 * time.Hour, BreakAfter: 8 * time.Hour, Break: 30 * time.Minute}
	for _, parts := range []int{1, 2, 7, 60, 22 * 60} {
		var ld load
		rest := time.Duration(0)
		for range parts {
			rest += ld.drive(22*time.Hour/time.Duration(parts), rule)
		}
		if rest != 11*time.Hour {
			t.Errorf("22 h in %d parts: rests of %v, expected 11h", parts, rest)
		}
	}
}

func TestATruckTripOverTwoBordersCostsWhatTheTablesSay(t *testing.T) {
	t.Parallel()
	o := outcomeOf(t, modelOf(t, worldOf(t, "two-crossings", edit{"processes.csv", "constant 3h,0.1", "constant 3h,1"},
		edit{"flows.csv", "rate,due\nparts,monterrey,toronto,parts,4/h,3d", "arrivals,due\nparts,monterrey,toronto,parts,list 200h,3d"})), 1, 0)
	f := &o.Flows[0]
	days := hours(f.Transit.Sum) / 24
	near(t, "line haul, USD", f.Cost[network.LineHaul], (240+1760+360)*1.4)
	near(t, "border, USD", f.Cost[network.Border], 150)
	near(t, "inventory, USD", f.Cost[network.Inventory], 50000*0.001*days)
	near(t, "tonne-km", f.TonneKM, 10*(240+1760+360))
	near(t, "tonne-km in the US", f.TonneKMUS, 10*1760)
	near(t, "moving, h", hours(f.Time[account(onWay, network.Moving)]), 3+22+4)
	near(t, "inspected, h", hours(f.Time[account(atBorder, network.Inspected)]), 3+3.0/60)
	if f.Due != 1 || f.OnTime != 1 || days > 3 {
		t.Errorf("due %d, on time %d after %g days", f.Due, f.OnTime, days)
	}
	// From the yard at Laredo to the bridge at Detroit, rests included.
	us := hours(f.Time[account(onWay, network.Dwell)]) + 22 + 3 + 2.0/60
	if got := hours(f.US); got > us+1e-9 || got < us-10-1e-9 {
		t.Errorf("in the US %g h of at most %g", got, us)
	}
}

func TestOpposingTrainsNeverShareASection(t *testing.T) {
	t.Parallel()
	m := modelOf(t, worldOf(t, "single-track"))
	o := outcomeOf(t, m, 1, 0)
	// Each needs three sections of an hour. They meet where the second begins:
	// the one goes at once, the other an hour later. A load a day each way,
	// ready at 0:15, leaves at 6:00.
	sum := hours(o.Flows[0].Transit.Sum + o.Flows[1].Transit.Sum)
	near(t, "both ways, h", sum, 9*(6+3+0.25)+9*(6+4+0.25))
	if a, b := hours(o.Flows[0].Transit.Sum)/9, hours(o.Flows[1].Transit.Sum)/9; math.Abs(math.Abs(a-b)-1) > 1e-9 {
		t.Errorf("southbound %g h, northbound %g h, expected an hour between them", a, b)
	}
	// With trains every two hours each way and delays, every section still
	// serves one after the other.
	busy := worldOf(t, "single-track", edit{"services.csv", "", "id,mode,carries,capacity_teu,departs,delay\ndown,rail,container,100,every 3h from 2024-01-01 00:00,exponential mean=2h\nup,rail,container,100,every 3h from 2024-01-01 00:00,exponential mean=2h\n"})
	for seed := range uint64(5) {
		m := modelOf(t, busy)
		o := outcomeOf(t, m, seed, 0)
		for i := range 3 {
			r := &o.Resources[i]
			if r.MeanBusy > 1 || math.Abs(r.MeanBusy*r.Span.Hours()-float64(r.Served)) > 1 {
				t.Errorf("%s: %d trains of an hour each held it for %g h of %v", m.res[i].name, r.Served, r.MeanBusy*r.Span.Hours(), r.Span)
			}
		}
		if len(o.Deadlock) > 0 || o.Flows[0].Censored > 0 {
			t.Errorf("deadlock %v, not home %d", o.Deadlock, o.Flows[0].Censored)
		}
	}
}

func TestTrainsThatLockEachOtherAreNamed(t *testing.T) {
	t.Parallel()
	o := outcomeOf(t, modelOf(t, worldOf(t, "single-track-deadlock")), 1, 0)
	all := strings.Join(o.Deadlock, "\n")
	for _, want := range []string{"2024-01-02", "train down no. 1 waits for line section 2, held by up no. 1", "train up no. 1 waits for line section 2, held by down no. 1"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not in:\n%s", want, all)
		}
	}
	if o.Delivered != 0 || len(o.Stuck) == 0 || !strings.HasPrefix(o.Stuck[0].Where, "aboard ") {
		t.Errorf("delivered %d, stuck %+v", o.Delivered, o.Stuck)
	}
	// One direction alone cannot lock.
	o = outcomeOf(t, modelOf(t, worldOf(t, "single-track-deadlock",
		edit{"services.csv", "up,rail,container,100,daily 06:00", "up,rail,container,100,daily 18:00"})), 1, 0)
	if len(o.Deadlock) > 0 || o.Flows[0].Censored+o.Flows[1].Censored > 0 {
		t.Errorf("trains that do not meet: deadlock %v", o.Deadlock)
	}
}

func TestAFixedRouteKeepsTheDriversHoursFromRoadToRoad(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "two-crossings", append(haul("US", "800"), edit{"nodes.csv", "", "id,kind,country\na,zone,US\nm,junction,US\nb,zone,US\n"},
		edit{"links.csv", "", "id,from,to,mode,country,km,kmh\nr1,a,m,road,US,800,80\nr2,m,b,road,US,800,80\n"},
		edit{"flows.csv", "", "id,from,to,commodity,arrivals,via\nchosen,a,b,parts,list 0h,\nfixed,a,b,parts,list 0h,m\n"})...)
	o := outcomeOf(t, modelOf(t, net), 1, 0)
	for i := range o.Flows {
		near(t, net.Flows[i].ID+", transit, h", hours(o.Flows[i].Transit.Sum), 20+2*0.5+10)
	}
}
