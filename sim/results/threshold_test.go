package results

import "testing"

func TestAThresholdIsPassedOnlyBeyondItsBound(t *testing.T) {
	s := &Summary{Cases: []CaseResult{
		{Name: "a/us", KPI: KPIs{"transit_hours": {Mean: 100, Lo: 98, Hi: 102, Unit: "h"}, "on_time_share": {Mean: 0.9, Unit: "share"}}, Groups: []GroupResult{{"autos", KPIs{"transit_hours": {Mean: 80}}}}},
		{Name: "a/direct", KPI: KPIs{"transit_hours": {Mean: 500}}},
	}}
	for text, want := range map[string]int{
		"transit_hours > 99":            2,
		"transit_hours>100":             1,
		"transit_hours >= 100":          2,
		"transit_hours < 100":           0,
		"transit_hours <= 100":          1,
		"a/us transit_hours > 99":       1,
		"a/us autos transit_hours > 79": 1,
		"a/us autos transit_hours > 80": 0,
		"autos transit_hours < 81":      1,
		"on_time_share < 95%":           1,
		"on_time_share < 0.9":           0,
	} {
		th, err := ParseThreshold(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if where, err := th.Passed(s); err != nil || len(where) != want {
			t.Errorf("%s: %v %v, expected %d", text, where, err, want)
		}
	}
	for _, text := range []string{"b/us transit_hours > 1", "transit_hour > 1", "cars transit_hours > 1"} {
		th, err := ParseThreshold(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := th.Passed(s); err == nil {
			t.Errorf("%s was accepted", text)
		}
	}
	for _, text := range []string{"", "transit_hours", "transit_hours > many", "> 3", "transit_hours = 3", "transit_hours > 1.2.3"} {
		if _, err := ParseThreshold(text); err == nil {
			t.Errorf("%q was accepted", text)
		}
	}
}
