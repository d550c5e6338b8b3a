// Says what came out, for those who do not see it, once the reader has left the figure alone for a moment.
//
// announcer(figure)  returns say(text), which says what text() returns then; say() without a text takes it back

const SETTLED = 600; // milliseconds without a change

export function announcer(figure) {
  let timer;
  return (text) => {
    clearTimeout(timer);
    if (!text) return;
    timer = setTimeout(() => (figure.querySelector(".announcement").textContent = text()), SETTLED);
  };
}
