package freight

import (
	"context"
	"fmt"
	"strings"
	"time"

	"corridor/sim"
)

// ShipmentID names a load in all cases and replications: its flow, and its
// number there as in the rows of shipments.
type ShipmentID struct {
	Flow   string
	Number int64
}

func (s ShipmentID) String() string { return fmt.Sprintf("%s:%d", s.Flow, s.Number) }

// Story is what became of a load, line by line.
type Story struct {
	ID    ShipmentID
	Lines []StoryLine
}

// StoryLine is one event of a story.
type StoryLine struct {
	At    sim.Time
	Where string
	What  string
	USD   float64 // costs booked since the line before
}

// stories are told of some loads while a run goes on.
type stories struct {
	of    map[ShipmentID]*telling
	known []ShipmentID
}

type telling struct {
	story Story
	usd   float64
}

// RunStories is Run, telling the stories of some loads, in the order asked for.
// Those that are never made have no lines.
func (m *Model) RunStories(ctx context.Context, seed uint64, replication int, ids []ShipmentID) ([]Story, *Outcome, error) {
	r := &run{m: m, key: sim.NewKey(seed, replication), stories: &stories{of: map[ShipmentID]*telling{}, known: ids}}
	for _, id := range ids {
		r.stories.of[id] = &telling{story: Story{ID: id}}
	}
	out, err := r.simulate(ctx)
	if err != nil {
		return nil, nil, err
	}
	var list []Story
	for _, id := range ids {
		list = append(list, r.stories.of[id].story)
	}
	return list, out, nil
}

// idOf names a load.
func (r *run) idOf(e *entity) ShipmentID {
	ld := &r.loads[e.ext]
	return ShipmentID{r.m.Net.Flows[e.flow].ID, int64(ld.number) + int64(ld.stream)<<32}
}

// relate adds a line to a load's story, at an instant that is now or, where nothing
// is met, later. Callers ask for r.stories first.
func (r *run) relate(id int32, at sim.Time, where, format string, args ...any) {
	e := &r.ent[id]
	if e.kind != aLoad || e.bits&isEmpty != 0 {
		return
	}
	t := r.stories.of[r.idOf(e)]
	if t == nil {
		return
	}
	ld := &r.loads[e.ext]
	sum := 0.0
	for _, usd := range ld.cost {
		sum += usd
	}
	t.story.Lines = append(t.story.Lines, StoryLine{At: at, Where: where, What: fmt.Sprintf(format, args...), USD: sum - t.usd})
	t.usd = sum
}

// tellStage tells of a stage that a load goes through after a wait.
func (r *run) tellStage(id int32, e *entity, o *op, at sim.Time, wait, dt time.Duration) {
	if e.kind != aLoad {
		return
	}
	what := r.m.stageName(o)
	if o.res >= 0 {
		what += " (" + r.m.res[o.res].name + ")"
	}
	if wait > 0 {
		what += ": waited " + spanWords(wait) + ","
	} else {
		what += ":"
	}
	r.relate(id, at, r.m.Net.Nodes[o.node].ID, "%s %s", what, spanWords(dt))
}

// tellWay tells which way a load takes.
func (r *run) tellWay(id int32, what string, p *plan) {
	r.relate(id, r.now, r.m.Net.Nodes[r.loads[r.ent[id].ext].node].ID, "%s: %s, expected %s", what, p.name, spanWords(time.Duration(p.way.Hours*hoursToNS)))
}

// tellStanding tells that a load stands at a gate.
func (r *run) tellStanding(id, by int32, where string) {
	what := "a link that is not built"
	if by > 0 {
		what = r.m.changes[by-1].name
	}
	r.relate(id, r.now, where, "stands: %s", what)
}

func (r *run) vehicleName(ext int32) string {
	v := &r.vehicles[ext]
	return fmt.Sprintf("%s no. %d", r.m.Net.Services[v.service].ID, v.departure+1)
}

// gateName is the place that a load stands at, or the link.
func (r *run) gateName(e *entity) string {
	o := &r.ops[e.pc]
	if o.code == opGate {
		return r.m.Net.Nodes[o.node].ID + " " + o.event.String()
	}
	return r.m.Net.Links[r.steps[e.at].arg>>1].ID
}

// spanWords writes a span in days, hours and minutes: `2 d 3 h`, `45 min`.
func spanWords(d time.Duration) string {
	d = d.Round(time.Minute)
	var parts []string
	for _, u := range []struct {
		name string
		span time.Duration
	}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"min", time.Minute}} {
		if n := d / u.span; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, u.name))
			d -= n * u.span
		}
	}
	switch len(parts) {
	case 0:
		return "under a minute"
	case 3:
		parts = parts[:2]
	}
	return strings.Join(parts, " ")
}
