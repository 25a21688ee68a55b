// A number with its unit, as typed; the server reads it.

import { fresh, h } from "../dom.js";
import { mount, say } from "./parts.js";

export default {
  /** @param {{model: any, el: HTMLElement}} host */
  render(host) {
    return mount(host, (view) => {
      const { question, language, locked } = view;
      const units = question.units?.length ? question.units : question.unit ? [question.unit] : [];
      const [valueId, unitId] = [fresh("value"), fresh("unit")];
      const value = h("input", {
        id: valueId,
        class: "fm-input fm-number",
        inputmode: "text",
        autocomplete: "off",
        maxlength: 60,
        disabled: locked,
        "aria-describedby": view.label,
      });
      value.value = view.answer.value ?? "";
      const unit = unitField(units, unitId, view);
      const answer = () => {
        if (!value.value.trim()) return {};
        return unit?.value ? { value: value.value, unit: unit.value } : { value: value.value };
      };
      view.typed(answer, value);
      unit?.addEventListener("change", () => view.set(answer()));
      return h(
        "div",
        { class: "fm-numeric" },
        h("div", { class: "fm-field" }, h("label", { for: valueId }, say(language, "value")), value),
        unit && h("div", { class: "fm-field" }, h("label", { for: unitId }, say(language, "unit")), unit),
      );
    });
  },
};

/** @param {string[]} units @param {string} id @param {any} view */
function unitField(units, id, view) {
  if (!units.length) return null;
  const chosen = view.answer.unit ?? (units.length > 1 ? "" : units[0]); // choosing the unit is part of the answer
  const all = units.includes(chosen) ? units : [chosen, ...units];
  const select = h(
    "select",
    { id, class: "fm-input", disabled: view.locked },
    all.map((u) => h("option", { value: u }, u || "–")),
  );
  select.value = chosen;
  return select;
}
