package results

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// Kinds of rows that a sweep may keep beside its cells, each in a folder of its
// name with a Parquet file a cell.
const Shipments, FacilityHours = "shipments", "facility_hours"

// rowGroup is how many rows are held in memory before they go to the file.
const rowGroup = 1 << 16

// rowPath is where the rows of a cell lie.
func rowPath(dir, kind, id string) string { return filepath.Join(dir, kind, id[:2], id+".parquet") }

// RowFile writes the rows of one kind of one cell: under another name, synced,
// and renamed by Close. Units and meanings of the columns are in the file's
// metadata as `unit:NAME` and `doc:NAME`.
type RowFile[T any] struct {
	path string
	file *os.File
	sum  hash.Hash
	w    *parquet.GenericWriter[T]
	rows []T
	err  error
}

// CreateRows begins the file of a cell.
func CreateRows[T any](dir, kind, id string) (*RowFile[T], error) {
	path := rowPath(dir, kind, id)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	os.Remove(path + ".part") // of a run that was killed
	f, err := os.OpenFile(path+".part", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, err
	}
	options := []parquet.WriterOption{parquet.SchemaOf(new(T))}
	for _, c := range columnsOf(reflect.TypeFor[T]()) {
		options = append(options, parquet.KeyValueMetadata("unit:"+c.Name, c.Unit), parquet.KeyValueMetadata("doc:"+c.Name, c.Doc))
	}
	r := &RowFile[T]{path: path, file: f, sum: sha256.New()}
	r.w = parquet.NewGenericWriter[T](io.MultiWriter(f, r.sum), options...)
	return r, nil
}

// Write adds a row. An error is kept for Close.
func (r *RowFile[T]) Write(row *T) {
	if r.rows = append(r.rows, *row); len(r.rows) == rowGroup {
		r.flush()
	}
}

func (r *RowFile[T]) flush() {
	if r.err == nil && len(r.rows) > 0 {
		_, r.err = r.w.Write(r.rows)
		if r.err == nil {
			r.err = r.w.Flush()
		}
	}
	r.rows = r.rows[:0]
}

// Close ends the file and returns its sum.
func (r *RowFile[T]) Close() (sum string, err error) {
	r.flush()
	err = r.err
	if err == nil {
		err = r.w.Close()
	}
	if err == nil {
		err = r.file.Sync()
	}
	if e := r.file.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(r.path+".part", r.path)
	}
	if err != nil {
		os.Remove(r.path + ".part")
		return "", err
	}
	return hex.EncodeToString(r.sum.Sum(nil)), nil
}

// Abort gives the file up.
func (r *RowFile[T]) Abort() {
	r.file.Close()
	os.Remove(r.path + ".part")
}

// columnsOf reads the columns of a row type from its tags.
func columnsOf(t reflect.Type) (columns []Column) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("parquet"), ",")
		columns = append(columns, Column{name, f.Tag.Get("unit"), f.Tag.Get("doc")})
	}
	return columns
}

// rowColumns documents a kind of rows.
func rowColumns(kind string) []Column {
	switch kind {
	case Shipments:
		return columnsOf(reflect.TypeFor[Shipment]())
	case FacilityHours:
		return columnsOf(reflect.TypeFor[FacilityHour]())
	}
	return nil
}

// checkRows says whether a cell's file of rows is there and whole.
func checkRows(dir, kind, id, want string) error {
	path := rowPath(dir, kind, id)
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("%s: damaged: %w", path, err)
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return fmt.Errorf("%s: damaged: %w", path, err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != want {
		return fmt.Errorf("%s: damaged: its sum does not fit", path)
	}
	return nil
}

// copyRows takes a cell's file of rows over from another folder.
func copyRows(out, dir, kind, id string) error {
	raw, err := os.ReadFile(rowPath(dir, kind, id))
	if err != nil {
		return err
	}
	path := rowPath(out, kind, id)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return writeWhole(path, raw)
}
