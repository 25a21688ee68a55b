/** Charts: Plotly, fetched once and only when a page has one; colours are filled in from the theme's tokens. */
import { asks } from "./figures.js";
import { csv, download, h } from "./dom.js";

let plotly = null;

/**
 * Plotly itself: from this site where it is served (and kept by the browser), else from the kernel's own package.
 * @param {{plotlyUrl: string, askBytes: () => Promise<DataView>}} app
 */
function library(app) {
  plotly ??= script(app.plotlyUrl).catch(async () => {
    const bytes = await app.askBytes();
    return script(URL.createObjectURL(new Blob([bytes], { type: "text/javascript" })));
  });
  return plotly;
}

function script(url) {
  if (globalThis.Plotly) return Promise.resolve(globalThis.Plotly);
  if (!url) return Promise.reject(new Error("not served here"));
  return new Promise((done, failed) => {
    const tag = h("script", { src: url, onload: () => done(globalThis.Plotly), onerror: () => { tag.remove(); failed(new Error(url)); } });
    // Plotly's file would hand itself to a module loader, where the page has one
    const define = globalThis.define;
    globalThis.define = undefined;
    tag.addEventListener("load", () => { globalThis.define = define; });
    tag.addEventListener("error", () => { globalThis.define = define; });
    document.head.append(tag);
  });
}

/** Names of tokens replaced by their values, all the way down. */
function paint(value, tokens) {
  if (typeof value === "string") return value.startsWith("--fm-") ? tokens[value] ?? value : value;
  if (Array.isArray(value)) return value.map((part) => paint(part, tokens));
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, paint(v, tokens)]));
  return value;
}

/** A chart in its frame: the finding as its title, definition and export on request. */
export function chart(block, app) {
  const why = block.why && h("p", { class: "fmd-why fm-small", hidden: true }, block.why);
  const plot = h("div", { class: "fmd-plot", role: "img", "aria-label": block.alt, style: { height: `${block.height}px` } },
    h("div", { class: "fm-skeleton fmd-plot-wait" }));
  const image = () => plot.drawn && globalThis.Plotly.downloadImage(plot, { format: "png", scale: 2, filename: `fieldmark-${block.id}` });
  const frame = h("section", { class: "fm-card fmd-chart" },
    h("div", { class: "fmd-frame-head" }, h("h2", {}, block.title),
      h("div", { class: "fmd-tools" }, why && asks(why, app, block.title),
        h("button", { type: "button", class: "fmd-tool", onclick: image, "aria-label": `PNG: ${block.title}` }, "PNG"),
        h("button", { type: "button", class: "fmd-tool", "aria-label": `CSV: ${block.title}`,
          onclick: () => download(`fieldmark-${block.id}.csv`, csv([block.columns, ...block.rows])) }, "CSV"))),
    why, legend(block.legend || []), plot, block.note && h("p", { class: "fm-quiet fm-small" }, block.note));
  // One drawing after the other: a theme turned while the first is under way would empty the half-made chart
  let last = Promise.resolve();
  const draw = () => last = last.then(() => library(app)).then((Plotly) => render(Plotly, plot, block, app)).catch((error) => {
    console.error("fieldmark: chart", error);
    plot.replaceChildren(h("p", { class: "fm-quiet" }, app.words.no_chart));
  });
  app.whenShown(frame, draw);
  return frame;
}

async function render(Plotly, plot, block, app) {
  if (!plot.isConnected) return;
  if (!plot.drawn) plot.replaceChildren();
  const { data, layout } = paint(block.figure, app.tokens());
  const narrow = plot.clientWidth < 480;
  const fitted = narrow ? { ...layout, yaxis: { ...layout.yaxis, ticktext: wrapped(layout.yaxis.ticktext) }, xaxis: thinned(layout.xaxis) } : layout;
  await Plotly.react(plot, data, { ...fitted, height: block.height, autosize: true }, { displayModeBar: false, responsive: true, doubleClick: false });
  plot.drawn = true;
}

/** Every second name of an axis, counted from its end. */
function thinned(axis) {
  if (!(axis.tickvals?.length > 4)) return axis;
  const kept = (list) => list.filter((_, at) => (list.length - 1 - at) % 2 === 0);
  return { ...axis, tickvals: kept(axis.tickvals), ticktext: kept(axis.ticktext) };
}

/** Long names of rows in two lines, so that a phone keeps room for the values. */
function wrapped(names) {
  return names?.map((name) => {
    const middle = name.length > 14 ? [...name.matchAll(/ /g)].map((m) => m.index).sort((a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2))[0] : undefined;
    return middle === undefined ? name : `${name.slice(0, middle)}<br>${name.slice(middle + 1)}`;
  });
}

function legend(entries) {
  if (!entries.length) return null;
  return h("div", { class: "fmd-legend fm-small" }, entries.map(([kind, token, words]) =>
    h("span", {}, h("i", { class: `fmd-key fmd-key-${kind}`, style: { "--key": `var(${token})` }, "aria-hidden": "true" }), words)));
}
