package scenarios

import (
	"strings"
	"testing"
)

var someFactors = []Factor{{Name: "staff", Values: []string{"1", "2"}}, {Name: "lasts", Values: []string{"12h", "3d"}}, {Name: "from-day", From: 19700, To: 19800, Ranged: true, Dates: true, Step: 1}, {Name: "answer", Values: []string{"wait", "divert"}}, {Name: "shut", Values: []string{"yes", "no"}}}

func TestConstraintsCompareSumsOfFactors(t *testing.T) {
	t.Parallel()
	point := []string{"2", "3d", "2024-03-01", "divert", "no"}
	for text, want := range map[string]bool{
		"staff <= 2":                        true,
		"staff < 2":                         false,
		"2*staff + 1 >= 5":                  true,
		"staff - 1 = 1":                     true,
		"lasts <= 48h":                      false,
		"lasts <= 48h or staff > 1":         true,
		"lasts = 72h":                       true,
		"from-day + lasts <= 2024-03-04":    true,
		"from-day + lasts < 2024-03-04":     false,
		"answer = wait":                     false,
		"answer != wait":                    true,
		"answer = wait or shut = no":        true,
		"shut = yes or lasts < 1d":          false,
		"24*staff <= lasts":                 true,
		"staff + shut = 2":                  true,
		"lasts >= 3d or answer = wait":      true,
		"answer = divert or answer = wait":  true,
		"staff != 2":                        false,
		"from-day > 2024-02-29":             true,
		"staff <= 1.9999999999999 or 1 = 2": true, // within the slip of written numbers
	} {
		c, problem := ParseConstraint(text, someFactors)
		if problem != "" {
			t.Errorf("%s: %s", text, problem)
			continue
		}
		if got := c.Holds(point); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	for text, want := range map[string]string{
		"staff":                "expected comparisons",
		"staf <= 2":            `did you mean "staff"?`,
		"staff <= many":        `not "many"`,
		"x*staff <= 2":         "expected a number before *",
		"staff lasts <= 2":     "expected + or -",
		"staff + <= 2":         "expected a term at the end",
		"answer = postpone":    "expected one of the values of answer",
		"answer <= wait":       `not "wait"`,
		"staff <= 1 or closed": "expected comparisons",
	} {
		if _, problem := ParseConstraint(text, someFactors); !strings.Contains(problem, want) {
			t.Errorf("%s: %q, expected %s", text, problem, want)
		}
	}
}

func TestFactorsOfRangesGiveWhatAScenarioCanHave(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		f    Factor
		u    float64
		want string
	}{
		{Factor{Ranged: true, From: 1, To: 3}, 0.5, "2"},
		{Factor{Ranged: true, From: 0, To: 1, Unit: "d"}, 1.0 / 7, "0.142858796296d"}, // 12,343 s
		{Factor{Ranged: true, From: 1, To: 4, Step: 1}, 0.99, "4"},
		{Factor{Ranged: true, From: 1, To: 4, Step: 1}, 0, "1"},
		{Factor{Ranged: true, From: 1, To: 4, Step: 1}, 1, "4"},
		{Factor{Ranged: true, Dates: true, Step: 7, From: 19783, To: 19813}, 0.5, "2024-03-15"},
		{Factor{Values: []string{"a", "b", "c"}}, 1, "c"},
	} {
		if got := c.f.Value(c.u); got != c.want {
			t.Errorf("%+v at %v is %s, not %s", c.f, c.u, got, c.want)
		}
	}
	step := Factor{Ranged: true, From: 0.1, To: 0.5, Step: 0.1}
	if got := strings.Join(step.All(), " "); got != "0.1 0.2 0.3 0.4 0.5" {
		t.Error(got)
	}
}
