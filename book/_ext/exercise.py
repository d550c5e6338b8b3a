"""The ``exercise`` directive: the card that leads from a chapter to its notebook.

::

    ```{exercise} 01-neuron-to-layer
    What the student does, in a sentence or two.
    ```

Points and minutes come from exercises/NAME/NAME.ipynb. The notebooks, and a wheel of fclib to
run them with, are copied into the site, where their addresses stay the same. If _config.yml names a
repository and a hub, the card opens the notebook there, too: see launch_links.py.
"""

import contextlib
import shutil
from html import escape
from pathlib import Path
from typing import ClassVar

import launch_links
import nbformat
from docutils import nodes
from flit_core import buildapi
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).parents[2]

# No script is in a page before the button is pressed, unless the reader chose so once.
TRY_IT = """<p class="practise-offer"><button type="button" onclick="this.disabled = true;
document.head.append(Object.assign(document.createElement('script'),
{{src: '{up}_static/practise/practise.js'}}))">Try it here (about 8 MB, once)</button> &ensp;
<a href="{up}practise/{name}.html">on a page of its own</a>
<br>Your answers stay in this browser.</p>
<script>try {{ if (localStorage.getItem("fclib-practise") === "always")
document.querySelector(".practise-offer button").click(); }} catch {{}}</script>"""
PLACE = '<div class="practise-place" data-exercise="{name}"></div>'


class Exercise(SphinxDirective):
    required_arguments = 1
    has_content = True
    option_spec: ClassVar = {}

    def run(self):
        name = self.arguments[0]
        path = ROOT / "exercises" / name / f"{name}.ipynb"
        if not path.is_file():
            raise self.error(f"there is no {path.relative_to(ROOT)}: run make exercises")
        self.env.note_dependency(str(path))
        notebook = nbformat.read(path, as_version=4)
        points = sum(cell.metadata.get("nbgrader", {}).get("points", 0) for cell in notebook.cells)
        minutes = notebook.metadata["fclib"]["minutes"]

        card = nodes.container(classes=["exercise-card"])
        self.state.nested_parse(self.content, self.content_offset, card)
        card += nodes.paragraph(
            "", "", nodes.strong("", f"{points:g} points, about {minutes} minutes.")
        )
        up = "../" * self.env.docname.count("/")
        card += nodes.raw("", TRY_IT.format(up=up, name=name), format="html")
        link = f'<a class="download" href="{up}exercises/{name}/{name}.ipynb" download>'
        needs = f'<a href="{up}study.html">what it needs</a>'
        card += nodes.raw(
            "", f"<p>{link}Download the notebook</a> &ensp; {needs}</p>", format="html"
        )
        card += self._launch(f"exercises/{name}/{name}.ipynb")
        return [card, nodes.raw("", PLACE.format(name=name), format="html")]

    def _launch(self, path):
        """Return a line of links that open the notebook on hubs, if any are set."""
        settings = self.config.launch_settings
        try:
            found = launch_links.links(settings, path)
        except ValueError as error:
            raise self.error(str(error)) from error
        if not found:
            return []
        anchors = [f'<a href="{escape(url)}">{hub}</a>' for hub, url in found.items()]
        text = f"Or open it in {_either(anchors)}."
        if "Colab" in found:  # which has NumPy, and no environment of the repository's
            repository, branch = launch_links.address_and_branch(settings)
            command = escape(f"%pip install git+{repository}@{branch}")
            text += f" In Colab, run <code>{command}</code> first."
        return [nodes.raw("", f'<p class="launch">{text}</p>', format="html")]


def _either(words):
    """Return words as a choice: ``a``, ``a or b``, ``a, b or c``."""
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def copy_downloads(app, exception):
    """Put the notebooks and a wheel of the package beside the pages."""
    if exception is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    shutil.copytree(
        ROOT / "exercises",
        site / "exercises",
        ignore=shutil.ignore_patterns(".*"),
        dirs_exist_ok=True,
    )
    shutil.rmtree(site / "downloads", ignore_errors=True)  # a wheel of an earlier version
    (site / "downloads").mkdir()
    try:
        with contextlib.chdir(ROOT):
            buildapi.build_wheel(str(site / "downloads"))
    except OSError as error:
        raise ExtensionError(f"the wheel of fclib could not be built: {error}") from error


def setup(app):
    app.setup_extension("launch_links")
    app.add_directive("exercise", Exercise)
    app.connect("build-finished", copy_downloads)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
