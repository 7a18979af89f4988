package network

import (
	"crypto/sha256"
	"fmt"
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
