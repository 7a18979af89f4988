export type Words = [string, string, string];
const order = ["en", "es", "fr"];

const texts: { named: Record<string, Words>; words: Words[] | null } = JSON.parse(document.getElementById("texts")!.textContent!);

export function language(): string {
  return document.documentElement.lang;
}

// word is a text by its number, in a language.
const word = (number: string, lang = language()) => texts.words![Number(number)][order.indexOf(lang)];

// french turns a number written 1,234.5 or 12.3% into French notation.
const french = (s: string) => s.replaceAll(",", "\u202f").replaceAll(".", ",").replaceAll("%", "\u202f%");

// say is a text of the page in the language that shows.
export function say(key: string, ...args: string[]): string {
  let text = texts.named[key][order.indexOf(language())];
  args.forEach((a, i) => (text = text.replace(`%[${i + 1}]s`, a)));
  return text;
}

// spell turns what a mark tells into words: {7} is text 7, {=1.5} a figure.
export function spell(tip: string): string {
  return tip.replace(/\{(=?)([^{}]*)\}/g, (_, figure, x) => (!figure ? word(x) : language() === "fr" ? french(x) : x));
}

// english is the text of an element in English, for tables that programs read.
export function english(e: HTMLElement): string {
  if (e.dataset.w) return word(e.dataset.w, "en");
  return e.dataset.n || e.textContent!;
}

// figure writes a number in the notation of the language that shows.
export function figure(x: number): string {
  const a = Math.abs(x);
  const digits = a >= 100 || Number.isInteger(x) ? 0 : a >= 10 ? 1 : 2;
  return x.toLocaleString(language() === "fr" ? "fr-CA" : "en-US", { minimumFractionDigits: 0, maximumFractionDigits: digits });
}

export const changed = new EventTarget();

function show(lang: string) {
  document.documentElement.lang = lang;
  for (const e of document.querySelectorAll<HTMLElement>("[data-w]")) e.textContent = word(e.dataset.w!);
  for (const e of document.querySelectorAll<HTMLElement>("[data-label]")) e.setAttribute("aria-label", word(e.dataset.label!));
  for (const e of document.querySelectorAll<HTMLElement>("[data-n]")) {
    e.dataset.n ||= e.textContent!; // as English writes it
    e.textContent = lang === "fr" ? french(e.dataset.n) : e.dataset.n;
  }
  for (const b of document.querySelectorAll<HTMLElement>("[data-set-lang]")) b.setAttribute("aria-pressed", String(b.dataset.setLang === lang));
  changed.dispatchEvent(new Event("language"));
}

export function languages() {
  for (const b of document.querySelectorAll<HTMLElement>("[data-set-lang]")) {
    b.setAttribute("aria-pressed", String(b.dataset.setLang === language()));
    b.addEventListener("click", () => show(b.dataset.setLang!));
  }
}
