package results

// Investment sets what a case saves against what its investments cost, dollars a
// year.
type Investment struct {
	Case    string     `json:"case"`
	Base    string     `json:"base"` // the case without investments that it is held against
	Built   []Built    `json:"built"`
	Rate    float64    `json:"rate"`   // interest a year
	Annual  Range      `json:"annual"` // cost of all of them
	Saved   []Saved    `json:"saved"`  // by cost item; sums to Benefit
	Benefit Estimate   `json:"benefit"`
	Net     Estimate   `json:"net"`      // benefit less the central annual cost; interval of the benefit
	Ratio   Estimate   `json:"ratio"`    // benefit over it; without a unit where nothing is paid
	Low     float64    `json:"net_low"`  // the benefit's lower end less the dear end of the cost
	High    float64    `json:"net_high"` // the upper end less the cheap end
	Tonnes  [2]float64 `json:"tonnes"`   // a year: compared, and of all flows
}

// Range of a figure.
type Range struct {
	Low     float64 `json:"low"`
	Central float64 `json:"central"`
	High    float64 `json:"high"`
}

// Built is what a change costs to build and to keep.
type Built struct {
	Change string `json:"change"`
	USD    Range  `json:"usd"`
	Years  Range  `json:"years"`
	Upkeep Range  `json:"upkeep"` // a year, share of USD
	Annual Range  `json:"annual"`
	Source string `json:"source,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// Saved is what is spent less on one item of cost, dollars a year.
type Saved struct {
	Item string `json:"item"`
	Estimate
}
