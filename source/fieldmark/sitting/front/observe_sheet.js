// The points of an observation as cards: levels to choose from, a note, photos, and whether it is saved.

import { fresh, h, later, morph } from "./dom.js";
import { MOST_FILE } from "./observe_photos.js";
import { tell } from "./observe_words.js";
import { language, said, say } from "./words.js";

export const NOT_SEEN = "not seen";
const MOST_PHOTOS = 10;
const LONGEST = 2000;

/** One point. Returns its card and what brings its changing parts up to date. @param {any} page @param {any} line */
export function point(page, line) {
  const state = h("div", { class: "fm-saved", role: "status" });
  const pictures = h("div", { class: "fm-ob-photos" });
  const title = fresh("point");
  const card = h(
    "section",
    { class: "fm-card fm-ob-point", "data-line": line.id, "aria-labelledby": title, tabindex: "-1" },
    h("h2", { id: title }, said(line.title), line.critical === "yes" && critical()),
    line.critical === "yes" && h("p", { class: "fm-help" }, tell("criticalHelp")),
    levels(page, line, title),
    bothLanguages(line),
    note(page, line),
    h("div", { class: "fm-ob-foot" }, camera(page, line), state),
    pictures,
  );
  pictures.addEventListener("click", (/** @type {any} */ event) => {
    const name = event.target.closest("[data-remove]")?.getAttribute("data-remove");
    if (name) void page.removePhoto(line.id, name);
  });
  const update = () => {
    morph(state, saved(page, line.id));
    morph(pictures, photos(page, line));
  };
  return { card, update };
}

export function critical() {
  return h("span", { class: "fm-badge fm-badge-warn fm-ob-critical" }, h("span", { "aria-hidden": "true" }, "⚠"), tell("critical"));
}

/** @param {any} page @param {any} line @param {string} title */
function levels(page, line, title) {
  const name = fresh("level");
  const now = page.mark(line.id).level;
  const option = (/** @type {any} */ value, /** @type {string} */ words, /** @type {string} */ sign) =>
    h(
      "label",
      { class: "fm-ob-level" },
      h("input", {
        type: "radio",
        name,
        value: String(value),
        checked: now === value,
        disabled: page.locked,
        onchange: () => page.put(line.id, { level: value }),
      }),
      h("span", { class: "fm-ob-sign", "aria-hidden": "true" }, sign),
      h("span", null, words),
    );
  const all = line.levels.map((/** @type {any} */ level, /** @type {number} */ n) => option(n, said(level), String(n)));
  return h("div", { role: "radiogroup", "aria-labelledby": title, class: "fm-ob-levels" }, all, option(NOT_SEEN, tell("notSeen"), "–"));
}

/** The same in the other language, on demand: for whoever explains it to the engineer. @param {any} line */
function bothLanguages(line) {
  const other = language() === "zh" ? "en" : "zh";
  return h(
    "details",
    { class: "fm-ob-other" },
    h("summary", { class: "fm-small" }, tell("other")),
    h(
      "div",
      { lang: other === "zh" ? "zh-CN" : "en-GB", class: "fm-small" },
      h("p", null, line.title[other]),
      h("ol", { start: 0 }, line.levels.map((/** @type {any} */ level) => h("li", null, level[other]))),
    ),
  );
}

/** @param {any} page @param {any} line */
function note(page, line) {
  const id = fresh("note");
  const text = h("textarea", {
    id,
    class: "fm-input fm-ob-note",
    rows: 2,
    maxlength: LONGEST,
    "aria-describedby": `${id}-help`,
    disabled: page.locked,
  });
  text.value = page.mark(line.id).note ?? "";
  const tell_ = later(() => page.put(line.id, { note: text.value.trim() }), 700);
  text.addEventListener("input", tell_.soon);
  text.addEventListener("blur", tell_.now);
  page.pending.add(tell_.now);
  return h(
    "div",
    { class: "fm-field fm-ob-notes" },
    h("label", { for: id }, tell("note")),
    text,
    h("span", { class: "fm-help", id: `${id}-help` }, tell("noteHelp")),
  );
}

/** @param {any} page @param {any} line */
function camera(page, line) {
  const id = fresh("photo");
  const wrong = h("span", { class: "fm-error", role: "alert" });
  const input = h("input", { id, type: "file", accept: "image/*", capture: "environment", class: "fm-hidden fm-ob-file", disabled: page.locked });
  input.addEventListener("change", async () => {
    const file = input.files[0];
    input.value = "";
    if (!file) return;
    wrong.textContent = "";
    if ((page.mark(line.id).photos ?? []).length >= MOST_PHOTOS) wrong.textContent = tell("tooMany", { most: MOST_PHOTOS });
    else if (file.size > MOST_FILE * 1_000_000) wrong.textContent = tell("fileLarge", { most: MOST_FILE });
    else if (!(await page.addPhoto(line.id, file))) wrong.textContent = tell("notPicture");
  });
  const words = [h("span", { "aria-hidden": "true" }, "+ "), tell("photo"), h("span", { class: "fm-hidden" }, `: ${said(line.title)}`)];
  return h("div", { class: "fm-ob-camera" }, input, h("label", { for: id, class: "fm-button" }, words), wrong);
}

/** @param {any} page @param {any} line */
function photos(page, line) {
  return (page.mark(line.id).photos ?? []).map((/** @type {string} */ name, /** @type {number} */ i) => {
    const kept = page.photos.all.get(name);
    const n = i + 1;
    const words = kept?.problem?.message ? said(kept.problem.message) : tell(kept?.sent ? "photoThere" : "photoWait");
    return h(
      "figure",
      { class: "fm-ob-photo", "data-photo": kept?.sent ? "sent" : "waiting" },
      h("img", { src: page.photos.source(name), alt: tell("photoOf", { n, title: said(line.title) }), width: 96, height: 96 }),
      h("figcaption", { class: kept?.problem ? "fm-error" : "fm-small fm-quiet" }, words),
      !page.locked &&
        h("button", { type: "button", class: "fm-button fm-button-quiet", "data-remove": name, "aria-label": tell("remove", { n }) }, "✕"),
    );
  });
}

const SIGNS = { saved: ["good", "✓"], saving: ["accent", "…"], unsaved: ["warn", "!"], refused: ["bad", "✗"], kept: ["bad", "✗"] };

/** @param {any} page @param {string} line */
function saved(page, line) {
  const status = page.outbox.status(line);
  const [tone, sign] = SIGNS[/** @type {keyof typeof SIGNS} */ (status)];
  const quiet = status === "saved" && !Object.keys(page.mark(line)).length;
  const problem = page.outbox.refused.get(line);
  return [
    !quiet &&
      h("span", { class: `fm-badge fm-badge-${tone}`, "data-saved": status }, h("span", { "aria-hidden": "true" }, sign), say(status)),
    problem && h("span", { class: "fm-error" }, `${said(problem.message)} ${said(problem.hint)}`),
  ];
}
