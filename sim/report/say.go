package report

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"corridor/sim/report/chart"
	"corridor/sim/results"
)

//go:embed texts.csv
var textsCSV string

// texts of the report by key, in every language.
var texts = sync.OnceValue(func() map[string]chart.Words {
	rows, err := csv.NewReader(strings.NewReader(textsCSV)).ReadAll()
	if err != nil {
		panic(err) // embedded
	}
	all := map[string]chart.Words{}
	for _, r := range rows[1:] {
		all[r[0]] = chart.Words{r[1], r[2], r[3]}
	}
	return all
})

// say is a text of texts.csv with its places filled: by names, which are alike
// in all languages, or by Words. A key that is not there is a bug.
func say(key string, args ...any) chart.Words {
	w, ok := texts()[key]
	if !ok {
		panic("report: no text " + key)
	}
	if len(args) == 0 {
		return w
	}
	for i := range w {
		in := make([]any, len(args))
		for k, a := range args {
			in[k] = a
			if words, ok := a.(chart.Words); ok {
				in[k] = words[i]
			}
		}
		w[i] = fmt.Sprintf(w[i], in...)
	}
	return w
}

// known is a text where there is one, or the name itself: tables may name groups
// and items that the report does not know.
func known(prefix, name string) chart.Words {
	if w, ok := texts()[prefix+name]; ok {
		return w
	}
	return chart.Same(name)
}

// number writes a figure for people, in the notation of each language.
func number(v float64) chart.Words {
	return chart.Figure(strings.Replace(results.Short(v), "-", "−", 1))
}

// count writes a whole number.
func count(n int) chart.Words {
	if n < 10_000 {
		return chart.Same(strconv.Itoa(n))
	}
	return number(float64(n))
}

// signed writes a difference, with its sign.
func signed(v float64) chart.Words {
	if v > 0 {
		return chart.Figure("+" + results.Short(v))
	}
	return number(v)
}

// share writes a share in percent; French puts a space before the sign.
func share(v float64) chart.Words {
	p := strings.TrimSuffix(strings.Replace(percent(v), "-", "−", 1), "%")
	return chart.Words{p + "%", p + "%", chart.French(p) + "\u202f%"}
}

// first makes the first letter a capital.
func first(w chart.Words) chart.Words {
	for i, s := range w {
		for k, r := range s {
			if k == 0 {
				w[i] = strings.ToUpper(string(r)) + s[len(string(r)):]
			}
		}
	}
	return w
}
