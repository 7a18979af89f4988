package network

import (
	"math"
	"time"
)

// drayageKM is the longest road that counts as drayage: a trip and back within
// a driver's day.
const drayageKM = 150

// IsDrayage says whether a road link is a short one between a zone and a
// terminal, port or airport: trucks do that for every kind of goods.
func (n *Network) IsDrayage(l *Link) bool {
	if l.Mode != Road || l.KM > drayageKM {
		return false
	}
	terminal := func(k NodeKind) bool { return k == RailTerminal || k == Port || k == Airport }
	a, b := n.Nodes[l.From].Kind, n.Nodes[l.To].Kind
	return a == Zone && terminal(b) || b == Zone && terminal(a)
}

// TruckUSD is the price of one load by truck over a link, toll included. A load
// unit that is heavier than a truck's payload takes several trucks.
func (n *Network) TruckUSD(l *Link, c *Commodity) float64 {
	usd := l.KM * n.Params.TruckUSDKM[min(l.Country, MX)]
	if c.Equipment == "reefer" {
		usd *= n.Params.ReeferFactor
	}
	if n.IsDrayage(l) {
		usd = max(usd, n.Params.TruckMinUSD)
	}
	return (usd + l.TollUSD) * n.trucks(c)
}

// TollsUSD is the part of TruckUSD that is toll.
func (n *Network) TollsUSD(l *Link, c *Commodity) float64 { return l.TollUSD * n.trucks(c) }

// trucks that a load unit takes.
func (n *Network) trucks(c *Commodity) float64 { return max(1, math.Ceil(c.Tonnes/n.Params.Payload)) }

// RideUSD is the price of one load aboard a service over km.
func (s *Service) RideUSD(km float64, c *Commodity) float64 {
	return s.USDLoad + km*(s.USDKM+s.USDTonneKM*c.Tonnes)
}

// EmptiesUSD is what a ride over km adds for the empty return that may follow. A
// price per tonne-km is a railway's mean revenue, and a ship that goes when full
// is hired for the round voyage: both pay for the way back already.
func (n *Network) EmptiesUSD(f *Flow, s *Service, km float64) float64 {
	usd := s.USDKM * km
	if !s.Departs.Full {
		usd += s.USDLoad
	}
	return f.Back * n.Params.EmptiesRate * usd
}

// KG is the CO2e of one load over km, kg.
func (n *Network) KG(m Mode, km float64, c *Commodity) float64 {
	return n.Params.Emissions[m] * c.Tonnes * km
}

// HourUSD is what an hour in transit costs the owner of one load: the share of
// its value a day, and for perishables its value over its shelf life.
func (c *Commodity) HourUSD() float64 {
	usd := c.ValueUSD * c.TimeValue / 24
	if c.ShelfLife > 0 {
		usd += c.ValueUSD / c.ShelfLife.Hours()
	}
	return usd
}

// Spoiled is the share of value lost after a time in transit: none in the
// first half of the shelf life, then rising evenly to all of it.
func (c *Commodity) Spoiled(transit time.Duration) float64 {
	if c.ShelfLife <= 0 {
		return 0
	}
	x := 2*float64(transit)/float64(c.ShelfLife) - 1
	return min(max(x, 0), 1)
}

// DutyUSD is the duty on one load of a flow between Canada and Mexico: what
// does not enter free under the treaty pays the destination's general rate.
// Goods from or to overseas pay theirs at a border that no flow here crosses.
func (n *Network) DutyUSD(f *Flow) float64 {
	from, to := n.Nodes[f.From].Country, n.Nodes[f.To].Country
	if f.Commodity < 0 || !(from == CA && to == MX || from == MX && to == CA) {
		return 0
	}
	c := &n.Commodities[f.Commodity]
	return c.ValueUSD * c.MFN[to] * (1 - c.USMCA)
}

// BrokenBondUSD is what a load pays whose bond for the transit through the
// United States is broken: the entry and the general US duty.
func (n *Network) BrokenBondUSD(c *Commodity) float64 {
	return c.ValueUSD*c.MFN[US] + n.Params.BondEntryUSD
}

// DriveHours is the mean time of a truck over a link with the rests that long
// driving brings by the country's rule, spread evenly.
func (n *Network) DriveHours(l *Link) float64 {
	h := l.Hours()
	if n.IsDrayage(l) {
		return h
	}
	r := n.Params.HOS[min(l.Country, MX)]
	if r.Drive > 0 {
		rest := float64(r.Rest) / float64(r.Drive)
		if r.BreakAfter > 0 {
			rest += float64(r.Break) / float64(r.BreakAfter)
		}
		h *= 1 + rest
	}
	return h
}

// StageHours is the expected time of a process for goods: the mean service of
// each stage times its chance, without queues. trusted is the share of trusted
// traders, inBond whether the goods are in transit under bond.
func (n *Network) StageHours(p ProcessID, f *Flow, inBond bool) (hours, usd float64) {
	return n.stageHours(p, f, inBond, func(Activity) bool { return true })
}

// WorkHours is the same of stages in which something is done: without stays and
// waits, which who is in a hurry may cut short.
func (n *Network) WorkHours(p ProcessID, f *Flow, inBond bool) float64 {
	hours, _ := n.stageHours(p, f, inBond, func(a Activity) bool { return a != Dwell && a != Waiting })
	return hours
}

func (n *Network) stageHours(p ProcessID, f *Flow, inBond bool, counts func(Activity) bool) (hours, usd float64) {
	if p < 0 {
		return 0, 0
	}
	inBond = inBond && !f.Empty
	for i := range n.Processes[p].Stages {
		s := &n.Processes[p].Stages[i]
		if s.Per != Once || !counts(s.Activity) {
			continue
		}
		share := s.Chance * n.shareMeeting(s.When, f, inBond)
		hours += share * s.Time.Mean() / 3600
		usd += share * s.USD
	}
	return hours, usd
}

// shareMeeting is the share of a flow's loads that meet the conditions.
func (n *Network) shareMeeting(when []Condition, f *Flow, inBond bool) float64 {
	share := 1.0
	yes := func(b bool) string {
		if b {
			return "yes"
		}
		return "no"
	}
	for i := range when {
		c := &when[i]
		switch c.Key {
		case "trusted":
			t := 0.0
			if c.Holds("yes") {
				t += f.Trusted
			}
			if c.Holds("no") {
				t += 1 - f.Trusted
			}
			share *= t
		case "in_bond":
			share *= indicator(c.Holds(yes(inBond)))
		case "empty":
			share *= indicator(c.Holds(yes(f.Empty)))
		case "other":
			share *= indicator(c.Holds("no"))
		default:
			share *= indicator(n.StaticHolds(c, f))
		}
	}
	return share
}

func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// StaticHolds says whether a condition on the goods or the flow itself holds.
// Other traffic (f nil) has no goods: a condition on goods holds for it only
// in its negated form.
func (n *Network) StaticHolds(c *Condition, f *Flow) bool {
	if f == nil {
		return c.Not
	}
	if c.Key == "flow" {
		return c.Holds(f.ID)
	}
	if f.Commodity < 0 {
		return c.Not
	}
	g := &n.Commodities[f.Commodity]
	switch c.Key {
	case "commodity":
		return c.Holds(g.ID)
	case "group":
		return c.Holds(g.Group)
	}
	return c.Holds(g.Equipment)
}
