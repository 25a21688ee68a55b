// The unit as a drawing: boxes, wires, and test points to touch.

import { say } from "./words.js";
import { lines, measure, svg } from "./svg.js";

const LEAST = 680; // pixels that a drawing is wide on a phone, where it is moved sideways (bench.css)
const TOUCH = 22.5; // pixels from the middle of a point within which it can be touched, at least
const NEAR = 16; // a point this close to a box's edge takes room from its words

/** @param {any} b the bench */
export function schematic(b) {
  const layout = b.question.layout;
  const live = new Set(b.tests().map((/** @type {any} */ t) => t.point));
  const points = placed(layout);
  return svg(
    "svg",
    {
      class: `fm-schematic${layout.picture ? " is-picture" : ""}`,
      viewBox: `0 0 ${layout.width} ${layout.height}`,
      role: "group",
      "aria-label": say(b.language, "drawing"),
    },
    layout.picture && picture(b, layout),
    layout.wires.map((/** @type {any} */ way) => svg("polyline", { class: "fm-wire", points: way.map((/** @type {any} */ p) => p.join(",")).join(" ") })),
    layout.components.map((/** @type {any} */ c) => box(b, c, points)),
    points.map((/** @type {any} */ p, /** @type {number} */ at) => point(b, p, at + 1, live.has(p.id))),
  );
}

/** @param {any} b @param {any} layout */
function picture(b, layout) {
  return svg("image", { href: layout.picture.source, width: layout.width, height: layout.height, role: "img", "aria-label": b.text(layout.picture.shows) });
}

/** The points; one in the middle of a box moves to its upper edge, where it hides no words. @param {any} layout */
function placed(layout) {
  /** @type {Map<any, number>} */
  const taken = new Map();
  return layout.points.map((/** @type {any} */ p) => {
    const c = layout.components.find(
      (/** @type {any} */ x) => p.x > x.x + NEAR && p.x < x.x + x.width - NEAR && p.y > x.y + 4 && p.y < x.y + x.height - 4,
    );
    if (!c) return p;
    const there = taken.get(c) ?? 0;
    taken.set(c, there + 1);
    return { ...p, x: c.x + c.width - 14 - 34 * there, y: c.y - 5 };
  });
}

/** @param {any} b @param {any} c @param {any[]} points */
function box(b, c, points) {
  const text = b.text(c.title);
  const beside = (/** @type {number} */ edge) =>
    points.some((p) => Math.abs(p.x - edge) <= NEAR && p.y > c.y + 6 && p.y < c.y + c.height - 6) ? 14 : 4;
  const above = points.some((p) => Math.abs(p.y - c.y) < 8 && p.x > c.x && p.x < c.x + c.width) ? 5 : 0;
  const [left, right] = [beside(c.x), beside(c.x + c.width)];
  const room = c.width - left - right;
  const fits = (/** @type {number} */ s) => {
    const rows = lines(text, room, s);
    return rows.length * s * 1.2 <= c.height - above && rows.every((row) => measure(row, s) <= room);
  };
  const size = [15, 13.5, 12, 11].find(fits) ?? 10;
  const rows = lines(text, room, size);
  const middle = c.x + left + room / 2;
  const top = c.y + above + (c.height - above) / 2 - ((rows.length - 1) * size * 1.2) / 2;
  return svg(
    "g",
    { class: "fm-box", "aria-hidden": "true" },
    svg("rect", { x: c.x, y: c.y, width: c.width, height: c.height, rx: 6 }),
    rows.map((row, i) =>
      svg("text", { x: middle, y: top + i * size * 1.2, "font-size": size, "text-anchor": "middle", "dominant-baseline": "central" }, row),
    ),
  );
}

/** @param {any} b @param {any} p @param {number} n @param {boolean} live whether the instrument can be used here */
function point(b, p, n, live) {
  const here = b.ui.point === p.id;
  const pixel = b.question.layout.width / LEAST; // in drawing units
  const size = b.question.layout.picture ? pixel : 1;
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
    svg("circle", { class: "fm-point-reach", cx: p.x, cy: p.y, r: TOUCH * pixel }),
    svg("circle", { class: "fm-point-ring", cx: p.x, cy: p.y, r: 16 * size }),
    svg("circle", { class: "fm-point-dot", cx: p.x, cy: p.y, r: 12 * size }),
    svg("text", { x: p.x, y: p.y, "font-size": 13 * size, "text-anchor": "middle", "dominant-baseline": "central" }, String(n)),
  );
}
