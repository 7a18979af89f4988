import { changed, figure, say } from "./language";

interface Frames {
  weeks: string[];
  most: number;
  flows: number[][];
  stops: [number, number][][];
  whole: [number, number][];
  all: number[];
  peak: number;
  top: number;
  total: number;
}

// The same steps and sizes as the charts are drawn with.
const steps = [6, 24, 72, 168];
const waitClass = (hours: number) => "w" + (steps.findIndex((s) => hours < s) + 5) % 5;
const shrink = 0.4; // of what narrow maps use of wide ones
const width = (t: number, most: number, narrow: boolean) => (t > 0 ? Math.max(0.7, ((narrow ? 8 : 13) * t) / most) : 0) / (narrow ? shrink : 1);
const radius = (n: number, top: number, narrow: boolean) => (n > 0 ? (narrow ? 0.62 : 1) * (2.6 + 6.4 * Math.sqrt(n / top)) : 0);

let frames: Record<string, Frames> = {};

// unpack reads the weeks: JSON, deflated, in base 64.
async function unpack(text: string): Promise<Record<string, Frames>> {
  const raw = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  return new Response(new Blob([raw]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).json();
}

function draw(week: number) {
  for (const [id, f] of Object.entries(frames)) {
    for (const svg of document.querySelectorAll(`[id="${id}"] svg.map`)) {
      const narrow = svg.parentElement!.className === "narrow";
      for (const e of svg.querySelectorAll<SVGElement>("[data-flow]")) {
        const i = Number(e.dataset.flow);
        const t = week ? f.flows[i][week - 1] : f.all[i];
        e.style.strokeWidth = String(width(t, week ? f.most : f.peak, narrow));
        tell(e, `${figure(t)} ${say("ui.tonnes")}`);
      }
      for (const e of svg.querySelectorAll<SVGElement>("[data-stop]")) {
        const i = Number(e.dataset.stop);
        const [n, tenths] = week ? f.stops[i][week - 1] : f.whole[i];
        // Where nothing passes this week, closed or idle, stays a ring.
        e.setAttribute("class", n ? `${waitClass(tenths / 10)} place` : "hollow");
        e.setAttribute("r", String(n ? radius(n, week ? f.top : f.total, narrow) : narrow ? 1.6 : 2.4));
        tell(e, `${figure(n)} ${say("ui.passages")}` + (n ? ` · ${figure(tenths / 10)} ${say("ui.each")}` : ""));
      }
    }
  }
}

// tell changes the second line of a mark's tip.
function tell(e: Element, figures: string) {
  const tip = e.getAttribute("data-tip")!;
  e.setAttribute("data-tip", tip.split("\n")[0] + "\n" + figures);
}

// slider comes with the weeks; in a browser that cannot read them there is none,
// and the maps show the whole time.
export async function slider() {
  const data: string = JSON.parse(document.getElementById("frames")!.textContent!);
  if (!data || !("DecompressionStream" in window)) return;
  frames = await unpack(data);
  const range = document.getElementById("week") as HTMLInputElement | null;
  if (!range) {
    draw(0);
    changed.addEventListener("language", () => draw(0));
    return;
  }
  range.closest<HTMLElement>(".slider")!.hidden = false;
  const name = document.getElementById("week-name")!;
  const weeks = Object.values(frames)[0].weeks;
  const show = () => {
    const w = Number(range.value);
    const text = w ? say("ui.week", weeks[w - 1]) : say("ui.whole");
    name.textContent = text;
    range.setAttribute("aria-valuetext", text);
    draw(w);
  };
  range.addEventListener("input", show);
  changed.addEventListener("language", show);
  draw(0);

  const play = document.getElementById("play")!;
  let timer = 0;
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    play.firstElementChild!.textContent = "▶";
  };
  play.addEventListener("click", () => {
    if (timer) return stop();
    if (range.value === range.max) range.value = "0";
    play.firstElementChild!.textContent = "❚❚";
    timer = window.setInterval(() => {
      range.value = String(Number(range.value) + 1);
      show();
      if (range.value === range.max) stop();
    }, 350);
  });
}
