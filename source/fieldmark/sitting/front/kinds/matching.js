// Left sides to be given their right sides: one native select each.

import { fill, fresh, h } from "../dom.js";
import { clearing, mount, say } from "./parts.js";

export default {
  /** @param {{model: any, el: HTMLElement}} host */
  render(host) {
    return mount(host, (view) => {
      const pairs = { ...(view.answer.pairs ?? {}) };
      const box = h("div", { role: "group", "aria-labelledby": view.label });
      const tell = () => view.set(Object.keys(pairs).length ? { pairs: { ...pairs } } : {});
      const draw = () => {
        const rows = view.question.left.map((/** @type {any} */ left) => row(left, view, pairs, tell));
        const clear = () => {
          for (const key of Object.keys(pairs)) delete pairs[key];
          tell();
          draw();
          box.querySelector("select")?.focus();
        };
        fill(box, rows, clearing(view, clear));
      };
      draw();
      return box;
    });
  },
};

/** @param {any} left @param {any} view @param {Record<string, string>} pairs @param {() => void} tell */
function row(left, view, pairs, tell) {
  const id = fresh("pair");
  const select = h(
    "select",
    { id, class: "fm-input", disabled: view.locked },
    h("option", { value: "" }, say(view.language, "choose")),
    view.question.right.map((/** @type {any} */ r) => h("option", { value: r.key }, view.text(r.text))),
  );
  select.value = pairs[left.key] ?? "";
  select.addEventListener("change", () => {
    if (select.value) pairs[left.key] = select.value;
    else delete pairs[left.key];
    tell();
  });
  return h(
    "div",
    { class: "fm-pair" },
    h("label", { for: id, html: view.text(left.html ?? left.text) }),
    h("span", { class: "fm-pair-arrow", "aria-hidden": "true" }, "→"),
    select,
  );
}
