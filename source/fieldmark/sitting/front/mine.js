// The engineer's own page.

import { assignments, assignmentsPart } from "./assignments.js";
import { confirm } from "./dialog.js";
import { fill, h } from "./dom.js";
import { tell } from "./feedback_words.js";
import { header } from "./header.js";
import { forget, forgetAndGo } from "./kept.js";
import { practicePart } from "./practise.js";
import { resultsPart } from "./results.js";
import { BASE, ask, logIn } from "./talk.js";
import { moment, said, say } from "./words.js";

const app = /** @type {HTMLElement} */ (document.getElementById("app"));
const main = h("main", { class: "fm-page fm-page-narrow", id: "main" });
/** @type {any} */
let data = null;
/** @type {any} */
let results = null;
/** @type {Record<string, any>} */
let told = {};
/** @type {any[]} */
let written = [];
/** @type {any} */
let trouble = null;

const top_ = header({
  place: () => say("mine"),
  aside: () => [
    data && h("span", { class: "fm-who" }, data.person.name),
    data?.logout && h("a", { class: "fm-button fm-button-quiet", href: data.logout, onclick: forgetAndGo }, say("logout")),
  ],
  redraw: draw,
});
app.replaceChildren(top_.head, main);
void load();
addEventListener("pageshow", (event) => event.persisted && void load());

async function load() {
  try {
    data = await ask("GET", "api/mine");
    told = data.past.length ? await released() : {};
    trouble = null;
    void forget(data.papers.map((/** @type {any} */ p) => p.running).filter(Boolean), data.person.user);
  } catch (error) {
    trouble = error;
    if (trouble.status === 401) return logIn();
  }
  top_.draw();
  draw();
  await loadResults();
}

/** Results come second: what is open must not wait for them. */
async function loadResults() {
  try {
    written = await assignments();
    results = (await ask("GET", "api/results")).results;
  } catch {
    return; // the page is of use without them
  }
  draw();
}

function draw() {
  if (!data) return fill(main, trouble ? problem(trouble) : skeleton());
  const exams = data.papers.filter((p) => !p.practice);
  const open = exams.filter((p) => p.left || p.running); // what is used up stands below, handed in
  fill(
    main,
    h("h1", null, say("hello", { name: data.person.name })),
    trouble && problem(trouble),
    h("h2", null, say("open")),
    open.length ? open.map(paper) : empty(),
    assignmentsPart(written, draw),
    h("h2", { class: "fm-after" }, say("past")),
    data.past.length ? h("ul", { class: "fm-plain" }, data.past.map(past)) : h("p", { class: "fm-quiet" }, say("nothingPast")),
    practicePart(data, results, openPaper),
    results && resultsPart(results),
    trial(),
  );
}

/** @param {any} p */
function paper(p) {
  const facts = [
    say("questions", { n: p.questions }),
    say("minutes", { n: Math.round(p.allowed) }),
    p.attempts > 1 && say("attemptsLeft", { n: p.left, all: p.attempts }),
    p.opens && Date.parse(p.opens) > Date.parse(data.now) && say("from", { at: moment(p.opens) }),
    p.closes && say("until", { at: moment(p.closes) }),
    p.admission === "code" && say("byCode"),
    p.admission === "examiner" && say("byExaminer"),
    p.seb && say("sebOnly"),
  ].filter(Boolean);
  return h(
    "section",
    { class: "fm-card fm-paper", "data-paper": p.id },
    h("div", null, h("h3", null, said(p.title)), h("p", { class: "fm-quiet" }, facts.join(" · ")), standing(p)),
    act(p),
  );
}

/** @param {any} p */
function standing(p) {
  if (p.status === "invited") return h("span", { class: "fm-badge fm-badge-accent" }, say("waiting"));
  if (p.status === "paused") return h("span", { class: "fm-badge fm-badge-warn" }, say("paused"));
  if (p.running) return h("span", { class: "fm-badge fm-badge-accent" }, say("runningUntil", { at: moment(p.deadline) }));
  return p.problem && h("p", { class: "fm-small" }, said(p.problem.message), " ", said(p.problem.hint));
}

/** @param {any} p */
function act(p) {
  if (p.running && !(p.seb && !inSeb())) return h("a", { class: "fm-button fm-button-main", href: `${BASE}sit/${p.running}` }, say("goOn"));
  if (p.problem) return null;
  if (p.seb && !inSeb()) return h("a", { class: "fm-button fm-button-main", href: `${BASE}seb/${p.id}` }, say("sebFile"));
  return h("button", { type: "button", class: "fm-button fm-button-main", onclick: () => start(p) }, say("start"));
}

/** Only for what the page offers; the service checks each request by its keys. */
function inSeb() {
  return /\bSEB\b|SafeExamBrowser/.test(navigator.userAgent) || "SafeExamBrowser" in window;
}

/** @param {any} p */
async function start(p) {
  const waits = p.admission !== "none";
  const sure = waits ? say("waitSure") : say("startSure", { minutes: Math.round(p.allowed) });
  if (await confirm(`${said(p.title)}. ${sure}`, say(waits ? "waitGo" : "startYes"))) await openPaper(p.id);
}

/** @param {string} id */
async function openPaper(id) {
  try {
    const opened = await ask("POST", `api/papers/${id}/open`, {});
    location.assign(`${BASE}sit/${opened.sitting}`);
  } catch (error) {
    trouble = error;
    if (trouble.status === 401) return logIn();
    draw();
  }
}

function trial() {
  return h(
    "section",
    { class: "fm-card fm-paper fm-after", "data-paper": data.trial },
    h("div", null, h("h3", null, say("trial")), h("p", { class: "fm-quiet" }, say("trialWhat"))),
    h("button", { type: "button", class: "fm-button", onclick: () => openPaper(data.trial) }, say("trialStart")),
  );
}

/** The feedback that may be read: sitting -> total. A service that cannot tell it keeps nobody from the exams. */
async function released() {
  try {
    return (await ask("GET", "api/feedback")).sittings;
  } catch {
    return {};
  }
}

/** @param {any} row */
function past(row) {
  const state = row.observed && row.status !== "voided" ? "observed" : { submitted: "handedIn", "auto-submitted": "handedInAuto", voided: "voided" }[row.status];
  return h(
    "li",
    { class: "fm-past" },
    h("span", { class: "fm-past-title" }, said(row.title)),
    h("span", { class: "fm-quiet" }, `${say("attempt", { n: row.attempt })} · ${moment(row.ended)}`),
    h("span", { class: `fm-badge fm-badge-${row.status === "voided" ? "bad" : "good"}` }, say(state ?? "handedIn")),
    told[row.sitting] && h("a", { href: `${BASE}feedback/${row.sitting}` }, tell("feedback")),
    !row.observed && h("a", { href: `${BASE}sit/${row.sitting}` }, say("receipt")),
  );
}

function empty() {
  return h("div", { class: "fm-empty" }, h("h2", null, say("nothingOpen")), h("p", null, say("nothingOpenHint")));
}

function skeleton() {
  return [h("h1", null, say("mine")), h("div", { class: "fm-skeleton fm-skeleton-card", "aria-label": say("loading") })];
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
    h("button", { type: "button", class: "fm-button", onclick: load }, say("tryAgain")),
  );
}
