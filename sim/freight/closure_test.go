package freight

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"corridor/network"
	"corridor/scenarios"

	"pgregory.net/rapid"
)

// In a world of one class, first come first served, on a fixed route, a closure
// that contains another never makes the loads faster: with the same arrivals and
// service times every departure is later or the same.
func TestAClosureWithinAnotherIsNeverTheSlowerOne(t *testing.T) {
	t.Parallel()
	worlds := map[int]*network.Network{}
	for servers := 1; servers <= 3; servers++ {
		worlds[servers] = worldOf(t, "tandem", edit{"parameters.csv", "", "name,value\nwindow.preroll,0h\nwindow.length,2d\nwindow.drain,30d\n"},
			edit{"resources.csv", "", fmt.Sprintf("facility,resource,servers\nbridge,lane,%d\ncustoms,officer,2\n", servers)})
	}
	rapid.Check(t, func(rt *rapid.T) {
		net := worlds[rapid.IntRange(1, 3).Draw(rt, "servers")]
		from, length := rapid.Float64Range(1, 30).Draw(rt, "from"), rapid.Float64Range(0.1, 20).Draw(rt, "length")
		before, after := rapid.Float64Range(0, 1).Draw(rt, "before"), rapid.Float64Range(0, 20).Draw(rt, "after")
		place := rapid.SampledFrom([]string{"bridge", "customs", "bridge customs"}).Draw(rt, "place")
		seed := rapid.Uint64Range(1, 1000).Draw(rt, "seed")
		sum := func(from, to float64) time.Duration {
			c := scenarios.Change{Name: "out", Where: scenarios.Where{ID: strings.Fields(place)}, Do: closed, From: at(from), To: at(to), Cargo: scenarios.Wait}
			m, err := NewModel(net, Case{Scenario: &scenarios.Scenario{Name: "test", Changes: []scenarios.Change{c}}, Share: 1})
			if err != nil {
				rt.Fatal(err)
			}
			o, err := m.Run(t.Context(), seed, 0)
			if err != nil {
				rt.Fatal(err)
			}
			if o.Flows[0].Censored > 0 || o.Flows[0].Delivered == 0 {
				rt.Fatalf("%d delivered, %d not", o.Flows[0].Delivered, o.Flows[0].Censored)
			}
			return time.Duration(o.Flows[0].Transit.Sum)
		}
		if short, long := sum(from, from+length), sum(from-before, from+length+after); long < short-time.Microsecond {
			rt.Fatalf("the longer closure takes %v, the shorter %v", long, short)
		}
	})
}
