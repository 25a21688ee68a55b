// A word or a short phrase.

import { fresh, h } from "../dom.js";
import { mount, say } from "./parts.js";

export default {
  /** @param {{model: any, el: HTMLElement}} host */
  render(host) {
    return mount(host, (view) => {
      const id = fresh("text");
      const input = h("input", {
        id,
        class: "fm-input",
        maxlength: 500,
        autocomplete: "off",
        disabled: view.locked,
        "aria-describedby": view.label,
      });
      input.value = view.answer.text ?? "";
      view.typed(() => (input.value.trim() ? { text: input.value } : {}), input);
      return h("div", { class: "fm-field" }, h("label", { for: id }, say(view.language, "text")), input);
    });
  },
};
