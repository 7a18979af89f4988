package freight

import (
	"math"
	"testing"
	"time"

	"corridor/network"
	"corridor/scenarios"
)

// crowded is the world of two bridges with 4,000 other trucks a month at the near
// one, which accept a wait of three hours, and 1,000 at the far one, an hour away.
func crowded(t *testing.T, share, again string, edits ...edit) *network.Network {
	t.Helper()
	months := func(n string) string {
		return n + " " + n + " " + n + " " + n + " " + n + " " + n + " " + n + " " + n + " " + n + " " + n + " " + n + " " + n
	}
	return worldOf(t, "two-bridges", append([]edit{
		{"flows.csv", "6/h", "0.01/h"},
		{"parameters.csv", "choice.scale,0\n", "choice.scale,0\nbackground.again," + again + "\nbackground.again_after,1d\n"},
		{"backgrounds.csv", "", "facility,event,year,months,patience\nnear,enter-us,2024," + months("4000") + ",constant 3h\nfar,enter-us,2024," + months("1000") + ",constant 3h\n"},
		{"neighbours.csv", "", "facility,event,other,detour,share\nnear,enter-us,far,1h," + share + "\n"},
	}, edits...)...)
}

// shutFor closes the near bridge for days from 10 January 2024 on.
func shutFor(days int, cargo scenarios.Cargo) scenarios.Change {
	from := time.Date(2024, 1, 10, 0, 0, 0, 0, time.UTC)
	return scenarios.Change{Name: "shut", Where: scenarios.Where{ID: []string{"near"}}, Do: scenarios.Do{Close: true}, From: from, To: from.AddDate(0, 0, days), Cargo: cargo}
}

func watching(t *testing.T, net *network.Network, changes ...scenarios.Change) *Outcome {
	t.Helper()
	var w Watch
	for _, id := range []string{"near", "far"} {
		n, _ := net.Node(id)
		w.Places = append(w.Places, PlaceEvent{n, network.EnterUS})
	}
	m, err := NewModel(net, Case{Scenario: &scenarios.Scenario{Name: "test", Changes: changes}, Share: 1, Watch: &w})
	if err != nil {
		t.Fatal(err)
	}
	return outcomeOf(t, m, 3, 0)
}

func TestOtherTrafficOfAClosedBridgeTakesItsNeighbourAsFarAsItMay(t *testing.T) {
	t.Parallel()
	for share, want := range map[string]float64{"0": 0, "0.4": 0.4, "1": 1} {
		net := crowded(t, share, "0")
		calm, shut := watching(t, net), watching(t, net, shutFor(7, scenarios.Divert))
		lost := len(calm.Saw.Passages[0]) - len(shut.Saw.Passages[0])
		gained := len(shut.Saw.Passages[1]) - len(calm.Saw.Passages[1])
		if lost < 700 {
			t.Fatalf("share %s: the closed bridge lost only %d trucks", share, lost)
		}
		if got := float64(gained) / float64(lost); math.Abs(got-want) > 0.06 {
			t.Errorf("share %s: %d lost, %d at the neighbour, share %.3f", share, lost, gained, got)
		}
		if n := gained - int(shut.WentElsewhere); n < 0 || n > 3 || calm.StayedAway+calm.WentElsewhere+calm.CameLater > 0 {
			t.Errorf("share %s: %d went elsewhere of %d gained; calm %d away", share, shut.WentElsewhere, gained, calm.StayedAway)
		}
	}
}

func TestOtherTrafficThatTriesAgainComesWhenTheBridgeIsOpen(t *testing.T) {
	t.Parallel()
	lost := func(again string, days int) int {
		net := crowded(t, "0", again)
		return len(watching(t, net).Saw.Passages[0]) - len(watching(t, net, shutFor(days, scenarios.Divert)).Saw.Passages[0])
	}
	if always := lost("1", 4); always > 20 {
		t.Errorf("%d trucks lost though all try again", always)
	}
	never, some := lost("0", 4), lost("0.5", 4)
	if !(some < never*9/10 && some > never/2) {
		t.Errorf("%d lost without and %d with every second trying again", never, some)
	}
}

// Who is shut out for long is lost, who stands before a short closure waits.
func TestAShortClosureHoldsOtherTrafficAndALongOneLosesIt(t *testing.T) {
	t.Parallel()
	net := crowded(t, "0", "0")
	short := shutFor(0, scenarios.Divert)
	short.To = short.From.Add(150 * time.Minute) // less than all accept
	if o := watching(t, net, short); o.StayedAway != 0 {
		t.Errorf("%d stayed away from a closure shorter than they accept", o.StayedAway)
	}
	if o := watching(t, net, shutFor(3, scenarios.Divert)); o.StayedAway < 250 {
		t.Errorf("only %d stayed away", o.StayedAway)
	}
}

func TestWhereAClosureSaysWaitOtherTrafficStandsAndRunsLater(t *testing.T) {
	t.Parallel()
	net := crowded(t, "1", "0", edit{"backgrounds.csv", ",constant 3h", ","})
	calm, shut := watching(t, net), watching(t, net, shutFor(2, scenarios.Wait))
	if a, b := len(calm.Saw.Passages[0]), len(shut.Saw.Passages[0]); a != b || shut.StayedAway+shut.WentElsewhere > 0 {
		t.Errorf("%d came in calm, %d with the closure; %d stayed away", a, b, shut.StayedAway)
	}
	held := 0
	for _, p := range shut.Saw.Passages[0] {
		if p.Wait > 3600 {
			held++
		}
	}
	if held < 200 {
		t.Errorf("only %d waited over an hour", held)
	}
}

func TestWhereAClosureSaysCancelNobodySetsOut(t *testing.T) {
	t.Parallel()
	net := crowded(t, "1", "1", edit{"backgrounds.csv", ",constant 3h", ","})
	shut := watching(t, net, shutFor(2, scenarios.Cancel))
	if shut.StayedAway < 200 || shut.WentElsewhere > 0 {
		t.Errorf("%d stayed away, %d went elsewhere", shut.StayedAway, shut.WentElsewhere)
	}
	if c := shut.Changes[0]; c.Bound == 0 {
		t.Error("the change says that it bound nothing")
	}
}

// The bridge opens from 8 to 16 h; a queue of six hours at 14 h is worked off on
// the next day at noon.
func TestTheToldWaitFollowsTheCalendar(t *testing.T) {
	t.Parallel()
	net := worldOf(t, "two-bridges",
		edit{"calendars.csv", "", "id,days,from,to\nday,Mon-Sun,08:00,16:00\n"},
		edit{"resources.csv", "", "facility,resource,servers,calendar\nnear,booth,2,day\nfar,booth,2,\n"})
	m := modelOf(t, net)
	r := &run{m: m}
	r.prepare()
	booth := int32(0)
	at := m.instant(time.Date(2024, 1, 10, 14, 0, 0, 0, net.Nodes[1].TZ))
	for int(r.state[booth].turn) < len(m.res[booth].turns) && m.res[booth].turns[r.state[booth].turn].at <= at {
		r.state[booth].turn++
	}
	r.res[booth].Servers = 2
	for _, tt := range []struct{ hours, want float64 }{{0, 0}, {1, 1}, {2, 2}, {3, 19}, {10, 26}, {11, 43}} {
		near(t, "told, h", r.workedOff(booth, at, 2*tt.hours*3600).Sub(at).Hours(), tt.want)
	}
}

func TestATrainKeepsTheBridgeBetweenTwoStages(t *testing.T) {
	t.Parallel()
	world := worldOf(t, "two-bridges",
		edit{"flows.csv", "6/h", "60/h"},
		edit{"resources.csv", "", "facility,resource,servers\nnear,booth,1\nfar,booth,1\n"},
		edit{"processes.csv", "", "process,order,stage,resource,time,account\nenter-us,1,stop,booth,constant 2min,inspected\nenter-us,2,cross,booth,constant 1min,moving\n"})
	m := modelOf(t, world)
	for i := range m.ops {
		if o := &m.ops[i]; o.code == opStage && m.ops[i+1].code == opStage && !o.keep {
			t.Error("the first of two stages at one booth gives it up")
		}
	}
	var w Watch
	n, _ := world.Node("near")
	w.Places = append(w.Places, PlaceEvent{n, network.EnterUS})
	m.Case.Watch = &w
	o := outcomeOf(t, m, 1, 0)
	done := 0
	for _, p := range o.Saw.Passages[0] {
		if p.Left < 0 {
			continue
		}
		done++
		if p.Left-p.Began != 180 {
			t.Fatalf("a passage of %d s, want 180", p.Left-p.Began)
		}
	}
	if done < 1000 {
		t.Errorf("only %d passed", done)
	}
}
