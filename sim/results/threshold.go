package results

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Threshold is a figure that must not be passed: `transit_hours_p95 > 240`, or
// of one case or group `baseline/us autos transit_hours > 100`.
type Threshold struct {
	Text  string
	Case  string // empty: every case
	Group string // empty: all goods
	KPI   string
	Op    string
	Value float64
}

var thresholdForm = regexp.MustCompile(`^(?:([a-z0-9._-]+/[a-z-]+)\s+)?(?:([a-z0-9._-]+)\s+)?([a-z0-9_]+)\s*(>=|<=|>|<)\s*(-?[0-9.]+(?:e[-+]?[0-9]+)?)(%?)$`)

// ParseThreshold reads `[CASE] [GROUP] KPI > NUMBER`, with <, >=, <= too;
// a number may be a percentage.
func ParseThreshold(s string) (Threshold, error) {
	m := thresholdForm.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return Threshold{}, fmt.Errorf("expected a figure and a bound such as `transit_hours_p95 > 240`, or with a case and a group of goods before it: `baseline/us autos on_time_share < 90%%`")
	}
	x, err := strconv.ParseFloat(m[5], 64)
	if err != nil {
		return Threshold{}, fmt.Errorf("expected a number after %s, found %q", m[4], m[5])
	}
	if m[6] != "" {
		x /= 100
	}
	return Threshold{Text: strings.TrimSpace(s), Case: m[1], Group: m[2], KPI: m[3], Op: m[4], Value: x}, nil
}

// passed says whether a value is beyond the bound.
func (t *Threshold) passed(x float64) bool {
	switch t.Op {
	case ">":
		return x > t.Value
	case ">=":
		return x >= t.Value
	case "<":
		return x < t.Value
	}
	return x <= t.Value
}

// Passed lists where a summary's means are beyond the threshold, in words.
// A case, group or figure that the summary lacks is an error.
func (t *Threshold) Passed(s *Summary) (where []string, err error) {
	found, seen := false, false
	for i := range s.Cases {
		c := &s.Cases[i]
		if t.Case != "" && t.Case != c.Name {
			continue
		}
		seen = true
		kpi := c.KPI
		if t.Group != "" {
			kpi = nil
			for k := range c.Groups {
				if c.Groups[k].Group == t.Group {
					kpi = c.Groups[k].KPI
				}
			}
		}
		e, ok := kpi[t.KPI]
		if !ok {
			continue
		}
		found = true
		if t.passed(e.Mean) {
			where = append(where, fmt.Sprintf("%s: %s is %s [%s, %s] %s", c.Name, t.KPI, Short(e.Mean), Short(e.Lo), Short(e.Hi), e.Unit))
		}
	}
	switch {
	case !seen:
		return nil, fmt.Errorf("%s: no case is called %s", t.Text, t.Case)
	case !found && t.Group != "":
		return nil, fmt.Errorf("%s: no figure %s of a group %s", t.Text, t.KPI, t.Group)
	case !found:
		return nil, fmt.Errorf("%s: no figure is called %s", t.Text, t.KPI)
	}
	return where, nil
}
