package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestEveryShippedWorldPassesNetworkCheckAndExports(t *testing.T) {
	t.Parallel()
	dir := worldsDir(t)
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) < 15 {
		t.Fatalf("%d worlds, %v", len(entries), err)
	}
	for _, e := range entries {
		for _, args := range [][]string{{"network", "check"}, {"network", "export"}, {"network", "export", "--format", "json"}} {
			var out, errw bytes.Buffer
			code := execute(t.Context(), append(args, "--world", filepath.Join(dir, e.Name())), &out, &errw)
			if code != 0 || out.Len() == 0 || errw.Len() > 0 {
				t.Errorf("corridor %v on %s: exit code %d: %s", args, e.Name(), code, errw.Bytes())
			}
		}
	}
}
