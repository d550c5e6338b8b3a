// What the search shows of a page. Sphinx takes all text in the page's main part, and that has each formula three times
// (MathML, its source, what is drawn), the numbers of figures, and lists of sections.
{
  const EXTRA =
    ".katex-html, annotation, .interactive > :not(figcaption), .onlyprint, .bd-sidebar-secondary, footer, .prev-next-footer";
  const textOf = Search.htmlToText;

  Search.htmlToText = (source, anchor) => {
    const page = new DOMParser().parseFromString(source, "text/html");
    for (const extra of page.querySelectorAll(EXTRA)) extra.remove();
    return textOf(page.documentElement.outerHTML, anchor);
  };
}
