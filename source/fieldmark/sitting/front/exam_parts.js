// The parts of the exam page around a question, each made from where the sitting stands.

import { h } from "./dom.js";
import { squares } from "./squares.js";
import { said, say } from "./words.js";

/** The sheet with the question. @param {any} exam @param {Element} host @param {Element} marks */
export function sheet(exam, host, marks) {
  const [q, all] = [exam.data.questions[exam.at], exam.data.questions.length];
  return h(
    "article",
    { class: "fm-card fm-sheet", "aria-labelledby": "fm-title" },
    h(
      "div",
      { class: "fm-sheet-head" },
      h("h1", { id: "fm-title", tabindex: "-1", class: "fm-focus" }, say("question", { n: exam.at + 1, all })),
      h("span", { class: "fm-quiet" }, q.points === 1 ? say("point") : say("points", { n: q.points })),
    ),
    host,
    marks,
  );
}

/** The navigator; on a phone it folds away. @param {any} exam */
export function overview(exam) {
  const open = exam.mapOpen ?? matchMedia("(min-width: 601px)").matches;
  return h(
    "details",
    { open },
    h("summary", { class: "fm-small" }, say("overview")),
    squares(exam.data.questions, exam.at, (slot) => exam.state(slot)),
  );
}

/** Whether the answer is saved. @param {any} exam */
export function savedMark(exam) {
  const { answered, status } = exam.state(exam.slot);
  const problem = exam.outbox.refused.get(exam.slot);
  const [tone, sign] = {
    saved: ["good", "✓"],
    saving: ["accent", "…"],
    unsaved: ["warn", "!"],
    refused: ["bad", "✗"],
    kept: ["warn", "!"],
  }[/** @type {"saved"|"saving"|"unsaved"|"refused"|"kept"} */ (status)];
  const quiet = status === "saved" && !answered;
  const why = status === "refused" && problem && [said(problem.message), " ", said(problem.hint)];
  return h(
    "div",
    { class: "fm-saved", role: "status", "data-saved": quiet ? "none" : status },
    !quiet && h("span", { class: `fm-badge fm-badge-${tone}` }, h("span", { "aria-hidden": "true" }, sign), say(status)),
    why && h("span", { class: "fm-error" }, why),
  );
}

/** @param {any} exam */
export function flagButton(exam) {
  const on = exam.flags.has(exam.slot);
  return h(
    "button",
    {
      type: "button",
      class: "fm-button fm-flag",
      "data-act": "flag",
      "aria-pressed": String(on),
      disabled: exam.taken,
    },
    h("span", { "aria-hidden": "true" }, on ? "⚑" : "⚐"),
    say(on ? "flagged" : "flag"),
  );
}

/** Previous, review, next. @param {any} exam */
export function moves(exam) {
  const last = exam.at === exam.data.questions.length - 1;
  const step = (/** @type {"previous"|"next"|"review"} */ act, main = false, disabled = false) =>
    h(
      "button",
      { type: "button", class: `fm-button${main ? " fm-button-main" : ""}`, "data-act": act, disabled },
      say(act === "review" && last ? "reviewLast" : act),
    );
  return [step("previous", false, exam.at === 0), step("review", last), !last && step("next", true)];
}

/** Time left in words, by the server's clock; none in practice, where nothing presses. @param {any} exam */
export function timeLeft(exam) {
  if (!exam.data || exam.over() || exam.data.paper.practice || !Number.isFinite(exam.clock.deadline)) return null;
  const minutes = Math.ceil(exam.clock.left() / 60000);
  const words = exam.data.status === "paused" ? say("paused") : left(exam.clock.left(), minutes);
  return h("span", { class: `fm-time fm-number${minutes <= 5 ? " is-short" : ""}`, role: "timer" }, words);
}

/** @param {any} exam */
export function person(exam) {
  return exam.data && h("span", { class: "fm-who" }, exam.data.person.name);
}

/** @param {number} ms @param {number} minutes */
function left(ms, minutes) {
  if (ms <= 0) return say("leftNone");
  if (ms < 60000) return say("leftSeconds");
  if (minutes === 1) return say("leftOne");
  if (minutes < 60) return say("leftMinutes", { m: minutes });
  return say("leftHours", { h: Math.floor(minutes / 60), m: minutes % 60 });
}
