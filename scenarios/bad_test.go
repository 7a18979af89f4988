package scenarios

import "strings"

// change1 puts one change around the keys given, all in one flow line.
func change1(keys string) string { return "name: x\nchanges:\n  - {name: a, " + keys + "}\n" }

var badFiles = []struct{ name, in, want string }{
	{"an empty file", "", `f.yaml:1:1: expected a scenario; the file is empty`},
	{"a file of comments", "# nothing\n", `f.yaml:1:1: expected a scenario; the file is empty`},
	{"a list at the top", "- a\n", `f.yaml:1:1: scenario: expected a mapping with name, title, question, mechanism, evidence, expected, extends, window, changes, found a list`},
	{"no name", "title: x\n", "f.yaml:1:1: expected a name for the scenario, such as `name: my-closure`"},
	{"a name in capitals", "name: Laredo Rail\n", `f.yaml:1:7: "Laredo Rail": name: expected a name of lower-case letters, digits, '-', '.', '_', at most 64`},
	{"an unknown key", "name: x\nchnages: []\n", `f.yaml:2:1: "chnages": scenario: unknown key; expected name, title, question, mechanism, evidence, expected, extends, window, changes; did you mean "changes"?`},
	{"a key twice", "name: x\ntitle: a\ntitle: b\n", `f.yaml:3:1: "title": scenario: expected each key once; line 2 has it too`},
	{"a merge key", "name: x\n<<: {title: a}\n", `f.yaml:2:1: "<<": scenario: unknown key; expected name, title, question, mechanism, evidence, expected, extends, window, changes`},
	{"a title of nothing", "name: x\ntitle:\n", `f.yaml:2:7: title: expected text, found nothing`},
	{"a title of two lines", "name: x\ntitle: \"a\\nb\"\n", `f.yaml:2:8: "a\nb": title: expected one line`},
	{"a terminal escape", "name: x\ntitle: \"a\\e[31m\"\n", `f.yaml:2:8: "a\x1b[31m": title: expected text without control or invisible characters`},
	{"a raw control character", "name: x\ntitle: a\x01\n", `f.yaml:2:9: "\x01": expected text without control characters`},
	{"bytes that are not UTF-8", "name: x\ntitle: é\xff\n", `f.yaml:2:9: expected UTF-8 text`},
	{"evidence that is no list", "name: x\nevidence: seen\n", `f.yaml:2:11: "seen": evidence: expected a list of texts`},
	{"evidence with a mapping", "name: x\nevidence:\n  - a: b\n", `f.yaml:3:5: evidence 1: expected text, found a mapping`},

	{"an unknown window key", "name: x\nwindow: {begin: 2024-01-01}\n", `f.yaml:2:10: "begin": window: unknown key; expected start, preroll, length, drain`},
	{"a window that is text", "name: x\nwindow: 2024\n", `f.yaml:2:9: "2024": window: expected a mapping with start, preroll, length, drain`},
	{"a start before 1990", "name: x\nwindow: {start: 1989-12-31}\n", `f.yaml:2:17: "1989-12-31": start: expected a date such as 2024-03-01, 1990 to 2100`},
	{"a start that is no date", "name: x\nwindow: {start: 2024-02-30}\n", `f.yaml:2:17: "2024-02-30": start: expected a date such as 2024-03-01, 1990 to 2100`},
	{"a span without a unit", "name: x\nwindow: {preroll: 90}\n", `f.yaml:2:19: "90": preroll: expected a unit after 90: s, min, h, d or w`},
	{"a pre-roll of four years", "name: x\nwindow: {preroll: 1464d}\n", `f.yaml:2:19: "1464d": preroll: expected a time from 0h to 3 years (a year counts 366d)`},
	{"a length of half an hour", "name: x\nwindow: {length: 30min}\n", `f.yaml:2:18: "30min": length: expected a time from 1h to 30 years (a year counts 366d)`},
	{"a length of ten million years", "name: x\nwindow: {length: 3660000000d}\n", `f.yaml:2:18: "3660000000d": length: expected at most 100 years`},
	{"a drain that is negative", "name: x\nwindow: {drain: -1d}\n", `f.yaml:2:17: "-1d": drain: expected a time such as 90min, 4h or 3d (units s, min, h, d, w)`},
	{"a drain of part of a second", "name: x\nwindow: {drain: 0.5s}\n", `f.yaml:2:17: "0.5s": drain: expected whole seconds`},

	{"changes that are a mapping", "name: x\nchanges: {name: a}\n", `f.yaml:2:10: changes: expected a list of changes, found a mapping`},
	{"a change that is text", "name: x\nchanges:\n  - close\n", `f.yaml:3:5: "close": change: expected a mapping with name, where, do, from, to, cargo`},
	{"a change without anything", "name: x\nchanges:\n  - {}\n", "f.yaml:3:5: expected a name for this change, such as `name: bridge-out`\n" +
		"f.yaml:3:5: expected `where` in this change, such as `where: {id: laredo-rail}`\n" +
		"f.yaml:3:5: expected `do` in this change, such as `do: {close: true}`"},
	{"two changes of one name", "name: x\nchanges:\n  - {name: a, where: {id: b}, do: {close: true}}\n  - {name: a, where: {id: b}, do: {open: true}}\n",
		`f.yaml:4:12: "a": name: expected each change to have its own name; line 3 has it too`},
	{"an empty where", change1("where: {}, do: {close: true}"), `f.yaml:3:22: where: expected at least one of id, kind, mode, country, owner, event, resource, stage`},
	{"an unknown selector", change1("where: {node: b}, do: {close: true}"), `f.yaml:3:23: "node": where: unknown key; expected id, kind, mode, country, owner, event, resource, stage; did you mean "mode"?`},
	{"an empty list of names", change1("where: {id: []}, do: {close: true}"), `f.yaml:3:27: id: expected a name or a list of names, found an empty list`},
	{"a name twice", change1("where: {id: [b, b]}, do: {close: true}"), `f.yaml:3:31: "b": id: expected each name once`},
	{"an unknown event", change1("where: {event: enter-uk}, do: {close: true}"), `f.yaml:3:30: "enter-uk": event: expected one of visit, load, unload, transfer, enter-us, enter-mx, enter-ca, vehicle-call, vehicle-enter-us, vehicle-enter-mx, vehicle-enter-ca, vehicle-pass; did you mean "enter-us"?`},
	{"an unknown mode", change1("where: {mode: train}, do: {close: true}"), `f.yaml:3:29: "train": mode: expected one of road, rail, sea, air; did you mean "rail"?`},
	{"a name that is a list", change1("where: {id: [[b]]}, do: {close: true}"), `f.yaml:3:28: id: expected a name or a list of names, found a list`},

	{"do without anything", change1("where: {id: b}, do: {}"), `f.yaml:3:35: do: expected a change that does something: close, capacity, service_time, chance, open`},
	{"an unknown deed", change1("where: {id: b}, do: {servicetime: 2}"), `f.yaml:3:36: "servicetime": do: unknown key; expected close, capacity, service_time, chance, open; did you mean "service_time"?`},
	{"close: false", change1("where: {id: b}, do: {close: false}"), `f.yaml:3:43: "false": close: expected true; leave the key out otherwise`},
	{"close: yes", change1("where: {id: b}, do: {close: yes}"), `f.yaml:3:43: "yes": close: expected true; leave the key out otherwise`},
	{"a negative capacity", change1("where: {id: b}, do: {capacity: -0.5}"), `f.yaml:3:46: "-0.5": capacity: expected a number from 0 to 1000`},
	{"a capacity above 1000", change1("where: {id: b}, do: {capacity: 1000.5}"), `f.yaml:3:46: "1000.5": capacity: expected a number from 0 to 1000`},
	{"a capacity in octal", change1("where: {id: b}, do: {capacity: 010}"), `f.yaml:3:46: "010": capacity: expected a number from 0 to 1000`},
	{"a capacity that is not a number", change1("where: {id: b}, do: {capacity: .nan}"), `f.yaml:3:46: ".nan": capacity: expected a number from 0 to 1000`},
	{"a capacity in quotes", change1("where: {id: b}, do: {capacity: '2'}"), `f.yaml:3:46: "2": capacity: expected a number from 0 to 1000, without quotes`},
	{"a service time of nothing", change1("where: {id: b}, do: {service_time: 0}"), `f.yaml:3:50: "0": service_time: expected a number above 0, at most 1000`},
	{"a service time above 1000", change1("where: {id: b}, do: {service_time: 1e4}"), `f.yaml:3:50: "1e4": service_time: expected a number above 0, at most 1000`},
	{"a bare chance", change1("where: {id: b}, do: {chance: 0.5}"), `f.yaml:3:44: "0.5": chance: expected a mapping with to, times`},
	{"a chance above 1", change1("where: {id: b}, do: {chance: {to: 1.5}}"), `f.yaml:3:49: "1.5": to: expected a number from 0 to 1`},
	{"a negative chance", change1("where: {id: b}, do: {chance: {to: -1}}"), `f.yaml:3:49: "-1": to: expected a number from 0 to 1`},
	{"a chance of both sorts", change1("where: {id: b}, do: {chance: {to: 1, times: 2}}"), `f.yaml:3:44: chance: expected either {to: 0.5} or {times: 3}`},
	{"a date beyond 2100", change1("where: {id: b}, do: {close: true}, from: 2101-01-01"), "f.yaml:3:56: \"2101-01-01\": from: expected a date such as 2024-03-01, or `2024-03-01 08:00` (UTC), 1990 to 2100"},
	{"an hour of one digit", change1("where: {id: b}, do: {close: true}, from: 2024-04-01 8:00"), "f.yaml:3:56: \"2024-04-01 8:00\": from: expected a date such as 2024-03-01, or `2024-03-01 08:00` (UTC), 1990 to 2100"},
	{"an end at the beginning", change1("where: {id: b}, do: {close: true}, from: 2024-04-01, to: 2024-04-01"), `f.yaml:3:72: "2024-04-01": to: expected a time after from, 2024-04-01`},
	{"unknown behaviour of cargo", change1("where: {id: b}, do: {close: true}, cargo: waits"), `f.yaml:3:57: "waits": cargo: expected divert or wait; did you mean "wait"?`},

	{"an anchor and an alias", "name: &n x\ntitle: *n\n", "f.yaml:1:7: \"&n\": expected no anchor (&name): write the value out where it is used\n" +
		`f.yaml:2:8: "*n": expected no alias (*name): write the value out`},
	{"an alias of nothing", "name: *n\n", `f.yaml:1:7: expected no alias (*name): write the value out`},
	{"a tag", "name: !!str x\n", `f.yaml:1:7: "!!str": expected no tag (!name)`},
	{"two documents", "name: x\n---\nname: y\n", `f.yaml:2:1: expected one YAML document; another one begins here`},
	{"two documents, the second broken", "name: X\n---\n[\n", "f.yaml:1:7: \"X\": name: expected a name of lower-case letters, digits, '-', '.', '_', at most 64\n" +
		`f.yaml:4:1: cannot read this as YAML: did not find expected node content, while parsing a flow node that begins at 4:1`},
	{"broken YAML", "name: x\nwindow: {start: 1\ntitle: b\n", `f.yaml:3:6: cannot read this as YAML: did not find expected ',' or '}', while parsing a flow mapping that begins at 2:9`},
	{"deep brackets", "name: " + strings.Repeat("[", 30), `f.yaml:1:27: expected at most 20 levels of nesting`},
	{"deep dashes", strings.Repeat("- ", 30) + "a", `f.yaml:1:41: expected at most 20 levels of nesting`},
	{"a large file", "name: x\n#" + strings.Repeat("x", 1<<20), `f.yaml: expected at most 1 MB`},
	{"too many commas", "name: x\nevidence: [" + strings.Repeat("a,", 100_001) + "]", `f.yaml: expected at most 100,000 commas`},
	{"too many changes", "name: x\nchanges:\n" + strings.Repeat("  - {}\n", 10_001), `f.yaml:3:3: changes: expected at most 10,000, found 10001`},
}
