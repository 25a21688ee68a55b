// The engineer's own results, as they are published.

import { h } from "./dom.js";
import { moment, said, say } from "./words.js";

/** @param {any} results */
export function resultsPart(results) {
  return [
    results.attempts.length > 0 && attempts(results),
    results.next.length > 0 && next(results.next),
    results.skills.length > 0 && skills(results.skills),
  ];
}

/** @param {any} results */
function attempts(results) {
  return [
    h("h2", { class: "fm-after" }, say("results")),
    h("ul", { class: "fm-plain fm-results" }, results.attempts.map(attempt)),
  ];
}

/** @param {any} a */
function attempt(a) {
  const points = say("pointsOf", { n: number(a.points ?? 0), all: number(a.most) });
  return h(
    "li",
    { class: "fm-past" },
    h("span", { class: "fm-past-title" }, said(a.title)),
    h("span", { class: "fm-quiet" }, `${say("attempt", { n: a.attempt })} · ${moment(a.submitted)}`),
    h("strong", { class: "fm-number" }, points),
    a.open > 0 && h("span", { class: "fm-badge fm-badge-accent" }, say("toMark", { n: a.open })),
  );
}

/** @param {any[]} listed */
function next(listed) {
  return [
    h("h2", { class: "fm-after" }, say("practise")),
    h("ol", { class: "fm-next" }, listed.map((n) => h("li", null, said(n.title)))),
  ];
}

/** @param {any[]} listed */
function skills(listed) {
  const groups = [...new Set(listed.map((s) => said(s.group)))];
  return [
    h("h2", { class: "fm-after" }, say("skills")),
    h("p", { class: "fm-quiet" }, say("skillsHelp")),
    groups.map((group) => [
      h("h3", { class: "fm-skill-group" }, group),
      h("ul", { class: "fm-plain" }, listed.filter((s) => said(s.group) === group).map(skill)),
    ]),
  ];
}

/** @param {any} s */
function skill(s) {
  const tone = { strong: "good", adequate: "accent", weak: "warn" }[/** @type {string} */ (s.level)];
  const level = say(/** @type {any} */ (`level_${s.level}`));
  const known = s.mastery !== null && s.mastery !== undefined;
  const values = { m: percent(s.mastery), low: percent(s.low), high: percent(s.high), n: s.n };
  return h(
    "li",
    { class: "fm-skill", "data-skill": s.skill },
    h("span", { class: "fm-skill-title" }, said(s.title)),
    known && range(s),
    h("span", { class: "fm-small fm-quiet fm-number" }, known && say("skillValue", values)),
    h("span", { class: `fm-badge${tone ? ` fm-badge-${tone}` : ""}` }, level),
  );
}

/** The interval as a band, the value as a line; in words beside it. @param {any} s */
function range(s) {
  const band = h("span", { class: "fm-range-band" });
  band.style.left = `${s.low * 100}%`;
  band.style.width = `${(s.high - s.low) * 100}%`;
  const mark = h("span", { class: "fm-range-mark" });
  mark.style.left = `${s.mastery * 100}%`;
  return h("span", { class: "fm-range", "aria-hidden": "true" }, band, mark);
}

/** @param {number} share */
function percent(share) {
  return Math.round(share * 100);
}

/** At most one decimal, none where it is whole. @param {number} value */
function number(value) {
  return String(Math.round(value * 10) / 10);
}
