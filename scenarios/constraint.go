package scenarios

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"corridor/data"
)

// Constraint says which points of a design are meant: comparisons of sums of
// factors, of which one at least must hold: `staff + 2*booths <= 4`,
// `closure = no or lasts < 3d`, `begin + lasts <= 2024-03-01`.
type Constraint struct {
	Text string
	any  []comparison
}

// comparison of two sums, or of a factor's text with a word.
type comparison struct {
	left, right []term
	op          string
	word        string // where it is of words
}

// term is a number times a factor, or a number alone.
type term struct {
	times  float64
	factor int // -1: none
}

var comparing = regexp.MustCompile(`^(.+?)\s*(<=|>=|!=|=|<|>)\s*([^<>=!]+)$`)

// ParseConstraint reads a constraint on factors; want says what was expected
// where it cannot be read.
func ParseConstraint(text string, factors []Factor) (c Constraint, want string) {
	c.Text = text
	for _, part := range strings.Split(text, " or ") {
		m := comparing.FindStringSubmatch(strings.TrimSpace(part))
		if m == nil {
			return c, "expected comparisons of factors joined by `or`, such as `staff + 2*booths <= 4` or `closure = no or lasts < 3d`"
		}
		x := comparison{op: m[2]}
		if x.left, want = sumOf(m[1], factors); want != "" {
			return c, want
		}
		x.right, want = sumOf(m[3], factors)
		if want != "" && (x.op == "=" || x.op == "!=") && len(x.left) == 1 && x.left[0].factor >= 0 && x.left[0].times == 1 {
			x.word, want = strings.TrimSpace(m[3]), ""
			if f := &factors[x.left[0].factor]; f.Ranged || !slices.Contains(f.Values, x.word) {
				want = fmt.Sprintf("expected one of the values of %s after %s: %s", f.Name, x.op, strings.Join(f.Values, ", "))
			}
		}
		if want != "" {
			return c, want
		}
		c.any = append(c.any, x)
	}
	return c, ""
}

// sumOf reads terms joined by + and - between blanks; names may hold a '-'.
func sumOf(text string, factors []Factor) (sum []term, want string) {
	sign := 1.0
	for i, word := range strings.Fields(text) {
		if i%2 == 1 {
			switch word {
			case "+":
				sign = 1
			case "-":
				sign = -1
			default:
				return nil, "expected + or - between terms, with blanks around it"
			}
			continue
		}
		t := term{times: sign, factor: -1}
		if times, name, ok := strings.Cut(word, "*"); ok {
			x, err := strconv.ParseFloat(times, 64)
			if err != nil {
				return nil, "expected a number before *, such as 2*booths"
			}
			t.times *= x
			word = name
		}
		var names []string
		for f := range factors {
			names = append(names, factors[f].Name)
			if factors[f].Name == word {
				t.factor = f
			}
		}
		if t.factor < 0 {
			x, ok := Quantity(word)
			if !ok {
				return nil, fmt.Sprintf("expected a factor, a number, a time or a date, not %q%s", word, data.DidYouMean(word, names))
			}
			t.times *= x
		}
		sum = append(sum, t)
	}
	if len(strings.Fields(text))%2 == 0 {
		return nil, "expected a term at the end of a sum"
	}
	return sum, ""
}

// Holds says whether a point keeps the constraint. What is no quantity (a
// choice of words) keeps no comparison of sums.
func (c *Constraint) Holds(point []string) bool {
	for i := range c.any {
		if c.any[i].holds(point) {
			return true
		}
	}
	return false
}

func (x *comparison) holds(point []string) bool {
	if x.word != "" {
		return (point[x.left[0].factor] == x.word) == (x.op == "=")
	}
	a, okA := valueOf(x.left, point)
	b, okB := valueOf(x.right, point)
	if !okA || !okB {
		return false
	}
	const slip = 1e-9 // of numbers that were rounded when they were written
	d := a - b
	near := max(a, -a, 1) * slip
	switch x.op {
	case "<=":
		return d <= near
	case ">=":
		return d >= -near
	case "<":
		return d < -near
	case ">":
		return d > near
	case "=":
		return d <= near && d >= -near
	}
	return d > near || d < -near
}

func valueOf(sum []term, point []string) (total float64, ok bool) {
	for _, t := range sum {
		x := 1.0
		if t.factor >= 0 {
			if x, ok = Quantity(point[t.factor]); !ok {
				return 0, false
			}
		}
		total += t.times * x
	}
	return total, true
}

// Allows says whether a point keeps all constraints.
func (e *Experiment) Allows(point []string) bool {
	for i := range e.Constraints {
		if !e.Constraints[i].Holds(point) {
			return false
		}
	}
	return true
}
