// Requests to the exam service.

const root = document.documentElement;
export const BASE = root.dataset.base ?? "/";

/** What went wrong, as the service says it; `status` 0 = no connection. */
export class Trouble extends Error {
  /** @param {number} status @param {any} [problem] */
  constructor(status, problem) {
    super(problem?.code ?? `status ${status}`);
    this.status = status;
    this.problem = problem;
  }
}

/**
 * @param {string} method @param {string} path @param {object} [body] @param {number} [patience] ms
 * @returns {Promise<any>} the answer, with `sentAt` and `heardAt` (performance.now()) in it
 */
export async function ask(method, path, body, patience = 15000) {
  const sentAt = performance.now();
  let response;
  let data;
  try {
    response = await fetch(BASE + path, {
      method,
      headers: method === "GET" ? {} : { "X-Fieldmark": "1", "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(patience),
    });
    data = await response.json();
  } catch {
    throw new Trouble(response && response.status >= 400 ? response.status : 0);
  }
  if (!response.ok) throw new Trouble(response.status, data.problem);
  return { ...data, sentAt, heardAt: performance.now() };
}

export function logIn() {
  location.assign(`${root.dataset.login}?next=${encodeURIComponent(location.pathname)}`);
}

/** Ask again a few times where the line fails; only for what may safely be asked twice. @param {() => Promise<any>} run */
export async function again(run) {
  for (const pause of [500, 1500, 4000]) {
    try {
      return await run();
    } catch (trouble) {
      if (![0, 503].includes(/** @type {any} */ (trouble).status)) throw trouble;
      await new Promise((resume) => setTimeout(resume, pause));
    }
  }
  return run();
}
