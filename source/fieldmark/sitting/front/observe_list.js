// The examiner's list of observations: begin one, go on, look at what is finished.

import { fill, fresh, h } from "./dom.js";
import { forget } from "./kept.js";
import { forgetPhotos } from "./observe_photos.js";
import { tell } from "./observe_words.js";
import { BASE, ask, logIn } from "./talk.js";
import { moment, said, say } from "./words.js";

export class List {
  /** @param {HTMLElement} main */
  constructor(main) {
    this.main = main;
    /** @type {any} */
    this.data = null;
    /** @type {any} */
    this.trouble = null;
    this.chosen = { list: "", engineer: "" };
    main.className = "fm-page fm-page-narrow";
    void this.load();
  }

  place() {
    return tell("place");
  }

  aside() {
    return this.data && [
      h("span", { class: "fm-who" }, this.data.person.name),
      h("a", { class: "fm-button fm-button-quiet", href: `${BASE}desk` }, tell("desk")),
      h("a", { class: "fm-button fm-button-quiet", href: `${BASE}marking` }, tell("marking")),
      this.data.logout && h("a", { class: "fm-button fm-button-quiet", href: this.data.logout }, say("logout")),
    ];
  }

  async load() {
    try {
      this.data = await ask("GET", "api/observe");
      this.trouble = null;
      const mine = this.data.observations.filter((/** @type {any} */ o) => o.mine === "open").map((/** @type {any} */ o) => o.sitting);
      void forget(mine, this.data.person.user);
      void forgetPhotos(mine);
    } catch (error) {
      this.trouble = error;
      if (this.trouble.status === 401) return logIn();
    }
    this.redraw?.();
    this.draw();
  }

  draw() {
    if (!this.data) return fill(this.main, h("h1", null, tell("title")), this.trouble ? this.wrong() : skeleton());
    const [running, over] = [true, false].map((on) =>
      this.data.observations.filter((/** @type {any} */ o) => !["submitted", "voided"].includes(o.status) === on),
    );
    fill(
      this.main,
      h("h1", null, tell("title")),
      h("p", { class: "fm-quiet" }, tell("lead")),
      this.trouble && this.wrong(),
      this.data.lists.length ? this.form() : empty(),
      h("h2", { class: "fm-after" }, tell("running")),
      rows(running),
      h("h2", { class: "fm-after" }, tell("done")),
      rows(over),
    );
  }

  form() {
    const facts = h("p", { class: "fm-help" });
    const about = () => fill(facts, this.facts());
    const list = chooser(tell("list"), this.data.lists.map((/** @type {any} */ l) => [l.id, said(l.title)]), this.chosen.list, (id) => {
      this.chosen.list = id;
      about();
    });
    const engineers = this.data.engineers.map((/** @type {any} */ e) => [e.user, `${e.name} (${e.user})`]);
    const engineer = chooser(tell("engineer"), engineers, this.chosen.engineer, (user) => (this.chosen.engineer = user));
    about();
    const begin = (/** @type {Event} */ event) => {
      event.preventDefault();
      void this.begin();
    };
    return h(
      "form",
      { class: "fm-card", onsubmit: begin },
      list,
      facts,
      engineer,
      h("button", { type: "submit", class: "fm-button fm-button-main" }, tell("begin")),
    );
  }

  facts() {
    const list = this.data.lists.find((/** @type {any} */ l) => l.id === this.chosen.list);
    if (!list) return "";
    const values = { lines: list.lines, minutes: list.minutes, examiners: tell(list.examiners > 1 ? "examiners2" : "examiners1") };
    return `${tell(list.setting === "visit" ? "visit" : "practical")} · ${tell("facts", values)}`;
  }

  async begin() {
    try {
      const begun = await ask("POST", `api/observe/papers/${this.chosen.list}`, { engineer: this.chosen.engineer });
      location.assign(`${BASE}observe/${begun.sitting}`);
    } catch (error) {
      this.trouble = error;
      if (this.trouble.status === 401) return logIn();
      this.draw();
      this.main.querySelector("[role=alert]")?.scrollIntoView({ block: "center" });
    }
  }

  wrong() {
    return h(
      "div",
      { class: "fm-banner fm-banner-bad", role: "alert" },
      h("p", null, troubleWords(this.trouble)),
      !this.data && h("button", { type: "button", class: "fm-button", onclick: () => void this.load() }, say("tryAgain")),
    );
  }
}

/** @param {any} error */
export function troubleWords(error) {
  if (error.problem?.message) return `${said(error.problem.message)} ${said(error.problem.hint)}`;
  return say(error.status ? "somethingWrong" : "noAnswerFromService", { code: error.status });
}

/** @param {string} label @param {string[][]} options @param {string} chosen @param {(value: string) => void} choose */
function chooser(label, options, chosen, choose) {
  const id = fresh("choose");
  const select = h(
    "select",
    { id, class: "fm-input", required: true, onchange: (/** @type {any} */ e) => choose(e.target.value) },
    h("option", { value: "" }, tell("choose")),
    options.map(([value, words]) => h("option", { value, selected: value === chosen }, words)),
  );
  return h("div", { class: "fm-field" }, h("label", { for: id }, label), select);
}

/** @param {any[]} listed */
function rows(listed) {
  if (!listed.length) return h("p", { class: "fm-quiet" }, tell("none"));
  return h("ul", { class: "fm-plain" }, listed.map(row));
}

/** @param {any} o */
function row(o) {
  const open = !["submitted", "voided"].includes(o.status);
  const by = o.by.length ? tell("by", { by: o.by.join(", ") }) : tell("nobody");
  const act = open && o.mine !== "finished" ? "join" : "look";
  return h(
    "li",
    { class: "fm-past", "data-sitting": o.sitting },
    h("span", { class: "fm-past-title" }, o.name, h("span", { class: "fm-ob-of" }, said(o.title))),
    h("span", { class: "fm-quiet" }, [tell("attempt", { n: o.attempt }), moment(o.ended ?? o.opened), by].join(" · ")),
    o.status === "voided" && h("span", { class: "fm-badge fm-badge-bad" }, tell("voided")),
    open && o.mine === "finished" && h("span", { class: "fm-badge fm-badge-accent" }, tell("waits")),
    h("a", { href: `${BASE}observe/${o.sitting}` }, tell(act)),
  );
}

function empty() {
  return h("div", { class: "fm-empty" }, h("h2", null, tell("noList")), h("p", null, tell("noListHint")));
}

function skeleton() {
  return h("div", { class: "fm-skeleton fm-skeleton-card", "aria-label": say("loading") });
}
