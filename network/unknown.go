package network

import (
	"errors"

	"corridor/data"
)

// Unknown is what one guess decides, see data.Unknown.
type Unknown = data.Unknown

// Unknowns of the tables that this network was built of.
func (n *Network) Unknowns() []Unknown { return n.Set.Unknowns() }

// Assumptions is how many figures of the tables have no source.
func (n *Network) Assumptions() int { return len(n.Set.Rows("assumptions")) }

// Draw builds the network anew with some unknowns drawn, see data.Set.Draw.
func (n *Network) Draw(unknowns []Unknown, at []float64, reach float64) (*Network, error) {
	return Build(n.Set.Draw(unknowns, at, reach))
}

// IsFault says whether an error is about the tables.
func IsFault(err error) bool {
	var ps data.Problems
	return errors.As(err, &ps)
}
