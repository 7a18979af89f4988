package results

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Manifest is manifest.json: what made the folder.
type Manifest struct {
	Tool         string            `json:"tool"`
	Format       int               `json:"format"`
	Kind         string            `json:"kind"` // see Kinds; all but a comparison are tables alone
	Version      string            `json:"version"`
	Go           string            `json:"go"`
	Command      []string          `json:"command"`
	Seed         uint64            `json:"seed"`
	Replications int               `json:"replications"` // asked for
	Fidelity     string            `json:"fidelity"`
	Inputs       string            `json:"inputs"`
	Finished     int               `json:"finished"` // in the folder
	Complete     bool              `json:"complete"`
	Data         string            `json:"data_sha256"`
	Scenarios    map[string]string `json:"scenario_sha256"`
	Titles       map[string]string `json:"scenario_titles,omitempty"`
	Events       int64             `json:"events"`
	CPUSeconds   float64           `json:"cpu_seconds"`
	Changes      []Change          `json:"changes"`
	Warnings     []string          `json:"warnings"`
	Files        []string          `json:"files"`
}

const toolName = "corridor"

// Kinds of result folders that are written whole.
const (
	Comparison = "comparison" // of cases
	Validation = "validation" // against targets
	BreakEven  = "breakeven"  // where two routings are equal
	Impact     = "impact"     // what the answer owes to each assumption
)

var Kinds = []string{Comparison, Validation, BreakEven, Impact}

// Folder is a result folder in memory.
type Folder struct {
	Manifest Manifest
	Summary  Summary
	Network  json.RawMessage
	Tables   []*Table
}

// ErrForeign says that a folder to be replaced is not a result folder.
var ErrForeign = errors.New("not a result folder of Corridor, and not empty")

// CheckTarget says whether a result folder may be written at a path: it does not
// exist, is empty, or is itself a result folder; and its parent can be written.
//
// It leaves nothing behind.
func CheckTarget(given string) error {
	dir, err := resolve(given)
	if err != nil {
		return err
	}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		parent := filepath.Dir(dir)
		for {
			if _, err := os.Stat(parent); !errors.Is(err, os.ErrNotExist) || parent == filepath.Dir(parent) {
				break
			}
			parent = filepath.Dir(parent)
		}
		return probe(parent)
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s: not a folder", given)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		if m, err := ReadManifest(dir); err != nil || m.Tool != toolName {
			return fmt.Errorf("%s: %w", given, ErrForeign)
		}
	}
	return probe(filepath.Dir(dir))
}

// probe says whether something can be written in a folder.
func probe(dir string) error {
	tmp, err := os.MkdirTemp(dir, ".corridor-")
	if err != nil {
		return err
	}
	return os.Remove(tmp)
}

// resolve makes a path absolute and follows a link that it may be, so that
// what is renamed is the folder meant.
func resolve(dir string) (string, error) {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	return filepath.Abs(dir)
}

// ReadManifest reads a folder's manifest.
func ReadManifest(dir string) (m Manifest, err error) {
	raw, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal(raw, &m)
}

// ReadSummary reads a folder's summary. A folder that is none of Corridor's, or
// is damaged, is an error.
func ReadSummary(dir string) (*Summary, error) {
	m, err := ReadManifest(dir)
	if err != nil {
		return nil, fmt.Errorf("%s: not a result folder, or damaged: %w", dir, err)
	}
	if m.Tool != toolName {
		return nil, fmt.Errorf("%s: not a result folder of Corridor", dir)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "summary.json"))
	if err != nil {
		return nil, fmt.Errorf("%s: damaged: %w", dir, err)
	}
	var s Summary
	if err := json.Unmarshal(raw, &s); err != nil {
		return nil, fmt.Errorf("%s: summary.json is damaged: %w", dir, err)
	}
	return &s, nil
}

// Write builds the folder beside its place and renames it, so that a reader
// sees the old one or the new one, whole. It replaces only a result folder.
func (f *Folder) Write(dir string) (err error) {
	if err := CheckTarget(dir); err != nil {
		return err
	}
	if dir, err = resolve(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	tmp, err := os.MkdirTemp(filepath.Dir(dir), ".corridor-")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.RemoveAll(tmp)
		}
	}()
	if err := os.Chmod(tmp, 0o755); err != nil {
		return err
	}
	files := map[string][]byte{}
	f.Manifest.Files = nil
	if f.Manifest.Kind == "" {
		f.Manifest.Kind = Comparison
	}
	if f.Manifest.Kind == Comparison {
		if files["summary.json"], err = f.Summary.JSON(); err != nil {
			return err
		}
		files["network.json"] = f.Network
		f.Manifest.Files = []string{"summary.json", "network.json"}
	}
	f.Manifest.Tool, f.Manifest.Format = toolName, Format
	f.Manifest.Changes, f.Manifest.Warnings = f.Summary.Changes, f.Summary.Warnings
	for _, t := range append(append([]*Table(nil), f.Tables...), ColumnsTable(f.Tables)) {
		files[t.Name+".csv"] = t.CSV()
		f.Manifest.Files = append(f.Manifest.Files, t.Name+".csv")
	}
	raw, err := json.MarshalIndent(f.Manifest, "", "  ")
	if err != nil {
		return err
	}
	files["manifest.json"] = append(raw, '\n')
	for _, name := range append([]string{"manifest.json"}, f.Manifest.Files...) {
		if err := writeSynced(filepath.Join(tmp, name), files[name]); err != nil {
			return err
		}
	}
	return swap(tmp, dir)
}

func writeSynced(path string, raw []byte) error {
	w, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if _, err := w.Write(raw); err != nil {
		w.Close()
		return err
	}
	if err := w.Sync(); err != nil {
		w.Close()
		return err
	}
	return w.Close()
}

// swap puts the new folder in the old one's place. A folder cannot be renamed
// over a full one: the old one steps aside first and is removed last.
func swap(tmp, dir string) error {
	old := ""
	if _, err := os.Stat(dir); err == nil {
		old = tmp + ".old"
		if err := os.Rename(dir, old); err != nil {
			return err
		}
	}
	if err := os.Rename(tmp, dir); err != nil {
		if old != "" {
			os.Rename(old, dir)
		}
		return err
	}
	if old != "" {
		return os.RemoveAll(old)
	}
	return nil
}
