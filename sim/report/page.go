package report

import (
	"bytes"
	"compress/flate"
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
	Subject   chart.Words
	Titles    []chart.Words // of the scenarios
	Answer    chart.Words
	More      []chart.Words
	Meta      []chart.Words
	Sections  []section
	Frames    string // of the maps, packed
	Texts     pageTexts
}

// pageTexts are what the script reads: texts of its own by name, and those of the
// page by number.
type pageTexts struct {
	Named map[string]chart.Words `json:"named"`
	Words *chart.Dictionary      `json:"words"`
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
	p := &page{Lang: lang, Languages: chart.Languages}
	p.Subject = b.subject()
	p.Title = p.Subject[l] + " – " + say("title.report")[l]
	p.Colours = template.CSS(":root{" + chart.Variables(false) + "}@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){" + chart.Variables(true) + "}}@media screen{:root[data-theme=dark]{" + chart.Variables(true) + "}}")
	p.Charts, p.Style, p.Script = template.CSS(chart.Style), template.CSS(pageCSS), template.JS(pageJS)
	p.Policy = policy(pageJS)
	figures, few := fewMaps(figures)
	c := newCuts(figures)
	for {
		p.fill(b, figures, few, c)
		page, err := p.render(l, c)
		if err != nil {
			return err
		}
		if len(page) <= mostBytes || !c.more(len(page)-mostBytes) {
			_, err := w.Write(page)
			return err
		}
	}
}

// fill sets what the page has, but for what is cut.
func (p *page) fill(b *book, all []Figure, few bool, c *cuts) {
	figures := c.keep(all)
	p.Answer, p.More = b.answer()
	p.Meta, p.Titles = b.meta(), b.titles()
	p.Sections = b.sections(figures, few)
	frames := map[string]*Frames{}
	for _, s := range p.Sections {
		for _, f := range s.Figures {
			if f.Frames != nil {
				frames[f.ID] = f.Frames
			}
		}
	}
	p.Frames = packed(frames)
	if left := c.told(all); len(left.List) > 0 {
		p.Meta = append(p.Meta, say("cut.meta"))
		last := &p.Sections[len(p.Sections)-1]
		last.Blocks = append([]block{left}, last.Blocks...)
	}
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

// render fills page.html, but for what is cut.
func (p *page) render(l int, c *cuts) ([]byte, error) {
	words, shared := &chart.Dictionary{}, &chart.Shared{}
	p.Texts = pageTexts{Named: map[string]chart.Words{}, Words: words}
	for _, k := range []string{"ui.whole", "ui.week", "ui.tonnes", "ui.passages", "ui.each"} {
		p.Texts.Named[k] = say(k)
	}
	span := func(w chart.Words) template.HTML {
		if a := words.Attribute(w, l, false); a != "" {
			return template.HTML("<span" + a + ">" + template.HTMLEscapeString(w[l]) + "</span>")
		}
		return template.HTML(template.HTMLEscapeString(w[l]))
	}
	rest := func(g *Grid) string {
		if g.More == 0 {
			return ""
		}
		return `<p class="note">` + string(span(say("ui.more", strconv.Itoa(g.More)))) + `</p>`
	}
	t, err := template.New("page").Funcs(template.FuncMap{
		"w":     func(key string) template.HTML { return span(say(key)) },
		"words": span,
		"label": func(key string) template.HTMLAttr {
			w := say(key)
			return template.HTMLAttr(`aria-label="` + template.HTMLEscapeString(w[l]) + `"` + words.Attribute(w, l, true))
		},
		"grid": func(g Grid, title chart.Words) template.HTML {
			if g.trim(mostRows); c.has(&Figure{}, cutTables) {
				g.trim(fewRows)
			}
			return template.HTML(gridHTML(&g, title, words, l) + rest(&g))
		},
		"draw": func(f Figure, narrow bool) template.HTML {
			form := chart.Form{Narrow: narrow, Lang: l, ID: f.ID + "-", Words: words, Shared: shared}
			if narrow {
				form.ID += "n-"
			}
			drawn := f.Draw(form)
			part := 0
			if narrow {
				part = 1
			}
			c.measure(&f, part, len(drawn))
			return template.HTML(drawn)
		},
		"table": func(f Figure) template.HTML {
			g := f.Table
			if c.has(&f, cutRows) {
				g.trim(fewRows)
			}
			html := gridHTML(&g, f.Title, words, l)
			c.measure(&f, 2, len(html))
			return template.HTML(html + rest(&g))
		},
		"narrow": func(f Figure) bool { return !c.has(&f, cutNarrow) },
		"shared": func() template.HTML { return template.HTML(shared.SVG()) },
	}).Parse(pageHTML)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, p)
	return b.Bytes(), err
}

// manyColumns from which on a table is set narrower on paper.
const manyColumns = 6

// gridHTML is a table that reads aloud well: heads are heads of columns, the
// first cell is that of its row.
func gridHTML(g *Grid, title chart.Words, words *chart.Dictionary, l int) string {
	var b strings.Builder
	table := "<table>"
	if len(g.Head) > manyColumns {
		table = `<table class="many">`
	}
	b.WriteString(`<div class="scroll" tabindex="0" role="region" aria-label="` + template.HTMLEscapeString(title[l]) + `"` + words.Attribute(title, l, true) + ">" + table + "<thead><tr>")
	cell := func(tag, class string, w chart.Words) {
		b.WriteString("<" + tag)
		if class != "" {
			b.WriteString(` class="` + class + `"`)
		}
		b.WriteString(words.Attribute(w, l, false))
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
				if g.Parts && strings.ToLower(w[0][:1]) == w[0][:1] {
					class = "part"
				}
			}
			if g.figures(i) {
				class = "n"
			} else if len(w[0]) >= 10 && len(w[0]) <= 16 && w[0][4] == '-' && w[0][7] == '-' {
				class = "date"
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

// packed is the JSON of the maps' weeks, deflated, in base 64: it is numbers by the ten
// thousand. Empty: no maps.
func packed(frames map[string]*Frames) string {
	if len(frames) == 0 {
		return ""
	}
	raw, err := json.Marshal(frames)
	if err != nil {
		panic(err) // numbers and names alone
	}
	var b bytes.Buffer
	z, _ := flate.NewWriter(&b, flate.BestCompression) // the level is a known one
	_, _ = z.Write(raw)                                // a Buffer does not fail
	_ = z.Close()
	return base64.RawURLEncoding.EncodeToString(b.Bytes())
}
