// A wide equation or table scrolls inside itself. The keyboard must reach what scrolls, and should not stop at the rest.
// Not a module: browsers do not load modules from file://.
{
  const wide = document.querySelectorAll(".katex-display, .pst-scrollable-table-container");
  const measure = (element) => {
    if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
    else element.removeAttribute("tabindex");
  };
  const observer = new ResizeObserver((entries) => entries.forEach(({ target }) => measure(target)));
  for (const element of wide) observer.observe(element);
  // A face that comes late changes what is inside, and not the size of the box.
  document.fonts.addEventListener("loadingdone", () => wide.forEach(measure));
}

// What is folded opens when a link leads into it: not every browser does that by itself.
{
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
    if (target?.closest("details")) target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
}
