package data

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestSpansAreReadInTheUnitsThatTheyName(t *testing.T) {
	for in, want := range map[string]time.Duration{
		"0h": 0, "0s": 0, "30s": 30 * time.Second, "90min": 90 * time.Minute, "4h": 4 * time.Hour, "3d": 72 * time.Hour, "2w": 14 * 24 * time.Hour,
		"1d12h": 36 * time.Hour, "1h30min": 90 * time.Minute, "1.5h": 90 * time.Minute, ".5d": 12 * time.Hour, "1w1d1h1min1s": 8*24*time.Hour + time.Hour + time.Minute + time.Second,
		" 4h ": 4 * time.Hour, "0.25s": 250 * time.Millisecond, "0.000000001s": 1, "36600d": Horizon,
	} {
		if got, err := ParseSpan(in); err != nil || got != want {
			t.Errorf("ParseSpan(%q) = %v, %v, want %v", in, got, err, want)
		}
	}
}

func TestBadSpansAreRefusedWithTheUnitsThatThereAre(t *testing.T) {
	for in, want := range map[string]string{
		"": "expected a time", "  ": "expected a time", "h": "expected a time", "4": "expected a unit after 4: s, min, h, d or w", "4m": "expected a unit after 4",
		"4 h": "expected a unit", "4H": "expected a unit", "1h30": "expected a unit after 30", "-1h": "units s, min, h, d, w", "+1h": "units s, min, h, d, w",
		"1..5h": "expected a time", ".h": "expected a time", "1e3s": "expected a unit", "infh": "expected a time", "NaNs": "expected a time", "0x1h": "expected a unit",
		"1_0s": "expected a unit", "1h-30min": "expected a time", "90 min": "expected a unit", "36601d": "at most 100 years", "3660000000d": "at most 100 years",
		strings.Repeat("9", 400) + "s": "expected a time", "5y": "expected a unit", "1hour": "expected a time",
		"1month": "expected a unit", "99999999999999999999s": "at most 100 years",
	} {
		if got, err := ParseSpan(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseSpan(%.40q) = %v, %v, want an error with %q", in, got, err, want)
		}
	}
}

func TestRatesAreReadPerSecond(t *testing.T) {
	for in, want := range map[string]float64{
		"0/s": 0, "2/s": 2, "3/min": 0.05, "36/h": 0.01, "0.8/h": 0.8 / 3600, "864/d": 0.01, "864/day": 0.01, "6048/week": 0.01, "316224/year": 0.01, "1e3/s": 1000, "10000/s": 1e4,
	} {
		if got, err := ParseRate(in); err != nil || math.Abs(got-want) > 1e-12*(1+want) {
			t.Errorf("ParseRate(%q) = %v, %v, want %v", in, got, err, want)
		}
	}
}

func TestBadRatesAreRefused(t *testing.T) {
	for in, want := range map[string]string{
		"": "expected a rate such as", "5": "expected a rate such as", "/h": "expected a rate such as", "x/h": "expected a rate such as", "5/": "per s, min, h, day, week or year",
		"5/month": "per s, min, h, day, week or year", "5/h/h": "per s, min", "5 /h": "expected a rate such as", "5/ h": "per s, min", "-1/h": "from 0 to 10,000 a second",
		"NaN/h": "expected a rate such as", "Inf/h": "expected a rate such as", "1e400/h": "expected a rate such as", "10001/s": "from 0 to 10,000 a second", "0x10/h": "expected a rate such as", "1_0/h": "expected a rate such as",
	} {
		if got, err := ParseRate(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseRate(%q) = %v, %v, want an error with %q", in, got, err, want)
		}
	}
}

func TestClocksRunFromMidnightToMidnight(t *testing.T) {
	for in, want := range map[string]time.Duration{"00:00": 0, "07:00": 7 * time.Hour, "23:59": 24*time.Hour - time.Minute, "24:00": 24 * time.Hour} {
		if got, err := ParseClock(in); err != nil || got != want {
			t.Errorf("ParseClock(%q) = %v, %v, want %v", in, got, err, want)
		}
	}
	for _, in := range []string{"", "7", "7:00", "07:0", "007:00", "07:60", "24:01", "25:00", "-1:00", "-0:30", "+7:00", "07:+5", "07:-0", "07:00:00", "0700", "07.00", "aa:bb", " 07:00"} {
		if got, err := ParseClock(in); err == nil || err.Error() != "expected a time of day from 00:00 to 24:00" {
			t.Errorf("ParseClock(%q) = %v, %v, want an error", in, got, err)
		}
	}
}

func TestDaysOfTheWeekAreOneOrARangeThatMayPassSunday(t *testing.T) {
	for in, want := range map[string]string{"Mon": "1000000", "Sun": "0000001", "Mon-Fri": "1111100", "Sat-Sun": "0000011", "Mon-Sun": "1111111", "Fri-Mon": "1000111", "Wed-Wed": "0010000", "Sun-Sat": "1111111"} {
		days, err := ParseDays(in)
		got := ""
		for _, on := range days {
			got += map[bool]string{false: "0", true: "1"}[on]
		}
		if err != nil || got != want {
			t.Errorf("ParseDays(%q) = %s, %v, want %s", in, got, err, want)
		}
	}
	for _, in := range []string{"", "mon", "Monday", "Mon-", "-Fri", "Mon-Fri-Sat", "Mon,Tue", "Mon Fri", "Mo"} {
		if _, err := ParseDays(in); err == nil || !strings.Contains(err.Error(), "Mon Tue Wed Thu Fri Sat Sun") {
			t.Errorf("ParseDays(%q): %v, want an error with the names", in, err)
		}
	}
}

func TestDatesAreMidnightUTCFrom1990To2100(t *testing.T) {
	for in, want := range map[string]time.Time{
		"2024-03-01": time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), "2024-02-29": time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC),
		"1990-01-01": time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC), "2100-12-31": time.Date(2100, 12, 31, 0, 0, 0, 0, time.UTC),
	} {
		if got, err := ParseDay(in); err != nil || !got.Equal(want) || got.Location() != time.UTC {
			t.Errorf("ParseDay(%q) = %v, %v, want %v", in, got, err, want)
		}
	}
	for _, in := range []string{"", "2024", "2024-3-1", "2023-02-29", "2024-13-01", "01.03.2024", "1989-12-31", "2101-01-01", "2024-03-01T00:00", "20240301", "-2024-03-01"} {
		if got, err := ParseDay(in); err == nil {
			t.Errorf("ParseDay(%q) = %v, want an error", in, got)
		}
	}
}

func TestNumbersAreDecimalAndFinite(t *testing.T) {
	for in, want := range map[string]float64{"0": 0, "-1.5": -1.5, "1e3": 1000, ".5": 0.5, "007": 7, "+2": 2} {
		if got, err := parseNumber(in); err != nil || got != want {
			t.Errorf("parseNumber(%q) = %v, %v, want %v", in, got, err, want)
		}
	}
	for _, in := range []string{"", "NaN", "nan", "Inf", "-inf", "infinity", "0x10", "1_000", "1e400", "1,5", "1.2.3", "five", "1 2", "0b1", "0o7", "1p3"} {
		if got, err := parseNumber(in); err == nil {
			t.Errorf("parseNumber(%q) = %v, want an error", in, got)
		}
	}
}

func TestNamesOfRowsAreShortAndPlain(t *testing.T) {
	for _, in := range []string{"a", "laredo-wtb", "road.a.b", "x_1", "0", strings.Repeat("a", 64)} {
		if !ValidID(in) {
			t.Errorf("%q is refused", in)
		}
	}
	for _, in := range []string{"", "Laredo", "a b", "a/b", "é", "a+b", "a\n", "a=b", strings.Repeat("a", 65)} {
		if ValidID(in) {
			t.Errorf("%q is taken", in)
		}
	}
}
