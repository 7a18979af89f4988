package main

import (
	"fmt"
	"strings"

	"corridor/sim/experiment"
	"corridor/sim/results"
)

// missedError says which thresholds were passed.
type missedError struct{ where []string }

func (e missedError) Error() string {
	return "a threshold was passed\n  " + strings.Join(e.where, "\n  ")
}

// targets reads --fail-if and --against, before anything is simulated.
func (s *simulation) targets() (thresholds []results.Threshold, before *results.Summary, err error) {
	for _, text := range s.failIf {
		t, err := results.ParseThreshold(text)
		if err != nil {
			return nil, nil, usage("--fail-if %q: %s", text, err)
		}
		if !experiment.IsKPI(t.KPI) {
			return nil, nil, usage("--fail-if %q: no figure is called %s; they are %s", text, t.KPI, strings.Join(experiment.KPINames(), ", "))
		}
		thresholds = append(thresholds, t)
	}
	if s.against != "" {
		if before, err = results.ReadSummary(s.against); err != nil {
			return nil, nil, inputError{fmt.Errorf("--against: %w", err)}
		}
	}
	return thresholds, before, nil
}

// judge says which thresholds a study passes.
func judge(thresholds []results.Threshold, study *experiment.Study) error {
	if len(thresholds) == 0 {
		return nil
	}
	sum := study.Summary()
	var missed []string
	for i := range thresholds {
		where, err := thresholds[i].Passed(&sum)
		if err != nil {
			return usage("--fail-if %s", err)
		}
		for _, w := range where {
			missed = append(missed, thresholds[i].Text+": "+w)
		}
	}
	if len(missed) > 0 {
		return missedError{missed}
	}
	return nil
}
