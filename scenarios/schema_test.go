package scenarios

import (
	"bytes"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

func schemaOf(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("scenario.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("scenario.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// value reads YAML as an editor's checker does, dates as text.
func value(raw []byte) (any, error) {
	var n yaml.Node
	if err := yaml.Unmarshal(raw, &n); err != nil {
		return nil, err
	}
	var plain func(n *yaml.Node) any
	plain = func(n *yaml.Node) any {
		switch n.Kind {
		case yaml.DocumentNode:
			return plain(n.Content[0])
		case yaml.MappingNode:
			m := map[string]any{}
			for i := 0; i+1 < len(n.Content); i += 2 {
				m[n.Content[i].Value] = plain(n.Content[i+1])
			}
			return m
		case yaml.SequenceNode:
			list := []any{}
			for _, c := range n.Content {
				list = append(list, plain(c))
			}
			return list
		}
		var x any
		if n.Decode(&x) != nil {
			return n.Value
		}
		switch x.(type) {
		case bool, int, float64, nil:
			return x
		}
		return n.Value
	}
	return plain(&n), nil
}

func TestTheSchemaAcceptsWhatTheReaderAccepts(t *testing.T) {
	schema := schemaOf(t)
	texts := map[string][]byte{}
	for _, name := range Names() {
		texts[name], _ = library.ReadFile(path.Join("library", name+".yaml"))
	}
	doc, err := os.ReadFile("../docs/scenarios.md")
	if err != nil {
		t.Fatal(err)
	}
	for i, b := range strings.Split(string(doc), "```yaml\n")[1:] {
		text, _, _ := strings.Cut(b, "```")
		texts["docs "+string(rune('1'+i))] = []byte(text)
	}
	for i, raw := range seeds()[:2] {
		texts["seed "+string(rune('1'+i))] = raw
	}
	for name, raw := range texts {
		v, err := value(raw)
		if err != nil {
			t.Fatal(name, err)
		}
		if err := schema.Validate(v); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What the reader refuses for its form, the schema refuses too; what it refuses
// for what only the reader can see is listed here.
func TestTheSchemaRefusesWhatTheReaderRefusesForItsForm(t *testing.T) {
	schema := schemaOf(t)
	beyond := []string{"twice", "two changes of one name", "capacity in octal", "a terminal escape", "two lines", "a start that is no date", "years", "half an hour", "part of a second", "at the beginning",
		"spells", "distribution", "follower", "circle", "recovers", "does not fit", "document", "anchor", "alias", "tag", "YAML", "deep", "large", "commas", "control", "UTF-8", "empty file", "comments"}
	for _, b := range badFiles {
		skip := len(b.in) > 5000
		for _, w := range beyond {
			skip = skip || strings.Contains(b.name, w)
		}
		v, err := value([]byte(b.in))
		if skip || err != nil {
			continue
		}
		if schema.Validate(v) == nil {
			t.Errorf("%s: the schema accepts %s", b.name, b.in)
		}
	}
}
