package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"corridor/data"

	"go.yaml.in/yaml/v4"
)

// Setting is a value of a scenario: a path and what stands there.
type Setting struct{ Path, Value string }

// With returns the scenario with values set: paths are keys joined by dots,
// changes by their name. An empty Value takes a whole change out. What results
// is read as any scenario is.
func (s *Scenario) With(settings []Setting) (*Scenario, data.Problems) {
	var doc yaml.Node
	if err := yaml.Unmarshal(s.YAML(), &doc); err != nil {
		return nil, data.Problems{{File: s.Name, Want: err.Error()}}
	}
	for _, set := range settings {
		if want := place(doc.Content[0], strings.Split(set.Path, "."), set.Value); want != "" {
			return nil, data.Problems{{File: s.Name, Value: set.Path, Want: want}}
		}
	}
	raw, err := yaml.Marshal(&doc)
	if err != nil {
		return nil, data.Problems{{File: s.Name, Want: err.Error()}}
	}
	return Read(s.Name, raw)
}

// place sets a value in a tree, or says why it cannot.
func place(n *yaml.Node, path []string, value string) string {
	key := path[0]
	if n.Kind == yaml.SequenceNode { // changes by name
		var names []string
		for i, item := range n.Content {
			name := child(item, "name")
			if name == nil {
				continue
			}
			names = append(names, name.Value)
			if name.Value != key {
				continue
			}
			if len(path) == 1 {
				if value == "" {
					n.Content = slices.Delete(n.Content, i, i+1)
					return ""
				}
				return "expected what of the change is to be set, such as do.capacity"
			}
			return place(item, path[1:], value)
		}
		return fmt.Sprintf("no change is called %s%s", key, data.DidYouMean(key, names))
	}
	if n.Kind != yaml.MappingNode {
		return "nothing lies under " + key
	}
	if c := child(n, key); c != nil && len(path) > 1 {
		return place(c, path[1:], value)
	} else if c != nil {
		*c = scalarOf(value)
		return ""
	}
	k := yaml.Node{Kind: yaml.ScalarNode, Value: key}
	if len(path) > 1 {
		m := &yaml.Node{Kind: yaml.MappingNode}
		n.Content = append(n.Content, &k, m)
		return place(m, path[1:], value)
	}
	v := scalarOf(value)
	n.Content = append(n.Content, &k, &v)
	return ""
}

func scalarOf(value string) yaml.Node { return yaml.Node{Kind: yaml.ScalarNode, Value: value} }

func child(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
