// Acts on their way to whoever holds the truth: one at a time, in order. Lines of the work order are kept on the device
// from the first letter until they are acknowledged.

import { later } from "../../dom.js";

export class Sending {
  /** @param {any} model @param {() => void} changed */
  constructor(model, changed) {
    this.model = model;
    this.changed = changed;
    /** @type {any[]} acts that wait for their turn */
    this.queue = [];
    /** @type {any} the act under way */
    this.act = null;
    /** @type {any} why the last act was not done */
    this.refused = null;
    /** @type {Record<string, string>} lines of the work order that nobody has acknowledged */
    this.typed = model.get("keep")?.read() ?? {};
    this.failed = false; // the last try to save them
    this.soon = later(() => this.tell(), 700);
  }

  get busy() {
    return this.act !== null;
  }

  /** @param {object} act */
  send(act) {
    this.queue.push(act);
    this.pump();
  }

  pump() {
    if (!this.busy && this.queue.length) {
      this.act = this.queue.shift();
      this.model.set("act", this.act);
      this.model.save_changes();
    }
    this.changed();
  }

  heard() {
    const refused = this.model.get("reply")?.refused;
    this.refused = refused?.en ? refused : null;
    if (this.act?.order) this.settle(this.act.order);
    this.act = null;
    this.pump();
  }

  /** Lines that were told and are still as they were told need not be kept. @param {Record<string, string>} told */
  settle(told) {
    this.failed = this.refused !== null;
    if (this.failed) {
      this.queue = this.queue.filter((act) => !act.declare); // nothing is written into a closed work order
      return;
    }
    this.typed = Object.fromEntries(Object.entries(this.typed).filter(([name, value]) => told[name] !== value));
    this.keep();
  }

  /** @param {string} name @param {string} value */
  write(name, value) {
    this.typed[name] = value;
    this.keep();
    this.soon.soon();
  }

  keep() {
    this.model.get("keep")?.write(this.typed);
  }

  /** Tell the lines that were typed, unless the same are on their way. */
  tell() {
    const waits = [this.act, ...this.queue].some((act) => act?.order && JSON.stringify(act.order) === JSON.stringify(this.typed));
    if (Object.keys(this.typed).length && !waits) this.send({ order: { ...this.typed } });
  }

  /** @returns {"saved"|"saving"|"unsaved"} how the work order stands */
  get standing() {
    if (Object.keys(this.typed).length === 0) return "saved";
    return this.failed && !this.busy ? "unsaved" : "saving";
  }
}
