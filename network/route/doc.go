// Package route finds ways between two places: over roads, across borders and
// with the services that run, under a routing rule on US territory.
//
//	              load            ride              unload
//	ground(node) ------> dep(node) ----> arr(node') ------> ground(node')
//	    |  drive, cross                      | transfer
//	    v                                    v
//	ground(node'')                        dep(node')
//
// Every vertex exists twice: before and after US land was touched. Shortest
// paths are gonum's, over our own graph whose neighbours have a fixed order, so
// that equal questions have equal answers.
package route
