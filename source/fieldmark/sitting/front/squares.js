// The navigator: a small square for each question, whose shape says open, answered or marked.

import { h } from "./dom.js";
import { say } from "./words.js";

/**
 * @param {{slot: string}[]} questions @param {number} current
 * @param {(slot: string) => {answered: boolean, flagged: boolean, trouble: boolean}} state
 * @param {(at: number) => void} go
 */
export function squares(questions, current, state, go) {
  return h(
    "nav",
    { class: "fm-squares", "aria-label": say("overview") },
    h("ol", null, questions.map((q, at) => h("li", null, square(at, at === current, state(q.slot), go)))),
  );
}

/** @param {number} at @param {boolean} here @param {any} s @param {(at: number) => void} go */
function square(at, here, s, go) {
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
      onclick: () => go(at),
    },
    String(at + 1),
  );
}
