//go:build proof

package report

import (
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"corridor/sim/results"
)

func TestProofASweepOfTenThousandCellsHasAReportInTime(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "sweep")
	p := results.SweepPlan{Name: hostile, Factors: []string{"booths", hostile}, Routings: []string{"us", "direct"}, Reps: 10}
	for i := range 500 {
		p.Points = append(p.Points, []string{strconv.Itoa(i % 20), strconv.Itoa(i / 20)})
	}
	if err := results.OpenSweep(dir, p); err != nil {
		t.Fatal(err)
	}
	for point := range p.Points {
		for r, routing := range p.Routings {
			for rep := range p.Reps {
				c := results.Cell{ID: results.Address(routing, strconv.Itoa(point), strconv.Itoa(rep)), Point: point, Routing: routing, Replication: rep, Factors: p.Points[point],
					Figures: map[string]float64{"transit_hours": float64(200 + 100*r + point%20*(rep+1)), "paid_usd_per_tonne": float64(300 + point/20)}}
				for k := range 30 { // a cell of a real sweep has as many
					c.Figures["figure_"+strconv.Itoa(k)] = float64(point*k) / 7
				}
				if err := results.WriteCell(dir, &c); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	begun := time.Now()
	page := html(t, dir, "en")
	took := time.Since(begun)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("proof: report of 10,000 cells: %d kB in %s, at most %d MB", len(page)/1000, took.Round(time.Millisecond), m.Sys>>20)
	if took > 10*time.Second || m.Sys > 500<<20 {
		t.Error("that is too slow, or too much")
	}
	if len(page) > 3e6 {
		t.Errorf("the page has %d bytes", len(page))
	}
	for _, want := range []string{`id="surface-transit-hours"`, `id="distribution"`, `id="effect-transit-hours-booths"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(page, "<img") {
		t.Error("a name became markup")
	}
}
