package network

import (
	"fmt"
	"strings"
	"time"
)

// Season is a part of every year, both days included; the zero Season is the
// whole year.
type Season struct {
	From, To int // month*100 + day, local
}

// ParseSeason reads `04-01..12-20`, also over the turn of the year
// (`11-15..03-10`); empty is the whole year.
func ParseSeason(s string) (Season, error) {
	if s == "" {
		return Season{}, nil
	}
	bad := fmt.Errorf("expected two days of the year such as 04-01..12-20")
	a, b, ok := strings.Cut(s, "..")
	if !ok {
		return Season{}, bad
	}
	day := func(s string) int {
		t, err := time.Parse("2006-01-02", "2000-"+strings.TrimSpace(s)) // a leap year: 29 February is a day
		if err != nil {
			return 0
		}
		return int(t.Month())*100 + t.Day()
	}
	p := Season{day(a), day(b)}
	if p.From == 0 || p.To == 0 {
		return Season{}, bad
	}
	return p, nil
}

// Contains says whether a moment lies in the season.
func (p Season) Contains(t time.Time) bool {
	d := int(t.Month())*100 + t.Day()
	switch {
	case p.From == 0:
		return true
	case p.From <= p.To:
		return p.From <= d && d <= p.To
	}
	return d >= p.From || d <= p.To
}
