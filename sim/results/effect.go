package results

// Effect is what one factor of a sweep does to a figure.
type Effect struct {
	Factor  string
	Of      string // routing, or `direct - us` for the difference of two
	KPI     string
	Measure string // see EffectMeasures
	Estimate
}

// EffectMeasures are what is measured, by design.
var EffectMeasures = []Column{
	{"low", "see unit", "tornado: change of the figure with the factor at its low end and all others in the middle; interval over replications"},
	{"high", "see unit", "tornado: the same at its high end"},
	{"mu", "see unit", "morris: mean of the elementary effects, for the whole range of the factor; interval over trajectories"},
	{"mu_star", "see unit", "morris: mean of their sizes"},
	{"sigma", "see unit", "morris: their standard deviation: the factor bends the figure or works together with others"},
	{"first", "1", "saltelli: share of the variance of the figure that the factor alone explains (first-order Sobol index); interval by bootstrap over base points"},
	{"total", "1", "saltelli: share that it takes part in (total Sobol index)"},
}

// EffectTable is sensitivity.csv.
func EffectTable(effects []Effect) *Table {
	doc := ""
	for _, m := range EffectMeasures {
		doc += m.Name + ": " + m.Doc + "; "
	}
	t := &Table{Name: "sensitivity", Columns: []Column{{"factor", "", "factor of the experiment"}, {"of", "", "routing, or the difference of two"}, {"kpi", "", "figure"}, {"measure", "", doc[:len(doc)-2]},
		{"mean", "see unit", "value"}, {"lo", "see unit", "lower end of the 95% interval"}, {"hi", "see unit", "upper end"}, {"unit", "", "unit of the value"}}}
	for i := range effects {
		e := &effects[i]
		t.Add(e.Factor, e.Of, e.KPI, e.Measure, e.Mean, e.Lo, e.Hi, e.Unit)
	}
	return t
}
