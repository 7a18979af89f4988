package scenarios

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

var (
	// special words mean something else than text to some YAML reader.
	special = regexp.MustCompile(`(?i)^(true|false|yes|no|on|off|y|n|null|nan|inf|infinity)$`)
	blank   = regexp.MustCompile(`(?m)^ +$`)
	lineEnd = regexp.MustCompile(`[ \t](\n|$)`)
)

// scalar writes a text on one line, in double quotes where it needs them.
// Go's escapes are YAML's too.
func scalar(s string, inFlow bool) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	odd := func(c rune) bool { return !unicode.IsPrint(c) || inFlow && strings.ContainsRune(",:[]{}", c) }
	first := []rune(s + " ")[0]
	switch {
	case s == "":
		return ""
	case !unicode.IsLetter(first), special.MatchString(s), strings.ContainsFunc(s, odd), strings.HasSuffix(s, " "),
		strings.Contains(s, ": "), strings.HasSuffix(s, ":"), strings.Contains(s, " #"):
		return strconv.Quote(s)
	}
	return s
}

// block writes a long text as lines under its key: folded where it is one
// paragraph, as it stands where it has lines of its own.
func block(s, indent string) string {
	const width = 96
	odd := func(c rune) bool { return !unicode.IsPrint(c) && c != '\n' }
	words := strings.Split(s, " ")
	plain := strings.TrimSpace(s) == s && !strings.ContainsFunc(s, odd) && !lineEnd.MatchString(s)
	switch {
	case plain && strings.Contains(s, "\n"):
		return "|-\n" + blank.ReplaceAllString(strings.ReplaceAll("\n"+s, "\n", "\n"+indent), "")[1:]
	case !plain, strings.Contains(s, "\n"), strings.Contains(s, "  "), len(s) < width:
		return scalar(s, false)
	}
	var b strings.Builder
	b.WriteString(">-")
	column := width
	for _, w := range words {
		if n := len([]rune(w)) + 1; column+n > width {
			b.WriteString("\n" + indent + w)
			column = len(indent) + n
		} else {
			b.WriteString(" " + w)
			column += n
		}
	}
	return b.String()
}
