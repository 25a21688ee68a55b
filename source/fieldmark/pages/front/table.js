/** Tables: sort, filter, copy, export; rows are drawn as they are scrolled to, so that ten thousand stay quick. */
import { mark } from "./figures.js";
import { csv, download, h } from "./dom.js";

const CHUNK = 60;

/** @param {object} block @param {object} app */
export function table(block, app) {
  const state = { rows: block.rows || [], sort: null, down: false, find: "" };
  const body = h("tbody");
  const count = h("span", { class: "fm-quiet fm-small", role: "status" });
  const heads = block.columns.map((column, at) => head(column, () => order(at)));
  const grid = h("table", { class: "fm-table fmd-table" }, h("thead", {}, groups(block.columns), h("tr", {}, heads)), body);
  const wrap = h("div", { class: `fm-table-wrap fmd-scroll${state.rows.length > 20 ? " fmd-long" : ""}`, tabindex: "0", role: "region", "aria-label": block.title }, grid);
  const more = h("div", { class: "fmd-more" });
  let shown = [];

  function order(at) {
    state.down = state.sort === at ? !state.down : block.columns[at].kind !== "text";
    state.sort = at;
    heads.forEach((cell, place) => cell.setAttribute("aria-sort", place !== at ? "none" : state.down ? "descending" : "ascending"));
    refill();
  }

  function refill() {
    const words = state.find.toLowerCase();
    shown = state.rows.filter((row) => !words || row.some((cell) => (cell.text || "").toLowerCase().includes(words)));
    if (state.sort !== null) shown = [...shown].sort(by(state.sort, state.down));
    body.replaceChildren();
    count.textContent = words ? `${shown.length} / ${state.rows.length}` : "";
    extend();
  }

  function extend() {
    const from = body.children.length;
    body.append(...shown.slice(from, from + CHUNK).map((row) => line(row, block.columns, app)));
    more.hidden = body.children.length >= shown.length;
  }

  new IntersectionObserver((seen) => seen.some((s) => s.isIntersecting) && extend(), { rootMargin: "400px" }).observe(more);
  const plain = () => [block.columns.flatMap(names), ...shown.map((row) => row.flatMap((cell, at) => values(cell, block.columns[at])))];
  const copy = async (event) => {
    await navigator.clipboard.writeText(plain().map((row) => row.map((v) => v ?? "").join("\t")).join("\n"));
    app.toast(event.currentTarget ?? copyButton, app.words.copied);
  };
  const copyButton = h("button", { type: "button", class: "fmd-tool", onclick: copy, "aria-label": `${app.words.copy}: ${block.title}` }, app.words.copy);
  const find = block.filter && h("input", { class: "fm-input fmd-find", type: "search", placeholder: app.words.filter,
    "aria-label": `${app.words.filter}: ${block.title}`, oninput: (event) => { state.find = event.target.value; refill(); } });
  refill();
  if (block.columns.some((column) => column.kind === "heat")) roam(grid);
  const tools = h("div", { class: "fmd-tools" }, count, find, copyButton,
    h("button", { type: "button", class: "fmd-tool", "aria-label": `CSV: ${block.title}`, onclick: () => download(`fieldmark-${block.id}.csv`, csv(plain())) }, "CSV"));
  const empty = !state.rows.length;
  const inside = empty ? [h("p", { class: "fm-quiet" }, block.empty)] : [block.note && h("p", { class: "fm-quiet fm-small" }, block.note), wrap, more];
  if (block.folded) return h("details", { class: "fm-card fmd-fold" }, h("summary", {}, block.title), inside);
  return h("section", { class: "fm-card" }, h("div", { class: "fmd-frame-head" }, h("h2", {}, block.title), !empty && tools), inside);
}

/** Columns of one group stand under a common head. */
function groups(columns) {
  if (!columns.some((column) => column.group)) return null;
  const runs = [];
  for (const column of columns) {
    const name = column.group || "";
    if (runs.length && runs.at(-1).name === name) runs.at(-1).span += 1;
    else runs.push({ name, span: 1 });
  }
  return h("tr", { class: "fmd-groups" }, runs.map((run) =>
    run.name ? h("th", { colspan: run.span, scope: "colgroup" }, run.name) : h("td", { colspan: run.span })));
}

function head(column, sort) {
  const right = column.kind === "number" ? " fm-right" : "";
  return h("th", { scope: "col", class: `fmd-kind-${column.kind || "text"}${right}`, "aria-sort": "none" },
    h("button", { type: "button", class: "fmd-sort", onclick: sort }, column.label));
}

function line(row, columns, app) {
  return h("tr", {}, row.map((cell, at) => drawn(cell, columns[at], at === 0, row[0].text, app)));
}

function drawn(cell, column, first, of, app) {
  const kind = column.kind || "text";
  const content = cell.go
    ? h("button", { type: "button", class: "fmd-link", onclick: () => app.go(cell.go) }, cell.text)
    : kind === "badge" && cell.text ? h("span", { class: `fm-badge ${cell.tone ? "fm-badge-" + cell.tone : ""}` }, mark(cell.tone), cell.text)
      : cell.text;
  const names = [`fmd-kind-${kind}`, kind === "number" && "fm-right", cell.heat && `fmd-heat-${cell.heat}`, cell.unknown && "fm-hatch", kind === "heat" && cell.tone === "bad" && "fmd-corner"].filter(Boolean);
  if (kind !== "heat") return h(first ? "th" : "td", { class: names.join(" "), scope: first && "row", title: cell.hint }, content);
  const said = `${of} · ${column.label}: ${cell.hint}`;
  const bar = cell.high !== undefined && h("i", { class: "fmd-span", "aria-hidden": "true",
    style: { left: `${(cell.low ?? 0) * 100}%`, width: `${(cell.high - (cell.low ?? 0)) * 100}%` } });
  return h("td", { class: names.join(" "), "data-hint": said, "aria-label": said, tabindex: "-1" },
    h("span", {}, content || "·"), bar && h("span", { class: "fmd-track" }, bar));
}

/** One tab stop for a heat map; the arrows move within it, and the cell's words are shown beside it. */
function roam(grid) {
  const tip = h("div", { class: "fmd-tip fm-small", hidden: true });
  const tell = (cell) => {
    if (!cell?.dataset.hint) { tip.hidden = true; return; }
    tip.textContent = cell.dataset.hint;
    tip.hidden = false;
    const box = cell.getBoundingClientRect();
    const width = Math.min(320, innerWidth - 16);
    tip.style.maxWidth = `${width}px`;
    tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${box.bottom + 4 + tip.offsetHeight > innerHeight ? box.top - tip.offsetHeight - 4 : box.bottom + 4}px`;
  };
  const enter = () => { const cell = grid.querySelector("td[data-hint]"); if (cell && !grid.querySelector('td[tabindex="0"]')) cell.tabIndex = 0; };
  grid.addEventListener("pointerover", (event) => tell(event.target.closest("td")));
  grid.addEventListener("pointerleave", () => { tip.hidden = true; });
  grid.addEventListener("focusin", (event) => tell(event.target.closest("td")));
  grid.addEventListener("focusout", () => { tip.hidden = true; });
  addEventListener("scroll", () => { tip.hidden = true; }, { passive: true, capture: true });
  grid.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td[data-hint]");
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (event.key === "Escape") tip.hidden = true;
    if (!cell || !step) return;
    const row = grid.tBodies[0].rows[cell.parentElement.rowIndex - grid.tHead.rows.length + step[0]];
    const next = row?.cells[cell.cellIndex + step[1]];
    event.preventDefault();
    if (!next?.dataset.hint) return;
    cell.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
  new MutationObserver(enter).observe(grid.tBodies[0], { childList: true });
  enter();
  grid.append(h("caption", { class: "fmd-tip-home" }, tip));
}

/** Missing values last, whichever way. */
function by(at, down) {
  const key = (row) => row[at].value ?? null;
  return (a, b) => {
    const [x, y] = [key(a), key(b)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    const order = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y));
    return down ? -order : order;
  };
}

const names = (column) => column.kind === "heat" ? [column.label, `${column.label} ↓`, `${column.label} ↑`] : [column.label];

function values(cell, column) {
  if (column.kind === "heat") return [rounded(cell.value), rounded(cell.low * 100), rounded(cell.high * 100)];
  return [column.kind === "number" ? rounded(cell.value) ?? cell.text : cell.text];
}

const rounded = (value) => typeof value === "number" && Number.isFinite(value) ? Math.round(value * 1e4) / 1e4 : value === undefined || Number.isNaN(value) ? null : value;
