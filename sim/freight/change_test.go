package freight

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"corridor/data"
	"corridor/network"
	"corridor/scenarios"
)

// day0 is the start of the window of every world here.
var day0 = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

// at is an instant some hours after the start of the window.
func at(h float64) time.Time { return day0.Add(time.Duration(h * float64(time.Hour))) }

func number(x float64) *float64 { return &x }

// change on the nodes, links or services named, from and to in hours of the
// window.
func changeOf(ids string, do scenarios.Do, from, to float64) scenarios.Change {
	return scenarios.Change{Name: "change-" + strings.ReplaceAll(ids, " ", "-"), Where: scenarios.Where{ID: strings.Fields(ids)}, Do: do, From: at(from), To: at(to), Cargo: scenarios.Wait}
}

var closed = scenarios.Do{Close: true}

// eachLoad is a world of one server and 10 min of service, one flow for each
// load: outcomes show the time of each. A day of pre-roll shifts the run's own
// clock.
func eachLoad(t *testing.T, times ...string) *network.Network {
	t.Helper()
	rows := "id,from,to,arrivals\n"
	for i, at := range times {
		rows += "f" + string(rune('a'+i)) + ",outside,desk,list 1d" + at + "\n"
	}
	return worldOf(t, "listed", edit{"flows.csv", "", rows}, edit{"parameters.csv", "preroll,0h", "preroll,1d"}, edit{"parameters.csv", "drain,1h", "drain,1d"})
}

// took lists the minutes of each flow's only load.
func took(o *Outcome) (min []float64) {
	for i := range o.Flows {
		min = append(min, o.Flows[i].Transit.Sum/float64(time.Minute))
	}
	return min
}

func expectMinutes(t *testing.T, what string, o *Outcome, want ...float64) {
	t.Helper()
	if got := took(o); !reflect.DeepEqual(got, want) {
		t.Errorf("%s: took %v min, expected %v", what, got, want)
	}
}

// heldFrom fails unless a change took hold and let go when it should have, and
// bound something only in between.
func heldFrom(t *testing.T, m *Model, o *Outcome, from, to float64, bound bool) {
	t.Helper()
	c := o.Changes[0]
	if !m.Date(c.On).Equal(at(from)) || !m.Date(c.Off).Equal(at(to)) {
		t.Errorf("%s: in force from %v to %v", c.Name, m.Date(c.On), m.Date(c.Off))
	}
	if (c.Bound > 0) != bound {
		t.Errorf("%s: bound %d times", c.Name, c.Bound)
	}
	if bound && (c.First < c.On || c.Last > c.Off) {
		t.Errorf("%s: bound from %v to %v", c.Name, m.Date(c.First), m.Date(c.Last))
	}
}

func TestAClosureStopsWhatBeginsFromItsFirstInstantToItsLast(t *testing.T) {
	t.Parallel()
	net := eachLoad(t, "55min", "1h", "2h59min59s", "3h", "5h")
	m := modelOf(t, net, changeOf("desk", closed, 1, 3))
	o := outcomeOf(t, m, 1, 0)
	// The first has begun and finishes. The next wait for 3:00, in order.
	expectMinutes(t, "closed", o, 10, 130, 20+1.0/60, 30, 10)
	heldFrom(t, m, o, 1, 3, true)
	expectMinutes(t, "open", outcomeOf(t, modelOf(t, net), 1, 0), 10, 15, 10, 20-1.0/60, 10)
}

func TestCapacityChangesTheServersAtWork(t *testing.T) {
	t.Parallel()
	net := eachLoad(t, "1h", "1h", "1h", "3h", "3h", "3h")
	double := changeOf("desk", scenarios.Do{Capacity: number(2)}, 0.5, 2)
	m := modelOf(t, net, double)
	o := outcomeOf(t, m, 1, 0)
	expectMinutes(t, "doubled for the first three", o, 10, 10, 20, 10, 20, 30)
	heldFrom(t, m, o, 0.5, 2, true)
	// A second server in the middle of the first service begins at once.
	double.From = day0.Add(65 * time.Minute)
	expectMinutes(t, "doubled from 1:05", outcomeOf(t, modelOf(t, net, double), 1, 0), 10, 15, 20, 10, 20, 30)
	none := changeOf("desk", scenarios.Do{Capacity: number(0)}, 0.5, 2)
	expectMinutes(t, "none until 2:00", outcomeOf(t, modelOf(t, net, none), 1, 0), 70, 80, 90, 10, 20, 30)
	// A tenth of one server is still one.
	tenth := changeOf("desk", scenarios.Do{Capacity: number(0.1)}, 0.5, 2)
	expectMinutes(t, "a tenth", outcomeOf(t, modelOf(t, net, tenth), 1, 0), 10, 20, 30, 10, 20, 30)
	// Two overlapping factors multiply: 2 x 1.5 = 3 servers.
	more := changeOf("desk", scenarios.Do{Capacity: number(1.5)}, 0.5, 2)
	more.Name = "more"
	double.From = at(0.5)
	expectMinutes(t, "three", outcomeOf(t, modelOf(t, net, double, more), 1, 0), 10, 10, 10, 10, 20, 30)
	// Two overlapping closures last as long as one of them lasts.
	a, b := changeOf("desk", closed, 0.5, 2), changeOf("desk", closed, 1, 3.5)
	b.Name = "longer"
	expectMinutes(t, "two closures", outcomeOf(t, modelOf(t, net, a, b), 1, 0), 160, 170, 180, 70, 80, 90)
}

func TestServiceTimeChangesWhatBeginsWhileItHolds(t *testing.T) {
	t.Parallel()
	net := eachLoad(t, "55min", "1h", "2h59min", "3h30min", "5h")
	m := modelOf(t, net, changeOf("desk", scenarios.Do{ServiceTime: number(3)}, 1, 3))
	o := outcomeOf(t, m, 1, 0)
	// Begun at 0:55, 1:05, 2:59 (ends 3:29), 3:30 and 5:00.
	expectMinutes(t, "three times as long", o, 10, 35, 30, 10, 10)
	heldFrom(t, m, o, 1, 3, true)
}

func TestALinkClosedHoldsTrucksAndLetsThemGo(t *testing.T) {
	t.Parallel()
	base := haul("CA", "640")
	net := worldOf(t, "two-crossings", append(base, edit{"flows.csv", "", "id,from,to,commodity,arrivals\na,a,b,parts,list 0h59min\nb,a,b,parts,list 1h\nc,a,b,parts,list 2h30min\nd,a,b,parts,list 3h\n"})...)
	m := modelOf(t, net, changeOf("road", closed, 1, 3))
	o := outcomeOf(t, m, 1, 0)
	expectMinutes(t, "road closed", o, 480, 480+120, 480+30, 480)
	heldFrom(t, m, o, 1, 3, true)
	near(t, "queueing, h", hours(o.Flows[1].Time[account(onWay, network.Queueing)]), 2)
	m = modelOf(t, net, changeOf("road", scenarios.Do{ServiceTime: number(1.5)}, 1, 3))
	o = outcomeOf(t, m, 1, 0)
	expectMinutes(t, "road slow", o, 480, 720, 720, 480)
	heldFrom(t, m, o, 1, 3, true)
}

func TestTimeAtAClosedRoadInTheUnitedStatesIsTimeThere(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "two-crossings", haul("US", "640")...)
	o := outcomeOf(t, modelOf(t, net, changeOf("road", closed, 0, 3)), 1, 0)
	near(t, "in transit, h", hours(o.Flows[0].Transit.Sum), 11)
	near(t, "in the US, h", hours(o.Flows[0].US), 11)
}

func TestACrossingClosedHoldsTrucksThatHaveNoOtherWay(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "two-crossings", edit{"processes.csv", "constant 3h,0.1", "constant 3h,0"},
		edit{"flows.csv", "rate,due\nparts,monterrey,toronto,parts,4/h,3d", "arrivals\nparts,monterrey,toronto,parts,list 0h"},
		edit{"parameters.csv", "preroll,7d", "preroll,0h"})
	free := hours(outcomeOf(t, modelOf(t, net), 1, 0).Flows[0].Transit.Sum)
	for _, cargo := range []scenarios.Cargo{scenarios.Wait, scenarios.Divert} {
		c := changeOf("laredo", closed, 1, 10) // reached after 3 h
		c.Cargo = cargo
		o := outcomeOf(t, modelOf(t, net, c), 1, 0)
		near(t, "transit, h", hours(o.Flows[0].Transit.Sum), free+7)
		near(t, "queueing at the border, h", hours(o.Flows[0].Time[account(atBorder, network.Queueing)]), 7)
		if o.Flows[0].Replans != 0 {
			t.Errorf("%d replans where there is no other way", o.Flows[0].Replans)
		}
		after := changeOf("laredo", closed, 3.2, 10) // just too late
		after.Cargo = cargo
		near(t, "closed behind it, h", hours(outcomeOf(t, modelOf(t, net, after), 1, 0).Flows[0].Transit.Sum), free)
	}
}

func TestAClosedServiceDoesNotLeave(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "one-train")
	// The noons of day 1 and 2 are cancelled, the trains of day 3 and 4 leave.
	m := modelOf(t, net, changeOf("train", closed, 12, 36.5))
	o := outcomeOf(t, m, 1, 0)
	near(t, "transit, h", hours(o.Flows[0].Transit.Sum), (60+12.75)+(60+12.75-1)+(84+12.75-2)+(84+12.75-57.5))
	if s := &o.Services[0]; s.Cancelled != 2 || s.Departures != 5 {
		t.Errorf("%+v", *s)
	}
	heldFrom(t, m, o, 12, 36.5, true)
	// Closed just after the first departure: the train finishes its run.
	o = outcomeOf(t, modelOf(t, net, changeOf("train", closed, 12.1, 35.9)), 1, 0)
	near(t, "transit, h", hours(o.Flows[0].Transit.Sum), 134.5)
	// Half the room.
	o = outcomeOf(t, modelOf(t, net, changeOf("train", scenarios.Do{Capacity: number(0.5)}, 0, 36.5)), 1, 0)
	near(t, "half the room, h", hours(o.Flows[0].Transit.Sum), (12+12.75)+(36+12.75-1)+(60+12.75-2)+(84+12.75-57.5))
}

func TestAServiceThatGoesWhenFullLeavesAfterAClosure(t *testing.T) {
	t.Parallel()
	full := edit{"services.csv", "daily 12:00,2h", "full 2d,2h"}
	// Full while closed: it leaves when the closure ends.
	o := outcomeOf(t, modelOf(t, worldOf(t, "one-train", boxes("list 0h 4h"), full), changeOf("train", closed, 2, 30)), 1, 0)
	near(t, "full, h", hours(o.Flows[0].Transit.Sum), (30+12.75)+(30+12.75-4))
	// Patience ends while closed.
	o = outcomeOf(t, modelOf(t, worldOf(t, "one-train", boxes("list 0h"), full), changeOf("train", closed, 24, 72)), 1, 0)
	near(t, "patience over, h", hours(o.Flows[0].Transit.Sum), 72+12.75)
	// The first load comes while closed.
	o = outcomeOf(t, modelOf(t, worldOf(t, "one-train", boxes("list 0h"), full), changeOf("train", closed, 0, 10)), 1, 0)
	near(t, "came while closed, h", hours(o.Flows[0].Transit.Sum), 49+12.75)
}

func TestAProposedServiceRunsWhileItIsOpen(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "one-train", edit{"services.csv", "usd_tonne_km", "usd_tonne_km,open"}, edit{"services.csv", serviceRow, serviceRow + ",no"})
	m := modelOf(t, net, changeOf("train", scenarios.Do{Open: true}, 36, 60))
	o := outcomeOf(t, m, 1, 0)
	// Only the second noon's train runs: two of the first three loads go.
	near(t, "of those delivered, h", hours(o.Flows[0].Transit.Sum), (36+12.75)+(36+12.75-1)+(14*24-2)+(14*24-57.5))
	if s := &o.Services[0]; s.Departures != 1 || o.Flows[0].Delivered != 2 || o.Flows[0].Censored != 2 {
		t.Errorf("%+v, delivered %d, not home %d", *s, o.Flows[0].Delivered, o.Flows[0].Censored)
	}
	heldFrom(t, m, o, 36, 60, true)
}

func TestAChanceChangesTheShareWhileItHolds(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "two-crossings", edit{"parameters.csv", "preroll,7d", "preroll,0h"})
	fees := func(o *Outcome) int64 { return int64(math.Round(o.Flows[0].Cost[network.Border] / 150)) }
	stage := func(c scenarios.Chance, from, to float64) scenarios.Change {
		x := changeOf("laredo", scenarios.Do{Chance: &c}, from, to)
		x.Where.Stage = []string{"secondary"}
		return x
	}
	const month = 28 * 24
	base := outcomeOf(t, modelOf(t, net), 1, 0)
	n := base.Flows[0].Created
	if share := float64(fees(base)) / float64(n); math.Abs(share-0.1) > 0.02 {
		t.Errorf("share inspected %g, expected 0.1", share)
	}
	all := outcomeOf(t, modelOf(t, net, stage(scenarios.Chance{To: number(1)}, 0, 2*month)), 1, 0)
	if fees(all) != n {
		t.Errorf("chance 1: %d of %d inspected", fees(all), n)
	}
	none := outcomeOf(t, modelOf(t, net, stage(scenarios.Chance{To: number(0)}, 0, 2*month)), 1, 0)
	if fees(none) != 0 {
		t.Errorf("chance 0: %d inspected", fees(none))
	}
	twice := outcomeOf(t, modelOf(t, net, stage(scenarios.Chance{Times: number(2)}, 0, 2*month)), 1, 0)
	if x := float64(fees(twice)) / float64(n); math.Abs(x-0.2) > 0.025 || fees(twice) <= fees(base) {
		t.Errorf("chance times 2: share %g", x)
	}
	most := outcomeOf(t, modelOf(t, net, stage(scenarios.Chance{Times: number(1000)}, 0, 2*month)), 1, 0)
	if fees(most) != n {
		t.Errorf("chance times 1000: %d of %d inspected", fees(most), n)
	}
	// What the first half adds and the second half adds is what both add.
	m := modelOf(t, net, stage(scenarios.Chance{To: number(1)}, 0, 336))
	first := outcomeOf(t, m, 1, 0)
	second := outcomeOf(t, modelOf(t, net, stage(scenarios.Chance{To: number(1)}, 336, 2*month)), 1, 0)
	if fees(first)-fees(base)+fees(second)-fees(base) != fees(all)-fees(base) || fees(first) == fees(base) || fees(second) == fees(base) {
		t.Errorf("inspected: none changed %d, first half %d, second half %d, all %d", fees(base), fees(first), fees(second), fees(all))
	}
	heldFrom(t, m, first, 0, 336, true)
}

// without takes out what says that there was a change at all.
func without(o *Outcome) *Outcome {
	o.Events, o.Changes = 0, nil
	return o
}

func TestChangesThatChangeNothingChangeNothing(t *testing.T) {
	t.Parallel()
	one := number(1)
	for _, name := range allWorlds(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			edits := []edit{}
			if o := worldOf(t, name); o.Params.Length > 28*24*time.Hour {
				edits = append(edits, short)
			}
			net := worldOf(t, name, edits...)
			base := without(outcomeOf(t, modelOf(t, net), 9, 0))
			var changes []scenarios.Change
			add := func(w scenarios.Where, d scenarios.Do) {
				c := scenarios.Change{Name: "c" + string(rune('a'+len(changes))), Where: w, Do: d, From: at(30.01), To: at(100)}
				changes = append(changes, c)
			}
			for i := range net.Resources {
				add(scenarios.Where{ID: []string{net.Nodes[net.Resources[i].Node].ID}}, scenarios.Do{Capacity: one, ServiceTime: one})
			}
			for i := range net.Services {
				add(scenarios.Where{ID: []string{net.Services[i].ID}}, scenarios.Do{Capacity: one})
				add(scenarios.Where{ID: []string{net.Services[i].ID}}, scenarios.Do{Open: true})
			}
			if len(net.Links) > 0 {
				add(scenarios.Where{Kind: []string{"link"}}, scenarios.Do{ServiceTime: one})
			}
			for i := range net.Nodes {
				for _, p := range net.Nodes[i].Process {
					if p >= 0 {
						for _, s := range net.Processes[p].Stages {
							add(scenarios.Where{ID: []string{net.Nodes[i].ID}, Stage: []string{s.Name}}, scenarios.Do{Chance: &scenarios.Chance{Times: one}})
						}
					}
				}
			}
			if len(changes) == 0 {
				t.Fatal("no change")
			}
			if all := without(outcomeOf(t, modelOf(t, net, changes...), 9, 0)); !reflect.DeepEqual(base, all) {
				t.Error("all together give another outcome")
			}
			if len(changes) > 12 {
				return // a big world: together is enough
			}
			for _, c := range changes {
				if got := without(outcomeOf(t, modelOf(t, net, c), 9, 0)); !reflect.DeepEqual(base, got) {
					t.Errorf("%+v on %+v gives another outcome", c.Do, c.Where)
				}
			}
		})
	}
}

func TestAClosureOfWhatNobodyUsesChangesNothingAndBindsNothing(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "two-bridges")
	base := without(outcomeOf(t, modelOf(t, net), 9, 0))
	for _, ids := range []string{"far", "near-far", "mx-far us-far"} {
		for _, cargo := range []scenarios.Cargo{scenarios.Wait, scenarios.Divert} {
			c := changeOf(ids, closed, 24, 200)
			c.Cargo = cargo
			m := modelOf(t, net, c)
			o := outcomeOf(t, m, 9, 0)
			heldFrom(t, m, o, 24, 200, false)
			if !reflect.DeepEqual(base, without(o)) {
				t.Errorf("closing %s gives another outcome", ids)
			}
		}
	}
	// After everything is over, nothing is bound either.
	m := modelOf(t, net, changeOf("near", closed, 24*40, 24*41))
	if o := outcomeOf(t, m, 9, 0); o.Changes[0].Bound > 0 || !reflect.DeepEqual(base, without(o)) {
		t.Errorf("closed after the last load came home: bound %d times", o.Changes[0].Bound)
	}
}

func TestAClosureTouchesOnlyWhoMeetsIt(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "jackson", short)
	base := outcomeOf(t, modelOf(t, net), 2, 0)
	o := outcomeOf(t, modelOf(t, net, changeOf("yard", closed, 48, 60)), 2, 0)
	for i, f := range []string{"imports", "boxes", "empties"} {
		same := reflect.DeepEqual(base.Flows[i], o.Flows[i])
		if same != (f != "boxes") {
			t.Errorf("%s: same as without the closure: %v", f, same)
		}
	}
	if o.Flows[1].Transit.Mean() <= base.Flows[1].Transit.Mean() {
		t.Errorf("boxes took %v, without the closure %v", o.Flows[1].Transit.Mean(), base.Flows[1].Transit.Mean())
	}
	for i := range 3 {
		if !reflect.DeepEqual(base.Resources[i], o.Resources[i]) {
			t.Errorf("resource %d works in another way", i)
		}
	}
}

func TestTheOrderOfIndependentChangesDoesNotMatter(t *testing.T) {
	t.Parallel()
	between := func(c scenarios.Change, from, to float64) scenarios.Change {
		c.From, c.To, c.Cargo = at(from), at(to), scenarios.Divert
		return c
	}
	parts := scenarios.Where{Kind: []string{"flow"}, Commodity: []string{"parts"}}
	for _, w := range []struct {
		net     *network.Network
		changes []scenarios.Change
		orders  [][]int
	}{
		{worldOf(t, "jackson", short), []scenarios.Change{
			changeOf("yard", closed, 48, 60),
			changeOf("customs", scenarios.Do{ServiceTime: number(1.3)}, 24, 90),
			changeOf("bridge", scenarios.Do{Capacity: number(1.5)}, 30, 55),
		}, [][]int{{2, 1, 0}, {1, 2, 0}, {0, 2, 1}}},
		{worldOf(t, "two-crossings"), []scenarios.Change{
			between(scenarios.Change{Name: "fee", Where: scenarios.Where{ID: []string{"laredo"}}, Do: scenarios.Do{Fee: usd(30)}}, 100, 300),
			between(scenarios.Change{Name: "price", Where: scenarios.Where{ID: []string{"mx-85"}}, Do: scenarios.Do{Price: number(1.2)}}, 150, 400),
			between(scenarios.Change{Name: "demand", Where: parts, Do: scenarios.Do{Demand: number(1.3)}}, 80, 200),
			between(scenarios.Change{Name: "tariff", Where: parts, Do: scenarios.Do{Tariff: &scenarios.Tariff{Add: number(0.1)}}}, 120, 500),
			between(scenarios.Change{Name: "x-ray", Where: scenarios.Where{ID: []string{"laredo"}}, Do: scenarios.Do{Stage: &scenarios.Stage{Name: "x-ray", Time: &scenarios.Span{Dist: data.Dist{Kind: data.Constant, A: 600}}}}}, 90, 350),
			between(scenarios.Change{Name: "shut", Where: scenarios.Where{Kind: []string{"crossing"}, ID: []string{"laredo"}}, Do: closed}, 250, 262),
		}, [][]int{{5, 4, 3, 2, 1, 0}, {2, 0, 5, 1, 4, 3}}},
	} {
		a := outcomeOf(t, modelOf(t, w.net, w.changes...), 2, 0)
		for i := range a.Changes {
			if a.Changes[i].Bound == 0 {
				t.Errorf("%s bound nothing", w.changes[i].Name)
			}
		}
		for _, order := range w.orders {
			var other []scenarios.Change
			for _, i := range order {
				other = append(other, w.changes[i])
			}
			b := outcomeOf(t, modelOf(t, w.net, other...), 2, 0)
			for k, i := range order {
				if !reflect.DeepEqual(a.Changes[i], b.Changes[k]) {
					t.Errorf("order %v: %+v and %+v", order, a.Changes[i], b.Changes[k])
				}
			}
			x, y := *a, *b
			if !reflect.DeepEqual(without(&x), without(&y)) {
				t.Errorf("order %v gives another outcome", order)
			}
		}
	}
}

func TestCargoWaitsOrTakesAnotherWayAsTheChangeSays(t *testing.T) {
	t.Parallel()
	// An hour is worth 208 USD; the far bridge costs 112 USD and an hour more,
	// together as much as 1.54 h. Drivers need no rest here.
	net := worldOf(t, "two-bridges", edit{"commodities.csv", "50000", "5000000"}, edit{"flows.csv", "rate\nparts,monterrey,dallas,parts,6/h", "arrivals\nparts,monterrey,dallas,parts,list 168h 200h 214h 216h 260h 262h30min 263h 264h 300h"},
		edit{"parameters.csv", "choice.scale,0", "choice.scale,0\nhos.mx.drive,0s\nhos.us.drive,0s"})
	// Closed from 48 h to 96 h of the window: 216 h to 264 h of the run.
	run := func(cargo scenarios.Cargo) *Outcome {
		c := changeOf("near", closed, 48, 96)
		c.Cargo = cargo
		o := outcomeOf(t, modelOf(t, net, c), 1, 0)
		conserves(t, o)
		return o
	}
	// 3 h to the bridge, 2 min there, 8 h in the US.
	const free = 3 + 2.0/60 + 8
	near(t, "open, h", hours(outcomeOf(t, modelOf(t, net), 1, 0).Flows[0].Transit.Sum), 9*free)
	wait := run(scenarios.Wait)
	// At the bridge at 171, 203, 217, 219, 263, 265:30, ...: the third to the
	// fifth wait until 264; two booths serve them.
	near(t, "wait, h", hours(wait.Flows[0].Transit.Sum), 9*free+(264-217)+(264-219)+(264+2.0/60-263))
	if wait.Changes[0].Diverted != 0 || wait.Flows[0].Replans != 0 || wait.Changes[0].Bound != 3 {
		t.Errorf("wait: %+v, %d replans", wait.Changes[0], wait.Flows[0].Replans)
	}
	divert := run(scenarios.Divert)
	// The third is at the bridge and drives on to the far one, 1:15. The fourth
	// sets out for the far bridge, 4 h instead of 3. From 260 on what is left of
	// the closure when they come to the bridge is shorter than the detour.
	if f := &divert.Flows[0]; divert.Changes[0].Diverted != 1 || f.Replans != 1 {
		t.Errorf("divert: %+v, %d replans", divert.Changes[0], f.Replans)
	}
	near(t, "divert, h", hours(divert.Flows[0].Transit.Sum), 9*free+1.25+1+(264-263))
	used := map[string]int64{}
	for _, w := range divert.Flows[0].Ways {
		used[w.Name] += w.Loads
	}
	if used["road near"] != 8 || len(used) != 2 {
		t.Errorf("divert: ways %v", divert.Flows[0].Ways)
	}
	if divert.Resources[1].Served != 2 || wait.Resources[1].Served != 0 {
		t.Errorf("the far bridge served %d with divert, %d with wait", divert.Resources[1].Served, wait.Resources[1].Served)
	}
}

func TestADriverWhoIsSentAnotherWayIsNotRestedByIt(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "two-bridges", edit{"commodities.csv", "50000", "5000000"}, edit{"flows.csv", "rate\nparts,monterrey,dallas,parts,6/h", "arrivals\nparts,monterrey,dallas,parts,list 214h"})
	c := changeOf("near", closed, 48, 96)
	c.Cargo = scenarios.Divert
	o := outcomeOf(t, modelOf(t, net, c), 1, 0)
	// 3 h to the bridge, 1:15 on to the other one and 8 h make 12:15 at the
	// wheel: a break of 30 min and a rest of 10 h.
	near(t, "diverted, h", hours(o.Flows[0].Transit.Sum), 12.25+2.0/60+0.5+10)
}

func TestAClosureBlocksThePlaceBeforeOnlyWherePlacesAreLimited(t *testing.T) {
	t.Parallel()
	var last *Outcome
	for _, buffer := range []string{"0", "5"} { // of a station that nobody uses
		net := worldOf(t, "tandem", short, edit{"nodes.csv", "customs\n", "customs\nelsewhere\n"},
			edit{"resources.csv", "", "facility,resource,servers,buffer\nbridge,lane,1,0\ncustoms,officer,2,0\nelsewhere,x,1," + buffer + "\n"})
		o := outcomeOf(t, modelOf(t, net, changeOf("customs", closed, 24, 48)), 1, 0)
		if last != nil && !reflect.DeepEqual(last.Flows, o.Flows) {
			t.Errorf("the loads take %v, without the unused buffer %v", o.Flows[0].Transit.Mean(), last.Flows[0].Transit.Mean())
		}
		last = o
	}
}
