// Package network is what exists: nodes, links, facilities with resources and
// processes, services, goods, flows and other traffic, as typed values with
// small-integer ids. A Network never changes after Build.
//
//	data.Set --Build--> Network --Check--> problems that only the whole shows
//
// It knows no simulation: distributions and hours are plain values here.
package network
