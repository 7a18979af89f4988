package scenarios

import (
	"math"
	"strings"
	"testing"
)

// A million at 8% over 20 years is paid back by 101,852.21 a year, and 2% of
// upkeep is 20,000 more.
func TestAYearOfAnInvestmentCostsItsAnnuityAndItsUpkeep(t *testing.T) {
	v := Investment{USD: Range{5e5, 1e6, 2e6}, Years: Range{10, 20, 40}, Upkeep: Range{0, 0.02, 0.03}}
	got := v.Annual(0.08)
	for i, x := range [][2]float64{{got.Low, 5e5 * 0.0838601615}, {got.Central, 121852.2088}, {got.High, 2e6 * (0.1490294887 + 0.03)}} {
		if math.Abs(x[0]-x[1]) > 1e-3 {
			t.Errorf("%d: %v, want %v", i, x[0], x[1])
		}
	}
	if a := Annuity(0, 25); a != 0.04 {
		t.Errorf("without interest %v, want 1/25", a)
	}
	if a := Annuity(1e-9, 25); math.Abs(a-0.04) > 1e-6 {
		t.Errorf("with hardly any interest %v, want 1/25", a)
	}
}

func TestAnInvestmentIsWrittenForPeople(t *testing.T) {
	s, ps := Read("f.yaml", []byte("name: x\nchanges:\n  - name: a\n    where: {id: b}\n    do: {add: 1}\n    from: 2024-04-01\n    by: triangular min=0d mode=30d max=90d\n"+
		"    investment: {usd: {low: 90000000, central: 1.0e8, high: 150.5e6}, years: 50, upkeep: 0.01, source: ttnews, reason: \"one, two\"}\n"))
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	const want = `    from: 2024-04-01
    by: triangular min=0d mode=30d max=90d
    investment:
      usd: {low: 90e6, central: 100e6, high: 150.5e6}
      years: 50
      upkeep: 0.01
      source: ttnews
      reason: one, two
`
	if got := string(s.YAML()); !strings.HasSuffix(got, want) {
		t.Errorf("got\n%s", got)
	}
}
