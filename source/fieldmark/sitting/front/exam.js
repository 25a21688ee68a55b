// The exam page: one question at a time, answers saved as they are given, handed in after a look over all of them.

import { Answering } from "./answering.js";
import { banner } from "./banner.js";
import { breakButton, breakPage, endBreak, resting, takeBreak } from "./breaks.js";
import { Clock } from "./clock.js";
import { confirm } from "./dialog.js";
import { fill, h, morph } from "./dom.js";
import { draft } from "./drafts.js";
import { flagButton, moves, overview, person, savedMark, sheet, timeLeft } from "./exam_parts.js";
import { header } from "./header.js";
import { HostModel } from "./host.js";
import { forget, keep, kept, recall, remember } from "./kept.js";
import question from "./question.js";
import { fetchReceipt, receiptPage } from "./receipt.js";
import { reviewPage } from "./review.js";
import { Trouble, ask, logIn } from "./talk.js";
import { waitingRoom } from "./waiting.js";
import { language, said, say } from "./words.js";

const PULSE = 20000; // ms between looks at the server's clock and the examiner's acts
const sitting = /** @type {string} */ (document.documentElement.dataset.sitting);
const app = /** @type {HTMLElement} */ (document.getElementById("app"));

class Exam extends Answering {
  constructor() {
    super(sitting);
    this.clock = new Clock();
    this.taken = false;
    this.fromDevice = false; // shown as this device kept it, until the service answers
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
      if (!(await this.goOnFromDevice(error))) return this.failToBegin(error);
    }
    if (this.over()) return this.showReceipt();
    if (this.data.status === "invited") return waitingRoom(this);
    this.at = Math.max(0, this.data.questions.findIndex((/** @type {any} */ q) => q.slot === recall(sitting)?.slot));
    this.listen();
    this.draw();
    this.outbox.retry();
  }

  /** Take the sitting over in this window. */
  async take() {
    const data = await ask("POST", `${this.path}/window`, {});
    this.adopt(data);
    this.fromDevice = false;
    if (!this.over() && data.status !== "invited") void keep(this);
  }

  /** @param {any} data as the service gives it to a window */
  adopt(data) {
    this.data = data;
    this.clock.sync(data, data.sentAt, data.heardAt);
    this.taken = false;
    if (this.outbox) this.outbox.renew(data.window);
    else this.outbox = this.newOutbox(data.window);
    this.readAnswers(data);
  }

  /** No service to be reached, for instance after a reload without a line: go on with what this device kept.
   * @param {any} error */
  async goOnFromDevice(error) {
    const data = error.status === 0 || error.status >= 500 ? await kept(sitting) : null;
    if (!data) return false;
    const shown = recall(sitting);
    for (const [slot, answer] of shown?.answers ?? []) data.answers[slot] = { answer, seconds: data.answers[slot]?.seconds ?? 0 };
    this.adopt({ ...data, flags: shown?.flags ?? data.flags });
    this.fromDevice = true;
    this.trouble = error;
    this.pulseFailures = 2;
    return true;
  }

  /** All of it anew, where the service can be reached. */
  async takeAgain() {
    try {
      await this.take();
    } catch (error) {
      this.trouble = error;
    }
    this.draw();
  }

  listen() {
    if (this.pulseTimer) return;
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
      this.hear(await ask("GET", this.path, undefined, 10000));
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
      rest: reply.rest,
    });
    this.trouble = null;
    if (this.fromDevice && !this.over()) {
      this.fromDevice = false;
      void this.takeAgain();
    } else if (reply.window > this.outbox.window && !this.taken) {
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
    if (this.data.rest && !resting(this)) {
      this.data.rest = null;
      void this.takeAgain();
    }
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
      rest: () => void takeBreak(this),
      return: () => void endBreak(this),
      "hand-in": () => void this.handIn(),
    };
    acts[/** @type {keyof typeof acts} */ (button.getAttribute("data-act"))]?.();
  }

  /** @param {number} at */
  go(at) {
    this.leaveSlot();
    this.at = Math.max(0, Math.min(this.data.questions.length - 1, at));
    this.view = "question";
    remember(this);
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
      this.data.status = (await ask("POST", `${this.path}/submit`, {})).status;
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
    if (this.waiting) return this.waiting();
    this.leave?.();
    this.leave = undefined;
    this.main.className = "fm-exam";
    if (resting(this) || !this.data.questions.length) fill(this.main, this.data.rest ? breakPage(this) : "");
    else if (this.view === "review") fill(this.main, reviewPage(this));
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
    const keep = draft(sitting, q.slot);
    return { question: q, answer, view, reply: null, language: language(), feedback: null, locked, practice, keep };
  }

  /** What changes while a question stands on the screen. */
  drawState() {
    if (!this.data || this.receipt || this.waiting) return;
    this.top.draw();
    banner(this.bar, this);
    if (resting(this)) morph(this.main, breakPage(this));
    else if (!this.main.firstElementChild || !this.data.questions.length) return;
    else if (this.view === "review") morph(this.main, reviewPage(this));
    else {
      morph(this.map, overview(this), breakButton(this));
      morph(this.marks, savedMark(this), flagButton(this));
      morph(this.steps, moves(this));
    }
  }

  async showReceipt() {
    this.leave?.();
    this.leave = undefined;
    clearInterval(this.pulseTimer);
    try {
      this.receipt = await fetchReceipt(sitting);
      void forget();
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
