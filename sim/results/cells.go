package results

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Cell is one run of a sweep: a point of the design, a routing, a replication.
// Its ID is the content address of what it was made from.
type Cell struct {
	ID          string             `json:"id"`
	Point       int                `json:"point"`
	Routing     string             `json:"routing"`
	Replication int                `json:"replication"`
	Seed        uint64             `json:"seed"`
	Factors     []string           `json:"factors"` // values, in the order of the plan
	Figures     map[string]float64 `json:"figures"` // KPIs by name; those without a meaning are left out
	Error       string             `json:"error,omitempty"`
	Rows        map[string]string  `json:"rows,omitempty"` // SHA-256 of its file of each kind of rows
}

// Address is the content address of a cell.
func Address(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// SweepPlan is plan.json: what a sweep folder is of. Folders of one plan can be
// merged.
type SweepPlan struct {
	Tool     string      `json:"tool"`
	Kind     string      `json:"kind"` // sweep
	Name     string      `json:"name"`
	Version  string      `json:"version"`
	Data     string      `json:"data_sha256"`
	Factors  []string    `json:"factors"`
	Routings []string    `json:"routings"`
	Reps     int         `json:"replications"`
	Seed     uint64      `json:"seed"`
	Share    float64     `json:"share"`
	Fidelity string      `json:"fidelity"`
	Design   string      `json:"design"`
	Scenario string      `json:"scenario"`                    // resolved, as YAML
	Paths    []string    `json:"paths"`                       // what each factor sets; changes.NAME alone: whether it is there
	Rows     []string    `json:"rows,omitempty"`              // kinds of rows kept beside cells
	Most     int         `json:"most_replications,omitempty"` // where replications are added until one is the best
	Points   [][]string  `json:"points"`
	Figures  [][3]string `json:"figures"` // name, unit, meaning
}

// Cells of the plan; where replications are added, the fewest.
func (p *SweepPlan) Cells() int { return len(p.Points) * len(p.Routings) * p.Reps }

const planFile, cellFolder = "plan.json", "cells"

// cellFile is where a cell lies: in a folder of its first two digits.
func cellFile(dir, id string) string { return filepath.Join(dir, cellFolder, id[:2], id+".json") }

// sealed is a cell as it is stored, with the sum of its bytes.
type sealed struct {
	Sum  string          `json:"sha256"`
	Cell json.RawMessage `json:"cell"`
}

// OpenSweep makes a sweep folder or takes up one of the same plan. A folder of
// another plan, or of anything else, is an error.
func OpenSweep(dir string, p SweepPlan) error {
	p.Tool, p.Kind = toolName, "sweep"
	raw, err := json.MarshalIndent(p, "", " ")
	if err != nil {
		return err
	}
	raw = append(raw, '\n')
	have, err := os.ReadFile(filepath.Join(dir, planFile))
	switch {
	case err == nil && bytes.Equal(have, raw):
		return nil
	case err == nil:
		return fmt.Errorf("%s: holds another experiment (plan.json differs: other factors, data, seed or version); take another folder", dir)
	case !errors.Is(err, os.ErrNotExist):
		return err
	}
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s: not a sweep folder, and not empty", dir)
	}
	if err := os.MkdirAll(filepath.Join(dir, cellFolder), 0o755); err != nil {
		return err
	}
	return writeWhole(filepath.Join(dir, planFile), raw)
}

// ReadSweep reads the plan of a sweep folder.
func ReadSweep(dir string) (p SweepPlan, err error) {
	raw, err := os.ReadFile(filepath.Join(dir, planFile))
	if err != nil {
		return p, fmt.Errorf("%s: not a sweep folder: %w", dir, err)
	}
	if err := json.Unmarshal(raw, &p); err != nil || p.Tool != toolName || p.Kind != "sweep" {
		return p, fmt.Errorf("%s: not a sweep folder of Corridor, or plan.json is damaged", dir)
	}
	return p, nil
}

// writeWhole writes a file whole or not at all: under another name, synced, and
// renamed.
func writeWhole(path string, raw []byte) error {
	tmp := path + ".part"
	os.Remove(tmp) // of a run that was killed
	if err := writeSynced(tmp, raw); err != nil {
		os.Remove(tmp)
		return err
	}
	return os.Rename(tmp, path)
}

// WriteCell stores a cell.
func WriteCell(dir string, c *Cell) error {
	raw, err := json.Marshal(c)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(raw)
	raw, err = json.Marshal(sealed{hex.EncodeToString(sum[:]), raw})
	if err != nil {
		return err
	}
	path := cellFile(dir, c.ID)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return writeWhole(path, append(raw, '\n'))
}

// ReadCell reads a stored cell; what is damaged is an error, what is not there
// os.ErrNotExist.
func ReadCell(dir, id string) (*Cell, error) {
	path := cellFile(dir, id)
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var s sealed
	var c Cell
	if err := json.Unmarshal(raw, &s); err != nil {
		return nil, fmt.Errorf("%s: damaged: %w", path, err)
	}
	if sum := sha256.Sum256(s.Cell); hex.EncodeToString(sum[:]) != s.Sum {
		return nil, fmt.Errorf("%s: damaged: its sum does not fit", path)
	}
	if err := json.Unmarshal(s.Cell, &c); err != nil || c.ID != id {
		return nil, fmt.Errorf("%s: damaged: not the cell of its name", path)
	}
	for kind, sum := range c.Rows {
		if err := checkRows(dir, kind, id, sum); err != nil {
			return nil, err
		}
	}
	return &c, nil
}

// SweepCells reads all cells of a folder in order of point, routing and
// replication, and lists what is damaged.
func SweepCells(dir string, p *SweepPlan) (cells []*Cell, damaged []error, err error) {
	folders, err := os.ReadDir(filepath.Join(dir, cellFolder))
	if err != nil {
		return nil, nil, err
	}
	for _, f := range folders {
		files, err := os.ReadDir(filepath.Join(dir, cellFolder, f.Name()))
		if err != nil {
			return nil, nil, err
		}
		for _, file := range files {
			id, isCell := strings.CutSuffix(file.Name(), ".json")
			if !isCell || len(id) < 2 {
				continue // a part that was being written
			}
			c, err := ReadCell(dir, id)
			if err != nil {
				damaged = append(damaged, err)
				continue
			}
			cells = append(cells, c)
		}
	}
	slices.SortFunc(cells, func(a, b *Cell) int {
		if a.Point != b.Point {
			return a.Point - b.Point
		}
		if i, j := slices.Index(p.Routings, a.Routing), slices.Index(p.Routings, b.Routing); i != j {
			return i - j
		}
		return a.Replication - b.Replication
	})
	return cells, damaged, nil
}

// cellTable is the table of all cells: where they are, what was set, what came
// out.
func cellTable(p *SweepPlan, cells []*Cell) *Table {
	t := &Table{Name: "cells", Columns: []Column{{"cell", "", "content address of the cell"}, {"point", "", "point of the design, from 0"}, {"routing", "", "rule on US territory"}, {"replication", "", "replication, from 0"}, {"error", "", "why the cell failed; empty: it did not"}}}
	for _, f := range p.Factors {
		t.Columns = append(t.Columns, Column{"factor_" + f, "", "value of the factor " + f})
	}
	for _, f := range p.Figures {
		t.Columns = append(t.Columns, Column{f[0], f[1], f[2]})
	}
	for _, c := range cells {
		row := []any{c.ID, c.Point, c.Routing, c.Replication, c.Error}
		for _, v := range c.Factors {
			row = append(row, v)
		}
		for _, f := range p.Figures {
			if x, ok := c.Figures[f[0]]; ok {
				row = append(row, x)
			} else {
				row = append(row, "")
			}
		}
		t.Add(row...)
	}
	return t
}

// FinishSweep writes the tables of a folder's cells: cells.csv, cells.parquet,
// columns.csv and what was made of them. The same cells give the same bytes.
func FinishSweep(dir string, p *SweepPlan, cells []*Cell, more ...*Table) error {
	t := cellTable(p, cells)
	raw, err := parquetCells(p, cells, t.Columns)
	if err != nil {
		return err
	}
	if err := writeWhole(filepath.Join(dir, "cells.csv"), t.CSV()); err != nil {
		return err
	}
	for _, m := range more {
		if err := writeWhole(filepath.Join(dir, m.Name+".csv"), m.CSV()); err != nil {
			return err
		}
	}
	doc := ColumnsTable(append([]*Table{t}, more...))
	for _, kind := range p.Rows {
		for _, c := range rowColumns(kind) {
			doc.Add(kind+"/*/*.parquet", c.Name, c.Unit, c.Doc)
		}
	}
	if err := writeWhole(filepath.Join(dir, "columns.csv"), doc.CSV()); err != nil {
		return err
	}
	return writeWhole(filepath.Join(dir, "cells.parquet"), raw)
}

// MergeSweeps puts the cells of folders of one plan into another folder, and
// writes its tables. What lies there already stays.
func MergeSweeps(out string, dirs []string) ([]*Cell, SweepPlan, error) {
	plan, err := ReadSweep(dirs[0])
	if err != nil {
		return nil, plan, err
	}
	if err := OpenSweep(out, plan); err != nil {
		return nil, plan, err
	}
	for _, dir := range dirs {
		p, err := ReadSweep(dir)
		if err != nil {
			return nil, plan, err
		}
		if err := OpenSweep(out, p); err != nil { // the same plan, or an error
			return nil, plan, fmt.Errorf("%s is of another experiment than %s", dir, dirs[0])
		}
		cells, damaged, err := SweepCells(dir, &p)
		if err = errors.Join(append(damaged, err)...); err != nil {
			return nil, plan, err
		}
		for _, c := range cells {
			for kind := range c.Rows {
				if err := copyRows(out, dir, kind, c.ID); err != nil {
					return nil, plan, err
				}
			}
			if err := WriteCell(out, c); err != nil {
				return nil, plan, err
			}
		}
	}
	cells, damaged, err := SweepCells(out, &plan)
	if err = errors.Join(append(damaged, err)...); err != nil {
		return nil, plan, err
	}
	return cells, plan, FinishSweep(out, &plan, cells)
}
