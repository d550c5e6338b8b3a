// What an exercise needs is kept for times without a network: see offline.js.
let kept = false;

// fetched: the addresses of what the worker has fetched.
export const keepForOffline = async (root, fetched) => {
  if (kept || !navigator.serviceWorker) return;
  kept = true;
  try {
    await navigator.serviceWorker.register(`${root}offline.js`);
    const { active } = await navigator.serviceWorker.ready;
    const ours = performance.getEntriesByType("resource").map(({ name }) => name);
    const all = [location.href.split("#")[0], ...fetched, ...ours];
    active.postMessage(all.filter((address) => address.startsWith(root)));
  } catch {
    // A browser that allows no service worker still runs Python.
  }
};
