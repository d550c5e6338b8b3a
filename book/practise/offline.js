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
    const kept = await caches.match(event.request);
    return kept ?? (event.request.mode === "navigate" ? await unvisited() : Response.error());
  }
}

// A page that was never visited: say so, and which ones are here.
async function unvisited() {
  const cache = await caches.open(KEPT);
  const pages = (await cache.keys()).map(({ url }) => url).filter((url) => /(\.html|\/)$/.test(url));
  const items = pages.map(async (url) => {
    const text = await (await cache.match(url)).text();
    return `<li><a href="${url}">${text.match(/<title>([^]*?)<\/title>/)?.[1] ?? url}</a></li>`;
  });
  const body = `<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>No network</title>
<style>:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif } body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem }</style>
<h1>No network</h1>
<p>This page has not been read in this browser yet. These have, and are here:</p>
<ul>${(await Promise.all(items)).sort().join("")}</ul>`;
  return new Response(body, { status: 503, headers: { "Content-Type": "text/html" } });
}

async function store(request, response) {
  const cache = await caches.open(KEPT);
  await cache.put(request, response).catch(() => {}); // there may be no room
}
