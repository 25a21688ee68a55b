// The marking desk: answers that wait for a person, one at a time, without names.

import { fill, fresh, h } from "./dom.js";
import { header } from "./header.js";
import { tell } from "./marks_words.js";
import { BASE, ask, logIn } from "./talk.js";
import { moment, said, say } from "./words.js";

const TODO = ["appeal", "apart", "open"];
const FLAGS = ["malformed", "unreadable", "bad-key", "nothing-seen", "examiners-differ", "unfinished"];
const BADGES = { open: "accent", apart: "warn", appeal: "warn", own: "good", done: "good", taken: "", watched: "", against: "" };
const app = /** @type {HTMLElement} */ (document.getElementById("app"));

class Marks {
  constructor() {
    /** @type {any} */
    this.list = null;
    /** @type {any} */
    this.task = null;
    /** @type {Record<string, number>} */
    this.levels = {};
    /** @type {Record<string, string>} */
    this.typed = {}; // comment, text and points, as typed and not yet saved
    /** @type {any} */
    this.trouble = null;
    this.saved = false;
    this.head = header({ place: () => tell("marking"), aside: () => this.aside(), redraw: () => this.draw() });
    this.main = h("main", { class: "fm-page fm-marks-desk", id: "main" });
    app.replaceChildren(this.head.head, this.main);
    addEventListener("keydown", (e) => this.key(e));
    void this.load();
  }

  aside() {
    return [
      this.list && h("span", { class: "fm-who" }, this.list.person.name),
      h("a", { class: "fm-button fm-button-quiet", href: `${BASE}desk` }, tell("toDesk")),
    ];
  }

  get todo() {
    return this.list.tasks.filter((/** @type {any} */ t) => TODO.includes(t.state));
  }

  async load() {
    await this.trying(async () => {
      this.list = await ask("GET", "api/marking");
      const next = this.todo[0];
      if (!this.task && next) await this.open(next);
    });
  }

  /** @param {() => Promise<void>} act */
  async trying(act) {
    try {
      await act();
      this.trouble = null;
    } catch (error) {
      this.trouble = error;
      if (this.trouble.status === 401) return logIn();
    }
    this.head.draw();
    this.draw();
  }

  /** @param {any} t */
  async open(t) {
    this.task = await ask("GET", `api/marking/tasks/${t.task}?slot=${encodeURIComponent(t.slot)}`);
    this.fresh();
    this.saved = false;
  }

  /** The form as the server has it; what was typed is saved, or left with another answer. */
  fresh() {
    this.levels = { ...(this.task.own?.levels ?? {}) };
    this.typed = {};
  }

  /** A field's value, kept through a redraw. @param {any} field @param {string} name @param {any} before */
  kept(field, name, before) {
    field.value = this.typed[name] ?? before;
    field.addEventListener("input", () => (this.typed[name] = field.value));
    return field;
  }

  draw() {
    if (!this.list) return fill(this.main, this.trouble ? this.problem() : h("div", { class: "fm-skeleton fm-skeleton-card", "aria-label": say("loading") }));
    const n = this.todo.length;
    fill(
      this.main,
      h("h1", null, n ? tell("left", { n }) : tell("nothing")),
      this.standing(),
      this.list.tasks.length === 0 && h("div", { class: "fm-empty" }, h("p", null, tell("nothingHint"))),
      this.list.tasks.length > 0 && h("div", { class: "fm-marks-both" }, this.side(), h("div", { class: "fm-marks-one" }, this.one())),
    );
    this.main.querySelector("[data-autofocus]")?.focus({ preventScroll: true });
  }

  standing() {
    const p = this.list.progress;
    const a = this.list.agreement;
    const notebooks = this.list.notebooks;
    const parts = [
      tell("progress", { done: p.done, all: p.all }),
      p.apart > 0 && tell("apart", { n: p.apart }),
      p.appeals > 0 && tell("appeals", { n: p.appeals }),
      ...Object.entries(p.markers).map(([name, n]) => tell("byMarker", { name, n })),
    ].filter(Boolean);
    const agreed = a.icc !== undefined ? tell("agree", { n: a.n, icc: a.icc, kappa: a.kappa ?? "–" }) : tell("agreeFew", a);
    return [
      h("p", { class: "fm-quiet" }, `${parts.join(" · ")} · ${tell("blind")}`),
      notebooks.waiting > 0 &&
        h("p", null, tell("notebooks", { n: notebooks.waiting }), " ", notebooks.link && h("a", { href: notebooks.link }, tell("toStart"))),
      this.list.markers > 1 && h("p", { class: "fm-quiet fm-small" }, agreed),
    ];
  }

  side() {
    return h(
      "nav",
      { class: "fm-marks-list", "aria-label": tell("waiting") },
      h("ol", { class: "fm-plain" }, this.list.tasks.map((/** @type {any} */ t, /** @type {number} */ i) => this.line(t, i))),
    );
  }

  /** @param {any} t @param {number} i */
  line(t, i) {
    const here = this.task && t.task === this.task.task && t.slot === this.task.slot;
    return h(
      "li",
      null,
      h(
        "button",
        { type: "button", class: "fm-marks-line", "aria-current": here ? "true" : null, onclick: () => this.trying(() => this.open(t)) },
        h("span", null, `${i + 1}. ${said(t.title)}`),
        h("span", { class: `fm-badge fm-badge-${BADGES[/** @type {keyof typeof BADGES} */ (t.state)]}` }, tell(`state-${t.state}`)),
      ),
    );
  }

  one() {
    const t = this.task;
    if (!t) return h("p", { class: "fm-quiet" }, tell("choose"));
    return h(
      "section",
      { class: "fm-card", "data-state": t.state, "data-slot": t.slot },
      h("h2", { tabindex: "-1", class: "fm-focus" }, said(t.title)),
      h("div", { class: "fm-prompt", html: said(t.prompt) }),
      t.appeal && h("div", { class: "fm-banner fm-banner-warn" }, h("p", null, h("strong", null, `${tell("appeal")}: `), t.appeal.reason)),
      part(t.kind === "observation" ? "watched" : "answer", h("p", { class: "fm-fb-own fm-marks-answer", lang: "" }, said(t.answer))),
      t.photos.length > 0 && part("photos", this.photos(t)),
      t.outside && h("div", { class: "fm-banner fm-banner-warn" }, h("p", null, `${tell("outside", { p: t.outside.points ?? "–", m: t.most })} ${t.outside.comment}`), h("p", { class: "fm-small" }, tell("outsideHint"))),
      t.flag && h("p", { class: "fm-quiet" }, tell(FLAGS.includes(t.flag) ? t.flag : "flagged")),
      t.auto !== null && h("p", { class: "fm-quiet" }, tell("machine", { p: t.auto, m: t.most })),
      t.right.en && t.kind !== "observation" && part("right", h("p", { html: said(t.right) })),
      said(t.explanation) && h("details", null, h("summary", null, tell("hint")), h("div", { html: said(t.explanation) })),
      t.state === "watched" && h("div", { class: "fm-banner" }, h("p", null, tell("watchedIt"))),
      t.state === "against" && h("div", { class: "fm-banner" }, h("p", null, tell("againstYou"))),
      t.reason > 0 && h("div", { class: "fm-banner fm-banner-warn" }, h("p", null, tell("reasonFirst"))),
      t.others?.length > 0 && part("others", h("ul", { class: "fm-plain" }, t.others.map((/** @type {any} */ o) => h("li", null, `${tell("marker", { n: o.marker })}: ${o.points} / ${t.most} ${o.comment}`)))),
      ["open", "apart", "appeal", "own"].includes(t.state) && this.form(t),
      t.history.length > 0 &&
        h(
          "details",
          { class: "fm-fb-part" },
          h("summary", null, tell("history")),
          h("ul", { class: "fm-plain fm-small" }, t.history.map((/** @type {any} */ x) => h("li", null, `${moment(x.at)} · ${x.points} / ${t.most}${x.undone ? ` · ${tell("taken")}` : ""} ${x.comment}`))),
        ),
    );
  }

  /** @param {any} t */
  photos(t) {
    return h(
      "ul",
      { class: "fm-plain fm-marks-photos" },
      t.photos.map((/** @type {any} */ p) => {
        const src = `${BASE}api/marking/tasks/${t.task}/photos/${p.photo}`;
        return h("li", null, h("a", { href: src, target: "_blank", rel: "noopener" }, h("img", { src, alt: tell("photoOf", { title: said(p.title) }), loading: "lazy" })), h("span", { class: "fm-small" }, said(p.title)));
      }),
    );
  }

  /** @param {any} t */
  form(t) {
    const id = fresh("mark");
    const comment = this.kept(h("textarea", { class: "fm-input", id: `${id}-c`, rows: 3, maxlength: 4000, name: "comment" }), "comment", t.own?.comment ?? "");
    const reply = this.kept(h("textarea", { class: "fm-input", id: `${id}-t`, rows: 3, maxlength: 4000, name: "text" }), "text", "");
    return h(
      "form",
      { class: "fm-fb-part", id: "mark", onsubmit: (/** @type {any} */ e) => this.send(e, t.appeal ? "changed" : "") },
      t.rubric.length > 0 ? this.rubric(t) : this.points(t, id),
      h("div", { class: "fm-field" }, h("label", { for: `${id}-c` }, tell("comment")), comment, h("p", { class: "fm-help" }, tell(t.reason ? "commentNeeded" : "commentHelp"))),
      t.appeal && h("div", { class: "fm-field" }, h("label", { for: `${id}-t` }, tell("reply")), reply, h("p", { class: "fm-help" }, tell("replyHelp"))),
      this.trouble && this.problem(),
      h(
        "div",
        { class: "fm-acts" },
        t.own && !t.appeal && h("button", { type: "button", class: "fm-button", onclick: () => this.post({ act: "undo" }, false) }, tell("undo")),
        t.appeal && h("button", { type: "button", class: "fm-button", onclick: (/** @type {any} */ e) => this.send(e, "kept") }, tell("keep")),
        this.saved && h("span", { class: "fm-badge fm-badge-good", role: "status" }, tell("saved")),
        h("button", { type: "submit", class: "fm-button fm-button-main" }, tell(t.appeal ? "raise" : "save")),
      ),
      h("p", { class: "fm-quiet fm-small" }, tell("keys")),
    );
  }

  /** @param {any} t @param {string} id */
  points(t, id) {
    const field = h("input", { class: "fm-input fm-marks-points", id, name: "points", type: "number", min: 0, max: t.most, step: "any", required: !t.appeal });
    this.kept(field, "points", t.own?.points ?? t.auto ?? "");
    return h("div", { class: "fm-field" }, h("label", { for: id }, tell("points", { m: t.most })), field);
  }

  /** Five levels a line, from nothing to all. @param {any} t */
  rubric(t) {
    return h(
      "div",
      { role: "group", "aria-label": tell("rubric") },
      h("p", { class: "fm-figure-label" }, tell("rubric")),
      t.rubric.map((/** @type {any} */ r, /** @type {number} */ i) =>
        h(
          "fieldset",
          { class: "fm-marks-row" },
          h("legend", null, said(r.title)),
          [0, 1, 2, 3, 4].map((step) => {
            const points = Math.round((r.points * step * 10000) / 4) / 10000;
            const chosen = this.levels[r.id] === points;
            return h(
              "label",
              { class: `fm-marks-level${chosen ? " is-chosen" : ""}` },
              h("input", { type: "radio", name: `level-${r.id}`, value: points, checked: chosen, "data-autofocus": i === 0 && step === 0 && Object.keys(this.levels).length === 0, onchange: () => this.choose(r.id, points) }),
              h("span", null, String(Math.round(points * 100) / 100)),
              h("span", { class: "fm-marks-word" }, tell(/** @type {any} */ (`level-${step}`))),
            );
          }),
        ),
      ),
    );
  }

  /** @param {string} line @param {number} points */
  choose(line, points) {
    this.levels[line] = points;
    for (const at of this.main.querySelectorAll(".fm-marks-level")) {
      at.classList.toggle("is-chosen", /** @type {any} */ (at.querySelector("input")).checked);
    }
  }

  /** @param {KeyboardEvent} e */
  key(e) {
    const form = /** @type {any} */ (document.getElementById("mark"));
    if (e.ctrlKey && e.key === "Enter" && form) return form.requestSubmit();
    if (/** @type {HTMLElement} */ (e.target).matches("textarea, input:not([type=radio])")) return;
    if (e.ctrlKey || e.metaKey || e.altKey || !this.task) return;
    if (e.key === "j" || e.key === "k") return void this.step(e.key === "j" ? 1 : -1);
    const step = Number(e.key);
    const line = this.task.rubric.find((/** @type {any} */ r) => this.levels[r.id] === undefined);
    if (!Number.isInteger(step) || step > 4 || !line) return;
    const box = this.main.querySelectorAll(`[name="level-${line.id}"]`)[step];
    box.checked = true;
    this.choose(line.id, Number(box.value));
  }

  /** @param {number} by */
  async step(by) {
    const all = this.list.tasks;
    const at = all.findIndex((/** @type {any} */ t) => t.task === this.task.task && t.slot === this.task.slot);
    const next = all[at + by];
    if (next) await this.trying(() => this.open(next));
  }

  /** @param {any} e @param {string} outcome of an appeal, or empty */
  async send(e, outcome) {
    e.preventDefault();
    const form = /** @type {any} */ (document.getElementById("mark"));
    const data = new FormData(form);
    const points = data.get("points");
    const mark = this.task.rubric.length > 0 ? { levels: this.levels } : points ? { points: Number(points) } : {};
    const words = { comment: String(data.get("comment") ?? "") };
    const sent = outcome ? { act: "decide", outcome, text: String(data.get("text") ?? ""), ...mark, ...words } : { act: "grade", ...mark, ...words };
    await this.post(sent, true);
  }

  /** @param {any} sent @param {boolean} on whether to go on to the next */
  async post(sent, on) {
    const { task, slot } = this.task;
    await this.trying(async () => {
      this.task = await ask("POST", `api/marking/tasks/${task}`, { slot, ...sent });
      this.fresh();
      this.list = await ask("GET", "api/marking");
      const next = on && this.todo[0];
      if (next) await this.open(next);
      this.saved = true;
    });
  }

  problem() {
    const error = this.trouble;
    const words = error.problem
      ? `${said(error.problem.message)} ${said(error.problem.hint)}`
      : say(error.status ? "somethingWrong" : "noAnswerFromService", { code: error.status });
    return h("div", { class: "fm-banner fm-banner-bad", role: "alert" }, h("p", null, words));
  }
}

/** @param {string} name @param {any} body */
function part(name, body) {
  return h("div", { class: "fm-fb-part" }, h("p", { class: "fm-figure-label" }, tell(name)), body);
}

new Marks();
