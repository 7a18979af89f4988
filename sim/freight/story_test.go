package freight

import (
	"reflect"
	"testing"

	"corridor/scenarios"
)

func TestAStoryTellsWhatTheAccountsSayAndChangesNothing(t *testing.T) {
	t.Parallel()
	net := toDallas(t, "214h")
	c := changedBy(changeOf("near", closed, 48, 96), scenarios.Wait, nil)
	m := modelOf(t, net, c)
	stories, o, err := m.RunStories(t.Context(), 1, 0, []ShipmentID{{"parts", 0}, {"parts", 7}})
	if err != nil {
		t.Fatal(err)
	}
	if base := outcomeOf(t, m, 1, 0); !reflect.DeepEqual(base, o) {
		t.Error("telling stories gives another outcome")
	}
	if len(stories) != 2 || len(stories[1].Lines) != 0 {
		t.Fatalf("%+v", stories)
	}
	var got [][2]string
	usd := 0.0
	for _, l := range stories[0].Lines {
		got = append(got, [2]string{m.Date(l.At).Format("02 15:04 ") + l.Where, l.What})
		usd += l.USD
	}
	want := [][2]string{
		{"02 22:00 monterrey", "created for dallas"},
		{"02 22:00 monterrey", "sets out: road near, expected 11 h 2 min"},
		{"02 22:00 mx-near", "drives for 3 h"},
		{"03 01:00 near enter-us", "stands: change-near"},
		{"05 00:00 near enter-us", "goes on after 1 d 23 h"},
		{"05 00:00 near", "primary (booth): 2 min"},
		{"05 00:02 us-near", "drives for 8 h"},
		{"05 08:02 dallas", "delivered after 2 d 10 h"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
	sum := 0.0
	for _, x := range o.Flows[0].Cost {
		sum += x
	}
	near(t, "costs of the lines, USD", usd, sum)
}

func TestWhatCanNeverMoveSaysSoAndWhy(t *testing.T) {
	t.Parallel()
	stuck := func(c scenarios.Change) Stuck {
		c.To = at(24 * 1000)
		o := outcomeOf(t, modelOf(t, worldOf(t, "one-train", boxes("list 0h")), c), 1, 0)
		if len(o.Stuck) != 1 {
			t.Fatalf("%+v", o.Stuck)
		}
		return o.Stuck[0]
	}
	id := ShipmentID{"boxes", 0}
	for _, x := range []struct {
		c    scenarios.Change
		want Stuck
	}{
		{changeOf("train", closed, 0, 1), Stuck{"north-yard", "waits for train, closed to the end by change-train", true, 1, id}},
		{changeOf("train", scenarios.Do{Embargo: true}, 0, 1), Stuck{"north-yard", "waits for train, closed to the end by change-train", true, 1, id}},
		{changeOf("north-yard", closed, 0, 1), Stuck{"north-yard", "closed to the end by change-north-yard", true, 1, id}},
		{changeOf("dray-north", closed, -1, 1), Stuck{"road dray-north", "closed to the end by change-dray-north", true, 1, id}},
	} {
		if got := stuck(x.c); got != x.want {
			t.Errorf("%+v, expected %+v", got, x.want)
		}
	}
}
