package sim

import "slices"

// LeaveAt frees a server that was taken, by itself, at an instant that is known
// when its service begins: its user needs no event for that unless somebody
// waits. The statistics are those of Release at that instant.
func (r *Resource) LeaveAt(end Time) {
	s := append(r.ends, end)
	i := len(s) - 1
	for i > 0 && end < s[(i-1)>>1] {
		s[i] = s[(i-1)>>1]
		i = (i - 1) >> 1
	}
	s[i] = end
	r.ends = s
}

// SetServers changes how many servers may work from now on.
func (r *Resource) SetServers(now Time, n int32) {
	r.Close(now)
	r.Servers = n
	if len(r.last) == 0 && len(r.ends) <= int(n) {
		return
	}
	all := append(r.last, r.ends...)
	slices.Sort(all)
	beyond := max(0, len(all)-int(n)) // who finish first are not replaced
	r.ends, r.last = append(r.ends[:0], all[beyond:]...), all[:beyond]
}

// NextLeave is when the first server that frees itself may serve the next, those
// reserved left out; Never where none is busy.
func (r *Resource) NextLeave() Time {
	if len(r.ends) == 0 {
		return Never
	}
	return r.ends[0]
}

// Reserve takes a server for a span from the first instant on at which one is
// free: now, or when the first that frees itself does. All is known then of who
// comes, who needs neither Join nor Next; the wait is counted. ok is false, and
// nothing is done, where that instant is not before a given one, or not known:
// somebody Stands in line, or some busy server does not free itself. It is for
// users of the first class that comes to the resource, and Servers must stay as
// they are until the last start that is reserved.
func (r *Resource) Reserve(now Time, span Time, before Time) (start Time, ok bool) {
	r.settle(now)
	switch {
	case r.Standing() > 0:
		return 0, false
	case r.Busy < r.Servers:
		r.Stats.advance(now, r.Queued, r.Busy)
		r.Busy++
		r.LeaveAt(now + span)
		start = now
	case !r.known(before):
		return 0, false
	default:
		r.Stats.advance(now, r.Queued, r.Busy)
		r.Queued++
		start = r.queueUp(span)
	}
	r.Stats.Served++
	r.Stats.Waits.Record(start.Sub(now))
	return start, true
}

// ReserveNext is Reserve for the first who stands in line in a class, and came at
// an instant. ok is false where nobody stands there or its turn is not known.
func (r *Resource) ReserveNext(class uint8, came Time, span Time, before Time, links []int32) (start Time, ok bool) {
	if r.line[class].head == 0 || r.Busy < r.Servers || !r.known(before) {
		return 0, false
	}
	r.line[class].pop(links)
	start = r.queueUp(span)
	r.Stats.Served++
	r.Stats.Waits.Record(start.Sub(came))
	return start, true
}

// Head is the first who stands in line in a class.
func (r *Resource) Head(class uint8) (id int32, ok bool) {
	return r.line[class].head - 1, r.line[class].head != 0
}

// known says whether it is known when the next server is free, before an instant:
// all that work free themselves.
func (r *Resource) known(before Time) bool {
	return len(r.ends) > 0 && len(r.ends) == int(r.Servers) && len(r.ends)+len(r.last) == int(r.Busy) && r.ends[0] < before
}

// queueUp reserves the first server that frees itself.
func (r *Resource) queueUp(span Time) (start Time) {
	start = r.ends[0]
	if len(r.starts) == cap(r.starts) && r.begun > 0 {
		r.starts = r.starts[:copy(r.starts, r.starts[r.begun:])]
		r.begun = 0
	}
	r.starts = append(r.starts, start)
	r.sink(start + span)
	return start
}

// Standing is how many are in the queue whose start is not reserved.
func (r *Resource) Standing() int32 { return r.Queued - int32(len(r.starts)) + r.begun }

// settle frees the servers whose service has ended by now, and lets those begin
// who reserved one.
func (r *Resource) settle(now Time) {
	if len(r.ends)+len(r.last) > 0 { // who has reserved has an end too
		r.settleUp(now)
	}
}

func (r *Resource) settleUp(now Time) {
	for {
		end := r.NextLeave()
		if len(r.last) > 0 {
			end = min(end, r.last[0])
		}
		if int(r.begun) < len(r.starts) {
			if start := r.starts[r.begun]; start <= end && start <= now {
				r.Stats.advance(start, r.Queued, r.Busy)
				r.Queued--
				if r.begun++; int(r.begun) == len(r.starts) {
					r.starts, r.begun = r.starts[:0], 0
				}
				continue
			}
		}
		if end > now {
			return
		}
		r.Stats.advance(end, r.Queued, r.Busy)
		r.Busy--
		if len(r.last) > 0 && r.last[0] == end {
			r.last = r.last[1:]
			continue
		}
		n := len(r.ends) - 1
		moved := r.ends[n]
		if r.ends = r.ends[:n]; n > 0 {
			r.sink(moved)
		}
	}
}

// sink puts an end in the place of the first.
func (r *Resource) sink(end Time) {
	s, i := r.ends, 0
	for {
		k := 2*i + 1
		if k >= len(s) {
			break
		}
		if k+1 < len(s) && s[k+1] < s[k] {
			k++
		}
		if end <= s[k] {
			break
		}
		s[i] = s[k]
		i = k
	}
	s[i] = end
}
