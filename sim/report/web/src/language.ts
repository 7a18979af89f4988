export type Words = [string, string, string];
const order = ["en", "es", "fr"];

const texts: Record<string, Words> = JSON.parse(document.getElementById("texts")!.textContent!);

export function language(): string {
  return document.documentElement.lang;
}

// say is a text of the page in the language that shows.
export function say(key: string, ...args: string[]): string {
  let text = texts[key][order.indexOf(language())];
  args.forEach((a, i) => (text = text.replace(`%[${i + 1}]s`, a)));
  return text;
}

// figure writes a number in the notation of the language that shows.
export function figure(x: number): string {
  const a = Math.abs(x);
  const digits = a >= 100 || Number.isInteger(x) ? 0 : a >= 10 ? 1 : 2;
  return x.toLocaleString(language() === "fr" ? "fr-CA" : "en-US", { minimumFractionDigits: 0, maximumFractionDigits: digits });
}

export const changed = new EventTarget();

const all = (prefix: string) => order.map((l) => `[data-${prefix}${l}]`).join();

// keep stores the texts that show now: the page brings those of the other languages.
function keep() {
  const each = (prefix: string, get: (e: Element) => string) => {
    for (const e of document.querySelectorAll(all(prefix))) e.setAttribute(`data-${prefix}${language()}`, get(e));
  };
  each("", (e) => e.textContent!);
  each("label-", (e) => e.getAttribute("aria-label")!);
  each("tip-", (e) => e.getAttribute("data-tip")!);
}

function show(lang: string) {
  document.documentElement.lang = lang;
  const each = (prefix: string, set: (e: Element, text: string) => void) => {
    for (const e of document.querySelectorAll(all(prefix))) set(e, e.getAttribute(`data-${prefix}${lang}`) ?? e.getAttribute(`data-${prefix}en`)!);
  };
  each("", (e, text) => (e.textContent = text));
  each("label-", (e, text) => e.setAttribute("aria-label", text));
  each("tip-", (e, text) => e.setAttribute("data-tip", text));
  for (const b of document.querySelectorAll<HTMLElement>("[data-set-lang]")) b.setAttribute("aria-pressed", String(b.dataset.setLang === lang));
  changed.dispatchEvent(new Event("language"));
}

export function languages() {
  keep();
  for (const b of document.querySelectorAll<HTMLElement>("[data-set-lang]")) {
    b.setAttribute("aria-pressed", String(b.dataset.setLang === language()));
    b.addEventListener("click", () => show(b.dataset.setLang!));
  }
}
