package freight

import (
	"math"
	"strings"
	"testing"

	"corridor/network/route"
	"corridor/scenarios"
)

func TestAnEffectIsReadWhereItSaysAndNamesMustBeOfTheWorld(t *testing.T) {
	net := worldOf(t, "set-out")
	model := func(effect string) (*Model, error) {
		sc, ps := scenarios.Read("f.yaml", []byte("name: x\neffect: "+effect+"\n"))
		if len(ps) > 0 {
			t.Fatal(ps)
		}
		return NewModel(net, Case{Scenario: sc, Routing: route.Open, Share: 1})
	}
	for effect, want := range map[string]string{
		"{measure: wait, where: {id: boarder, resource: inspector}, direction: more}": `f.yaml:2: "boarder": effect: expected a place of this world; did you mean "border"?`,
		"{measure: wait, where: {id: border, resource: booth}, direction: more}":      `f.yaml:2: "booth": effect: expected a resource of the place`,
		"{measure: boarded, where: {id: ferry}, direction: more}":                     `f.yaml:2: "ferry": effect: expected a service of this world`,
		"{measure: transit, where: {commodity: bocks}, direction: more}":              `f.yaml:2: "bocks": effect: expected goods of this world`,
		"{measure: transit, where: {origin: XX}, direction: more}":                    `f.yaml:2: effect: expected flows of these goods and ends in this world; there are none`,
	} {
		if _, err := model(effect); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v", effect, err)
		}
	}
	for effect, of := range map[string]func(o *Outcome) float64{
		"{measure: created, where: {commodity: boxes}, direction: more}":   func(o *Outcome) float64 { return float64(o.Flows[0].Created) },
		"{measure: delivered, where: {origin: plant}, direction: more}":    func(o *Outcome) float64 { return float64(o.Flows[0].Delivered) },
		"{measure: transit, where: {destination: store}, direction: more}": func(o *Outcome) float64 { return o.Flows[0].Transit.Mean().Hours() },
	} {
		m, err := model(effect)
		if err != nil {
			t.Fatal(err)
		}
		figure, _ := m.Effect(m.Case.Scenario.Effect)
		o := outcomeOf(t, m, 1, 0)
		if got, want := figure(o), of(o); math.Abs(got-want) > 1e-9*want || want == 0 {
			t.Errorf("%s: %g, want %g", effect, got, want)
		}
	}
}
