// The page of all mistakes: shows those in which every word that is typed occurs.
{
  const entries = [...document.querySelectorAll(".mistake-index > dt")].map((term) => {
    const body = term.nextElementSibling;
    return { parts: [term, body], text: `${term.textContent} ${body.textContent}`.toLowerCase() };
  });
  const field = document.querySelector("#mistake-filter");
  const count = document.querySelector("#mistake-count");

  const filter = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { parts, text } of entries) {
      const fits = words.every((word) => text.includes(word));
      shown += fits;
      for (const part of parts) part.hidden = !fits;
    }
    for (const section of document.querySelectorAll("[id^=mistakes-of-]")) {
      section.hidden = !section.querySelector("dt:not([hidden])");
    }
    count.textContent = `${shown} of ${entries.length}`;
  };

  field.closest("p").hidden = false;
  field.addEventListener("input", filter);
  filter();
}
