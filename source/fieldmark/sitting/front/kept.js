// What this device keeps of a sitting that runs, so that a reload or a crash without a connection goes on: the page and
// the paper in a cache that the service worker serves, and where the engineer was. Gone once it is handed in, at the
// logout, and when somebody else logs in.

import { BASE } from "./talk.js";

const CACHE = "fm-exam"; // as in worker.js
const SHOWN = "fm-shown:";
const OURS = /^fm-(?:shown|last):/;
const paper = (/** @type {string} */ sitting) => `${BASE}kept/${sitting}`;
const able = () => "caches" in globalThis && "serviceWorker" in navigator; // both only on https and localhost

/** Where the engineer is and what stands on the screen. @param {any} exam */
export function remember(exam) {
  if (!exam.data.questions.length) return;
  const shown = { slot: exam.slot, answers: [...exam.answers], flags: [...exam.flags] };
  try {
    localStorage.setItem(SHOWN + exam.sitting, JSON.stringify(shown));
  } catch {
    // storage is full or forbidden: a reload opens the first question
  }
}

/** @param {string} sitting @returns {{slot: string, answers: [string, any][], flags: string[]}|null} */
export function recall(sitting) {
  try {
    return JSON.parse(localStorage.getItem(SHOWN + sitting) ?? "null");
  } catch {
    return null;
  }
}

/** Keep the page with all it loads, and the paper. Not in Safe Exam Browser, whose keys a worker's requests lack.
 * @param {any} exam */
export async function keep(exam) {
  if (!able() || exam.data.paper.seb || !exam.data.questions.length) return;
  try {
    await navigator.serviceWorker.register(`${BASE}worker.js`, { scope: BASE });
    const cache = await caches.open(CACHE);
    const loaded = [...document.querySelectorAll("link[rel=stylesheet], script[src]")];
    await cache.put(paper(exam.sitting), new Response(JSON.stringify({ ...exam.data, wall: Date.now() })));
    await cache.addAll(loaded.map((e) => e.getAttribute("href") ?? e.getAttribute("src") ?? ""));
    const page = await fetch(location.pathname, { credentials: "same-origin" });
    if (page.ok && !page.redirected) await cache.put(location.pathname, page);
  } catch {
    // the exam goes on without; only a reload needs the connection then
  }
}

/** The paper as it was kept, with the server's time as this device believes it. @param {string} sitting */
export async function kept(sitting) {
  if (!able()) return null;
  const found = await caches.match(paper(sitting));
  if (!found) return null;
  const data = await found.json();
  const now = new Date(Date.parse(data.now) + Date.now() - data.wall).toISOString();
  return { ...data, now, sentAt: performance.now(), heardAt: performance.now() };
}

/** Forget all sittings but these of this person. @param {string[]} [running] @param {string} [user] */
export async function forget(running = [], user = "") {
  for (const key of Object.keys(localStorage)) {
    if (OURS.test(key) && !running.includes(key.replace(OURS, ""))) localStorage.removeItem(key);
  }
  if (!able()) return;
  if (!running.length) return void (await caches.delete(CACHE));
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) {
    const sitting = new URL(request.url).pathname.match(/\/(?:kept|sit|observe)\/(s[0-9a-f]{24})$/)?.[1];
    const whose = sitting && (await kept(sitting))?.person.user;
    if (sitting && (!running.includes(sitting) || whose !== user)) await cache.delete(request);
  }
}

/** A link to the logout that forgets first. @param {MouseEvent} event */
export async function forgetAndGo(event) {
  const link = /** @type {HTMLAnchorElement} */ (event.currentTarget);
  event.preventDefault();
  await forget();
  location.assign(link.href);
}
