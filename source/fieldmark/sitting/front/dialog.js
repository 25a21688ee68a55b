// A question that has to be answered before something is done: the browser's own modal dialog.

import { fresh, h } from "./dom.js";
import { say } from "./words.js";

/** Resolves true where the person agreed. @param {string} words @param {string} yes @returns {Promise<boolean>} */
export async function confirm(words, yes) {
  return (await form(words, [], yes)) !== null;
}

/**
 * Asks for a few values. Resolves to them by name, or null where the person did not agree.
 * @param {string} words @param {{name: string, label: string, value?: string, lines?: number, number?: boolean}[]} fields
 * @param {string} yes @returns {Promise<Record<string, string>|null>}
 */
export function form(words, fields, yes) {
  const label = fresh("dialog");
  return new Promise((resolve) => {
    const close = (/** @type {Record<string, string>|null} */ answer) => {
      box.close();
      box.remove();
      resolve(answer);
    };
    /** @type {Record<string, any>} */
    const inputs = {};
    const act = (/** @type {Event} */ event) => {
      event.preventDefault();
      close(Object.fromEntries(fields.map((f) => [f.name, inputs[f.name].value])));
    };
    const box = h(
      "dialog",
      { class: "fm-card fm-dialog", "aria-labelledby": label, oncancel: () => close(null) },
      h(
        "form",
        { method: "dialog", onsubmit: act },
        h("p", { id: label }, words),
        fields.map((f) => field(f, inputs)),
        h(
          "div",
          { class: "fm-dialog-acts" },
          h("button", { type: "button", class: "fm-button", onclick: () => close(null) }, say("cancel")),
          h("button", { type: "submit", class: "fm-button fm-button-main" }, yes),
        ),
      ),
    );
    document.body.append(box);
    box.showModal();
    (inputs[fields[0]?.name] ?? box.querySelector("[type=button]")).focus();
  });
}

/** @param {any} f @param {Record<string, any>} inputs */
function field(f, inputs) {
  const id = fresh("field");
  const shared = { id, class: "fm-input", required: true };
  inputs[f.name] = f.lines
    ? h("textarea", { ...shared, rows: f.lines, maxlength: 1000, class: "fm-input fm-text-small" })
    : h("input", { ...shared, type: f.number ? "number" : "text", min: f.number ? 1 : null, max: f.number ? 600 : null });
  inputs[f.name].value = f.value ?? "";
  return h("div", { class: "fm-field" }, h("label", { for: id }, f.label), inputs[f.name]);
}
