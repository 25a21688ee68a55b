// What the engineer has to know now: one banner, the most important first.

import { fill, h } from "./dom.js";
import { logIn } from "./talk.js";
import { said, say } from "./words.js";

let shown = "";
let wasBad = false;

/** @param {HTMLElement} bar @param {any} exam */
export function banner(bar, exam) {
  const all = [main(exam), ...(exam.data.told ?? []).slice(-1).map(told)].filter(Boolean);
  const key = JSON.stringify(all.map((b) => [b.tone, b.words, Boolean(b.act)]));
  if (key === shown && bar.childElementCount === all.length) return;
  shown = key;
  fill(bar, all.map(draw));
}

/** @param {{text: string}} message */
function told(message) {
  return { tone: "accent", words: say("examiner", { text: message.text }) };
}

/** @param {any} exam */
function main(exam) {
  const { data, outbox, trouble } = exam;
  const waiting = outbox.queue.length;
  if (exam.taken) return { tone: "warn", words: say("bannerTaken"), act: [say("takeOver"), () => takeOver(exam)] };
  if (trouble?.status === 401) return { tone: "bad", words: say("bannerLogin"), act: [say("logIn"), logIn] };
  if (data.status === "paused") return { tone: "warn", words: [say("bannerPaused"), data.reason].filter(Boolean).join(" ") };
  if (outbox.late()) return bad(trouble, waiting);
  if (exam.clock.left() === 0) return { tone: "warn", words: say("bannerOver") };
  if (trouble && exam.pulseFailures > 1) return { tone: "warn", words: say("bannerOffline") };
  if (!outbox.stored) return { tone: "warn", words: say("bannerStorage") };
  if (data.rebuilt) return { tone: "warn", words: say("bannerRebuilt") };
  if (wasBad && !waiting) {
    setTimeout(() => (wasBad = false), 4000);
    return { tone: "good", words: say("bannerBack") };
  }
  return null;
}

/** @param {any} trouble @param {number} n */
function bad(trouble, n) {
  wasBad = true;
  if (trouble?.problem) return { tone: "bad", words: `${said(trouble.problem.message)} ${said(trouble.problem.hint)}` };
  return { tone: "bad", words: n === 1 ? say("bannerLine1") : say("bannerLine", { n }) };
}

/** @param {any} exam */
async function takeOver(exam) {
  try {
    await exam.take();
  } catch (error) {
    exam.trouble = error;
  }
  if (exam.over()) await exam.showReceipt();
  else exam.draw();
  exam.outbox.retry();
}

/** @param {any} b */
function draw(b) {
  return h(
    "div",
    { class: `fm-banner fm-banner-${b.tone}`, role: b.tone === "bad" ? "alert" : "status" },
    h("p", null, b.words),
    b.act && h("button", { type: "button", class: "fm-button", onclick: b.act[1] }, b.act[0]),
  );
}
