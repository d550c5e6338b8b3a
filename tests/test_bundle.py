"""The script that is made of a figure's modules, run in V8."""

from pathlib import Path

import pytest
from py_mini_racer import MiniRacer

from book._ext.bundle import bundle

BOOK = Path(__file__).parents[1] / "book"
MODULES = BOOK / "assets" / "figures"
FIGURES = sorted(path.stem for path in MODULES.glob("*.js") if "customElements" in path.read_text())


@pytest.fixture
def run(tmp_path):
    """Write modules, bundle and run the one called ``figure``; return what it left in ``seen``."""

    def bundled(**modules):
        for name, source in modules.items():
            (tmp_path / f"{name}.js").write_text(source, encoding="utf-8")
        engine = MiniRacer()
        engine.eval("globalThis.seen = [];")
        engine.eval(bundle(tmp_path, "figure"))
        return list(engine.eval("seen"))

    return bundled


def test_exports_reach_whoever_imports_them(run):
    assert run(
        part="export function one() { return 1; }\nexport const TWO = 2;\n",
        figure='import { one, TWO } from "./part.js";\n\nseen.push(one(), TWO);\n',
    ) == [1, 2]


def test_names_of_two_modules_do_not_meet(run):
    assert run(
        part="const STEP = 1;\nexport class Part { step = STEP; }\n",
        figure='import { Part } from "./part.js";\nconst STEP = 2;\n'
        "seen.push(STEP, new Part().step);\n",
    ) == [2, 1]


def test_module_that_two_others_import_runs_once_and_first(run):
    assert run(
        base='seen.push("base");\nexport const base = 0;\n',
        left='import { base } from "./base.js";\nseen.push("left");\nexport const left = base;\n',
        right='import { base } from "./base.js";\nseen.push("right");\nexport const right = 1;\n',
        figure='import { right } from "./right.js";\nimport { left } from "./left.js";\n'
        'seen.push("figure");\n',
    ) == ["base", "right", "left", "figure"]


def test_scripts_of_two_figures_run_in_one_page():
    engine = MiniRacer()
    engine.eval("globalThis.HTMLElement = class {}; globalThis.defined = [];")
    engine.eval("globalThis.customElements = {define: (name) => defined.push(name)};")
    for name in FIGURES:
        engine.eval(bundle(MODULES, name))
    assert list(engine.eval("defined")) == [f"fc-{name}" for name in FIGURES]


def test_figures_run_as_strictly_as_modules(run):
    with pytest.raises(Exception, match="undeclared is not defined"):
        run(figure="undeclared = 1;\n")


@pytest.mark.parametrize(
    "line",
    [
        'import part from "./part.js";',
        'import * as part from "./part.js";',
        "export default 1;",
        "export { one };",
        'const part = await import("./part.js");',
        "const here = import.meta.url;",
    ],
)
def test_other_forms_are_refused_by_module_and_line(tmp_path, line):
    (tmp_path / "figure.js").write_text(f"const one = 1;\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"figure\.js has a line .*(import|export)"):
        bundle(tmp_path, "figure")


def test_circle_of_imports_is_named(tmp_path):
    for name, other in (("figure", "part"), ("part", "figure")):
        source = f'import {{ it }} from "./{other}.js";\nexport const it = 1;\n'
        (tmp_path / f"{name}.js").write_text(source, encoding="utf-8")
    with pytest.raises(ValueError, match=r"figure\.js imports itself, by way of figure and part"):
        bundle(tmp_path, "figure")
