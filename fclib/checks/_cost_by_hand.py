"""Checks of the numbers that exercise 07 asks for: VGG16's, AlexNet's, and where a layer turns."""

import math
from numbers import Real
from typing import Any, NoReturn

from fclib.architectures import ALEXNET, VGG16, FullyConnected
from fclib.architectures import count_parameters as reference_count
from fclib.architectures import linear_cost as reference_cost
from fclib.checks.engine.answers import (
    not_right,
    numbers,
    real,
    require_number,
    share,
)
from fclib.checks.engine.comparing import diagnose
from fclib.checks.engine.failing import fail
from fclib.checks.engine.running import require_answer
from fclib.checks.engine.subject import Function
from fclib.checks.engine.words import count, number
from fclib.checks.wrong.cost import WRONG

BANDWIDTH, PEAK = 20e9, 100e9
"""Bytes and FLOPs per second of the exercise's machine."""
TURNING = 4096, 4096
"""Inputs and outputs of the layer whose turning point is asked for."""
PART = "Which part of all parameters is it?"
LARGEST_BATCH = 10_000
"""No wrong count comes to a larger one."""


def by_hand(fc6: Any, fc6_share: Any, flops: Any) -> None:
    """Check VGG16's largest layer, its share, and the operations of one sample through fc7."""
    layer = VGG16[13]
    got = real(fc6, "fc6_parameters")
    if got != layer.parameters:
        found: str | None = diagnose(
            lambda *_: got,
            [([layer.weight_shape],), ([(4096, 512, 7, 7)],)],
            reference_count,
            WRONG["count_parameters"],
        )
        found = found or {
            4096 * 49 + 4096: "channels-uncounted",
            4096 * 512 * 7 + 4096: "kernel-side-once",
        }.get(got)
        _wrong_count("fc6_parameters", got, (4096, 512, 7, 7), found)
    total = sum(layer.parameters for layer in VGG16)
    others = {"that compares it with the others": layer.parameters / (total - layer.parameters)}
    share(fc6_share, "fc6_share", layer.parameters / total, PART, others.items())
    products = 4096 * 4096
    named = {
        "multiplications-only": products,
        "bias-addition-uncounted": 2 * products - 4096,
        "bias-addition-twice": 2 * products + 4096,
    }
    known = {
        "those are the parameters": products + 4096,
        "that is what one output takes": 2 * 4096,
        "those are the weights of fc6, twice": 2 * 4096 * 25088,
        "those are the weights of fc6": 4096 * 25088,
        "that is forward and backward": 6 * products,
        "that is for 4,096 samples": 2 * 4096 * products,
    }
    ask = "How many multiplications does one output take, and how many additions?"
    require_number(flops, "fc7_flops", 2 * products, ask, known, named)
    print("by hand: the parameters, the share and the operations are right.")


def alexnet(parameters: Any, connected_share: Any) -> None:
    """Check the parameters of each of AlexNet's layers, and the share of the connected ones."""
    name = "alexnet_parameters"
    require_answer(parameters, name, "put a list of eight numbers there, one for each layer")
    if isinstance(parameters, dict):
        parameters = list(parameters.values())
    if isinstance(parameters, Real):
        fail(f"{name} is one number, expected a list of eight: one for each layer.")
    got, want = numbers(parameters, f"{name} is"), [layer.parameters for layer in ALEXNET]
    if len(got) != len(want):
        fail(f"{name} has {count(len(got), 'number')}, expected 8: one for each layer.")
    cases = [([layer.weight_shape],) for layer in ALEXNET]
    names = [layer.name for layer in ALEXNET]
    answers = {repr(case): value for case, value in zip(cases, got, strict=True)}
    for k, [[shape]] in enumerate(cases):
        if got[k] != want[k]:
            found = diagnose(
                lambda *case: answers[repr(case)],
                cases,
                reference_count,
                WRONG["count_parameters"],
            )
            _wrong_count(name, got[k], shape, found, f" for {names[k]}")
    connected = [layer.parameters for layer in ALEXNET if isinstance(layer, FullyConnected)]
    known = {
        "that is the share of one layer, the largest": max(want) / sum(want),
        "that is the share of the convolutions": 1 - sum(connected) / sum(want),
        "that is how many of the eight layers they are": len(connected) / len(ALEXNET),
        "that compares them with the others": sum(connected) / (sum(want) - sum(connected)),
        "that is with the last convolution": sum(want[4:]) / sum(want),
        "a part of all is below 1": 1,
    }
    share(connected_share, "connected_share", sum(connected) / sum(want), PART, known.items())
    print("alexnet: all eight layers and the share of the fully connected ones are right.")


def turning_point(batch: Any) -> None:
    """Check the smallest batch for which 4096 → 4096 waits for arithmetic, not for memory."""
    got = real(batch, "turning_batch")
    want = _first_bound_by_arithmetic(reference_cost)
    known: dict[str, Any] = {"a batch is a whole number": got}
    if float(got).is_integer():
        known = {
            "that is how many FLOPs the machine does for each byte": PEAK / BANDWIDTH,
            "the bytes take longer there still": got if got < want else -1,
            "that comes of half the FLOPs, or of twice the bytes": (
                _first_bound_by_arithmetic(lambda n, *of: (n * math.prod(of), _moved(n, *of)))
            ),
            "the FLOPs take longer there, and for fewer samples already": got,
        }
    ask = "For which batches do the FLOPs take longer than the bytes? Try 1, 2, 3, …"
    require_number(batch, "turning_batch", want, ask, known)
    print(f"turning_point: from {want} samples on, the layer waits for arithmetic.")


def _moved(*sizes: int) -> int:
    return reference_cost(*sizes)[1]


def _first_bound_by_arithmetic(cost: Function) -> int:
    """Return the smallest batch whose operations take longer than its bytes, both counted so."""
    batches = ((n, *cost(n, *TURNING)) for n in range(1, LARGEST_BATCH))
    found: int = next(n for n, flops, moved in batches if flops / PEAK >= moved / BANDWIDTH)
    return found


def _wrong_count(
    name: str, value: Any, shape: tuple[int, ...], found: str | None, of: str = ""
) -> NoReturn:
    """Fail for a count of one layer's parameters that is not right."""
    seen = f"{name}: {number(value)}{of}" if of else f"{name} = {number(value)}"
    if found:
        fail(f"{seen} is not right", found)
    outputs, channels, *sides = shape
    weights = math.prod(shape)
    known = {
        "the weights are right, and the number of biases is not": (
            value if 0 < value - weights <= max(weights // outputs, 2 * outputs) else -1
        )
    }
    if sides:
        known["sizes are added where they multiply"] = outputs * (channels + sum(sides) + 1)
        known["that would be with 3 channels"] = outputs * (3 * math.prod(sides) + 1)
    not_right(
        seen, value, weights + outputs, "Count the weights first, then the biases.", known.items()
    )
