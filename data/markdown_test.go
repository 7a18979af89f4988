package data_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"corridor/data"
)

var update = flag.Bool("update", false, "rewrite what docs/worlds.md and docs/model.md have from the program and the tables")

const (
	worldsDoc = "../docs/worlds.md"
	begin     = "<!-- columns -->\n"
	end       = "<!-- /columns -->\n"
)

// reference cuts the text into what stands before, between and after the
// markers.
func reference(t *testing.T) (before, between, after string) {
	t.Helper()
	raw, err := os.ReadFile(worldsDoc)
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	if strings.Count(text, begin) != 1 || strings.Count(text, end) != 1 {
		t.Fatalf("%s: expected the markers %q and %q once", worldsDoc, begin, end)
	}
	before, rest, _ := strings.Cut(text, begin)
	between, after, ok := strings.Cut(rest, end)
	if !ok {
		t.Fatalf("%s: expected %q after %q", worldsDoc, end, begin)
	}
	return before, between, after
}

func TestTheReferenceInTheDocumentationIsTheSchema(t *testing.T) {
	before, between, after := reference(t)
	want := "\n" + data.ColumnsMarkdown() + "\n"
	if *update {
		if err := os.WriteFile(worldsDoc, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if between == want {
		return
	}
	got, expected := strings.Split(between, "\n"), strings.Split(want, "\n")
	for i := range max(len(got), len(expected)) {
		a, b := "(none)", "(none)"
		if i < len(got) {
			a = got[i]
		}
		if i < len(expected) {
			b = expected[i]
		}
		if a != b {
			t.Fatalf("%s differs from data.Schema; run `go test ./data -run Reference -update`.\ndocument: %s\nschema:   %s", worldsDoc, a, b)
		}
	}
}

func TestTheReferenceNamesEveryTableAndColumn(t *testing.T) {
	text := data.ColumnsMarkdown()
	for _, table := range data.Schema {
		_, part, ok := strings.Cut(text, "### "+table.Name+".csv\n")
		if !ok {
			t.Errorf("%s.csv is missing", table.Name)
			continue
		}
		part, _, _ = strings.Cut(part, "\n### ")
		for _, c := range table.Columns {
			if c.Name == "source" || c.Name == "note" {
				part += text[:strings.Index(text, "### ")]
			}
			if !strings.Contains(part, "| `"+c.Name+"` | ") {
				t.Errorf("%s.csv: %s is missing", table.Name, c.Name)
			}
		}
	}
}

// A block of CSV in the document stands under the path of its file, in
// backquotes and alone on a line, and equals it.
func TestTheExamplesInTheDocumentationAreTheFiles(t *testing.T) {
	raw, err := os.ReadFile(worldsDoc)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(raw), "\n")
	shown := map[string]bool{}
	for i := 0; i < len(lines); i++ {
		if lines[i] != "```csv" {
			continue
		}
		if i == 0 || !strings.HasPrefix(lines[i-1], "`data/worlds/") || !strings.HasSuffix(lines[i-1], ".csv`") {
			t.Errorf("line %d: expected the path of a file of data/worlds above a block of CSV", i+1)
			continue
		}
		path := strings.Trim(lines[i-1], "`")
		first := i + 1
		for i++; i < len(lines) && lines[i] != "```"; i++ {
		}
		if i == len(lines) {
			t.Fatalf("line %d: the block does not end", first)
		}
		file, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(path)))
		if err != nil {
			t.Errorf("line %d: %v", first, err)
			continue
		}
		if got := strings.Join(lines[first:i], "\n") + "\n"; got != string(file) {
			t.Errorf("line %d: %s is\n%s\nbut the document shows\n%s", first, path, file, got)
		}
		shown[path] = true
	}
	// The worked examples show their worlds whole.
	for _, world := range []string{"mmc", "tandem", "mmc-priority", "blocked-line"} {
		files, err := filepath.Glob(filepath.Join("worlds", world, "*.csv"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", world, err)
		}
		for _, f := range files {
			if !shown["data/"+filepath.ToSlash(f)] {
				t.Errorf("data/%s is not shown", f)
			}
		}
	}
}
