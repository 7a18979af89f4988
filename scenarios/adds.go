package scenarios

// Adds says whether a change takes nothing away from anyone: it gives room, hours,
// speed or a way that was not there, or lowers a price. What invests adds, whatever
// it does.
func (c *Change) Adds() bool {
	if c.Investment != nil {
		return true
	}
	d := &c.Do
	less := func(x *float64) bool { return x != nil && *x < 1 }
	more := func(x *float64) bool { return x != nil && *x > 1 }
	switch {
	case d.Close || d.Embargo || d.Demand != nil || d.Tariff != nil || d.Stage != nil:
		return false
	case less(d.Capacity) || less(d.Staffing) || less(d.Speed) || more(d.ServiceTime) || more(d.Price) || d.Add != nil && *d.Add < 0:
		return false
	case d.Chance != nil && !(d.Chance.Times != nil && *d.Chance.Times <= 1), d.Fee != nil && !(d.Fee.Times != nil && *d.Fee.Times <= 1):
		return false
	}
	return true
}
