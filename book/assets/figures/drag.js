// A stroke of the pointer on an element, whose style gives it touch-action: pan-y pinch-zoom. A vertical stroke of a
// finger then scrolls the page: the browser takes the pointer away, and what the stroke changed is given back.
//
// onDrag(element, { start, move, end, cancel })
//   start() is called when the pointer comes down, and its result goes to the others;
//   move(event, before, down) for every move and for the last place, with the event that began the stroke;
//   end() when the pointer is lifted, cancel(before) when it was taken away.

export function onDrag(element, { start, move, end, cancel }) {
  element.addEventListener("pointerdown", (down) => {
    if (down.button !== 0 || !down.isPrimary) return;
    const before = start();
    const listening = new AbortController();
    const listen = (type, listener) => element.addEventListener(type, listener, listening);
    element.setPointerCapture(down.pointerId);
    listen("pointermove", (event) => move(event, before, down));
    listen("pointerup", (event) => {
      move(event, before, down);
      listening.abort();
      end?.();
    });
    listen("pointercancel", () => {
      cancel(before);
      listening.abort();
    });
  });
}
