"""The ``interactive`` directive: a figure drawn at build time that a script brings alive.

::

    ```{interactive} neuron-to-layer
    :name: fig-neuron-to-layer

    The caption, one paragraph of MyST.
    ```

``figures/neuron_to_layer.py`` in the source folder has a function ``render() -> str`` that returns
the complete static markup. It is wrapped in the custom element ``<fc-neuron-to-layer>``, which
``assets/figures/neuron-to-layer.js`` defines and ``neuron-to-layer.css`` styles; without JavaScript
the markup stays as it is. The modules of a page's figures and those that they import reach the site
as one script, and their styles as one sheet: on a phone each file costs a way there and back.
Builders other than HTML print the caption alone.
"""

import importlib
import re
import sys
from pathlib import Path
from typing import ClassVar

from bundle import bundle
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

MODULES = Path(__file__).parents[1] / "assets" / "figures"
IMPORT = re.compile(r'@import (?:url\()?"([\w-]+\.css)"\)?;')
logger = logging.getLogger(__name__)


class Interactive(SphinxDirective):
    required_arguments = 1
    has_content = True
    option_spec: ClassVar = {"name": directives.unchanged}

    def run(self):
        name = self.arguments[0]
        source = Path(self.env.srcdir, "figures", name.replace("-", "_") + ".py")
        # Also where it is missing, so that the next build looks for it again.
        for path in {source, *source.parent.glob("*.py")}:  # figures share parts
            self.env.note_dependency(str(path))
        if not source.is_file():
            logger.warning(
                "unknown interactive figure %r: there is no figures/%s",
                name,
                source.name,
                location=self.get_location(),
            )
            return []

        # A docutils figure, so that Sphinx numbers it and {numref} finds it.
        figure = nodes.figure(classes=["interactive"], interactive=name)
        self.set_source_info(figure)
        drawing = importlib.import_module(f"figures.{source.stem}").render()
        markup = f"<fc-{name}>\n{drawing}</fc-{name}>"
        figure += nodes.raw("", markup, format="html")
        figure += self.caption()
        self.add_name(figure)
        self.state.document.set_id(figure)  # numbering needs an id, also where there is no :name:
        return [figure]

    def caption(self):
        parsed = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, parsed)
        if len(parsed) != 1 or not isinstance(parsed[0], nodes.paragraph):
            raise self.error("the caption of an interactive figure is one paragraph")
        return nodes.caption("", "", *parsed[0].children)


def add_assets(app, pagename, templatename, context, doctree):
    """Give a page with figures one style and one script for all of them."""
    found = doctree.findall(nodes.figure) if doctree is not None else ()
    names = sorted({figure["interactive"] for figure in found if "interactive" in figure})
    if not names:
        return
    path = Path(app.outdir, "_static", "figures", pagename)
    path.parent.mkdir(parents=True, exist_ok=True)
    styles = "".join(style(name) for name in ("figures", *names))
    path.with_suffix(".css").write_text(styles, encoding="utf-8")
    scripts = "".join(bundle(MODULES, name) for name in names)
    path.with_suffix(".js").write_text(scripts, encoding="utf-8")
    app.add_css_file(f"figures/{pagename}.css")
    app.add_js_file(f"figures/{pagename}.js", defer="defer")


def style(name):
    """Return a figure's style with what it imports, which a browser would ask for one by one."""
    text = (MODULES / f"{name}.css").read_text(encoding="utf-8")
    return IMPORT.sub(lambda found: (MODULES / found[1]).read_text(encoding="utf-8"), text)


def setup(app):
    sys.path.insert(0, str(app.srcdir))  # for `figures`, which the chapters' cells import too
    app.add_directive("interactive", Interactive)
    app.connect("html-page-context", add_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
