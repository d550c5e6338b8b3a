"""Time two things side by side. A loaded machine then slows both, and the ratio stays."""

import statistics
import subprocess
import time


def alternate(ours, theirs, repeats, number=1):
    """Return the median seconds of one call of each, called in alternating order."""
    ours(), theirs()
    samples = {ours: [], theirs: []}
    for repeat in range(repeats):
        for function in (ours, theirs) if repeat % 2 else (theirs, ours):
            start = time.perf_counter()
            for _ in range(number):
                function()
            samples[function].append((time.perf_counter() - start) / number)
    return statistics.median(samples[ours]), statistics.median(samples[theirs])


def run(command, **options):
    """Run a command that must succeed; return its seconds."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, **options)
    return time.perf_counter() - start


def row(name, value, unit, against, ratio):
    """Make one line of the results: ``ratio`` is value / the value of ``against``."""
    return {
        "name": name,
        "value": round(value, 4),
        "unit": unit,
        "against": against,
        "ratio": round(ratio, 3),
    }
