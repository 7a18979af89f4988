package scenarios

import "testing"

func TestWhatAddsIsToldFromWhatTakesAway(t *testing.T) {
	t.Parallel()
	x := func(v float64) *float64 { return &v }
	for _, tt := range []struct {
		name string
		c    Change
		want bool
	}{
		{"room", Change{Do: Do{Capacity: x(2)}}, true},
		{"less room", Change{Do: Do{Capacity: x(0.5)}}, false},
		{"booths", Change{Do: Do{Add: x(2)}}, true},
		{"fewer booths", Change{Do: Do{Add: x(-1)}}, false},
		{"hours", Change{Do: Do{Open: true}}, true},
		{"a closure", Change{Do: Do{Close: true}}, false},
		{"slower", Change{Do: Do{ServiceTime: x(3)}}, false},
		{"faster", Change{Do: Do{ServiceTime: x(0.5), Speed: x(1.2)}}, true},
		{"more checks", Change{Do: Do{Chance: &Chance{To: x(0.1)}}}, false},
		{"fewer checks", Change{Do: Do{Chance: &Chance{Times: x(0.1)}}}, true},
		{"a fee", Change{Do: Do{Fee: &Fee{USD: x(10)}}}, false},
		{"a lower fee", Change{Do: Do{Fee: &Fee{Times: x(0.5)}}}, true},
		{"a tariff", Change{Do: Do{Tariff: &Tariff{}}}, false},
		{"more to carry", Change{Do: Do{Demand: x(1.2)}}, false},
		{"an investment", Change{Do: Do{Chance: &Chance{To: x(0.1)}}, Investment: &Investment{}}, true},
	} {
		if got := tt.c.Adds(); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}
