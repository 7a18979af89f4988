// Package report shows results: tables on a terminal, from the result folder's
// summary alone.
package report
