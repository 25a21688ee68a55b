// What stands around the work: how the unit is, what it cost so far, and the tabs.

import { h } from "../../dom.js";
import { spent, state } from "./telling.js";
import { number, say } from "./words.js";

/** State of the unit, what changes it, time and cost so far. @param {any} b */
export function status(b) {
  const minutes = Math.round(spent(b));
  const all = b.question.minutes;
  const time = !all ? "minutes" : minutes > all ? "over" : "of";
  return h(
    "section",
    { class: "fm-status", "aria-label": say(b.language, "unit") },
    figure(b, "state", h("strong", { class: "fm-status-state" }, state(b, b.view.unit))),
    figure(b, "time", h("strong", { class: `fm-number${time === "over" ? " is-over" : ""}` }, say(b.language, time, { n: minutes, all }))),
    figure(b, "cost", h("strong", { class: "fm-number" }, number(b.language, b.view.cost)), say(b.language, "rate", { n: b.question.labour_rate })),
    h("div", { class: "fm-status-changes", role: "group", "aria-label": say(b.language, "states") }, changes(b)),
  );
}

/** @param {any} b @param {"state"|"time"|"cost"} label @param {any} value @param {string} [title] */
function figure(b, label, value, title) {
  return h("div", { title }, h("span", { class: "fm-figure-label" }, say(b.language, label)), value);
}

/** @param {any} b */
function changes(b) {
  const open = b.question.changes.filter((/** @type {any} */ c) => c.from === b.view.unit);
  return open.map((/** @type {any} */ c) =>
    h(
      "button",
      { type: "button", class: "fm-button", "data-do": "state", "data-id": c.id, disabled: b.locked },
      h("span", null, b.text(c.title)),
      h("span", { class: "fm-quiet fm-small fm-number" }, say(b.language, "minutes", { n: number(b.language, c.minutes) })),
    ),
  );
}

/** @param {any} b @param {Record<string, (b: any) => any>} panels */
export function tabs(b, panels) {
  const names = Object.keys(panels);
  return [
    h("div", { class: "fm-tabs", role: "tablist", "aria-label": say(b.language, "parts") }, names.map((name) => tab(b, name))),
    names.map((name) =>
      h(
        "div",
        { role: "tabpanel", id: `${b.id}-${name}`, tabindex: "-1", "aria-labelledby": `${b.id}-tab-${name}`, hidden: b.ui.tab !== name },
        panels[name](b),
      ),
    ),
  ];
}

/** @param {any} b @param {string} name */
function tab(b, name) {
  const chosen = b.ui.tab === name;
  return h(
    "button",
    {
      type: "button",
      role: "tab",
      id: `${b.id}-tab-${name}`,
      "aria-selected": String(chosen),
      "aria-controls": `${b.id}-${name}`,
      tabindex: chosen ? "0" : "-1",
      "data-do": "tab",
      "data-id": name,
    },
    say(b.language, /** @type {any} */ (name)),
  );
}
