package network

import (
	"crypto/sha256"
	"fmt"
	"slices"
)

// Fingerprint is the same for two networks of one set of tables that a
// simulation cannot tell apart: it leaves out where figures stand and come from,
// and all of a service that does not run but its id. open lists the services
// that run, by id.
func (n *Network) Fingerprint(open []bool) (sum [32]byte) {
	h := sha256.New()
	fmt.Fprintln(h, n.Nodes, n.Links, n.Equipment, n.Commodities, n.Flows, n.Backgrounds, n.Params)
	for _, r := range n.Resources {
		if r.Calendar != nil {
			fmt.Fprintln(h, *r.Calendar)
			r.Calendar = nil
		}
		fmt.Fprintln(h, r)
	}
	for _, p := range n.Processes {
		fmt.Fprintln(h, p.ID)
		for _, s := range p.Stages {
			fmt.Fprintln(h, s.Name, s.Need, s.Time, s.Per, s.Chance, s.When, s.Priority, s.Activity, s.USD, s.Item)
		}
	}
	for i, s := range n.Services {
		if !open[i] {
			fmt.Fprintln(h, s.ID)
			continue
		}
		fmt.Fprintln(h, s)
	}
	h.Sum(sum[:0])
	return sum
}

// WayFingerprint is the same for two networks of one set of tables in which the
// same ways are found: Fingerprint without what only matters once cargo moves
// (spreads, sections, resources, volumes, room, other traffic). TestWays… of
// sim/experiment holds it.
func (n *Network) WayFingerprint(open []bool) [32]byte {
	x := *n
	x.Resources, x.Backgrounds = nil, nil
	x.Links = slices.Clone(n.Links)
	for i := range x.Links {
		l := &x.Links[i]
		l.Spread, l.Tracks, l.Sections, l.Sidings = 0, 0, 0, 0
	}
	x.Commodities = slices.Clone(n.Commodities)
	for i := range x.Commodities {
		x.Commodities[i].Shape = Shape{}
	}
	x.Flows = slices.Clone(n.Flows)
	for i := range x.Flows {
		x.Flows[i].PerSecond, x.Flows[i].Divertible, x.Flows[i].Due = 0, 0, 0
	}
	x.Services = slices.Clone(n.Services)
	for i := range x.Services {
		s := &x.Services[i]
		s.Capacity, s.Blank, s.LengthKM = 0, 0, 0
	}
	p := &x.Params
	p.ChoiceScale, p.ChoiceLate, p.DemurrageFree, p.DemurrageUSD, p.Discount = 0, 0, 0, 0, 0
	return x.Fingerprint(open)
}
