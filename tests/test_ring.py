"""The ring, run in processes and in threads, against the sum."""

import threading

import numpy as np
import pytest

from fclib import linear_forward
from fclib.ring import all_reduce, ring_forward
from tests.strategies import exact_array


@pytest.mark.parametrize("p", [1, 2, 3, 5])
@pytest.mark.parametrize("size", [0, 2, 7, 12])  # fewer numbers than machines, too
def test_all_machines_end_with_the_sum(p, size):
    parts = exact_array(np.random.default_rng(p), (p, size))
    want = parts.sum(axis=0)
    barrier = threading.Barrier(p)
    machines = [
        threading.Thread(target=all_reduce, args=(parts, place, barrier)) for place in range(p)
    ]
    for machine in machines:
        machine.start()
    for machine in machines:
        machine.join()
    for part in parts:
        np.testing.assert_array_equal(part, want)


def test_processes_compute_what_one_layer_does():
    rng = np.random.default_rng(0)
    x, W, b = (exact_array(rng, shape) for shape in [(5, 6), (4, 6), (4,)])
    want = linear_forward(x, W, b)
    got = ring_forward(x, W, b, 3)
    assert len(got) == 3
    for y in got:
        np.testing.assert_array_equal(y, want, strict=True)


def test_inputs_that_cannot_be_split_are_refused_before_anything_starts():
    with pytest.raises(ValueError, match="D = 6 cannot be split equally among p = 4 machines"):
        ring_forward(np.ones((5, 6)), np.ones((4, 6)), np.ones(4), 4)
