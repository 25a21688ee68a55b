/** Cards with one number each, and the small pieces that are not charts or tables. */
import { h } from "./dom.js";

/** @param {object} block @param {{go: Function, words: object}} app */
export function figures(block, app) {
  return h("div", { class: "fmd-figures", role: "list" }, block.items.map((item) => figure(item, app)));
}

function figure(item, app) {
  const why = item.why && h("p", { class: "fmd-why fm-small", hidden: true }, item.why);
  const label = item.go
    ? h("button", { class: "fmd-figure-open", type: "button", "aria-pressed": String(Boolean(item.chosen)), onclick: () => app.go(item.go) }, item.label)
    : h("span", {}, item.label);
  return h("div", { class: `fm-card fmd-figure${item.chosen ? " fmd-chosen" : ""}${item.masked ? " fmd-masked" : ""}`, role: "listitem" },
    h("div", { class: "fmd-figure-head" }, h("span", { class: "fm-figure-label" }, label), why && asks(why, app, item.label)),
    h("div", { class: "fmd-figure-body" },
      h("div", { class: "fm-figure-value" }, item.value, item.unit && h("span", { class: "fmd-unit" }, item.unit)),
      item.spark && spark(item.spark)),
    item.state && h("div", { class: "fmd-state" }, h("span", { class: `fm-badge ${item.tone ? "fm-badge-" + item.tone : ""}` }, mark(item.tone), item.state)),
    why,
    item.masked && h("p", { class: "fm-figure-note fm-hatch-note" }, item.masked),
    (item.notes || []).map((note) => h("div", { class: "fm-figure-note" }, note)));
}

/** A state is never told by colour alone. */
export function mark(tone) {
  const sign = { good: "✓", bad: "✕", warn: "!" }[tone];
  return sign && h("span", { "aria-hidden": "true" }, sign);
}

/** The button that unfolds a definition. */
export function asks(what, app, about) {
  const button = h("button", {
    type: "button", class: "fmd-ask", "aria-expanded": "false", "aria-label": `${app.words.definition}: ${about}`, title: app.words.definition,
    onclick: () => { what.hidden = !what.hidden; button.setAttribute("aria-expanded", String(!what.hidden)); },
  }, "?");
  return button;
}

/** Months as a small line; a gap where a month is masked, the target dashed, the last month marked. */
function spark({ values, target }) {
  const [width, height, edge] = [112, 36, 4];
  const known = values.filter((v) => v !== null).concat(target === undefined ? [] : [target]);
  if (known.length < 2) return null;
  const low = Math.min(...known), high = Math.max(...known), range = high - low || 1;
  const x = (at) => edge + (at / Math.max(1, values.length - 1)) * (width - 2 * edge);
  const y = (value) => height - edge - ((value - low) / range) * (height - 2 * edge);
  let path = "", pen = "M";
  values.forEach((value, at) => {
    if (value === null) { pen = "M"; return; }
    path += `${pen}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = "L";
  });
  const last = values.findLastIndex((v) => v !== null);
  return h("svg", { class: "fmd-spark", viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" },
    target !== undefined && h("line", { class: "fmd-spark-target", x1: 0, x2: width, y1: y(target), y2: y(target) }),
    h("path", { class: "fmd-spark-line", d: path }),
    last >= 0 && h("circle", { class: "fmd-spark-end", cx: x(last), cy: y(values[last]), r: 3 }));
}

export function checks(block) {
  return h("section", { class: "fm-card" }, h("h2", {}, block.title),
    h("ul", { class: "fmd-checks" }, (block.items || []).map((item) =>
      h("li", {}, h("span", { class: `fm-badge fm-badge-${item.tone}` }, mark(item.tone), item.state), h("span", {}, item.text)))));
}

export function sentences(block) {
  const tone = block.tone ? ` fmd-tone-${block.tone}` : "";
  const lines = block.lines.length > 1
    ? h("ul", { class: "fmd-lines" }, block.lines.map((line) => h("li", {}, line)))
    : h("p", {}, block.lines[0]);
  return h("section", { class: `fm-card${tone}` }, h("h2", {}, block.title), lines);
}

/** What will stand here, and the one act that fills it. */
export function nothing(block) {
  return h("div", { class: "fm-empty" }, h("h2", {}, block.title), h("p", {}, block.what), h("p", {}, block.act),
    block.command && h("p", {}, h("code", { class: "fmd-command" }, block.command)));
}
