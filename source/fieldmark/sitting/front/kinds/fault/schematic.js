// The unit as a drawing: boxes, wires, and test points to touch.

import { say } from "./words.js";
import { lines, svg } from "./svg.js";

const REACH = 24; // how far from its middle a point can be touched

/** @param {any} b the bench */
export function schematic(b) {
  const layout = b.question.layout;
  const live = new Set(b.tests().map((/** @type {any} */ t) => t.point));
  return svg(
    "svg",
    {
      class: "fm-schematic",
      viewBox: `0 0 ${layout.width} ${layout.height}`,
      role: "group",
      "aria-label": say(b.language, "drawing"),
    },
    layout.wires.map((/** @type {any} */ way) => svg("polyline", { class: "fm-wire", points: way.map((/** @type {any} */ p) => p.join(",")).join(" ") })),
    layout.components.map((/** @type {any} */ c) => box(b, c)),
    layout.points.map((/** @type {any} */ p, /** @type {number} */ at) => point(b, p, at + 1, live.has(p.id))),
  );
}

/** @param {any} b @param {any} c */
function box(b, c) {
  const text = b.text(c.title);
  const size = [15, 13.5, 12, 10.5].find((s) => lines(text, c.width - 10, s).length * s * 1.2 <= c.height - 4) ?? 10.5;
  const rows = lines(text, c.width - 10, size);
  const top = c.y + c.height / 2 - ((rows.length - 1) * size * 1.2) / 2;
  return svg(
    "g",
    { class: "fm-box", "aria-hidden": "true" },
    svg("rect", { x: c.x, y: c.y, width: c.width, height: c.height, rx: 6 }),
    rows.map((row, i) =>
      svg("text", { x: c.x + c.width / 2, y: top + i * size * 1.2, "font-size": size, "text-anchor": "middle", "dominant-baseline": "central" }, row),
    ),
  );
}

/** @param {any} b @param {any} p @param {number} n @param {boolean} live whether the instrument can be used here */
function point(b, p, n, live) {
  const here = b.ui.point === p.id;
  return svg(
    "g",
    {
      class: `fm-point${live ? " is-live" : ""}${here ? " is-here" : ""}`,
      role: "button",
      tabindex: "0",
      "aria-pressed": String(here),
      "aria-label": `${n} ${b.text(p.title)}`,
      "data-do": "point",
      "data-id": p.id,
    },
    svg("title", {}, b.text(p.title)),
    svg("circle", { class: "fm-point-reach", cx: p.x, cy: p.y, r: REACH }),
    svg("circle", { class: "fm-point-ring", cx: p.x, cy: p.y, r: 16 }),
    svg("circle", { class: "fm-point-dot", cx: p.x, cy: p.y, r: 12 }),
    svg("text", { x: p.x, y: p.y, "font-size": 13, "text-anchor": "middle", "dominant-baseline": "central" }, String(n)),
  );
}
