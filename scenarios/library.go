package scenarios

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"corridor/data"
)

//go:embed library/*.yaml replays/*.yaml
var library embed.FS

// Names of the shipped scenarios, sorted, without the replays.
func Names() []string { return namesIn("library") }

// Replays are the names of the shipped scenarios that repeat what happened, sorted.
func Replays() []string { return namesIn("replays") }

func namesIn(folder string) []string {
	entries, err := library.ReadDir(folder)
	if err != nil {
		panic(err) // the path is constant
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	slices.Sort(names)
	return names
}

// Shipped loads all shipped scenarios, in the order of Names.
func Shipped() ([]*Scenario, error) {
	var all []*Scenario
	var errs []error
	for _, name := range Names() {
		s, err := Load(name)
		all, errs = append(all, s), append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return all, nil
}

// Load reads a scenario and what it extends. The argument is a shipped name
// unless it contains `/` or ends in `.yaml`: then it is a file. Faults of the
// input are data.Problems, all of them at once.
func Load(arg string) (*Scenario, error) {
	from := origin{name: arg}
	if isFile(arg) {
		from = origin{path: arg}
	}
	raw, err := from.open()
	if err != nil {
		return nil, data.Problems{{File: "scenario", Value: arg, Want: err.Error()}}
	}
	return resolve(from, raw)
}

func isFile(arg string) bool { return strings.Contains(arg, "/") || strings.HasSuffix(arg, ".yaml") }

// origin of a scenario: a shipped name, or else the path of a file.
type origin struct{ name, path string }

// file is what messages call it.
func (o origin) file() string {
	if o.name != "" {
		return path.Join(o.folder(), o.name+".yaml")
	}
	return o.path
}

// folder of a shipped scenario.
func (o origin) folder() string {
	if slices.Contains(Replays(), o.name) {
		return "replays"
	}
	return "library"
}

// label is what chains of scenarios call it.
func (o origin) label() string {
	if o.name != "" {
		return o.name
	}
	return o.path
}

// key is equal for equal files.
func (o origin) key() string {
	if o.name != "" {
		return o.name
	}
	abs, err := filepath.Abs(o.path)
	if err != nil {
		abs = filepath.Clean(o.path)
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	return "file " + abs
}

// follow returns what `extends: arg` means in a scenario of this origin.
func (o origin) follow(arg string) (origin, error) {
	switch {
	case !isFile(arg):
		return origin{name: arg}, nil
	case o.name != "":
		return origin{}, fmt.Errorf("expected the name of a shipped scenario: %s", strings.Join(Names(), ", "))
	case filepath.IsAbs(arg):
		return origin{path: arg}, nil
	}
	return origin{path: filepath.Join(filepath.Dir(o.path), arg)}, nil
}

// open reads the bytes. Only ordinary files are read: a pipe or a device might
// never end.
func (o origin) open() ([]byte, error) {
	if o.path == "" {
		names := Names()
		if all := append(Replays(), names...); !slices.Contains(all, o.name) {
			return nil, fmt.Errorf("no shipped scenario has this name%s Shipped: %s. A file has a `/` in its path or ends in .yaml",
				endSentence(data.DidYouMean(o.name, all)), strings.Join(names, ", "))
		}
		return library.ReadFile(o.file())
	}
	info, err := os.Stat(o.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if base := strings.TrimSuffix(o.path, ".yaml"); slices.Contains(Names(), base) {
			return nil, fmt.Errorf("no such file; the shipped scenario is called %s, without .yaml", base)
		}
		return nil, errors.New("no such file")
	case err != nil:
		return nil, plainError(err)
	case info.IsDir():
		return nil, errors.New("expected a file, found a folder")
	case !info.Mode().IsRegular():
		return nil, errors.New("expected an ordinary file")
	}
	f, err := os.Open(o.path)
	if err != nil {
		return nil, plainError(err)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, mostBytes+1)) // one more, so that read sees it is too long
	if err != nil {
		return nil, plainError(err)
	}
	return raw, nil
}

func endSentence(s string) string {
	if strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

// plainError drops the path, which the message names already.
func plainError(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return fmt.Errorf("cannot read it: %w", pe.Err)
	}
	return err
}
