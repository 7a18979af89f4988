// Package validate holds the model to what was published: targets with kinds and
// tolerances fixed beforehand, replays of events, and the calibration of the few
// rates that no source gives.
//
//	targets.csv → groups (scenario × window) → bench (a world of the facilities
//	concerned) × replication → sightings → measures → verdicts
//
// A target says how it is measured; nothing here knows a single event or place.
package validate
