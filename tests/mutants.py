"""Say which mutants of a run of mutmut no test noticed, but for those that mutants.toml explains.

``make mutants`` calls it. A mutant is known by its function and the lines that it changes, so an
explanation stays with its code when lines above it come and go, and is itself a fault once its
line has gone.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

EXPLAINED = Path(__file__).with_suffix(".toml")
ROOT = EXPLAINED.parents[1]
KILLED = {"killed", "timeout", "segfault", "caught by type check"}


class Mutant(NamedTuple):
    """Where a mutant is, and the lines that it takes out and puts in."""

    function: str
    old: str
    new: str


def outcomes():
    """Yield the name and the outcome of each mutant."""
    command = [sys.executable, "-m", "mutmut", "results", "--all", "true"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    for line in done.stdout.splitlines():
        name, _, outcome = line.strip().rpartition(": ")
        if name and outcome != "not checked":  # those that MUTANTS left out
            yield name, outcome


def shown(name):
    """Return a mutant by its name, from the difference that ``mutmut show`` prints."""
    # Here, since pytest imports this module, too; and no program for each: that takes seconds.
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    lines = get_diff_for_mutant(name).splitlines()
    old = [line[1:].strip() for line in lines if line.startswith("-") and line[:3] != "---"]
    new = [line[1:].strip() for line in lines if line.startswith("+") and line[:3] != "+++"]
    # mutmut calls a function linear.x_grad_b, and a method network.xǁLinearǁforward.
    function = re.sub(r"\.x_|\.xǁ|ǁ", ".", name.rpartition("__mutmut_")[0])
    return Mutant(function, " ".join(old), " ".join(new))


class Explanations:
    """Which mutants no test can see: some one by one, and some kinds in whatever function."""

    def __init__(self, text):
        entries = tomllib.loads(text)
        self.mutants = {
            Mutant(one["function"], one["old"], one["new"]) for one in entries["mutant"]
        }
        self.kinds = [(one["old"], one["new"]) for one in entries["kind"]]

    def __contains__(self, mutant):
        """Whether it is explained: as it is, or as an exchange of the same words as its kind."""
        return mutant in self.mutants or any(
            mutant.new in exchanged(mutant.old, old, new)
            for old, replacements in self.kinds
            for new in replacements
        )

    def stale(self):
        """Yield the function and the line of each explanation whose line is not in the code."""
        code = functions()
        for one in sorted(self.mutants):
            if one.old not in runs(code.get(one.function, [])):
                yield one.function, one.old
        everything = " ".join(line for lines in code.values() for line in lines)
        for old, _ in self.kinds:
            if old not in everything:
                yield "any function", old


def functions():
    """Return the lines of each function and method of fclib, by the names that `shown` gives."""
    found = {}
    for path in (ROOT / "fclib").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        lines = [line.strip() for line in text.splitlines()]
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        bodies = {module: ast.parse(text).body}
        for node in bodies[module]:
            if isinstance(node, ast.ClassDef):
                bodies[f"{module}.{node.name}"] = node.body
        for scope, body in bodies.items():
            for node in body:
                if isinstance(node, ast.FunctionDef):
                    own = lines[node.lineno - 1 : node.end_lineno]
                    found.setdefault(f"{scope}.{node.name}", []).extend(own)
    return found


def runs(lines):
    """Yield each run of lines that follow on one another, joined as `shown` joins them."""
    for start, end in combinations(range(len(lines) + 1), 2):
        yield " ".join(lines[start:end])


def exchanged(line, old, new):
    """Yield a line with the words exchanged at each of their places, one at a time."""
    for found in re.finditer(re.escape(old), line):
        yield line[: found.start()] + new + line[found.end() :]


def main():
    """Print the count, each mutant that is neither killed nor explained, and what is stale."""
    found = list(outcomes())
    counts = Counter(outcome in KILLED for _, outcome in found)
    survivors = [(name, shown(name)) for name, outcome in found if outcome not in KILLED]
    known = Explanations(EXPLAINED.read_text(encoding="utf-8"))
    for name, mutant in survivors:
        if mutant not in known:
            print(f"{name}\n- {mutant.old}\n+ {mutant.new}\n")
    stale = list(known.stale())
    for function, line in stale:
        print(f"mutants.toml explains a line that is not there, in {function}:\n- {line}\n")
    unexplained = sum(mutant not in known for _, mutant in survivors)
    explained = len(survivors) - unexplained
    print(f"{counts[True]} killed, {explained} explained, {unexplained} unexplained")
    return int(unexplained > 0 or bool(stale))


if __name__ == "__main__":
    sys.exit(main())
