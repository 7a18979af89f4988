// Plots makes the pictures of docs/experiments.md with the simulation itself:
//
//	go run ./sim/experiment/examples/plots docs/plots
//
// how precise a figure is after so many replications, how long a queue takes to
// forget that it began empty, and what common random numbers do to a difference.
package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing/fstest"
	"time"

	"corridor/data"
	"corridor/network"
	"corridor/network/route"
	"corridor/scenarios"
	"corridor/sim/experiment"
	"corridor/sim/freight"
	"corridor/sim/report/chart"
	"corridor/sim/results"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: plots FOLDER")
		os.Exit(2)
	}
	if err := plots(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "plots:", err)
		os.Exit(1)
	}
}

func plots(ctx context.Context, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, draw := range map[string]func(context.Context) (*chart.Plot, error){"replications.svg": replications, "pre-roll.svg": preRoll, "common-random-numbers.svg": commonNumbers} {
		p, err := draw(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), p.SVG(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// bridges are two border bridges in series, between a plant and a mill.
var bridges = map[string]string{
	"parameters":  "name,value\nwindow.preroll,4d\nwindow.length,14d\nwindow.drain,10d\n",
	"nodes":       "id,kind,country\nplant,zone,MX\nsouth,crossing,US\nnorth,crossing,CA\nmill,zone,CA\n",
	"links":       "id,from,to,mode,country,km,kmh,spread,touch\nr1,plant,south,road,MX,250,70,0.1,none\nr2,south,north,road,US,2400,85,0.1,none\nr3,north,mill,road,CA,300,85,0.1,none\n",
	"resources":   "facility,resource,servers\nsouth,lane,1\nsouth,dock,4\nnorth,lane,1\n",
	"processes":   "process,order,stage,resource,time,chance,cost_usd,item\nin,1,primary,lane,exponential mean=6min,1,10,border\nin,2,secondary,dock,lognormal mean=4h cv=1,0.1,150,border\nout,1,primary,lane,exponential mean=4min,1,10,border\n",
	"facilities":  "facility,event,process\nsouth,enter-us,in\nnorth,enter-ca,out\n",
	"commodities": "id,group,equipment,road,tonnes,teu,value_usd,time_value\nparts,automotive,container,yes,14,2,60000,0.002\n",
	"flows":       "id,from,to,commodity,rate,due\nparts,plant,mill,parts,8/h,3d\n",
}

// queue is an M/M/1 queue at a load of 0.95: theory says 20 minutes in the system.
var queue = map[string]string{
	"parameters": "name,value\nwindow.preroll,1d\nwindow.length,20d\nwindow.drain,1d\n",
	"nodes":      "id\noutside\ndesk\n",
	"resources":  "facility,resource,servers\ndesk,clerk,1\n",
	"processes":  "process,order,stage,resource,time\nserve,1,service,clerk,exponential mean=1min\n",
	"facilities": "facility,event,process\ndesk,visit,serve\n",
	"flows":      "id,from,to,rate\nall,outside,desk,57/h\n",
}

func build(tables map[string]string) (*network.Network, error) {
	fsys := fstest.MapFS{}
	for name, text := range tables {
		fsys[name+".csv"] = &fstest.MapFile{Data: []byte(text)}
	}
	set, err := data.Load(fsys)
	if err != nil {
		return nil, err
	}
	return network.Build(set)
}

func caseOf(text string) (freight.Case, error) {
	sc, ps := scenarios.Read("plot", []byte(text))
	return freight.Case{Scenario: sc, Routing: route.Open, Share: 1}, ps.Err()
}

// Replications of the plots; of the queue from empty there are more, because it
// forgets slowly.
const most, fromEmpty = 60, 300

// columns are figures of cases by case and replication.
func columns(ctx context.Context, kpi string, texts ...string) ([][]float64, error) {
	net, err := build(bridges)
	if err != nil {
		return nil, err
	}
	var all [][]float64
	for _, text := range texts {
		c, err := caseOf(text)
		if err != nil {
			return nil, err
		}
		m, err := freight.NewModel(net, c)
		if err != nil {
			return nil, err
		}
		var xs []float64
		for r := range most {
			out, err := m.Run(ctx, 11, r)
			if err != nil {
				return nil, err
			}
			xs = append(xs, experiment.Figures(out)[kpi])
		}
		all = append(all, xs)
	}
	return all, nil
}

// half is half the 95% interval of the first n of some numbers.
func half(xs []float64, n int) float64 {
	e := experiment.Interval(xs[:n], "")
	return (e.Hi - e.Lo) / 2
}

// replications shows how precise figures are after so many replications.
func replications(ctx context.Context) (*chart.Plot, error) {
	p := &chart.Plot{Title: "How many replications", Sub: "Two border bridges in series, two weeks: half the 95% interval over the mean, by replications", X: chart.Axis{Label: "replications", Log: true}, Y: chart.Axis{Label: "% of the mean", Log: true}}
	var first float64
	for _, f := range [][2]string{{"transit_hours", "mean time"}, {"transit_hours_p95", "95% within"}, {"border_wait_hours", "hours at borders"}} {
		all, err := columns(ctx, f[0], "name: plain\n")
		if err != nil {
			return nil, err
		}
		s := chart.Curve{Name: f[1]}
		for n := 3; n <= most; n++ {
			s.X, s.Y = append(s.X, float64(n)), append(s.Y, 100*half(all[0], n)/experiment.Interval(all[0][:n], "").Mean)
		}
		first = s.Y[len(s.Y)-1]
		p.Curves = append(p.Curves, s)
	}
	line := chart.Curve{Name: "1/√n", Dashed: true}
	for _, n := range []float64{3, most} {
		line.X, line.Y = append(line.X, n), append(line.Y, first*math.Sqrt(most/n))
	}
	p.Curves = append(p.Curves, line)
	return p, nil
}

// preRoll shows how long a queue takes to forget that it began empty.
func preRoll(ctx context.Context) (*chart.Plot, error) {
	net, err := build(queue)
	if err != nil {
		return nil, err
	}
	c, err := caseOf("name: plain\n")
	if err != nil {
		return nil, err
	}
	check, err := experiment.CheckPreRoll(ctx, net, c, 3, fromEmpty)
	if err != nil {
		return nil, err
	}
	if !check.Decided {
		return nil, errors.New("MSER-5 does not tell how long the queue takes to settle: the run is too short for its lesson")
	}
	const step = time.Hour
	s := chart.Curve{Name: fmt.Sprintf("mean of %d runs from empty", fromEmpty)}
	sum, n := 0.0, 0
	for _, x := range check.Series {
		if at := float64(len(s.X)+1) * step.Hours(); x.Created.Hours() > at {
			s.X, s.Y = append(s.X, at-step.Hours()/2), append(s.Y, 60*sum/float64(n))
			sum, n = 0, 0
		}
		sum += x.Hours
		n++
	}
	theory := chart.Curve{Name: "theory, settled", X: []float64{0, s.X[len(s.X)-1]}, Y: []float64{20, 20}, Dashed: true}
	return &chart.Plot{Title: "How long a pre-roll", Sub: "An M/M/1 queue at a load of 0.95: minutes in the system, by when a load came",
		X: chart.Axis{Label: "hours since the run began empty"}, Y: chart.Axis{Label: "min", From0: true}, Curves: []chart.Curve{s, theory},
		Marks: []chart.Mark{{Name: "MSER-5 leaves out what is before", X: check.Need.Hours()}}}, nil
}

// commonNumbers shows what common random numbers do to a difference.
func commonNumbers(ctx context.Context) (*chart.Plot, error) {
	const change = "changes:\n  - {name: more, where: {id: south, resource: dock}, do: {capacity: 1.5}, from: 2024-01-03, lasts: 7d}\n"
	all, err := columns(ctx, "transit_hours", "name: plain\n", "name: more\n"+change)
	if err != nil {
		return nil, err
	}
	paired, apart := make([]float64, most), make([]float64, most)
	for r := range most {
		paired[r] = all[1][r] - all[0][r]
		apart[r] = all[1][r] - all[0][(r+1)%most] // replications of different numbers share nothing
	}
	series := func(name string, xs []float64) chart.Curve {
		s := chart.Curve{Name: name}
		for n := 3; n <= most; n++ {
			e := experiment.Interval(xs[:n], "")
			s.X, s.Y, s.Lo, s.Hi = append(s.X, float64(n)), append(s.Y, e.Mean), append(s.Lo, e.Lo), append(s.Hi, e.Hi)
		}
		return s
	}
	times := math.Pow(half(apart, most)/half(paired, most), 2)
	return &chart.Plot{Title: "What common random numbers do", Sub: fmt.Sprintf("Half as many docks again for a week, with 95%% intervals: sharing divides the variance by %s", results.Short(times)),
		X: chart.Axis{Label: "replications"}, Y: chart.Axis{Label: "h, difference of the mean time"}, Curves: []chart.Curve{series("independent runs", apart), series("shared random numbers", paired)}}, nil
}
