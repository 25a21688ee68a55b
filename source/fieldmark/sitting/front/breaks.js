// A break that a person may take: the questions are away until it ends, by hand or by itself.

import { confirm } from "./dialog.js";
import { h } from "./dom.js";
import { ask } from "./talk.js";
import { clockTime, say } from "./words.js";

/** @param {any} exam */
export function resting(exam) {
  return Boolean(exam.data?.rest) && exam.clock.now() < Date.parse(exam.data.rest) && !exam.over();
}

/** @param {any} exam */
export function breakButton(exam) {
  if (!exam.data.break || exam.taken || exam.data.status !== "running" || exam.data.mode === "practice") return null;
  return h("button", { type: "button", class: "fm-button fm-button-quiet fm-rest", "data-act": "rest" }, say("rest"));
}

/** @param {any} exam */
export function breakPage(exam) {
  const minutes = Math.max(1, Math.ceil((Date.parse(exam.data.rest) - exam.clock.now()) / 60000));
  return h(
    "article",
    { class: "fm-card fm-sheet fm-calm" },
    h("h1", { tabindex: "-1", class: "fm-focus" }, say("resting")),
    h("p", null, say("restUntil", { at: clockTime(exam.data.rest), m: minutes })),
    h("p", { class: "fm-quiet" }, say("restSafe")),
    h("div", { class: "fm-acts" }, h("button", { type: "button", class: "fm-button fm-button-main", "data-act": "return" }, say("restEnd"))),
  );
}

/** Begin the break once everything is saved. @param {any} exam */
export async function takeBreak(exam) {
  exam.leaveSlot();
  if (!(await confirm(say("restSure", { m: Math.round(exam.data.break / 60) }), say("restYes")))) return;
  await act(exam, {});
}

/** @param {any} exam */
export async function endBreak(exam) {
  await act(exam, { back: 1 });
}

/** @param {any} exam @param {object} sent */
async function act(exam, sent) {
  try {
    await exam.acting;
    await exam.outbox.pump();
    exam.hear(await ask("POST", `${exam.path}/break`, sent));
    if (!exam.data.rest) await exam.takeAgain();
  } catch (error) {
    exam.trouble = error;
  }
  exam.shownAt = performance.now();
  exam.draw();
  exam.focus();
}
