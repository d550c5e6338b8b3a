"""Measure, print a table, and write results.json, which the site's page is made from.

``python -m benchmarks.run`` measures everything, ``python -m benchmarks.run products site`` these
alone; what results.json has of the others stays, each with its own date and machine.
"""

import importlib
import json
import os
import platform
import sys
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from benchmarks.optional import blas

OUTPUT = Path(__file__).with_name("results.json")
MODULES = (
    "products",
    "memory",
    "large_models",
    "convolution",
    "training",
    "startup",
    "checks",
    "diagnoses",
    "site",
    "practise",
    "grading",
    "project",
)
LIBRARIES = ("numpy", "scipy", "scikit-learn", "torch", "jupyter-book")


def main(names):
    """Run the benchmarks of these names, or all."""
    unknown = set(names) - set(MODULES)
    if unknown:
        raise SystemExit(f"no such benchmark: {', '.join(sorted(unknown))}; there are {MODULES}")
    results = json.loads(OUTPUT.read_text(encoding="utf-8")) if OUTPUT.is_file() else {}
    for name in names or MODULES:
        module = importlib.import_module(f"benchmarks.{name}")
        before, rows = os.getloadavg()[0], []
        for line in module.results():
            rows.append(line)
            print(
                f"{line['name']:<58}{line['value']:>10.3f} {line['unit']:<4}"
                f"{line['ratio']:>8.3f} × {line['against']}",
                flush=True,
            )
        date = datetime.now(UTC).date().isoformat()
        results[name] = {"date": date, "machine": machine(before), "rows": rows}
        text = json.dumps(results, indent=1, ensure_ascii=False)
        OUTPUT.write_text(text + "\n", encoding="utf-8")
    print(f"written to {OUTPUT}")


def machine(load):
    """Describe what was measured on, without a name or a path."""
    pool = blas()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory GiB": round(memory / 2**30),
        "load before": round(load, 1),
        "BLAS": f"{pool['internal_api']} {pool['version']}, kernel {pool['architecture']}",
        "Python": platform.python_version(),
        **{name: version for name in LIBRARIES if (version := _version(name))},
    }


def processor():
    """Return the processor's own name."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _version(name):
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


if __name__ == "__main__":
    main(sys.argv[1:])
