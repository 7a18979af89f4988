package experiment

import (
	"fmt"

	"corridor/sim/freight"
)

// notes say what fidelity and inputs mean for the figures of this study.
func (s *Study) notes() []string {
	notes := []string{}
	add := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
	if s.Plan.Cases[0].Fidelity == freight.Screen {
		held, all := s.heldFixed()
		if times, yes := s.Models[0].Condensed(); yes {
			add("Screen: each week stands for a month, so a load for %.1f. Other traffic is held fixed at %d of %d facilities.", times, held, all)
		} else {
			add("Screen: the window is less than a year and runs whole. Other traffic is held fixed at %d of %d facilities.", held, all)
		}
		seen := map[string]bool{}
		for c, m := range s.Models {
			for i := range s.Plan.Cases[c].Scenario.Changes {
				ch := &s.Plan.Cases[c].Scenario.Changes[i]
				if w := m.Weight(i); w > 1.05 && !seen[ch.Name] {
					seen[ch.Name] = true
					add("Screen: %q keeps its length, so it weighs %.1f times as much in these means as over the whole time; what outlives the window is cut off.", ch.Name, w)
				}
			}
		}
	}
	for c, m := range s.Models {
		for i := range s.Plan.Cases[c].Scenario.Changes {
			if m.AnnouncedBefore(i) {
				add("%s: %q is announced before the run begins, so its front_load brings nothing forward: lengthen the pre-roll.", s.Plan.Cases[c].Name(), s.Plan.Cases[c].Scenario.Changes[i].Name)
			}
		}
	}
	notes = append(notes, s.investmentNotes()...)
	if s.Plan.Sampled {
		add("Inputs: %d assumptions (%d unknowns) drawn in each replication, alike in all cases. A winner wins in %.0f%% of draws.",
			s.Plan.Net.Assumptions(), len(s.Plan.Net.Unknowns()), 100*drawShare)
		for _, r := range s.reps {
			if reach := s.draws[r].reach; reach < 1 {
				add("Inputs: what was drawn for replication %d is impossible together; all of it was moved to %.0f%% of its distance from the tables.", r+1, 100*reach)
			}
		}
	}
	if s.Plan.Precision != nil {
		notes = append(notes, s.precisionNote())
	}
	return notes
}

// heldFixed counts the facilities with other traffic, and those at which it is
// held fixed.
func (s *Study) heldFixed() (held, all int) {
	m := s.Models[0]
	seen := map[int]bool{}
	for i := range s.Plan.Net.Backgrounds {
		n := int(s.Plan.Net.Backgrounds[i].Node)
		if !seen[n] {
			seen[n] = true
			all++
		}
	}
	return len(m.Holdable(s.live)), all
}
