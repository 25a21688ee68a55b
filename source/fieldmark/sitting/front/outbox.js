// Answers on their way: kept in the browser's storage until the service has acknowledged each, sent in order, sent
// again after a reload, a lost line or a crash. Knows nothing of pages.

const WINDOW = 1_000_000;
const PAUSES = [500, 1000, 2000, 4000, 8000];

/**
 * @typedef {{client: number, slot: string, answer?: object, flag?: number, seconds: number, claimed: string}} Entry
 */

export class Outbox {
  /**
   * @param {object} o
   * @param {string} o.sitting @param {number} o.window the window that this page has taken
   * @param {(entries: Entry[]) => Promise<any>} o.send rejects with {status, problem}
   * @param {(reply: any) => void} o.heard called with each reply @param {() => void} o.changed
   * @param {(trouble: any) => void} o.failed @param {Storage} o.storage
   */
  constructor(o) {
    this.o = o;
    this.stem = `fm-exam:${o.sitting}:`;
    this.window = o.window;
    this.count = this.counted();
    /** @type {Entry[]} */
    this.queue = [];
    /** @type {Map<string, any>} slot -> why its answer was refused */
    this.refused = new Map();
    /** @type {Set<string>} slots whose answer was kept apart */
    this.kept = new Set();
    this.busy = false;
    this.failures = 0;
    this.since = 0; // performance.now() since when something waits
    this.halted = false;
    this.restore();
  }

  /** Take up what earlier windows of this browser left behind, in the order of their numbers. */
  restore() {
    const found = new Map();
    for (const key of this.keys()) {
      for (const entry of read(this.o.storage, key)) found.set(entry.client, entry);
      if (key !== this.key(this.window)) this.o.storage.removeItem(key);
    }
    this.queue = [...found.values()].sort((a, b) => a.client - b.client);
    this.store();
    this.touch();
  }

  /** @param {number} window */
  key(window) {
    return this.stem + window;
  }

  keys() {
    return Array.from({ length: this.o.storage.length }, (_, i) => this.o.storage.key(i) ?? "").filter((k) =>
      k.startsWith(this.stem),
    );
  }

  /** A later window of the same engineer: go on with its numbers. @param {number} window */
  renew(window) {
    const old = this.key(this.window);
    this.window = window;
    this.count = 0;
    this.store();
    this.o.storage.removeItem(old);
  }

  /** The next number of this window. */
  number() {
    this.count += 1;
    const number = this.window * WINDOW + this.count;
    try {
      this.o.storage.setItem(`fm-last:${this.o.sitting}`, String(number));
    } catch {
      // storage is full or forbidden: then nothing goes on from this device either
    }
    return number;
  }

  /** How many numbers this window gave out before a reload; none where the window is new. */
  counted() {
    const last = Number(this.o.storage.getItem(`fm-last:${this.o.sitting}`) ?? 0);
    return Math.floor(last / WINDOW) === this.window ? last % WINDOW : 0;
  }

  /** @param {string} slot @param {{answer?: object, flag?: number}} what @param {number} seconds @param {number} at */
  put(slot, what, seconds, at) {
    const entry = {
      client: this.number(),
      slot,
      ...what,
      seconds: Math.round(seconds * 10) / 10,
      claimed: Number.isFinite(at) ? new Date(at).toISOString() : "",
    };
    const same = (/** @type {Entry} */ e) => e.slot === slot && "flag" in e === "flag" in what;
    this.queue = this.queue.filter((e) => this.flying?.has(e.client) || !same(e));
    this.queue.push(entry);
    if (!("flag" in what)) this.refused.delete(slot);
    this.store();
    this.touch();
    void this.pump();
  }

  /** @param {string} slot @returns {"saved"|"saving"|"unsaved"|"refused"|"kept"} */
  status(slot) {
    if (this.queue.some((e) => e.slot === slot)) return this.failures || this.late() ? "unsaved" : "saving";
    if (this.refused.has(slot)) return this.kept.has(slot) ? "kept" : "refused";
    return "saved";
  }

  /** Milliseconds for which the oldest answer has been waiting. */
  waited() {
    return this.queue.length ? performance.now() - this.since : 0;
  }

  late() {
    return this.waited() > 3000;
  }

  get empty() {
    return this.queue.length === 0;
  }

  /** Send what waits; resolves once there is nothing left, or sending failed. */
  async pump() {
    if (this.busy || this.halted || this.empty) return;
    this.busy = true;
    clearTimeout(this.timer);
    try {
      while (!this.empty && !this.halted) await this.sendSome();
    } catch (trouble) {
      this.fail(trouble);
    } finally {
      this.busy = false;
      this.o.changed();
    }
  }

  /** Try again at once, for instance when the line is back. */
  retry() {
    clearTimeout(this.timer);
    void this.pump();
  }

  async sendSome() {
    const batch = bounded(this.queue);
    this.flying = new Set(batch.map((e) => e.client));
    this.o.changed();
    try {
      this.take(await this.o.send(batch));
    } catch (trouble) {
      const one = batch[0];
      if (!isFinal(trouble)) throw trouble;
      if (batch.length > 1) for (const e of batch) this.take(await this.alone(e));
      else this.take(this.refusal(one, trouble));
    } finally {
      this.flying = undefined;
    }
  }

  /** One entry by itself, so that a bad one does not hold up the others. @param {Entry} entry */
  async alone(entry) {
    try {
      return await this.o.send([entry]);
    } catch (trouble) {
      if (!isFinal(trouble)) throw trouble;
      return this.refusal(entry, trouble);
    }
  }

  /** @param {Entry} entry @param {any} trouble */
  refusal(entry, trouble) {
    return { saved: [], refused: [{ client: entry.client, problem: trouble.problem }] };
  }

  /** @param {any} reply */
  take(reply) {
    const again = new Set();
    for (const refusal of reply.refused ?? []) {
      if (refusal.again) again.add(refusal.client);
      else this.refuse(refusal);
    }
    const settled = new Set([...(reply.saved ?? []), ...(reply.refused ?? []).map((/** @type {any} */ r) => r.client)]);
    this.queue = this.queue.filter((e) => !settled.has(e.client) || again.has(e.client));
    this.failures = 0;
    this.since = performance.now();
    this.store();
    if (reply.now) this.o.heard(reply);
    if (again.size) throw { status: 409, again: true };
  }

  /** @param {any} refusal */
  refuse(refusal) {
    const entry = this.queue.find((e) => e.client === refusal.client);
    if (!entry || "flag" in entry) return;
    this.refused.set(entry.slot, refusal.problem);
    if (refusal.kept) this.kept.add(entry.slot);
  }

  /** @param {any} trouble */
  fail(trouble) {
    const pause = PAUSES[Math.min(this.failures, PAUSES.length - 1)];
    if (!trouble.again) this.failures += 1;
    this.timer = setTimeout(() => void this.pump(), trouble.again ? 3000 : pause * (0.8 + 0.4 * Math.random()));
    this.o.failed(trouble);
  }

  touch() {
    if (this.queue.length <= 1) this.since = performance.now();
  }

  store() {
    try {
      if (this.empty) this.o.storage.removeItem(this.key(this.window));
      else this.o.storage.setItem(this.key(this.window), JSON.stringify(this.queue));
      this.stored = true;
    } catch {
      this.stored = false; // storage is full or forbidden: the page still holds them
    }
  }
}

/** As many entries as fit one request. @param {Entry[]} queue */
function bounded(queue) {
  const batch = [];
  let size = 0;
  for (const entry of queue) {
    size += JSON.stringify(entry).length * 3;
    if (batch.length && (size > 900_000 || batch.length >= 100)) break;
    batch.push(entry);
  }
  return batch;
}

/** Whether sending the same again could never help. @param {any} trouble */
function isFinal(trouble) {
  return trouble.status === 400 || trouble.status === 413;
}

/** @param {Storage} storage @param {string} key @returns {Entry[]} */
function read(storage, key) {
  try {
    const list = JSON.parse(storage.getItem(key) ?? "[]");
    return Array.isArray(list) ? list.filter((e) => Number.isInteger(e?.client) && typeof e.slot === "string") : [];
  } catch {
    return [];
  }
}
