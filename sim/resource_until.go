package sim

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

// NextLeave is when the first of the servers that free themselves does; Never
// where none is busy.
func (r *Resource) NextLeave() Time {
	if len(r.ends) == 0 {
		return Never
	}
	return r.ends[0]
}

// settle frees the servers whose service has ended by now.
func (r *Resource) settle(now Time) {
	for len(r.ends) > 0 && r.ends[0] <= now {
		r.leave()
	}
}

func (r *Resource) leave() {
	s := r.ends
	r.Stats.advance(s[0], r.Queued, r.Busy)
	r.Busy--
	n := len(s) - 1
	last := s[n]
	s = s[:n]
	r.ends = s
	for i := 0; n > 0; {
		k := 2*i + 1
		if k+1 < n && s[k+1] < s[k] {
			k++
		}
		if k >= n || last <= s[k] {
			s[i] = last
			return
		}
		s[i] = s[k]
		i = k
	}
}
