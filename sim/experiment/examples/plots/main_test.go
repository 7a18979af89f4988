package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
)

// The pictures of the documentation are what the program makes: `make plots`.
func TestThePicturesOfTheDocumentationAreMadeByTheProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates hundreds of replications")
	}
	dir := t.TempDir()
	if err := plots(context.Background(), dir); err != nil {
		t.Fatal(err)
	}
	made, err := filepath.Glob(filepath.Join(dir, "*.svg"))
	if err != nil || len(made) != 3 {
		t.Fatal(made, err)
	}
	for _, path := range made {
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(filepath.Join("../../../../docs/plots", filepath.Base(path)))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the program makes; run `make plots`", filepath.Base(path))
		}
	}
}
