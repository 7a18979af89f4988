import { english } from "./language";

function save(name: string, type: string, text: string) {
  const a = document.createElement("a");
  a.href = URL.createObjectURL(new Blob([text], { type }));
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 1000);
}

// csv is a table as the page shows it, numbers without their separators.
function csv(table: HTMLTableElement): string {
  const cell = (c: HTMLTableCellElement) => {
    let t = english(c);
    if (c.classList.contains("n") && /^[−\d.,]+$/.test(t)) t = t.replaceAll(",", "").replace("−", "-");
    if (/^[=+@\t\r-]/.test(t) && !/^[+-]?[\d.]+/.test(t)) t = "'" + t; // no formula in a spreadsheet
    return /[",\n]/.test(t) ? `"${t.replaceAll('"', '""')}"` : t;
  };
  return [...table.rows].map((r) => [...r.cells].map(cell).join(",")).join("\r\n") + "\r\n";
}

// svg is a chart with its style in it, in the colours of paper.
function svg(figure: Element): string {
  const wide = figure.querySelector(".wide svg")!;
  const copy = wide.cloneNode(true) as SVGSVGElement;
  const [, , w, h] = copy.getAttribute("viewBox")!.split(" ");
  copy.setAttribute("width", w);
  copy.setAttribute("height", h);
  for (const u of copy.querySelectorAll("use")) {
    const whole = document.querySelector(u.getAttribute("href")!)!.cloneNode(true) as Element; // the page has it once
    whole.removeAttribute("id");
    for (const a of ["class", "style", "transform"]) if (u.hasAttribute(a)) whole.setAttribute(a, u.getAttribute(a)!);
    if (u.hasAttribute("x")) whole.setAttribute("transform", `translate(${u.getAttribute("x")} ${u.getAttribute("y")})`);
    u.replaceWith(whole);
  }
  for (const e of [copy, ...copy.querySelectorAll("*")]) {
    for (const a of [...e.attributes]) if (a.name.startsWith("data-") || a.name === "tabindex") e.removeAttribute(a.name);
  }
  const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
  style.textContent = document.getElementById("chart-style")!.textContent;
  const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  paper.setAttribute("class", "paper");
  paper.setAttribute("width", w);
  paper.setAttribute("height", h);
  copy.prepend(style, paper);
  return new XMLSerializer().serializeToString(copy);
}

export function downloads() {
  for (const b of document.querySelectorAll<HTMLElement>("[data-csv]")) {
    b.addEventListener("click", () => save(`${b.dataset.csv}.csv`, "text/csv;charset=utf-8", csv(document.querySelector<HTMLTableElement>(`[id="${b.dataset.csv}"] table`)!)));
  }
  for (const b of document.querySelectorAll<HTMLElement>("[data-svg]")) {
    b.addEventListener("click", () => save(`${b.dataset.svg}.svg`, "image/svg+xml", svg(document.getElementById(b.dataset.svg!)!)));
  }
}
