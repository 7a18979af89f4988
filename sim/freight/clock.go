package freight

import (
	"time"

	"corridor/network"
	"corridor/sim"
)

// hourTable is the local calendar of one time zone by hour of the run: whose
// month's demand and counts hold (the month of the season, see screen.go), and
// the hour of the week, Monday 00:00 first.
type hourTable struct {
	month  []int32 // year × 12 + month, January 0
	week   []uint8
	minute int               // minutes past the full hour, in zones of half hours
	of     map[int32][]uint8 // hours of the week of a whole month, in order
}

// hourTables are made once a model; flows and other traffic share them.
type hourTables map[*time.Location]*hourTable

func (m *Model) local(tz *time.Location, made hourTables) *hourTable {
	if t, ok := made[tz]; ok {
		return t
	}
	n := m.hours()
	t := &hourTable{month: make([]int32, n), week: make([]uint8, n), of: map[int32][]uint8{}, minute: m.origin.In(tz).Minute()}
	for h := 0; h < n; h++ {
		at := sim.Time(h) * sim.Time(time.Hour)
		real := m.Date(at).In(tz)
		season := real
		if m.months != nil {
			season = m.season(at).In(tz)
		}
		t.week[h] = hourOfWeek(real)
		t.month[h] = int32(season.Year()*12 + int(season.Month()) - 1)
	}
	made[tz] = t
	return t
}

func hourOfWeek(t time.Time) uint8 { return uint8((int(t.Weekday())+6)%7*24 + t.Hour()) }

// hoursOf lists the hours of the week that a month has, in order.
func (t *hourTable) hoursOf(month int32, tz *time.Location) []uint8 {
	if list, ok := t.of[month]; ok {
		return list
	}
	first := time.Date(int(month)/12, time.Month(month%12+1), 1, 0, 0, 0, 0, tz)
	var list []uint8
	for u := first; u.Month() == first.Month(); u = u.Add(time.Hour) {
		list = append(list, hourOfWeek(u))
	}
	t.of[month] = list
	return list
}

// weekWeights are the shares of a month's traffic by hour of week, not scaled.
// Traffic comes while the facility is open.
func weekWeights(b *network.Background, open *network.Calendar, minute int) (w [168]float64) {
	monday := time.Date(2024, 1, 1, 0, minute, 0, 0, time.UTC)
	for h := range w {
		t := monday.Add(time.Duration(h) * time.Hour)
		if open != nil && open.Share(t) == 0 && open.Share(t.Add(59*time.Minute)) == 0 {
			continue
		}
		w[h] = b.Shape.Weekdays[h/24] * b.Shape.Hours[h%24]
	}
	return w
}
