package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"
)

const tables = "../../tables"

func TestTheTablesAreWhatTheGeneratorMakes(t *testing.T) {
	files, err := generate(".", tables)
	if err != nil {
		t.Fatal(err)
	}
	flows, err := os.ReadFile(filepath.Join(tables, "flows.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(flows, files["flows.csv"]) {
		t.Error("flows.csv differs from what its inputs make; run go run ./data/gen/flows from the root")
	}
	// The entries of flows in assumptions.csv, wherever they stand.
	guesses := func(raw []byte) map[string]record {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "a.csv"), raw, 0o600); err != nil {
			t.Fatal(err)
		}
		rows, err := read(filepath.Join(dir, "a.csv"))
		if err != nil {
			t.Fatal(err)
		}
		m := map[string]record{}
		for _, r := range rows {
			if r["table"] == "flows" {
				m[r["row"]+"/"+r["column"]] = r
			}
		}
		return m
	}
	raw, err := os.ReadFile(filepath.Join(tables, "assumptions.csv"))
	if err != nil {
		t.Fatal(err)
	}
	have, want := guesses(raw), guesses(files["assumptions.csv"])
	if len(have) != len(want) {
		t.Errorf("assumptions.csv has %d entries of flows, expected %d", len(have), len(want))
	}
	for k, w := range want {
		for c, v := range w {
			if have[k][c] != v {
				t.Errorf("assumptions.csv: flows %s: %s is %q, expected %q", k, c, have[k][c], v)
			}
		}
	}
}

func TestFitKeepsTotalsAndShares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shares := func(name string) []float64 {
			xs := rapid.SliceOfN(rapid.Float64Range(0.02, 1), 1, 12).Draw(t, name)
			sum := 0.0
			for _, x := range xs {
				sum += x
			}
			for i := range xs {
				xs[i] /= sum
			}
			return xs
		}
		rows, columns := shares("rows"), shares("columns")
		total := rapid.Float64Range(100, 1e5).Draw(t, "total")
		cells := fit(rows, columns, total, 0)
		for i, r := range rows {
			sum := 0.0
			for j := range columns {
				sum += cells[i][j]
			}
			if math.Abs(sum-total*r) > 1e-6*total {
				t.Errorf("row %d sums to %g, expected %g", i, sum, total*r)
			}
		}
		cut := fit(rows, columns, total, total/50)
		sum := 0.0
		for i := range rows {
			for j := range columns {
				sum += cut[i][j]
			}
		}
		if math.Abs(sum-total) > 1e-6*total {
			t.Errorf("with a cut the cells sum to %g, expected %g", sum, total)
		}
		n := 0
		for _, row := range whole(cut, int(math.Round(total))) {
			for _, x := range row {
				n += x
			}
		}
		if n != int(math.Round(total)) {
			t.Errorf("whole loads sum to %d, expected %.0f", n, total)
		}
	})
}

func TestRoadToTorontoIsNearItsMapDistance(t *testing.T) {
	monterrey := record{"lat": "25.75", "lon": "-100.25"}
	toronto := record{"lat": "43.6", "lon": "-79.7"}
	// Road by Laredo and Detroit about 3,250 km (great circle 2,480 km).
	if got := roadKM(monterrey, toronto); math.Abs(got-3250) > 200 {
		t.Errorf("Monterrey-Toronto: %.0f km, expected about 3,250", got)
	}
	if a, b := roadKM(monterrey, toronto), roadKM(toronto, monterrey); math.Abs(a-b) > 1e-6 {
		t.Errorf("%g one way, %g the other", a, b)
	}
}
