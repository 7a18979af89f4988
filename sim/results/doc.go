// Package results is what happened: documented rows, and the folder they are
// written to. A result folder is self-contained: tables, maps and reports can
// be made from it alone.
//
//	manifest.json  versions, seed, hashes, arguments, events, CPU time, complete
//	summary.json   cases, KPIs with intervals, paired differences, winners
//	network.json   nodes, links and services, for maps
//	report.html    the same as one page, where it was asked for
//	*.csv          by flow, group of goods, facility, resource, service, change
//	columns.csv    what every column of these tables means, with its unit
package results
