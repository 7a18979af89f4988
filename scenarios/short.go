package scenarios

import (
	"fmt"
	"strconv"
	"strings"

	"corridor/data"

	"go.yaml.in/yaml/v4"
)

// Short reads SCENARIO.CHANGE, the beginnings of the names of a shipped scenario
// and of one of its changes: `texas.inspection`. It returns the scenario, the path
// of the number that the change sets, and a range for it: of a chance 0 to 1, of
// anything else 0 to twice what it is. want says what is wrong, "" where nothing
// is.
func Short(text string) (s *Scenario, path string, from, to float64, want string) {
	start, change, two := strings.Cut(text, ".")
	if !two || start == "" || change == "" {
		return nil, "", 0, 0, "expected SCENARIO.CHANGE, the beginnings of two names, such as texas.inspection"
	}
	name, want := begins(start, Names(), "shipped scenario")
	if want != "" {
		return nil, "", 0, 0, want
	}
	s, err := Load(name)
	if err != nil {
		return nil, "", 0, 0, err.Error()
	}
	var names []string
	for i := range s.Changes {
		names = append(names, s.Changes[i].Name)
	}
	if change, want = begins(change, names, "change of "+name); want != "" {
		return nil, "", 0, 0, want
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(s.YAML(), &doc); err != nil {
		return nil, "", 0, 0, err.Error()
	}
	var paths []string
	var x float64
	for _, item := range child(doc.Content[0], "changes").Content {
		if child(item, "name").Value == change {
			numbers(child(item, "do"), "changes."+change+".do", func(path string, value float64) { paths, x = append(paths, path), value })
		}
	}
	switch {
	case len(paths) == 0:
		return nil, "", 0, 0, fmt.Sprintf("%s of %s sets no number: write the path and a range, such as changes.%s.lasts=1..30d", change, name, change)
	case len(paths) > 1:
		return nil, "", 0, 0, fmt.Sprintf("%s of %s sets several numbers: write the path of one: %s", change, name, strings.Join(paths, ", "))
	}
	to = 2 * x
	if strings.Contains(paths[0], ".do.chance") {
		to = 1
	}
	if to <= 0 {
		return nil, "", 0, 0, fmt.Sprintf("%s is %g: write a range, such as %s=0..10", paths[0], x, paths[0])
	}
	return s, paths[0], 0, to, ""
}

// begins finds the one name that begins with a text, or is it.
func begins(text string, names []string, what string) (name, want string) {
	var found []string
	for _, n := range names {
		if n == text {
			return n, ""
		}
		if strings.HasPrefix(n, text) {
			found = append(found, n)
		}
	}
	switch len(found) {
	case 0:
		return "", fmt.Sprintf("no %s begins with %q%s", what, text, data.DidYouMean(text, names))
	case 1:
		return found[0], ""
	}
	return "", fmt.Sprintf("more than one %s begins with %q: %s", what, text, strings.Join(found, ", "))
}

// numbers calls f for every number in a tree, with its path.
func numbers(n *yaml.Node, path string, f func(path string, x float64)) {
	switch {
	case n == nil:
	case n.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			numbers(n.Content[i+1], path+"."+n.Content[i].Value, f)
		}
	case n.Kind == yaml.ScalarNode:
		if x, err := strconv.ParseFloat(n.Value, 64); err == nil {
			f(path, x)
		}
	}
}
