// A wide equation or table scrolls inside itself. The keyboard must reach what scrolls, and should not stop at the rest.
// Not a module: browsers do not load modules from file://.
{
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const element of document.querySelectorAll(".katex-display, .pst-scrollable-table-container")) {
    observer.observe(element);
  }
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
