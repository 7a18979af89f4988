package experiment

import (
	"context"
	"math"
	"testing"
	"time"

	"corridor/network/route"
	"corridor/sim"
	"corridor/sim/freight"
)

func TestMSER5CutsATransientAndNothingElse(t *testing.T) {
	t.Parallel()
	src := sim.NewKey(9, 0).Source()
	noise := func(n int, at func(i int) float64) []float64 {
		xs := make([]float64, n)
		for i := range xs {
			xs[i] = at(i) + normal(src.Uniform())
		}
		return xs
	}
	// It decays from 20 with a length of 50: at 150 it is as large as the noise, at 300 a
	// twentieth of it.
	if cut, ok := MSER5(noise(2000, func(i int) float64 { return -20 * math.Exp(-float64(i)/50) })); !ok || cut < 100 || cut > 400 {
		t.Errorf("transient: %d %v", cut, ok)
	}
	if cut, ok := MSER5(noise(2000, func(int) float64 { return 3 })); !ok || cut > 400 {
		t.Errorf("no transient: %d %v", cut, ok)
	}
	if cut, ok := MSER5(noise(2000, func(i int) float64 { return float64(i) / 20 })); ok {
		t.Errorf("what never settles: %d", cut)
	}
	if _, ok := MSER5(make([]float64, 40)); ok {
		t.Error("eight batches are enough")
	}
}

// A slow twin: for every number of batches the variance is worked out anew.
func TestMSER5AgreesWithTheFormula(t *testing.T) {
	t.Parallel()
	src := sim.NewKey(4, 0).Source()
	xs := make([]float64, 500)
	for i := range xs {
		xs[i] = 1e6 + 5*math.Exp(-float64(i)/20) + normal(src.Uniform())
	}
	var batches []float64
	for i := 0; i < len(xs); i += 5 {
		batches = append(batches, (xs[i]+xs[i+1]+xs[i+2]+xs[i+3]+xs[i+4])/5)
	}
	best, want := math.Inf(1), 0
	for d := 0; d+5 <= len(batches); d++ {
		rest := batches[d:]
		if v := variance(rest) * float64(len(rest)-1) / float64(len(rest)*len(rest)); v < best {
			best, want = v, d
		}
	}
	if cut, ok := MSER5(xs); cut != 5*want || !ok {
		t.Errorf("%d, the formula says %d", cut, 5*want)
	}
}

func TestAPreRollThatIsTooShortIsFound(t *testing.T) {
	t.Parallel()
	// A queue at a load of 0.95 needs hours to fill.
	net := netOf(t, map[string]string{
		"parameters": "name,value\nwindow.preroll,1h\nwindow.length,60d\nwindow.drain,1d\n", "nodes": "id\noutside\ndesk\n", "resources": "facility,resource,servers\ndesk,clerk,1\n",
		"processes": "process,order,stage,resource,time\nserve,1,service,clerk,exponential mean=1min\n", "facilities": "facility,event,process\ndesk,visit,serve\n", "flows": "id,from,to,rate\nall,outside,desk,57/h\n"})
	check := func(text string) *PreRoll {
		t.Helper()
		p, err := CheckPreRoll(context.Background(), net, freight.Case{Scenario: scenarioOf(t, text), Routing: route.Open, Share: 1}, 3, 8)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	p := check("name: short\n")
	if p.Why != "" || !p.Decided || p.Have != time.Hour || p.Need < time.Hour || p.Need > 20*24*time.Hour {
		t.Errorf("%v %v, need %v", p.Why, p.Decided, p.Need)
	}
	if p := check("name: long\nwindow: {preroll: 25d, length: 40d}\n"); p.Need > p.Have {
		t.Errorf("25 days are not enough: %v", p.Need)
	}
	if p := check("name: changed\nchanges:\n  - {name: slow, where: {id: desk}, do: {service_time: 1}}\n"); p.Why == "" {
		t.Error("a world with a change is stationary")
	}
}
