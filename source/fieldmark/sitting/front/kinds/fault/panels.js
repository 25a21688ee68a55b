// The three things that can be done on the bench: measure, replace, write the work order.

import { h } from "../../dom.js";
import { instruments } from "./meter.js";
import { schematic } from "./schematic.js";
import { price, repair } from "./telling.js";
import { number, say } from "./words.js";

export const LINES = ["action", "verification", "sign_off"];
const ORDER = /** @type {const} */ ({ saved: "orderSaved", saving: "orderSaving", unsaved: "orderUnsaved" });

/** @param {any} b */
export function measuring(b) {
  const { points } = b.question.layout;
  return [
    h("p", { class: "fm-quiet fm-small" }, say(b.language, "touch")),
    instruments(b),
    points.length > 0 && h("div", { class: "fm-drawing" }, schematic(b)),
    h("div", { class: "fm-todo", "aria-live": "polite" }, todo(b)),
  ];
}

/** The list that is the drawing's equal. @param {any} b */
function todo(b) {
  const place = b.question.layout.points.find((/** @type {any} */ p) => p.id === b.ui.point);
  const fit = b.tests().filter((/** @type {any} */ t) => !place || t.point === place.id);
  const others = place && !fit.length ? usable(b, place.id) : [];
  return [
    h(
      "div",
      { class: "fm-todo-head" },
      h("h3", null, place ? say(b.language, "listAt", { point: b.text(place.title) }) : say(b.language, "listAll")),
      place && h("button", { type: "button", class: "fm-button fm-button-quiet", "data-do": "point", "data-id": "" }, say(b.language, "allPoints")),
    ),
    h("ul", { class: "fm-list" }, fit.map((/** @type {any} */ t) => h("li", null, test(b, t)))),
    place && !fit.length && h("p", null, say(b.language, others.length ? "nothingHere" : "nothingAtAll")),
    h(
      "div",
      { class: "fm-instruments" },
      others.map((/** @type {any} */ i) =>
        h("button", { type: "button", class: "fm-button", "data-do": "instrument", "data-id": i.id }, b.text(i.title)),
      ),
    ),
  ];
}

/** Instruments that can be used at a point. @param {any} b @param {string} point */
function usable(b, point) {
  const names = new Set(b.question.tests.filter((/** @type {any} */ t) => t.point === point).map((/** @type {any} */ t) => t.instrument));
  return b.question.instruments.filter((/** @type {any} */ i) => names.has(i.id));
}

/** @param {any} b @param {any} t */
function test(b, t) {
  const at = b.question.layout.points.findIndex((/** @type {any} */ p) => p.id === t.point);
  return h(
    "button",
    { type: "button", class: "fm-line", disabled: b.locked, "data-do": "test", "data-id": t.id },
    h("span", { class: "fm-line-number fm-number", "aria-hidden": "true" }, at < 0 ? "·" : String(at + 1)),
    h("span", { class: "fm-line-text" }, b.text(t.title)),
    h("span", { class: "fm-line-price fm-number" }, price(b, t)),
  );
}

/** @param {any} b */
export function replacing(b) {
  return [
    h(
      "ul",
      { class: "fm-list" },
      b.question.repairs.map((/** @type {any} */ r) =>
        h(
          "li",
          null,
          h(
            "button",
            { type: "button", class: "fm-line", disabled: b.locked, "data-do": "ask-replace", "data-id": r.id },
            h(
              "span",
              { class: "fm-line-text" },
              repair(b, r),
              h("span", { class: "fm-quiet fm-small" }, say(b.language, "for", { cause: b.text(r.title) })),
            ),
            h("span", { class: "fm-line-price fm-number" }, price(b, r)),
          ),
          h("div", null, b.ui.asking === `replace ${r.id}` && sure(b, "replace", r.id)),
        ),
      ),
    ),
  ];
}

/** @param {any} b */
export function workOrder(b) {
  const chosen = b.cause();
  const id = (/** @type {string} */ name) => `${b.id}-${name}`;
  return [
    h("p", { class: "fm-quiet fm-small" }, say(b.language, "orderHelp")),
    h(
      "div",
      { class: "fm-field" },
      h("label", { for: id("cause") }, say(b.language, "cause")),
      h(
        "select",
        { id: id("cause"), class: "fm-input", "data-line": "cause", disabled: b.locked },
        h("option", { value: "", selected: !chosen }, say(b.language, "chooseCause")),
        b.question.repairs.map((/** @type {any} */ r) => h("option", { value: r.id, selected: r.id === chosen }, b.text(r.title))),
      ),
      h("span", { class: "fm-help" }, say(b.language, "causeHelp")),
    ),
    LINES.map((name) =>
      h(
        "div",
        { class: "fm-field" },
        h("label", { for: id(name) }, say(b.language, /** @type {any} */ (name))),
        name === "sign_off"
          ? h("input", { id: id(name), class: "fm-input", maxlength: 500, value: b.line(name), "data-line": name, disabled: b.locked, autocomplete: "off" })
          : h("textarea", { id: id(name), class: "fm-input fm-order-text", rows: 2, maxlength: 500, "data-line": name, disabled: b.locked }, b.line(name)),
      ),
    ),
    h(
      "div",
      { class: "fm-close" },
      h("span", { class: "fm-help", role: "status" }, b.locked ? "" : say(b.language, ORDER[b.sending.standing])),
      h("span", { class: "fm-help" }, !chosen && !b.locked ? say(b.language, "closeFirst") : ""),
      h("button", { type: "button", class: "fm-button fm-button-main", "data-do": "ask-declare", disabled: b.locked || !chosen }, say(b.language, "close")),
    ),
    h("div", null, b.ui.asking === "declare" && sure(b, "declare", chosen)),
  ];
}

/** Asks before something that cannot be taken back. @param {any} b @param {"replace"|"declare"} what @param {string} id */
function sure(b, what, id) {
  const part = b.question.repairs.find((/** @type {any} */ r) => r.id === id);
  const words =
    what === "declare"
      ? say(b.language, "closeSure", { cause: b.text(part.title) })
      : say(b.language, "replaceSure", { what: repair(b, part), minutes: number(b.language, part.minutes), cost: number(b.language, part.cost) });
  const label = `${b.id}-sure`;
  return h(
    "div",
    { class: "fm-sure", role: "group", "aria-labelledby": label },
    h("p", { id: label }, words),
    h(
      "div",
      { class: "fm-sure-acts" },
      h("button", { type: "button", class: "fm-button", "data-do": "cancel" }, say(b.language, "cancel")),
      h("button", { type: "button", class: "fm-button fm-button-main", "data-do": what, "data-id": id }, say(b.language, what === "declare" ? "closeYes" : "replaceYes")),
    ),
  );
}
