// The screen of the oscilloscope: one lane for each line, with its scale, and the same in words.

import { h } from "../../dom.js";
import { number, say } from "./words.js";
import { svg } from "./svg.js";

const WIDE = 360;
const LEFT = 46; // room for the scale
const BELOW = 24;
const ACROSS = 10; // divisions of time
const COLOURS = 4;

/** The screen that a test showed; null where it showed none. @param {any} b @param {string} test */
export function screen(b, test) {
  const trace = b.view.traces?.[test];
  return trace ? drawing(b, trace) : null;
}

/** @param {any} b @param {any} trace */
function drawing(b, trace) {
  const tall = trace.lines.length > 1 ? 92 : 150; // of a lane
  const high = trace.lines.length * tall + BELOW;
  return h(
    "figure",
    { class: "fm-scope" },
    svg(
      "svg",
      { viewBox: `0 0 ${WIDE} ${high}`, role: "img", "aria-label": inWords(b, trace) },
      trace.lines.map((/** @type {any} */ line, /** @type {number} */ n) => lane(b, trace, line, n, n * tall + 4, tall - 10)),
      clock(b, trace, high - BELOW + 12),
    ),
    h("figcaption", { class: "fm-scope-measured fm-number", "aria-hidden": "true" }, trace.lines.map((/** @type {any} */ line, /** @type {number} */ n) => h("span", { class: `is-line-${(n % COLOURS) + 1}` }, measured(b, trace, line)))),
  );
}

/** @param {any} b @param {any} trace @param {any} line @param {number} n @param {number} top @param {number} tall */
function lane(b, trace, line, n, top, tall) {
  const x = (/** @type {number} */ t) => LEFT + (t / trace.time) * (WIDE - LEFT - 4);
  const y = (/** @type {number} */ v) => top + tall - ((Math.min(trace.high, Math.max(trace.low, v)) - trace.low) / (trace.high - trace.low)) * tall;
  const middle = (trace.low + trace.high) / 2;
  const down = trace.lines.length > 1 ? 4 : 8;
  return svg(
    "g",
    { class: `fm-scope-lane is-line-${(n % COLOURS) + 1}` },
    Array.from({ length: ACROSS + 1 }, (_, i) => svg("path", { class: "fm-scope-grid", d: `M${x((trace.time * i) / ACROSS)} ${top}v${tall}` })),
    Array.from({ length: down + 1 }, (_, i) => svg("path", { class: "fm-scope-grid", d: `M${LEFT} ${top + (tall * i) / down}H${WIDE - 4}` })),
    [trace.high, middle, trace.low].map((v, i) => svg("text", { class: "fm-scope-scale", x: LEFT - 4, y: y(v) + (i === 0 ? 6 : i === 2 ? 0 : 3), "text-anchor": "end" }, number(b.language, v), i === 0 ? ` ${trace.unit}` : "")),
    line.name && svg("text", { class: "fm-scope-name", x: LEFT + 5, y: top + 13 }, line.name),
    svg("polyline", { class: "fm-scope-line", points: line.points.map((/** @type {number[]} */ p) => `${x(p[0]).toFixed(1)},${y(p[1]).toFixed(1)}`).join(" ") }),
  );
}

/** The axis of time. @param {any} b @param {any} trace @param {number} y */
function clock(b, trace, y) {
  const at = (/** @type {number} */ part, /** @type {string} */ anchor, /** @type {string} */ text) =>
    svg("text", { class: "fm-scope-scale", x: LEFT + part * (WIDE - LEFT - 4), y, "text-anchor": anchor }, text);
  return svg("g", {}, at(0, "start", "0"), at(0.5, "middle", number(b.language, trace.time / 2)), at(1, "end", `${number(b.language, trace.time)} ${trace.time_unit}`));
}

/** @param {any} b @param {any} trace @param {any} line */
function measured(b, trace, line) {
  return say(b.language, "scopeLine", { name: line.name ? `${line.name}: ` : "", low: number(b.language, line.low), high: number(b.language, line.high), unit: trace.unit });
}

/** The axes and what is measured; the reading itself stands beside the drawing. @param {any} b @param {any} trace */
function inWords(b, trace) {
  const values = { time: number(b.language, trace.time), timeUnit: trace.time_unit, low: number(b.language, trace.low), high: number(b.language, trace.high), unit: trace.unit };
  return [say(b.language, "scope", values), ...trace.lines.map((/** @type {any} */ line) => measured(b, trace, line))].join(" ");
}
