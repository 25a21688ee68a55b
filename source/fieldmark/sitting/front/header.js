// The head of every page: where, time left, language, theme.

import { h, morph } from "./dom.js";
import { BASE } from "./talk.js";
import { language, say } from "./words.js";

const SWITCHES = { language: ["en", "zh"], theme: ["light", "dark"] };
const prefer = () => /** @type {any} */ (globalThis).fmPrefer;

/**
 * @param {object} o
 * @param {() => any} o.place what stands after the mark @param {() => any} [o.aside] what stands before the switches
 * @param {() => void} o.redraw called after language or theme changed
 */
export function header(o) {
  const head = h("header", { class: "fm-header" });
  head.addEventListener("click", (event) => {
    const name = /** @type {HTMLElement} */ (event.target).closest("[data-switch]")?.getAttribute("data-switch");
    if (!name) return;
    prefer().toggle(name, SWITCHES[/** @type {keyof typeof SWITCHES} */ (name)]);
    draw();
    o.redraw();
  });
  const draw = () =>
    morph(
      head,
      h("a", { class: "fm-mark", href: BASE }, "Fieldmark"),
      h("span", { class: "fm-header-place" }, o.place()),
      o.aside?.(),
      h("span", { class: "fm-switches" }, languageSwitch(), themeSwitch()),
    );
  draw();
  return { head, draw };
}

function languageSwitch() {
  const [lang, name] = language() === "zh" ? ["en-GB", "English"] : ["zh-CN", "中文"];
  return h("button", { type: "button", class: "fm-button fm-button-quiet", "data-switch": "language" }, h("span", { lang }, name));
}

function themeSwitch() {
  const traits = { type: "button", class: "fm-button fm-button-quiet", "data-switch": "theme", "aria-label": say("theme") };
  return h("button", traits, h("span", { "aria-hidden": "true" }, "◐"));
}
