// Observations: an examiner's checklist on a phone. Each mark is kept on this device until the service has stored it.

import { confirm, form } from "./dialog.js";
import { fill, h, morph } from "./dom.js";
import { header } from "./header.js";
import { forget, keep, kept, recall, remember } from "./kept.js";
import { List, troubleWords } from "./observe_list.js";
import { button, receipt, review } from "./observe_over.js";
import { Photos } from "./observe_photos.js";
import { point } from "./observe_sheet.js";
import { tell } from "./observe_words.js";
import { Outbox } from "./outbox.js";
import { BASE, Trouble, ask, logIn } from "./talk.js";
import { said, say } from "./words.js";

const PULSE = 20000; // ms between looks at how the observation stands
const sitting = document.documentElement.dataset.sitting ?? "";
const app = /** @type {HTMLElement} */ (document.getElementById("app"));

class Observation {
  /** @param {HTMLElement} main @param {HTMLElement} bar */
  constructor(main, bar) {
    this.main = main;
    this.bar = bar;
    this.sitting = sitting;
    this.path = `api/observe/sittings/${sitting}`;
    /** @type {any} */
    this.data = null;
    /** @type {Map<string, any>} line -> mark as on the screen */
    this.answers = new Map();
    this.flags = new Set();
    this.view = "sheet";
    this.taken = false;
    this.fromDevice = false;
    this.pulseFailures = 0;
    /** @type {Set<() => void>} notes that are typed and not told yet */
    this.pending = new Set();
    /** @type {(() => void)[]} */
    this.updates = [];
    main.className = "fm-exam fm-ob";
    main.addEventListener("click", (/** @type {any} */ event) => this.clicked(event));
    void this.begin();
  }

  place() {
    return this.data ? `${this.data.engineer.name} · ${said(this.data.paper.title)}` : tell("place");
  }

  aside() {
    return this.data && h("span", { class: "fm-who" }, this.data.person.name);
  }

  get lines() {
    return this.data.list.watched;
  }

  get slot() {
    return this.lines[0]?.id;
  }

  get locked() {
    return this.taken || Boolean(this.finishing) || this.over();
  }

  /** @param {string} line */
  mark(line) {
    return this.answers.get(line) ?? {};
  }

  over() {
    return Boolean(this.data?.finished) || ["submitted", "auto-submitted", "voided"].includes(this.data?.status);
  }

  // --- coming and going -----------------------------------------------------------------------------------

  async begin() {
    try {
      await this.take();
    } catch (error) {
      if (!(await this.goOnFromDevice(error))) return this.failed(error);
    }
    if (!this.over()) this.listen();
    this.draw();
    this.outbox?.retry();
  }

  async take() {
    this.adopt(await ask("POST", `${this.path}/window`, {}));
    this.fromDevice = false;
    if (!this.over()) void keep(this);
  }

  /** @param {any} data as the service gives it to a window */
  adopt(data) {
    this.data = { ...data, path: this.path, questions: data.list.watched };
    this.trouble = null;
    this.taken = false;
    if (this.over()) return;
    for (const [line, saved] of Object.entries(data.sheets[data.seat]?.lines ?? {})) this.answers.set(line, saved.mark);
    if (this.outbox) this.outbox.renew(data.window);
    else this.outbox = this.newOutbox(data.window);
    for (const entry of this.outbox.queue) this.answers.set(entry.slot, entry.answer);
    if (!this.photos) {
      this.photos = new Photos({ ...this, here: data.here, changed: () => this.drawState(), failed: (t) => this.troubled(t) });
      void this.photos.restore();
    }
  }

  /** @param {number} window */
  newOutbox(window) {
    return new Outbox({
      sitting,
      window,
      storage: localStorage,
      send: (entries) => ask("PUT", `${this.path}/marks`, { entries }),
      heard: (reply) => this.hear(reply),
      changed: () => this.drawState(),
      failed: (trouble) => this.troubled(trouble),
    });
  }

  /** A reload without a line: go on with what this device kept. @param {any} error */
  async goOnFromDevice(error) {
    const data = error.status === 0 || error.status >= 500 ? await kept(sitting) : null;
    if (!data) return false;
    this.adopt(data);
    for (const [line, mark] of recall(sitting)?.answers ?? []) this.answers.set(line, mark);
    this.fromDevice = true;
    this.trouble = error;
    this.pulseFailures = 2;
    return true;
  }

  listen() {
    setInterval(() => this.drawState(), 1000);
    this.timer = setInterval(() => void this.pulse(), PULSE);
    for (const name of ["online", "focus", "pageshow"]) addEventListener(name, () => this.wake());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.commit() : this.wake()));
    addEventListener("pagehide", () => this.commit());
    addEventListener("beforeunload", (event) => {
      this.commit();
      const held = !this.outbox.empty && !this.outbox.stored;
      if (!this.over() && (held || (this.photosWaiting().length && !this.photos.stored))) event.preventDefault();
    });
  }

  wake() {
    if (this.over()) return;
    this.outbox.retry();
    void this.photos.pump();
    void this.pulse();
  }

  async pulse() {
    if (this.over() || this.pulsing) return;
    this.pulsing = true;
    try {
      this.hear(await ask("GET", this.path, undefined, 10000));
      this.pulseFailures = 0;
    } catch (error) {
      this.pulseFailures += 1;
      if (this.pulseFailures > 1 || /** @type {any} */ (error).status === 401) this.trouble = error;
    } finally {
      this.pulsing = false;
      this.drawState();
    }
  }

  /** @param {any} reply */
  hear(reply) {
    const before = [this.data.status, Boolean(this.data.finished)].join();
    Object.assign(this.data, { status: reply.status, reason: reply.reason, finished: reply.finished });
    this.trouble = null;
    if ((this.fromDevice && !this.over()) || before !== [this.data.status, Boolean(this.data.finished)].join()) void this.again();
    else if (reply.window > this.outbox.window && !this.taken) {
      this.taken = true;
      this.draw();
    }
  }

  /** All of it anew. */
  async again() {
    try {
      await this.take();
      if (this.over()) await this.end();
    } catch (error) {
      this.trouble = error;
    }
    this.draw();
  }

  /** @param {any} trouble */
  troubled(trouble) {
    this.trouble = trouble;
    this.drawState();
  }

  // --- marking --------------------------------------------------------------------------------------------

  /** @param {string} line @param {any} change */
  put(line, change) {
    const mark = { ...this.mark(line), ...change };
    if (!mark.note) delete mark.note;
    if (!mark.photos?.length) delete mark.photos;
    if (JSON.stringify(mark) === JSON.stringify(this.mark(line)) || this.locked) return;
    this.answers.set(line, mark);
    remember(this);
    this.outbox.put(line, { answer: mark }, 0, Date.now());
    this.drawState();
  }

  /** @param {string} line @param {File} file */
  async addPhoto(line, file) {
    try {
      const name = await this.photos.add(file);
      const there = this.mark(line).photos ?? [];
      if (!there.includes(name)) this.put(line, { photos: [...there, name] });
      return true;
    } catch {
      return false;
    }
  }

  /** @param {string} line @param {string} name */
  async removePhoto(line, name) {
    this.put(line, { photos: (this.mark(line).photos ?? []).filter((/** @type {string} */ p) => p !== name) });
    const used = [...this.answers.values()].some((mark) => mark.photos?.includes(name));
    if (!used) await this.photos.remove(name);
    this.drawState();
  }

  photosWaiting() {
    return this.photos.waiting([...this.answers.values()].flatMap((mark) => mark.photos ?? []));
  }

  commit() {
    for (const tell_ of this.pending) tell_();
  }

  /** @param {any} event */
  clicked(event) {
    const pressed = event.target.closest("[data-act]");
    if (!pressed || pressed.hasAttribute("disabled")) return;
    const line = pressed.getAttribute("data-line");
    const acts = {
      review: () => this.show("review"),
      sheet: () => this.show("sheet"),
      jump: () => this.show("sheet", line),
      finish: () => void this.finish(),
      takeover: () => void this.again(),
      void: () => void this.deskAct("void", "voidSure", "voidIt"),
      close: () => void this.deskAct("submit", "closeSure", "close"),
    };
    acts[/** @type {keyof typeof acts} */ (pressed.getAttribute("data-act"))]?.();
  }

  /** @param {string} view @param {string} [line] */
  show(view, line) {
    this.commit();
    this.view = view;
    this.draw();
    const at = line && /** @type {HTMLElement|null} */ (this.main.querySelector(`[data-line="${CSS.escape(line)}"]`));
    if (!at) scrollTo(0, 0);
    else at.scrollIntoView({ block: "start" });
    (at || /** @type {any} */ (this.main.querySelector(".fm-focus")))?.focus({ preventScroll: true });
  }

  async finish() {
    if (!(await confirm(tell("finishSure"), tell("finishYes")))) return;
    this.finishing = true;
    this.draw();
    try {
      await this.outbox.pump();
      await this.photos.pump();
      if (!this.outbox.empty) throw new Trouble(0);
      this.adopt(await ask("POST", `${this.path}/finish`, {}));
      await this.end();
    } catch (error) {
      this.trouble = error;
    }
    this.finishing = false;
    this.draw();
    scrollTo(0, 0);
    /** @type {any} */ (this.main.querySelector(".fm-focus"))?.focus({ preventScroll: true });
  }

  /** Nothing of it stays on this device. */
  async end() {
    clearInterval(this.timer);
    await this.photos?.forget();
    const shown = Object.keys(localStorage).filter((key) => key.startsWith("fm-shown:")).map((key) => key.slice(9));
    await forget(shown.filter((other) => other !== sitting), this.data.person.user);
  }

  /** What the desk may do to any sitting, with a reason. @param {"void"|"submit"} act @param {any} sure @param {any} yes */
  async deskAct(act, sure, yes) {
    const given = await form(tell(sure), [{ name: "reason", label: tell("reason"), lines: 2 }], tell(yes).replace(" …", "").replace("…", ""));
    if (!given) return;
    try {
      if (act === "submit") await ask("POST", `api/desk/sittings/${sitting}/note`, { text: given.reason });
      await ask("POST", `api/desk/sittings/${sitting}/${act}`, { reason: given.reason });
      await this.again();
    } catch (error) {
      this.trouble = error;
      this.draw();
    }
  }

  // --- showing --------------------------------------------------------------------------------------------

  draw() {
    this.redraw?.();
    if (!this.data) return;
    this.commit();
    this.pending.clear();
    this.updates = [];
    if (this.over()) {
      this.main.className = "fm-page fm-page-narrow fm-ob";
      fill(this.bar);
      fill(this.main, this.trouble && this.wrong(), receipt(this));
    } else if (this.view === "review") fill(this.main, review(this));
    else this.drawSheet();
    this.drawState();
  }

  drawSheet() {
    const { list } = this.data;
    const points = this.lines.map((/** @type {any} */ line) => point(this, line));
    const foot = h("div", { class: "fm-steps" });
    this.updates = [...points.map((/** @type {any} */ p) => p.update), () => morph(foot, this.progress(), button("review", tell("review"), true))];
    fill(
      this.main,
      h("h1", { tabindex: "-1", class: "fm-focus" }, this.data.engineer.name, h("span", { class: "fm-ob-of" }, said(this.data.paper.title))),
      h("div", { class: "fm-prompt fm-quiet", html: said(list.prompt) }),
      points.map((/** @type {any} */ p) => p.card),
      foot,
    );
  }

  progress() {
    const n = this.lines.filter((/** @type {any} */ l) => this.mark(l.id).level !== undefined).length;
    return h("span", { class: "fm-ob-progress fm-number" }, tell("progress", { n, all: this.lines.length }));
  }

  drawState() {
    if (!this.data || this.over() || !this.outbox || !this.photos) return;
    morph(this.bar, this.banner());
    if (this.view === "review") morph(this.main, review(this));
    else for (const update of this.updates) update();
  }

  banner() {
    const waiting = this.outbox.queue.length + this.photosWaiting().length;
    const down = this.outbox.late() || (this.trouble && waiting > 0) || (this.trouble && this.pulseFailures > 1);
    if (this.taken) return bar("warn", tell("taken"), button("takeover", say("takeOver")));
    if (this.trouble?.status === 401) return bar("bad", tell("login"), h("a", { class: "fm-button", href: `${document.documentElement.dataset.login}?next=${encodeURIComponent(location.pathname)}` }, say("logIn")));
    if (this.data.edited) return bar("bad", tell("edited"));
    if (this.trouble?.problem) return bar("bad", troubleWords(this.trouble));
    if (down) this.wasDown = true;
    if (down) return waiting ? bar("bad", tell("line", { n: waiting })) : bar("warn", tell("offline"));
    if (!this.outbox.stored || !this.photos.stored) return bar("warn", tell("storage"));
    if (!this.wasDown || waiting) return null;
    setTimeout(() => (this.wasDown = false), 4000);
    return bar("good", tell("online"));
  }

  wrong() {
    return bar("bad", troubleWords(this.trouble));
  }

  /** @param {any} error */
  failed(error) {
    if (error.status === 401) return logIn();
    this.main.className = "fm-page fm-page-narrow";
    fill(
      this.main,
      bar("bad", troubleWords(error)),
      h("p", null, h("button", { type: "button", class: "fm-button fm-button-main", onclick: () => void this.begin() }, say("tryAgain")), " ", h("a", { class: "fm-button", href: `${BASE}observe` }, tell("back"))),
    );
  }
}

/** @param {string} tone @param {string} words @param {any} [act] */
function bar(tone, words, act) {
  return h("div", { class: `fm-banner fm-banner-${tone}`, role: tone === "bad" ? "alert" : "status" }, h("p", null, words), act);
}

const main = h("main", { id: "main" });
const at = h("div", { class: "fm-bar" });
/** @type {any} */
let page = null;
const top_ = header({ place: () => page?.place() ?? tell("place"), aside: () => page?.aside(), redraw: () => page?.draw() });
app.replaceChildren(h("a", { class: "fm-hidden fm-skip", href: "#main" }, tell("skip")), top_.head, at, main);
at.addEventListener("click", (/** @type {any} */ event) => page?.clicked?.(event));
page = sitting ? new Observation(main, at) : new List(main);
page.redraw = () => top_.draw();
