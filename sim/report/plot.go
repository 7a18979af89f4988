package report

import (
	"fmt"
	"strings"

	"corridor/sim/report/chart"
)

// Plot draws one chart of a result folder as a picture of its own: the same that
// the report has. name is a case, for charts that there is one of a case; empty: the
// first.
func Plot(dir, kind, name, lang string, narrow bool) ([]byte, error) {
	b, err := open(dir)
	if err != nil {
		return nil, err
	}
	figures, err := b.figures()
	if err != nil {
		return nil, fmt.Errorf("%s: damaged: %w", dir, err)
	}
	var have, cases []string
	for _, f := range figures {
		have = append(have, f.Kind)
		if f.Kind != kind {
			continue
		}
		if f.Case != "" {
			cases = append(cases, f.Case)
		}
		if name == "" || f.Case == "" || f.Case == name {
			return f.Draw(chart.Form{Narrow: narrow, Lang: language(lang), Fixed: true, ID: f.ID + "-"}), nil
		}
	}
	if len(cases) > 0 {
		return nil, fmt.Errorf("%s: no case %q; its cases are %s", dir, name, strings.Join(cases, ", "))
	}
	return nil, fmt.Errorf("%s: has no %s chart; it has %s", dir, kind, strings.Join(unique(have), ", "))
}

func unique(list []string) (out []string) {
	for _, x := range list {
		if len(out) == 0 || out[len(out)-1] != x {
			out = append(out, x)
		}
	}
	return out
}
