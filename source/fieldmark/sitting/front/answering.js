// What the engineer answers: on the screen, on its way, and the time that each question took.

import { resting } from "./breaks.js";
import { remember } from "./kept.js";
import { Outbox } from "./outbox.js";
import { again, ask } from "./talk.js";
import { say } from "./words.js";

/** Knows the questions, the answers and the outbox; how they are shown is left to the page (`drawState`, `hear`). */
export class Answering {
  /** @param {string} sitting */
  constructor(sitting) {
    this.sitting = sitting;
    this.path = `api/sittings/${sitting}`;
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
    /** @type {any} */
    this.trouble = null;
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
      sitting: this.sitting,
      window,
      storage: localStorage,
      send: (entries) => ask("PUT", `${this.path}/answers`, { entries }),
      heard: (reply) => this.hear(reply),
      changed: () => this.drawState(),
      failed: (trouble) => {
        this.trouble = trouble;
        this.drawState();
      },
    });
  }

  get slot() {
    return this.data.questions[this.at]?.slot;
  }

  /** @param {string} slot @param {object} answer */
  answer(slot, answer) {
    this.answers.set(slot, answer);
    this.count();
    this.outbox.put(slot, { answer }, this.seconds.get(slot) ?? 0, this.clock.now());
    remember(this);
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
      const came = await again(() => ask("POST", `${this.path}/steps`, sent));
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
      model.set("feedback", await ask("POST", `${this.path}/check`, { slot }));
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
    remember(this);
    this.drawState();
  }

  /** Add the time since it was last counted to the question on the screen. */
  count() {
    const now = performance.now();
    if (this.view === "question" && !document.hidden && this.slot && !resting(this)) {
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

  /** @param {string} slot */
  state(slot) {
    const answered = Object.keys(this.answers.get(slot) ?? {}).length > 0;
    const status = this.outbox.status(slot);
    return { answered, flagged: this.flags.has(slot), status, trouble: status !== "saved" && status !== "saving" };
  }
}
