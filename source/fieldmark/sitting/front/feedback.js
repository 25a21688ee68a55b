// An engineer's own feedback: against the line, skill by skill, question by question; and appeals.

import { fill, fresh, h } from "./dom.js";
import { tell } from "./feedback_words.js";
import { header } from "./header.js";
import replay from "./replay.js";
import { BASE, ask, logIn } from "./talk.js";
import { language, moment, said, say } from "./words.js";

const LEAST = 10;
const STATES = { right: "good", partly: "warn", wrong: "bad", none: "bad", open: "accent" };
const app = /** @type {HTMLElement} */ (document.getElementById("app"));
const main = h("main", { class: "fm-page fm-page-narrow", id: "main" });
const sitting = document.documentElement.dataset.sitting;
/** @type {any} */
let data = null;
/** @type {any} */
let trouble = null;
let wanting = false; // only what was not fully right
let appealing = ""; // slot whose form is open
/** @type {Record<string, string>} */
const drafts = {};

const top_ = header({
  place: () => tell("feedback"),
  aside: () => data && h("span", { class: "fm-who" }, data.person.name),
  redraw: draw,
});
app.replaceChildren(top_.head, main);
void load();

async function load() {
  try {
    data = await ask("GET", `api/sittings/${sitting}/feedback`);
    trouble = null;
  } catch (error) {
    trouble = error;
    if (trouble.status === 401) return logIn();
  }
  top_.draw();
  draw();
}

function draw() {
  if (!data) return fill(main, trouble ? problem(trouble) : skeleton());
  const shown = data.questions.filter((/** @type {any} */ q) => !wanting || q.state !== "right");
  fill(
    main,
    h("p", null, h("a", { href: BASE }, `← ${tell("toMine")}`)),
    h("h1", null, said(data.title)),
    data.total.most !== undefined && total(data.total),
    (data.regrades ?? []).map(corrected),
    data.skills.length > 0 && skills(data.skills),
    h(
      "div",
      { class: "fm-fb-head" },
      h("h2", null, tell("questions")),
      data.total.most !== undefined &&
        h(
          "label",
          { class: "fm-fb-only" },
          h("input", { type: "checkbox", checked: wanting, onchange: filter }),
          tell("onlyOpen"),
        ),
    ),
    h("p", { class: "fm-quiet fm-small" }, until()),
    shown.map(question),
  );
  for (const at of main.querySelectorAll("[data-width]")) at.style.width = `${at.dataset.width}%`;
  for (const at of main.querySelectorAll("[data-left]")) at.style.left = `${at.dataset.left}%`;
}

/** @param {any} event */
function filter(event) {
  wanting = event.target.checked;
  draw();
}

function until() {
  const end = Date.parse(data.visible) + data.appeal_days * 86400000;
  return Date.parse(data.now) <= end ? tell("days", { at: moment(new Date(end).toISOString()) }) : tell("over");
}

/** @param {any} t */
function total(t) {
  const kind = { passed: "good", failed: "bad", open: "accent" }[/** @type {string} */ (t.verdict)];
  const gap = Math.abs(t.points - t.cut);
  return h(
    "section",
    { class: "fm-card fm-fb-total", "data-verdict": t.verdict },
    h("span", { class: `fm-badge fm-badge-${kind}` }, tell(t.verdict)),
    h("p", { class: "fm-figure-value" }, tell("pointsOf", { p: number(t.points), m: number(t.most) })),
    h(
      "div",
      { class: "fm-fb-bar", "aria-hidden": "true" },
      h("div", { class: "fm-fb-fill", "data-width": share(t.points, t.most) }),
      h("div", { class: "fm-fb-cut", "data-left": share(t.cut, t.most) }),
    ),
    h(
      "p",
      { class: "fm-figure-note" },
      `${tell("cutAt", { c: number(t.cut) })} · ${tell(t.points >= t.cut ? "above" : "below", { d: number(gap) })}`,
    ),
    t.open > 0 && h("p", null, tell("waiting", { n: t.open })),
  );
}

/** What was corrected after the paper was sat, and why. @param {any} r */
function corrected(r) {
  const moved = r.before !== undefined && tell("correctedTo", { a: number(r.before), b: number(r.after), r: tell(r.verdict[0]), s: tell(r.verdict[1]) });
  return h("div", { class: "fm-banner", "data-regrade": "" }, h("p", null, h("strong", null, tell("corrected", { at: moment(r.at) })), ` ${r.why}`), moved && h("p", { class: "fm-small" }, moved));
}

/** Percent, for the bars; set as a style property since the page allows no inline style. @param {number} a @param {number} b */
function share(a, b) {
  return String(b > 0 ? Math.min(100, Math.max(0, (100 * a) / b)) : 0);
}

/** @param {any[]} rows */
function skills(rows) {
  return h(
    "section",
    { class: "fm-card" },
    h("h2", null, tell("skills")),
    h("p", { class: "fm-quiet fm-small" }, tell("skillsHelp")),
    h(
      "table",
      { class: "fm-table fm-fb-skills" },
      h("thead", null, h("tr", null, ["skill", "points", "asked"].map((n) => h("th", { scope: "col", class: n === "skill" ? "" : "fm-number" }, tell(n))))),
      h(
        "tbody",
        null,
        rows.map((r) =>
          h(
            "tr",
            null,
            h("th", { scope: "row" }, said(r.title), bar(r.points, r.most)),
            h("td", { class: "fm-number" }, `${number(r.points)} / ${number(r.most)}`),
            h("td", { class: "fm-number" }, r.n),
          ),
        ),
      ),
    ),
  );
}

/** @param {number} a @param {number} b */
function bar(a, b) {
  return h("div", { class: "fm-fb-bar fm-fb-thin", "aria-hidden": "true" }, h("div", { class: "fm-fb-fill", "data-width": share(a, b) }));
}

/** @param {any} q */
function question(q) {
  const prompt = h("div", { class: "fm-prompt", html: said(q.prompt) });
  return h(
    "section",
    { class: "fm-card fm-fb-question", "data-slot": q.slot, "aria-labelledby": `fm-${q.slot}` },
    h(
      "div",
      { class: "fm-fb-head" },
      h("h3", { id: `fm-${q.slot}` }, `${q.n}. ${said(q.title)}`),
      q.state && h("span", { class: `fm-badge fm-badge-${STATES[/** @type {keyof typeof STATES} */ (q.state)]}` }, tell(q.state === "open" ? "waits" : q.state)),
      q.points !== undefined && q.points !== null && h("span", { class: "fm-quiet" }, tell("pointsOf", { p: number(q.points), m: number(q.most) })),
    ),
    prompt,
    q.own && !q.practical?.kind && part(q.kind === "observation" ? "watched" : "own", h("p", { class: "fm-fb-own" }, said(q.own))),
    q.practical?.kind && replayed(q.practical),
    q.right && q.kind !== "observation" && !q.practical?.best && part("rightAnswer", h("p", { html: said(q.right) })),
    q.comment && part("said", h("p", { html: said(q.comment) })),
    q.explanation && part("why", h("div", { html: said(q.explanation) })),
    q.rubric && q.rubric.some((/** @type {any} */ r) => r.points !== null) && part("rubric", rubric(q.rubric)),
    q.marker && part("marker", h("p", { class: "fm-fb-own" }, q.marker)),
    q.hidden && h("p", { class: "fm-quiet fm-small" }, q.until ? tell("inUseUntil", { t: moment(q.until) }) : tell("inUse")),
    appeal(q),
  );
}

/** A practical looked back on. @param {any} data */
function replayed(data) {
  const place = h("div", { class: "fm-fb-part" });
  replay(place, data, language());
  return place;
}

/** @param {string} name @param {any} body */
function part(name, body) {
  return h("div", { class: "fm-fb-part" }, h("p", { class: "fm-figure-label" }, tell(name)), body);
}

/** @param {any[]} lines */
function rubric(lines) {
  return h(
    "ul",
    { class: "fm-plain" },
    lines.map((r) => h("li", null, `${said(r.title)}: `, r.points === null ? "–" : tell("pointsOf", { p: number(r.points), m: number(r.most) }))),
  );
}

/** @param {any} q */
function appeal(q) {
  const made = data.appeals.find((/** @type {any} */ a) => a.slot === q.slot);
  if (made) return outcome(made);
  if (q.state === "right") return null; // nothing to gain
  if (appealing === q.slot) return form(q);
  const end = Date.parse(data.visible) + data.appeal_days * 86400000;
  if (Date.parse(data.now) > end) return null;
  return h("button", { type: "button", class: "fm-button fm-button-quiet fm-fb-appeal", onclick: () => open(q.slot) }, tell("appeal"));
}

/** @param {any} a */
function outcome(a) {
  return h(
    "div",
    { class: `fm-banner ${a.outcome === "raised" ? "fm-banner-good" : a.outcome === "lowered" ? "fm-banner-warn" : ""}`, "data-appeal": a.outcome },
    h("p", null, h("strong", null, tell("appealed", { at: moment(a.at) })), ` ${a.reason}`),
    a.outcome === "open" ? h("p", null, tell("appealOpen")) : h("p", null, h("strong", null, tell(a.outcome)), a.text ? ` ${a.text}` : ""),
  );
}

/** @param {string} slot */
function open(slot) {
  appealing = slot;
  draw();
  /** @type {any} */ (main.querySelector("textarea"))?.focus();
}

/** @param {any} q */
function form(q) {
  const id = fresh("appeal");
  const words = h("textarea", {
    class: "fm-input",
    id,
    rows: 4,
    maxlength: 2000,
    "aria-describedby": `${id}-help`,
    oninput: (/** @type {any} */ e) => (drafts[q.slot] = e.target.value),
  });
  words.value = drafts[q.slot] ?? "";
  return h(
    "form",
    { class: "fm-field fm-fb-part", onsubmit: (/** @type {any} */ e) => send(e, q.slot) },
    h("label", { for: id }, tell("appealWhy")),
    words,
    h("p", { class: "fm-help", id: `${id}-help` }, tell("appealHelp", { n: LEAST })),
    trouble && problem(trouble),
    h(
      "div",
      { class: "fm-acts" },
      h("button", { type: "button", class: "fm-button", onclick: () => open("") }, tell("cancel")),
      h("button", { type: "submit", class: "fm-button fm-button-main" }, tell("send")),
    ),
  );
}

/** @param {Event} event @param {string} slot */
async function send(event, slot) {
  event.preventDefault();
  try {
    const answer = await ask("POST", `api/sittings/${sitting}/feedback`, { slot, reason: drafts[slot] ?? "" });
    data.appeals = answer.appeals;
    appealing = "";
    trouble = null;
  } catch (error) {
    trouble = error;
    if (trouble.status === 401) return logIn();
  }
  draw();
}

/** @param {number} n */
function number(n) {
  return String(Math.round(n * 100) / 100);
}

function skeleton() {
  return h("div", { class: "fm-skeleton fm-skeleton-card", "aria-label": say("loading") });
}

/** @param {any} error */
function problem(error) {
  const words = error.problem
    ? `${said(error.problem.message)} ${said(error.problem.hint)}`
    : say(error.status ? "somethingWrong" : "noAnswerFromService", { code: error.status });
  return h(
    "div",
    { class: "fm-banner fm-banner-bad", role: "alert" },
    h("p", null, words),
    !data && h("a", { class: "fm-button", href: BASE }, tell("toMine")),
  );
}
