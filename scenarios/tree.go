package scenarios

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// Limits that keep a hostile or mistaken file from filling the memory. The
// YAML scanner keeps all tokens of a flow collection ([...], {...}) at once,
// some 2 kB an item, so items are limited as well as bytes.
const (
	mostBytes    = 1 << 20
	mostCommas   = 100_000
	mostBrackets = 200_000
	mostDepth    = 20
)

// tree parses one YAML document to its top node, nil where that cannot be
// done. Anchors, aliases and tags anywhere in it are faults: a scenario means
// what it shows, and aliases can blow up.
func (r *reader) tree(raw []byte) *yaml.Node {
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if !r.plausible(raw) {
		return nil
	}
	loader, err := yaml.NewLoader(bytes.NewReader(raw), yaml.WithPlugin(depthLimit{}))
	if err != nil {
		r.at(0, 0, "", "cannot read this: "+err.Error())
		return nil
	}
	var doc yaml.Node
	switch err := load(loader, &doc); {
	case errors.Is(err, io.EOF):
		r.at(1, 1, "", "expected a scenario; the file is empty")
		return nil
	case err != nil:
		r.syntax(err)
		return nil
	}
	var second yaml.Node
	switch err := load(loader, &second); {
	case errors.Is(err, io.EOF):
	case err != nil:
		r.syntax(err)
	default:
		r.at(second.Line, second.Column, "", "expected one YAML document; another one begins here")
	}
	r.refuse(&doc)
	if len(doc.Content) != 1 {
		return nil
	}
	return doc.Content[0]
}

// load keeps a fault of the YAML package from ending the program.
func load(l *yaml.Loader, n *yaml.Node) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the YAML reader gave up: %v", p)
		}
	}()
	return l.Load(n)
}

// plausible checks what must hold before the text goes to the YAML scanner.
func (r *reader) plausible(raw []byte) bool {
	commas := bytes.Count(raw, []byte(","))
	brackets := 0
	for _, b := range []string{"[", "]", "{", "}"} {
		brackets += bytes.Count(raw, []byte(b))
	}
	switch {
	case len(raw) > mostBytes:
		r.at(0, 0, "", "expected at most 1 MB")
	case commas > mostCommas:
		r.at(0, 0, "", "expected at most 100,000 commas")
	case brackets > mostBrackets:
		r.at(0, 0, "", "expected at most 200,000 brackets")
	default:
		line, column := 1, 1
		for i := 0; i < len(raw); {
			c, n := utf8.DecodeRune(raw[i:])
			switch {
			case c == utf8.RuneError && n == 1:
				r.at(line, column, "", "expected UTF-8 text")
				return false
			case c < ' ' && c != '\n' && c != '\r' && c != '\t', c == 0x7f:
				r.at(line, column, string(c), "expected text without control characters")
				return false
			case c == '\n':
				line, column = line+1, 0
			}
			i, column = i+n, column+1
		}
		return true
	}
	return false
}

// syntax reports what the YAML package could not parse.
func (r *reader) syntax(err error) {
	var le *yaml.LoadError
	if !errors.As(err, &le) {
		r.at(0, 0, "", "cannot read this as YAML: "+err.Error())
		return
	}
	want := "cannot read this as YAML: " + le.Message
	switch {
	case le.Message == tooDeep:
		want = fmt.Sprintf("expected at most %d levels of nesting", mostDepth)
	case strings.HasPrefix(le.Message, "unknown anchor"):
		want = noAlias
	case le.ContextMsg != "" && le.ContextMark.Line > 0:
		want += fmt.Sprintf(", %s that begins at %d:%d", le.ContextMsg, le.ContextMark.Line, le.ContextMark.Column)
	}
	r.at(le.Mark.Line, le.Mark.Column, "", want)
}

const (
	noAlias = "expected no alias (*name): write the value out"
	tooDeep = "too deep"
)

// refuse reports every anchor, alias and tag.
func (r *reader) refuse(n *yaml.Node) {
	if n.Kind == yaml.AliasNode {
		r.at(n.Line, n.Column, "*"+n.Value, noAlias)
		return
	}
	if n.Anchor != "" {
		r.at(n.Line, n.Column, "&"+n.Anchor, "expected no anchor (&name): write the value out where it is used")
	}
	if n.Style&yaml.TaggedStyle != 0 {
		r.at(n.Line, n.Column, n.Tag, "expected no tag (!name)")
	}
	for _, c := range n.Content {
		r.refuse(c)
	}
}

// depthLimit bounds nesting while the text is scanned, so that nothing that
// walks the tree can go deep. Aliases are refused, never expanded.
type depthLimit struct{}

func (depthLimit) CheckDepth(depth int, _ *yaml.DepthContext) error {
	if depth > mostDepth {
		return errors.New(tooDeep)
	}
	return nil
}

func (depthLimit) CheckAlias(int, int) error { return nil }
