package sim_test

import (
	"fmt"
	"time"

	"corridor/sim"
)

// A single server with Poisson arrivals: the mean wait of the M/M/1 queue is
// rho/(1-rho) mean services.
func Example_mm1() {
	const (
		customers = 400_000
		arrive    = iota
		depart
		gap
		work
	)
	arrivals, services := sim.Exponential(120), sim.Exponential(60) // rho = 0.5

	var (
		calendar sim.Calendar
		gate     = sim.Resource{Servers: 1}
		came     = make([]sim.Time, customers)
		links    = make([]int32, customers)
		root     = sim.NewKey(1, 0)
	)
	draw := func(s *sim.Sampler, id int32, purpose uint64) time.Duration {
		return s.Sample(root.With(uint64(id)).With(purpose))
	}
	calendar.Push(0, 0, arrive)
	for {
		e, ok := calendar.Pop()
		if !ok {
			break
		}
		switch e.What {
		case arrive:
			came[e.Who] = e.At
			gate.Join(e.At, e.Who, 0, links)
			if e.Who+1 < customers {
				calendar.Push(e.At.Add(draw(&arrivals, e.Who+1, gap)), e.Who+1, arrive)
			}
		case depart:
			gate.Release(e.At)
			gate.Stats.Served++
		}
		if id, ok := gate.Next(e.At, links); ok {
			gate.Stats.Waits.Record(e.At.Sub(came[id]))
			calendar.Push(e.At.Add(draw(&services, id, work)), id, depart)
		}
	}
	gate.Close(calendar.Now())

	const rho = 0.5
	fmt.Printf("served     %d\n", gate.Stats.Served)
	fmt.Printf("mean wait  %.1f min, in theory %.1f\n", gate.Stats.Waits.Mean().Minutes(), rho/(1-rho))
	fmt.Printf("mean queue %.1f, in theory %.1f\n", gate.Stats.MeanQueue(), rho*rho/(1-rho))
	fmt.Printf("busy       %.2f, in theory %.2f\n", gate.Stats.MeanBusy(), rho)
	// Output:
	// served     400000
	// mean wait  1.0 min, in theory 1.0
	// mean queue 0.5, in theory 0.5
	// busy       0.50, in theory 0.50
}

// Events come in the order of their time, and of Push among equal times.
func ExampleCalendar() {
	var c sim.Calendar
	c.Push(2, 0, 'c')
	c.Push(1, 0, 'a')
	c.Push(1, 0, 'b')
	for e, ok := c.Pop(); ok; e, ok = c.Pop() {
		fmt.Printf("%d %c\n", c.Now(), rune(e.What))
	}
	// Output:
	// 1 a
	// 1 b
	// 2 c
}

// Two scenarios that name their draws alike meet the same cargo, whatever
// else happens in them: here services are a fifth longer, one by one.
func ExampleSampler_Scaled() {
	base := sim.Lognormal(600, 0.5)
	slow := base.Scaled(1.2)
	const service = 1
	for truck := range uint64(3) {
		k := sim.NewKey(2024, 0).Named("border").With(truck).With(service)
		fmt.Printf("%.6f\n", float64(slow.Sample(k))/float64(base.Sample(k)))
	}
	// Output:
	// 1.200000
	// 1.200000
	// 1.200000
}
