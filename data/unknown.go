package data

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Unknown is what one guess decides: the rows of assumptions.csv with the same
// table, column and reason. They are drawn together.
type Unknown struct {
	Table, Column, Reason string
	Rows                  []Row // of assumptions.csv
}

// Name is unique among the unknowns of a set.
func (u *Unknown) Name() string { return u.Table + "/" + u.Column + "/" + u.Reason }

// Unknowns lists the unknowns in the order of assumptions.csv.
func (s *Set) Unknowns() (list []Unknown) {
	at := map[string]int{}
	for _, row := range s.Rows("assumptions") {
		u := Unknown{Table: row.Text("table"), Column: row.Text("column"), Reason: row.Text("reason")}
		i, ok := at[u.Name()]
		if !ok {
			i = len(list)
			at[u.Name()] = i
			list = append(list, u)
		}
		list[i].Rows = append(list[i].Rows, row)
	}
	if u := s.fitted(); len(u.Rows) > 0 {
		list = append(list, u)
	}
	return list
}

// fitted is the unknown of calibration.csv: which member of the ensemble holds,
// the same in all rows. Its rows are entries like those of assumptions.csv.
func (s *Set) fitted() Unknown {
	u := Unknown{Table: "calibration", Column: "factor", Reason: "fitted rates: which member of the ensemble"}
	like := s.table("assumptions")
	for _, row := range s.Rows("calibration") {
		members := row.Numbers("ensemble")
		entry := Row{rows: like, Line: row.Line, cells: make([]string, len(like.Table.Columns))}
		for column, text := range map[string]string{"table": u.Table, "row": row.Key(), "column": u.Column, "reason": u.Reason,
			"low": plain(slices.Min(append(members, row.Num("factor")))), "central": row.Text("factor"), "high": plain(slices.Max(append(members, row.Num("factor"))))} {
			entry.cells[like.Table.column(column)] = text
		}
		u.Rows = append(u.Rows, entry)
	}
	return u
}

// Draw returns the set with the figures of some unknowns replaced. at[i] is the
// quantile of unknown i, from 0 (low) to 1 (high), of a triangular distribution
// with the figure in the table as its mode; negative leaves it as it is. reach
// scales the distance from the figure in the table: 1 draws the whole range.
//
//   - a number, share, time or rate is replaced, a whole number rounded, and none
//     leaves the bounds of its column;
//   - a distribution keeps its shape and gets the mean drawn;
//   - a fitted factor of calibration.csv is replaced by the member of its ensemble
//     at the quantile, the same member in all rows;
//   - numbers are drawn one by one at the same quantile; but those of seasons.csv,
//     of which only the proportions count, get more pronounced towards 1 (what is
//     above their mean goes up, what is below goes down) and flatter towards 0.
//
// A figure whose range cannot be read, or does not hold it, stays. The set drawn
// has no Hash.
func (s *Set) Draw(unknowns []Unknown, at []float64, reach float64) *Set {
	drawn := &Set{tables: maps.Clone(s.tables)}
	own := map[string]bool{}
	for i := range unknowns {
		u := &unknowns[i]
		if at[i] < 0 || s.tables[u.Table] == nil {
			continue
		}
		c := s.tables[u.Table].Table.column(u.Column)
		if c < 0 {
			continue
		}
		for _, a := range u.Rows {
			k, ok := s.tables[u.Table].byKey[a.Text("row")]
			if !ok {
				continue
			}
			col := s.tables[u.Table].Table.Columns[c]
			cell := s.tables[u.Table].List[k].cells[c]
			text, ok := drawCell(u.Table, col, cell, a, at[i], reach)
			if u.Table == "calibration" {
				text, ok = drawMember(s.tables[u.Table].List[k].Text("ensemble"), at[i], reach)
			}
			if !ok || text == cell || check(col, text) != "" {
				continue
			}
			if !own[u.Table] {
				own[u.Table] = true
				rows := *drawn.tables[u.Table]
				rows.List = slices.Clone(rows.List)
				drawn.tables[u.Table] = &rows
			}
			row := &drawn.tables[u.Table].List[k]
			row.cells = slices.Clone(row.cells)
			row.cells[c] = text
		}
	}
	return drawn
}

// drawMember is the member of an ensemble at the quantile u, or nearer to the
// middle where reach is below 1.
func drawMember(ensemble string, u, reach float64) (text string, ok bool) {
	words := strings.Fields(ensemble)
	if len(words) == 0 {
		return "", false
	}
	return words[min(int((0.5+reach*(u-0.5))*float64(len(words))), len(words)-1)], true
}

func drawCell(table string, c Column, cell string, a Row, u, reach float64) (text string, ok bool) {
	low, high := a.Text("low"), a.Text("high")
	kind := c.Kind
	if kind == Text { // of parameters.csv
		if _, err := parseNumber(cell); err == nil {
			kind = Number
		} else if _, err := ParseSpan(cell); err == nil {
			kind = Span
		}
	}
	one := func(parse func(string) (float64, error), central float64, write func(float64) string) (string, bool) {
		lo, err1 := parse(low)
		hi, err2 := parse(high)
		if err1 != nil || err2 != nil || lo > central || central > hi {
			return "", false
		}
		if lo == hi {
			return cell, true
		}
		return write(central + reach*(triangular(lo, central, hi, u)-central)), true
	}
	switch kind {
	case Number, Share, Whole:
		central, err := parseNumber(cell)
		if err != nil {
			return "", false
		}
		return one(parseNumber, central, func(x float64) string {
			if kind == Whole {
				x = math.Round(x)
			}
			if kind == Share {
				x = min(max(x, 0), 1)
			}
			if c.Bounded {
				x = min(max(x, c.Min), c.Max)
			}
			return plain(x)
		})
	case Span:
		central, err := spanSeconds(cell)
		if err != nil {
			return "", false
		}
		return one(spanSeconds, central, seconds)
	case Rate:
		central, err := ParseRate(cell)
		if err != nil {
			return "", false
		}
		return one(ParseRate, central, func(x float64) string { return plain(x) + "/s" })
	case DistCell:
		d, err := ParseDist(cell)
		if err != nil {
			return "", false
		}
		central, err := spanSeconds(a.Text("central")) // the mean, rounded
		if err != nil || math.Abs(central-d.Mean()) > 0.02*d.Mean() {
			return "", false
		}
		return one(spanSeconds, central, func(x float64) string {
			if central > 0 {
				x *= d.Mean() / central
			}
			return d.WithMean(x).String()
		})
	case Numbers:
		return drawNumbers(cell, low, high, u, reach, table == "seasons")
	}
	return "", false
}

func spanSeconds(s string) (float64, error) {
	d, err := ParseSpan(s)
	return d.Seconds(), err
}

func seconds(x float64) string {
	return strconv.FormatFloat(time.Duration(x*float64(time.Second)).Seconds(), 'f', -1, 64) + "s"
}

func drawNumbers(cell, low, high string, u, reach float64, shape bool) (string, bool) {
	xs, lows, highs := strings.Fields(cell), strings.Fields(low), strings.Fields(high)
	if len(xs) == 0 || len(lows) != len(xs) || len(highs) != len(xs) {
		return "", false
	}
	values := make([][3]float64, len(xs))
	mean := 0.0
	for i := range xs {
		for k, w := range []string{lows[i], xs[i], highs[i]} {
			x, err := parseNumber(w)
			if err != nil {
				return "", false
			}
			values[i][k] = x
		}
		if v := values[i]; v[0] > v[1] || v[1] > v[2] {
			return "", false
		}
		mean += values[i][1] / float64(len(xs))
	}
	out := make([]string, len(xs))
	for i, v := range values {
		q := u
		if shape && v[1] < mean {
			q = 1 - u
		}
		out[i] = plain(v[1] + reach*(triangular(v[0], v[1], v[2], q)-v[1]))
	}
	return strings.Join(out, " "), true
}

// triangular is the quantile u of a triangular distribution.
func triangular(low, mode, high, u float64) float64 {
	if low == high {
		return mode
	}
	switch cut := (mode - low) / (high - low); {
	case u <= 0:
		return low
	case u >= 1:
		return high
	case u < cut:
		return low + math.Sqrt(u*(high-low)*(mode-low))
	default:
		return high - math.Sqrt((1-u)*(high-low)*(high-mode))
	}
}

// WithMean is the distribution scaled to another mean, seconds.
func (d Dist) WithMean(mean float64) Dist {
	was := d.Mean()
	if was <= 0 {
		return Dist{A: mean}
	}
	f := mean / was
	switch d.Kind {
	case Exponential, Erlang, Gamma, Weibull, Lognormal, Constant:
		d.A = mean
	default:
		d.A, d.C = d.A*f, d.C*f
		if d.Kind != Empirical {
			d.B *= f
		}
		d.Values = slices.Clone(d.Values)
		for i := range d.Values {
			d.Values[i] *= f
		}
	}
	return d
}

// String is the distribution in the notation that ParseDist reads.
func (d Dist) String() string {
	switch d.Kind {
	case Exponential:
		return "exponential mean=" + seconds(d.A)
	case Erlang:
		return "erlang k=" + strconv.Itoa(d.K) + " mean=" + seconds(d.A)
	case Gamma, Weibull:
		return distNames[d.Kind] + " shape=" + plain(d.B) + " mean=" + seconds(d.A)
	case Lognormal:
		return "lognormal mean=" + seconds(d.A) + " sigma=" + plain(d.B)
	case Triangular:
		return "triangular min=" + seconds(d.A) + " mode=" + seconds(d.B) + " max=" + seconds(d.C)
	case Uniform:
		return "uniform min=" + seconds(d.A) + " max=" + seconds(d.B)
	case Empirical:
		words := []string{"empirical"}
		for i, v := range d.Values {
			words = append(words, seconds(v)+"*"+plain(d.Weights[i]))
		}
		return strings.Join(words, " ")
	}
	return "constant " + seconds(d.A)
}
