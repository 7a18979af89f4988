package report

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"

	"corridor/sim/report/chart"
)

//go:embed page.html
var pageHTML string

// Made from web/ by `make assets`.
var (
	//go:embed assets/page.js
	pageJS string
	//go:embed assets/page.css
	pageCSS string
)

// page is what page.html shows.
type page struct {
	Lang      string
	Languages []string
	Title     string
	Policy    string
	Colours   template.CSS
	Charts    template.CSS
	Style     template.CSS
	Script    template.JS
	Subject   string
	Answer    chart.Words
	More      []chart.Words
	Meta      []chart.Words
	Sections  []section
	Frames    map[string]*Frames
	Texts     map[string]chart.Words
}

type section struct {
	ID      string
	Title   chart.Words
	Class   string
	Tables  []pageTable // before the figures
	Figures []Figure
	After   []pageTable
	Blocks  []block
	Slider  int // weeks of the maps
}

// block is text of the method.
type block struct {
	Title chart.Words
	Text  []chart.Words
	Code  string
	Pairs []pair
	List  []chart.Words
	Grid  Grid
}

type pair struct {
	Name  chart.Words
	Value string
}

// HTML writes the report of a result folder: one page that needs nothing else.
// impact is a folder of what the assumptions do to a comparison; empty: none. lang
// is the language it opens in.
func HTML(w io.Writer, dir, impact, lang string) error {
	l := language(lang)
	b, err := open(dir)
	if err != nil {
		return err
	}
	if impact != "" {
		if err := b.take(impact); err != nil {
			return err
		}
	}
	figures, err := b.figures()
	if err != nil {
		return fmt.Errorf("%s: damaged: %w", dir, err)
	}
	p := &page{Lang: lang, Languages: chart.Languages, Frames: map[string]*Frames{}, Texts: map[string]chart.Words{}}
	p.Answer, p.More = b.answer()
	p.Subject, p.Meta = b.subject(), b.meta()
	p.Title = p.Subject + " – " + say("title.report")[l]
	p.Sections = b.sections(figures)
	for _, f := range figures {
		if f.Frames != nil {
			p.Frames[f.ID] = f.Frames
		}
	}
	for _, k := range []string{"ui.whole", "ui.week", "ui.tonnes", "ui.passages", "ui.each"} {
		p.Texts[k] = say(k)
	}
	p.Colours = template.CSS(":root{" + chart.Variables(false) + "}@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){" + chart.Variables(true) + "}}@media screen{:root[data-theme=dark]{" + chart.Variables(true) + "}}")
	p.Charts, p.Style, p.Script = template.CSS(chart.Style), template.CSS(pageCSS), template.JS(pageJS)
	p.Policy = policy(pageJS)
	return p.write(w, l)
}

// policy lets nothing be fetched and no script run but the page's own.
func policy(script string) string {
	sum := sha256.Sum256([]byte(script))
	return "default-src 'none'; script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
}

func language(lang string) int {
	for i, l := range chart.Languages {
		if l == lang {
			return i
		}
	}
	return 0
}

// write fills page.html.
func (p *page) write(w io.Writer, l int) error {
	span := func(words chart.Words) template.HTML {
		if words[0] == words[1] && words[0] == words[2] {
			return template.HTML(template.HTMLEscapeString(words[l]))
		}
		return template.HTML("<span" + words.Attributes("", l) + ">" + template.HTMLEscapeString(words[l]) + "</span>")
	}
	grid := func(g Grid, title chart.Words) template.HTML { return template.HTML(gridHTML(&g, title, l)) }
	t, err := template.New("page").Funcs(template.FuncMap{
		"w":     func(key string) template.HTML { return span(say(key)) },
		"words": span,
		"attr": func(name, key string) template.HTMLAttr {
			w := say(key)
			return template.HTMLAttr(name + `="` + template.HTMLEscapeString(w[l]) + `"` + w.Attributes("label-", l))
		},
		"grid": grid,
		"draw": func(f Figure, narrow bool) template.HTML {
			id := f.ID + "-"
			if narrow {
				id += "n-"
			}
			ground := "ground"
			if narrow {
				ground = "ground-n"
			}
			return template.HTML(f.Draw(chart.Form{Narrow: narrow, Lang: l, ID: id, Ground: ground}))
		},
		"ground": func() template.HTML {
			return template.HTML(string(chart.Ground(chart.Form{}, "ground")) + string(chart.Ground(chart.Form{Narrow: true}, "ground-n")))
		},
		"more": func(n int) template.HTML { return span(say("ui.more", strconv.Itoa(n))) },
	}).Parse(pageHTML)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, p); err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

// gridHTML is a table that reads aloud well: heads are heads of columns, the
// first cell is that of its row.
func gridHTML(g *Grid, title chart.Words, l int) string {
	var b strings.Builder
	b.WriteString(`<div class="scroll" tabindex="0" role="region" aria-label="` + template.HTMLEscapeString(title[l]) + `"` + title.Attributes("label-", l) + `><table><thead><tr>`)
	cell := func(tag, class string, w chart.Words) {
		b.WriteString("<" + tag)
		if class != "" {
			b.WriteString(` class="` + class + `"`)
		}
		b.WriteString(w.Attributes("", l))
		b.WriteString(">" + template.HTMLEscapeString(w[l]) + "</" + strings.Fields(tag)[0] + ">")
	}
	for i, h := range g.Head {
		class := ""
		if g.figures(i) {
			class = "n"
		}
		cell(`th scope="col"`, class, h)
	}
	b.WriteString("</tr></thead><tbody>")
	for r, row := range g.Rows {
		b.WriteString("<tr>")
		for i, w := range row {
			tag, class := "td", ""
			if i == 0 {
				tag = `th scope="row"`
			}
			if g.figures(i) {
				class = "n"
			}
			if g.Bold != nil && g.Bold[r][i] {
				class = strings.TrimSpace(class + " b")
			}
			cell(tag, class, w)
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</tbody></table></div>")
	return b.String()
}

// JSON of the frames for a script element: html/template writes it safely.
var _ json.Marshaler = (*Frames)(nil)

// MarshalJSON leaves the names out: the page has the data by thousands.
func (f *Frames) MarshalJSON() ([]byte, error) {
	type plain Frames
	return json.Marshal((*plain)(f))
}
