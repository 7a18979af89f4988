package freight

import (
	"testing"
	"time"

	"corridor/data"
	"corridor/network"
	"corridor/scenarios"
)

// manyTrains is set-out with 40 trains of others a day into the United States;
// its own train is six hours on its way to the border.
func manyTrains(t *testing.T, edits ...edit) *network.Network {
	t.Helper()
	n := "1240 1160 1240 1200 1240 1200 1240 1240 1200 1240 1200 1240"
	return worldOf(t, "set-out", append([]edit{{"backgrounds.csv", "", "facility,event,year,months,length_km\nborder,vehicle-enter-us,2024," + n + ",0.5\n"}}, edits...)...)
}

// trainsByHour counts who leaves the border, by hour of the year from 5 January on.
func trainsByHour(t *testing.T, net *network.Network, changes ...scenarios.Change) (hours [24 * 20]int, o *Outcome) {
	t.Helper()
	n, _ := net.Node("border")
	m, err := NewModel(net, Case{Scenario: &scenarios.Scenario{Name: "test", Changes: changes}, Share: 1, Watch: &Watch{Places: []PlaceEvent{{n, network.VehicleEnterUS}}}})
	if err != nil {
		t.Fatal(err)
	}
	o = outcomeOf(t, m, 3, 0)
	first := int32(m.instant(time.Date(2024, 1, 5, 0, 0, 0, 0, time.UTC)) / 1e9)
	for _, p := range o.Saw.Passages[0] {
		if h := (p.Came - first) / 3600; p.Came >= first && int(h) < len(hours) && !p.Box {
			hours[h]++
		}
	}
	return hours, o
}

func sumOf(hours []int) (n int) {
	for _, x := range hours {
		n += x
	}
	return n
}

// Who would have set out during the embargo does not come; who was under way
// does, and is not held.
func TestTrainsOfOthersThatHaveNotSetOutObeyAnEmbargo(t *testing.T) {
	t.Parallel()
	from := time.Date(2024, 1, 10, 0, 0, 0, 0, time.UTC)
	take := scenarios.Change{Name: "embargo", Where: scenarios.Where{ID: []string{"border"}}, Do: scenarios.Do{Embargo: true}, From: from, To: from.AddDate(0, 0, 3)}
	net := manyTrains(t)
	calm, _ := trainsByHour(t, net)
	got, o := trainsByHour(t, net, take)
	begin, end := 5*24+6, 8*24+6 // six hours behind the embargo
	own := 3                     // its own train runs: it goes by a timetable
	if n := sumOf(got[begin:end]); n > own {
		t.Errorf("%d trains came in the embargo's shadow", n)
	}
	for _, part := range [][2]int{{0, begin}, {end, len(got)}} {
		if a, b := sumOf(calm[part[0]:part[1]]), sumOf(got[part[0]:part[1]]); a != b {
			t.Errorf("hours %d to %d: %d trains, %d without the embargo", part[0], part[1], b, a)
		}
	}
	if lost := sumOf(calm[begin:end]) - own; int(o.StayedAway) != lost || lost < 90 {
		t.Errorf("%d stayed away of %d", o.StayedAway, lost)
	}
	if o.Changes[0].Bound == 0 {
		t.Error("the change says that it bound nothing")
	}
}

// Ahead of a closure nothing sets out any more, so that less is lost at the gate
// and the shadow is as long as both.
func TestAnEmbargoAheadOfAStopEmptiesTheLine(t *testing.T) {
	t.Parallel()
	net := manyTrains(t)
	from := time.Date(2024, 1, 12, 0, 0, 0, 0, time.UTC)
	stop := scenarios.Change{Name: "stop", Where: scenarios.Where{ID: []string{"border"}}, Do: scenarios.Do{Close: true}, From: from, To: from.AddDate(0, 0, 2), Cargo: scenarios.Wait}
	_, plain := trainsByHour(t, net, stop)
	stop.When.Embargo = 2 * 24 * time.Hour
	got, o := trainsByHour(t, net, stop)
	if n := sumOf(got[5*24+6 : 9*24+6]); n > 4 {
		t.Errorf("%d trains came in the shadow of four days", n)
	}
	if held := func(o *Outcome) (n int) {
		for _, p := range o.Saw.Passages[0] {
			if p.Wait > 7200 {
				n++
			}
		}
		return n
	}; held(o) > 2 || held(plain) < 50 {
		t.Errorf("%d held with the embargo, %d without", held(o), held(plain))
	}
}

func TestAnEmbargoOfSomeGoodsAndOneOfTheOtherWayLeaveTrainsOfOthersAlone(t *testing.T) {
	t.Parallel()
	net := manyTrains(t)
	calm, _ := trainsByHour(t, net)
	from := time.Date(2024, 1, 10, 0, 0, 0, 0, time.UTC)
	for _, where := range []scenarios.Where{
		{ID: []string{"border"}, Commodity: []string{net.Commodities[0].ID}},
		{ID: []string{"border"}, Event: []string{"enter-us"}},
	} {
		got, o := trainsByHour(t, net, scenarios.Change{Name: "embargo", Where: where, Do: scenarios.Do{Embargo: true}, From: from, To: from.AddDate(0, 0, 3)})
		if got != calm || o.StayedAway > 0 {
			t.Errorf("%v: %d stayed away", where, o.StayedAway)
		}
	}
}

// An embargo that comes again holds again, and not in between.
func TestAnEmbargoThatComesAgainHoldsAgain(t *testing.T) {
	t.Parallel()
	net := manyTrains(t)
	calm, _ := trainsByHour(t, net)
	from := time.Date(2024, 1, 6, 0, 0, 0, 0, time.UTC)
	c := scenarios.Change{Name: "embargo", Where: scenarios.Where{ID: []string{"border"}}, Do: scenarios.Do{Embargo: true}, From: from, To: from.AddDate(0, 0, 12)}
	c.When.Every, c.When.Lasts = 4*24*time.Hour, &scenarios.Span{Dist: data.Dist{Kind: data.Constant, A: 86400}}
	got, _ := trainsByHour(t, net, c)
	for day := 1; day <= 12; day++ {
		h := day*24 + 6
		a, b := sumOf(calm[h:h+24]), sumOf(got[h:h+24])
		if on := (day-1)%4 == 0; on && b > 1 || !on && a != b {
			t.Errorf("day %d: %d trains, %d without the embargo", day, b, a)
		}
	}
}

// Trucks come when they set out.
func TestTrucksOfOthersObeyAnEmbargoAtOnce(t *testing.T) {
	t.Parallel()
	net := crowded(t, "1", "1", edit{"backgrounds.csv", ",constant 3h", ","})
	c := shutFor(2, scenarios.Divert)
	c.Do = scenarios.Do{Embargo: true}
	calm, o := watching(t, net), watching(t, net, c)
	if lost := len(calm.Saw.Passages[0]) - len(o.Saw.Passages[0]); lost < 200 || int64(lost) > int64(o.StayedAway)+3 || o.WentElsewhere > 0 {
		t.Errorf("%d fewer came, %d stayed away, %d went elsewhere", lost, o.StayedAway, o.WentElsewhere)
	}
}
