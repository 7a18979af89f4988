package validate

import (
	"fmt"
	"io"
	"strings"

	"corridor/sim/results"
)

// Head is what a document or list says of the run.
type Head struct {
	Seed uint64
	Reps int
	Runs int
}

// kinds as a reader should take them.
var kinds = map[string]string{
	"input-check": "The model was given the figure, whole or in part. A pass says that nothing on the way spoils it.",
	"fitted":      "One rate was fitted to the figure by `corridor calibrate`. A pass says that the fit holds.",
	"prediction":  "The model was neither given the figure nor fitted to it.",
}

var measures = [][2]string{
	{"ride-hours", "mean hours of a service from leaving one call to coming to another"},
	{"ride-on-time", "share of runs that come to the second call at most so many hours behind plan"},
	{"box-hours", "ride-hours, and before it the cut-off, behind it what is done with a box until it can be fetched"},
	{"import-hours", "ride-hours, and before it what is done with a box at the port, without stays, and the cut-off: for boxes that are in time for the train"},
	{"vehicles-a-day", "trains or ships that pass, a day"},
	{"saturation", "the same with six times the other traffic, so that trains always wait"},
	{"saturation-ratio", "saturation of one scenario over that of another"},
	{"wait-mean, wait-peak, wait-within", "waits in all queues of a crossing and before its closed gate, by who comes in the time: mean; highest mean of an hour with five or more; share up to a limit"},
	{"time-mean, time-p95-over-mean", "whole stays at a crossing, by who leaves in the time, or of them by who came in some hours from Monday to Friday; other traffic leaves after the last stage with a queue"},
	{"count", "who leaves in the time"},
	{"count-effect, month-effect", "the same against the same random numbers without the changes, or against the same time of another year, less one"},
	{"held, held-moves", "most vehicles that have come and are served by nobody yet, at once; the load units that they move"},
	{"held-coming", "the same, with those that come within so many days"},
	{"days-to-clear", "from the end of the last change until as few wait as on average without it"},
	{"dwell-days", "stays of boxes at a port that leave in the time: of modelled ones whole, of those of other ships in the yard, by shiploads"},
	{"hhi", "sum of squared shares of ports of entry"},
}

// Number is a value short enough to read.
func Number(x float64) string { return results.Short(x) }

// Simulated is the value with half its interval.
func (r *Result) Text() string {
	if r.High > r.Low {
		return fmt.Sprintf("%s ± %s", Number(r.Simulated), Number((r.High-r.Low)/2))
	}
	return Number(r.Simulated)
}

// Published is the value with its unit and what may be off.
func (r *Result) PublishedText() string {
	least := ""
	if r.Target.AtLeast {
		least = "at least "
	}
	return strings.TrimSpace(least + Number(r.Target.Published) + " " + r.Target.Unit)
}

// Document writes docs/validation.md.
func Document(w io.Writer, h Head, list []Result) error {
	p := func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }
	n := map[Verdict]int{}
	for i := range list {
		n[list[i].Verdict]++
	}
	p("# Validation\n")
	p("This page is written by `corridor validate --write`; do not edit it. Targets, tolerances and explanations are rows of")
	p("`data/tables/targets.csv`. Tolerances were fixed there before any simulated value was looked at, each with its reason.\n")
	p("%d targets: %d pass, %d weak, %d miss. Seed %d, %d replications, %d runs. Simulated values are means with half their 95%% interval.\n", len(list), n[Pass], n[Weak], n[Miss], h.Seed, h.Reps, h.Runs)
	p("- **pass**: within the stated tolerance. **weak**: only within two standard deviations of the measurement, so the data cannot tell. **miss**: neither.")
	for _, k := range []string{"input-check", "fitted", "prediction"} {
		p("- **%s**: %s", k, kinds[k])
	}
	p("\nEach target is run on a world of the facilities that its scenario's targets and changes name, with their neighbours' other traffic; all")
	p("modelled cargo is there where cargo is what is measured.\n")
	for _, k := range []string{"input-check", "fitted", "prediction"} {
		p("## %s\n", strings.ToUpper(k[:1])+k[1:])
		p("| id | what | published | tolerance | simulated | verdict |\n|---|---|---|---|---|---|")
		for i := range list {
			if r := &list[i]; r.Target.Kind == k {
				p("| `%s` | %s | %s | %s | %s | %s |", r.Target.ID, r.Target.What, r.PublishedText(), Number(r.Target.Tolerance), r.Text(), r.Verdict)
			}
		}
		p("")
	}
	p("## What is missed, and why\n")
	for i := range list {
		if r := &list[i]; r.Verdict == Miss {
			why := r.Target.Explanation
			if why == "" {
				why = "Not explained yet."
			}
			p("- `%s`: %s simulated, %s published. %s", r.Target.ID, r.Text(), r.PublishedText(), why)
		}
	}
	p("\n## Where the time goes\n")
	p("Means of the first replication. Wait and time are hours of who goes through the stage.\n")
	p("| target | place, event | stage | share | wait h | time h |\n|---|---|---|---|---|---|")
	for i := range list {
		for _, s := range list[i].Stages {
			if s.Wait*s.Share >= 0.005 || s.Hours*s.Share >= 0.05 {
				p("| `%s` | %s, %s | %s | %.0f%% | %s | %s |", list[i].Target.ID, s.Place, s.Event, s.Stage, 100*s.Share, Number(s.Wait), Number(s.Hours))
			}
		}
	}
	p("\n## Tolerances and their reasons\n")
	p("What holds is the larger of the stated tolerance and two standard deviations of the measurement.\n")
	p("| id | kind | scenario | time | stated | sd | reason | source |\n|---|---|---|---|---|---|---|---|")
	for i := range list {
		t := list[i].Target
		sd := ""
		if t.SD > 0 {
			sd = Number(t.SD)
		}
		p("| `%s` | %s | %s | %s to %s | %s | %s | %s | %s |", t.ID, t.Kind, t.Scenario, t.From.Format("2006-01-02"), t.To.Format("2006-01-02"), Number(t.Stated), sd, t.Reason, strings.Join(t.Source, ", "))
	}
	p("\n## How it is measured\n")
	p("| measure | what it is |\n|---|---|")
	for _, m := range measures {
		p("| %s | %s |", m[0], m[1])
	}
	return nil
}
