"""Time things side by side. A loaded machine then slows all of them, and the ratios stay."""

import statistics
import subprocess
import time

LONG = 0.05  # seconds


def alternate(*functions, repeats=101, seconds=None, number=1):
    """Return the median seconds of one call of each, called in alternating order.

    With ``seconds`` there are only as many repeats, at least five, as fit into that time. Each short
    function runs once before it is timed: threads of the one before it may still spin, and what
    it needs is in no cache.
    """
    once = [_seconds(function, 1) for function in functions]
    once = [_seconds(function, 1) for function in functions]
    if seconds is not None:
        round_trip = number * sum(once) + sum(t for t in once if t < LONG)
        repeats = int(min(repeats, max(5, seconds / round_trip)))
    samples = [[] for _ in functions]
    order = list(range(len(functions)))
    for _ in range(repeats):
        order.reverse()
        for place in order:
            if once[place] < LONG:
                functions[place]()
            samples[place].append(_seconds(functions[place], number))
    return tuple(map(statistics.median, samples))


def _seconds(function, number):
    start = time.perf_counter()
    for _ in range(number):
        function()
    return (time.perf_counter() - start) / number


def run(command, **options):
    """Run a command that must succeed; return its seconds."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, **options)
    return time.perf_counter() - start


def row(name, value, unit, against, ratio, **case):
    """Make one line of the results: ``ratio`` is value / the value of ``against``.

    ``case`` says what was measured in words that a table can be made of.
    """
    line = {
        "name": name,
        "value": round(value, 4),
        "unit": unit,
        "against": against,
        "ratio": round(ratio, 3),
    }
    return line | ({"case": case} if case else {})
