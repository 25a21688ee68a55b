// The fault bench: a unit with a hidden fault. Each act goes to whoever holds the truth (exam service or kernel);
// the page shows what came back, and nothing about whether the act was wise.

import { fill, fresh, h, morph } from "../dom.js";
import { status, tabs } from "./fault/frame.js";
import { meter, notebook } from "./fault/meter.js";
import { LINES, measuring, replacing, workOrder } from "./fault/panels.js";
import { Sending } from "./fault/sending.js";
import { number, say } from "./fault/words.js";
import { languageOf, textOf } from "./practical.js";
import replay from "../replay.js";

const TABS = { measure: measuring, replace: replacing, order: workOrder };
const CARRIED_OUT = ["test", "state", "replace", "declare"];

class Bench {
  /** @param {{model: any, el: HTMLElement}} host */
  constructor({ model, el }) {
    this.model = model;
    this.el = el;
    this.id = fresh("bench");
    this.main = h("div", null);
    this.after = h("div", { class: "fm-replay-place" }); // the replay draws itself
    /** @type {any} */
    this.ui = { tab: "measure", instrument: model.get("question").instruments[0]?.id ?? "", point: "", asking: "" };
    this.sending = new Sending(model, () => this.draw());
  }

  get language() {
    return languageOf(this.model);
  }

  get question() {
    return this.model.get("question");
  }

  get view() {
    return this.model.get("view");
  }

  get busy() {
    return this.sending.busy;
  }

  get locked() {
    return Boolean(this.model.get("locked") || this.view.declared);
  }

  /** @param {any} t */
  text(t) {
    return textOf(t, this.language);
  }

  /** Tests that the chosen instrument makes. */
  tests() {
    return this.question.tests.filter((/** @type {any} */ t) => t.instrument === this.ui.instrument);
  }

  /** A line of the work order, as typed last. @param {string} name */
  line(name) {
    if (this.view.declared) return this.view.order[name] ?? "";
    return this.sending.typed[name] ?? this.view.order[name] ?? "";
  }

  /** The cause chosen in the work order. */
  cause() {
    if (this.view.declared) return this.view.declared;
    if (this.ui.cause !== undefined) return this.ui.cause;
    const said = this.line("cause");
    return this.question.repairs.find((/** @type {any} */ r) => said && [r.title.en, r.title.zh].includes(said))?.id ?? "";
  }

  // --- acting -------------------------------------------------------------------------------------------

  /** @param {string} what @param {string} id */
  act(what, id) {
    this.sending.soon.now();
    this.ui.asking = "";
    if (CARRIED_OUT.includes(what)) this.sending.send({ [what]: id });
    else if (what === "hint") this.sending.send({ hint: "1" });
    else if (what === "ask-replace") this.ui.asking = `replace ${id}`;
    else if (what === "ask-declare") this.ui.asking = "declare";
    else if (what === "instrument") this.ui.instrument = id;
    else if (what === "point") this.ui.point = this.ui.point === id ? "" : id;
    else if (what === "tab") this.ui.tab = id;
    this.draw();
    if (this.ui.asking) /** @type {any} */ (this.el.querySelector(".fm-sure button"))?.focus();
    if (what === "cancel") /** @type {any} */ (this.el.querySelector("[role=tabpanel]:not([hidden])"))?.focus();
  }

  // --- showing ------------------------------------------------------------------------------------------

  draw() {
    if (this.gone) return;
    this.el.lang = this.language === "zh" ? "zh-CN" : "en-GB";
    morph(this.main, this.page());
    replay(this.after, this.view.replay, this.language);
  }

  page() {
    const report = say(this.language, "report");
    const { refused } = this.sending;
    return h(
      "div",
      { class: "fm-bench" },
      h("section", { class: "fm-report", "aria-label": report }, h("h2", null, report), h("div", { html: this.text(this.question.prompt) })),
      status(this),
      h("div", { class: "fm-bench-meter" }, meter(this), h("p", { class: "fm-bench-refused", role: "alert" }, refused ? this.text(refused) : "")),
      h("div", { class: "fm-bench-work" }, h("div", { class: "fm-bench-closed", role: "status" }, this.closed()), tabs(this, TABS)),
      h("div", { class: "fm-bench-notes" }, notebook(this), this.hint()),
    );
  }

  closed() {
    const cause = this.question.repairs.find((/** @type {any} */ r) => r.id === this.view.declared);
    return cause && h("p", { class: "fm-banner" }, say(this.language, "closed", { cause: this.text(cause.title) }));
  }

  /** In practice a hint may be asked for, at a price. */
  hint() {
    const price = this.view.hint?.price;
    if (price === undefined || this.locked) return null;
    const words = say(this.language, "hint", { cost: number(this.language, price) });
    return h("button", { type: "button", class: "fm-button fm-button-quiet", "data-do": "hint" }, words);
  }

  // --- listening ----------------------------------------------------------------------------------------

  start() {
    const { el, model } = this;
    el.classList.add("fm-question");
    fill(el, this.main, this.after);
    const commit = () => this.sending.soon.now();
    const again = () => this.locked || this.sending.tell();
    const heard = () => this.sending.heard();
    const draw = () => this.draw();
    const own = /** @type {[string, any][]} */ ([
      ["click", (/** @type {Event} */ e) => this.clicked(e)],
      ["keydown", (/** @type {KeyboardEvent} */ e) => this.pressed(e)],
      ["input", (/** @type {Event} */ e) => this.written(/** @type {any} */ (e.target))],
      ["change", commit],
      ["focusout", commit],
      ["fm-commit", commit],
    ]);
    const listened = /** @type {[string, any][]} */ ([["change:reply", heard], ...["view", "locked", "language", "question"].map((n) => [`change:${n}`, draw])]);
    for (const [event, act] of own) el.addEventListener(event, act);
    for (const [event, act] of listened) model.on(event, act);
    addEventListener("online", again);
    this.draw();
    again(); // what an earlier page could not tell any more
    return () => {
      commit();
      this.gone = true;
      removeEventListener("online", again);
      for (const [event, act] of own) el.removeEventListener(event, act);
      for (const [event, act] of listened) model.off(event, act);
    };
  }

  /** @param {Event} event */
  clicked(event) {
    const target = /** @type {Element} */ (event.target).closest("[data-do]");
    if (target && !target.hasAttribute("disabled")) this.act(target.getAttribute("data-do") ?? "", target.getAttribute("data-id") ?? "");
  }

  /** Points of the drawing are pressed like buttons, tabs moved through with the arrows. @param {KeyboardEvent} event */
  pressed(event) {
    const target = /** @type {any} */ (event.target);
    if (target.matches?.(".fm-point") && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      this.act("point", target.getAttribute("data-id"));
    }
    if (event.key === "Escape" && this.ui.asking) this.act("cancel", "");
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!way || target.getAttribute?.("role") !== "tab") return;
    const names = Object.keys(TABS);
    this.act("tab", names[(names.indexOf(this.ui.tab) + way + names.length) % names.length]);
    /** @type {any} */ (this.el.querySelector("[role=tab][aria-selected=true]"))?.focus();
  }

  /** @param {HTMLInputElement} field */
  written(field) {
    const name = field.dataset.line;
    if (name === "cause") {
      this.ui.cause = field.value;
      const repair = this.question.repairs.find((/** @type {any} */ r) => r.id === field.value);
      this.sending.write("cause", repair ? this.text(repair.title) : "");
    } else if (name && LINES.includes(name)) this.sending.write(name, field.value);
    else return;
    this.draw();
  }
}

export default {
  /** @param {{model: any, el: HTMLElement}} host */
  render(host) {
    return new Bench(host).start();
  },
};
