// Package data holds the public facts: small CSV tables, embedded, each row
// with its source, and the one strict reader of such tables. A user's own
// world is a folder of the same tables.
//
//	tables/*.csv --> Load --> Set --> network.Build
//
// The package knows columns and cells, not what they are for. It imports the
// standard library only.
package data
