//go:build unix && proof

package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A sweep that is killed (kill -9) at 50 random moments and begun again each
// time ends with the tables of one that was left alone, to the byte.
func TestProofASweepSurvivesBeingKilled(t *testing.T) {
	bin, dir := program(t), t.TempDir()
	for name, text := range map[string]string{
		"base.yaml": "name: base\nwindow: {preroll: 20d, length: 60d, drain: 20d}\nchanges:\n  - {name: surge, where: {kind: crossing}, do: {staffing: 1}, from: 2024-01-05, lasts: 5d}\n  - {name: shut, where: {kind: crossing}, do: {close: true}, from: 2024-01-08, lasts: 12h}\n",
		"e.yaml":    "name: killed\nscenario: ./base.yaml\nrouting: [us, open]\nreps: 2\ndesign: sobol\npoints: 1000\nfactors:\n  - {name: staff, set: changes.surge.do.staffing, from: 0.3, to: 1}\n  - {name: lasts, set: changes.shut.lasts, from: 2, to: 72, unit: h}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	world, err := filepath.Abs("../../data/worlds/two-crossings")
	if err != nil {
		t.Fatal(err)
	}
	sweep := func(out string) *exec.Cmd {
		return exec.Command(bin, "sweep", filepath.Join(dir, "e.yaml"), "--world", world, "--out", filepath.Join(dir, out), "--quiet")
	}
	begun := time.Now()
	if out, err := sweep("alone").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	whole := time.Since(begun)
	rnd, kills := rand.New(rand.NewPCG(1, 2)), 0
	for tries := 0; kills < 50 && tries < 500; tries++ {
		cmd := sweep("killed")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rnd.Float64() * float64(whole) / 25))
		if cmd.Process.Signal(syscall.SIGKILL) == nil {
			kills++
		}
		cmd.Wait()
	}
	if out, err := sweep("killed").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, name := range []string{"cells.csv", "cells.parquet", "plan.json", "columns.csv"} {
		a, err := os.ReadFile(filepath.Join(dir, "alone", name))
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(dir, "killed", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a, b) {
			t.Errorf("%s differs after %d kills", name, kills)
		}
	}
	fmt.Printf("proof: a sweep of 4,000 cells (%s alone) killed %d times: same tables\n", whole.Round(time.Second), kills)
}
