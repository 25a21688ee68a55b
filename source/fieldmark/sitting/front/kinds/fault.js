// The fault bench: a unit with a hidden fault. Each act goes to whoever holds the truth (exam service or kernel);
// the page shows what came back, and nothing about whether the act was wise.

import { fill, fresh, h, later, morph } from "../dom.js";
import { meter, notebook } from "./fault/meter.js";
import { LINES, measuring, replacing, workOrder } from "./fault/panels.js";
import { number, say } from "./fault/words.js";
import { languageOf, textOf } from "./practical.js";
import replay from "../replay.js";

const TABS = /** @type {const} */ ({ measure: measuring, replace: replacing, order: workOrder });

class Bench {
  /** @param {{model: any, el: HTMLElement}} host */
  constructor({ model, el }) {
    this.model = model;
    this.el = el;
    this.id = fresh("bench");
    this.main = h("div", null);
    this.after = h("div", { class: "fm-replay-place" }); // the replay draws itself
    this.ui = { tab: "measure", instrument: model.get("question").instruments[0]?.id ?? "", point: "", asking: "", refused: null };
    /** @type {object[]} acts that wait for their turn: one at a time, in order */
    this.queue = [];
    this.busy = false;
    /** @type {Record<string, string>} lines of the work order that are typed, not told yet */
    this.typed = {};
    this.soon = later(() => this.tell(), 700);
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

  get locked() {
    return Boolean(this.model.get("locked") || this.view.declared);
  }

  /** @param {any} t */
  text(t) {
    return textOf(t, this.language);
  }

  /** @param {number} value */
  number(value) {
    return number(this.language, value);
  }

  /** @param {{minutes: number, cost: number}} of */
  price(of) {
    return say(this.language, "price", { minutes: this.number(of.minutes), cost: this.number(of.cost) });
  }

  /** @param {any} r */
  repair(r) {
    return this.text(r.action) || this.text(r.title);
  }

  /** Tests that the chosen instrument makes. */
  tests() {
    return this.question.tests.filter((/** @type {any} */ t) => t.instrument === this.ui.instrument);
  }

  /** Instruments that can be used at a point. @param {string} point */
  usable(point) {
    const names = new Set(this.question.tests.filter((/** @type {any} */ t) => t.point === point).map((/** @type {any} */ t) => t.instrument));
    return this.question.instruments.filter((/** @type {any} */ i) => names.has(i.id));
  }

  /** The cause chosen in the work order. */
  cause() {
    if (this.view.declared) return this.view.declared;
    if (this.ui.cause !== undefined) return this.ui.cause;
    const said = this.view.order.cause;
    return this.question.repairs.find((/** @type {any} */ r) => said && [r.title.en, r.title.zh].includes(said))?.id ?? "";
  }

  /** A step in words: title, minutes, and what the display and the notebook show. @param {any} step */
  told(step) {
    const reading = this.text(step.reading);
    if (step.kind === "test") {
      const t = this.question.tests.find((/** @type {any} */ x) => x.id === step.id);
      return { sign: t.instrument, head: this.text(t.title), title: this.text(t.title), minutes: t.minutes, value: reading, note: reading };
    }
    if (step.kind === "state") {
      const c = this.question.changes.find((/** @type {any} */ x) => x.id === step.id);
      const now = say(this.language, "isNow", { state: this.state(step.unit) });
      return { sign: "state", head: this.text(c.title), title: this.text(c.title), minutes: c.minutes, value: now, note: "" };
    }
    const r = this.question.repairs.find((/** @type {any} */ x) => x.id === step.id);
    if (step.kind === "declare") {
      return { sign: "tool", head: "", title: say(this.language, "closed", { cause: this.text(r.title) }), minutes: 0, value: "", note: "" };
    }
    return { sign: "replace", head: this.repair(r), title: this.repair(r), minutes: r.minutes, value: reading, note: reading };
  }

  /** @param {string} id */
  state(id) {
    return this.text(this.question.states.find((/** @type {any} */ s) => s.id === id)?.title);
  }

  spent() {
    const of = { test: this.question.tests, state: this.question.changes, replace: this.question.repairs };
    return this.view.steps.reduce((/** @type {number} */ sum, /** @type {any} */ s) => {
      const list = of[/** @type {keyof typeof of} */ (s.kind)] ?? [];
      return sum + (list.find((/** @type {any} */ x) => x.id === s.id)?.minutes ?? 0);
    }, 0);
  }

  // --- acting -------------------------------------------------------------------------------------------

  /** @param {object} act */
  send(act) {
    this.queue.push(act);
    this.pump();
  }

  pump() {
    if (!this.busy && this.queue.length) {
      this.busy = true;
      this.model.set("act", this.queue.shift());
      this.model.save_changes();
    }
    this.draw();
  }

  heard() {
    const refused = this.model.get("reply")?.refused;
    this.ui.refused = refused?.en ? refused : null;
    this.busy = false;
    this.pump();
  }

  /** Tell the lines of the work order that were typed. */
  tell() {
    const order = this.typed;
    this.typed = {};
    if (Object.keys(order).length) this.send({ order });
  }

  /** @param {string} what @param {string} id */
  act(what, id) {
    this.soon.now();
    this.ui.asking = "";
    if (what === "test" || what === "state" || what === "replace" || what === "declare") this.send({ [what]: id });
    else if (what === "hint") this.send({ hint: "1" });
    else if (what === "ask-replace") this.ui.asking = `replace ${id}`;
    else if (what === "ask-declare") this.ui.asking = "declare";
    else if (what === "instrument") this.ui.instrument = id;
    else if (what === "point") this.touch(id);
    else if (what === "tab") this.ui.tab = id;
    this.draw();
    if (this.ui.asking) this.el.querySelector(".fm-sure button")?.focus();
    if (what === "cancel") this.el.querySelector("[role=tabpanel]:not([hidden])")?.focus();
  }

  /** @param {string} id */
  touch(id) {
    this.ui.point = this.ui.point === id ? "" : id;
  }

  // --- showing ------------------------------------------------------------------------------------------

  draw() {
    if (this.gone) return;
    this.el.lang = this.language === "zh" ? "zh-CN" : "en-GB";
    morph(this.main, this.page());
    replay(this.after, this.model.get("replay"), this.language);
  }

  page() {
    const { declared } = this.view;
    const cause = declared && this.question.repairs.find((/** @type {any} */ r) => r.id === declared);
    const closed = cause && h("p", { class: "fm-banner" }, say(this.language, "closed", { cause: this.text(cause.title) }));
    return h(
      "div",
      { class: "fm-bench" },
      h("section", { class: "fm-report", "aria-label": say(this.language, "report") }, h("h2", null, say(this.language, "report")), h("div", { html: this.text(this.question.prompt) })),
      this.status(),
      h("div", { class: "fm-bench-meter" }, meter(this), h("p", { class: "fm-bench-refused", role: "alert" }, this.ui.refused ? this.text(this.ui.refused) : "")),
      h("div", { class: "fm-bench-work" }, h("div", { class: "fm-bench-closed", role: "status" }, closed), this.tabs()),
      h("div", { class: "fm-bench-notes" }, notebook(this), this.hint()),
    );
  }

  /** State of the unit, what changes it, time and cost so far. */
  status() {
    const spent = Math.round(this.spent());
    const all = this.question.minutes;
    const time = !all ? "minutes" : spent > all ? "over" : "of";
    return h(
      "section",
      { class: "fm-status", "aria-label": say(this.language, "unit") },
      h("div", null, h("span", { class: "fm-figure-label" }, say(this.language, "state")), h("strong", { class: "fm-status-state" }, this.state(this.view.unit))),
      h("div", null, h("span", { class: "fm-figure-label" }, say(this.language, "time")), h("strong", { class: `fm-number${time === "over" ? " is-over" : ""}` }, say(this.language, time, { n: spent, all }))),
      h("div", { title: say(this.language, "rate", { n: this.question.labour_rate }) }, h("span", { class: "fm-figure-label" }, say(this.language, "cost")), h("strong", { class: "fm-number" }, this.number(this.view.cost))),
      h(
        "div",
        { class: "fm-status-changes", role: "group", "aria-label": say(this.language, "states") },
        this.question.changes
          .filter((/** @type {any} */ c) => c.from === this.view.unit)
          .map((/** @type {any} */ c) =>
            h(
              "button",
              { type: "button", class: "fm-button", "data-do": "state", "data-id": c.id, disabled: this.locked },
              h("span", null, this.text(c.title)),
              h("span", { class: "fm-quiet fm-small fm-number" }, say(this.language, "minutes", { n: this.number(c.minutes) })),
            ),
          ),
      ),
    );
  }

  tabs() {
    const names = /** @type {(keyof typeof TABS)[]} */ (Object.keys(TABS));
    return [
      h(
        "div",
        { class: "fm-tabs", role: "tablist", "aria-label": say(this.language, "parts") },
        names.map((name) =>
          h(
            "button",
            {
              type: "button",
              role: "tab",
              id: `${this.id}-tab-${name}`,
              "aria-selected": String(this.ui.tab === name),
              "aria-controls": `${this.id}-${name}`,
              tabindex: this.ui.tab === name ? "0" : "-1",
              "data-do": "tab",
              "data-id": name,
            },
            say(this.language, name),
          ),
        ),
      ),
      names.map((name) =>
        h(
          "div",
          { role: "tabpanel", id: `${this.id}-${name}`, tabindex: "-1", "aria-labelledby": `${this.id}-tab-${name}`, hidden: this.ui.tab !== name },
          TABS[name](this),
        ),
      ),
    ];
  }

  /** In practice a hint may be asked for, at a price. */
  hint() {
    const price = this.view.hint?.price;
    if (price === undefined || this.locked) return null;
    return h("button", { type: "button", class: "fm-button fm-button-quiet", "data-do": "hint" }, say(this.language, "hint", { cost: this.number(price) }));
  }

  // --- listening ----------------------------------------------------------------------------------------

  start() {
    const { el, model } = this;
    el.classList.add("fm-question");
    fill(el, this.main, this.after);
    const clicked = (/** @type {Event} */ e) => this.clicked(e);
    const pressed = (/** @type {KeyboardEvent} */ e) => this.pressed(e);
    const input = (/** @type {Event} */ e) => this.written(/** @type {any} */ (e.target));
    const commit = () => this.soon.now();
    const heard = () => this.heard();
    const draw = () => this.draw();
    const own = /** @type {[string, any][]} */ ([["click", clicked], ["keydown", pressed], ["input", input], ["change", commit], ["focusout", commit], ["fm-commit", commit]]);
    const listened = /** @type {[string, any][]} */ ([["change:reply", heard], ...["view", "locked", "language", "question", "replay"].map((n) => [`change:${n}`, draw])]);
    for (const [event, act] of own) el.addEventListener(event, act);
    for (const [event, act] of listened) model.on(event, act);
    this.draw();
    return () => {
      commit();
      this.gone = true;
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
    this.el.querySelector("[role=tab][aria-selected=true]")?.focus();
  }

  /** @param {HTMLInputElement} field */
  written(field) {
    const name = field.dataset.line;
    if (!name) return;
    if (name === "cause") {
      this.ui.cause = field.value;
      const repair = this.question.repairs.find((/** @type {any} */ r) => r.id === field.value);
      this.typed.cause = repair ? this.text(repair.title) : "";
      this.soon.soon();
      this.draw();
    } else if (LINES.includes(name)) {
      this.typed[name] = field.value;
      this.soon.soon();
    }
  }
}

export default {
  /** @param {{model: any, el: HTMLElement}} host */
  render(host) {
    return new Bench(host).start();
  },
};
