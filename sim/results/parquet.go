package results

import (
	"bytes"
	"fmt"
	"math"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// parquetCells writes the cells as one Parquet file, compressed with zstd: text
// for names and factors, 32-bit integers for point and replication, doubles for
// figures (NaN where one has no meaning). Units and meanings of the columns are
// in the file's metadata as `unit:NAME` and `doc:NAME`.
func parquetCells(p *SweepPlan, cells []*Cell, columns []Column) ([]byte, error) {
	text := parquet.Compressed(parquet.String(), &zstd.Codec{})
	whole := parquet.Compressed(parquet.Int(32), &zstd.Codec{})
	real := parquet.Compressed(parquet.Leaf(parquet.DoubleType), &zstd.Codec{})
	group := parquet.Group{"cell": text, "point": whole, "routing": text, "replication": whole, "error": text}
	for _, f := range p.Factors {
		group["factor_"+f] = text
	}
	for _, f := range p.Figures {
		group[f[0]] = real
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
			row = append(row, cellValue(p, c, path[0]).Level(0, 0, i))
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

func cellValue(p *SweepPlan, c *Cell, name string) parquet.Value {
	switch name {
	case "cell":
		return parquet.ByteArrayValue([]byte(c.ID))
	case "point":
		return parquet.Int32Value(int32(c.Point))
	case "routing":
		return parquet.ByteArrayValue([]byte(c.Routing))
	case "replication":
		return parquet.Int32Value(int32(c.Replication))
	case "error":
		return parquet.ByteArrayValue([]byte(c.Error))
	}
	for i, f := range p.Factors {
		if name == "factor_"+f {
			return parquet.ByteArrayValue([]byte(c.Factors[i]))
		}
	}
	if x, ok := c.Figures[name]; ok {
		return parquet.DoubleValue(x)
	}
	return parquet.DoubleValue(math.NaN())
}
