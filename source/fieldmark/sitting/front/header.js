// The head of every page: where, time left, language, theme.

import { fill, h } from "./dom.js";
import { BASE } from "./talk.js";
import { language, say } from "./words.js";

const prefer = () => /** @type {any} */ (globalThis).fmPrefer;

/**
 * @param {object} o
 * @param {() => any} o.place what stands after the mark @param {() => any} [o.aside] what stands before the switches
 * @param {() => void} o.redraw called after language or theme changed
 */
export function header(o) {
  const head = h("header", { class: "fm-header" });
  const switchTo = (/** @type {"language"|"theme"} */ name, /** @type {[string, string]} */ values) => {
    prefer().toggle(name, values);
    draw();
    o.redraw();
    head.querySelector(`[data-switch="${name}"]`)?.focus();
  };
  const draw = () =>
    fill(
      head,
      h("a", { class: "fm-mark", href: BASE }, "Fieldmark"),
      h("span", { class: "fm-header-place" }, o.place()),
      o.aside?.(),
      h(
        "button",
        {
          type: "button",
          class: "fm-button fm-button-quiet",
          "data-switch": "language",
          onclick: () => switchTo("language", ["en", "zh"]),
        },
        h("span", { lang: language() === "zh" ? "en-GB" : "zh-CN" }, language() === "zh" ? "English" : "中文"),
      ),
      h(
        "button",
        {
          type: "button",
          class: "fm-button fm-button-quiet",
          "data-switch": "theme",
          "aria-label": say("theme"),
          onclick: () => switchTo("theme", ["light", "dark"]),
        },
        h("span", { "aria-hidden": "true" }, "◐"),
      ),
    );
  draw();
  return { head, draw };
}
