package scenarios

import (
	"encoding/json"

	"corridor/data"
)

// Schema is the JSON Schema (2020-12) of scenario files, for editors. It is made
// from the lists of keys, names and limits that Read checks with. Read checks
// more: what belongs together, that names exist, that times are in order.
func Schema() []byte {
	type m = map[string]any
	object := func(doc string, required []string, properties m) m {
		o := m{"type": "object", "additionalProperties": false, "properties": properties, "description": doc}
		if required != nil {
			o["required"] = required
		}
		return o
	}
	const idPattern = `^[a-z0-9._-]{1,64}$`
	text := func(doc string) m {
		return m{"type": "string", "minLength": 1, "maxLength": mostText, "description": doc}
	}
	id := func(doc string) m { return m{"type": "string", "pattern": idPattern, "description": doc} }
	span := func(doc string) m {
		return m{"type": "string", "pattern": `^([0-9]+(\.[0-9]+)?(s|min|h|d|w))+$`, "description": doc}
	}
	dist := func(doc string) m { return m{"type": "string", "minLength": 2, "description": doc} }
	instant := func(doc string) m {
		return m{"type": "string", "pattern": `^(199[0-9]|20[0-9][0-9]|2100)-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2})?$`, "description": doc}
	}
	number := func(doc string, lo, hi float64, above bool) m {
		n := m{"type": "number", "maximum": hi, "description": doc}
		if above {
			n["exclusiveMinimum"] = lo
		} else {
			n["minimum"] = lo
		}
		return n
	}
	either := func(doc string, properties m) m {
		o := object(doc, nil, properties)
		o["minProperties"], o["maxProperties"] = 1, 1
		return o
	}
	ranged := func(doc string, lo, hi float64) m {
		one := func() m { return number(doc, lo, hi, false) }
		return m{"oneOf": []any{one(), object(doc+": a range", []string{"low", "central", "high"}, m{"low": one(), "central": one(), "high": one()})}}
	}
	yes := func(doc string) m { return m{"const": true, "description": doc} }

	where := m{"area": m{"type": "array", "minItems": 3, "maxItems": mostCorners, "description": "polygon: corners [longitude, latitude]",
		"items": m{"type": "array", "minItems": 2, "maxItems": 2, "items": m{"type": "number"}}}}
	for _, s := range selectors(&Where{}) {
		one := m{"type": "string", "minLength": 1, "maxLength": 64}
		if s.among != nil {
			one = m{"enum": s.among}
		} else if s.isEnd() {
			one = m{"anyOf": []any{m{"enum": data.Countries}, m{"type": "string", "pattern": idPattern}}}
		} else if s.key != "owner" {
			one = m{"type": "string", "pattern": idPattern}
		}
		where[s.key] = m{"oneOf": []any{one, m{"type": "array", "minItems": 1, "uniqueItems": true, "items": one}}}
	}
	deeds := m{
		"close": yes("nothing enters; what has begun finishes"),
		"open":  yes("a proposed service or link is there; a resource works round the clock"),
		"fee": either("what a load pays more", m{"usd": number("US dollars more at each place, stage or ride", 0, mostUSD, false),
			"times": number("fees of stages times this", 0, mostFactor, false)}),
		"price":   either("freight rates", m{"times": number("rates of services and links times this", 0, mostFactor, false)}),
		"embargo": yes("no new cargo, and other traffic does not set out; what is under way goes on"),
		"demand":  number("loads of flows times this", 0, mostDemand, false),
		"tariff": m{"oneOf": []any{
			object("duty in percentage points on top, 0.25 is 25", []string{"add"}, m{"add": number("share of the value", -mostTariff, mostTariff, false), "transit": yes("goods in transit pay it too")}),
			object("the duty is this", []string{"to"}, m{"to": m{"anyOf": []any{m{"const": "mfn"}, number("share of the value", 0, mostTariff, false)}}, "transit": yes("goods in transit pay it too")}),
		}},
		"stage": object("a stage added to processes", []string{"name", "time"}, m{"name": id("its name"), "time": dist("its length"), "chance": number("share that goes through it", 0, 1, false),
			"when": text("condition as in processes.csv"), "resource": id("resource of the place"), "servers": m{"type": "integer", "minimum": 1, "maximum": mostFactor, "description": "servers of a new resource"},
			"usd": number("fee", 0, mostUSD, false)}),
		"capacity":     number("servers, or room of services, times this", 0, mostFactor, false),
		"staffing":     number("servers at work times this", 0, mostFactor, false),
		"add":          m{"type": "integer", "minimum": -mostFactor, "maximum": mostFactor, "description": "so many more servers"},
		"speed":        number("speed on links times this", 0, mostFactor, true),
		"service_time": number("times of stages or links times this", 0, mostFactor, true),
		"chance":       either("share that goes through a stage", m{"to": number("set to", 0, 1, false), "times": number("multiplied by, at most 1", 0, mostFactor, false)}),
	}
	selects := func(doc string) m {
		return m{"type": "object", "additionalProperties": false, "minProperties": 1, "properties": where, "description": doc}
	}
	window := object("the time that is simulated", nil, m{"start": instant("first day counted"), "preroll": span("time before, to fill the network"),
		"length": span("time whose cargo is counted"), "drain": span("time after, for cargo to arrive")})
	do := object("what it does", nil, m{})
	do["minProperties"] = 1
	for _, k := range doKeys {
		do["properties"].(m)[k] = deeds[k]
	}
	change := object("a disturbance, policy or investment", []string{"name", "where", "do"}, m{
		"name":       id("name of the change, each once"),
		"where":      selects("what it applies to: all that is set must hold"),
		"do":         do,
		"from":       instant("begins, UTC"),
		"to":         instant("ends, UTC"),
		"every":      span("a spell begins every so often"),
		"between":    dist("random: time from the end of a spell to the next"),
		"after":      id("begins when each spell of that change ends"),
		"with":       id("begins when each spell of that change begins"),
		"by":         dist("later by this, a time or a distribution"),
		"lasts":      dist("how long a spell holds"),
		"odds":       number("share of spells that come to pass", 0, 1, false),
		"announced":  span("cargo knows so long before it begins"),
		"embargo":    span("no new cargo so long before a closure"),
		"front_load": number("share of the loads of the first announced time that set out so much earlier", 0, 1, false),
		"recovery": m{"oneOf": []any{span("factors come back in equal steps over this time"),
			object("factors come back", []string{"over"}, m{"over": span("time that it takes"), "shape": m{"enum": shapes}})}},
		"surge": object("more than normal afterwards", []string{"times", "over"}, m{"times": number("capacity times this", 1, mostFactor, false), "over": span("for so long")}),
		"cargo": m{"oneOf": []any{m{"enum": cargoNames, "description": "what cargo does that a closure stands in the way of"},
			object("what cargo does, and how", nil, m{"answer": m{"enum": cargoNames}, "patience": dist("after which it changes its answer"),
				"lag": span("learns so much later"), "lost": number("share of those postponed that never come back", 0, 1, false)})}},
		"investment": object("what it costs; moves nothing in a run", []string{"usd", "years"}, m{"usd": ranged("US dollars to build", 0, mostInvested), "years": ranged("it lasts", leastYears, mostYears),
			"upkeep": ranged("a year, share of usd", 0, mostUpkeep), "source": text("who says so"), "reason": text("why figures without a source are assumed so")}),
	})
	change["properties"].(m)["investment"].(m)["anyOf"] = []any{m{"required": []string{"source"}}, m{"required": []string{"reason"}}}
	schema := object("a Corridor scenario", []string{"name"}, m{
		"name":      id("name of the scenario"),
		"title":     text("one line"),
		"theme":     m{"enum": Themes, "description": "under which it is listed"},
		"question":  text("the question it answers"),
		"mechanism": text("how it works"),
		"evidence":  m{"type": "array", "items": text("what is known")},
		"expected":  text("the effect that is expected"),
		"effect": object("a figure that it moves against the baseline", []string{"measure", "where", "direction"}, m{"measure": m{"enum": Measures, "description": measureText}, "item": m{"enum": data.CostItems},
			"where": selects("what the figure is about"), "direction": m{"enum": directions}, "routing": m{"enum": routings}, "window": window}),
		"extends": text("shipped scenario or file that it builds on"),
		"window":  window,
		"changes": m{"type": "array", "maxItems": mostChanges, "items": change},
	})
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["title"] = "Corridor scenario"
	raw, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		panic(err) // only maps, lists, texts and numbers
	}
	return append(raw, '\n')
}
