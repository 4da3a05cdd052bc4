// Opens the pages, and maps opened before, without a network: the newest answer wins, the kept one stands in for it.
// What people type is not in here: the map's document keeps it in the browser and brings it to the server.

const FILES = "footpath-files";
const ANSWERS = "footpath-answers";
const KEPT = /^\/api\/v1\/(me|maps\/[^/]+|formats|attachments\/[^/]+|boards\/[^/]+|item-kinds|workspaces\/[^/]+\/(items|boards|maps))$/;
const PAGE = "/index.html";
const MOST_FILES = 300;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// Pages tell what they loaded before this worker was there.
self.addEventListener("message", (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keepAll(event.data.keep));
  if (event.data?.forget) event.waitUntil(caches.delete(ANSWERS));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin || request.method !== "GET") return;
  if (request.headers.has("range")) return; // a player asks for parts of a video, which cannot be kept
  if (url.pathname.startsWith("/assets/")) event.respondWith(file(request));
  else if (request.mode === "navigate" && !url.pathname.startsWith("/api/")) event.respondWith(newest(request, FILES, PAGE));
  else if (KEPT.test(url.pathname)) event.respondWith(newest(request, ANSWERS, request.url));
});

/** Files have their content in their name: a kept one is right for ever. */
async function file(request) {
  const cache = await caches.open(FILES);
  const kept = await cache.match(request.url);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request.url, answer.clone());
  return answer;
}

const isPage = (answer) => (answer.headers.get("content-type") ?? "").startsWith("text/html");

async function newest(request, name, key) {
  const cache = await caches.open(name);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected && (key !== PAGE || isPage(answer))) await cache.put(key, answer.clone());
    else if (answer.status === 401 || answer.status === 403) await caches.delete(ANSWERS);
    return answer;
  } catch (problem) {
    const kept = await cache.match(key);
    if (kept) return kept;
    throw problem;
  }
}

async function keepAll(addresses) {
  const cache = await caches.open(FILES);
  const known = await cache.keys();
  // Files of older builds go when there are many.
  for (const old of known.slice(0, Math.max(0, known.length - MOST_FILES))) await cache.delete(old);
  const wanted = [PAGE, ...addresses.filter((one) => new URL(one).pathname.startsWith("/assets/"))];
  await Promise.allSettled(wanted.map(async (one) => (await cache.match(one)) || cache.add(one)));
}
