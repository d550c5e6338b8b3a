"""The forward pass on a GPU, for chapter 7's roofline: ``python benchmarks/gpu.py OUT.json``.

It stands alone, so that it runs on a machine that has PyTorch and nothing of this project. Inputs
and weights are taken in turn from as many copies as exceed the caches several times, because a
layer between other layers finds neither of them there. A graph of the calls is captured and
replayed, so that starting them costs next to nothing; CUDA's own events take the time.
"""

import json
import statistics
import sys

import torch

LAYERS = {"ip1": (800, 500), "gpt2-up": (768, 3072), "fc7": (4096, 4096), "fc6": (25088, 4096)}
BATCHES = [2**k for k in range(13)]
TYPES = {"bfloat16": torch.bfloat16, "float32": torch.float32}
COLD = 400e6  # bytes in the copies together: eight times a cache of 50 MB
MOST_COPIES = 256
REPLAYS = 21


def main(path):
    torch.backends.cuda.matmul.allow_tf32 = False  # float32 is to mean float32
    torch.manual_seed(0)
    card = torch.cuda.get_device_properties(0)
    results = {
        "card": card.name,
        "memory_gib": round(card.total_memory / 2**30),
        "torch": torch.__version__,
        "cuda": torch.version.cuda,
        "copy_gb_per_s": round(copying(), 1),
        "product_tflop_per_s": {name: round(product(dtype), 1) for name, dtype in TYPES.items()},
        "points": [],
    }
    for name, dtype in TYPES.items():
        for layer, sizes in LAYERS.items():
            for n in BATCHES:
                seconds = forward(n, *sizes, dtype)
                median, *ends = (round(each * 1e6, 3) for each in seconds)
                point = {"layer": layer, "dtype": name, "N": n}
                results["points"].append(point | {"microseconds": median, "range": ends})
                print(results["points"][-1], flush=True)
    points = ",\n  ".join(map(json.dumps, results.pop("points")))  # a line each
    head = json.dumps(results, indent=1).removesuffix("\n}")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f'{head},\n "points": [\n  {points}\n ]\n}}\n')


def forward(n, in_features, out_features, dtype):
    """Return the median, lowest and highest seconds of one call of y = x Wᵀ + b."""
    each = (n * in_features + out_features * (in_features + 1)) * dtype.itemsize
    copies = int(min(MOST_COPIES, max(2, -(-COLD // each))))
    draw = lambda *shape: torch.randn(shape, device="cuda", dtype=dtype)  # noqa: E731
    sets = [
        (draw(n, in_features), draw(out_features, in_features), draw(out_features))
        for _ in range(copies)
    ]
    return replayed(lambda: [torch.nn.functional.linear(*one) for one in sets], copies)


def copying():
    """Return the GB/s of a long copy, bytes read and bytes written counted."""
    here = torch.randn(2**29, device="cuda")  # 2 GiB
    there = torch.empty_like(here)
    return 2 * here.nbytes / replayed(lambda: there.copy_(here), 1)[0] / 1e9


def product(dtype, size=8192):
    """Return the TFLOP/s of a large product of random square matrices."""
    a, b = (torch.randn(size, size, device="cuda", dtype=dtype) for _ in range(2))
    return 2 * size**3 / replayed(lambda: a @ b, 1)[0] / 1e12


def replayed(calls, count):
    """Return the median, lowest and highest seconds of one of ``count`` calls in a graph."""
    side = torch.cuda.Stream()
    with torch.cuda.stream(side):
        for _ in range(3):
            calls()  # loads the kernels and chooses among them
    side.synchronize()
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        kept = calls()  # the graph's results must outlive it
    times = []
    for _ in range(REPLAYS):
        start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        start.record()
        graph.replay()
        end.record()
        end.synchronize()
        times.append(start.elapsed_time(end) / 1e3 / count)
    del kept
    return statistics.median(times[3:]), min(times[3:]), max(times[3:])


if __name__ == "__main__":
    main(sys.argv[1])
