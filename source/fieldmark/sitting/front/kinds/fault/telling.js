// What the bench is made of, in words.

import { textOf } from "../practical.js";
import { number, say } from "./words.js";

/** @param {any} b @param {{minutes: number, cost: number}} of */
export function price(b, of) {
  return say(b.language, "price", { minutes: number(b.language, of.minutes), cost: number(b.language, of.cost) });
}

/** What is done to repair. @param {any} b @param {any} r */
export function repair(b, r) {
  return textOf(r.action, b.language) || textOf(r.title, b.language);
}

/** @param {any} b @param {string} id */
export function state(b, id) {
  return textOf(b.question.states.find((/** @type {any} */ s) => s.id === id)?.title, b.language);
}

/** A step in words: title, minutes, and what the display and the notebook show. @param {any} b @param {any} step */
export function told(b, step) {
  const reading = textOf(step.reading, b.language);
  const of = (/** @type {any[]} */ list) => list.find((x) => x.id === step.id);
  if (step.kind === "test") {
    const t = of(b.question.tests);
    const title = textOf(t.title, b.language);
    return { sign: t.instrument, head: title, title, minutes: t.minutes, value: reading, note: reading };
  }
  if (step.kind === "state") {
    const c = of(b.question.changes);
    const title = textOf(c.title, b.language);
    return { sign: "state", head: title, title, minutes: c.minutes, value: say(b.language, "isNow", { state: state(b, step.unit) }), note: "" };
  }
  const r = of(b.question.repairs);
  if (step.kind === "declare") {
    return { sign: "tool", head: "", title: say(b.language, "closed", { cause: textOf(r.title, b.language) }), minutes: 0, value: "", note: "" };
  }
  return { sign: "replace", head: repair(b, r), title: repair(b, r), minutes: r.minutes, value: reading, note: reading };
}

/** Minutes worked so far. @param {any} b */
export function spent(b) {
  const of = { test: b.question.tests, state: b.question.changes, replace: b.question.repairs };
  return b.view.steps.reduce((/** @type {number} */ sum, /** @type {any} */ s) => {
    const list = of[/** @type {keyof typeof of} */ (s.kind)] ?? [];
    return sum + (list.find((/** @type {any} */ x) => x.id === s.id)?.minutes ?? 0);
  }, 0);
}
