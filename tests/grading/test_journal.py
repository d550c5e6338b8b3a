"""Which modules of a course decide what a test gives, wherever an import of them stands."""

import ast
import sys
from pathlib import Path

import pytest

from fclib.grading.batch import journal

ROOT = Path(__file__).parents[2]
IMPORTING = (ast.Import, ast.ImportFrom)

IMPORTS = """
import course.top, numpy
from course import once
def test():
    import course.within
    return lambda: 0
class Held:
    from . import beside
try:
    import course.tried
except ImportError:
    import course.handled
else:
    import course.otherwise
finally:
    import course.last
with open("x"):
    if 1:
        pass
    elif 2:
        for x in ():
            import course.deep
match 1:
    case 2:
        import course.matched
"""
NAMED = ("top", "once", "within", "beside", "tried", "handled", "otherwise", "last", "deep")


# What does not have its lines to itself, so that all of the source has to be read.
ELSEWHERE = [
    "if 1: import course.one",
    "x = 1; import course.one",
    "import os; import course.one",
    "import os, \\\n    course.one",
    "from course import \\\n    one",
    "from course import (\n    one,  # (the first)\n)",
    "def test(): from course import one",
    "try: from course import one\nexcept ImportError: pass",
    "from course import one  # and no import of two\nx = 'import'",
]


def test_imports_are_found_in_all_statements():
    found = journal._imports(IMPORTS, "course.module", frozenset({"course"}))
    assert found == {"course", *(f"course.{name}" for name in (*NAMED, "matched"))}
    assert journal._import_statements(IMPORTS) is not None


@pytest.mark.parametrize("source", ELSEWHERE)
def test_imports_are_found_wherever_they_stand_in_a_line(source):
    found = journal._imports(source, "course.module", frozenset({"course"}))
    assert "course.one" in found


@pytest.mark.parametrize("package", ["fclib", "benchmarks", "book"])
def test_no_import_of_a_real_module_is_missed(package):
    """A source that is read in full tells the same; the words of a text may add to it."""
    alone = 0
    for path in ROOT.joinpath(package).rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        statements = journal._import_statements(source)
        alone += statements is not None
        assert _imported(source) <= _imported(source if statements is None else statements), path
    assert alone


def _imported(source):
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, IMPORTING)]
    return {ast.unparse(node) for node in found}


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package that must not be imported, with a module that imports another."""
    folder = tmp_path / "unread_course"
    (folder / "below").mkdir(parents=True)
    (folder / "__init__.py").write_text("1 / 0", encoding="utf-8")
    (folder / "below" / "__init__.py").write_text("from .. import other", encoding="utf-8")
    (folder / "other.py").write_text("answer = 42", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return folder.name


def test_modules_are_read_without_importing_them(package):
    found = journal._closure([f"{package}.below", "numpy"], frozenset({package}))
    assert found >= {package, f"{package}.below", f"{package}.other"}
    assert journal.module_text(f"{package}.other") == "answer = 42"
    assert journal.module_text(f"{package}.other.answer") is None
    assert package not in sys.modules


def test_a_package_counts_for_what_is_in_it(package):
    found = journal._closure([f"{package}.other"], frozenset({package}))
    assert found == {package, f"{package}.other"}
