// The service worker of the exam pages: when the line or the service is away, the page of a sitting that this device
// keeps comes from its cache (kept.js fills and empties it). Answers, logins and every other page go their usual way.

const CACHE = "fm-exam"; // as in kept.js
const base = new URL(self.registration.scope).pathname;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname.slice(base.length);
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  if (request.mode === "navigate" && /^(?:sit|observe)\/s[0-9a-f]{24}$/.test(path)) event.respondWith(page(request));
  else if (path.startsWith("static/")) event.respondWith(asset(request));
});

/** From the service; as kept where that does not answer. */
async function page(request) {
  const kept = async () => (await caches.open(CACHE)).match(new URL(request.url).pathname);
  try {
    const reply = await fetch(request);
    return reply.status >= 500 ? ((await kept()) ?? reply) : reply;
  } catch (trouble) {
    const found = await kept();
    if (found) return found;
    throw trouble;
  }
}

/** Its name changes with its content, so what is kept is right. */
async function asset(request) {
  return (await (await caches.open(CACHE)).match(request)) ?? fetch(request);
}
