// The waiting room: who needs an access code types it, who is to be seen by the examiner waits; the page goes in by itself.

import { fill, h } from "./dom.js";
import { ask, logIn } from "./talk.js";
import { said, say } from "./words.js";

const NO_TRIES = "E032";
const EVERY = 6000; // ms between looks, and up to as much again by lot, so that thousands do not look at once

/** @param {any} exam */
export function waitingRoom(exam) {
  /** @type {any} */
  let trouble = null;
  let told = exam.data.told;
  let typed = "";
  /** @type {any} */
  let timer = 0;

  const enter = () => {
    clearTimeout(timer);
    exam.waiting = undefined;
    return exam.begin();
  };
  const look = async () => {
    try {
      const reply = await ask("GET", exam.path);
      if (reply.status !== "invited" || reply.admitted) return enter();
      if (trouble?.status !== 409) trouble = null;
      told = reply.told;
    } catch (error) {
      trouble = error;
      if (trouble.status === 401) return logIn();
    }
    if (document.activeElement?.tagName !== "INPUT") draw();
    timer = setTimeout(look, EVERY * (1 + Math.random()));
  };
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    typed = exam.main.querySelector("input").value;
    try {
      const reply = await ask("POST", `${exam.path}/admission`, { code: typed });
      if (reply.admitted || reply.status !== "invited") return enter();
    } catch (error) {
      trouble = error;
      if (trouble.status === 401) return logIn();
      if (trouble.problem?.code === NO_TRIES) exam.data.tries = 0;
    }
    draw();
    exam.main.querySelector("input")?.select();
  };
  const draw = () => {
    exam.main.className = "fm-page fm-page-narrow";
    fill(
      exam.main,
      h("h1", { tabindex: "-1", class: "fm-focus" }, said(exam.data.paper.title)),
      told.slice(-1).map((/** @type {any} */ t) => h("p", { class: "fm-banner fm-banner-accent" }, say("examiner", { text: t.text }))),
      h("section", { class: "fm-card" }, way(exam, send, trouble, typed), facts(exam)),
      trouble && !trouble.problem && h("p", { class: "fm-banner fm-banner-warn", role: "status" }, say("waitOffline")),
    );
  };
  exam.waiting = draw;
  exam.top.draw();
  draw();
  exam.focus();
  timer = setTimeout(look, EVERY);
}

/** How one gets in. @param {any} exam @param {(event: Event) => void} send @param {any} trouble @param {string} typed */
function way(exam, send, trouble, typed) {
  if (exam.data.admission !== "code") return seen();
  return exam.data.tries === 0 ? noTries() : codeForm(send, trouble, typed);
}

/** Too many wrong codes: the examiner alone lets them in. */
function noTries() {
  return h("div", { role: "alert" }, h("h2", null, say("waitSeen")), h("p", null, say("waitNoTries")));
}

/** @param {(event: Event) => void} send @param {any} trouble @param {string} typed */
function codeForm(send, trouble, typed) {
  const wrong = trouble?.problem;
  const field = h("input", {
    class: "fm-input",
    id: "fm-code",
    name: "code",
    inputmode: "numeric",
    autocomplete: "off",
    maxlength: 20,
    required: true,
    "aria-describedby": "fm-code-help",
    "aria-invalid": wrong ? "true" : null,
  });
  field.value = typed;
  return h(
    "form",
    { onsubmit: send },
    h("h2", null, say("waitCode")),
    h("p", { id: "fm-code-help" }, say("waitCodeHelp")),
    h("div", { class: "fm-field" }, h("label", { for: "fm-code" }, say("code")), field),
    wrong && h("p", { class: "fm-error", role: "alert" }, `${said(wrong.message)} ${said(wrong.hint)}`),
    h("button", { type: "submit", class: "fm-button fm-button-main" }, say("goIn")),
  );
}

function seen() {
  return h("div", { role: "status" }, h("h2", null, say("waitSeen")), h("p", null, say("waitSeenHelp")));
}

/** Whose screen it is, for the examiner, and how long the exam takes. @param {any} exam */
function facts(exam) {
  const who = exam.data.person;
  return [
    h("p", { class: "fm-wait-clock" }, h("strong", null, who.name), " ", h("span", { class: "fm-quiet" }, who.user)),
    h("p", { class: "fm-quiet" }, say("waitClock", { minutes: exam.data.paper.minutes })),
  ];
}
