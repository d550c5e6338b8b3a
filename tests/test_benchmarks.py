"""What the page of benchmarks is made from: what was measured, and how it becomes a table."""

import json
import re
from pathlib import Path

import pytest

from benchmarks import diagnoses
from benchmarks.timing import alternate, row
from book._ext import benchmark as directive
from tests.checks.beyond.judge import Verdict

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results.json"


def product(against, ratio, n=64, passed="forward", new=False):
    case = {"layer": "4096→4096", "N": n, "dtype": "float32", "pass": passed}
    return row(f"{passed} {n}", 2.0, "ms", against, ratio, **case | ({"new": True} if new else {}))


def test_results_name_no_place_on_the_machine_that_made_them():
    text = RESULTS.read_text(encoding="utf-8")
    assert re.findall(r'"[^"]*(?:/(?:home|root|tmp|usr|opt|work)\b|https?:)[^"]*"', text) == []


def test_page_shows_every_benchmark_that_it_names():
    page = (ROOT / "book" / "benchmarks.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"\{benchmark\} (\w+)", page)) - {"missed", "machine"}
    assert shown <= set(json.loads(RESULTS.read_text(encoding="utf-8")))


def test_layers_have_a_row_for_each_batch_and_memory_only_for_one_sample():
    rows = [product("np.matmul", 1.01, n) for n in (1, 64)]
    rows += [product("reading as many bytes", 1.2, n) for n in (1, 64)]
    assert directive.layers(rows, "forward", "float32") == [
        "| layer | N | ms | BLAS | memory |",
        "| :-- | --: | --: | --: | --: |",
        "| 4096→4096 | 1 | 2.00 | 1.01 | 1.20 |",
        "| 4096→4096 | 64 | 2.00 | 1.01 |  |",
    ]


@pytest.mark.parametrize(
    ("line", "is_missed"),
    [
        (product("np.matmul", 1.09), True),
        (product("np.matmul", 1.07), False),  # within the scatter
        (product("np.matmul", 1.04), False),
        (product("np.matmul", 1.5, n=16), False),  # neither arithmetic nor memory binds
        (product("reading as many bytes", 1.19, n=1), True),
        (product("reading as many bytes", 9.0, n=64), False),
        (product("sample by sample", 1.06, n=2), True),
        (product("PyTorch", 1.04, new=True), True),
        (product("PyTorch", 1.5), False),  # out= beside new arrays: no target
        (row("import", 30, "ms", "limit of 20 ms", 1.5), True),
        (row("import", 10, "ms", "limit of 20 ms", 0.5), False),
        (row("training", 1, "s", "PyTorch", 2.0), False),
        (row("misnamed", 1, "", "none", 1), True),
        (row("misnamed", 0, "", "none", 0), False),
    ],
)
def test_missed_targets_are_named(line, is_missed):
    lines = directive.missed({"any": {"rows": [line]}})
    assert any(line["name"] in written for written in lines) is is_missed


def test_misses_within_the_scatter_are_counted():
    rows = [product("np.matmul", 1.06), product("np.matmul", 1.07), product("np.matmul", 1.2)]
    assert directive.missed({"any": {"rows": rows}})[-1].startswith("2 more are over by")


@pytest.mark.parametrize(
    ("line", "ratio"),
    [
        (row("grading", 600, "/min", "stock nbgrader", 15.0), "0.07"),
        (row("training, PyTorch", 0.2, "s", "fclib", 4.0), "0.25"),
        (row("import", 10, "ms", "limit of 20 ms", 0.5), "0.50"),
    ],
)
def test_ratios_are_ours_to_theirs_whatever_was_measured(line, ratio):
    assert directive.plain([line])[-1].endswith(f"| {ratio} |")


def test_what_was_counted_has_a_row_for_each_exercise():
    counted = diagnoses.Counter(wrong=20, right=3, rejected=1, unclear=1, related=4, named=15)
    lines = [line for name in ("01", "all") for line in diagnoses.lines(name, counted, 7.25)]
    head, _, first, last = directive.crossed(lines)
    assert head.split(" | ")[1:3] == ["wrong", "full marks"]
    assert first == "| 01 | 20 | 0 | 0 | 0 | 1 | 0 | 4 | 15 | 5.00 % | 3 | 1 | 7.25 ms |"
    assert last.startswith("| all | 20 |")
    missed = "".join(directive.missed({"diagnoses": {"rows": lines}}))
    assert "exercise 01, unclear, beside none" in missed
    assert "exercise 01, rejected, beside none" in missed
    assert "specific" not in missed


def test_every_verdict_is_counted_once():
    counted = [verdict for kinds in diagnoses.COLUMNS.values() for verdict in kinds]
    assert sorted(counted, key=list(Verdict).index) == list(Verdict)


def test_table_says_where_it_was_measured_if_elsewhere():
    machine = json.loads(RESULTS.read_text(encoding="utf-8"))["products"]["machine"]
    here = {"date": "2026-03-01", "machine": machine, "rows": [row("a", 1, "s", "b", 1.0)]}
    there = here | {"machine": machine | {"cores": 64}}
    (common,) = directive.written({"first": here}, "machine")
    assert common.startswith(f"2026-03-01; {machine['processor']}, {machine['cores']} cores")
    table = directive.written({"first": here}, "first")
    assert "2026" not in "".join(table)
    *same, _, elsewhere = directive.written({"first": here, "second": there}, "second")
    assert same == table
    assert "64 cores" in elsewhere


def test_functions_are_timed_in_alternating_order():
    calls = []
    times = iter(range(1000))
    first, second = alternate(
        lambda: calls.append("a"), lambda: calls.append("b"), repeats=2, clock=lambda: next(times)
    )
    assert (first, second) == (1, 1)  # one tick between start and end
    assert "".join(calls[-4:]) in ("abba", "baab")
