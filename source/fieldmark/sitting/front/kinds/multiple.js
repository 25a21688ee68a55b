// Any number of several options.

import { h } from "../dom.js";
import { mount, options, say } from "./parts.js";

export default {
  /** @param {{model: any, el: HTMLElement}} host */
  render(host) {
    return mount(host, (view) => [
      h("p", { class: "fm-quiet fm-small" }, say(view.language, "several")),
      options(view, "checkbox", view.answer.choices ?? [], (keys) => view.set(keys.length ? { choices: keys } : {})),
    ]);
  },
};
