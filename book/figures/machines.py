"""Chapter 07: machines whose roof the roofline draws, and what was measured under it.

A peak is that of matrix products, in GFLOP/s, by number type; a bandwidth is in GB/s. The GPUs'
are those of NVIDIA's data sheets, dense, without the doubling that sparse matrices would bring:
the H100 SXM's and the 80 GB A100 SXM's. The laptop's core and the phone's are calculated from what
such a core has: a core of 3.1 GHz with two units of eight float32, on 20 GB/s; one of 3.3 GHz with
four units of four, on LPDDR5X-9600, 64 bits wide. Where a processor has no arithmetic in bfloat16,
it multiplies in float32 what it has read in two bytes.
"""

import json
from pathlib import Path
from typing import NamedTuple

from fclib.architectures import linear_cost

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
BYTES = {"bfloat16": 2, "float32": 4}


class Machine(NamedTuple):
    """``points`` has the seconds of a batch, by type and layer (D, M)."""

    name: str
    peak: dict
    bandwidth: float
    points: dict


def gpu():
    """Return the GPU that benchmarks/gpu.py ran on, under its data sheet's roof."""
    measured = json.loads((BENCHMARKS / "gpu.json").read_text(encoding="utf-8"))
    sizes = {"ip1": (800, 500), "gpt2-up": (768, 3072), "fc7": (4096, 4096), "fc6": (25088, 4096)}
    points = {}
    for point in measured["points"]:
        layers = points.setdefault(point["dtype"], {})
        batches = layers.setdefault(sizes[point["layer"]], {})
        batches[point["N"]] = point["microseconds"] / 1e6
    return Machine("H100", {"float32": 67_000, "bfloat16": 989_000}, 3350, points)


def here():
    """Return the core that benchmarks/results.json was measured on, under its own best figures."""
    results = json.loads((BENCHMARKS / "results.json").read_text(encoding="utf-8"))
    layers, rates, bandwidths = {}, [], []
    for row in results["products"]["rows"]:
        case = row["case"]
        if (case["pass"], case["dtype"]) != ("forward", "float32"):
            continue
        layer = tuple(map(int, case["layer"].split("→")))
        cost, seconds = linear_cost(case["N"], *layer), row["value"] / 1e3
        if row["against"] == "np.matmul":
            layers.setdefault(layer, {})[case["N"]] = seconds
            rates.append(cost.flops / seconds * row["ratio"])
        if row["against"] == "reading as many bytes" and case["N"] == 1 and cost.bytes > 1e8:
            bandwidths.append(cost.bytes / seconds * row["ratio"])  # larger than any cache
    peak = rounded(max(rates) / 1e9)
    bandwidth = rounded(max(bandwidths) / 1e9)
    return Machine("this page’s core", dict.fromkeys(BYTES, peak), bandwidth, {"float32": layers})


def rounded(value):
    return float(f"{value:.3g}")


MACHINES = {
    "h100": gpu(),
    "a100": Machine("A100", {"float32": 19_500, "bfloat16": 312_000}, 2039, {}),
    "laptop": Machine("laptop core", dict.fromkeys(BYTES, 100), 20, {}),
    "phone": Machine("phone core", dict.fromkeys(BYTES, 106), 77, {}),
    "here": here(),
}
