package main

import (
	"context"
	"fmt"
	"os"
)

func Example() {
	dir, err := os.MkdirTemp("", "corridor-study-")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	if err := study(context.Background(), os.Stdout, dir); err != nil {
		fmt.Println(err)
	}
	// Output:
	// 18 replications give 2%: 62.5 h ± 0.08 undisturbed, 71.0 h ± 1.22 in the surge; the surge adds 8.54 h ± 1.17
	// chance moves the mean time by 7.97 h ± 13.6 over its range
	// length moves the mean time by 9.59 h ± 10.1 over its range
	// docks moves the mean time by 7.46 h ± 9.61 over its range
	// the best answer is docks × 2 from 2024-01-06
	// surge of 2d, docks × 1: 90% on time
	// surge of 2d, docks × 2: 92% on time
	// surge of 5d, docks × 1: 84% on time
	// surge of 5d, docks × 2: 91% on time
	// surge of 8d, docks × 1: 81% on time
	// surge of 8d, docks × 2: 86% on time
}
