package validate

import (
	"math"
	"slices"
	"time"

	"corridor/network"
	"corridor/sim"
	"corridor/sim/freight"
)

// sighting is what one replication of a case saw.
type sighting struct {
	saw   *freight.Sightings
	model *freight.Model
	shift time.Duration
	ends  time.Time
	// by place of the watch: seconds closed up to each hour of the run
	closed [][]float64
}

// stretch of a target's time in the run, seconds.
func (s *sighting) stretch(t *Target) (from, to int32) {
	local := func(day time.Time) int32 {
		day = day.Add(s.shift)
		at := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, t.zone)
		return int32(at.Sub(s.model.Date(0)) / time.Second)
	}
	return local(t.From), local(t.To)
}

// measure works out a target's value in one replication; with is what is
// measured, without what it is compared with (nil where with nothing). NaN: there
// is nothing to measure.
func (g *group) measure(t *Target, net *network.Network, with, without *sighting) float64 {
	switch t.Measure {
	case "ride-hours":
		return mean(with.rides(t, net))
	case "ride-on-time":
		return 100 * share(with.lateness(t, net), t.limit)
	case "box-hours":
		return mean(with.rides(t, net)) + net.Services[t.Service].Cutoff.Hours() + boxWork(net.Services[t.Service].Calls[t.Calls[1]].Node, network.Unload, net)
	case "import-hours":
		return mean(with.rides(t, net)) + throughPort(t, net)
	case "vehicles-a-day", "saturation":
		return g.count(t, with) / t.To.Sub(t.From).Hours() * 24
	case "saturation-ratio":
		return g.count(t, with) / g.count(t, without)
	case "count":
		return g.count(t, with)
	case "count-effect", "month-effect":
		return 100 * (g.count(t, with)/g.count(t, without) - 1)
	case "wait-mean":
		return mean(g.waits(t, with)) / 60
	case "wait-peak":
		return g.peak(t, with) / 60
	case "wait-within":
		return 100 * share(g.waits(t, with), 60*t.limit)
	case "time-mean":
		return mean(g.stays(t, with, [2]int{})) / 60
	case "time-p95-over-mean":
		return shape(g.stays(t, with, t.hours))
	case "dwell-days":
		if days := g.dwell(t, with) / 86400; !math.IsNaN(days) {
			return days
		}
		return boxHours(t, net) / 24
	case "held":
		n, _ := g.held(t, with)
		return n
	case "held-coming":
		return g.coming(t, with)
	case "held-moves":
		_, n := g.held(t, with)
		return n
	case "days-to-clear":
		return g.clear(t, with, without)
	case "hhi":
		return g.hhi(t, net, with)
	}
	panic("validate: no measure " + t.Measure)
}

// each calls f for the passages of a target.
func (g *group) each(t *Target, s *sighting, f func(w freight.PlaceEvent, p *freight.Passage)) {
	for _, w := range t.watches() {
		list := s.saw.Passages[g.at[w]]
		for i := range list {
			f(w, &list[i])
		}
	}
}

// count is who left the facilities in the target's time.
func (g *group) count(t *Target, s *sighting) (n float64) {
	from, to := s.stretch(t)
	g.each(t, s, func(w freight.PlaceEvent, p *freight.Passage) {
		if p.Left >= from && p.Left < to {
			n++
		}
	})
	return n
}

// waits of those who came in the target's time, seconds; of who had not left at
// the end, the wait so far.
func (g *group) waits(t *Target, s *sighting) (list []float64) {
	from, to := s.stretch(t)
	g.each(t, s, func(w freight.PlaceEvent, p *freight.Passage) {
		if p.Came >= from && p.Came < to {
			list = append(list, g.openWait(s, w, p))
		}
	})
	return list
}

// stays of those who left in the target's time, seconds, whole; where hours of
// the day are given, of those who came then from Monday to Friday.
func (g *group) stays(t *Target, s *sighting, hours [2]int) (list []float64) {
	from, to := s.stretch(t)
	g.each(t, s, func(w freight.PlaceEvent, p *freight.Passage) {
		if p.Left < from || p.Left >= to {
			return
		}
		if hours[1] > hours[0] {
			at := s.model.Date(sim.Time(p.Came) * sim.Time(time.Second)).In(s.model.Net.Nodes[w.Node].TZ)
			if day := at.Weekday(); day == time.Saturday || day == time.Sunday || at.Hour() < hours[0] || at.Hour() >= hours[1] {
				return
			}
		}
		list = append(list, float64(p.Left-p.Came)-g.shut(s, w, p))
	})
	return list
}

// dwell is the mean stay of boxes that left in the target's time, seconds: of
// modelled ones, from ship to gate or train, and on calls of ships of the
// shiploads of others in the yard, which count as the boxes that they are.
func (g *group) dwell(t *Target, s *sighting) float64 {
	from, to := s.stretch(t)
	sum, n := 0.0, 0.0
	g.each(t, s, func(w freight.PlaceEvent, p *freight.Passage) {
		switch {
		case p.Left < from || p.Left >= to:
		case p.Box:
			sum, n = sum+float64(p.Left-p.Came), n+1
		case p.Other && w.Event == network.VehicleCall && p.Last >= 0:
			sum, n = sum+float64(p.Moves)*float64(p.Left-p.Last), n+float64(p.Moves)
		}
	})
	return sum / n
}

// openWait is a wait without the hours in which the crossing is closed: published
// waits are told in open hours.
func (g *group) openWait(s *sighting, w freight.PlaceEvent, p *freight.Passage) float64 {
	return max(0, float64(p.Wait)-g.shut(s, w, p))
}

// shut is for how many seconds of a passage the first staffed resource of a
// crossing was closed by its calendar.
func (g *group) shut(s *sighting, w freight.PlaceEvent, p *freight.Passage) float64 {
	hours := s.closed[g.at[w]]
	if hours == nil {
		return 0
	}
	until := func(t int32) float64 {
		h := min(int(t)/3600, len(hours)-2)
		return hours[h] + (hours[h+1]-hours[h])*(float64(t)/3600-float64(h))
	}
	left := p.Left
	if left < 0 {
		left = int32(len(hours)-1) * 3600
	}
	return max(0, until(left)-until(p.Came))
}

// closedHours sums up, by hour of the run, for how long the first resource with a
// calendar was closed, seconds; nil where there is none, and for ports, trains
// and ships.
func closedHours(m *freight.Model, w freight.PlaceEvent) (sum []float64) {
	net := m.Net
	if w.Event >= network.VehicleCall || net.Nodes[w.Node].Kind != network.Crossing {
		return nil
	}
	for _, st := range net.Processes[net.Nodes[w.Node].Process[w.Event]].Stages {
		if len(st.Need) == 0 {
			continue
		}
		c := net.Resources[net.ResourceAt(w.Node, st.Need[0])].Calendar
		if c == nil {
			continue
		}
		_, _, stop := m.Window()
		sum = append(sum, 0)
		for h := 0; h <= int(stop/sim.Time(time.Hour)); h++ {
			x := sum[h]
			if c.Share(m.Date(sim.Time(h)*sim.Time(time.Hour)).In(net.Nodes[w.Node].TZ)) == 0 {
				x += 3600
			}
			sum = append(sum, x)
		}
		return sum
	}
	return nil
}

// fewest passages in an hour whose mean wait counts for a peak.
const fewest = 5

// peak is the highest mean wait of those who came in one hour, seconds.
func (g *group) peak(t *Target, s *sighting) (highest float64) {
	from, to := s.stretch(t)
	sum, n := make([]float64, max(to-from, 0)/3600+1), make([]int, max(to-from, 0)/3600+1)
	g.each(t, s, func(w freight.PlaceEvent, p *freight.Passage) {
		if p.Came >= from && p.Came < to {
			sum[(p.Came-from)/3600] += g.openWait(s, w, p)
			n[(p.Came-from)/3600]++
		}
	})
	for h := range sum {
		if n[h] >= fewest {
			highest = max(highest, sum[h]/float64(n[h]))
		}
	}
	return highest
}

// waiting lists by hour from the target's beginning who has come and been served
// by nobody yet, and the load units that they move.
func (g *group) waiting(t *Target, s *sighting) (vehicles, moves []float64) {
	from, to := s.stretch(t)
	hours := int(to-from) / 3600
	vehicles, moves = make([]float64, hours), make([]float64, hours)
	g.each(t, s, func(w freight.PlaceEvent, p *freight.Passage) {
		began := p.Began
		if began < 0 {
			began = math.MaxInt32
		}
		for h := max(0, (int(p.Came-from)+3599)/3600); h < hours && from+int32(h)*3600 < began; h++ {
			vehicles[h]++
			moves[h] += float64(p.Moves)
		}
	})
	return vehicles, moves
}

func (g *group) held(t *Target, s *sighting) (vehicles, moves float64) {
	v, m := g.waiting(t, s)
	return slices.Max(v), slices.Max(m)
}

// coming is how many wait at most, with those that come within so many days after.
func (g *group) coming(t *Target, s *sighting) (most float64) {
	v, _ := g.waiting(t, s)
	from, _ := s.stretch(t)
	ahead := make([]float64, len(v))
	g.each(t, s, func(w freight.PlaceEvent, p *freight.Passage) {
		for h := range v {
			if at := from + int32(h)*3600; p.Came > at && float64(p.Came-at) <= t.limit*86400 {
				ahead[h]++
			}
		}
	})
	for h := range v {
		most = max(most, v[h]+ahead[h])
	}
	return most
}

// clear is how many days after the end of the last change as few wait as on
// average without it, at most one more.
func (g *group) clear(t *Target, with, without *sighting) float64 {
	v, _ := g.waiting(t, with)
	usual, _ := g.waiting(t, without)
	from, _ := with.stretch(t)
	end := int32(with.ends.Sub(with.model.Date(0)) / time.Second)
	for h := max(0, int(end-from)/3600); h < len(v); h++ {
		if v[h] <= mean(usual)+1 {
			return max(0, float64(from+int32(h)*3600-end)/86400)
		}
	}
	return float64(from+int32(len(v))*3600-end) / 86400
}

// hhi is the sum of squared shares of ports. Passages at ports that are not in the
// model, each too small to count when squared, are in the whole.
func (g *group) hhi(t *Target, net *network.Network, s *sighting) (sum float64) {
	from, to := s.stretch(t)
	byPort, total := map[string]float64{}, t.limit
	var ports []string
	g.each(t, s, func(w freight.PlaceEvent, p *freight.Passage) {
		if p.Left >= from && p.Left < to {
			port := net.Nodes[w.Node].PortCode
			if byPort[port] == 0 {
				ports = append(ports, port)
			}
			byPort[port]++
			total++
		}
	})
	for _, p := range ports {
		sum += byPort[p] / total * byPort[p] / total
	}
	return sum
}

// rides are the hours between two calls of runs that left in the target's time.
func (s *sighting) rides(t *Target, net *network.Network) (list []float64) {
	s.runs(t, func(left, came, _ sim.Time) { list = append(list, came.Sub(left).Hours()) })
	return list
}

// lateness are the hours behind plan at the second call.
func (s *sighting) lateness(t *Target, net *network.Network) (list []float64) {
	planned := net.Services[t.Service].Calls[t.Calls[1]].Planned
	s.runs(t, func(_, came, due sim.Time) { list = append(list, came.Sub(due).Hours()-planned.Hours()) })
	return list
}

func (s *sighting) runs(t *Target, f func(left, came, due sim.Time)) {
	from, to := s.stretch(t)
	left := map[int32]sim.Time{}
	for _, c := range s.saw.Calls {
		if c.Service != t.Service {
			continue
		}
		at := int32(c.Left / sim.Time(time.Second))
		if int(c.Call) == t.Calls[0] && at >= from && at < to {
			left[c.Departure] = c.Left
		}
		if l, ok := left[c.Departure]; ok && int(c.Call) == t.Calls[1] {
			f(l, c.Came, c.Due)
		}
	}
}

// throughPort is what a box needs from its ship to the departure of a train that
// it is in time for, hours: what is done with it at the port, and the cut-off.
func throughPort(t *Target, net *network.Network) float64 {
	s := &net.Services[t.Service]
	return s.Cutoff.Hours() + boxWork(s.Calls[t.Calls[0]].Node, network.Transfer, net)
}

// boxWork is what is done with a box in transit at a place, hours, without queues,
// stays and waits.
func boxWork(node network.NodeID, event network.Event, net *network.Network) float64 {
	for i := range net.Flows {
		if f := &net.Flows[i]; f.Commodity >= 0 && net.Commodities[f.Commodity].Equipment == "container" {
			return net.WorkHours(net.Nodes[node].Process[event], f, true)
		}
	}
	return 0
}

// boxHours is what a box would take through the target's processes, without
// queues: where no modelled box took that way in the time.
func boxHours(t *Target, net *network.Network) float64 {
	var hours []float64
	for _, w := range t.watches() {
		if w.Event == network.VehicleCall {
			continue
		}
		for i := range net.Flows {
			if f := &net.Flows[i]; f.Commodity >= 0 && net.Commodities[f.Commodity].Equipment == "container" {
				h, _ := net.StageHours(net.Nodes[w.Node].Process[w.Event], f, true)
				hours = append(hours, h)
				break
			}
		}
	}
	return mean(hours)
}

func mean(xs []float64) float64 {
	if len(xs) == 0 {
		return math.NaN()
	}
	sum := 0.0
	for _, x := range xs {
		sum += x
	}
	return sum / float64(len(xs))
}

// share of values up to a limit.
func share(xs []float64, limit float64) float64 {
	if len(xs) == 0 {
		return math.NaN()
	}
	n := 0
	for _, x := range xs {
		if x <= limit {
			n++
		}
	}
	return float64(n) / float64(len(xs))
}

// shape is the 95th percentile over the mean.
func shape(xs []float64) float64 {
	if len(xs) == 0 {
		return math.NaN()
	}
	slices.Sort(xs)
	return xs[int(0.95*float64(len(xs)-1))] / mean(xs)
}
