// A text that a person marks.

import { fresh, h } from "../dom.js";
import { mount, say } from "./parts.js";

const MOST = 20000;

export default {
  /** @param {{model: any, el: HTMLElement}} host */
  render(host) {
    return mount(host, (view) => {
      const id = fresh("text");
      const area = h("textarea", {
        id,
        class: "fm-input fm-text",
        rows: 8,
        maxlength: MOST,
        disabled: view.locked,
        "aria-describedby": view.label,
      });
      area.value = view.answer.text ?? "";
      const count = h("p", { class: "fm-help fm-number" });
      const show = () => (count.textContent = `${area.value.length} / ${MOST} ${say(view.language, "characters")}`);
      area.addEventListener("input", show);
      show();
      view.typed(() => (area.value.trim() ? { text: area.value } : {}), area);
      return h("div", { class: "fm-field" }, h("label", { for: id }, say(view.language, "text")), area, count);
    });
  },
};
