package freight

import (
	"fmt"
	"time"

	"corridor/data"
	"corridor/network"
	"corridor/sim"
)

// mostLoads bounds what a run is asked to do, so that a slip of the pen is an
// error and not a night of computing.
const mostLoads = 200e6

func (m *Model) window() error {
	p, w := &m.Net.Params, m.Case.Scenario.Window
	start, pre, length, drain := p.Start, p.PreRoll, p.Length, p.Drain
	if m.Case.Fidelity == Screen {
		pre, drain = min(pre, screenPreRoll), min(drain, screenDrain)
	}
	if !w.Start.IsZero() {
		start = w.Start
	}
	if w.PreRoll > 0 || w.NoPreRoll {
		pre = w.PreRoll
	}
	if w.Length > 0 {
		length = w.Length
	}
	if w.Drain > 0 || w.NoDrain {
		drain = w.Drain
	}
	if total := pre + length + drain; total > 40*366*24*time.Hour || total < 0 {
		return data.Problems{{File: "parameters.csv", Value: total.String(), Want: "expected pre-roll, window and drain of at most 40 years together"}}
	}
	length = m.condense(start, length)
	total, most := 0.0, 0
	for i := range m.Net.Flows {
		total += m.Net.Flows[i].PerSecond
		if m.Net.Flows[i].PerSecond > m.Net.Flows[most].PerSecond {
			most = i
		}
	}
	if n := total * (pre + length + drain).Seconds(); n > mostLoads {
		row, _ := m.Net.Set.Find("flows", m.Net.Flows[most].ID)
		return data.Problems{row.Problem("rate", fmt.Sprintf("expected at most %.0f million loads in the time simulated, all flows together; these are %.3g", mostLoads/1e6, n))}
	}
	if err := m.bounds((pre + length + drain).Hours()); err != nil {
		return err
	}
	m.origin = start.Add(-pre)
	m.begin = sim.Time(pre)
	m.close = sim.Time(pre + length)
	m.stop = sim.Time(pre + length + drain)
	return nil
}

// bounds refuses other traffic and breakdowns that would be more events than a
// run can mean.
func (m *Model) bounds(hours float64) error {
	var ps data.Problems
	rows := m.Net.Set.Rows("backgrounds")
	for i := range m.Net.Backgrounds {
		for _, n := range m.Net.Backgrounds[i].Months {
			if n*hours/730 > mostLoads {
				ps = append(ps, rows[i].Problem("months", fmt.Sprintf("expected at most %.0f million trucks or trains in the time simulated", mostLoads/1e6)))
				break
			}
		}
	}
	rows = m.Net.Set.Rows("resources")
	for i := range m.Net.Resources {
		r := &m.Net.Resources[i]
		if r.Breaks && float64(r.Servers)*hours*3600/(r.MTBF.Mean()+r.MTTR.Mean()) > mostLoads {
			ps = append(ps, rows[i].Problem("mtbf", fmt.Sprintf("expected at most %.0f million breakdowns in the time simulated", mostLoads/1e6)))
		}
	}
	return ps.Err()
}

// instant turns a moment of the calendar into the run's time.
func (m *Model) instant(t time.Time) sim.Time { return sim.Time(t.Sub(m.origin)) }

// Date turns the run's time into a moment of the calendar, UTC.
func (m *Model) Date(t sim.Time) time.Time { return m.origin.Add(time.Duration(t)) }

// turns lists when the servers at work change, over the whole run.
func (m *Model) turns(c *network.Calendar, servers int, tz *time.Location) (turns []turn) {
	end := m.Date(m.stop)
	day := m.origin.In(tz)
	monday := time.Date(day.Year(), day.Month(), day.Day()-(int(day.Weekday())+6)%7, 0, 0, 0, 0, tz)
	minutes := c.Turns()
	last := int32(c.Servers(servers, m.origin.In(tz)))
	turns = append(turns, turn{0, last})
	for ; monday.Before(end); monday = monday.AddDate(0, 0, 7) {
		for _, min := range minutes {
			at := time.Date(monday.Year(), monday.Month(), monday.Day(), 0, min, 0, 0, tz)
			t := m.instant(at)
			if t <= 0 || t > m.stop {
				continue
			}
			if n := int32(c.Servers(servers, at)); n != last {
				turns = append(turns, turn{t, n})
				last = n
			}
		}
	}
	return turns
}
