"""The ring, run in processes and in threads, against the sum."""

import threading
from multiprocessing import shared_memory

import numpy as np
import pytest

from fclib import linear_forward
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


def test_inputs_that_cannot_be_split_are_refused_before_anything_starts():
    with pytest.raises(ValueError, match="D = 6 cannot be split equally among p = 4 machines"):
        ring_forward(np.ones((5, 6)), np.ones((4, 6)), np.ones(4), 4)
