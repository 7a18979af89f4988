package freight

import (
	"fmt"
	"strings"
)

// findDeadlock looks for trains that wait in a circle on controlled lines: it
// takes away all that can move some day; who is left never will.
func (r *run) findDeadlock() {
	if len(r.out.Deadlock) > 0 {
		return
	}
	var waiting []int32
	holders := map[int32][]int32{}
	able := map[int32]bool{}
	for i := range r.ent {
		e, id := &r.ent[i], int32(i)
		if e.kind != aVehicle {
			continue
		}
		v := &r.vehicles[e.ext]
		for _, res := range []int32{v.section, v.siding} {
			if res >= 0 {
				holders[res] = append(holders[res], id)
			}
		}
		if v.waiting {
			waiting = append(waiting, id)
		} else {
			able[id] = true
		}
	}
	frees := func(res int32) bool {
		if res < 0 {
			return true
		}
		stuck := int32(0)
		for _, h := range holders[res] {
			if !able[h] {
				stuck++
			}
		}
		return stuck < r.m.res[res].servers
	}
	for again := true; again; {
		again = false
		for _, id := range waiting {
			o := &r.ops[r.ent[id].pc]
			if !able[id] && frees(o.res) && frees(o.res2) {
				able[id] = true
				again = true
			}
		}
	}
	for _, id := range waiting {
		if able[id] {
			continue
		}
		o := &r.ops[r.ent[id].pc]
		var by []string
		for _, res := range []int32{o.res, o.res2} {
			if res < 0 {
				continue
			}
			for _, h := range holders[res] {
				by = append(by, r.trainName(h))
			}
		}
		r.out.Deadlock = append(r.out.Deadlock, fmt.Sprintf("%s: train %s waits for %s, held by %s", r.m.Date(r.now).Format("2006-01-02"), r.trainName(id), r.m.res[o.res].name, strings.Join(by, " and ")))
	}
}

func (r *run) trainName(id int32) string {
	v := &r.vehicles[r.ent[id].ext]
	return fmt.Sprintf("%s no. %d", r.m.Net.Services[v.service].ID, v.departure+1)
}
