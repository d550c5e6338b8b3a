"""The ``benchmark`` directive: a table made from benchmarks/results.json.

::

    ```{benchmark} products forward float32
    ```

``products``, with a pass and a type, has a row for each layer and batch, and columns for what it is
measured against; ``diagnoses`` has a row for each exercise; the name of any other benchmark lists
its rows. ``missed`` names the targets that are not met, and ``machine`` says what all was measured
on; a table says where it was another.
"""

import json
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

RESULTS = Path(__file__).parents[2] / "benchmarks" / "results.json"
# (heading, key of the times): what the ratios of a pass are to.
COLUMNS = {
    "forward": [
        ("BLAS", ("np.matmul", False)),
        ("`W @ x.T`", ("W @ x.T, copied", False)),
        ("each", ("sample by sample", False)),
        ("memory", ("reading as many bytes", False)),
        ("PyTorch", ("PyTorch", True)),
    ],
    "backward": [
        ("BLAS", ("np.matmul", False)),
        ("memory", ("copying W", False)),
        ("PyTorch", ("PyTorch", True)),
        ("PyTorch, `out=`", ("PyTorch", False)),
    ],
}
MEMORY = {"reading as many bytes", "copying W", "writing as many bytes"}
IN_CACHE = "800→500"
WAYS = {"W @ x.T, copied", "sample by sample"}
BLAS_TARGET, WAY_TARGET, MEMORY_TARGET, PYTORCH_TARGET = 1.05, 1.02, 1.15, 1.0
SCATTER = 0.03  # how far a ratio of two timings moves from one run to the next


class Benchmark(SphinxDirective):
    required_arguments = 1
    optional_arguments = 2
    option_spec: ClassVar = {}

    def run(self):
        self.env.note_dependency(str(RESULTS))
        results = json.loads(RESULTS.read_text(encoding="utf-8"))
        if self.arguments[0] not in {*results, "missed", "machine"}:
            known = ", ".join(results)
            raise self.error(f"there is no benchmark {self.arguments[0]!r}, only {known}")
        lines = written(results, *self.arguments)
        parsed = nodes.Element()
        self.state.nested_parse(StringList(lines, str(RESULTS)), 0, parsed)
        return parsed.children


def written(results, name, *chosen):
    """Write what the directive's arguments ask for, in Markdown."""
    if name == "missed":
        return missed(results)
    common = described(next(iter(results.values())))
    if name == "machine":
        return [common]
    rows, own = results[name]["rows"], described(results[name])
    if chosen:
        lines = layers(rows, *chosen)
    else:
        lines = crossed(rows) if "column" in rows[0].get("case", {}) else plain(rows)
    return lines if own == common else [*lines, "", f"*{own}*"]


def table(head, rows):
    """Write a table: the first column to the left, numbers to the right."""
    rule = [":--"] + ["--:"] * (len(head) - 1)
    return [f"| {' | '.join(cells)} |" for cells in (head, rule, *rows)]


def layers(rows, passed, kind):
    """Write a row for each layer and batch."""
    times = {}
    for row in rows:
        case = row["case"]
        if (case["pass"], case["dtype"]) == (passed, kind):
            cells = times.setdefault((case["layer"], case["N"]), {})
            cells[row["against"], case.get("new", False)] = row
    found = set().union(*times.values())
    columns = [(heading, key) for heading, key in COLUMNS[passed] if key in found]
    lines = []
    for (layer, n), cells in times.items():
        line = [layer, str(n), cell(cells, ("np.matmul", False), "value")]
        for _, key in columns:
            shown = n == 1 or key[0] not in MEMORY
            line.append(cell(cells, key, "ratio") if shown else "")
        lines.append(line)
    return table(["layer", "N", "ms", *(heading for heading, _ in columns)], lines)


def cell(cells, key, kind):
    return number(cells[key][kind]) if key in cells else ""


def plain(rows):
    lines = [
        [row["name"], f"{number(row['value'])} {row['unit']}", row["against"], number(ours(row))]
        for row in rows
    ]
    return table(["what", "measured", "beside", "ratio"], lines)


def ours(row):
    """Return what we need, divided by what the other needs: below 1 we need less.

    A rate is more where less time is needed, and a row about somebody else is measured against us.
    """
    turned = row["unit"].startswith("/") or row["against"] == "fclib"
    return 1 / row["ratio"] if turned else row["ratio"]


def crossed(rows):
    """Write a row for each exercise and a column for each thing that was counted or measured."""
    cells = {}
    for row in rows:
        case = row["case"]
        shown = number(row["value"]) if row["unit"] else f"{row['value']:.0f}"
        cells.setdefault(case["exercise"], {})[case["column"]] = f"{shown} {row['unit']}".strip()
    columns = list(dict.fromkeys(row["case"]["column"] for row in rows))
    lines = [[name, *map(line.get, columns)] for name, line in cells.items()]
    return table(["exercise", *columns], lines)


def missed(results):
    """Name each row that misses its target by more than timings scatter, and count the others."""
    lines, close = [], 0
    for result in results.values():
        for row in result["rows"]:
            goal = target(row)
            if goal is None or row["ratio"] <= goal:
                continue
            if row["ratio"] <= goal + SCATTER:
                close += 1
                continue
            name = f"{row['name']}, beside {row['against']}"
            lines.append([name, number(row["ratio"]), number(goal)])
    found = table(["what", "ratio", "target"], lines) if lines else ["Every target is met."]
    more = f"{close} more are over by at most {SCATTER}, which is the scatter of a timing."
    return [*found, "", more] if close else found


def target(row):
    """Return the largest ratio that a row should have, or None."""
    against, case = row["against"], row.get("case", {})
    if against.startswith("limit of"):
        return 1.0
    if against == "none":  # of these there should be none, and the ratio is how many there are
        return 0.0
    if "pass" not in case:
        return None
    if against == "PyTorch":
        return PYTORCH_TARGET if case.get("new") else None
    if against in WAYS:
        return WAY_TARGET
    if against in MEMORY:  # where memory binds
        return MEMORY_TARGET if case["N"] == 1 and case["layer"] != IN_CACHE else None
    return BLAS_TARGET if case["N"] >= 64 else None  # where arithmetic binds


def number(value):
    if value and abs(value) < 0.01:
        return f"{value:.1g}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:,.0f}"


def described(result):
    """Say when and on what a benchmark ran."""
    machine = dict(result["machine"])
    processor, cores = machine.pop("processor"), machine.pop("cores")
    memory, _ = machine.pop("memory GiB"), machine.pop("load before")
    versions = ", ".join(f"{name} {version}" for name, version in machine.items())
    return f"{result['date']}; {processor}, {cores} cores, {memory} GiB; {versions}."


def setup(app):
    app.add_directive("benchmark", Benchmark)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
