package network

import (
	"time"

	"corridor/data"
)

// Calendar is staffing by minute of the local week, Monday 00:00 first.
type Calendar struct {
	ID    string
	spans []calSpan
}

type calSpan struct {
	from, to int // minutes of the week
	share    float64
}

const weekMinutes = 7 * 24 * 60

// Share of the servers that work at a local time; where rows overlap the
// largest share holds.
func (c *Calendar) Share(t time.Time) float64 {
	return c.shareAt(((int(t.Weekday())+6)%7)*24*60 + t.Hour()*60 + t.Minute())
}

// shareAt is Share by minute of the week.
func (c *Calendar) shareAt(m int) float64 {
	share := 0.0
	for _, s := range c.spans {
		if m >= s.from && m < s.to && s.share > share {
			share = s.share
		}
	}
	return share
}

// Servers at work out of n at a local time: the rounded product, at least 1
// where the share is positive.
func (c *Calendar) Servers(n int, t time.Time) int {
	if c == nil {
		return n
	}
	return c.serversAt(n, ((int(t.Weekday())+6)%7)*24*60+t.Hour()*60+t.Minute())
}

// serversAt is Servers by minute of the week.
func (c *Calendar) serversAt(n, m int) int {
	share := c.shareAt(m)
	k := int(share*float64(n) + 0.5)
	if share > 0 && k == 0 && n > 0 {
		k = 1
	}
	return k
}

// Turns lists the minutes of the week at which the share may change.
func (c *Calendar) Turns() []int {
	at := make([]bool, weekMinutes)
	for _, s := range c.spans {
		at[s.from] = true
		at[s.to%weekMinutes] = true
	}
	var turns []int
	for m, is := range at {
		if is {
			turns = append(turns, m)
		}
	}
	return turns
}

func calendars(set *data.Set, ps *data.Problems) map[string]*Calendar {
	cals := map[string]*Calendar{}
	for _, row := range set.Rows("calendars") {
		c := cals[row.Text("id")]
		if c == nil {
			c = &Calendar{ID: row.Text("id")}
			cals[c.ID] = c
		}
		days, err := data.ParseDays(row.Text("days"))
		if err != nil {
			*ps = append(*ps, row.Problem("days", err.Error()))
			continue
		}
		from, to := int(row.Clock("from").Minutes()), int(row.Clock("to").Minutes())
		if from >= to {
			*ps = append(*ps, row.Problem("to", "expected a time after `from`; split hours that pass midnight into two rows"))
			continue
		}
		for d, is := range days {
			if is {
				c.spans = append(c.spans, calSpan{d*1440 + from, d*1440 + to, row.Num("share")})
			}
		}
	}
	return cals
}
