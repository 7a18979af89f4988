package results

// Shipment is a row of the optional table of shipments: one counted load of one
// replication.
type Shipment struct {
	Cell      string  `parquet:"cell,dict,zstd" doc:"content address of the cell"`
	Flow      string  `parquet:"flow,dict,zstd" doc:"flow of flows.csv"`
	Number    int64   `parquet:"number,zstd" doc:"number of the load in its flow, from 0; the same in every case"`
	Commodity string  `parquet:"commodity,dict,zstd" doc:"goods; empty in a world without"`
	Created   int64   `parquet:"created,timestamp(millisecond),zstd" unit:"UTC" doc:"set out, or would have"`
	Ended     int64   `parquet:"ended,timestamp(millisecond),zstd" unit:"UTC" doc:"arrived, or the end of the run"`
	State     string  `parquet:"state,dict,zstd" doc:"delivered; censored: under way when the run ended, its figures count up to then; lost: turned away; cancelled: given up because of a change; unserved: no way under the routing"`
	Way       string  `parquet:"way,dict,zstd" doc:"way on which it set out, by its chokepoints"`
	Hours     float64 `parquet:"hours,zstd" unit:"h" doc:"door to door"`
	Border    float64 `parquet:"border_hours,zstd" unit:"h" doc:"of them, at border crossings"`
	Port      float64 `parquet:"port_hours,zstd" unit:"h" doc:"of them, at ports and airports"`
	Waiting   float64 `parquet:"service_wait_hours,zstd" unit:"h" doc:"of them, waiting for trains, ships and flights, wherever"`
	Moving    float64 `parquet:"moving_hours,zstd" unit:"h" doc:"of them, moving"`
	US        float64 `parquet:"us_hours,zstd" unit:"h" doc:"of them, on US territory"`
	Tonnes    float64 `parquet:"tonnes,zstd" unit:"t" doc:"weight of the goods"`
	TonneKM   float64 `parquet:"tonne_km,zstd" unit:"t km" doc:"transport work"`
	TonneKMUS float64 `parquet:"us_tonne_km,zstd" unit:"t km" doc:"of it, on US land"`
	Paid      float64 `parquet:"paid_usd,zstd" unit:"USD" doc:"what is paid: all costs without time and spoilage of the goods"`
	Cost      float64 `parquet:"cost_usd,zstd" unit:"USD" doc:"all costs"`
	Emissions float64 `parquet:"emissions_kg,zstd" unit:"kg" doc:"CO2e"`
	Due       float64 `parquet:"due_hours,zstd" unit:"h" doc:"quoted time; 0: none"`
	Replans   int32   `parquet:"replans,zstd" unit:"1" doc:"changes of way after setting out"`
	Missed    bool    `parquet:"missed" doc:"left behind at least once for want of room"`
}

// FacilityHour is a row of the optional table of facilities by hour: one
// resource in one hour of the window, all traffic included. Hours in which
// nothing happened have no row.
type FacilityHour struct {
	Cell     string  `parquet:"cell,dict,zstd" doc:"content address of the cell"`
	Facility string  `parquet:"facility,dict,zstd" doc:"place; empty: a section or passing place of a rail line"`
	Resource string  `parquet:"resource,dict,zstd" doc:"resource of the facility"`
	Hour     int64   `parquet:"hour,timestamp(millisecond),zstd" unit:"UTC" doc:"beginning of the hour"`
	Served   int64   `parquet:"served,zstd" unit:"1" doc:"services begun"`
	Lost     int64   `parquet:"lost,zstd" unit:"1" doc:"turned away"`
	Queue    float64 `parquet:"mean_queue,zstd" unit:"1" doc:"mean number waiting"`
	Busy     float64 `parquet:"mean_busy,zstd" unit:"1" doc:"mean number of servers at work"`
	Wait     float64 `parquet:"mean_wait_min,zstd" unit:"min" doc:"mean wait of those whose service began"`
}
