package freight

import (
	"math"
	"reflect"
	"testing"
	"time"

	"corridor/data"
	"corridor/network"
	"corridor/scenarios"
)

// toDallas is two-bridges with one load an entry, in hours of the run, of parts
// that are worth so much an hour that nobody goes the longer way without need:
// 3 h to the near bridge, 2 min there and 8 h on; drivers need no rest. The
// window begins at 168 h.
func toDallas(t *testing.T, list string, edits ...edit) *network.Network {
	t.Helper()
	return worldOf(t, "two-bridges", append([]edit{{"commodities.csv", "50000", "5000000"}, {"flows.csv", "rate\nparts,monterrey,dallas,parts,6/h", "arrivals\nparts,monterrey,dallas,parts,list " + list},
		{"parameters.csv", "choice.scale,0", "choice.scale,0\nhos.mx.drive,0s\nhos.us.drive,0s"}}, edits...)...)
}

const freeHours = 3 + 2.0/60 + 8

// changedBy sets the answer of cargo, and what else is said of a change.
func changedBy(c scenarios.Change, answer scenarios.Cargo, with func(*scenarios.Change)) scenarios.Change {
	c.Cargo = answer
	if with != nil {
		with(&c)
	}
	return c
}

func usd(x float64) *scenarios.Fee { return &scenarios.Fee{USD: &x} }

func TestAFeeIsPaidByWhoEntersWhileItHolds(t *testing.T) {
	t.Parallel()
	net := toDallas(t, "160h 168h 180h")
	base := outcomeOf(t, modelOf(t, net), 1, 0)
	// At the bridge 3 h later, at 163, 171 and 183 h: one of them while the fee
	// holds.
	for what, ids := range map[string]string{"bridge": "near", "road": "mx-near"} {
		m := modelOf(t, net, changedBy(changeOf(ids, scenarios.Do{Fee: usd(40)}, 0, 5), scenarios.Divert, nil))
		o := outcomeOf(t, m, 1, 0)
		near(t, what+", border costs", o.Flows[0].Cost[network.Border]-base.Flows[0].Cost[network.Border], 40)
		near(t, what+", charged", o.Changes[0].USD, 40)
		heldFrom(t, m, o, 0, 5, true)
		if !reflect.DeepEqual(base.Flows[0].Time, o.Flows[0].Time) {
			t.Errorf("%s: a fee changes times", what)
		}
	}
	// A fee above what the detour costs sends them over the far bridge.
	o := outcomeOf(t, modelOf(t, net, changedBy(changeOf("near", scenarios.Do{Fee: usd(5000)}, 0, 5), scenarios.Divert, nil)), 1, 0)
	if o.Resources[1].Served != 1 || o.Changes[0].USD != 0 {
		t.Errorf("the far bridge served %d, charged %g", o.Resources[1].Served, o.Changes[0].USD)
	}
}

func TestFeesOfStagesAreAddedToAndMultiplied(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "two-crossings", edit{"parameters.csv", "preroll,7d", "preroll,0h"})
	cost := func(do scenarios.Do, from, to float64) (float64, *Outcome) {
		c := changeOf("laredo", do, from, to)
		c.Where.Stage = []string{"secondary"}
		o := outcomeOf(t, modelOf(t, net, c), 1, 0)
		return o.Flows[0].Cost[network.Border], o
	}
	base := outcomeOf(t, modelOf(t, net), 1, 0).Flows[0].Cost[network.Border]
	twice, o := cost(scenarios.Do{Fee: &scenarios.Fee{Times: number(2)}}, 0, 2000)
	near(t, "twice", twice, 2*base)
	if x := o.Changes[0].USD; x < base || x > 1.5*base { // of all loads, those after the window too
		t.Errorf("charged %g", x)
	}
	more, _ := cost(scenarios.Do{Fee: usd(50)}, 0, 2000)
	near(t, "50 more on 150", more, base*200/150)
	first, _ := cost(scenarios.Do{Fee: usd(50)}, 0, 336)
	second, _ := cost(scenarios.Do{Fee: usd(50)}, 336, 2000)
	near(t, "halves", first+second-base, more)
	if first == base || second == base {
		t.Error("a half adds nothing")
	}
}

func TestPricesMultiplyFreightRatesAndNotTolls(t *testing.T) {
	t.Parallel()
	net := toDallas(t, "168h 180h", edit{"links.csv", "km,kmh\n", "km,kmh,toll_usd\n"}, edit{"links.csv", "near,road,MX,240,80", "near,road,MX,240,80,30"},
		edit{"links.csv", "320,80", "320,80,0"}, edit{"links.csv", "100,80", "100,80,0"}, edit{"links.csv", "640,80", "640,80,0"})
	base := outcomeOf(t, modelOf(t, net), 1, 0).Flows[0].Cost[network.LineHaul]
	link := &net.Links[0]
	haul := net.TruckUSD(link, &net.Commodities[0]) - 30
	o := outcomeOf(t, modelOf(t, net, changeOf("mx-near", scenarios.Do{Price: number(1.5)}, 0, 5)), 1, 0)
	near(t, "half more on one of two", o.Flows[0].Cost[network.LineHaul]-base, 0.5*haul)
	near(t, "charged", o.Changes[0].USD, 0.5*haul)

	train := worldOf(t, "one-train")
	base = outcomeOf(t, modelOf(t, train), 1, 0).Flows[0].Cost[network.LineHaul]
	o = outcomeOf(t, modelOf(t, train, changeOf("train", scenarios.Do{Price: number(2), Fee: usd(7)}, 0, 24)), 1, 0)
	// Two loads leave at the first noon.
	near(t, "rides", o.Flows[0].Cost[network.LineHaul]-base, 2*(100+600*(0.5+0.01*20)))
	near(t, "fees", o.Flows[0].Cost[network.Border], 14)
}

// dutiable is two-crossings with goods of 50,000 USD that pay 10% in Canada, a
// quarter of them outside the treaty, one load at each time.
func dutiable(t *testing.T, list string) *network.Network {
	t.Helper()
	return worldOf(t, "two-crossings", edit{"processes.csv", "constant 3h,0.1", "constant 3h,0"}, edit{"parameters.csv", "preroll,7d", "preroll,0h"},
		edit{"commodities.csv", "time_value\nparts,automotive,10,50000,0.001", "time_value,mfn_ca,mfn_us,mfn_mx,usmca\nparts,automotive,10,50000,0.001,0.1,0.02,0.15,0.75"},
		edit{"flows.csv", "rate,due\nparts,monterrey,toronto,parts,4/h,3d", "arrivals\nparts,monterrey,toronto,parts,list " + list})
}

func TestATariffIsDueWhenTheGoodsEnterTheCountryOfTheirDestination(t *testing.T) {
	t.Parallel()
	net := dutiable(t, "0h 100h")
	duty := func(tr scenarios.Tariff, to float64, with func(*scenarios.Change)) (float64, ChangeTally) {
		c := changeOf("x", scenarios.Do{Tariff: &tr}, 0, to)
		c.Where = scenarios.Where{Commodity: []string{"parts"}}
		if with != nil {
			with(&c)
		}
		o := outcomeOf(t, modelOf(t, net, c), 1, 0)
		return o.Flows[0].Cost[network.Duty], o.Changes[0]
	}
	base := outcomeOf(t, modelOf(t, net), 1, 0).Flows[0].Cost[network.Duty]
	near(t, "treaty", base, 2*50000*0.1*0.25)
	got, tally := duty(scenarios.Tariff{Add: number(0.25)}, 5000, nil)
	near(t, "25 points more", got-base, 2*50000*0.25)
	near(t, "charged", tally.USD, 2*50000*0.25)
	got, _ = duty(scenarios.Tariff{Add: number(0.25)}, 100, nil) // the first enters Canada within 2 or 3 days
	near(t, "on the first only", got-base, 50000*0.25)
	got, _ = duty(scenarios.Tariff{To: number(0.5)}, 5000, nil)
	near(t, "half the value", got, 2*50000*0.5)
	got, _ = duty(scenarios.Tariff{MFN: true}, 5000, nil)
	near(t, "no treaty", got, 2*50000*0.1)
	got, _ = duty(scenarios.Tariff{Add: number(-1)}, 5000, nil)
	near(t, "not below nothing", got, 0)
	for _, where := range []func(*scenarios.Change){
		func(c *scenarios.Change) { c.Where.Country = []string{"US"} },
		func(c *scenarios.Change) { c.Where.Event = []string{"enter-us"} },
	} {
		got, tally = duty(scenarios.Tariff{Add: number(0.25)}, 5000, where)
		if near(t, "of the United States, in bond", got, base); tally.Bound != 0 {
			t.Errorf("bound %d times", tally.Bound)
		}
		got, tally = duty(scenarios.Tariff{Add: number(0.25), Transit: true}, 5000, where)
		near(t, "on transit", got-base, 2*50000*0.25)
		near(t, "charged", tally.USD, 2*50000*0.25)
	}
}

func TestATariffOnTransitByRailIsDueOnceAndByShipNot(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "set-out", edit{"nodes.csv", "store,zone,US", "store,zone,CA"}, edit{"links.csv", "dray-us,us-yard,store,road,US", "dray-us,us-yard,store,road,CA"},
		edit{"commodities.csv", "id,group,tonnes,teu\nboxes,goods,20,2", "id,group,tonnes,teu,value_usd\nboxes,goods,20,2,10000"})
	c := changeOf("x", scenarios.Do{Tariff: &scenarios.Tariff{Add: number(0.1), Transit: true}}, -1000, 5000)
	c.Where = scenarios.Where{Kind: []string{"flow"}, Country: []string{"US"}}
	o := outcomeOf(t, modelOf(t, net, c), 1, 0)
	f := &o.Flows[0]
	if f.Delivered < 10 || f.Censored > 0 {
		t.Fatalf("%d delivered, %d not", f.Delivered, f.Censored)
	}
	near(t, "duty", f.Cost[network.Duty], float64(f.Delivered)*1000)
}

func TestDemandAddsAndTakesAwaySoThatTheSmallerIsPartOfTheLarger(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "two-crossings", edit{"parameters.csv", "preroll,7d", "preroll,0h"})
	type id struct {
		n      uint32
		stream uint8
	}
	var before map[id]bool
	for _, x := range []float64{0.3, 0.8, 1, 1.4, 2.7} {
		c := changeOf("x", scenarios.Do{Demand: &x}, -10, 5000)
		c.Where = scenarios.Where{Origin: []string{"MX"}}
		m := modelOf(t, net, c)
		seen := map[id]bool{}
		r := &run{m: m, key: runKey(1)}
		r.onEnd = func(e int32) {
			if l := &r.ent[e]; l.kind == aLoad && l.bits&isCounted != 0 {
				seen[id{r.loads[l.ext].number, r.loads[l.ext].stream}] = true
			}
		}
		o, err := r.simulate(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		conserves(t, o)
		want := x * 4 * 28 * 24
		if n := float64(o.Flows[0].Created); math.Abs(n-want) > 4*math.Sqrt(want) {
			t.Errorf("times %g: %g loads, expected %g", x, n, want)
		}
		if x == 1 && !reflect.DeepEqual(without(o), without(outcomeOf(t, modelOf(t, net), 1, 0))) {
			t.Error("times 1 changes the outcome")
		}
		for l := range before {
			if !seen[l] {
				t.Fatalf("times %g: load %v of the smaller set is not there", x, l)
			}
		}
		before = seen
	}
}

func TestDemandHoldsFromItsFirstInstantToItsLast(t *testing.T) {
	t.Parallel()
	net := eachLoad(t, "59min", "1h", "2h59min", "3h")
	c := changeOf("x", scenarios.Do{Demand: number(0)}, 1, 3)
	c.Where = scenarios.Where{Kind: []string{"flow"}}
	m := modelOf(t, net, c)
	o := outcomeOf(t, m, 1, 0)
	if o.Created != 2 || o.Changes[0].Dropped != 2 || o.Flows[0].Created != 1 || o.Flows[3].Created != 1 {
		t.Errorf("created %d, %+v", o.Created, o.Changes[0])
	}
	heldFrom(t, m, o, 1, 3, true)
}

func TestAnEmbargoTakesNoNewCargoAndLetsGoOnWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	// Of a service: its train leaves empty, what is aboard goes on.
	net := worldOf(t, "one-train")
	m := modelOf(t, net, changeOf("train", scenarios.Do{Embargo: true}, 12.5, 37))
	o := outcomeOf(t, m, 1, 0)
	// The first two are aboard since noon; the third waits for the third noon.
	near(t, "transit, h", hours(o.Flows[0].Transit.Sum), (12+12.75)+(12+12.75-1)+(60+12.75-2)+(84+12.75-57.5))
	if s := &o.Services[0]; s.Cancelled != 0 || s.Departures != 7 {
		t.Errorf("%+v", *s)
	}
	heldFrom(t, m, o, 12.5, 37, true)
	// Of a place: the load that comes waits at the gate, the train is served.
	o = outcomeOf(t, modelOf(t, net, changeOf("north-yard", scenarios.Do{Embargo: true}, 0.5, 30)), 1, 0)
	if o.Services[0].Departures != 7 || o.Changes[0].Loads != 2 || o.Changes[0].Trucks != 2 {
		t.Errorf("%+v, %+v", o.Services[0], o.Changes[0])
	}
	// Of flows: none sets out, what is under way goes on.
	c := changeOf("x", scenarios.Do{Embargo: true}, 0.5, 30)
	c.Where = scenarios.Where{Destination: []string{"store"}}
	o = outcomeOf(t, modelOf(t, net, c), 1, 0)
	conserves(t, o)
	near(t, "flows, h", hours(o.Flows[0].Transit.Sum), (12+12.75)+(36+12.75-1)+(36+12.75-2)+(84+12.75-57.5))
	if o.Changes[0].Postponed != 2 || o.Changes[0].LoadHours != 29+28 {
		t.Errorf("%+v", o.Changes[0])
	}
	c.Cargo = scenarios.Cancel
	o = outcomeOf(t, modelOf(t, net, c), 1, 0)
	conserves(t, o)
	if o.Cancelled != 2 || o.Changes[0].Cancelled != 2 || o.Delivered != 2 {
		t.Errorf("cancelled %d, delivered %d", o.Cancelled, o.Delivered)
	}
}

func TestAStageThatIsAddedHoldsWhoComesWhileItIsThere(t *testing.T) {
	t.Parallel()
	net := eachLoad(t, "55min", "1h", "2h59min", "3h", "5h")
	stage := scenarios.Stage{Name: "x-ray", Time: lasting(t, "7min"), USD: 0}
	add := func(s scenarios.Stage) scenarios.Change { return changeOf("desk", scenarios.Do{Stage: &s}, 1, 3) }
	m := modelOf(t, net, add(stage))
	o := outcomeOf(t, m, 1, 0)
	// Through the desk at 1:05, 1:15, 3:09, 3:19 and 5:10: only the first two
	// come to it in time.
	expectMinutes(t, "a delay", o, 17, 22, 10, 19, 10)
	heldFrom(t, m, o, 1, 3, true)
	one := stage
	one.Time, one.Servers = lasting(t, "15min"), 1
	expectMinutes(t, "one machine", outcomeOf(t, modelOf(t, net, add(one)), 1, 0), 25, 35, 10, 19, 10)
	same := stage
	same.Resource = "clerk"
	expectMinutes(t, "the same clerk, who goes on with the truck in hand", outcomeOf(t, modelOf(t, net, add(same)), 1, 0), 10+7, 15+7+7, 10, 19, 10)
	none := stage
	none.Chance = number(0)
	if base := without(outcomeOf(t, modelOf(t, net), 1, 0)); !reflect.DeepEqual(base, without(outcomeOf(t, modelOf(t, net, add(none)), 1, 0))) {
		t.Error("a stage that nobody goes through changes the outcome")
	}
}

func TestAProposedLinkIsThereWhileItIsOpen(t *testing.T) {
	t.Parallel()
	net := toDallas(t, "168h 180h 200h", edit{"links.csv", "km,kmh\n", "km,kmh,open\n"}, edit{"links.csv", "near,road,MX,240,80", "near,road,MX,240,80,no"},
		edit{"links.csv", "320,80", "320,80,yes"}, edit{"links.csv", "100,80", "100,80,yes"}, edit{"links.csv", "640,80", "640,80,yes"})
	o := outcomeOf(t, modelOf(t, net), 1, 0)
	if o.Resources[0].Served != 0 || o.Resources[1].Served != 3 {
		t.Errorf("closed: the near bridge served %d, the far one %d", o.Resources[0].Served, o.Resources[1].Served)
	}
	m := modelOf(t, net, changeOf("mx-near", scenarios.Do{Open: true}, 5, 20))
	o = outcomeOf(t, m, 1, 0)
	if o.Resources[0].Served != 1 || o.Resources[1].Served != 2 {
		t.Errorf("opened: the near bridge served %d, the far one %d", o.Resources[0].Served, o.Resources[1].Served)
	}
	heldFrom(t, m, o, 5, 20, true)
}

func TestAChangeForSomeGoodsLeavesTheOthersAlone(t *testing.T) {
	t.Parallel()
	base := func() *network.Network {
		return worldOf(t, "two-crossings", edit{"parameters.csv", "preroll,7d", "preroll,0h"}, edit{"commodities.csv", "0.001\n", "0.001\nsteel,metal,20,9000,0\n"},
			edit{"flows.csv", "4/h,3d\n", "2/h,3d\nsteel,monterrey,toronto,steel,2/h,3d\n"}, edit{"resources.csv", "laredo,booth,2", "laredo,booth,200"}, edit{"resources.csv", "detroit,booth,1", "detroit,booth,100"})
	}()
	was := outcomeOf(t, modelOf(t, base), 1, 0)
	for name, do := range map[string]scenarios.Do{"close": closed, "embargo": {Embargo: true}, "service_time": {ServiceTime: number(3)}, "chance": {Chance: &scenarios.Chance{To: number(1)}}, "fee": {Fee: usd(99)}} {
		c := changeOf("laredo", do, 48, 96)
		c.Where.Commodity = []string{"steel"}
		if name == "chance" {
			c.Where.Stage = []string{"secondary"}
		}
		o := outcomeOf(t, modelOf(t, base, c), 1, 0)
		if reflect.DeepEqual(was.Flows[1], o.Flows[1]) || o.Changes[0].Bound == 0 {
			t.Errorf("%s of steel does nothing to it", name)
		}
		if !reflect.DeepEqual(was.Flows[0], o.Flows[0]) {
			t.Errorf("%s of steel changes parts", name)
		}
	}
}

func TestCargoReckonsWithAClosureFromItsAnnouncementOn(t *testing.T) {
	t.Parallel()
	// Closed from 216 to 264 h of the run. Who sets out at 214 h comes at 217 h.
	net := toDallas(t, "212h 214h")
	c := changedBy(changeOf("near", closed, 48, 96), scenarios.Divert, nil)
	o := outcomeOf(t, modelOf(t, net, c), 1, 0)
	near(t, "unannounced, h", hours(o.Flows[0].Transit.Sum), 2*freeHours+1.25) // on from bridge to bridge
	c.When.Announced = 3 * time.Hour
	o = outcomeOf(t, modelOf(t, net, c), 1, 0)
	near(t, "announced, h", hours(o.Flows[0].Transit.Sum), 2*freeHours+1) // to the far bridge at once
	if o.Changes[0].Diverted != 0 {
		t.Errorf("%d diverted under way", o.Changes[0].Diverted)
	}
	c.When.Announced = time.Hour // known from 215 h on
	near(t, "late, h", hours(outcomeOf(t, modelOf(t, net, c), 1, 0).Flows[0].Transit.Sum), 2*freeHours+1.25)
}

func TestCargoLearnsOfAClosureByItsLagOrWhenItStandsBeforeIt(t *testing.T) {
	t.Parallel()
	// Closed from 216 to 264 h; known from 222 h. 217 h: comes to the closed
	// bridge at 220 h and drives on. 223 h: goes to the far bridge at once.
	net := toDallas(t, "217h 223h")
	c := changedBy(changeOf("near", closed, 48, 96), scenarios.Divert, func(c *scenarios.Change) { c.Lag = 6 * time.Hour })
	o := outcomeOf(t, modelOf(t, net, c), 1, 0)
	near(t, "transit, h", hours(o.Flows[0].Transit.Sum), 2*freeHours+1.25+1)
	if o.Changes[0].Diverted != 1 {
		t.Errorf("%d diverted under way", o.Changes[0].Diverted)
	}
}

func TestPostponedCargoSetsOutWhenItsWayIsFreeAndAShareNeverComesBack(t *testing.T) {
	t.Parallel()
	// Closed from 216 to 264 h: who would come to the bridge in between sets out
	// so that it comes there at 264 h.
	net := toDallas(t, "212h 220h 230h 262h")
	c := changedBy(changeOf("near", closed, 48, 96), scenarios.Postpone, nil)
	o := outcomeOf(t, modelOf(t, net, c), 1, 0)
	conserves(t, o)
	near(t, "transit, h", hours(o.Flows[0].Transit.Sum), 4*freeHours+(261-220)+(261-230)+2.0/60*0)
	if x := o.Changes[0]; x.Postponed != 2 || x.Cancelled != 0 || x.LoadHours != 41+31 {
		t.Errorf("%+v", x)
	}
	c.Lost = number(1)
	o = outcomeOf(t, modelOf(t, net, c), 1, 0)
	conserves(t, o)
	if x := o.Changes[0]; x.Postponed != 2 || x.Cancelled != 2 || o.Delivered != 2 {
		t.Errorf("all lost: %+v", x)
	}
	// Patience of 35 h: the one of 220 h gives up at 255 h.
	c.Lost, c.Patience = nil, lasting(t, "35h")
	o = outcomeOf(t, modelOf(t, net, c), 1, 0)
	conserves(t, o)
	if x := o.Changes[0]; x.Postponed != 2 || x.Cancelled != 1 || x.LoadHours != 35+31 {
		t.Errorf("patience: %+v", x)
	}
}

func TestCargoThatCancelsNeverSetsOut(t *testing.T) {
	t.Parallel()
	net := toDallas(t, "212h 214h 220h 262h")
	c := changedBy(changeOf("near", closed, 48, 96), scenarios.Cancel, nil)
	o := outcomeOf(t, modelOf(t, net, c), 1, 0)
	conserves(t, o)
	// That of 214 h is under way already and waits at the bridge.
	if x := o.Changes[0]; x.Cancelled != 1 || o.Flows[0].Cancelled != 1 || o.Delivered != 3 || x.Loads != 1 {
		t.Errorf("%+v, delivered %d", x, o.Delivered)
	}
	near(t, "transit, h", hours(o.Flows[0].Transit.Sum), 3*freeHours+(264-217)+0)
}

func TestWhoLosesPatienceTakesAnotherWayOrIsCancelled(t *testing.T) {
	t.Parallel()
	// At the bridge at 217 h, patience to 227 h, then 1:15 to the far bridge.
	net := toDallas(t, "214h")
	c := changedBy(changeOf("near", closed, 48, 96), scenarios.Wait, func(c *scenarios.Change) { c.Patience = lasting(t, "10h") })
	o := outcomeOf(t, modelOf(t, net, c), 1, 0)
	conserves(t, o)
	near(t, "to the other bridge, h", hours(o.Flows[0].Transit.Sum), freeHours+10+1.25)
	near(t, "queueing, h", hours(o.Flows[0].Time[account(atBorder, network.Queueing)]), 10)
	if x := o.Changes[0]; x.Diverted != 1 || x.LoadHours != 10 {
		t.Errorf("%+v", x)
	}
	// With both bridges closed there is no other way.
	c.Where.ID = []string{"near", "far"}
	o = outcomeOf(t, modelOf(t, net, c), 1, 0)
	conserves(t, o)
	if o.Cancelled != 1 || o.Changes[0].Cancelled != 1 || o.Flows[0].Cancelled != 1 {
		t.Errorf("cancelled %d", o.Cancelled)
	}
	// Patience that lasts longer than the closure changes nothing.
	c.Patience = lasting(t, "100h")
	a := without(outcomeOf(t, modelOf(t, net, c), 1, 0))
	c.Patience = nil
	if b := without(outcomeOf(t, modelOf(t, net, c), 1, 0)); !reflect.DeepEqual(a, b) {
		t.Error("a patience that nobody loses changes the outcome")
	}
	// For a train that does not come: 2 h after it is at the yard.
	train := worldOf(t, "one-train", boxes("list 0h"))
	c = changedBy(changeOf("train", closed, -1, 48), scenarios.Divert, func(c *scenarios.Change) { c.Patience = lasting(t, "2h") })
	o = outcomeOf(t, modelOf(t, train, c), 1, 0)
	conserves(t, o)
	if o.Cancelled != 1 {
		t.Errorf("%d cancelled at the yard", o.Cancelled)
	}
}

func TestASurgeGivesMoreForItsTimeAndNoLonger(t *testing.T) {
	t.Parallel()
	net := eachLoad(t, "1h", "1h", "1h", "1h", "4h", "4h")
	c := changeOf("desk", closed, 0.5, 2)
	c.When.Surge = &scenarios.Surge{Times: 2, Over: time.Hour}
	m := modelOf(t, net, c)
	o := outcomeOf(t, m, 1, 0)
	expectMinutes(t, "two clerks from 2:00 to 3:00", o, 70, 70, 80, 80, 10, 20)
	if c := &o.Changes[0]; m.Date(c.Off) != at(2) || m.Date(c.Last) != at(2).Add(10*time.Minute) {
		t.Errorf("let go at %v, bound last at %v", m.Date(c.Off), m.Date(c.Last))
	}
}

func TestNoNewCargoBeforeAClosure(t *testing.T) {
	t.Parallel()
	// The train of noon would go before the closure: the embargo keeps what is at
	// the yard from boarding.
	c := changeOf("train", closed, 30, 50)
	c.When.Embargo = 24 * time.Hour
	net := worldOf(t, "one-train", boxes("list 0h 8h"))
	m := modelOf(t, net, c)
	o := outcomeOf(t, m, 1, 0)
	near(t, "transit, h", hours(o.Flows[0].Transit.Sum), (60+12.75)+(60+12.75-8))
	if s := &o.Services[0]; s.Cancelled != 1 || s.Departures != 6 {
		t.Errorf("%+v", *s)
	}
}

func TestAShareOfTheLoadsIsBroughtForward(t *testing.T) {
	t.Parallel()
	net := eachLoad(t, "50min", "2h", "2h30min", "3h", "5h")
	c := changeOf("x", scenarios.Do{Demand: number(1)}, 2, 8)
	c.Where = scenarios.Where{Kind: []string{"flow"}}
	c.When.Announced, c.When.FrontLoad = 90*time.Minute, number(1)
	m := modelOf(t, net, c)
	o := outcomeOf(t, m, 1, 0)
	conserves(t, o)
	// Those of 2:00, 2:30 and 3:00 come at 0:30, 1:00 and 1:30.
	expectMinutes(t, "three come earlier", o, 10, 10, 10, 10, 10)
	if o.Changes[0].Forward != 3 || o.Created != 5 {
		t.Errorf("%+v", o.Changes[0])
	}
	if m.Date(o.Changes[0].First) != at(0.5) || m.Date(o.Changes[0].Last) != at(1.5) {
		t.Errorf("from %v to %v", m.Date(o.Changes[0].First), m.Date(o.Changes[0].Last))
	}
	// A share of half, by a draw of each load.
	big := worldOf(t, "two-crossings")
	c.From, c.To, c.When.Announced, c.When.FrontLoad = at(240), at(480), 5*24*time.Hour, number(0.5)
	o = outcomeOf(t, modelOf(t, big, c), 1, 0)
	conserves(t, o)
	if n := float64(o.Changes[0].Forward); math.Abs(n-0.5*4*120) > 60 || o.Created != outcomeOf(t, modelOf(t, big), 1, 0).Created {
		t.Errorf("%g brought forward, %d created", n, o.Created)
	}
}

func TestARecoveryCanBeExponential(t *testing.T) {
	t.Parallel()
	c := changeOf("desk", scenarios.Do{ServiceTime: number(3)}, 1, 2)
	c.When.Recovery, c.When.Decay = 8*time.Hour, true
	got := pointsIn(modelOf(t, eachLoad(t, "1h"), c), 1, 0)
	want := [][2]float64{{1, 1}}
	for k := range 8 {
		w := math.Exp(-3 * float64(k+1) / 8)
		if k == 7 {
			w = 0
		}
		want = append(want, [2]float64{2 + float64(k), w})
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v, expected %v", got, want)
	}
}

func TestNewChangesOfNoEffectChangeNothing(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "two-crossings")
	base := without(outcomeOf(t, modelOf(t, net), 3, 0))
	flow := scenarios.Where{Kind: []string{"flow"}}
	all := scenarios.Where{ID: []string{"laredo", "mx-85"}}
	for name, c := range map[string]scenarios.Change{
		"fee": {Where: all, Do: scenarios.Do{Fee: usd(0)}}, "price": {Where: all, Do: scenarios.Do{Price: number(1)}},
		"fees":   {Where: scenarios.Where{ID: []string{"laredo"}}, Do: scenarios.Do{Fee: &scenarios.Fee{Times: number(1)}}},
		"tariff": {Where: flow, Do: scenarios.Do{Tariff: &scenarios.Tariff{Add: number(0), Transit: true}}}, "demand": {Where: flow, Do: scenarios.Do{Demand: number(1)}},
		"stage":      {Where: scenarios.Where{ID: []string{"laredo"}}, Do: scenarios.Do{Stage: &scenarios.Stage{Name: "s", Time: &scenarios.Span{Dist: data.Dist{}}}}},
		"goods":      {Where: scenarios.Where{ID: []string{"laredo"}, Commodity: []string{"parts"}}, Do: scenarios.Do{ServiceTime: number(1)}},
		"front load": {Where: flow, Do: scenarios.Do{Demand: number(1)}, When: scenarios.When{Announced: time.Hour, FrontLoad: number(0)}},
		"surge":      {Where: scenarios.Where{ID: []string{"laredo"}}, Do: scenarios.Do{Capacity: number(1)}, When: scenarios.When{Surge: &scenarios.Surge{Times: 1, Over: time.Hour}}},
	} {
		c.Name, c.From, c.To = "nothing", at(30.01), at(100)
		if got := without(outcomeOf(t, modelOf(t, net, c), 3, 0)); !reflect.DeepEqual(base, got) {
			t.Errorf("%s gives another outcome", name)
		}
	}
}
