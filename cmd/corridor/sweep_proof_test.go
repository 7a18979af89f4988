//go:build linux && proof

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const manySweep = `name: many
scenario: ./base.yaml
routing: [us, open]
reps: 1
design: sobol
points: 5000
factors:
  - {name: staff, set: changes.surge.do.capacity, from: 0.5, to: 2}
  - {name: closed, set: changes.shut.lasts, from: 1, to: 48, unit: h}
`

const manyBase = `name: base
window: {preroll: 7d, length: 28d, drain: 7d}
changes:
  - {name: surge, where: {kind: crossing}, do: {capacity: 1}, from: 2024-01-05, lasts: 10d}
  - {name: shut, where: {id: laredo}, do: {close: true}, from: 2024-01-08, lasts: 12h}
`

// cost of a process: wall and CPU time, and the most memory, MB.
type cost struct {
	wall, cpu time.Duration
	mb        float64
}

func costOf(t *testing.T, cmd *exec.Cmd) cost {
	t.Helper()
	begun := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	use := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return cost{time.Since(begun), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), float64(use.Maxrss) / 1024}
}

func TestProofTenThousandCellsTakeMinutesAndLittleMemory(t *testing.T) {
	args := sweepFiles(t, manySweep, manyBase)
	c := costOf(t, exec.Command(itself(t), args(filepath.Join(t.TempDir(), "out"))...))
	fmt.Printf("proof: 10,000 cells of two crossings, five weeks each: %s wall, %s CPU, %.0f MB (load of the machine: %s)\n", c.wall.Round(time.Second), c.cpu.Round(time.Second), c.mb, load())
	if c.wall > 10*time.Minute || c.mb > 300 {
		t.Errorf("%+v", c)
	}
}

// load of the machine over the last minutes.
func load() string {
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(raw))[:3], " ")
}

// Two workers do the work of one in 1.8 times less time: measured in turns, as
// wall time and as CPU time. Where the machine is shared, wall time says as much of
// its other users; the bound is then on CPU: work that grows by more than 2/1.8 on
// two workers could not be 1.8 times as fast.
func TestProofTwoWorkersAreNearlyTwiceAsFastAsOne(t *testing.T) {
	args := sweepFiles(t, strings.Replace(manySweep, "points: 5000", "points: 64", 1), strings.Replace(manyBase, "length: 28d", "length: 300d", 1))
	const turns = 5
	var wall, cpu [3]time.Duration
	dirs := [3]string{}
	for turn := range turns {
		for _, workers := range []int{1, 2} {
			dirs[workers] = filepath.Join(t.TempDir(), fmt.Sprint(turn, "-", workers))
			c := costOf(t, exec.Command(itself(t), append(args(dirs[workers]), "--workers", fmt.Sprint(workers))...))
			wall[workers] += c.wall
			cpu[workers] += c.cpu
		}
	}
	sameTables(t, "two workers", dirs[1], dirs[2])
	faster := wall[1].Seconds() / wall[2].Seconds()
	growth := cpu[2].Seconds() / cpu[1].Seconds()
	fmt.Printf("proof: two workers against one, %d turns of 128 cells of 300 days: wall %.1f s and %.1f s (%.2f times as fast); CPU %.1f s and %.1f s (%.3f times the work: at most %.2f times as fast on two free processors) (load of the machine: %s)\n",
		turns, wall[1].Seconds(), wall[2].Seconds(), faster, cpu[1].Seconds(), cpu[2].Seconds(), growth, 2/growth, load())
	if 2/growth < 1.8 {
		t.Errorf("two workers take %.3f times the CPU of one", growth)
	}
	if faster < 1.8 {
		t.Logf("wall time: %.2f times as fast; the processors were not free", faster)
	}
}

// Parts run apart and merged in any order, and any number of workers, give the same
// bytes, rows of shipments included.
func TestProofAnyDivisionGivesTheSameBytes(t *testing.T) {
	args := sweepFiles(t, strings.Replace(manySweep, "points: 5000", "points: 200", 1)+"rows: [shipments, facility_hours]\n", manyBase)
	dir := t.TempDir()
	run := func(name string, more ...string) string {
		out := filepath.Join(dir, name)
		costOf(t, exec.Command(itself(t), append(args(out), more...)...))
		return out
	}
	one := run("one", "--workers", "1")
	for _, workers := range []string{"2", "16"} {
		sameTree(t, workers+" workers", one, run("workers-"+workers, "--workers", workers))
	}
	var parts []string
	for i := 1; i <= 5; i++ {
		parts = append(parts, run(fmt.Sprint("part-", i), "--cells", fmt.Sprint(i, "/5")))
	}
	for _, order := range [][]int{{0, 1, 2, 3, 4}, {4, 2, 0, 3, 1}, {3, 4, 1, 0, 2}} {
		merge := []string{"results", "merge", filepath.Join(dir, fmt.Sprint("merged", order))}
		for _, i := range order {
			merge = append(merge, parts[i])
		}
		costOf(t, exec.Command(itself(t), merge...))
		sameTree(t, fmt.Sprint("merged in order ", order), one, merge[2])
	}
	fmt.Println("proof: 400 cells with rows of shipments and facility-hours: the same bytes of every file for 1, 2 and 16 workers and for five parts merged in three orders")
}

// sameTree compares all files of two folders.
func sameTree(t *testing.T, what, a, b string) {
	t.Helper()
	out, err := exec.Command("diff", "-rq", a, b).CombinedOutput()
	if err != nil {
		t.Errorf("%s: %s", what, out)
	}
}
