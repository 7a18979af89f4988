package scenarios

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"corridor/data"

	"go.yaml.in/yaml/v4"
)

const (
	mostText   = 2000 // characters of a text
	mostFaults = 1000 // reported of one file
	year       = 366 * 24 * time.Hour
)

// reader walks the tree of one file and collects faults.
type reader struct {
	file string
	ps   data.Problems
}

func (r *reader) at(line, column int, value, want string) {
	if len(r.ps) < mostFaults {
		r.ps = append(r.ps, data.Problem{File: r.file, Line: line, Column: column, Value: value, Want: want})
	}
}

// fault about a node: its text where it has one, else what it is.
func (r *reader) fault(n *yaml.Node, key, want string) {
	switch {
	case n.Kind == yaml.AliasNode: // reported by refuse
	case n.Kind == yaml.SequenceNode:
		r.at(n.Line, n.Column, "", key+": "+want+", found a list")
	case n.Kind == yaml.MappingNode:
		r.at(n.Line, n.Column, "", key+": "+want+", found a mapping")
	case isNull(n):
		r.at(n.Line, n.Column, "", key+": "+want+", found nothing")
	default:
		r.at(n.Line, n.Column, n.Value, key+": "+want)
	}
}

func isPlain(n *yaml.Node) bool {
	const quoted = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	return n.Kind == yaml.ScalarNode && n.Style&quoted == 0
}

func isNull(n *yaml.Node) bool {
	return isPlain(n) && slices.Contains([]string{"", "~", "null", "Null", "NULL"}, n.Value)
}

// mapping returns the values of a mapping by key, nil where n is none. Keys
// must be among known, each once.
func (r *reader) mapping(n *yaml.Node, what string, known ...string) map[string]*yaml.Node {
	if n.Kind != yaml.MappingNode {
		r.fault(n, what, "expected a mapping with "+strings.Join(known, ", "))
		return nil
	}
	values := map[string]*yaml.Node{}
	lines := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		switch {
		case k.Kind != yaml.ScalarNode:
			r.fault(k, what, "expected a key: "+strings.Join(known, ", "))
		case !slices.Contains(known, k.Value):
			r.at(k.Line, k.Column, k.Value, what+": unknown key; expected "+strings.Join(known, ", ")+data.DidYouMean(k.Value, known))
		case values[k.Value] != nil:
			r.at(k.Line, k.Column, k.Value, fmt.Sprintf("%s: expected each key once; line %d has it too", what, lines[k.Value]))
		default:
			values[k.Value], lines[k.Value] = n.Content[i+1], k.Line
		}
	}
	return values
}

// text reads any scalar as it is written: 010 is the text "010".
func (r *reader) text(n *yaml.Node, key string, oneLine bool) string {
	if n.Kind != yaml.ScalarNode || isNull(n) {
		r.fault(n, key, "expected text")
		return ""
	}
	s := strings.TrimSpace(n.Value)
	switch {
	case s == "":
		r.fault(n, key, "expected text, found none")
	case len([]rune(s)) > mostText:
		r.fault(n, key, "expected at most 2,000 characters")
	case strings.ContainsFunc(s, unprintable):
		r.fault(n, key, "expected text without control or invisible characters")
	case oneLine && strings.ContainsAny(s, "\n\t"):
		r.fault(n, key, "expected one line")
	default:
		return s
	}
	return ""
}

// unprintable characters can reorder or hide text on a terminal. Line ends and
// tabs are not among them.
func unprintable(c rune) bool { return !unicode.IsGraphic(c) && c != '\n' && c != '\t' }

// decimal is how a number may be written. YAML's 010, 0x10, 1_000 and .inf
// mean different things to different readers.
var decimal = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

// number reads a number from lo to hi, lo itself left out where above is set.
func (r *reader) number(n *yaml.Node, key string, lo, hi float64, above bool) *float64 {
	want := "expected a number from " + plainNumber(lo) + " to " + plainNumber(hi)
	if above {
		want = "expected a number above " + plainNumber(lo) + ", at most " + plainNumber(hi)
	}
	if !isPlain(n) || !decimal.MatchString(n.Value) {
		if n.Kind == yaml.ScalarNode && decimal.MatchString(n.Value) {
			want += ", without quotes"
		}
		r.fault(n, key, want)
		return nil
	}
	x, err := strconv.ParseFloat(n.Value, 64)
	if err != nil || x < lo || x > hi || above && x == lo {
		r.fault(n, key, want)
		return nil
	}
	x += 0 // -0 becomes 0
	return &x
}

// span reads a time from lo to hi in whole seconds.
func (r *reader) span(n *yaml.Node, key string, lo, hi time.Duration) time.Duration {
	limits := fmt.Sprintf("a time from %s to %d years", spanText(lo), hi/year)
	if n.Kind != yaml.ScalarNode || isNull(n) {
		r.fault(n, key, "expected "+limits)
		return 0
	}
	d, err := data.ParseSpan(n.Value)
	whole := d.Round(time.Second)
	switch {
	case err != nil:
		r.fault(n, key, err.Error())
	case d < lo || d > hi:
		r.fault(n, key, fmt.Sprintf("expected %s (a year counts 366d)", limits))
	case (d - whole).Abs() > time.Microsecond: // less is the rounding of 0.1d
		r.fault(n, key, "expected whole seconds")
	}
	return whole
}

// instant reads a date, or a date and time of day, UTC.
func (r *reader) instant(n *yaml.Node, key string) time.Time {
	if n.Kind == yaml.ScalarNode {
		if t, err := data.ParseDay(n.Value); err == nil {
			return t
		}
		t, err := time.Parse(minuteLayout, n.Value)
		if err == nil && t.Format(minuteLayout) == n.Value && t.Year() >= 1990 && t.Year() <= 2100 {
			return t
		}
	}
	r.fault(n, key, "expected a date such as 2024-03-01, or `2024-03-01 08:00` (UTC), 1990 to 2100")
	return time.Time{}
}

const (
	dayLayout    = "2006-01-02"
	minuteLayout = "2006-01-02 15:04"
)

func plainNumber(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
