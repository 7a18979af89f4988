package scenarios

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"corridor/data"
)

// mostExtends bounds how often scenarios may extend one another in a chain.
const mostExtends = 20

// resolve reads a scenario and all that it extends, and merges them.
func resolve(from origin, raw []byte) (*Scenario, error) {
	var (
		chain []*draft // the scenario itself, what it extends, and so on
		seen  []origin
		ps    data.Problems
	)
	for {
		d, faults := read(from.file(), raw)
		ps = append(ps, faults...)
		chain, seen = append(chain, d), append(seen, from)
		if from.name != "" && d.Name != "" && d.Name != from.name {
			ps = append(ps, d.nameAt.problem(from.file(), d.Name, fmt.Sprintf("name: expected %s, as the file is called", from.name)))
		}
		if d.Extends == "" {
			break
		}
		next, err := from.follow(d.Extends)
		if err == nil {
			err = checkChain(append(slices.Clone(seen), next))
		}
		if err == nil {
			raw, err = next.open()
		}
		if err != nil {
			ps = append(ps, d.extendsAt.problem(from.file(), d.Extends, "extends: "+err.Error()))
			break
		}
		from = next
	}
	s, faults := merge(chain)
	if ps = append(ps, faults...); len(ps) == 0 {
		ps = seal(s, seen[0].file())
	}
	if err := ps.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

// checkChain refuses a chain whose last member closes a circle or is too far.
func checkChain(chain []origin) error {
	var labels []string
	for _, o := range chain {
		labels = append(labels, o.label())
	}
	last := len(chain) - 1
	path := strings.Join(labels, " → ")
	circle := slices.ContainsFunc(chain[:last], func(o origin) bool { return o.key() == chain[last].key() })
	switch {
	case circle:
		return errors.New("expected no circle: " + path)
	case last > mostExtends:
		return fmt.Errorf("expected a chain of at most %d: %s", mostExtends, path)
	}
	return nil
}

// merge lays each scenario over what it extends: chain[0] is the scenario
// itself. Window fields win one by one, changes follow the inherited ones, the
// texts are the scenario's own.
func merge(chain []*draft) (*Scenario, data.Problems) {
	var ps data.Problems
	out := *chain[0].Scenario
	out.Window, out.Changes = Window{}, nil
	first := map[string]Change{}
	for _, d := range slices.Backward(chain) {
		out.Window = d.Window.over(out.Window)
		for i, c := range d.Changes {
			if prev, dup := first[c.Name]; dup && prev.File != c.File {
				ps = append(ps, d.changeAt[i].problem(c.File, c.Name,
					fmt.Sprintf("name: expected each change to have its own name; %s:%d, which this extends, has it too", prev.File, prev.Line)))
			} else if c.Name != "" && !dup {
				first[c.Name] = c
			}
		}
		out.Changes = append(out.Changes, d.Changes...)
	}
	ps = append(ps, chained(chain, out.Changes)...)
	if len(out.Changes) > mostChanges {
		ps = append(ps, data.Problem{File: chain[0].file, Want: fmt.Sprintf("changes: expected at most 10,000 with those of what it extends, found %d", len(out.Changes))})
	}
	return &out, ps
}

// chained checks that what changes follow are other changes, and in no circle.
func chained(chain []*draft, all []Change) (ps data.Problems) {
	byName := map[string]*Change{}
	var names []string
	for i := range all {
		byName[all[i].Name] = &all[i]
		names = append(names, all[i].Name)
	}
	ends := map[string]bool{} // whether following leads to an end
	for _, d := range chain {
		for i := range d.Changes {
			c := &d.Changes[i]
			bad := func(value, want string) { ps = append(ps, d.changeAt[i].problem(c.File, value, want)) }
			l := c.When.Leader()
			if l == "" || len(ps) >= 100 { // enough to see what is wrong
				continue
			}
			if byName[l] == nil {
				bad(l, "after, with: expected the name of another change of this scenario"+data.DidYouMean(l, slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == c.Name })))
				continue
			}
			var path []string
			end := true
			for at := c; at != nil; at = byName[at.When.Leader()] {
				known, seen := ends[at.Name]
				if seen {
					end = known
					break
				}
				ends[at.Name] = false // seen again before an end: a circle
				path = append(path, at.Name)
			}
			for _, name := range path {
				ends[name] = end
			}
			if !ends[c.Name] {
				bad(c.Name, "after, with: expected no circle of changes that follow one another")
			}
		}
	}
	return ps
}

// Leader is the change that this one follows, "" where it follows none.
func (w *When) Leader() string {
	if w.After != "" {
		return w.After
	}
	return w.With
}

// over returns w, with what it does not say taken from base.
func (w Window) over(base Window) Window {
	if w.Start.IsZero() {
		w.Start = base.Start
	}
	if w.PreRoll == 0 && !w.NoPreRoll {
		w.PreRoll, w.NoPreRoll = base.PreRoll, base.NoPreRoll
	}
	if w.Length == 0 {
		w.Length = base.Length
	}
	if w.Drain == 0 && !w.NoDrain {
		w.Drain, w.NoDrain = base.Drain, base.NoDrain
	}
	return w
}
