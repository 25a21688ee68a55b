// The navigator: a small square for each question, whose shape says open, answered or marked.

import { h } from "./dom.js";
import { say } from "./words.js";

/**
 * @param {{slot: string}[]} questions @param {number} current
 * @param {(slot: string) => {answered: boolean, flagged: boolean, trouble: boolean}} state
 */
export function squares(questions, current, state) {
  return h(
    "nav",
    { class: "fm-squares", "aria-label": say("overview") },
    h("ol", null, questions.map((q, at) => h("li", null, square(at, at === current, state(q.slot))))),
  );
}

/** @param {number} at @param {boolean} here @param {any} s */
function square(at, here, s) {
  const words = [say("questionShort", { n: at + 1 })];
  words.push(say(s.answered ? "answered" : "open_"));
  if (s.flagged) words.push(say("marked"));
  if (s.trouble) words.push(say("unsaved"));
  return h(
    "button",
    {
      type: "button",
      class: `fm-square${s.answered ? " is-answered" : ""}${s.flagged ? " is-flagged" : ""}${s.trouble ? " is-trouble" : ""}`,
      "aria-label": words.join(", "),
      "aria-current": here ? "step" : null,
      "data-act": "go",
      "data-at": at,
    },
    String(at + 1),
  );
}
