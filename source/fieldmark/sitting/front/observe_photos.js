// Photos of an observation: made small and without where they were taken, kept on this device until they are sent.

import { digest } from "./observe_digest.js";
import { BASE, Trouble } from "./talk.js";

const SIDE = 1600; // pixels of the longer side
const THUMB = 144;
const QUALITY = 0.82;
export const MOST_FILE = 60; // MB that a phone's camera may give
const PAUSES = [1000, 2000, 4000, 8000];
const STORE = "photos";

export class Photos {
  /** @param {{sitting: string, path: string, here: string[], changed: () => void, failed: (t: any) => void}} o */
  constructor(o) {
    this.o = o;
    /** @type {Map<string, {blob?: Blob, thumb?: string, sent: boolean, problem?: any}>} */
    this.all = new Map(o.here.map((name) => [name, { sent: true }]));
    this.failures = 0;
    this.stored = true;
  }

  /** Take up what this device kept. */
  async restore() {
    for (const kept of await rows(this.o.sitting)) {
      const sent = this.all.get(kept.name)?.sent ?? false;
      this.all.set(kept.name, { blob: kept.blob, thumb: kept.thumb, sent });
    }
    this.o.changed();
    void this.pump();
  }

  /** Make a picture small and keep it; its name. Rejects where the file is no picture. @param {File} file */
  async add(file) {
    const { blob, thumb } = await shrunk(file);
    const name = await digest(await blob.arrayBuffer());
    if (!this.all.has(name)) {
      this.all.set(name, { blob, thumb, sent: false });
      this.stored = await put({ id: `${this.o.sitting}:${name}`, sitting: this.o.sitting, name, blob, thumb });
    }
    void this.pump();
    return name;
  }

  /** @param {string} name */
  async remove(name) {
    if (!this.all.get(name)?.sent) this.all.delete(name);
    await drop([`${this.o.sitting}:${name}`]);
  }

  /** Where the picture can be seen. @param {string} name */
  source(name) {
    return this.all.get(name)?.thumb ?? `${BASE}${this.o.path}/photos/${name}`;
  }

  /** Those of `wanted` that are not sent. @param {string[]} wanted */
  waiting(wanted) {
    return wanted.filter((name) => !this.all.get(name)?.sent);
  }

  async pump() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    try {
      for (const [name, photo] of this.all) if (!photo.sent && photo.blob && !photo.problem) await this.send(name, photo);
      this.failures = 0;
    } catch (trouble) {
      this.timer = setTimeout(() => void this.pump(), PAUSES[Math.min(this.failures, PAUSES.length - 1)]);
      this.failures += 1;
      this.o.failed(trouble);
    } finally {
      this.busy = false;
      this.o.changed();
    }
  }

  /** @param {string} name @param {any} photo */
  async send(name, photo) {
    let reply;
    try {
      reply = await fetch(`${BASE}${this.o.path}/photos/${name}`, {
        method: "PUT",
        headers: { "X-Fieldmark": "1", "Content-Type": "image/jpeg" },
        body: photo.blob,
        credentials: "same-origin",
        signal: AbortSignal.timeout(60000),
      });
    } catch {
      throw new Trouble(0);
    }
    if (reply.ok) photo.sent = true;
    else if ([400, 413].includes(reply.status)) photo.problem = (await reply.json().catch(() => ({}))).problem ?? {};
    else throw new Trouble(reply.status, (await reply.json().catch(() => ({}))).problem);
  }

  /** All that this device holds of the observation goes, once it is finished. */
  async forget() {
    clearTimeout(this.timer);
    await drop((await rows(this.o.sitting)).map((kept) => kept.id));
  }
}

/** @param {File} file @returns {Promise<{blob: Blob, thumb: string}>} */
async function shrunk(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const drawn = canvas(picture, Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
  const small = THUMB / Math.min(picture.width, picture.height);
  const thumb = canvas(picture, Math.max(1, Math.round(picture.width * small)), Math.max(1, Math.round(picture.height * small)));
  picture.close();
  const blob = await new Promise((resolve, reject) =>
    drawn.toBlob((made) => (made ? resolve(made) : reject(new Error("no picture"))), "image/jpeg", QUALITY),
  );
  return { blob: new Blob([plain(new Uint8Array(await blob.arrayBuffer()))], { type: "image/jpeg" }), thumb: thumb.toDataURL("image/jpeg", 0.7) };
}

/** @param {ImageBitmap} picture @param {number} width @param {number} height */
function canvas(picture, width, height) {
  const made = document.createElement("canvas");
  made.width = width;
  made.height = height;
  const pen = /** @type {CanvasRenderingContext2D} */ (made.getContext("2d"));
  pen.fillStyle = "#fff"; // what was transparent
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, 0, 0, width, height);
  return made;
}

/** A JPEG without segments of other data (some browsers write a colour profile), as the service takes it.
 * @param {Uint8Array} data */
export function plain(data) {
  const parts = [data.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= data.length && data[at] === 0xff && data[at + 1] !== 0xda) {
    const marker = data[at + 1];
    const end = at + 2 + data[at + 2] * 256 + data[at + 3];
    if (!((marker >= 0xe1 && marker <= 0xef) || marker === 0xfe)) parts.push(data.subarray(at, end));
    at = end;
  }
  parts.push(data.subarray(at));
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

// --- the browser's database; where there is none, photos live in the page alone -----------------------------

/** @returns {Promise<IDBDatabase>} */
function database() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("fm-observe", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" }).createIndex("sitting", "sitting");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** @template T @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>|void} run */
async function stored(mode, run) {
  const opened = await database();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = opened.transaction(STORE, mode);
      const asked = run(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked?.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    opened.close();
  }
}

/** @param {string} sitting @returns {Promise<any[]>} */
async function rows(sitting) {
  try {
    return (await stored("readonly", (store) => store.index("sitting").getAll(sitting))) ?? [];
  } catch {
    return [];
  }
}

/** @param {any} row */
async function put(row) {
  try {
    await stored("readwrite", (store) => store.put(row));
    return true;
  } catch {
    return false;
  }
}

/** @param {string[]} ids */
async function drop(ids) {
  try {
    await stored("readwrite", (store) => ids.forEach((id) => store.delete(id)));
  } catch {
    // nothing was kept
  }
}

/** Forget what is kept of all observations but these. @param {string[]} running */
export async function forgetPhotos(running) {
  try {
    const all = (await stored("readonly", (store) => store.getAll())) ?? [];
    await drop(all.filter((/** @type {any} */ kept) => !running.includes(kept.sitting)).map((/** @type {any} */ kept) => kept.id));
  } catch {
    // no database, nothing kept
  }
}
