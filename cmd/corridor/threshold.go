package main

import (
	"fmt"
	"os"
	"strings"

	"corridor/sim/experiment"
	"corridor/sim/results"
)

// missedError says which thresholds were passed, or which targets missed.
type missedError struct {
	what  string
	where []string
}

func (e missedError) Error() string {
	return e.what + "\n  " + strings.Join(e.where, "\n  ")
}

// targets reads --fail-if and --against, before anything is simulated.
func (s *simulation) targets() (thresholds []results.Threshold, before *results.Summary, err error) {
	texts, err := thresholdTexts(s.failIf)
	if err != nil {
		return nil, nil, err
	}
	for _, text := range texts {
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

// thresholdTexts replaces @FILE by the lines of the file; empty ones and what
// follows a # are left out.
func thresholdTexts(given []string) (texts []string, err error) {
	for _, text := range given {
		path, isFile := strings.CutPrefix(text, "@")
		if !isFile {
			texts = append(texts, text)
			continue
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return nil, inputError{fmt.Errorf("--fail-if: %w", err)}
		}
		for _, line := range strings.Split(string(raw), "\n") {
			line, _, _ = strings.Cut(line, "#")
			if line = strings.TrimSpace(line); line != "" {
				texts = append(texts, line)
			}
		}
	}
	return texts, nil
}

// judgeSweep says at which points of a sweep the means pass thresholds.
func judgeSweep(thresholds []results.Threshold, p *results.SweepPlan, cells []*results.Cell) error {
	if len(thresholds) == 0 {
		return nil
	}
	sum := experiment.SweepSummary(p, cells)
	var missed []string
	for i := range thresholds {
		where, err := thresholds[i].Passed(sum)
		if err != nil {
			return usage("--fail-if %s", err)
		}
		for _, w := range where {
			missed = append(missed, thresholds[i].Text+": "+w)
		}
	}
	if len(missed) > 0 {
		return missedError{"a threshold was passed", missed}
	}
	return nil
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
		return missedError{"a threshold was passed", missed}
	}
	return nil
}
