// Opens reports in Chromium and holds them to what a page must be: quiet, alone,
// whole, accessible, usable by keyboard and on any width, and printable.
//   node check.mjs KIND=REPORT.html …    with KIND one of the sections below
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const sections = {
  comparison: ["answer", "comparison", "map", "time", "distribution", "cost", "emissions", "course", "queues", "sensitivity", "method"],
  disruption: ["answer", "comparison", "map", "time", "cost", "course", "method", "service", "queues", "table-changes", "table-resilience"],
  assumptions: ["answer", "comparison", "time", "cost", "invest", "frontier-us", "investment-scanner-us", "investment-booths-us", "table-built", "tornado-assumptions-hours", "tornado-assumptions-usd", "method"],
  impact: ["answer", "tornado-assumptions-hours", "tornado-assumptions-usd", "method"],
  breakeven: ["answer", "breakeven", "method"],
  sweep: ["answer", "sweep", "distribution", "surface-transit-hours", "method"],
  tornado: ["answer", "sweep", "tornado-transit-hours-us", "method"],
  validation: ["answer", "validation", "targets", "table-targets", "method"],
};
const faults = [];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

for (const arg of process.argv.slice(2)) {
  const [kind, file] = arg.split("=");
  const url = "file://" + resolve(file);
  const fault = (text) => faults.push(`${file}: ${text}`);
  if (statSync(file).size > 3e6) fault(`${statSync(file).size} bytes`);

  // A page under watch: whatever it says or asks for is a fault.
  const visit = async (width, height, scheme) => {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce" });
    const page = await context.newPage();
    page.on("console", (m) => fault(`console ${m.type()} at ${width}: ${m.text()}`));
    page.on("pageerror", (e) => fault(`error at ${width}: ${e.message}`));
    page.on("request", (r) => r.url() !== url && !r.url().startsWith("data:") && fault(`asks for ${r.url().slice(0, 100)}`));
    await page.goto(url);
    return page;
  };
  const run = async (page) => {
    await page.evaluate(axe); // by the debugger: the page's own policy lets no script in
    const { violations } = await page.evaluate(() => axe.run());
    for (const v of violations.filter((v) => v.impact === "serious" || v.impact === "critical")) {
      fault(`axe ${v.id} (${v.impact}), ${v.nodes.length} times: ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary?.slice(0, 200)}`);
    }
  };

  for (const [width, height, scheme] of [[390, 844, "light"], [1280, 900, "dark"], [1920, 1080, "light"]]) {
    const page = await visit(width, height, scheme);
    for (const id of sections[kind]) if (!(await page.$(`[id="${id}"]`))) fault(`no ${id}`);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) fault(`${over} pixels too wide at ${width}`);
    // Names on maps, and figures of an axis, may not lie on one another.
    const clash = await page.evaluate(() => {
      const bad = [];
      for (const svg of document.querySelectorAll("svg.chart")) {
        for (const kind of [".name", ".state-name", ".axis", ".key", ".value", ".label"]) {
          const boxes = [...svg.querySelectorAll("text" + kind)].map((t) => [t.getBoundingClientRect(), t.textContent]).filter(([b]) => b.width > 0);
          for (let i = 0; i < boxes.length; i++)
            for (let k = 0; k < i; k++) {
              const [a, s] = boxes[i], [b, t] = boxes[k];
              const x = Math.min(a.right, b.right) - Math.max(a.left, b.left), y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
              if (x > 1 && y > a.height * 0.35) bad.push(`${s} / ${t} in ${svg.closest("figure")?.id}`);
            }
        }
      }
      return bad;
    });
    if (clash.length) fault(`${clash.length} labels overlap at ${width}: ${clash.slice(0, 4).join("; ")}`);
    await run(page);
    if (width === 1280) {
      const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity);
      console.log(`${file}: first drawing after ${Math.round(paint)} ms`);
      if (paint > 1000) fault(`first drawing after ${Math.round(paint)} ms`);
      await controls(page, fault);
    }
    await page.context().close();
  }

  // Print: nothing wider than the paper or higher than a sheet.
  const page = await visit(680, 960, "dark"); // A4 less its margins, at 96 pixels an inch
  await page.emulateMedia({ media: "print" });
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll("main figure, main svg.chart, main table, main pre, main dl")]
      .filter((e) => e.getBoundingClientRect().width > 0)
      .flatMap((e) => {
        const b = e.getBoundingClientRect();
        const name = `${e.tagName} ${e.id || e.closest("figure")?.id || ""}`;
        const high = e.tagName !== "TABLE" && !e.matches("figure.table") && b.height > 994;
        return [...(b.right > innerWidth + 1 ? [`${name} is ${Math.round(b.right)} wide`] : []), ...(high ? [`${name} is ${Math.round(b.height)} high`] : [])];
      }),
  );
  for (const c of cut) fault(`in print: ${c}`);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  console.log(`${file}: ${(pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? []).length} pages`);
  await page.context().close();
}

// controls: the keyboard reaches every one, and each does something.
async function controls(page, fault) {
  const want = await page.evaluate(() => {
    const list = [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")].filter((e) => e.checkVisibility());
    list.forEach((e, i) => e.setAttribute("data-check", String(i)));
    return list.length;
  });
  const seen = new Set();
  for (let i = 0; i < want + 5; i++) {
    await page.keyboard.press("Tab");
    seen.add(await page.evaluate(() => document.activeElement?.getAttribute("data-check")));
  }
  seen.delete(null);
  if (seen.size < want) fault(`the keyboard reaches ${seen.size} of ${want} controls`);

  const head = () => page.textContent("h1");
  const english = await head();
  const tell = async () => {
    await page.focus(".wide svg.chart");
    await page.keyboard.press("ArrowRight");
    const text = await page.textContent("#tip");
    if (!text || /[{}]/.test(text)) fault(`a mark tells ${text}`);
    await page.keyboard.press("Escape");
  };
  for (const lang of ["es", "fr", "en"]) {
    await page.click(`[data-set-lang=${lang}]`);
    const now = await head();
    if ((lang === "en") !== (now === english)) fault(`the language ${lang} shows ${now}`);
    await tell();
    if (/undefined|\bnull\b|%\[/.test(await page.textContent("main"))) fault(`${lang}: undefined text`);
  }
  await page.click("#theme");
  if ((await page.getAttribute("html", "data-theme")) !== "light") fault("the theme does not change");
  const chart = await page.$(".wide svg.chart");
  await chart.focus();
  await page.keyboard.press("ArrowRight");
  if (await page.getAttribute("#tip", "hidden") !== null || !(await page.textContent("#tip"))) fault("arrow keys tell no figure");
  if (await page.$("#week")) {
    const widths = () => page.evaluate(() => [...document.querySelectorAll(".wide [data-flow]")].map((e) => e.style.strokeWidth).join());
    const before = await widths();
    await page.focus("#week");
    for (let i = 0; i < 6; i++) await page.keyboard.press("ArrowRight");
    if ((await widths()) === before) fault("the slider moves nothing");
  }
  for (const act of ["[data-csv]", "[data-svg]", "[data-svg^=map]"]) {
    const button = await page.$(act);
    if (!button) continue;
    const [got] = await Promise.all([page.waitForEvent("download"), button.click()]);
    const text = readFileSync(await got.path(), "utf8");
    if (act === "[data-csv]" ? text.split("\n").length < 3 : !text.startsWith("<svg") || text.includes("<use")) fault(`${act}: ${text.slice(0, 80)}`);
  }
}

await browser.close();
for (const f of faults) console.error(f);
console.log(faults.length ? `${faults.length} faults` : "no fault");
process.exit(faults.length ? 1 : 0);
