"""Which modules of a course decide what a test gives, wherever an import of them stands."""

import sys

import pytest

from fclib.grading.batch import journal

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


def test_imports_are_found_in_all_statements():
    found = journal._imports(IMPORTS, "course.module", frozenset({"course"}))
    assert found == {"course", *(f"course.{name}" for name in (*NAMED, "matched"))}


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
