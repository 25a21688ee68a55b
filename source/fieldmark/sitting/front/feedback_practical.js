// A practical looked back on: own steps, and beside them the best way where it may be told.

import { h } from "./dom.js";
import { tell } from "./feedback_words.js";
import { said } from "./words.js";

const PARTS = ["isolation", "regret_ratio", "efficiency", "proof", "safety"];

/** @param {any} p as the service gives it @param {(a: number, b: number) => string} share */
export function practical(p, share) {
  if (p.lines) return talk(p);
  if (!p.frames) return null;
  return h(
    "div",
    { class: "fm-fb-part" },
    h(
      "dl",
      { class: "fm-fb-parts" },
      PARTS.map((name) => h("div", null, h("dt", null, tell(name)), h("dd", null, `${Math.round(p.score[name] * 100)} %`))),
      p.score.good_parts > 0 && h("div", null, h("dt", null, tell("good_parts")), h("dd", null, p.score.good_parts)),
    ),
    h("p", { class: "fm-figure-label" }, tell("steps")),
    h("ol", { class: "fm-fb-steps" }, p.frames.map((/** @type {any} */ f) => frame(f, share))),
    h("p", null, p.best_way ? tell("spentBest", { a: p.spent, b: p.best_spent }) : tell("spent", { a: p.spent })),
    p.best_way &&
      h(
        "details",
        null,
        h("summary", null, tell("best")),
        h("p", null, `${tell("cause")}: ${said(p.cause)}`),
        h("ol", { class: "fm-fb-steps" }, p.best_way.map((/** @type {any} */ f) => frame(f, share))),
      ),
  );
}

/** @param {any} f @param {(a: number, b: number) => string} share */
function frame(f, share) {
  return h(
    "li",
    null,
    h("p", null, h("strong", null, said(f.title)), said(f.reading) && ` → ${said(f.reading)}`, h("span", { class: "fm-quiet" }, ` · ${tell("cost", { c: f.cost })}`)),
    f.unsafe.map((/** @type {any} */ u) => h("p", { class: "fm-fb-unsafe" }, said(u))),
    f.words && h("p", { class: "fm-small" }, said(f.words)),
    f.belief &&
      h(
        "details",
        { class: "fm-small" },
        h("summary", null, tell("believed")),
        f.belief
          .filter((/** @type {any} */ b) => b.chance >= 0.005)
          .map((/** @type {any} */ b) =>
            h(
              "div",
              { class: "fm-fb-belief" },
              h("span", null, said(b.title)),
              h("div", { class: "fm-fb-bar fm-fb-thin", "aria-hidden": "true" }, h("div", { class: "fm-fb-fill", "data-width": share(b.chance, 1) })),
              h("span", { class: "fm-number" }, `${Math.round(b.chance * 100)} %`),
            ),
          ),
      ),
  );
}

/** @param {any} p */
function talk(p) {
  let own = 0;
  return h(
    "div",
    { class: "fm-fb-part" },
    h("p", { class: "fm-figure-label" }, tell("talk")),
    h(
      "ul",
      { class: "fm-plain fm-fb-talk" },
      p.lines.map((/** @type {any} */ line) => {
        const remark = line.who === "engineer" && p.remarks ? p.remarks[own++] : null;
        return h(
          "li",
          { class: `is-${line.who}` },
          h("span", { class: "fm-figure-label" }, tell(line.who)),
          h("span", null, said(line.text)),
          line.outcome && h("span", { class: "fm-quiet" }, said(line.outcome)),
          remark && h("span", { class: "fm-small fm-fb-remark" }, said(remark)),
        );
      }),
    ),
  );
}
