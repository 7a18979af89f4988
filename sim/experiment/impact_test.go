package experiment

import (
	"context"
	"maps"
	"math"
	"reflect"
	"testing"

	"corridor/network"
	"corridor/network/route"
	"corridor/sim/freight"
)

// guessed is straits with guesses: how long secondary takes (a pure delay), what
// it costs, what the ship costs, and the price of a ship that does not run.
func guessed(t testing.TB, assumptions string) Plan {
	tables := maps.Clone(straits)
	tables["services"] = "id,mode,carries,capacity_teu,departs,usd_load,open\nship,sea,container hopper,60,every 3d from 2024-01-02 12:00,1500,yes\nplan,sea,container,60,every 3d from 2024-01-02 12:00,900,no\n"
	tables["calls"] += "plan,1,quay,0h\nplan,2,dock,8d\n"
	tables["assumptions"] = "table,row,column,low,central,high,reason\n" + assumptions
	p := planOf(t, 3, route.ViaUS, route.Direct)
	p.Net = netOf(t, tables)
	return p
}

const guesses = "processes,in/2,time,2h,4h,8h,how long secondary takes\n" +
	"processes,in/2,cost_usd,50,100,300,what secondary costs\n" +
	"services,ship,usd_load,1000,1500,3000,price of the ship\n" +
	"services,plan,usd_load,100,900,2000,price of a ship that does not run\n"

func impactOf(t testing.TB, p Plan, workers int, byCost bool) *Impact {
	t.Helper()
	im, err := RunImpact(context.Background(), ImpactPlan{Net: p.Net, Cases: p.Cases, Seed: p.Seed, Reps: p.Reps, Workers: workers, ByCost: byCost})
	if err != nil {
		t.Fatal(err)
	}
	return im
}

// Secondary is passed at two bridges with a chance of one in five each, and no
// queue: every hour of its mean is 0.4 h of the way through the United States
// and nothing of the direct one. A dollar of its fee is 0.4 dollars a load.
func TestAnImpactIsWhatTheoryGives(t *testing.T) {
	p := guessed(t, guesses)
	im := impactOf(t, p, 2, false)
	if len(im.Swings) != 3 || len(im.Idle) != 1 || im.Idle[0].Rows[0].Text("row") != "plan" {
		t.Fatalf("%d unknowns move something, %d nothing", len(im.Swings), len(im.Idle))
	}
	first := im.Swings[0]
	if first.Unknown.Reason != "how long secondary takes" {
		t.Fatalf("the largest is %s", first.Unknown.Name())
	}
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 0.15*math.Abs(want)+1e-9 {
			t.Errorf("%s: %g, want %g", what, got, want)
		}
	}
	near("us, low", first.Low[0].Hours, -2*0.4)
	near("us, high", first.High[0].Hours, 4*0.4)
	near("direct, low", first.Low[1].Hours, 0)
	near("direct, high", first.High[1].Hours, 0)
	near("difference, high", first.High[2].Hours, -4*0.4)
	near("size", first.Size, 6*0.4)
	if !(first.Noise > 0 && first.Noise < 1.5) {
		t.Errorf("noise %g", first.Noise)
	}
	near("base difference", im.Base[2].Hours, im.Base[1].Hours-im.Base[0].Hours)
	// 4 parts of 14 t and 2 tyres of 10 t a day, 76/6 t a load.
	cost := impactOf(t, p, 1, true)
	byReason := map[string]Swing{}
	for _, s := range cost.Swings {
		byReason[s.Unknown.Reason] = s
	}
	fee, ship := byReason["what secondary costs"], byReason["price of the ship"]
	near("fee, low", fee.Low[0].USD, -50*0.4/(76.0/6))
	near("fee, high", fee.High[0].USD, 200*0.4/(76.0/6))
	near("fee on the direct way", fee.High[1].USD, 0)
	near("ship, low", ship.Low[1].USD, -500/(76.0/6))
	near("ship, high", ship.High[1].USD, 1500/(76.0/6))
	near("ship on the way through the United States", ship.High[0].USD, 0)
	if cost.Swings[0].Unknown.Reason != "price of the ship" {
		t.Errorf("the dearest is %s", cost.Swings[0].Unknown.Name())
	}
}

func TestAnImpactDoesNotDependOnWorkers(t *testing.T) {
	p := guessed(t, guesses)
	if a, b := impactOf(t, p, 1, false), impactOf(t, p, 5, false); !reflect.DeepEqual(figuresOf(a), figuresOf(b)) {
		t.Error("one worker and five give different impacts")
	}
}

func figuresOf(im *Impact) (list []any) {
	list = append(list, im.Base)
	for _, s := range im.Swings {
		list = append(list, s.Unknown.Name(), s.Low, s.High, s.Size, s.Noise, s.Reach)
	}
	return list
}

// Sampled inputs: every replication has its own world, alike in both cases; the
// case that an unknown does not touch is as with the tables.
func TestSampledInputsAreDrawnOnceAReplication(t *testing.T) {
	p := guessed(t, "links,r2,kmh,40,85,170,speed on the road\n")
	central := study(t, p)
	p.Sampled = true
	sampled := study(t, p)
	us := func(s *Study, c, r int) float64 { return s.cells[c][r].all[0] }
	seen := map[float64]bool{}
	for r := range p.Reps {
		if us(sampled, 1, r) != us(central, 1, r) {
			t.Errorf("replication %d: the direct way takes %g h, %g h with the tables", r, us(sampled, 1, r), us(central, 1, r))
		}
		if us(sampled, 0, r) == us(central, 0, r) || seen[us(sampled, 0, r)] {
			t.Errorf("replication %d: %g h", r, us(sampled, 0, r))
		}
		seen[us(sampled, 0, r)] = true
	}
	p.Workers = 1
	if again := study(t, p); !reflect.DeepEqual(again.Summary(), sampled.Summary()) {
		t.Error("one worker and two give different results")
	}
	if sum := sampled.Summary(); sum.Inputs != "sampled" || len(sum.Notes) != 1 {
		t.Errorf("inputs %q, notes %q", sum.Inputs, sum.Notes)
	}
}

func TestSampledInputsOfAWorldWithoutAssumptionsAreItsTables(t *testing.T) {
	p := planOf(t, 2, route.ViaUS, route.Direct)
	central := study(t, p).Summary()
	p.Sampled = true
	sampled := study(t, p).Summary()
	sampled.Inputs, sampled.Notes = central.Inputs, central.Notes
	sampled.Winners, central.Winners = nil, nil // by another rule
	if !reflect.DeepEqual(sampled, central) {
		t.Error("the figures differ")
	}
}

// Six desks do not fit into three places: the draw moves towards the tables
// until it does.
func TestAnImpossibleDrawMovesTowardsTheTables(t *testing.T) {
	tables := maps.Clone(straits)
	tables["resources"] = "facility,resource,servers,buffer\nbridge,booth,1,3\nnorth,booth,1,3\n"
	tables["assumptions"] = "table,row,column,low,central,high,reason\nresources,bridge/booth,servers,1,1,6,number of booths\n"
	p := planOf(t, 1, route.ViaUS)
	p.Net = netOf(t, tables)
	im := impactOf(t, p, 1, false)
	if len(im.Swings) != 1 || im.Swings[0].Reach != 0.25 {
		t.Errorf("%+v", im.Swings)
	}
}

func TestACaseWinsSampledOnlyInNineOfTenDraws(t *testing.T) {
	ten := func(wins int) (best, other []float64) {
		for i := range 10 {
			best = append(best, 1)
			other = append(other, map[bool]float64{true: 2, false: 0.9}[i < wins])
		}
		return best, other
	}
	for wins, want := range map[int]bool{10: true, 9: true, 8: false, 0: false} {
		best, other := ten(wins)
		if got := winsDraws(best, [][]float64{other}, false); got != want {
			t.Errorf("%d of 10 wins: %v", wins, got)
		}
	}
	if winsDraws([]float64{1}, [][]float64{{2}}, false) {
		t.Error("one draw shows nothing")
	}
	if winsDraws([]float64{1, 1}, [][]float64{{2, 2}}, true) {
		t.Error("more is better here")
	}
}

// A study at screen fidelity is the same for any number of workers and says what
// it is.
func TestAScreenedStudySaysSo(t *testing.T) {
	p := planOf(t, 2, route.ViaUS, route.Direct)
	for i := range p.Cases {
		p.Cases[i].Fidelity = freight.Screen
	}
	a := study(t, p).Summary()
	p.Workers = 1
	b := study(t, p).Summary()
	if !reflect.DeepEqual(a, b) || a.Fidelity != "screen" || len(a.Notes) != 1 {
		t.Errorf("%q %q", a.Fidelity, a.Notes)
	}
}

// A draw that leaves the way fingerprint as it is leaves the ways: compiled with
// those of the tables or its own, the figures are the same. One that does not
// (a speed) has another fingerprint.
func TestWaysAreLookedForAnewOnlyWhereADrawChangesThem(t *testing.T) {
	tables := maps.Clone(straits)
	tables["services"] = "id,mode,carries,capacity_teu,departs,usd_load,blank,length_km\nship,sea,container hopper,60,every 3d from 2024-01-02 12:00,1500,0.1,1\n"
	tables["commodities"] = "id,group,equipment,road,tonnes,teu,value_usd,time_value,season\nparts,automotive,container,yes,14,2,60000,0.001,busy\ntyres,automotive,container,yes,10,2,20000,0.001,\ncars,autos,autorack,yes,18,2,200000,0.001,\ngrain,bulk,hopper,no,80,2,20000,0.0005,\n"
	tables["seasons"] = "id,over,values\nbusy,weekdays,2 2 2 2 2 1 1\n"
	tables["assumptions"] = "table,row,column,low,central,high,reason\n" +
		"links,r2,spread,0,0.1,0.5,alone 1\n" +
		"resources,bridge/booth,servers,1,1,4,alone 2\n" +
		"flows,parts,rate,2/d,4/d,9/d,alone 3\n" +
		"flows,parts,due,3d,6d,9d,alone 4\n" +
		"services,ship,capacity_teu,10,60,99,alone 5\n" +
		"services,ship,blank,0,0.1,0.5,alone 6\n" +
		"seasons,busy,values,1 1 1 1 1 .5 .5,2 2 2 2 2 1 1,3 3 3 3 3 1.5 1.5,alone 7\n" +
		"links,r2,kmh,40,85,120,changes ways\n" +
		"services,ship,usd_load,100,1500,9000,changes ways too\n"
	p := planOf(t, 1, route.ViaUS, route.Direct)
	p.Net = netOf(t, tables)
	base, err := compile(p.Net, p.Cases, nil)
	if err != nil {
		t.Fatal(err)
	}
	open := base[0].Finder.Open
	for _, u := range p.Net.Unknowns() {
		for _, at := range []float64{0, 1} {
			if len(u.Reason) > 8 { // changes ways
				if net, err := p.Net.Draw([]network.Unknown{u}, []float64{at}, 1); err != nil || net.WayFingerprint(open) == p.Net.WayFingerprint(open) {
					t.Errorf("%s at %g: the ways are taken to be the same (%v)", u.Name(), at, err)
				}
				continue
			}
			net, err := p.Net.Draw([]network.Unknown{u}, []float64{at}, 1)
			if err != nil || net.WayFingerprint(open) != p.Net.WayFingerprint(open) {
				t.Errorf("%s at %g: the ways are taken to be others (%v)", u.Name(), at, err)
				continue
			}
			with, err1 := compile(net, p.Cases, base)
			alone, err2 := compile(net, p.Cases, nil)
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			for c := range with {
				a, _ := with[c].Run(context.Background(), 3, 0)
				b, _ := alone[c].Run(context.Background(), 3, 0)
				if !reflect.DeepEqual(a, b) {
					t.Errorf("%s at %g: other outcomes with the ways of the tables", u.Name(), at)
				}
			}
		}
	}
}
