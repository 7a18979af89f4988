import "./page.css";
import { languages } from "./language";
import { downloads } from "./download";
import { tips } from "./tips";
import { slider } from "./slider";

// The page is whole without this script: it adds the switch of language and theme,
// figures to point at, files to take away, and the map's weeks.
for (const e of document.querySelectorAll<HTMLElement>(".tools, .acts")) e.hidden = false;
languages();
downloads();
tips();
void slider();

const root = document.documentElement;
document.getElementById("theme")!.addEventListener("click", () => {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
});
document.getElementById("print")!.addEventListener("click", () => print());

// Tables read best open in print.
addEventListener("beforeprint", () => root.classList.add("printing"));
addEventListener("afterprint", () => root.classList.remove("printing"));
