package freight

import (
	"context"
	"testing"
	"time"

	"corridor/network/route"
	"corridor/scenarios"
)

// Two months after the Laredo rail bridge was closed for a fortnight, the
// trains through it carry about as much as without the closure.
func TestTrainsFillAgainAfterAClosure(t *testing.T) {
	if testing.Short() {
		t.Skip("the continent twice")
	}
	t.Parallel()
	net := builtin(t)
	boarded := map[string][2]int64{}
	for i, name := range []string{"baseline", "laredo-rail-closure"} {
		sc, err := scenarios.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		// The closure is 1 to 15 April: in the pre-roll.
		sc.Window = scenarios.Window{Start: date(6, 15), PreRoll: 90 * 24 * time.Hour, Length: 14 * 24 * time.Hour, NoDrain: true}
		m, err := NewModel(net, Case{Scenario: sc, Routing: route.Open, Share: 0.05})
		if err != nil {
			t.Fatal(err)
		}
		out, err := m.Run(context.Background(), 1, 0)
		if err != nil {
			t.Fatal(err)
		}
		for s := range net.Services {
			b := boarded[net.Services[s].ID]
			b[i] = out.Services[s].Boarded
			boarded[net.Services[s].ID] = b
		}
	}
	for _, id := range []string{"cpkc-mmx-nb", "cpkc-mmx-sb", "falcon-nb", "falcon-sb", "cpkc-auto-nb"} {
		if b := boarded[id]; b[0] < 50 || float64(b[1]) < 0.7*float64(b[0]) {
			t.Errorf("%s: %d loads boarded after the closure, %d without it", id, b[1], b[0])
		}
	}
}
