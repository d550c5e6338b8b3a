"""The book's own directives, on small books of their own."""

import re
import zipfile
from pathlib import Path

import nbformat
import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]

FIGURE = """# Page

```{{interactive}} {name}
:name: fig-it

The caption with $x$.
```

See {{numref}}`fig-it`.
"""

EXERCISE = """# Page

```{{exercise}} {name}
What to do.
```
"""


def test_figure_is_drawn_captioned_and_numbered(build):
    done, pages = build(FIGURE.format(name="neuron-to-layer"))
    assert done.returncode == 0, done.stderr
    html = (pages / "index.html").read_text(encoding="utf-8")
    assert re.search(r"<fc-neuron-to-layer>.*<svg.*</fc-neuron-to-layer>", html, re.DOTALL)
    assert "The caption with" in html
    assert 'href="#fig-it"' in html
    script = re.search(r'<script defer="defer" src="([^"?]*figures/index\.js)', html)
    assert "customElements.define" in (pages / script[1]).read_text(encoding="utf-8")


def test_page_without_a_figure_loads_no_script_of_figures(build):
    done, pages = build("# Page\n")
    assert done.returncode == 0, done.stderr
    assert "figures/" not in (pages / "index.html").read_text(encoding="utf-8")


def test_unknown_figure_is_reported_with_file_and_line(build):
    done, _ = build(FIGURE.format(name="no-such-figure").replace("See", "# ").split("# {")[0])
    assert done.returncode != 0
    assert re.search(r"index\.md:3: .*unknown interactive figure 'no-such-figure'", done.stderr)


def test_exercise_card_shows_the_points_and_minutes_of_the_notebook(build):
    name = "01-neuron-to-layer"
    notebook = nbformat.read(ROOT / "exercises" / name / f"{name}.ipynb", as_version=4)
    points = sum(cell.metadata.get("nbgrader", {}).get("points", 0) for cell in notebook.cells)
    done, pages = build(EXERCISE.format(name=name))
    assert done.returncode == 0, done.stderr
    html = (pages / "index.html").read_text(encoding="utf-8")
    assert f"{points:g} points, about {notebook.metadata['fclib']['minutes']} minutes" in html
    assert f'href="exercises/{name}/{name}.ipynb"' in html


def test_missing_exercise_is_reported_with_file_line_and_way_out(build):
    done, _ = build(EXERCISE.format(name="99-nothing"))
    assert done.returncode != 0
    assert re.search(r"index\.md:3: .*99-nothing\.ipynb: run make exercises", done.stderr)


def test_site_offers_a_wheel_that_holds_the_package_and_its_data(build):
    done, pages = build("# Page\n")
    assert done.returncode == 0, done.stderr
    (wheel,) = (pages / "downloads").glob("fclib_course-*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    assert {"fclib/linear.py", "fclib/data/digits.npy"} <= held
    assert not [name for name in held if name.startswith(("solutions", "tests"))]
