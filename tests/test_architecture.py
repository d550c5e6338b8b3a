"""The picture in ARCHITECTURE.md against the imports in the code."""

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

# The first that a file lies in is its room.
ROOMS = {
    "inside": "fclib/grading/sandbox/inside",
    "grading": "fclib/grading",
    "engine": "fclib/checks/engine",
    "checks": "fclib/checks",
    "layer": "fclib",
    "book": "book",
    "solutions": "solutions",
    "benchmarks": "benchmarks",
    "tests": "tests",
}
OURS = ("fclib", "book.", "benchmarks.", "tests.")


def room(path):
    return next(name for name, place in ROOMS.items() if path.is_relative_to(ROOT / place))


def drawn():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    picture = re.search(r"```mermaid\n(.*?)```", text, re.DOTALL)[1]
    return set(re.findall(r"^ *(\w+)(?:\[.*?\])? --> (\w+)", picture, re.MULTILINE))


def imported(path):
    """Yield the names that a file imports, as far as they are in this repository."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def home(name):
    """Return the file that defines a dotted name; None where it is not ours."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        place = ROOT.joinpath(*parts[:count])
        for path in (place.with_suffix(".py"), place / "__init__.py"):
            if path.is_file():
                return path
    return None


def test_picture_shows_every_import_between_rooms_and_no_other():
    found = set()
    for place in ("fclib", "book", "solutions", "benchmarks"):
        for path in (ROOT / place).rglob("*.py"):
            homes = (home(name) for name in imported(path) if name.startswith(OURS))
            found |= {(room(path), room(target)) for target in homes if target is not None}
    assert drawn() == {(user, used) for user, used in found if user != used}


def test_rooms_use_one_another_in_one_direction_only():
    waiting = drawn()
    while waiting:
        users = {user for user, _ in waiting}
        done = {(user, used) for user, used in waiting if used not in users}
        assert done, waiting  # what is left goes round in a circle
        waiting -= done


def test_engine_of_checks_needs_numpy_and_nothing_of_this_course():
    """Its folder can be taken elsewhere as it is."""
    files = list((ROOT / "fclib/checks/engine").rglob("*.py"))
    assert files
    for path in files:
        names = {name.split(".")[0] for name in imported(path)}
        assert names <= {"numpy", *sys.stdlib_module_names}, path
        inside = len(path.relative_to(ROOT / "fclib/checks/engine").parents)
        beside = [
            node.level
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom)
        ]
        assert max(beside, default=0) <= inside, path


def test_readme_of_grading_names_every_file():
    grading = ROOT / "fclib" / "grading"
    files = (grading / "README.md").read_text(encoding="utf-8").partition("## The files")[2]
    there = {path.name for path in grading.rglob("*.py") if not path.name.startswith("__")}
    assert set(re.findall(r"`(\w+\.py)`", files)) == there
