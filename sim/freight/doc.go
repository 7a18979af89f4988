// Package freight is the model: loads, vehicles, facilities, borders, other
// traffic and changes, run on the kernel of package sim.
//
//	network + scenario + routing --NewModel--> Model (shared, never changes)
//	Model + seed + replication   --Run-------> Outcome
//
// Everything that happens to a load or vehicle is a program of small steps
// (op) compiled from the tables: see op.go for what a step can be, compile.go
// for how a stage of processes.csv becomes one, step.go for what it does.
package freight
