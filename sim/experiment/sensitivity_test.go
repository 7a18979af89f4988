package experiment

import (
	"context"
	"math"
	"path/filepath"
	"testing"

	"corridor/sim/results"
)

// Ishigami and Homma (1990): sin x1 + 7 sin² x2 + 0.1 x3⁴ sin x1 on [-π, π]³. The
// indices follow from integrals: first 0.314, 0.442, 0; total 0.558, 0.442, 0.244.
func ishigami(u []float64) float64 {
	x := func(i int) float64 { return (2*u[i] - 1) * math.Pi }
	s := math.Sin(x(1))
	return math.Sin(x(0)) + 7*s*s + 0.1*math.Pow(x(2), 4)*math.Sin(x(0))
}

func TestSobolIndicesAgreeWithTheIntegralsOfIshigami(t *testing.T) {
	t.Parallel()
	var y []float64
	for _, u := range Saltelli(1024, 3) {
		y = append(y, ishigami(u))
	}
	first, total := SobolIndices(y, 3)
	for d, want := range []struct{ first, total float64 }{{0.3139, 0.5576}, {0.4424, 0.4424}, {0, 0.2437}} {
		if f := first[d]; math.Abs(f.Mean-want.first) > 0.03 || f.Excludes(want.first) || f.Hi-f.Lo > 0.2 {
			t.Errorf("first index %d is %+v, theory %v", d, f, want.first)
		}
		if f := total[d]; math.Abs(f.Mean-want.total) > 0.03 || f.Excludes(want.total) {
			t.Errorf("total index %d is %+v, theory %v", d, f, want.total)
		}
	}
	// A block with a value that is missing is left out; the others tell the same.
	y[7] = math.NaN()
	if f, _ := SobolIndices(y, 3); math.Abs(f[1].Mean-0.4424) > 0.03 {
		t.Errorf("with a value missing: %+v", f[1])
	}
}

func TestElementaryEffectsOfALineAreItsSlopes(t *testing.T) {
	t.Parallel()
	var unit [][]float64
	var y []float64
	for way := range 8 {
		for _, u := range Trajectory(3, way, 4) {
			for _, x := range u {
				if x < 0 || x > 1+1e-12 {
					t.Fatalf("%v is not in the unit cube", u)
				}
			}
			unit = append(unit, u)
			y = append(y, 5*u[0]-2*u[1]+u[2]*u[3])
		}
	}
	m := Morris(y, unit)
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-9 {
			t.Errorf("%s is %v, not %v", what, got, want)
		}
	}
	near("mu of 0", m[0].Mu.Mean, 5)
	near("sigma of 0", m[0].Sigma, 0)
	near("mu of 1", m[1].Mu.Mean, -2)
	near("mu* of 1", m[1].MuStar.Mean, 2)
	if m[2].Sigma < 0.1 || m[3].Sigma < 0.1 {
		t.Errorf("factors that work together have spreads %v and %v", m[2].Sigma, m[3].Sigma)
	}
}

const tornadoText = `name: torn
scenario: ./base.yaml
routing: [us, direct]
reps: 12
share: 1
design: tornado
factors:
  - {name: staff, set: changes.surge.do.capacity, from: 0.5, to: 2}
  - {name: begin, set: changes.shut.from, from: 2024-01-05, to: 2024-01-09}
  - {name: closed, set: changes.shut.lasts, from: 1, to: 48, unit: h}
`

func TestATornadoSaysWhichEndOfAFactorDoesWhat(t *testing.T) {
	t.Parallel()
	s := sweepOf(t, tornadoText)
	if len(s.Points) != 7 || s.Points[0][1] != "2024-01-07" || s.Points[6][2] != "48h" {
		t.Fatalf("%v", s.Points)
	}
	dir := filepath.Join(t.TempDir(), "out")
	if failed, err := s.Run(context.Background(), dir); err != nil || failed > 0 {
		t.Fatal(failed, err)
	}
	plan, _ := results.ReadSweep(dir)
	cells, _, _ := results.SweepCells(dir, &plan)
	by := map[string]results.Estimate{}
	for _, e := range s.Effects(cells) {
		if e.KPI == "transit_hours" {
			by[e.Factor+" "+e.Measure+" "+e.Of] = e.Estimate
		}
	}
	if x := by["staff high us"]; !(x.Hi < 0) { // two booths for one; at the middle and the low end one
		t.Errorf("twice the staff adds %+v h", x)
	}
	if x := by["closed high us"]; !(x.Lo > 0) {
		t.Errorf("a longer closure adds %+v h", x)
	}
	if x := by["staff high direct"]; x.Mean != 0 || x.Hi != 0 {
		t.Errorf("staff at the bridge moves the direct ship by %+v h", x)
	}
	if a, b := by["staff high direct - us"], by["staff high us"]; math.Abs(a.Mean+b.Mean) > 1e-9 {
		t.Errorf("the difference moves by %+v, the route by %+v", a, b)
	}
}
