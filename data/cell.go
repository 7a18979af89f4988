package data

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Horizon is the longest span that an input may name: about 100 years. It
// keeps every instant of a run far inside an int64 of nanoseconds.
const Horizon = 100 * 366 * 24 * time.Hour

var spanUnits = []struct {
	name string
	span time.Duration
}{
	{"min", time.Minute}, {"s", time.Second}, {"h", time.Hour}, {"d", 24 * time.Hour}, {"w", 7 * 24 * time.Hour},
}

// ParseSpan reads a duration such as 30s, 90min, 4h, 3d, 1d12h or 0h. Units
// are s, min, h, d, w; a unit is required.
func ParseSpan(s string) (time.Duration, error) {
	total, rest := 0.0, strings.TrimSpace(s)
	if rest == "" {
		return 0, fmt.Errorf("expected a time such as 90min, 4h or 3d")
	}
	for rest != "" {
		n := 0
		for n < len(rest) && (rest[n] >= '0' && rest[n] <= '9' || rest[n] == '.') {
			n++
		}
		x, err := strconv.ParseFloat(rest[:n], 64)
		if n == 0 || err != nil {
			return 0, fmt.Errorf("expected a time such as 90min, 4h or 3d (units s, min, h, d, w)")
		}
		rest = rest[n:]
		found := false
		for _, u := range spanUnits {
			if strings.HasPrefix(rest, u.name) {
				total += x * float64(u.span)
				rest = rest[len(u.name):]
				found = true
				break
			}
		}
		if !found {
			return 0, fmt.Errorf("expected a unit after %v: s, min, h, d or w", x)
		}
	}
	if total > float64(Horizon) {
		return 0, fmt.Errorf("expected at most 100 years")
	}
	return time.Duration(math.Round(total)), nil
}

// ParseRate reads a number per time, such as 0.8/h or 1200/year, and returns
// it per second.
func ParseRate(s string) (float64, error) {
	num, unit, ok := strings.Cut(s, "/")
	x, err := parseNumber(num)
	if !ok || err != nil {
		return 0, fmt.Errorf("expected a rate such as 0.8/h or 1200/year")
	}
	var per float64
	switch unit {
	case "s":
		per = 1
	case "min":
		per = 60
	case "h":
		per = 3600
	case "d", "day":
		per = 86400
	case "week":
		per = 7 * 86400
	case "year":
		per = 366 * 86400 // the baseline year 2024 has 366 days
	default:
		return 0, fmt.Errorf("expected a rate per s, min, h, day, week or year")
	}
	if x < 0 || x/per > 1e4 {
		return 0, fmt.Errorf("expected a rate from 0 to 10,000 a second")
	}
	return x / per, nil
}

// parseNumber refuses what strconv allows but no table means: NaN, Inf, hex,
// underscores.
func parseNumber(s string) (float64, error) {
	if s == "" || strings.ContainsAny(s, "xXpP_nNiI") {
		return 0, fmt.Errorf("expected a number")
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
		return 0, fmt.Errorf("expected a number")
	}
	return x, nil
}

// ParseClock reads 07:00 to 24:00 and returns the time since midnight.
func ParseClock(s string) (time.Duration, error) {
	h, m, ok := strings.Cut(s, ":")
	hh, err1 := strconv.Atoi(h)
	mm, err2 := strconv.Atoi(m)
	if !ok || len(h) != 2 || len(m) != 2 || strings.ContainsAny(s, "+-") || err1 != nil || err2 != nil || hh < 0 || hh > 24 || mm < 0 || mm > 59 || hh == 24 && mm > 0 {
		return 0, fmt.Errorf("expected a time of day from 00:00 to 24:00")
	}
	return time.Duration(hh)*time.Hour + time.Duration(mm)*time.Minute, nil
}

var weekdays = []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}

// ParseWeekday reads Mon to Sun; Monday is 0.
func ParseWeekday(s string) (int, error) {
	for i, d := range weekdays {
		if s == d {
			return i, nil
		}
	}
	return 0, fmt.Errorf("expected a weekday: Mon Tue Wed Thu Fri Sat Sun")
}

// ParseDays reads Mon, Mon-Fri or Sat-Sun and returns the days, Monday first.
func ParseDays(s string) (days [7]bool, err error) {
	from, to, isRange := strings.Cut(s, "-")
	a, err := ParseWeekday(from)
	if err != nil {
		return days, err
	}
	b := a
	if isRange {
		if b, err = ParseWeekday(to); err != nil {
			return days, err
		}
	}
	for d := a; ; d = (d + 1) % 7 {
		days[d] = true
		if d == b {
			return days, nil
		}
	}
}

// ParseDay reads 2024-03-01 as midnight UTC.
func ParseDay(s string) (time.Time, error) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil || t.Year() < 1990 || t.Year() > 2100 {
		return t, fmt.Errorf("expected a date such as 2024-03-01, 1990 to 2100")
	}
	return t, nil
}

// ValidID says whether s can name a row: lower-case letters, digits, '-', '.'
// and '_', at most 64.
func ValidID(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_') {
			return false
		}
	}
	return true
}
