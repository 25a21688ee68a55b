// The instruments, and the display that shows what the last step gave.

import { h } from "../../dom.js";
import { screen } from "./scope.js";
import { price, told } from "./telling.js";
import { number, say } from "./words.js";
import { svg } from "./svg.js";

/** Strokes of a 24 x 24 sign for each instrument. */
const SIGNS = {
  look: "M2 12s4-6 10-6 10 6 10 6-4 6-10 6S2 12 2 12zM12 9.5a2.5 2.5 0 100 5 2.5 2.5 0 000-5z",
  listen: "M7 10a5 5 0 0110 0c0 4-4 4-4 7.5a2.7 2.7 0 01-5 1.3M10 10a2 2 0 014 0",
  display: "M3 5h18v11H3zM7 9h10M7 12h6M8 20h8",
  parameters: "M4 7h9M17 7h3M15 5v4M4 12h3M11 12h9M9 10v4M4 17h10M18 17h2M16 15v4",
  voltmeter: "M12 3a9 9 0 100 18 9 9 0 000-18zM8 8.5l4 8 4-8",
  clamp: "M12 3a9 9 0 100 18 9 9 0 000-18zM8.3 16L12 8l3.7 8M9.6 13.4h4.8",
  ohmmeter: "M12 3a9 9 0 100 18 9 9 0 000-18zM7.5 16h3v-1.6a4 4 0 113 0V16h3",
  diode: "M2 12h6M16 12h6M8 7v10l8-5zM16 7v10",
  insulation: "M12 3l8 3v6c0 5-3.5 8-8 9-4.500-1-8-4-8-9V6zM13 7l-3.500 5.500h5L11 17.500",
  oscilloscope: "M3 4h18v16H3zM5.500 12c1.500-6 3.500-6 5 0s3.500 6 5 0 2-3.500 3-4",
  thermal: "M10 14V5a2 2 0 114 0v9a4 4 0 11-4 0zM12 9v7",
  tool: "M14.500 4.500a5 5 0 00-6 6L3 16v4h4l5.500-5.500a5 5 0 006-6l-3 3-3.500-1-1-3.500z",
  state: "M12 3v8M7 6a8 8 0 1010 0",
  replace: "M4 12a8 8 0 0113.700-5.600M20 4v4h-4M20 12a8 8 0 01-13.700 5.600M4 20v-4h4",
};

/** @param {string} name */
export function sign(name) {
  const path = SIGNS[/** @type {keyof typeof SIGNS} */ (name)] ?? SIGNS.tool;
  return svg("svg", { class: "fm-sign", viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: path }));
}

/** The instruments of this unit, one of them chosen. @param {any} b */
export function instruments(b) {
  return h(
    "div",
    { class: "fm-instruments", role: "group", "aria-label": say(b.language, "instrument") },
    b.question.instruments.map((/** @type {any} */ i) =>
      h(
        "button",
        {
          type: "button",
          class: "fm-instrument",
          "aria-pressed": String(b.ui.instrument === i.id),
          "data-do": "instrument",
          "data-id": i.id,
        },
        sign(i.id),
        h("span", null, b.text(i.title)),
      ),
    ),
  );
}

/** What the last step gave, as an instrument shows it. @param {any} b */
export function meter(b) {
  const last = b.view.steps.filter((/** @type {any} */ s) => s.kind !== "declare").at(-1);
  const shown = last ? told(b, last) : null;
  const drawn = last?.kind === "test" && !b.busy ? screen(b, last.id) : null;
  const scope = drawn ? " is-scope" : "";
  return h(
    "section",
    { class: `fm-meter${scope}`, "aria-label": say(b.language, "display"), role: "status" },
    h(
      "p",
      { class: "fm-meter-head" },
      shown && sign(shown.sign),
      h("span", null, shown ? shown.head : say(b.language, "display")),
      h("span", { class: "fm-meter-step fm-number" }, last ? say(b.language, "step", { n: last.number }) : ""),
    ),
    h("div", { class: "fm-meter-screen" }, drawn),
    h(
      "p",
      { class: `fm-meter-value${shown && shown.value.length > 34 ? " is-long" : ""}` },
      b.busy ? say(b.language, "working") : shown ? shown.value : say(b.language, "noReading"),
    ),
  );
}

/** Everything done so far. @param {any} b */
export function notebook(b) {
  return h(
    "section",
    { class: "fm-notebook", "aria-label": say(b.language, "notebook") },
    h("h2", null, say(b.language, "notebook")),
    b.view.steps.length === 0 && h("p", { class: "fm-quiet" }, say(b.language, "notebookEmpty")),
    h(
      "ol",
      null,
      b.view.steps.map((/** @type {any} */ step) => {
        const t = told(b, step);
        return h(
          "li",
          { class: `is-${step.kind}` },
          h("span", { class: "fm-notebook-what" }, t.title),
          step.cost > 0 && h("span", { class: "fm-notebook-cost fm-number" }, price(b, { ...step, minutes: t.minutes })),
          t.note && h("span", { class: "fm-notebook-value" }, t.note),
          again(b, step),
        );
      }),
    ),
    (b.view.hints ?? []).map((/** @type {any} */ hint) =>
      h(
        "p",
        { class: "fm-hint" },
        h("strong", null, say(b.language, "hintSaid", { n: hint.after, cost: number(b.language, hint.price) })),
        h("span", null, b.text(hint.words)),
      ),
    ),
  );
}

/** A screen of the oscilloscope, folded away. @param {any} b @param {any} step */
function again(b, step) {
  const drawn = step.kind === "test" ? screen(b, step.id) : null;
  return drawn && h("details", { class: "fm-notebook-screen" }, h("summary", null, say(b.language, "scopeAgain")), drawn);
}
