"""The figure of chapter 11: what machines hold and send, against fclib's shards and its ring."""

import threading

import figure_checks as checks
import numpy as np
import pytest
from driving import assert_announces
from printed import number

from fclib import all_reduce_numbers
from fclib.ring import all_reduce
from fclib.sharding import shards

pytestmark = pytest.mark.browser

PAGE, FIGURE = "11-many-machines.html", "fc-many-machines"
N, D, M = 4, 12, 8
SUMMED = {"N": ["∂L/∂W", "∂L/∂b"], "M": ["∂L/∂X"], "D": ["Y"]}
AXES = {
    "X": "ND",
    "W": "MD",
    "b": "M",
    "Y": "NM",
    "∂L/∂X": "ND",
    "∂L/∂Y": "NM",
    "∂L/∂W": "MD",
    "∂L/∂b": "M",
}
# For each machine and array its frame, and each part: its box and whose part it is.
READ = """figure => [...figure.querySelectorAll(".machine")].map(card => ({
  note: card.querySelector(".note").innerText,
  arrays: [...card.querySelectorAll("text")].map((text) => {
    const rects = [];
    let e = text.previousElementSibling;
    for (; e?.tagName === "rect"; e = e.previousElementSibling) rects.push(e);
    const box = e => ["x", "y", "width", "height"].map(k => Number(e.getAttribute(k)));
    const parts = rects.filter(e => e.matches(".part"));
    return [text.textContent, box(rects.at(-1)), parts.map(e => [box(e), e.dataset]).reverse()];
  }),
}))"""


def choose(page, axis, p):
    page.locator(f"{FIGURE} [name=many-machines-axis][value={axis}]").check()
    page.locator(f"{FIGURE} [name=many-machines-p][value='{p}']").check()


def printed(page, key):
    return page.locator(f"{FIGURE} [data-value={key}]").inner_text().replace("\xa0", " ")


def ring(p):
    """Run fclib's ring in p threads; return whose parts are in each piece, before each step."""
    parts = np.array([[1 << k] * p for k in range(p)])
    seen = []
    # The last thread to arrive takes the picture, while all of them wait.
    barrier = threading.Barrier(p, action=lambda: seen.append(parts.copy()))
    threads = [threading.Thread(target=all_reduce, args=(parts, k, barrier)) for k in range(p)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [*seen, parts]


def assert_holds_its_slices(machines, axis, p, reached):
    """Compare what is filled with the slices of fclib.sharding.shards."""
    held = shards(axis, p, N, D, M)
    for machine, shard in zip(machines, held, strict=True):
        for name, frame, parts in machine["arrays"]:
            if name not in reached:
                assert parts == []
            elif name not in SUMMED[axis]:
                lengths = {"N": N, "M": M, "D": D}
                (box, _), *more = parts
                assert more == []
                x, y, width, height = frame
                for (start, size), full, letter in (
                    ((box[1] - y, box[3]), height, AXES[name][0]),
                    ((box[0] - x, box[2]), width, AXES[name][1:]),
                ):
                    part = getattr(shard, letter.lower()) if letter else slice(None)
                    low, high, _ = part.indices(lengths.get(letter, 1))
                    share = full / lengths.get(letter, 1)
                    assert [start, size] == pytest.approx([low * share, (high - low) * share])


def masks(parts, p):
    """Read whose parts each piece shows, as bits."""
    found = [0] * p
    for _, data in parts:
        piece = int(data["piece"]) - 1
        found[piece] |= 1 << (int(data["of"]) - 1) if "of" in data else 2**p - 1
    return found


@pytest.mark.parametrize("axis", ["N", "M", "D"])
@pytest.mark.parametrize("p", [2, 4])
def test_every_step_is_that_of_fclib(open_figure, axis, p):
    page = open_figure()
    choose(page, axis, p)
    turns = ring(p)
    assert len(turns) == 2 * p - 1
    total = all_reduce_numbers(N, D, M, axis, p)
    slider = page.locator(f"{FIGURE} [type=range]")
    slider.press("Home")
    done = 0
    reached = {"X", "W", "b"}
    for step in range(int(slider.get_attribute("max")) + 1):
        if step:
            page.get_by_role("button", name="Next").click()
        assert slider.input_value() == str(step)
        title = printed(page, "step")
        done += title.startswith("all-reduce")
        if title == "forward":
            reached.add("Y")
        if title == "backward":
            reached |= {name for name in AXES if name.startswith("∂")}
        machines = page.locator(FIGURE).evaluate(READ)
        assert_holds_its_slices(machines, axis, p, reached)
        for k, machine in enumerate(machines):
            shown = {name: parts for name, _, parts in machine["arrays"]}
            for name in reached & set(SUMMED[axis]):
                assert masks(shown[name], p) == turns[done][k].tolist()
            if title.startswith("all-reduce"):
                # What has changed on the right is what was sent.
                right = (k + 1) % p
                (changed,) = np.flatnonzero(turns[done][right] != turns[done - 1][right])
                assert machine["note"] == f"sends piece {changed + 1}\nto machine {right + 1}"
            else:
                assert machine["note"] == "sends nothing"
        sent = done / (2 * p - 2) * total
        assert printed(page, "sent") == f"{sent:g} numbers, {4 * sent:g} bytes"
    assert done == 2 * p - 2
    assert printed(page, "all").endswith(f" = {total:g} numbers")
    up = all_reduce_numbers(8192, 768, 3072, axis, p) * 2 / 1e6
    assert number(printed(page, "up").split()[0]) == pytest.approx(up, abs=0.051)


@checks.on_wide_and_phone
def test_is_complete_without_javascript(open_figure, viewport):
    page = open_figure(viewport, alive=False)
    checks.assert_has_no_controls(page, FIGURE)
    machines = page.locator(FIGURE).evaluate(READ)
    assert_holds_its_slices(machines, "D", 4, {"X", "W", "b", "Y"})
    for machine, turn in zip(machines, ring(4)[3], strict=True):
        (shown,) = (parts for name, _, parts in machine["arrays"] if name == "Y")
        assert masks(shown, 4) == turn.tolist()
    assert printed(page, "all") == "2 · 3/4 · NM = 2 · 3/4 · 32 = 48 numbers"


def test_works_with_the_keyboard_alone_and_is_announced(open_figure):
    page = open_figure()
    page.locator(f"{FIGURE} [name=many-machines-axis]:checked").press("ArrowUp")
    slider = page.locator(f"{FIGURE} [type=range]")
    assert slider.input_value() == "0"
    slider.press("End")
    assert slider.get_attribute("aria-valuetext") == "all-reduce of ∂L/∂X: all-gather, 3\xa0of\xa03"
    said = "all-reduce of ∂L/∂X: all-gather, 3\xa0of\xa03. Pieces that are complete go round.. "
    assert_announces(page, FIGURE, said + "72 numbers, 288 bytes")


@checks.on_wide_and_phone
def test_nothing_moves_when_the_module_arrives(open_figure, viewport):
    checks.assert_nothing_moves_when_the_module_arrives(open_figure, FIGURE, viewport)


@checks.on_each_screen
def test_every_step_fits_and_moves_nothing_below(open_figure, viewport):
    page = open_figure(viewport)
    assert_still = checks.still_below(page, FIGURE)
    checks.assert_targets_are_large_enough(page, FIGURE)
    for axis in "NMD":
        choose(page, axis, 4)
        for key in ["ArrowRight"] * 9:
            page.locator(f"{FIGURE} [type=range]").press(key)
            assert_still()
        checks.assert_fits(page, FIGURE, viewport)


@checks.in_each_look
def test_has_no_accessibility_violation(open_figure, theme, viewport):
    checks.assert_accessible(open_figure(viewport, theme), theme, FIGURE)
