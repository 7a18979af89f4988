package chart

import (
	"strconv"
	"strings"
)

// Colours of charts: light, then dark. Hues follow Paul Tol's muted scheme,
// which people with any colour vision can tell apart; the map's waits go from pale to
// dark, so that they also read in grey.
var colours = []struct{ name, light, dark string }{
	{"paper", "#ffffff", "#14181d"}, {"ink", "#1b242c", "#e8ecef"}, {"soft", "#55626d", "#a7b2bb"}, {"rule", "#dfe4e8", "#2c343c"}, {"faint", "#f4f6f8", "#1b2127"},
	// Cases: a hue a routing, a shade a scenario.
	{"us0", "#0b5c9e", "#5aa9e6"}, {"us1", "#6fb1e0", "#2f76b5"}, {"us2", "#7c8fb8", "#93a8d8"}, {"us3", "#12307a", "#c3d3ff"}, {"us4", "#2fa3b5", "#36c3d6"}, {"us5", "#4b5563", "#8892a0"},
	{"direct0", "#c2470f", "#f08a4b"}, {"direct1", "#f0a06a", "#b9561f"}, {"direct2", "#9c6b4f", "#d6a98c"}, {"direct3", "#7a1f08", "#ffd0b0"}, {"direct4", "#d99a00", "#f2c14a"}, {"direct5", "#b56576", "#e39aa8"},
	{"open0", "#12795c", "#4fc3a1"}, {"open1", "#7cc8ae", "#2a8b6c"}, {"open2", "#6b8f7c", "#9cc4ae"}, {"open3", "#0a4a38", "#b9efdd"}, {"open4", "#5a9216", "#9bd04f"}, {"open5", "#8a8f3c", "#c9cd6d"},
	{"strict0", "#8a3a86", "#cf8fcb"}, {"strict1", "#c795c3", "#8f5590"}, {"strict2", "#8c7691", "#b8a3bd"}, {"strict3", "#54204f", "#f1c4ee"}, {"strict4", "#b0478f", "#e47fc4"}, {"strict5", "#6d5fb0", "#a99ce6"},
	// Parts of a whole.
	{"s0", "#3d4f9f", "#7f90de"}, {"s1", "#88ccee", "#6bb3d8"}, {"s2", "#ddcc77", "#d8c464"}, {"s3", "#44aa99", "#3fa593"}, {"s4", "#117733", "#3d9a5b"},
	{"s5", "#cc6677", "#d4707f"}, {"s6", "#882255", "#b8447f"}, {"s7", "#a9b1b8", "#6d7781"},
	// Modes and ground of the map.
	{"road", "#b8860b", "#e0b13c"}, {"rail", "#b3261e", "#ff7f6e"}, {"seaway", "#0b6fa4", "#4fb3e8"}, {"air", "#7b3f8c", "#c58fd6"},
	{"water", "#e3edf3", "#10202c"}, {"land", "#fbfaf6", "#232b32"}, {"coast", "#a9bcc8", "#41525e"}, {"state", "#e2ddd0", "#333d45"}, {"country", "#928c7e", "#76828b"}, {"ghost", "#b0a892", "#5d6972"},
	{"w0", "#ffe8a3", "#5a4a1c"}, {"w1", "#fdbb63", "#8f5f1d"}, {"w2", "#ef7a30", "#cf6a22"}, {"w3", "#cc3a1f", "#f08a5d"}, {"w4", "#860f28", "#ffd0bd"},
	{"bad", "#cc3a1f", "#ff8a70"}, {"good", "#12795c", "#4fc3a1"},
}

// Classes of the parts of a stack and of the modes.
var (
	Parts = []string{"s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"}
	Modes = map[string]string{"road": "road", "rail": "rail", "sea": "seaway", "air": "air"}
)

// CaseClass is the class of a case: its routing's hue, its scenario's shade.
func CaseClass(routing string, scenario int) string {
	hue := map[string]string{"us": "us", "direct": "direct", "open": "open", "direct-strict": "strict"}[routing]
	if hue == "" {
		hue = "open"
	}
	return hue + strconv.Itoa(scenario%6)
}

// Variables are the colours as custom properties, light or dark.
func Variables(dark bool) string {
	var b strings.Builder
	for _, c := range colours {
		v := c.light
		if dark {
			v = c.dark
		}
		b.WriteString("--" + c.name + ":" + v + ";")
	}
	return b.String()
}

// Style of charts in a page, which sets the custom properties, light or dark.
var Style = styled(func(name, light string) string { return "var(--" + name + "," + light + ")" })

// styleAlone is that of a chart in a file of its own: light, its colours written
// out, as office programs and drawing programs know no custom properties.
var styleAlone = styled(func(_, light string) string { return light })

// styled writes the style with a reference to each colour.
func styled(ref func(name, light string) string) string {
	var b strings.Builder
	named := make([]string, 0, 2*len(colours))
	for _, c := range colours {
		r := ref(c.name, c.light)
		named = append(named, "$"+c.name, r)
		b.WriteString(".chart ." + c.name + "{fill:" + r + "}.chart ." + c.name + ".line{fill:none;stroke:" + r + "}")
	}
	return b.String() + strings.NewReplacer(named...).Replace(rules)
}

// rules of all but the colours. What maps are drawn on is used by reference, where
// a rule may not name what is around it: it has a class of its own.
const rules = `
.chart text{font-family:"Source Sans 3 Variable","Source Sans 3","Source Sans Pro","Segoe UI","Helvetica Neue",Arial,sans-serif;font-size:13px;fill:$ink;font-variant-numeric:tabular-nums}
.chart .axis,.chart .key{font-size:12px;fill:$soft}.chart .key{fill:$ink}.chart .head{font-weight:650}.chart .value{font-weight:600}.chart .note{font-size:12px;fill:$soft}.chart .digit{font-size:11.5px;font-weight:650;fill:$paper}.chart .digit.dim{fill:$soft}.chart .halo{paint-order:stroke;stroke:$paper;stroke-width:5px;stroke-linejoin:round}.chart .hollow{fill:$paper;stroke:$soft;stroke-width:1.4}
.chart .grid{stroke:$rule;stroke-width:1;fill:none}.chart .base{stroke:$soft;stroke-width:1;fill:none}
.chart .seg{stroke:$paper;stroke-width:.8}.chart .line{stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.chart .area{opacity:.28}.chart .mark{stroke:$paper;stroke-width:1.4}.chart .whisker{stroke-width:2;stroke-linecap:round}
.chart .dash{stroke-dasharray:4 3}.chart .band{fill:$good;opacity:.13}.chart .span{fill:$bad;opacity:.1}.chart .loss{fill:$bad;opacity:.3}
.ground path{vector-effect:non-scaling-stroke}.ground .sea{fill:$water}.ground .land{fill:$land;stroke:$coast;stroke-width:.6}.ground .lake{fill:$water;stroke:$coast;stroke-width:.5}
.ground .state{fill:none;stroke:$state;stroke-width:.6}.ground .country{fill:none;stroke:$country;stroke-width:1;stroke-dasharray:5 2 1.5 2}
.chart .flow{fill:none;stroke-linejoin:round;stroke-linecap:round;opacity:.82}.chart .place{stroke:$paper;stroke-width:1}.chart .zone{fill:$ink;stroke:$paper;stroke-width:1}
.chart .name{font-size:12px;paint-order:stroke;stroke:$land;stroke-width:2.6px;stroke-linejoin:round}.chart .name.zn{font-weight:650}.chart.small .name{font-size:11px}
.chart .region{font-size:12px;letter-spacing:3px;fill:$ghost}.chart .state-name{font-size:10px;letter-spacing:.5px;fill:$ghost}.chart .lake-name{font-size:9px;font-style:italic;fill:$coast}.chart .ocean{font-size:11px;font-style:italic;letter-spacing:1px;fill:$coast}
.chart .frame{fill:none;stroke:$rule;stroke-width:1}.chart .paper{fill:$paper}.chart [data-tip].on{stroke:$ink;stroke-width:2;paint-order:normal}
`
