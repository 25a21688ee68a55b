// What to practise on the engineer's own page: practice papers and lessons, those first that fit the own skills.

import { h } from "./dom.js";
import { BASE } from "./talk.js";
import { said, say } from "./words.js";

/** @param {any} data of the own page @param {any} results @param {(paper: string) => void} open */
export function practicePart(data, results, open) {
  const next = new Set((results?.next ?? []).map((/** @type {any} */ n) => n.skill));
  const fits = (/** @type {any} */ p) => p.skills.some((/** @type {string} */ s) => next.has(s));
  const papers = data.papers.filter((/** @type {any} */ p) => p.practice);
  papers.sort((/** @type {any} */ a, /** @type {any} */ b) => Number(fits(b)) - Number(fits(a)));
  return [
    papers.length > 0 && [
      h("h2", { class: "fm-after" }, say("practicePapers")),
      h("p", { class: "fm-quiet" }, say("practicePapersHelp")),
      papers.map((/** @type {any} */ p) => paper(p, fits(p), open)),
    ],
    data.lessons?.length > 0 && [h("h2", { class: "fm-after" }, say("lessons")), h("ul", { class: "fm-plain" }, data.lessons.map(lesson))],
  ];
}

/** @param {any} p @param {boolean} fits @param {(paper: string) => void} open */
function paper(p, fits, open) {
  return h(
    "section",
    { class: "fm-card fm-paper", "data-paper": p.id },
    h(
      "div",
      null,
      h("h3", null, said(p.title)),
      h("p", { class: "fm-quiet" }, say("questions", { n: p.questions })),
      fits && h("span", { class: "fm-badge fm-badge-accent" }, say("practiceFits")),
    ),
    p.running
      ? h("a", { class: "fm-button", href: `${BASE}sit/${p.running}` }, say("goOn"))
      : h("button", { type: "button", class: "fm-button", onclick: () => open(p.id) }, say("practiceStart")),
  );
}

/** @param {any} l */
function lesson(l) {
  return h(
    "li",
    { class: "fm-past", "data-lesson": l.id },
    h("span", { class: "fm-past-title" }, said(l.title)),
    h("a", { href: l.href }, say("lessonOpen")),
  );
}
