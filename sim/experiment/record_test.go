package experiment

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"corridor/network/route"
	"corridor/sim/results"
)

func tableNamed(t *testing.T, s *Study, name string) *results.Table {
	t.Helper()
	for _, x := range s.Tables() {
		if x.Name == name {
			return x
		}
	}
	t.Fatalf("no table %s", name)
	return nil
}

func total(t *results.Table, c string, column int) (sum float64) {
	for _, r := range t.Rows {
		if r[0] == c {
			x, _ := strconv.ParseFloat(r[column], 64)
			sum += x
		}
	}
	return sum
}

func TestTablesForDrawingAgreeWithTheFiguresOfTheCases(t *testing.T) {
	t.Parallel()
	s := study(t, planOf(t, 3, route.ViaUS, route.Direct))
	sum := s.Summary()
	for _, c := range sum.Cases {
		// All loads that had a way are in the distribution.
		loads := 0.0
		for _, r := range tableNamed(t, s, "transit").Rows {
			if r[0] == c.Name && r[1] == "" {
				x, _ := strconv.ParseFloat(r[4], 64)
				loads += x
			}
		}
		if want := c.KPI["created_loads"].Mean - c.KPI["unserved_loads"].Mean; math.Abs(loads-want) > 1e-6 {
			t.Errorf("%s: %v loads in transit.csv, %v had a way", c.Name, loads, want)
		}
		// Weeks sum to the whole, link by link.
		whole, weeks := total(tableNamed(t, s, "links"), c.Name, 5), total(tableNamed(t, s, "link_weeks"), c.Name, 3)
		if whole == 0 || math.Abs(whole-weeks) > 1e-6*whole {
			t.Errorf("%s: %v t over links, %v by week", c.Name, whole, weeks)
		}
		kg := 0.0
		for _, r := range tableNamed(t, s, "emissions").Rows {
			if r[0] == c.Name && r[1] == "" {
				x, _ := strconv.ParseFloat(r[3], 64)
				kg += x
			}
		}
		// The mean of replications against their sum: alike but not equal.
		if want := c.KPI["emissions_kg_per_tonne"].Mean; math.Abs(kg-want) > 0.02*want {
			t.Errorf("%s: %v kg a tonne by mode, %v in all", c.Name, kg, want)
		}
	}
	// What is passed at a place by week is what is passed at all.
	passages := map[string]float64{}
	for _, r := range tableNamed(t, s, "place_weeks").Rows {
		x, _ := strconv.ParseFloat(r[3], 64)
		passages[r[0]+" "+r[1]] += x
	}
	for _, r := range tableNamed(t, s, "facilities").Rows {
		want, _ := strconv.ParseFloat(r[3], 64)
		if got := passages[r[0]+" "+r[1]]; math.Abs(got-want) > 1e-6 {
			t.Errorf("%s at %s: %v passages by week, %v in all", r[0], r[1], got, want)
		}
	}
}

func TestDailyQueuesAverageToTheMeanQueue(t *testing.T) {
	t.Parallel()
	s := study(t, planOf(t, 2, route.ViaUS))
	sum, days := map[string]float64{}, map[string]float64{}
	for _, r := range tableNamed(t, s, "queues").Rows {
		x, _ := strconv.ParseFloat(r[4], 64)
		sum[r[1]+" "+r[2]] += x
		days[r[1]+" "+r[2]]++
	}
	if len(sum) == 0 {
		t.Fatal("no queue is told")
	}
	for _, r := range s.resources(0) {
		k := r.Facility + " " + r.Resource
		if days[k] > 0 && math.Abs(sum[k]/days[k]-r.MeanQueue) > 0.01*r.MeanQueue+1e-4 {
			t.Errorf("%s: %v by day, %v in all", k, sum[k]/days[k], r.MeanQueue)
		}
	}
}

func TestThoseHeldAtAClosedBridgeAreAQueue(t *testing.T) {
	t.Parallel()
	p := planOf(t, 1, route.ViaUS)
	p.Cases[0].Scenario = scenarioOf(t, "name: shut\nchanges:\n  - name: shut\n    where: {id: bridge}\n    do: {close: true}\n    from: 2024-01-03\n    to: 2024-01-07\n")
	s := study(t, p)
	most := 0.0
	for _, r := range tableNamed(t, s, "queues").Rows {
		if r[2] == "closed" {
			if r[1] != "bridge" {
				t.Errorf("a queue at the closed %s", r[1])
			}
			x, _ := strconv.ParseFloat(r[4], 64)
			most = max(most, x)
		}
	}
	if most < 5 {
		t.Errorf("at most %v loads are held in four days of nine loads each", most)
	}
}

func TestTablesForDrawingDoNotDependOnWorkers(t *testing.T) {
	t.Parallel()
	var texts []string
	for _, workers := range []int{1, 3} {
		p := planOf(t, 4, route.ViaUS, route.Direct)
		p.Workers = workers
		s := study(t, p)
		var b strings.Builder
		for _, name := range []string{"transit", "links", "link_weeks", "place_weeks", "queues", "emissions"} {
			b.Write(tableNamed(t, s, name).CSV())
		}
		texts = append(texts, b.String())
	}
	if texts[0] != texts[1] {
		t.Error("they differ between 1 and 3 workers")
	}
}
