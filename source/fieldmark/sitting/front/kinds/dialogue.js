// A talk with a customer, as a chat. The mood is felt from what is said; no number tells it.

import { fill, fresh, h, morph } from "../dom.js";
import { languageOf, textOf } from "./practical.js";
import replay from "../replay.js";

const WORDS = {
  situation: ["Situation", "情境"],
  talk: ["The talk", "对话"],
  customer: ["Customer", "客户"],
  you: ["You", "您"],
  answer: ["What do you say?", "您怎么回答？"],
  type: ["Your own words, one or two sentences", "用自己的话说，一两句即可"],
  send: ["Say it", "回复"],
  waiting: ["…", "…"],
  over: ["The talk is over.", "对话已结束。"],
};
const MOST = 500;

class Dialogue {
  /** @param {{model: any, el: HTMLElement}} host */
  constructor({ model, el }) {
    this.model = model;
    this.el = el;
    this.id = fresh("dialogue");
    this.main = h("div", null);
    this.after = h("div", { class: "fm-replay-place" }); // the replay draws itself
    this.busy = false;
    this.said = 0;
  }

  /** @param {keyof typeof WORDS} id */
  say(id) {
    return WORDS[id][this.language === "zh" ? 1 : 0];
  }

  get language() {
    return languageOf(this.model);
  }

  /** @param {any} t */
  text(t) {
    return textOf(t, this.language);
  }

  /** @param {object} act */
  send(act) {
    if (this.busy || this.model.get("locked")) return;
    this.busy = true;
    this.model.set("act", act);
    this.model.save_changes();
    this.draw();
  }

  heard() {
    this.busy = false;
    const refused = this.model.get("reply")?.refused;
    this.refused = refused?.en ? refused : null;
    const field = /** @type {any} */ (this.el.querySelector("textarea"));
    if (field && !this.refused) field.value = "";
    const focused = this.el.contains(document.activeElement);
    this.draw();
    const lines = [...this.el.querySelectorAll(".fm-say")];
    lines.at(-1)?.scrollIntoView({ block: "nearest" });
    if (focused) /** @type {any} */ (this.el.querySelector(".fm-answer textarea, .fm-answer button, .fm-outcome"))?.focus();
  }

  draw() {
    if (this.gone) return;
    const question = this.model.get("question");
    this.el.lang = this.language === "zh" ? "zh-CN" : "en-GB";
    morph(
      this.main,
      h(
        "div",
        { class: "fm-talk" },
        h(
          "section",
          { class: "fm-report", "aria-label": this.say("situation") },
          h("h2", null, this.say("situation")),
          h("div", { html: this.text(question.prompt) }),
          h("p", { class: "fm-quiet fm-small" }, `${this.say("customer")}: ${this.text(question.customer)}`),
        ),
        this.lines(),
        h("p", { class: "fm-error", role: "alert" }, this.refused ? this.text(this.refused) : ""),
        h("div", { class: "fm-answer" }, this.answering()),
      ),
    );
    replay(this.after, this.model.get("view").replay, this.language);
  }

  lines() {
    return h(
      "div",
      { role: "log", "aria-live": "polite", "aria-label": this.say("talk") },
      h(
        "ol",
        { class: "fm-says" },
        this.model.get("view").lines.map((/** @type {any} */ line) =>
          h(
            "li",
            { class: `fm-say is-${line.who}` },
            h("span", { class: "fm-say-who" }, this.say(line.who === "customer" ? "customer" : "you")),
            h("span", { class: "fm-say-text" }, this.text(line.text)),
          ),
        ),
      ),
    );
  }

  answering() {
    const view = this.model.get("view");
    const disabled = this.busy || Boolean(this.model.get("locked"));
    if (view.over === "yes") {
      return h(
        "div",
        { class: "fm-outcome", tabindex: "-1", role: "status" },
        h("strong", null, this.say("over")),
        view.outcome && h("p", null, this.text(view.outcome)), // in practice alone
      );
    }
    if (view.free === "yes") {
      return h(
        "form",
        { class: "fm-field" },
        h("label", { for: this.id }, this.say("answer")),
        h("textarea", { id: this.id, class: "fm-input fm-order-text", rows: 3, maxlength: MOST, disabled, "aria-describedby": `${this.id}-help` }),
        h("span", { id: `${this.id}-help`, class: "fm-help" }, this.say("type")),
        h("button", { type: "submit", class: "fm-button fm-button-main", disabled }, this.say("send")),
      );
    }
    return h(
      "div",
      { role: "group", "aria-label": this.say("answer") },
      h("p", { class: "fm-answer-ask" }, this.busy ? this.say("waiting") : this.say("answer")),
      view.replies.map((/** @type {any} */ r) =>
        h("button", { type: "button", class: "fm-reply", "data-do": "reply", "data-id": r.id, disabled }, this.text(r.text)),
      ),
    );
  }

  start() {
    const { el, model } = this;
    el.classList.add("fm-question");
    fill(el, this.main, this.after);
    const clicked = (/** @type {Event} */ e) => {
      const button = /** @type {Element} */ (e.target).closest("[data-do=reply]");
      if (button && !button.hasAttribute("disabled")) this.send({ reply: button.getAttribute("data-id") });
    };
    const sent = (/** @type {Event} */ e) => {
      e.preventDefault();
      const words = /** @type {any} */ (el.querySelector("textarea")).value.trim();
      if (words) this.send({ words });
    };
    const heard = () => this.heard();
    const draw = () => this.draw();
    el.addEventListener("click", clicked);
    el.addEventListener("submit", sent);
    const listened = /** @type {[string, any][]} */ ([["change:reply", heard], ...["view", "locked", "language"].map((n) => [`change:${n}`, draw])]);
    for (const [event, act] of listened) model.on(event, act);
    this.draw();
    return () => {
      this.gone = true;
      el.removeEventListener("click", clicked);
      el.removeEventListener("submit", sent);
      for (const [event, act] of listened) model.off(event, act);
    };
  }
}

export default {
  /** @param {{model: any, el: HTMLElement}} host */
  render(host) {
    return new Dialogue(host).start();
  },
};
