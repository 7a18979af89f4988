// Command gen makes rows of the built-in tables again from the raw public
// files that they were derived from, or by a rule. It prints; it changes no
// table.
//
//	go run ./data/gen -raw DIR border               rows of backgrounds.csv
//	go run ./data/gen -raw DIR -assumptions border  their rows of assumptions.csv
//	go run ./data/gen -raw DIR sea                  rows of links.csv whose length is the grid's
//	go run ./data/gen -raw DIR rail                 rail links beside the shortest way on the graph of Class I mileage
//	go run ./data/gen drayage                       road links that terminals, ports and airports lack
//	go run ./data/gen -assumptions drayage          their rows of assumptions.csv
//	go run ./data/gen derived                       figures whose note states their arithmetic, beside what that makes
//
// DIR holds the raw files, which the project does not ship, as a folder for
// each subject:
//
//	border/bts_freight_crossings_monthly_*.csv    port_code,month,trucks,…,trains,…   (US BTS)
//	border/texas_bridges_monthly_northbound_*.csv bridge,month,trucks,…               (US CBP)
//	rail/scgraph_na_rail_{nodes,edges}.csv         id,lat,lon and from,to,km          (US DOT, scgraph)
//	sea/ne_grid_sea_distances.csv                 from,from_name,to,to_name,km,nm,via (grid of Natural Earth)
//
// What is no count (the season, the patience, the share of empties, the source)
// is taken from the row of the base year in the tables.
package main
