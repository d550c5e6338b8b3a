// The site's service worker, registered when an exercise is first opened: what was fetched once works without a network.
// The network comes first, so that nobody reads an old page.
const KEPT = "fclib";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page sends the addresses of what it fetched before this worker was there, and is told whether all of it is kept.
self.addEventListener("message", (event) => event.waitUntil(keep(event.data).then((all) => event.ports[0].postMessage(all))));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const own = new URL(request.url).origin === self.location.origin;
  if (own && request.method === "GET") event.respondWith(answer(event));
});

async function keep(addresses) {
  const cache = await caches.open(KEPT);
  const keepOne = async (address) => (await cache.match(address)) ?? cache.add(address);
  // One that is gone, or a full disk, must not keep the others away.
  const done = await Promise.allSettled(addresses.map(keepOne));
  return done.every(({ status }) => status === "fulfilled");
}

async function answer(event) {
  try {
    const response = await fetch(event.request);
    if (response.ok) event.waitUntil(store(event.request, response.clone()));
    return response;
  } catch {
    return (await caches.match(event.request)) ?? Response.error();
  }
}

async function store(request, response) {
  const cache = await caches.open(KEPT);
  await cache.put(request, response).catch(() => {}); // there may be no room
}
