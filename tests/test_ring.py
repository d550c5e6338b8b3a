"""The ring, run in processes and in threads, against the sum."""

import os
import threading
from multiprocessing import shared_memory

import numpy as np
import pytest

from fclib import linear_forward, ring
from fclib.ring import _machine, all_reduce, ring_forward
from tests.strategies import exact_array


@pytest.mark.parametrize("p", [1, 2, 3, 5])
@pytest.mark.parametrize("size", [0, 2, 7, 12])  # fewer numbers than machines, too
def test_all_machines_end_with_the_sum(p, size):
    parts = exact_array(np.random.default_rng(p), (p, size))
    want = parts.sum(axis=0)
    barrier = threading.Barrier(p)
    at_once(lambda place: all_reduce(parts, place, barrier), p)
    for part in parts:
        np.testing.assert_array_equal(part, want)


def at_once(target, p):
    machines = [threading.Thread(target=target, args=(place,)) for place in range(p)]
    for machine in machines:
        machine.start()
    for machine in machines:
        machine.join()


def test_each_machine_puts_the_sum_where_the_others_see_it():
    """What a process runs, in threads: a debugger, and who counts lines, sees them."""
    x, W = (exact_array(np.random.default_rng(1), shape, np.float32) for shape in [(5, 6), (4, 6)])
    columns = np.split(np.arange(6), 3)
    memory = shared_memory.SharedMemory(create=True, size=3 * 5 * 4 * 4)
    try:
        barrier = threading.Barrier(3)
        at_once(
            lambda k: _machine(
                k, memory.name, (3, 5, 4), "<f4", barrier, x[:, columns[k]], W[:, columns[k]]
            ),
            3,
        )
        parts = np.ndarray((3, 5, 4), np.float32, memory.buf).copy()
    finally:
        memory.close()
        memory.unlink()
    for part in parts:
        np.testing.assert_array_equal(part, x @ W.T)


def test_processes_compute_what_one_layer_does():
    rng = np.random.default_rng(0)
    x, W, b = (exact_array(rng, shape, np.float32) for shape in [(5, 6), (4, 6), (4,)])
    want = linear_forward(x, W, b)
    got = ring_forward(x, W, b, 3)
    assert len(got) == 3
    for y in got:
        np.testing.assert_array_equal(y, want, strict=True)


@pytest.mark.parametrize("wide", ["x", "W", "b"])
def test_type_is_the_widest_of_the_three(wide):
    shapes = {"x": (1, 2), "W": (1, 2), "b": (1,)}
    arrays = {
        name: np.full(shape, 0.1, np.float64 if name == wide else np.float32)
        for name, shape in shapes.items()
    }
    (y,) = ring_forward(**arrays, p=1)
    np.testing.assert_array_equal(y, linear_forward(**arrays), strict=True)


def test_processes_that_fail_are_counted(monkeypatch):
    monkeypatch.setattr(ring, "_machine", os._exit)  # which takes one argument, and gets seven
    with pytest.raises(RuntimeError, match=r"did not finish: exit codes \[1, 1\]$"):
        ring_forward(np.ones((1, 2)), np.ones((1, 2)), np.ones(1), 2)


@pytest.mark.parametrize("name", ["x", "W"])
def test_what_is_no_array_of_numbers_is_refused_by_its_name(name):
    arrays = {"x": np.ones((5, 6)), "W": np.ones((4, 6)), "b": np.ones(4)}
    with pytest.raises(TypeError, match=rf"^{name} must hold real numbers and has dtype <U1$"):
        ring_forward(**arrays | {name: np.full((4, 6), "t")}, p=2)


def test_sizes_that_disagree_are_named_with_both_shapes():
    said = r"^x has 5 features but W expects 6 \(x.shape=\(2, 5\), W.shape=\(4, 6\)\)$"
    with pytest.raises(ValueError, match=said):
        ring_forward(np.ones((2, 5)), np.ones((4, 6)), np.ones(4), 2)


def test_inputs_that_cannot_be_split_are_refused_before_anything_starts():
    with pytest.raises(ValueError, match="D = 6 cannot be split equally among p = 4 machines"):
        ring_forward(np.ones((5, 6)), np.ones((4, 6)), np.ones(4), 4)
