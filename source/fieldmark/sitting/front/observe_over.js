// Before and after finishing: what one marked, what was received, and how two examiners agree.

import { h } from "./dom.js";
import { NOT_SEEN, critical } from "./observe_sheet.js";
import { tell } from "./observe_words.js";
import { BASE } from "./talk.js";
import { moment, said } from "./words.js";

/** @param {any} line @param {any} level */
function levelWords(line, level) {
  return level === undefined ? "–" : level === NOT_SEEN ? tell("notSeen") : said(line.levels[level]);
}

/** The look over everything. @param {any} page */
export function review(page) {
  const open = page.lines.filter((/** @type {any} */ l) => page.mark(l.id).level === undefined);
  const waits = page.photosWaiting().length;
  return [
    h("h1", { tabindex: "-1", class: "fm-focus" }, tell("reviewTitle")),
    h("p", { class: open.length ? "fm-banner fm-banner-warn" : "fm-quiet" }, open.length ? tell("reviewOpen", { n: open.length }) : tell("reviewAll")),
    waits > 0 && h("p", { class: "fm-banner fm-banner-warn" }, tell("photosWait", { n: waits })),
    h("div", { class: "fm-card" }, h("ul", { class: "fm-plain" }, page.lines.map((/** @type {any} */ l) => line(page, l)))),
    h(
      "div",
      { class: "fm-acts" },
      button("sheet", tell("toList")),
      button("finish", tell(page.finishing ? "finishing" : "finish"), true, open.length > 0 || page.finishing || page.locked),
    ),
    h("p", { class: "fm-after" }, button("void", tell("voidIt"))),
  ];
}

/** @param {any} page @param {any} one */
function line(page, one) {
  const mark = page.mark(one.id);
  const more = [mark.note, mark.photos?.length && tell("photos", { n: mark.photos.length })].filter(Boolean).join(" · ");
  return h(
    "li",
    { class: "fm-ob-line" },
    h("button", { type: "button", class: "fm-ob-jump", "data-act": "jump", "data-line": one.id }, said(one.title)),
    one.critical === "yes" && critical(),
    mark.level === undefined ? h("span", { class: "fm-error" }, tell("noLevel")) : h("span", null, levelWords(one, mark.level)),
    more && h("span", { class: "fm-quiet fm-small" }, more),
  );
}

/** What was received; with the other examiner's marks once both have finished. @param {any} page */
export function receipt(page) {
  const { data } = page;
  const title = data.status === "voided" ? "receivedVoid" : data.receipt ? "receivedAll" : "received";
  const waits = !data.receipt && data.status !== "voided";
  return [
    h("h1", { tabindex: "-1", class: "fm-focus" }, tell(title)),
    h(
      "div",
      { class: "fm-card" },
      h("h2", null, `${data.engineer.name} · ${said(data.paper.title)}`),
      h("p", { class: "fm-quiet" }, [tell("attempt", { n: data.attempt }), data.seats.map((/** @type {any} */ s) => s.by).join(", ")].join(" · ")),
      h("p", null, tell("when", { at: moment(data.finished ?? data.receipt?.ended) })),
      data.status === "voided" && h("p", null, data.reason),
      waits && h("p", { class: "fm-banner" }, tell("waitOther")),
      data.receipt && [
        h("p", { class: "fm-figure-label" }, tell("checksum")),
        h("p", { class: "fm-checksum", "data-checksum": data.receipt.checksum }, data.receipt.checksum.match(/.{1,8}/g).map((/** @type {string} */ part) => h("span", null, part))),
      ],
      h("div", { class: "fm-acts" }, h("a", { class: "fm-button fm-button-main", href: `${BASE}observe` }, tell("back"))),
    ),
    data.agreement.length > 0 && agreed(data),
    table(data),
    (waits || data.status === "submitted") && h("p", { class: "fm-after" }, waits && button("close", tell("close")), " ", button("void", tell("voidIt"))),
  ];
}

/** @param {any} data */
function agreed(data) {
  const rows = data.agreement;
  const apart = rows.filter((/** @type {any} */ r) => r.apart).length;
  const same = rows.filter((/** @type {any} */ r) => r.distance === 0).length;
  const words = [tell("same", { n: same, all: rows.length }), tell("near", { n: rows.length - same - apart }), tell("apart", { n: apart })];
  return h(
    "section",
    { class: `fm-banner fm-after fm-banner-${apart ? "warn" : "good"}`, "data-apart": apart },
    h("h2", null, tell("agreement")),
    h("p", null, words.join(" · ")),
    apart > 0 && h("p", null, tell(data.settle === "person" ? "settle" : "mean")),
  );
}

/** @param {any} data */
function table(data) {
  const seats = Object.entries(data.sheets);
  const apart = new Set(data.agreement.filter((/** @type {any} */ r) => r.apart).map((/** @type {any} */ r) => r.line));
  const cell = (/** @type {any} */ sheet, /** @type {any} */ one) => {
    const mark = sheet.lines[one.id]?.mark ?? {};
    return [
      h("div", null, levelWords(one, mark.level)),
      mark.note && h("div", { class: "fm-quiet fm-small" }, mark.note),
      h(
        "div",
        { class: "fm-ob-photos" },
        (mark.photos ?? []).map((/** @type {string} */ name, /** @type {number} */ i) =>
          h(
            "a",
            { href: `${BASE}${data.path}/photos/${name}`, target: "_blank" },
            h("img", { src: `${BASE}${data.path}/photos/${name}`, alt: tell("photoOf", { n: i + 1, title: said(one.title) }), width: 72, height: 72, loading: "lazy" }),
          ),
        ),
      ),
    ];
  };
  return h(
    "div",
    { class: "fm-table-wrap fm-after", tabindex: "0", role: "region", "aria-label": said(data.paper.title) },
    h(
      "table",
      { class: "fm-table" },
      h("thead", null, h("tr", null, h("th", { scope: "col" }, tell("point")), seats.map(([, s]) => h("th", { scope: "col" }, s.by)))),
      h(
        "tbody",
        null,
        data.list.watched.map((/** @type {any} */ one) =>
          h(
            "tr",
            { "data-line": one.id },
            h("th", { scope: "row" }, said(one.title), apart.has(one.id) && h("span", { class: "fm-badge fm-badge-warn" }, tell("isApart"))),
            seats.map(([, s]) => h("td", { "data-by": s.by }, cell(s, one))),
          ),
        ),
      ),
    ),
  );
}

/** @param {string} act @param {string} words */
export function button(act, words, main = false, disabled = false) {
  return h("button", { type: "button", class: `fm-button${main ? " fm-button-main" : ""}`, "data-act": act, disabled }, words);
}
