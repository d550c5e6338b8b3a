"""Time things side by side. A loaded machine then slows all of them, and the ratios stay."""

import statistics
import subprocess
import time

LONG = 0.05  # seconds


def alternate(*functions, repeats=101, seconds=None, clock=time.perf_counter):
    """Return the median seconds of one call of each, called in alternating order.

    With ``seconds`` there are only as many repeats, at least five, as fit into that time. A short
    function runs once before it is timed: what the one before it has left in the caches, and its
    threads, which may still spin, are not its own.
    """

    def measure(function):
        start = clock()
        function()
        return clock() - start

    for function in functions:
        function()
    once = [measure(function) for function in functions]
    if seconds is not None:
        round_trip = sum(once) + sum(t for t in once if t < LONG)
        repeats = int(min(repeats, max(5, seconds / max(round_trip, 1e-6))))
    samples = [[] for _ in functions]
    order = list(range(len(functions)))
    for _ in range(repeats):
        order.reverse()
        for place in order:
            if once[place] < LONG:
                functions[place]()
            samples[place].append(measure(functions[place]))
    return tuple(map(statistics.median, samples))


def keeping_compiled_modules(environment):
    """Return an environment in which Python does not compile fclib anew at every start."""
    return {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}


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
