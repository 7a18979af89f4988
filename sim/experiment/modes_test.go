package experiment

import (
	"math"
	"testing"

	"corridor/network/route"
)

// Cars have no ship and grain no truck, so under direct (which leaves only the
// ship) and us (which leaves only the road) the shares are known by hand.
func TestModeSharesAreOfWhatTheFlowsSend(t *testing.T) {
	s := study(t, planOf(t, 2, route.ViaUS, route.Direct, route.Open))
	sums := map[[2]string]float64{}
	for _, m := range s.Summary().Modes {
		sums[[2]string{m.Case, m.Group}] += m.Tonnes.Mean
		if m.From != "MX" || m.To != "CA" {
			t.Errorf("%s: nothing goes from %s to %s", m.Case, m.From, m.To)
		}
		want := 1.0
		switch {
		case m.Case == "plain/us" && m.Mode == "road", m.Case == "plain/direct" && m.Mode == "sea":
		case m.Case == "plain/open" && m.Group == "bulk" && m.Mode == "sea", m.Case == "plain/open" && m.Group == "autos" && m.Mode == "road":
		case m.Case == "plain/open" && m.Group == "" && m.Mode == "sea":
			// All grain, 2 of 80 t, and what parts and tyres choose to send by ship:
			// of 160 + 3x18 + 4x14 + 2x10 t a day, 160 to 236.
			if m.Tonnes.Mean < 160.0/290 || m.Tonnes.Mean > 236.0/290 {
				t.Errorf("sea takes %g of the tonnes", m.Tonnes.Mean)
			}
			continue
		case m.Case == "plain/open" && m.Group != "bulk" && m.Group != "autos":
			continue
		default:
			want = 0
		}
		if math.Abs(m.Tonnes.Mean-want) > 1e-12 || math.Abs(m.Value.Mean-want) > 1e-12 {
			t.Errorf("%s %s by %s: %g of the tonnes and %g of the value, expected %g", m.Case, m.Group, m.Mode, m.Tonnes.Mean, m.Value.Mean, want)
		}
	}
	if len(sums) == 0 {
		t.Fatal("no shares")
	}
	for k, sum := range sums {
		if math.Abs(sum-1) > 1e-12 {
			t.Errorf("%v: the shares sum to %g", k, sum)
		}
	}
}
