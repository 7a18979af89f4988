package results

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// parquetCells writes the cells as one Parquet file, compressed with zstd: text
// for names, 32-bit integers for point and replication, doubles for figures (null
// where one has no meaning) and for factors whose values are all numbers, text for
// other factors. Units and meanings of the columns are in the file's metadata as
// `unit:NAME` and `doc:NAME`.
func parquetCells(p *SweepPlan, cells []*Cell, columns []Column) ([]byte, error) {
	text := parquet.Compressed(parquet.String(), &zstd.Codec{})
	whole := parquet.Compressed(parquet.Int(32), &zstd.Codec{})
	real := parquet.Compressed(parquet.Leaf(parquet.DoubleType), &zstd.Codec{})
	group := parquet.Group{"cell": text, "point": whole, "routing": text, "replication": whole, "error": text}
	numeric := p.numeric()
	for i, f := range p.Factors {
		group["factor_"+f] = text
		if numeric[i] {
			group["factor_"+f] = real
		}
	}
	for _, f := range p.Figures {
		group[f[0]] = parquet.Optional(real)
	}
	schema := parquet.NewSchema("cells", group)
	options := []parquet.WriterOption{schema}
	for _, c := range columns {
		options = append(options, parquet.KeyValueMetadata("unit:"+c.Name, c.Unit), parquet.KeyValueMetadata("doc:"+c.Name, c.Doc))
	}
	var b bytes.Buffer
	w := parquet.NewWriter(&b, options...)
	order := schema.Columns() // leaves in the order of the file
	for _, c := range cells {
		row := make(parquet.Row, 0, len(order))
		for i, path := range order {
			v, set := cellValue(p, numeric, c, path[0])
			row = append(row, v.Level(0, set, i))
		}
		if _, err := w.WriteRows([]parquet.Row{row}); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	f, err := parquet.OpenFile(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		return nil, err
	}
	if f.NumRows() != int64(len(cells)) {
		return nil, fmt.Errorf("cells.parquet: %d rows were written of %d", f.NumRows(), len(cells))
	}
	return b.Bytes(), nil
}

// numeric says of every factor whether all its values are numbers.
func (p *SweepPlan) numeric() []bool {
	numeric := make([]bool, len(p.Factors))
	for i := range numeric {
		numeric[i] = !slices.ContainsFunc(p.Points, func(point []string) bool {
			_, err := strconv.ParseFloat(point[i], 64)
			return err != nil
		})
	}
	return numeric
}

// cellValue is what a cell has in a column, and its definition level: 1 for
// figures that have a meaning.
func cellValue(p *SweepPlan, numeric []bool, c *Cell, name string) (v parquet.Value, set int) {
	switch name {
	case "cell":
		return parquet.ByteArrayValue([]byte(c.ID)), 0
	case "point":
		return parquet.Int32Value(int32(c.Point)), 0
	case "routing":
		return parquet.ByteArrayValue([]byte(c.Routing)), 0
	case "replication":
		return parquet.Int32Value(int32(c.Replication)), 0
	case "error":
		return parquet.ByteArrayValue([]byte(c.Error)), 0
	}
	for i, f := range p.Factors {
		if name != "factor_"+f {
			continue
		}
		if numeric[i] {
			x, _ := strconv.ParseFloat(c.Factors[i], 64)
			return parquet.DoubleValue(x), 0
		}
		return parquet.ByteArrayValue([]byte(c.Factors[i])), 0
	}
	if x, ok := c.Figures[name]; ok {
		return parquet.DoubleValue(x), 1
	}
	return parquet.NullValue(), 0
}
