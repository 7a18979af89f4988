// Package scenarios reads what-if questions: strict YAML files that extend one
// another and list changes to the world. The shipped ones are embedded.
//
//	laredo-rail-closure.yaml --extends--> baseline.yaml
//	        |
//	      Load --> Scenario (a plain value: window and changes) --> freight
//
// It knows what may be written, not what a change does in a run.
package scenarios
