package network

import (
	"fmt"
	"time"

	"corridor/data"
)

// checkGoods holds goods and demand against what load units hold and are worth.
func (n *Network) checkGoods() (ps data.Problems) {
	for i, row := range n.Set.Rows("commodities") {
		c := &n.Commodities[i]
		if t := c.ValueUSD / c.Tonnes; c.ValueUSD > 0 && (t < 20 || t > 1e6) {
			ps = append(ps, row.Problem("value_usd", fmt.Sprintf("expected a value of 20 to 1,000,000 USD a tonne, this is %.3g", t)))
		}
		if c.TEU > 0 && c.Tonnes/c.TEU > 60 {
			ps = append(ps, row.Problem("tonnes", fmt.Sprintf("expected at most 60 tonnes in the room of a TEU, this is %.3g", c.Tonnes/c.TEU)))
		}
		if c.TimeValue > 0.1 {
			ps = append(ps, row.Problem("time_value", "expected at most 0.1: a tenth of the value lost a day; perishables have a shelf life"))
		}
		if c.ShelfLife > 0 && c.ShelfLife < 2*24*time.Hour {
			ps = append(ps, row.Problem("shelf_life", "expected at least 2d"))
		}
	}
	const year = 365.25 * 24 * 3600
	for i, row := range n.Set.Rows("flows") {
		f := &n.Flows[i]
		if f.Commodity < 0 || f.PerSecond == 0 {
			continue
		}
		c := &n.Commodities[f.Commodity]
		if usd := f.PerSecond * year * c.ValueUSD; usd > 100e9 {
			ps = append(ps, row.Problem("rate", fmt.Sprintf("expected goods for at most 100 bn USD a year in one flow, these are %.0f bn", usd/1e9)))
		}
		if f.Due > 180*24*time.Hour || f.Due > 0 && f.Due < 6*time.Hour {
			ps = append(ps, row.Problem("due", "expected a quoted time of 6h to 180d"))
		}
	}
	return ps
}
