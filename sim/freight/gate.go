package freight

import "corridor/network"

// gate holds what may not enter a facility or link.
type gate struct {
	closed  int32   // changes that keep out all
	some    int32   // changes that keep out some
	fee     int32   // changes that make entering cost
	price   int32   // changes of freight rates
	altered int32   // stages behind it that changes alter
	slowed  int32   // change + 1 that slows a link
	by      int32   // change + 1
	unbuilt bool    // a proposed link that nothing has opened
	slow    float64 // factor on a link's running time
	layers  layers
	notices layers // changes that cargo must reckon with
	line    []standing
	shun    layers     // embargoes that other traffic obeys
	ways    []underWay // how long that is on its way
}

// standing is who waits, and the change + 1 that it waits for; -1: for a link
// that is not there.
type standing struct{ id, by int32 }

// standAt is an entity that a gate keeps out.
func (r *run) standAt(g *gate, id, by int32) {
	r.ent[id].since = r.now
	g.line = append(g.line, standing{id, by})
	if r.stories != nil {
		r.tellStanding(id, by, r.gateName(&r.ent[id]))
	}
	if by > 0 {
		r.stop(by, id)
		r.loseHeart(id, by)
	}
}

// openGate lets in those who waited and may enter now.
func (r *run) openGate(g *gate) {
	if g.closed > 0 || len(g.line) == 0 {
		return
	}
	line := g.line
	g.line = nil
	for _, s := range line {
		e := &r.ent[s.id]
		if r.stops(g, e) != 0 {
			g.line = append(g.line, s)
			continue
		}
		e.calm()
		if r.watch != nil {
			r.waited(s.id, e, &r.ops[e.pc], r.now-e.since, 0)
		}
		if r.stories != nil {
			r.relate(s.id, r.now, r.gateName(e), "goes on after %s", spanWords(r.now.Sub(e.since)))
		}
		r.bookStanding(e, s.by)
		r.proceed(s.id)
	}
}

// bookStanding books the time that an entity has stood at a gate.
func (r *run) bookStanding(e *entity, by int32) {
	o, span := &r.ops[e.pc], r.now.Sub(e.since)
	r.stood(by, e, span)
	if e.kind == other {
		return
	}
	queue := o.queue
	if o.code != opGate && o.code != opSection {
		queue = account(onWay, network.Queueing)
	}
	r.addTime(e, o, queue, span)
	if (o.code == opDrive || o.code == opMove) && r.m.Net.Links[r.steps[e.at].arg>>1].Country == network.US {
		if e.kind == aLoad {
			r.loads[e.ext].us += int64(span)
		} else {
			r.vehicles[e.ext].us += int64(span)
		}
	}
}

// roadCloses stops an entity before a link that is closed to it.
func (r *run) roadCloses(id, link int32) bool {
	g := &r.roads[link]
	if g.closed+g.some == 0 {
		return false
	}
	by := r.stops(g, &r.ent[id])
	if by == 0 {
		return false
	}
	r.standAt(g, id, by)
	return true
}
