package network

import (
	"fmt"
	"strings"
	"time"

	"corridor/data"
)

// Departs says when a service leaves its first call. Exactly one form is set.
type Departs struct {
	Weekly   []time.Duration // local time after Monday 00:00, ascending
	Every    time.Duration   // with From
	From     time.Time       // wall clock of the first call's zone, held in UTC
	Full     bool            // when full, or Patience after the first load
	Patience time.Duration
}

// ParseDeparts reads `Mon Thu 06:00`, `daily 06:00`, `every 7d from 2024-01-03
// 12:00` or `full 30d`.
func ParseDeparts(s string) (d Departs, err error) {
	words := strings.Fields(s)
	bad := fmt.Errorf("expected `Mon Thu 06:00`, `daily 06:00`, `every 7d from 2024-01-03 12:00` or `full 30d`")
	if len(words) < 2 {
		return d, bad
	}
	switch words[0] {
	case "full":
		d.Full = true
		if d.Patience, err = data.ParseSpan(words[1]); err != nil || len(words) != 2 || d.Patience <= 0 {
			return d, bad
		}
		return d, nil
	case "every":
		if len(words) != 5 || words[2] != "from" {
			return d, bad
		}
		if d.Every, err = data.ParseSpan(words[1]); err != nil {
			return d, bad
		}
		if d.Every < time.Minute {
			return d, fmt.Errorf("expected at least a minute between departures")
		}
		day, err1 := data.ParseDay(words[3])
		clock, err2 := data.ParseClock(words[4])
		if err1 != nil || err2 != nil {
			return d, bad
		}
		d.From = day.Add(clock)
		return d, nil
	}
	clock, err := data.ParseClock(words[len(words)-1])
	if err != nil {
		return d, bad
	}
	var on [7]bool
	for _, w := range words[:len(words)-1] {
		days, err := data.ParseDays(strings.ReplaceAll(w, "daily", "Mon-Sun"))
		if err != nil {
			return d, bad
		}
		for i := range on {
			on[i] = on[i] || days[i]
		}
	}
	for i, is := range on {
		if is {
			d.Weekly = append(d.Weekly, time.Duration(i)*24*time.Hour+clock)
		}
	}
	return d, nil
}

// PerWeek is the mean number of departures a week; 0 for services that go when
// full.
func (d *Departs) PerWeek() float64 {
	if d.Every > 0 {
		return float64(7*24*time.Hour) / float64(d.Every)
	}
	return float64(len(d.Weekly))
}

// Headway is the mean time between departures.
func (d *Departs) Headway() time.Duration {
	if d.Full {
		return d.Patience
	}
	return time.Duration(float64(7*24*time.Hour) / d.PerWeek())
}

// Times lists the departures in [from, to) as instants, for a first call in
// the zone loc: a timetable is in local time, daylight saving included.
func (d *Departs) Times(from, to time.Time, loc *time.Location) (at []time.Time) {
	if d.Full {
		return nil
	}
	local := func(t time.Time) time.Time { // wall clock t (in UTC) as an instant
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, loc)
	}
	if d.Every > 0 {
		n := int64(from.Sub(d.From)/d.Every) - 2
		for t := d.From.Add(time.Duration(n) * d.Every); ; t = t.Add(d.Every) {
			i := local(t)
			if !i.Before(to) {
				return at
			}
			if !i.Before(from) {
				at = append(at, i)
			}
		}
	}
	week := from.UTC().Truncate(24 * time.Hour)
	week = week.AddDate(0, 0, -((int(week.Weekday())+6)%7)-7)
	for ; week.Before(to.AddDate(0, 0, 2)); week = week.AddDate(0, 0, 7) {
		for _, w := range d.Weekly {
			if i := local(week.Add(w)); !i.Before(from) && i.Before(to) {
				at = append(at, i)
			}
		}
	}
	return at
}
