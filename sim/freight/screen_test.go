package freight

import (
	"context"
	"math"
	"reflect"
	"testing"
	"time"

	"corridor/network"
	"corridor/network/route"
	"corridor/scenarios"
	"corridor/sim"
)

// busyBridge is two-crossings for a year with other traffic at the first
// bridge: two booths of 60 trucks an hour together, 50 an hour on average and
// more by day and in summer, closed at night.
func busyBridge(t testing.TB, edits ...edit) *network.Network {
	return worldOf(t, "two-crossings", append([]edit{
		{"parameters.csv", "window.length,28d", "window.length,366d\nwindow.start,2024-01-01"},
		{"resources.csv", "facility,resource,servers\nlaredo,booth,2", "facility,resource,servers,calendar\nlaredo,booth,3,day"},
		{"resources.csv", "detroit,booth,1", "detroit,booth,1,"},
		{"calendars.csv", "", "id,days,from,to\nday,Mon-Sun,06:00,24:00\n"},
		{"seasons.csv", "", "id,over,values\nbusy,hours,0 0 0 0 0 0 .5 1 1 1 1.2 1.4 1.4 1.4 1.2 1 1 1 1 1 .8 .6 .4 .3\nsummer,months,.8 .8 .9 1 1.1 1.2 1.2 1.1 1 1 .9 .8\n"},
		{"commodities.csv", "time_value\nparts,automotive,10,50000,0.001", "time_value,season\nparts,automotive,10,50000,0.001,summer"},
		{"backgrounds.csv", "", "facility,event,year,months,season\nlaredo,enter-us,2024,40000 38000 40000 41000 42000 43000 43000 43000 41000 42000 40000 38000,busy\n"},
	}, edits...)...)
}

func caseOf(t testing.TB, net *network.Network, f Fidelity, changes ...scenarios.Change) *Model {
	t.Helper()
	m, err := NewModel(net, Case{Scenario: &scenarios.Scenario{Name: "test", Changes: changes}, Share: 1, Fidelity: f})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func hold(t testing.TB, m *Model, live []bool) {
	t.Helper()
	var w Waits
	if err := w.Hold(context.Background(), m, live, 2); err != nil {
		t.Fatal(err)
	}
}

// hours a load spends at borders, mean.
func borderHours(o *Outcome) float64 {
	ns, n := 0.0, int64(0)
	for i := range o.Flows {
		ns += o.Flows[i].TimeAt(Border)
		n += o.Flows[i].Transit.N
	}
	return ns / float64(n) / hoursToNS
}

func TestAWeekOfTheScreenCarriesTheSeasonOfItsMonth(t *testing.T) {
	m := caseOf(t, busyBridge(t), Screen)
	begin, end, _ := m.Window()
	if end.Sub(begin) != 12*week {
		t.Fatalf("the window is %v", end.Sub(begin))
	}
	for k := 0; k < 12; k++ {
		for _, into := range []time.Duration{0, 3 * 24 * time.Hour, week - time.Hour} {
			if got := m.season(begin + sim.Time(k)*sim.Time(week) + sim.Time(into)).Month(); got != time.Month(k+1) {
				t.Errorf("week %d at %v has the season of %v", k, into, got)
			}
		}
	}
	if got := m.season(begin - 1); got.Month() != time.December || got.Year() != 2023 {
		t.Errorf("before the window it is %v", got)
	}
	if got := m.season(end + sim.Time(24*time.Hour)).Format("2006-01-02"); got != "2025-01-02" {
		t.Errorf("a day after the window it is %v", got)
	}
	// Loads by week follow the months.
	var of [12]float64
	a := &m.arrivals[0]
	for k := range of {
		h := int((begin + sim.Time(k)*sim.Time(week)) / sim.Time(time.Hour))
		of[k] = a.total[h+168] - a.total[h]
	}
	if math.Abs(of[5]/of[0]-1.2/0.8) > 0.01 {
		t.Errorf("June over January: %g", of[5]/of[0])
	}
}

func TestAShortWindowIsNotCondensed(t *testing.T) {
	m := caseOf(t, worldOf(t, "two-crossings"), Screen)
	if times, yes := m.Condensed(); yes || times != 1 {
		t.Errorf("condensed %v times", times)
	}
}

func TestAChangeKeepsItsWeekdayHourAndLengthInTheScreen(t *testing.T) {
	half := 0.5
	at := func(s string) time.Time {
		x, err := time.Parse("2006-01-02 15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	for _, c := range []struct {
		name, from, to string
		begins, lasts  string // of the run's calendar
		weight         float64
	}{
		{"three days in April", "2024-04-10 06:00", "2024-04-13 06:00", "2024-01-24 06:00", "72h0m0s", 366.0 / 84},
		{"two months", "2024-05-06 00:00", "2024-07-01 00:00", "2024-01-29 00:00", "672h0m0s", 28.0 / 56 * 366 / 84},
		{"from May to the end", "2024-05-01 00:00", "2025-01-01 00:00", "2024-01-31 00:00", "1296h0m0s", 54.0 / 245 * 366 / 84},
	} {
		ch := scenarios.Change{Name: c.name, From: at(c.from), To: at(c.to), Where: scenarios.Where{ID: []string{"laredo"}}, Do: scenarios.Do{Capacity: &half}}
		m := caseOf(t, busyBridge(t), Screen, ch)
		x := &m.changes[0]
		if got := m.Date(x.from).Format("2006-01-02 15:04"); got != c.begins || m.Date(x.from).Weekday() != at(c.from).Weekday() {
			t.Errorf("%s begins %s, want %s", c.name, got, c.begins)
		}
		if got := x.to.Sub(x.from).String(); got != c.lasts {
			t.Errorf("%s lasts %s, want %s", c.name, got, c.lasts)
		}
		if got := m.Weight(0); math.Abs(got-c.weight) > 1e-9 {
			t.Errorf("%s weighs %g, want %g", c.name, got, c.weight)
		}
	}
	always := caseOf(t, busyBridge(t), Screen, scenarios.Change{Name: "always", Where: scenarios.Where{ID: []string{"laredo"}}, Do: scenarios.Do{Capacity: &half}})
	if w := always.Weight(0); math.Abs(w-1) > 1e-9 {
		t.Errorf("a change that always holds weighs %g", w)
	}
}

// What cargo meets at a bridge whose other traffic is held fixed is what it
// meets in the whole year with all of it, within the noise of a few years; and
// at the bridge without other traffic nothing is held.
func TestCargoMeetsTheWaitsOfTheYearWhereOtherTrafficIsHeldFixed(t *testing.T) {
	t.Parallel()
	net := busyBridge(t)
	full, screen := caseOf(t, net, Full), caseOf(t, net, Screen)
	hold(t, screen, screen.Near())
	if node, _ := net.Node("laredo"); !screen.calm[node] || screen.held[0] == nil || screen.held[1] != nil {
		t.Fatalf("held at %v", screen.calm)
	}
	a, b, years := 0.0, 0.0, 3
	for i := range years {
		f, s := outcomeOf(t, full, 3, i), outcomeOf(t, screen, 3, i)
		conserves(t, s)
		a += borderHours(f) / float64(years)
		b += borderHours(s) / float64(years)
		if s.Other != 0 || s.Events*5 > f.Events {
			t.Errorf("%d other trucks, %d events against %d", s.Other, s.Events, f.Events)
		}
		if u, v := f.Resources[0].Waits.Mean(), s.Resources[0].Waits.Mean(); math.Abs(u.Hours()/v.Hours()-1) > 0.2 {
			t.Errorf("waits of all traffic: %v in the year, %v held", u, v)
		}
	}
	t.Logf("%.4f h in the year, %.4f h in the screen", a, b)
	if math.Abs(b/a-1) > 0.05 {
		t.Errorf("%.4f h at borders in the year, %.4f h in the screen", a, b)
	}
	if empty := worldOf(t, "two-crossings", edit{"parameters.csv", "window.length,28d", "window.length,366d"}); borderHours(outcomeOf(t, caseOf(t, empty, Full), 3, 0)) > 0.8*a {
		t.Error("the queue does not matter in this world; the test shows nothing")
	}
}

// A facility that a change touches is simulated with its traffic, and one that
// cargo would turn to.
func TestAChangeMakesFacilitiesNearItLive(t *testing.T) {
	net := busyBridge(t)
	laredo, _ := net.Node("laredo")
	half := 0.5
	if m := caseOf(t, net, Screen); m.Near()[laredo] {
		t.Error("live without a change")
	}
	m := caseOf(t, net, Screen, scenarios.Change{Name: "x", Where: scenarios.Where{ID: []string{"laredo"}}, Do: scenarios.Do{Capacity: &half}})
	if !m.Near()[laredo] {
		t.Error("held fixed where a change halves the booths")
	}
	hold(t, m, m.Near())
	if o := outcomeOf(t, m, 1, 0); o.Other == 0 {
		t.Error("no other traffic comes")
	}
	// A change for some goods matters to the queue if they are many there.
	goods := scenarios.Change{Name: "x", Where: scenarios.Where{ID: []string{"laredo"}, Commodity: []string{"parts"}}, Do: scenarios.Do{ServiceTime: &half}}
	if !caseOf(t, net, Screen, goods).Near()[laredo] {
		t.Error("held fixed where a change halves the service of goods that are many")
	}
	if few := busyBridge(t, edit{"flows.csv", "4/h", "1/d"}); caseOf(t, few, Screen, goods).Near()[laredo] {
		t.Error("live for a load a day")
	}
	// Two bridges side by side: what closes one sends cargo to the other.
	twin := busyBridge(t,
		edit{"nodes.csv", "toronto,Toronto", "colombia,Second bridge,crossing,US,,,America/Chicago\ntoronto,Toronto"},
		edit{"links.csv", "on-401,", "mx-2,monterrey,colombia,road,MX,250,80\nus-2,colombia,detroit,road,US,1760,80\non-401,"},
		edit{"facilities.csv", "detroit,", "colombia,enter-us,enter-us\ndetroit,"},
		edit{"resources.csv", "detroit,", "colombia,booth,3,day\ndetroit,"},
		edit{"backgrounds.csv", "laredo,", "colombia,enter-us,2024,30000 30000 30000 30000 30000 30000 30000 30000 30000 30000 30000 30000,busy\nlaredo,"})
	colombia, _ := twin.Node("colombia")
	laredo, _ = twin.Node("laredo")
	m = caseOf(t, twin, Screen, scenarios.Change{Name: "shut", Where: scenarios.Where{ID: []string{"laredo"}}, Do: scenarios.Do{Close: true}, From: date(3, 1), To: date(3, 4)})
	if near := m.Near(); !near[laredo] || !near[colombia] {
		t.Errorf("live: closed bridge %v, the other %v", near[laredo], near[colombia])
	}
}

// A duty in transit sends cargo round the country that takes it: its crossing has
// less traffic.
func TestATariffInTransitMakesTheCrossingsThatItEmptiesLive(t *testing.T) {
	net := busyBridge(t, edit{"links.csv", "on-401,", "round,monterrey,toronto,road,CA,3500,60\non-401,"})
	laredo, _ := net.Node("laredo")
	for _, transit := range []bool{true, false} {
		m := caseOf(t, net, Screen, scenarios.Change{Name: "duty", Where: scenarios.Where{Kind: []string{"flow"}}, Do: scenarios.Do{Tariff: &scenarios.Tariff{Add: number(0.25), Transit: transit}}})
		if m.Near()[laredo] != transit {
			t.Errorf("in transit %v: live %v", transit, m.Near()[laredo])
		}
	}
}

// What is learned depends on a facility's own tables alone, is learned once, and
// does not depend on the number of workers.
func TestWaitsAreLearnedOnceAndAlike(t *testing.T) {
	net := busyBridge(t)
	var one Waits
	a, b := caseOf(t, net, Screen), caseOf(t, net, Screen)
	for i, m := range []*Model{a, b} {
		if err := one.Hold(context.Background(), m, nil, 1+7*i); err != nil {
			t.Fatal(err)
		}
	}
	if len(one.made) != 1 || a.held[0] != b.held[0] {
		t.Errorf("%d facilities learned", len(one.made))
	}
	c := caseOf(t, net, Screen)
	hold(t, c, nil)
	if !reflect.DeepEqual(a.held[0], c.held[0]) {
		t.Error("learned twice, other waits")
	}
	slow := caseOf(t, busyBridge(t, edit{"processes.csv", "constant 2min", "constant 130s"}), Screen)
	fork := one.Fork()
	if err := fork.Hold(context.Background(), slow, nil, 1); err != nil {
		t.Fatal(err)
	}
	if len(fork.made) != 2 || len(one.made) != 1 {
		t.Errorf("the fork knows %d facilities, its origin %d", len(fork.made), len(one.made))
	}
	if w, v := a.held[0].tally.Waits.Mean(), slow.held[0].tally.Waits.Mean(); v <= w {
		t.Errorf("slower booths, shorter waits: %v, %v", w, v)
	}
}

func TestPartsOfASampleKeepItsMean(t *testing.T) {
	for _, values := range [][]float32{{3}, {1, 2, 3}, {5, 0, 0, 0, 100}, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 11, 12}} {
		sum := 0.0
		for _, x := range values {
			sum += float64(x) / float64(len(values))
		}
		p, mean := (&sample{values: values}).parts(1), 0.0
		for _, x := range p {
			mean += float64(x) / heldParts
		}
		if math.Abs(mean-sum) > 1e-5*(1+sum) {
			t.Errorf("%v: mean %g, of the parts %g", values, sum, mean)
		}
	}
}

// At night the bridge is shut: who comes waits for its opening.
func TestCargoThatComesToClosedGatesWaitsForTheirOpening(t *testing.T) {
	h := &heldWait{weeks: 1, turns: []turn{{0, 0}, {sim.Time(6 * time.Hour), 3}, {sim.Time(24 * time.Hour), 0}, {sim.Time(30 * time.Hour), 3}}}
	none := parts{-1}
	c := &classWait{fine: make([]parts, weekHours)}
	for i := range c.fine {
		c.fine[i], c.coarse[i], c.day[i%24] = none, none, none
	}
	h.class[1] = c
	if got := h.wait(sim.Time(2*time.Hour), 1, 0.5); got != 4*time.Hour {
		t.Errorf("at two o'clock the wait is %v", got)
	}
	c.coarse[6] = parts{600, 600, 600, 600, 600, 600, 600, 600}
	if got := h.wait(sim.Time(2*time.Hour), 0, 0.5); got != 4*time.Hour+10*time.Minute {
		t.Errorf("with a queue at opening it is %v", got)
	}
	if got := h.wait(sim.Time(25*time.Hour), 1, 0.5); got != 5*time.Hour {
		t.Errorf("the next night it is %v", got)
	}
	if got := h.wait(sim.Time(12*time.Hour), 1, 0.5); got != 0 {
		t.Errorf("by day, where nobody was ever seen to wait, it is %v", got)
	}
}

// A case compiled beside others has the ways that it would find alone.
func TestACaseBesideOthersHasItsOwnWays(t *testing.T) {
	net := busyBridge(t)
	ways := func(m *Model) (list []any) {
		for i := range m.flows {
			for _, ps := range [][]plan{m.flows[i].open, m.flows[i].cohort} {
				for k := range ps {
					list = append(list, ps[k].name, ps[k].cost, ps[k].nodes)
				}
			}
			list = append(list, m.flows[i].why)
		}
		return append(list, len(m.steps))
	}
	var before []*Model
	for _, rule := range []route.Routing{route.Open, route.ViaUS, route.Direct, route.ViaUS} {
		c := Case{Scenario: &scenarios.Scenario{Name: "test"}, Routing: rule, Share: 1}
		alone, err := NewModel(net, c)
		if err != nil {
			t.Fatal(err)
		}
		beside, err := NewModel(net, c, before...)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(ways(alone), ways(beside)) {
			t.Errorf("%s: other ways beside other cases", rule)
		}
		before = append(before, beside)
	}
}

func TestCountsOfTheYearHoldElseOfTheNearest(t *testing.T) {
	net := busyBridge(t,
		edit{"parameters.csv", "window.start,2024-01-01", "window.start,2021-01-01"},
		edit{"parameters.csv", "window.length,366d", "window.length,1826d"},
		edit{"backgrounds.csv", "", "facility,event,year,months\n" +
			"laredo,enter-us,2020,100 100 100 100 100 100 100 100 100 100 100 100\n" +
			"laredo,enter-us,2022,200 200 200 200 200 200 200 200 200 200 200 200\n" +
			"laredo,enter-us,2024,400 400 400 400 400 400 400 400 400 400 400 400\n"})
	m := caseOf(t, net, Full)
	if len(m.other) != 3 {
		t.Fatalf("%d plans", len(m.other))
	}
	for year, want := range map[int]int{2020: 2020, 2021: 2020, 2022: 2022, 2023: 2022, 2024: 2024, 2025: 2024} {
		if got := nearest([]int{2020, 2022, 2024}, year); got != want {
			t.Errorf("%d takes the counts of %d, want %d", year, got, want)
		}
	}
	for i, row := range []int{2020, 2022, 2024} {
		p, ok := m.spread(i, 1, hourTables{})
		if !ok {
			t.Fatalf("the counts of %d are never in use", row)
		}
		by := map[int]float64{}
		for h, x := range p.perNS {
			by[m.Date(sim.Time(h)*sim.Time(time.Hour)).In(net.Nodes[p.node].TZ).Year()] += x * hoursToNS
		}
		for year := 2021; year <= 2025; year++ {
			want := 0.0
			if nearest([]int{2020, 2022, 2024}, year) == row {
				want = []float64{1200, 2400, 4800}[i]
			}
			if math.Abs(by[year]-want) > 0.01*want+1e-9 {
				t.Errorf("%g trucks in %d by the counts of %d, want %g", by[year], year, row, want)
			}
		}
	}
}

// Gaps of k phases have the same mean and a variation of 1/√k, and go on over
// the hours.
func TestGapsOfPhasesAreErlang(t *testing.T) {
	for _, phases := range []string{"1", "4", "25"} {
		k := map[string]float64{"1": 1, "4": 4, "25": 25}[phases]
		net := busyBridge(t, edit{"flows.csv", "4/h", "1/year"}, edit{"resources.csv", ",day", ","},
			edit{"backgrounds.csv", "", "facility,event,year,months,phases\nlaredo,enter-us,2024,600 600 600 600 600 600 600 600 600 600 600 600," + phases + "\n"})
		r := &run{m: caseOf(t, net, Full), key: sim.NewKey(5, 0)}
		r.quiet()
		r.gens = []generator{{hour: -1}}
		var at []float64
		for next := r.nextOther(0); next <= r.m.stop; next = r.nextOther(0) {
			at = append(at, float64(next)/hoursToNS)
		}
		if n := float64(len(at)); math.Abs(n-7200*380/366) > 4*math.Sqrt(7300/k) {
			t.Errorf("%s phases: %g trucks", phases, n)
		}
		mean, ss := 0.0, 0.0
		for i := 1; i < len(at); i++ {
			mean += (at[i] - at[i-1]) / float64(len(at)-1)
		}
		for i := 1; i < len(at); i++ {
			ss += (at[i] - at[i-1] - mean) * (at[i] - at[i-1] - mean)
		}
		cv := math.Sqrt(ss/float64(len(at)-2)) / mean
		// Months of 28 to 31 days have other rates: 3% of variation.
		if math.Abs(cv-1/math.Sqrt(k)) > 0.04 {
			t.Errorf("%s phases: coefficient of variation %g, want %g", phases, cv, 1/math.Sqrt(k))
		}
	}
}

// The built-in world at screen fidelity: the us and the direct case run, carry
// what they carry in the year, and hold other traffic fixed at all bridges.
func TestTheBuiltInWorldRunsAtScreenFidelity(t *testing.T) {
	if testing.Short() {
		t.Skip("a few seconds")
	}
	t.Parallel()
	net := builtin(t)
	baseline, err := scenarios.Load("baseline")
	if err != nil {
		t.Fatal(err)
	}
	var w Waits
	for _, rule := range []route.Routing{route.ViaUS, route.Direct} {
		m, err := NewModel(net, Case{Scenario: baseline, Routing: rule, Share: 0.05, Fidelity: Screen})
		if err != nil {
			t.Fatal(err)
		}
		for node, live := range m.Near() {
			if live {
				t.Errorf("%s: %s is live without a change", rule, net.Nodes[node].ID)
			}
		}
		if err := w.Hold(context.Background(), m, m.Near(), 2); err != nil {
			t.Fatal(err)
		}
		o := outcomeOf(t, m, 1, 0)
		conserves(t, o)
		delivered, created := int64(0), int64(0)
		for i := range o.Flows {
			delivered += o.Flows[i].Delivered
			created += o.Flows[i].Created - o.Flows[i].Unserved
		}
		if float64(delivered) < 0.95*float64(created) || created < 500 {
			t.Errorf("%s: %d of %d delivered", rule, delivered, created)
		}
	}
}

// A service of a part of the year runs in the weeks that stand for it.
func TestASeasonalServiceRunsInTheWeeksOfItsSeason(t *testing.T) {
	net := worldOf(t, "one-train", edit{"parameters.csv", "", "name,value\nwindow.start,2024-01-01\nwindow.preroll,7d\nwindow.length,366d\nwindow.drain,7d\n"})
	net.Services[0].Season = network.Season{From: 401, To: 1220}
	d, err := network.ParseDeparts("daily 12:00")
	if err != nil {
		t.Fatal(err)
	}
	net.Services[0].Departs = d
	m := caseOf(t, net, Screen)
	var by [12]int
	for _, at := range m.departs[0] {
		if at < m.begin || at >= m.close {
			t.Errorf("a departure on %v", m.Date(at))
			continue
		}
		by[int((at-m.begin)/sim.Time(week))]++
	}
	if want := [12]int{0, 0, 0, 7, 7, 7, 7, 7, 7, 7, 7, 5}; by != want {
		t.Errorf("departures by week %v, want %v", by, want)
	}
}

// An opening that is late by half of the year is late by half of the weeks that
// stand for it.
func TestADrawnDelayIsADateOnTheScreenToo(t *testing.T) {
	t.Parallel()
	net := busyBridge(t)
	two := 2.0
	c := scenarios.Change{Name: "lane", Where: scenarios.Where{ID: []string{"laredo"}, Resource: []string{"booth"}}, Do: scenarios.Do{Capacity: &two}, From: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC),
		When: scenarios.When{Late: lasting(t, "uniform min=182d max=184d")}}
	for _, f := range []Fidelity{Full, Screen} {
		m := caseOf(t, net, f, c)
		begin, end, _ := m.Window()
		for _, p := range m.spells(sim.NewKey(1, 0)) {
			if share := float64(p.at-begin) / float64(end-begin); p.what == ptForce && p.weight == 1 && math.Abs(share-0.5) > 0.01 {
				t.Errorf("%v: it opens after %.2f of the window", f, share)
			}
		}
	}
}
