// Steps to be put in order: buttons up and down for keyboard and thumb, dragging for a mouse.

import { fill, h } from "../dom.js";
import { clearing, mount, say } from "./parts.js";

export default {
  /** @param {{model: any, el: HTMLElement}} host */
  render(host) {
    return mount(host, (view) => new Order(view).box);
  },
};

class Order {
  /** @param {any} view */
  constructor(view) {
    this.view = view;
    this.options = new Map(view.question.options.map((/** @type {any} */ o) => [o.key, o]));
    this.order = view.answer.order ?? [...this.options.keys()];
    this.touched = Boolean(view.answer.order);
    this.list = h("ol", { class: "fm-order", "aria-labelledby": view.label });
    this.said = h("p", { class: "fm-hidden", "aria-live": "polite" });
    this.below = h("div", { class: "fm-order-below" });
    this.box = h("div", null, this.list, this.said, this.below);
    this.draw();
  }

  draw() {
    const { view } = this;
    fill(this.list, this.order.map((/** @type {string} */ key, /** @type {number} */ at) => this.row(key, at)));
    const state = h("span", { class: "fm-quiet fm-small" }, say(view.language, this.touched ? "touched" : "untouched"));
    const keep =
      !this.touched &&
      !view.locked &&
      h("button", { type: "button", class: "fm-button", onclick: () => this.tell() }, say(view.language, "keep"));
    fill(this.below, state, keep, this.touched && clearing(view, () => this.clear()));
  }

  /** @param {string} key @param {number} at */
  row(key, at) {
    const { view } = this;
    const option = this.options.get(key);
    const words = view.text(option.text);
    const button = (/** @type {number} */ by, /** @type {"up"|"down"} */ id, /** @type {string} */ sign) =>
      h(
        "button",
        {
          type: "button",
          class: "fm-button fm-order-button",
          "data-move": id,
          "aria-label": say(view.language, id) + words,
          disabled: view.locked || at + by < 0 || at + by >= this.order.length,
          onclick: () => this.move(at, at + by, id),
        },
        h("span", { "aria-hidden": "true" }, sign),
      );
    return h(
      "li",
      {
        class: "fm-order-row",
        "data-key": key,
        draggable: view.locked ? null : "true",
        ondragstart: (/** @type {DragEvent} */ e) => this.drag(e, key),
        ondragover: (/** @type {DragEvent} */ e) => e.preventDefault(),
        ondrop: (/** @type {DragEvent} */ e) => this.drop(e, at),
      },
      h("span", { class: "fm-order-place fm-number", "aria-hidden": "true" }, String(at + 1)),
      h("span", { class: "fm-order-text", html: view.text(option.html ?? option.text) }),
      button(-1, "up", "↑"),
      button(1, "down", "↓"),
    );
  }

  /** @param {DragEvent} event @param {string} key */
  drag(event, key) {
    event.dataTransfer?.setData("text/plain", key);
  }

  /** @param {DragEvent} event @param {number} at */
  drop(event, at) {
    event.preventDefault();
    const from = this.order.indexOf(event.dataTransfer?.getData("text/plain"));
    if (from >= 0 && from !== at && !this.view.locked) this.move(from, at, "up");
  }

  /** @param {number} from @param {number} to @param {"up"|"down"} button */
  move(from, to, button) {
    const key = this.order[from];
    this.order = this.order.filter((/** @type {string} */ k) => k !== key);
    this.order.splice(to, 0, key);
    this.tell();
    const row = this.list.children[to];
    const same = row.querySelector(`[data-move="${button}"]:not([disabled])`);
    (same ?? row.querySelector("button:not([disabled])"))?.focus();
    const { view } = this;
    this.said.textContent = `${view.text(this.options.get(key).text)}: ${say(view.language, "moved")} ${to + 1}`;
  }

  tell() {
    this.touched = true;
    this.view.set({ order: [...this.order] });
    this.draw();
  }

  clear() {
    this.touched = false;
    this.order = [...this.options.keys()];
    this.view.set({});
    this.draw();
    this.list.querySelector("button:not([disabled])")?.focus();
  }
}
