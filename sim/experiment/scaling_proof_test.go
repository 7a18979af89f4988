//go:build unix && proof

package experiment

import (
	"context"
	"fmt"
	"math"
	"strings"
	"syscall"
	"testing"

	"corridor/network/route"
	"corridor/sim/freight"
)

// line is a world of desks in series that all flows pass: loads an hour of all
// flows together, in a window of days. Every desk is busy two thirds of the time.
func line(desks, flows int, perHour, days float64) map[string]string {
	w := map[string]*strings.Builder{}
	add := func(table, format string, args ...any) {
		if w[table] == nil {
			w[table] = &strings.Builder{}
		}
		fmt.Fprintf(w[table], format+"\n", args...)
	}
	add("parameters", "name,value\nwindow.preroll,2d\nwindow.length,%gd\nwindow.drain,10d", days)
	add("nodes", "id\noutside")
	add("resources", "facility,resource,servers")
	add("processes", "process,order,stage,resource,time\nserve,1,service,clerk,exponential mean=%.6gmin", 40/perHour)
	add("facilities", "facility,event,process")
	add("flows", "id,from,via,to,rate")
	via := ""
	for d := range desks {
		id := fmt.Sprint("d", d)
		add("nodes", "%s", id)
		add("resources", "%s,clerk,1", id)
		add("facilities", "%s,visit,serve", id)
		if d+1 < desks {
			via += id + " "
		}
	}
	for f := range flows {
		add("flows", "f%d,outside,%s,d%d,%.9g/h", f, strings.TrimSpace(via), desks-1, perHour/float64(flows))
	}
	tables := map[string]string{}
	for name, b := range w {
		tables[name] = b.String()
	}
	return tables
}

// cpu of this process so far, s.
func cpu(t *testing.T) float64 {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}

// CPU grows with shipments, flows, nodes and replications as the slopes on
// logarithmic axes say: 1 is in proportion.
func TestProofCPUGrowsInProportion(t *testing.T) {
	const turns = 5
	for _, s := range []struct {
		what  string
		sizes []int
		run   func(n int) Plan
		most  float64 // slope
	}{
		{"shipments", []int{2, 4, 8, 16, 32}, func(n int) Plan { return Plan{Net: netOf(t, line(4, 4, float64(4*n), 60)), Reps: 2} }, 1.15},
		{"flows, the same shipments in all", []int{4, 16, 64, 256}, func(n int) Plan { return Plan{Net: netOf(t, line(4, n, 60, 60)), Reps: 2} }, 0.6},
		{"nodes", []int{4, 8, 16, 32, 64}, func(n int) Plan { return Plan{Net: netOf(t, line(n, 4, 20, 60)), Reps: 2} }, 1.15},
		{"replications", []int{2, 4, 8, 16, 32}, func(n int) Plan { return Plan{Net: netOf(t, line(4, 4, 20, 60)), Reps: n} }, 1.1},
	} {
		var xs, ys, events []float64
		text := ""
		for _, n := range s.sizes {
			least := math.Inf(1)
			p := s.run(n)
			p.Seed, p.Workers, p.Cases = 1, 1, []freight.Case{{Scenario: plainScenario, Routing: route.Open, Share: 1}}
			var done *Study
			for range turns { // the least of some: what disturbs only adds
				before := cpu(t)
				study, err := Run(context.Background(), p)
				if err != nil {
					t.Fatal(err)
				}
				study.Summary()
				least, done = min(least, cpu(t)-before), study
			}
			xs, ys, events = append(xs, math.Log(float64(n))), append(ys, math.Log(least)), append(events, math.Log(float64(done.Events)))
			text += fmt.Sprintf(" %d: %.3f s, %d events;", n, least, done.Events)
		}
		slope := slopeOf(xs, ys)
		fmt.Printf("proof: scaling with %s: slope of CPU %.2f, of events %.2f (%s)\n", s.what, slope, slopeOf(xs, events), strings.TrimSuffix(strings.TrimSpace(text), ";"))
		if slope > s.most {
			t.Errorf("%s: slope %.2f, at most %.2f", s.what, slope, s.most)
		}
	}
}

// slopeOf a line by least squares.
func slopeOf(xs, ys []float64) float64 {
	mx, my, xy, xx := mean(xs), mean(ys), 0.0, 0.0
	for i := range xs {
		xy += (xs[i] - mx) * (ys[i] - my)
		xx += (xs[i] - mx) * (xs[i] - mx)
	}
	return xy / xx
}
