// Package experiment runs replications of cases side by side and says what
// they show: means with intervals, paired differences, winners.
//
//	Plan --Run--> Study (a cell a case and replication) --Fold--> results.Folder
//
// All cases of a replication share its random numbers, so that differences
// between cases are paired. A study's figures do not depend on the number of
// workers or on the order in which cells end.
package experiment
