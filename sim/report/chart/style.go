package chart

// Colours of the owners of rail lines and of the modes: Okabe and Ito (2008).
var owners = []struct{ id, name, colour string }{
	{"CPKC", "CPKC", "#d55e00"},
	{"CN", "CN", "#0072b2"},
	{"UP", "Union Pacific", "#c99700"},
	{"BNSF", "BNSF", "#cc79a7"},
	{"FXE", "Ferromex", "#009e73"},
	{"FTVM", "other Mexican railways", "#5bb89a"},
	{"NS", "Norfolk Southern", "#56b4e9"},
	{"CSX", "CSX", "#7f6bb0"},
}

const otherRail = "#4d4d4d"

// alike are owners drawn as another.
var alike = map[string]string{"Ferromex": "FXE", "FERROMEX": "FXE", "FM": "FXE", "FSRR": "FTVM", "FIT": "FTVM", "FIT-CIIT": "FTVM", "KCSM": "CPKC", "CP": "CPKC", "KCS": "CPKC", "Ferrovalle": "FTVM", "FERROVALLE": "FTVM", "Ferrosur": "FTVM", "CIIT": "FTVM"}

// railColour of an owner, and which row of owners it is, -1 for others.
func railColour(owner string) (string, int) {
	if a, ok := alike[owner]; ok {
		owner = a
	}
	for i, o := range owners {
		if o.id == owner {
			return o.colour, i
		}
	}
	return otherRail, -1
}

// css is the look of all but the colours of lines.
const css = `
text{font-family:"Source Sans 3","Source Sans Pro","Noto Sans","DejaVu Sans",Arial,sans-serif;fill:#22303a}
.sea{fill:#dfe9ef}.land{fill:#f8f6f0;stroke:#9fb4c0;stroke-width:.6}.lake{fill:#dfe9ef;stroke:#9fb4c0;stroke-width:.5}
.state{fill:none;stroke:#d9d3c4;stroke-width:.6}.country{fill:none;stroke:#8b8577;stroke-width:1.1;stroke-dasharray:6 2 1.5 2}
.l{fill:none;stroke-linecap:round;stroke-linejoin:round}
.road{stroke:#a39c8c;stroke-width:1}.rail{stroke-width:1.9}.casing{stroke:#fff;stroke-width:3.3;opacity:.75}
.sea-link{stroke:#2b6f8f;stroke-width:1;stroke-dasharray:5 2.5;opacity:.7}.air{stroke:#8a4f7d;stroke-width:1.2;stroke-dasharray:.1 3.4}
.h{paint-order:stroke;stroke:#fff;stroke-width:2.6px;stroke-linejoin:round;stroke-opacity:.85}
.zone{font-size:11.5px;font-weight:700}.port{font-size:10px;fill:#0b4a66}.crossing{font-size:9.5px;font-style:italic;fill:#7a1f2b}.airport{font-size:8.5px;fill:#6d3563;letter-spacing:.3px}.overseas{font-size:11px;font-weight:700;fill:#0b4a66}.terminal{font-size:9px;fill:#444}
.land-name{font-size:17px;letter-spacing:5px;fill:#b9b1a0}.sea-name{font-size:13px;font-style:italic;letter-spacing:1.5px;fill:#93abb9}
.title{font-size:19px;font-weight:700}.sub{font-size:12.5px;fill:#4c5a63}.key{font-size:11.5px}.head{font-size:11px;font-weight:700;fill:#4c5a63;letter-spacing:.6px}.small{font-size:9.5px;fill:#5d6a72}
.panel{fill:#fff;fill-opacity:.93;stroke:#c3ccd1;stroke-width:.8}.frame{fill:none;stroke:#5d6a72;stroke-width:1}
.inset{fill:none;stroke:#5d6a72;stroke-width:.9}.where{fill:none;stroke:#5d6a72;stroke-width:.8;stroke-dasharray:3 2}
`
