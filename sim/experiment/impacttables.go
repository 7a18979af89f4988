package experiment

import (
	"corridor/network"
	"corridor/sim/results"
)

// Headlines are what Base, Low and High are of: the cases, and with two or more
// the difference of the last from the first.
func (im *Impact) Headlines() []string {
	names := append([]string(nil), im.Cases...)
	if n := len(names); n > 1 {
		names = append(names, names[n-1]+" - "+names[0])
	}
	return names
}

// Tables are those of the result folder. by is the figure that the list is sorted
// by.
func (im *Impact) Tables(net *network.Network, by string) []*results.Table {
	of := col("of", "", "case, or the difference of the last from the first")
	unknown := []results.Column{col("rank", "1", "of the unknown, largest first; 0: proven to move nothing"), col("table", "", "table of the data"), col("column", "", "its column"), col("reason", "", "why there is no source: figures that share a reason are one unknown")}
	base := &results.Table{Name: "headline", Columns: []results.Column{of, col("hours", "h", "mean door-to-door time with all figures as in the tables"), col("usd", "USD/t", "paid a tonne")}}
	for i, name := range im.Headlines() {
		base.Add(name, im.Base[i].Hours, im.Base[i].USD)
	}
	moves := &results.Table{Name: "impact", Columns: append(unknown[:4:4], of,
		col("hours_low", "h", "change of the time with the unknown at the low end of its range"), col("hours_high", "h", "at the high end"),
		col("hours_low_half", "h", "half the 95% interval of hours_low over replications; empty: one replication"), col("hours_high_half", "h", "of hours_high"),
		col("usd_low", "USD/t", "change of what is paid at the low end"), col("usd_high", "USD/t", "at the high end"), col("usd_low_half", "USD/t", "half the 95% interval of usd_low"), col("usd_high_half", "USD/t", "of usd_high"),
		col("size", "see "+by, "widest distance between low, central and high over all cases and their difference, in "+by), col("reach", "1", "below 1: an end of the range makes no possible world, it was moved to this part of its distance"))}
	ranges := &results.Table{Name: "ranges", Columns: append(unknown[:4:4], col("row", "", "row of the table"), col("low", "", "figure"), col("central", "", "figure in the tables"), col("high", "", "figure"))}
	list := func(rank int, u *network.Unknown) {
		for _, r := range u.Rows {
			ranges.Add(rank, u.Table, u.Column, u.Reason, r.Text("row"), r.Text("low"), r.Text("central"), r.Text("high"))
		}
	}
	for k := range im.Swings {
		s := &im.Swings[k]
		for i, name := range im.Headlines() {
			moves.Add(k+1, s.Unknown.Table, s.Unknown.Column, s.Unknown.Reason, name, s.Low[i].Hours, s.High[i].Hours, s.LowHalf[i].Hours, s.HighHalf[i].Hours,
				s.Low[i].USD, s.High[i].USD, s.LowHalf[i].USD, s.HighHalf[i].USD, s.Size, s.Reach)
		}
		list(k+1, &s.Unknown)
	}
	for i := range im.Idle {
		list(0, &im.Idle[i])
	}
	return []*results.Table{base, moves, ranges, sourceTable(net)}
}
