// The exam page: one question at a time, answers saved as they are given, handed in after a look over all of them.

import { banner } from "./banner.js";
import { Clock } from "./clock.js";
import { confirm } from "./dialog.js";
import { fill, h, morph } from "./dom.js";
import { flagButton, moves, overview, person, savedMark, sheet, timeLeft } from "./exam_parts.js";
import { header } from "./header.js";
import { HostModel } from "./host.js";
import { Outbox } from "./outbox.js";
import question from "./question.js";
import { fetchReceipt, receiptPage } from "./receipt.js";
import { reviewPage } from "./review.js";
import { Trouble, again, ask, logIn } from "./talk.js";
import { language, said, say } from "./words.js";

const PULSE = 20000; // ms between looks at the server's clock and the examiner's acts
const sitting = /** @type {string} */ (document.documentElement.dataset.sitting);
const path = `api/sittings/${sitting}`;
const app = /** @type {HTMLElement} */ (document.getElementById("app"));

class Exam {
  constructor() {
    this.clock = new Clock();
    /** @type {any} */
    this.data = null;
    this.at = 0;
    this.view = "question";
    /** @type {Map<string, any>} slot -> answer as on the screen */
    this.answers = new Map();
    /** @type {Set<string>} */
    this.flags = new Set();
    /** @type {Map<string, number>} slot -> seconds spent */
    this.seconds = new Map();
    this.shownAt = performance.now();
    this.taken = false;
    /** @type {any} */
    this.trouble = null;
    this.pulseFailures = 0;
    this.heardAt = performance.now();
    this.top = header({
      place: () => said(this.data?.paper.title),
      aside: () => [timeLeft(this), person(this)],
      redraw: () => this.draw(),
    });
    this.bar = h("div", { class: "fm-bar" });
    this.main = h("main", { class: "fm-exam", id: "main" });
    this.main.addEventListener("click", (/** @type {MouseEvent} */ event) => this.clicked(event));
    app.replaceChildren(
      h("a", { class: "fm-hidden fm-skip", href: "#main" }, say("skip")),
      this.top.head,
      this.bar,
      this.main,
    );
  }

  // --- coming and going ---------------------------------------------------------------------------------

  async begin() {
    try {
      await this.take();
    } catch (error) {
      return this.failToBegin(error);
    }
    if (this.over()) return this.showReceipt();
    this.listen();
    this.draw();
    this.outbox.retry();
  }

  /** Take the sitting over in this window. */
  async take() {
    const data = await ask("POST", `${path}/window`, {});
    this.data = data;
    this.clock.sync(data, data.sentAt, data.heardAt);
    this.taken = false;
    if (this.outbox) this.outbox.renew(data.window);
    else this.outbox = this.newOutbox(data.window);
    this.readAnswers(data);
  }

  /** The server's answers, and over them what this device has not sent yet. @param {any} data */
  readAnswers(data) {
    for (const [slot, saved] of Object.entries(data.answers)) {
      this.answers.set(slot, saved.answer);
      this.seconds.set(slot, Math.max(saved.seconds, this.seconds.get(slot) ?? 0));
    }
    this.flags = new Set(data.flags);
    for (const entry of this.outbox.queue) {
      if (entry.answer) this.answers.set(entry.slot, entry.answer);
      else if (entry.flag) this.flags.add(entry.slot);
      else this.flags.delete(entry.slot);
    }
  }

  /** @param {number} window */
  newOutbox(window) {
    return new Outbox({
      sitting,
      window,
      storage: localStorage,
      send: (entries) => ask("PUT", `${path}/answers`, { entries }),
      heard: (reply) => this.hear(reply),
      changed: () => this.drawState(),
      failed: (trouble) => {
        this.trouble = trouble;
        this.drawState();
      },
    });
  }

  listen() {
    setInterval(() => this.tick(), 1000);
    this.pulseTimer = setInterval(() => {
      if (performance.now() - this.heardAt > PULSE * 0.9) void this.pulse(); // an answer's reply tells as much
    }, PULSE / 2);
    addEventListener("online", () => this.wake());
    addEventListener("focus", () => this.wake());
    addEventListener("pageshow", () => this.wake());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.leaveSlot();
      else this.wake();
    });
    addEventListener("pagehide", () => this.commit());
    addEventListener("beforeunload", (event) => {
      this.commit();
      if (!this.outbox.empty && !this.outbox.stored) event.preventDefault();
    });
  }

  /** Back from sleep, another tab or a lost line: ask at once how things stand. */
  wake() {
    this.shownAt = performance.now();
    this.outbox.retry();
    void this.pulse();
  }

  async pulse() {
    if (this.over() || this.pulsing) return;
    this.pulsing = true;
    try {
      this.hear(await ask("GET", path, undefined, 10000));
      if (this.outbox.empty) this.trouble = null;
      this.pulseFailures = 0;
    } catch (error) {
      this.pulseFailures += 1;
      if (this.pulseFailures > 1 || /** @type {any} */ (error).status === 401) this.trouble = error;
    } finally {
      this.pulsing = false;
      this.drawState();
    }
  }

  /** What every answer of the service tells: clock, deadline, status, window. @param {any} reply */
  hear(reply) {
    this.heardAt = reply.heardAt;
    this.clock.sync(reply, reply.sentAt, reply.heardAt);
    const before = this.data.status;
    Object.assign(this.data, {
      status: reply.status,
      deadline: reply.deadline,
      reason: reply.reason,
      told: reply.told,
    });
    this.trouble = null;
    if (reply.window > this.outbox.window && !this.taken) {
      this.taken = true;
      this.draw();
    }
    if (this.over() && before !== reply.status) void this.end();
    else if (before !== reply.status) {
      this.draw();
      this.outbox.retry();
    }
  }

  tick() {
    if (this.clock.slept()) this.wake();
    if (this.clock.left() < 2500) this.commit();
    if (this.clock.left() === 0 && !this.over() && this.data.status === "running") void this.pulse();
    this.drawState();
  }

  /** Handed in, by whomever: send the rest (it is kept apart if it is late), then show the receipt. */
  async end() {
    await this.outbox.pump();
    await this.showReceipt();
  }

  over() {
    return ["submitted", "auto-submitted", "voided"].includes(this.data?.status);
  }

  /** What the buttons of the page do; they are redrawn in place, so one listener serves them all.
   * @param {MouseEvent} event */
  clicked(event) {
    const button = /** @type {HTMLElement} */ (event.target).closest("[data-act]");
    if (!button || button.hasAttribute("disabled")) return;
    const acts = {
      go: () => this.go(Number(button.getAttribute("data-at"))),
      back: () => this.go(this.at),
      previous: () => this.go(this.at - 1),
      next: () => this.go(this.at + 1),
      review: () => this.review(),
      flag: () => this.toggleFlag(),
      "hand-in": () => void this.handIn(),
    };
    acts[/** @type {keyof typeof acts} */ (button.getAttribute("data-act"))]?.();
  }

  // --- answering ----------------------------------------------------------------------------------------

  get slot() {
    return this.data.questions[this.at].slot;
  }

  /** @param {string} slot @param {object} answer */
  answer(slot, answer) {
    this.answers.set(slot, answer);
    this.count();
    this.outbox.put(slot, { answer }, this.seconds.get(slot) ?? 0, this.clock.now());
    this.drawState();
  }

  /** One act in a practical: the server carries it out, stores it, and tells what came of it. One after the other.
   * @param {string} slot @param {object} act @param {HostModel} model */
  act(slot, act, model) {
    this.acting = (this.acting ?? Promise.resolve()).then(() => this.carryOut(slot, act, model));
    return this.acting;
  }

  /** @param {string} slot @param {object} act @param {HostModel} from */
  async carryOut(slot, act, from) {
    this.count();
    const shown = () => (this.model?.get("question").slot === slot ? this.model : from); // drawn anew meanwhile
    const sent = { client: this.outbox.number(), slot, act, seconds: this.seconds.get(slot) ?? 0 };
    try {
      const came = await again(() => ask("POST", `${path}/steps`, sent));
      this.data.views[slot] = came.view;
      if (!came.refused.en) this.answers.set(slot, { steps: 1 });
      this.hear(came);
      shown().set("view", came.view);
      shown().set("reply", came);
    } catch (error) {
      const trouble = /** @type {any} */ (error);
      this.trouble = trouble;
      shown().set("reply", { reply: {}, refused: trouble.problem?.message ?? { en: say("actLost"), zh: say("actLost") } });
    }
    this.drawState();
  }

  /** In practice: is the answer right? @param {string} slot @param {HostModel} model */
  async check(slot, model) {
    this.commit();
    await this.outbox.pump();
    try {
      model.set("feedback", await ask("POST", `${path}/check`, { slot }));
    } catch (error) {
      this.trouble = error;
    }
    this.drawState();
  }

  toggleFlag() {
    const flag = this.flags.has(this.slot) ? 0 : 1;
    if (flag) this.flags.add(this.slot);
    else this.flags.delete(this.slot);
    this.outbox.put(this.slot, { flag }, 0, this.clock.now());
    this.drawState();
  }

  /** Add the time since it was last counted to the question on the screen. */
  count() {
    const now = performance.now();
    if (this.view === "question" && !document.hidden) {
      this.seconds.set(this.slot, (this.seconds.get(this.slot) ?? 0) + (now - this.shownAt) / 1000);
    }
    this.shownAt = now;
  }

  leaveSlot() {
    this.commit();
    this.count();
  }

  /** Take what is typed but not told yet. */
  commit() {
    this.host?.dispatchEvent(new CustomEvent("fm-commit"));
  }

  /** @param {number} at */
  go(at) {
    this.leaveSlot();
    this.at = Math.max(0, Math.min(this.data.questions.length - 1, at));
    this.view = "question";
    this.draw();
    this.focus();
  }

  review() {
    this.leaveSlot();
    this.view = "review";
    this.draw();
    this.focus();
  }

  focus() {
    scrollTo(0, 0);
    this.main.querySelector(".fm-focus")?.focus({ preventScroll: true });
  }

  async handIn() {
    if (!(await confirm(say("handInSure"), say("handInYes")))) return;
    this.handing = true;
    this.draw();
    try {
      await this.acting;
      await this.outbox.pump();
      if (!this.outbox.empty) throw new Trouble(0);
      this.data.status = (await ask("POST", `${path}/submit`, {})).status;
      await this.showReceipt();
    } catch (error) {
      this.trouble = error;
    } finally {
      this.handing = false;
      if (!this.over()) this.draw();
    }
  }

  // --- showing ------------------------------------------------------------------------------------------

  draw() {
    this.top.draw();
    if (!this.data || this.receipt) return this.receipt && receiptPage(this.main, this.receipt);
    this.leave?.();
    this.leave = undefined;
    this.main.className = "fm-exam";
    if (this.view === "review") fill(this.main, reviewPage(this));
    else this.drawQuestion();
    this.drawState();
  }

  drawQuestion() {
    const q = this.data.questions[this.at];
    this.host = h("div", { class: "fm-host" });
    this.marks = h("div", { class: "fm-marks" });
    this.map = h("div", { class: "fm-map" });
    this.map.addEventListener("toggle", (/** @type {any} */ e) => (this.mapOpen = e.target.open), true);
    this.steps = h("div", { class: "fm-steps" });
    fill(this.main, this.map, sheet(this, this.host, this.marks), this.steps);
    this.model = new HostModel(this.traits(q), (changed) => {
      if ("answer" in changed) {
        this.answer(q.slot, changed.answer);
        if (this.model.get("feedback")) this.model.set("feedback", null);
      }
      if ("checks" in changed) void this.check(q.slot, this.model);
      if ("act" in changed) void this.act(q.slot, changed.act, this.model);
    });
    this.leave = question.render({ model: this.model, el: this.host });
  }

  /** @param {any} q */
  traits(q) {
    const locked = this.taken || this.data.status !== "running" || this.handing;
    const view = this.data.views[q.slot] ?? null;
    const answer = this.answers.get(q.slot) ?? {};
    const practice = this.data.mode === "practice";
    return { question: q, answer, view, reply: null, language: language(), feedback: null, locked, practice };
  }

  /** What changes while a question stands on the screen. */
  drawState() {
    if (!this.data || this.receipt) return;
    this.top.draw();
    banner(this.bar, this);
    if (this.view === "review") morph(this.main, reviewPage(this));
    else {
      morph(this.map, overview(this));
      morph(this.marks, savedMark(this), flagButton(this));
      morph(this.steps, moves(this));
    }
  }

  /** @param {string} slot */
  state(slot) {
    const answered = Object.keys(this.answers.get(slot) ?? {}).length > 0;
    const status = this.outbox.status(slot);
    return { answered, flagged: this.flags.has(slot), status, trouble: status !== "saved" && status !== "saving" };
  }

  async showReceipt() {
    this.leave?.();
    this.leave = undefined;
    clearInterval(this.pulseTimer);
    try {
      this.receipt = await fetchReceipt(sitting);
    } catch (error) {
      return this.failToBegin(error, () => this.showReceipt());
    }
    fill(this.bar);
    this.main.className = "fm-page fm-page-narrow";
    this.draw();
    this.focus();
  }

  /** @param {any} error @param {() => any} [retry] */
  failToBegin(error, retry = () => this.begin()) {
    if (error.status === 401) return logIn();
    const words = error.problem
      ? `${said(error.problem.message)} ${said(error.problem.hint)}`
      : say(error.status ? "somethingWrong" : "noAnswerFromService", { code: error.status });
    this.main.className = "fm-page fm-page-narrow";
    fill(
      this.main,
      h("div", { class: "fm-banner fm-banner-bad", role: "alert" }, h("p", null, words)),
      h("button", { type: "button", class: "fm-button fm-button-main", onclick: retry }, say("tryAgain")),
    );
  }
}

void new Exam().begin();
