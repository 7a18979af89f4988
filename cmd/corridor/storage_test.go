//go:build linux

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"corridor/sim/results"
)

// small is a sweep of 200 cells on two crossings.
const smallSweep = `name: small
scenario: ./base.yaml
routing: [us, open]
reps: 2
design: sobol
points: 50
factors:
  - {name: staff, set: changes.surge.do.capacity, from: 0.5, to: 2}
`

const smallBase = `name: base
window: {preroll: 1d, length: 2d, drain: 5d}
changes:
  - {name: surge, where: {kind: crossing}, do: {capacity: 1}, from: 2024-01-02, lasts: 1d}
`

// sweepFiles writes an experiment and its scenario and returns the arguments that
// run it into a folder.
func sweepFiles(t *testing.T, experiment, base string) func(out string) []string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"e.yaml": experiment, "base.yaml": base} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return func(out string) []string {
		return []string{"sweep", filepath.Join(dir, "e.yaml"), "--world", filepath.Join(worldsDir(t), "two-crossings"), "--out", out, "--quiet"}
	}
}

// itself is this test's own binary, which is the program where it is called so.
func itself(t *testing.T) string {
	t.Helper()
	bin, err := exec.LookPath("corridor")
	if err != nil {
		t.Fatal(err)
	}
	return bin
}

// sameTables says whether two sweep folders have the same tables.
func sameTables(t *testing.T, what, a, b string) {
	t.Helper()
	for _, name := range []string{"plan.json", "cells.csv", "cells.parquet", "columns.csv"} {
		x, err := os.ReadFile(filepath.Join(a, name))
		if err != nil {
			t.Fatal(err)
		}
		y, err := os.ReadFile(filepath.Join(b, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(x, y) {
			t.Errorf("%s: %s differs", what, name)
		}
	}
}

// tmpfs mounts a file system of so many kilobytes, or skips the test where that
// is not allowed.
func tmpfs(t *testing.T, options string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, options); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

func TestAFullDiskEndsASweepWithAMessageAndWhatWasWrittenStays(t *testing.T) {
	if testing.Short() {
		t.Skip("runs sweeps of the real program")
	}
	t.Parallel()
	bin, args := itself(t), sweepFiles(t, smallSweep, smallBase)
	disk := tmpfs(t, "size=400k")
	out := filepath.Join(disk, "out")
	cmd := exec.Command(bin, args(out)...)
	text, err := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != exitInput || !strings.Contains(string(text), "no space left on device") || !strings.Contains(string(text), "what was written stays") {
		t.Fatalf("exit %v: %s", err, text)
	}
	whole(t, out, 200)

	// With more room the same command goes on.
	if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT, "size=20m"); err != nil {
		t.Fatal(err)
	}
	finished(t, bin, args, out)
}

// A limit on the size of files fails as a disk does that has no room for one
// file: the tables, which are larger than any cell.
func TestAFileThatCannotBeWrittenWholeIsNotLeftBehind(t *testing.T) {
	if testing.Short() {
		t.Skip("runs sweeps of the real program")
	}
	t.Parallel()
	bin, args := itself(t), sweepFiles(t, smallSweep, smallBase)
	out := filepath.Join(t.TempDir(), "out")
	limited := exec.Command("/bin/sh", append([]string{"-c", `trap '' XFSZ; ulimit -f 16; exec "$0" "$@"`, bin}, args(out)...)...)
	text, err := limited.CombinedOutput()
	if limited.ProcessState.ExitCode() != exitInput || !strings.Contains(string(text), "file too large") {
		t.Fatalf("%v: %s", err, text)
	}
	for _, name := range []string{"cells.csv", "cells.csv.part"} {
		if _, err := os.Stat(filepath.Join(out, name)); err == nil {
			t.Errorf("%s was left behind", name)
		}
	}
	finished(t, bin, args, out)
}

func TestAFolderThatCannotBeWrittenIsRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("runs sweeps of the real program")
	}
	t.Parallel()
	bin, args := itself(t), sweepFiles(t, smallSweep, smallBase)
	disk := tmpfs(t, "size=20m")
	out := filepath.Join(disk, "out")
	if text, err := exec.Command(bin, args(out)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	os.Remove(cellsOfFolder(t, out)[0]) // something to be run
	if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{out, filepath.Join(disk, "new")} {
		cmd := exec.Command(bin, args(dir)...)
		text, _ := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != exitInput || !strings.Contains(string(text), "read-only file system") {
			t.Errorf("%s: %s", dir, text)
		}
	}
	whole(t, out, 200)
}

// A cell that is damaged in any way is named, by `results verify` with exit code
// 3, and run again by the same command.
func TestADamagedCellIsNamedAndRunAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("runs sweeps of the real program")
	}
	t.Parallel()
	bin, args := itself(t), sweepFiles(t, smallSweep, smallBase)
	out := filepath.Join(t.TempDir(), "out")
	finished(t, bin, args, out)
	for i, damage := range []func(raw []byte) []byte{
		func(raw []byte) []byte { return nil },
		func(raw []byte) []byte { return raw[:len(raw)/2] },
		func(raw []byte) []byte { return bytes.Replace(raw, []byte(`:0.`), []byte(`:1.`), 1) },
		func(raw []byte) []byte { return make([]byte, len(raw)) },
	} {
		path := cellsOfFolder(t, out)[i*7]
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, damage(raw), 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(bin, "results", "verify", out)
		text, _ := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != exitInput || !strings.Contains(string(text), path+": damaged") || !strings.Contains(string(text), "1 damaged") {
			t.Errorf("damage %d: %s", i, text)
		}
		finished(t, bin, args, out)
	}
}

// finished runs a sweep to its end and compares it with one that was left alone.
func finished(t *testing.T, bin string, args func(string) []string, out string) {
	t.Helper()
	alone := filepath.Join(t.TempDir(), "alone")
	for _, dir := range []string{out, alone} {
		if text, err := exec.Command(bin, args(dir)...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
	}
	sameTables(t, "gone on", out, alone)
}

// whole says whether what lies in a sweep folder is whole: at most so many cells,
// none damaged.
func whole(t *testing.T, dir string, most int) {
	t.Helper()
	plan, err := results.ReadSweep(dir)
	if err != nil {
		t.Fatal(err)
	}
	cells, damaged, err := results.SweepCells(dir, &plan)
	if err != nil || len(damaged) > 0 {
		t.Fatal(err, damaged)
	}
	if len(cells) == 0 || len(cells) >= most {
		t.Errorf("%d cells of %d", len(cells), most)
	}
}

func cellsOfFolder(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "cells", "*", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	return files
}
