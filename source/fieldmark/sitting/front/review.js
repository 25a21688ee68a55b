// A look over all questions before handing in.

import { h } from "./dom.js";
import { squares } from "./squares.js";
import { say } from "./words.js";

/** @param {any} exam */
export function reviewPage(exam) {
  const all = exam.data.questions.map((/** @type {any} */ q, /** @type {number} */ at) => ({ at, ...exam.state(q.slot) }));
  const open = all.filter((/** @type {any} */ s) => !s.answered);
  const flagged = all.filter((/** @type {any} */ s) => s.flagged);
  const refused = all.filter((/** @type {any} */ s) => s.status === "refused");
  const waiting = exam.outbox.queue.length;
  const locked = exam.taken || exam.handing || waiting > 0 || exam.data.status !== "running";
  return h(
    "article",
    { class: "fm-card fm-sheet" },
    h("h1", { tabindex: "-1", class: "fm-focus" }, say("reviewTitle")),
    open.length
      ? part(say("reviewOpen", { n: open.length, all: all.length }), open)
      : h("p", null, say("reviewAll", { n: all.length })),
    flagged.length > 0 && part(say("reviewFlagged", { n: flagged.length }), flagged),
    refused.length > 0 && part(say("reviewRefused", { n: refused.length }), refused),
    squares(exam.data.questions, -1, (slot) => exam.state(slot)),
    waiting > 0 && h("p", { class: "fm-banner fm-banner-warn", role: "status" }, say("reviewWait", { n: waiting })),
    exam.trouble && !waiting && h("p", { class: "fm-banner fm-banner-bad", role: "alert" }, say("handInFailed")),
    h(
      "div",
      { class: "fm-acts" },
      h("button", { type: "button", class: "fm-button", "data-act": "back" }, say("back")),
      h(
        "button",
        {
          type: "button",
          class: "fm-button fm-button-main",
          "data-act": "hand-in",
          disabled: locked,
        },
        say(exam.handing ? "handingIn" : "handIn"),
      ),
    ),
  );
}

/** @param {string} words @param {any[]} listed */
function part(words, listed) {
  return h(
    "div",
    { class: "fm-review-part" },
    h("p", null, words),
    h(
      "div",
      { class: "fm-review-list" },
      listed.map((s) =>
        h(
          "button",
          { type: "button", class: "fm-button", "data-act": "go", "data-at": s.at },
          say("questionShort", { n: s.at + 1 }),
        ),
      ),
    ),
  );
}
