package chart

import "fmt"

// legendRows lists what the legend explains, of what is drawn.
func legendRows(d *drawing) (lines, marks [][2]string) {
	for i, o := range owners {
		if d.used[fmt.Sprint("owner ", i)] {
			lines = append(lines, [2]string{fmt.Sprintf(`<path class="l rail" stroke="%s" d="M0 0h34"/>`, o.colour), o.name})
		}
	}
	if d.used["owner -1"] {
		lines = append(lines, [2]string{fmt.Sprintf(`<path class="l rail" stroke="%s" d="M0 0h34"/>`, otherRail), "other railways"})
	}
	for _, m := range [][3]string{{"road", "road", "road"}, {"sea", "sea-link", "sea"}, {"air", "air", "air"}} {
		if d.used["mode "+m[0]] {
			lines = append(lines, [2]string{fmt.Sprintf(`<path class="l %s" d="M0 0h34"/>`, m[1]), m[2]})
		}
	}
	for _, m := range [][3]string{
		{"zone", `<circle cx="17" cy="0" r="4" fill="#22303a" stroke="#fff" stroke-width="1.2"/>`, "zone: origin or destination"},
		{"port", `<path d="M17 -4l4 4 -4 4 -4 -4Z" fill="#0b4a66"/>`, "port"},
		{"strait", `<path d="M17 -3.6l3.4 6 -6.8 0Z" fill="#fff" stroke="#0b4a66" stroke-width="1.3"/>`, "canal, strait or locks"},
		{"crossing", `<rect x="14.4" y="-2.6" width="5.2" height="5.2" fill="#fff" stroke="#7a1f2b" stroke-width="1.5"/>`, "border crossing"},
		{"rail-terminal", `<rect x="14.7" y="-2.3" width="4.6" height="4.6" fill="#333"/>`, "rail terminal"},
		{"airport", `<path d="M17 -4l3.6 6.4 -7.2 0Z" fill="#8a4f7d"/>`, "airport, by its code"},
		{"junction", `<circle cx="17" cy="0" r="1.5" fill="#6a6a6a"/>`, "junction"},
	} {
		if d.used["kind "+m[0]] {
			marks = append(marks, [2]string{m[1], m[2]})
		}
	}
	return lines, marks
}

const legendWidth, rowHeight = 424.0, 17.0

// legendBox is the room that title and legend take, lower left.
func legendBox(d *drawing) box {
	lines, marks := legendRows(d)
	h := 116 + rowHeight*float64(max(len(lines), len(marks)))
	return box{edge + 8, height - edge - 8 - h, edge + 8 + legendWidth, height - edge - 8}
}

func (d *drawing) legend() {
	b := legendBox(d)
	lines, marks := legendRows(d)
	d.put(`<g id="legend"><rect class="panel" x="%s" y="%s" width="%s" height="%s"/>`+"\n", num(b.x0), num(b.y0), num(b.x1-b.x0), num(b.y1-b.y0))
	d.put(`<text class="title" x="%s" y="%s">%s</text><text class="sub" x="%s" y="%s">%s</text>`+"\n", num(b.x0+16), num(b.y0+32), text(d.net.Title), num(b.x0+16), num(b.y0+51), text(d.net.Subtitle))
	for c, rows := range [][][2]string{lines, marks} {
		x := b.x0 + 16 + float64(c)*196
		for i, r := range rows {
			y := b.y0 + 76 + rowHeight*float64(i)
			d.put(`<g transform="translate(%s %s)">%s</g><text class="key" x="%s" y="%s">%s</text>`+"\n", num(x), num(y), r[0], num(x+42), num(y+4), text(r[1]))
		}
	}
	for i, line := range []string{"Outlines: Natural Earth. Lambert conformal conic projection.", "Roads and railways are straight between places; tracks of ships are for the eye."} {
		d.put(`<text class="small" x="%s" y="%s">%s</text>`+"\n", num(b.x0+16), num(b.y1-22+12*float64(i)), line)
	}
	d.put("</g>\n")
}
