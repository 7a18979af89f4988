package report

import (
	"io"
	"strconv"

	"corridor/sim/results"
)

// mostSweepPoints printed; the rest is in cells.csv.
const mostSweepPoints = 30

// Sweep prints the means of the main figures by point and routing.
func Sweep(w io.Writer, p *results.SweepPlan, cells []*results.Cell) error {
	t := &terminal{w: w, s: &results.Summary{}}
	t.line("%s: %d points, %d routings, %d replications", p.Name, len(p.Points), len(p.Routings), p.Reps)
	g := &grid{left: 1}
	head := append([]string{"point"}, p.Factors...)
	figures := []string{"transit_hours", "transit_hours_p95", "paid_usd_per_tonne", "cost_usd_per_tonne", "on_time_share", "delivered_share"}
	g.left = len(head) + 1
	g.add(append(append(head, "routing"), figures...)...)
	type key struct {
		point   int
		routing string
	}
	sum, count := map[key]map[string]float64{}, map[key]map[string]float64{}
	for _, c := range cells {
		k := key{c.Point, c.Routing}
		if sum[k] == nil {
			sum[k], count[k] = map[string]float64{}, map[string]float64{}
		}
		for _, f := range figures {
			if x, ok := c.Figures[f]; ok {
				sum[k][f] += x
				count[k][f]++
			}
		}
	}
	for i, point := range p.Points {
		if i == mostSweepPoints {
			break
		}
		for _, r := range p.Routings {
			k := key{i, r}
			if sum[k] == nil {
				continue
			}
			row := append(append([]string{strconv.Itoa(i)}, point...), r)
			for _, f := range figures {
				if count[k][f] == 0 {
					row = append(row, "–")
				} else {
					row = append(row, results.Short(sum[k][f]/count[k][f]))
				}
			}
			g.add(row...)
		}
	}
	t.grid(g)
	if len(p.Points) > mostSweepPoints {
		t.line("  … %d more points", len(p.Points)-mostSweepPoints)
	}
	return t.err
}
