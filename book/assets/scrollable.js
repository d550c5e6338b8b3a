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
