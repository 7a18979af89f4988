package network

import (
	"fmt"
	"slices"
	"strings"

	"corridor/data"
)

// ConditionKeys are what a stage's `when` may ask for; the last four are answered by
// yes or no.
var ConditionKeys = []string{"commodity", "group", "equipment", "flow", "trusted", "in_bond", "empty", "other"}

// Condition is key=value|value or key!=value|value.
type Condition struct {
	Key    string
	Not    bool
	Values []string
}

// Holds says whether a value fits the condition.
func (c *Condition) Holds(value string) bool {
	for _, v := range c.Values {
		if v == value {
			return !c.Not
		}
	}
	return c.Not
}

// ParseConditions reads `commodity=produce|beef & trusted=no`.
func ParseConditions(s string) (cs []Condition, err error) {
	if s == "" {
		return nil, nil
	}
	for _, part := range strings.Split(s, "&") {
		key, vals, ok := strings.Cut(part, "=")
		key = strings.TrimSpace(key)
		not := strings.HasSuffix(key, "!")
		key = strings.TrimSpace(strings.TrimSuffix(key, "!"))
		known := false
		for _, k := range ConditionKeys {
			known = known || k == key
		}
		if !ok || !known {
			return nil, fmt.Errorf("expected key=value with a key among %s%s", strings.Join(ConditionKeys, ", "), data.DidYouMean(key, ConditionKeys))
		}
		c := Condition{Key: key, Not: not}
		for _, v := range strings.Split(vals, "|") {
			v = strings.TrimSpace(v)
			if !data.ValidID(v) {
				return nil, fmt.Errorf("expected names after %s=", key)
			}
			if yesNo := slices.Contains(ConditionKeys[4:], key); yesNo && v != "yes" && v != "no" {
				return nil, fmt.Errorf("expected %s=yes or %s=no", key, key)
			}
			c.Values = append(c.Values, v)
		}
		cs = append(cs, c)
	}
	return cs, nil
}
