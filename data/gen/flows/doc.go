// Command flows makes data/tables/flows.csv, and the entries of its guesses in
// assumptions.csv, from the inputs in this folder:
//
//	goods.csv    one row for goods and direction: the published total, who sends, who receives
//	shares.csv   profiles: shares by zone of those who send or receive
//	hubs.csv     hubs in the United States that goods are sold from, by destination
//	fixed.csv    single flows: gateway cargo, and goods that are processed on the way
//
// Run it from the root of the module after a change of an input, a zone or the
// tonnes or value of a load:
//
//	go run ./data/gen/flows
//
// The method: loads of a pair = total / size of a load, spread so that rows and
// columns keep the shares of origins and destinations, over the pairs that are
// not below the cut. docs/model.md, section 5, has the formulas.
package main
