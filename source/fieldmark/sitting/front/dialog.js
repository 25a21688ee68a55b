// A question that has to be answered before something is done: the browser's own modal dialog.

import { fresh, h } from "./dom.js";
import { say } from "./words.js";

/** Resolves true where the person agreed. @param {string} words @param {string} yes @returns {Promise<boolean>} */
export function confirm(words, yes) {
  const label = fresh("dialog");
  return new Promise((resolve) => {
    const close = (/** @type {boolean} */ answer) => {
      box.close();
      box.remove();
      resolve(answer);
    };
    const box = h(
      "dialog",
      { class: "fm-card fm-dialog", "aria-labelledby": label, oncancel: () => close(false) },
      h("p", { id: label }, words),
      h(
        "div",
        { class: "fm-dialog-acts" },
        h("button", { type: "button", class: "fm-button", onclick: () => close(false) }, say("cancel")),
        h("button", { type: "button", class: "fm-button fm-button-main", onclick: () => close(true) }, yes),
      ),
    );
    document.body.append(box);
    box.showModal();
  });
}
