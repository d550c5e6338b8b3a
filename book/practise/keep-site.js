// What an exercise needs is kept for times without a network: see offline.js.

// Keep what this page has fetched, and what the worker has: fetched, as addresses. Return whether all of it is kept.
export const keepForOffline = async (root, fetched = []) => {
  if (!navigator.serviceWorker) return false;
  try {
    await navigator.serviceWorker.register(`${root}offline.js`);
    const { active } = await navigator.serviceWorker.ready;
    const ours = performance.getEntriesByType("resource").map(({ name }) => name);
    const all = [location.href.split("#")[0], ...fetched, ...ours].filter((address) => address.startsWith(root));
    const { port1, port2 } = new MessageChannel();
    const answered = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
    active.postMessage(all, [port2]);
    return await answered;
  } catch {
    return false; // a browser that allows no service worker still runs Python
  }
};
