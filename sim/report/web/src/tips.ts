import { spell } from "./language";

const tip = document.getElementById("tip")!;
let on: Element | null = null;

function show(mark: Element | null) {
  on?.classList.remove("on");
  on = mark;
  tip.hidden = !mark;
  if (!mark) return;
  mark.classList.add("on");
  tip.textContent = spell(mark.getAttribute("data-tip")!);
  const at = mark.getBoundingClientRect();
  place(at.left + at.width / 2, at.top + at.height / 2);
}

function place(x: number, y: number) {
  const w = tip.offsetWidth;
  const h = tip.offsetHeight;
  tip.style.left = `${Math.max(8, Math.min(x + 14, innerWidth - w - 8))}px`;
  tip.style.top = `${y + h + 22 > innerHeight ? Math.max(8, y - h - 14) : y + 14}px`;
}

// step goes to the next mark of a chart with the arrow keys.
function step(svg: Element, by: number) {
  const marks = [...svg.querySelectorAll("[data-tip]")].filter((m) => m.getAttribute("data-tip"));
  if (!marks.length) return;
  const i = on ? marks.indexOf(on) : -1;
  show(marks[i < 0 ? (by > 0 ? 0 : marks.length - 1) : (i + by + marks.length) % marks.length]);
}

export function tips() {
  for (const svg of document.querySelectorAll("svg.chart")) {
    svg.addEventListener("pointermove", (ev) => {
      const e = ev as PointerEvent;
      const mark = (e.target as Element).closest("[data-tip]");
      if (mark !== on) show(mark?.getAttribute("data-tip") ? mark : null);
      if (on) place(e.clientX, e.clientY);
    });
    svg.addEventListener("pointerleave", () => show(null));
    svg.addEventListener("blur", () => show(null));
    svg.addEventListener("keydown", (ev) => {
      const key = (ev as KeyboardEvent).key;
      if (key === "ArrowRight" || key === "ArrowDown") step(svg, 1);
      else if (key === "ArrowLeft" || key === "ArrowUp") step(svg, -1);
      else if (key === "Escape") show(null);
      else return;
      ev.preventDefault();
    });
  }
}
