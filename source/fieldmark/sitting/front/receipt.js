// What was received, to be kept; of practice, what was right.

import { fill, h } from "./dom.js";
import { feedback } from "./kinds/parts.js";
import { BASE, ask } from "./talk.js";
import { language, moment, said, say } from "./words.js";

/** Show the receipt of a sitting. @param {Element} at @param {any} receipt as the service gives it */
export function receiptPage(at, receipt) {
  const done = receipt.received.filter((/** @type {any} */ r) => r.answered).length;
  const trial = receipt.paper === "trial";
  const practice = receipt.mode === "practice" && !trial;
  const voided = receipt.status === "voided";
  const auto = receipt.status === "auto-submitted";
  fill(
    at,
    h("h1", { tabindex: "-1", class: "fm-focus" }, say(voided ? "receiptVoid" : trial ? "practiceDone" : practice ? "practiceOver" : "receiptTitle")),
    h(
      "div",
      { class: "fm-card" },
      h("h2", null, said(receipt.paper_title)),
      h("p", null, say(auto ? "receiptAuto" : "receiptWhen", { at: moment(receipt.ended) })),
      h("p", null, say("receiptCount", { n: done, all: receipt.received.length })),
      receipt.kept > 0 && h("p", { class: "fm-banner fm-banner-warn" }, say("receiptKept", { n: receipt.kept })),
      !practice && proof(receipt),
      h(
        "div",
        { class: "fm-acts" },
        !practice && h("button", { type: "button", class: "fm-button", onclick: () => keep(receipt) }, say("keep")),
        h("a", { class: "fm-button fm-button-main", href: BASE }, say("toMine")),
      ),
    ),
    h(
      "div",
      { class: "fm-card" },
      h("h2", null, say(practice ? "practiceTold" : "received")),
      h("ol", { class: "fm-received" }, receipt.received.map(line)),
    ),
  );
}

/** @param {any} receipt */
function proof(receipt) {
  return [
    h("p", { class: "fm-figure-label" }, say("checksum")),
    h("p", { class: "fm-checksum", "data-checksum": receipt.checksum }, grouped(receipt.checksum)),
    h("p", { class: "fm-quiet" }, say("checksumHelp")),
  ];
}

/** @param {any} received */
function line(received) {
  return h(
    "li",
    null,
    h("span", { class: "fm-received-title" }, said(received.title)),
    h("span", { class: received.answered ? "" : "fm-quiet" }, said(received.answer)),
    feedback(received.told, { text: said, language: language() }),
  );
}

/** In groups of eight, to be read aloud. @param {string} checksum */
function grouped(checksum) {
  return (checksum.match(/.{1,8}/g) ?? []).map((part) => h("span", null, part));
}

/** Save the receipt as a file. @param {any} receipt */
function keep(receipt) {
  const { sentAt, heardAt, ...kept } = receipt;
  const blob = new Blob([JSON.stringify(kept, null, 1)], { type: "application/json" });
  const link = h("a", { href: URL.createObjectURL(blob), download: `${receipt.paper}-${receipt.sitting}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** @param {string} sitting */
export async function fetchReceipt(sitting) {
  return ask("GET", `api/sittings/${sitting}/receipt`);
}
