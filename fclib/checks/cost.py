"""Checks of exercise 07: how many parameters a network has, and what a layer costs."""

import math
from numbers import Real

import numpy as np

from fclib.architectures import (
    ALEXNET,
    VGG16,
    FullyConnected,
)
from fclib.architectures import count_parameters as reference_count
from fclib.architectures import linear_cost as reference_cost
from fclib.checks.engine.answers import (
    THREE_DIGITS,
    fraction,
    not_right,
    numbers,
    real,
    whole_number,
)
from fclib.checks.engine.compare import compare, leaves_arguments
from fclib.checks.engine.comparing import diagnose
from fclib.checks.engine.failing import fail
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.running import require_answer
from fclib.checks.engine.subject import Subject
from fclib.checks.engine.words import count, number
from fclib.checks.wrong.cost import WRONG

__all__ = ["alexnet", "at_hand_in", "by_hand", "costs", "networks", "turning_point"]

BANDWIDTH, PEAK = 20e9, 100e9
"""Bytes and FLOPs per second of the exercise's machine."""
TURNING = 4096, 4096
"""Inputs and outputs of the layer whose turning point is asked for."""


def _network(layers):
    if not layers:
        return "for a network without layers"
    return f"for a network with weights of shape {', '.join(map(str, layers[:3]))}" + (
        f" and {len(layers) - 3} more" if len(layers) > 3 else ""
    )


def _summed(layers, of):
    return sum(map(of, layers))


def _terms(layers):
    """Return what a count of parameters adds up, by the kind of layer."""
    kinds = {
        "fully connected layers": [shape for shape in layers if len(shape) == 2],
        "convolutions": [shape for shape in layers if len(shape) > 2],
    }
    return {
        "count_parameters": {
            f"{what} of {kind}": _summed(shapes, of)
            for kind, shapes in kinds.items()
            for what, of in (("weights", math.prod), ("biases", lambda shape: shape[0]))
        }
    }


COUNT = Subject(
    name="count_parameters",
    arguments=("layers",),
    results=("count_parameters",),
    reference=reference_count,
    wrong=WRONG["count_parameters"],
    sizes=_network,
    destroyed={"layers": "input-destroyed"},
    lengths=lambda layers: {
        "layers": len(layers),
        "outputs of all layers": _summed(layers, lambda shape: shape[0]),
        "inputs of all layers": _summed(layers, lambda shape: shape[1]),
        "last sizes of all shapes": _summed(layers, lambda shape: shape[-1]),
        "convolutions": sum(len(shape) > 2 for shape in layers),
        "layers of a shape that came before": len(layers) - len(set(layers)),
        "convolutions whose kernels are not square": sum(
            len(shape) > 2 and shape[2] != shape[3] for shape in layers
        ),
    },
    terms=_terms,
    trial=[
        ([(3, 2)] * 2,),
        ([(4, 3, 2, 2), (3, 5)],),
        ([(5, 4, 3, 1), (2, 3, 1, 4), (2, 5)],),
        ([(2, 7), (6, 2)],),
        ([(3, 2, 3, 3)],),
        ([(4, 2, 5, 5), (2, 6), (7, 2)],),
        ([(2, 3), (3, 2), (2, 4), (4, 3), (5, 4)],),
    ],
    read=whole_number,
    exact=True,
)

COST = Subject(
    name="linear_cost",
    arguments=("n", "in_features", "out_features"),
    results=("flops", "bytes"),
    reference=reference_cost,
    wrong=WRONG["linear_cost"],
    sizes=lambda n, inputs, outputs: (
        f"for {count(n, 'sample')}, {count(inputs, 'input')} and {count(outputs, 'output')}"
    ),
    destroyed={},
    lengths=lambda n, inputs, outputs: {"samples": n, "inputs": inputs, "outputs": outputs},
    terms=lambda n, inputs, outputs: {
        "flops": {
            "multiplications and additions of products": n * outputs * (2 * inputs - 1),
            "additions of biases": n * outputs,
        },
        "bytes": {
            "inputs": 4 * n * inputs,
            "weights": 4 * inputs * outputs,
            "biases": 4 * outputs,
            "outputs": 4 * n * outputs,
        },
    },
    read=whole_number,
    exact=True,
)


def by_hand(fc6, share, flops):
    """Check VGG16's largest layer, its share, and the operations of one sample through fc7."""
    layer = VGG16[13]
    got = real(fc6, "fc6_parameters")
    if got != layer.parameters:
        found = diagnose(
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
    known = [("that compares it with the others", layer.parameters / (total - layer.parameters))]
    _fraction("fc6_share", share, layer.parameters / total, known)
    got = real(flops, "fc7_flops")
    if got != 2 * 4096 * 4096:
        products = 4096 * 4096
        known = {
            products: "multiplications-only",
            2 * products - 4096: "bias-addition-uncounted",
            2 * products + 4096: "bias-addition-twice",
        }
        found = known.get(got)
        seen = f"fc7_flops = {number(got)}"
        if found:
            fail(f"{seen} is not right", found)
        others = {
            "those are the parameters": products + 4096,
            "that is what one output takes": 2 * 4096,
            "those are the weights of fc6, twice": 2 * 4096 * 25088,
            "those are the weights of fc6": 4096 * 25088,
        }
        ask = "How many multiplications does one output take, and how many additions?"
        not_right(seen, got, 2 * products, ask, others.items())
    print("by hand: the parameters, the share and the operations are right.")


def networks(count_parameters, seed=1):
    """Check networks of fully connected layers and convolutions, small ones and large ones."""
    rng = np.random.default_rng(seed)
    cases = [
        ([(3, 2)],),
        ([(5, 4), (2, 5)],),
        ([(4, 3, 2, 2)],),
        ([(3, 2, 3, 3), (4, 27), (2, 4)],),
    ]
    cases += [([(5, 2, 3, 1), (6, 5, 1, 1)],), ([],)]
    for _ in range(3):
        shapes = [tuple(rng.integers(2, 30, axes).tolist()) for axes in rng.choice([2, 4], 4)]
        cases.append((shapes,))
    cases.append(([layer.weight_shape for layer in VGG16],))
    compare(COUNT, count_parameters, cases)
    leaves_arguments(COUNT, count_parameters, cases[:3])
    print(f"count_parameters: right for {len(cases)} networks, VGG16 and an empty one among them.")


def costs(linear_cost, seed=2):
    """Check operations and bytes for several sizes, the batch of one among them."""
    rng = np.random.default_rng(seed)
    cases = [(1, 3, 2), (4, 3, 2), (2, 5, 7), (3, 3, 3), (16, 800, 500), (0, 4, 3)]
    cases += [tuple(rng.integers(2, 5000, 3).tolist()) for _ in range(3)]
    compare(COST, linear_cost, cases)
    leaves_arguments(COST, linear_cost, cases[:3])
    print(f"linear_cost: FLOPs and bytes are right for {len(cases)} layers.")


def alexnet(parameters, share):
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
    answers = {repr(case): value for case, value in zip(cases, got, strict=True)}
    for layer, value, right in zip(ALEXNET, got, want, strict=True):
        if value == right:
            continue
        found = diagnose(
            lambda *case: answers[repr(case)],
            cases,
            reference_count,
            WRONG["count_parameters"],
        )
        _wrong_count(name, value, layer.weight_shape, found, f" for {layer.name}")
    connected = [layer.parameters for layer in ALEXNET if isinstance(layer, FullyConnected)]
    known = {
        "that is the share of one layer, the largest": max(want) / sum(want),
        "that is the share of the convolutions": 1 - sum(connected) / sum(want),
        "that is how many of the eight layers they are": len(connected) / len(ALEXNET),
        "that compares them with the others": sum(connected) / (sum(want) - sum(connected)),
        "a part of all is below 1": 1,
    }
    _fraction("connected_share", share, sum(connected) / sum(want), known.items())
    print("alexnet: all eight layers and the share of the fully connected ones are right.")


def turning_point(batch):
    """Check the smallest batch for which 4096 → 4096 waits for arithmetic, not for memory."""
    got = real(batch, "turning_batch")
    want = _first_bound_by_arithmetic(lambda n: reference_cost(n, *TURNING)[0])
    if got != want:
        known = {
            "the bytes take longer there still": want - 1,
            "fewer samples are enough": want + 1,
            "that is how many FLOPs the machine does for each byte": PEAK / BANDWIDTH,
            "with additions beside the multiplications fewer are enough": (
                _first_bound_by_arithmetic(lambda n: n * math.prod(TURNING))
            ),
            "the bytes take longer there, not the FLOPs": 1,
        }
        whole = float(got).is_integer()
        seen = f"turning_batch = {number(got)}"
        ask = "For which batches do the FLOPs take longer than the bytes? Try 1, 2, 3, …"
        not_right(
            seen, got, want, ask, known.items() if whole else [("a batch is a whole number", got)]
        )
    print(f"turning_point: from {want} samples on, the layer waits for arithmetic.")


def _first_bound_by_arithmetic(flops):
    """Return the smallest batch whose operations, counted so, take longer than its bytes."""
    batches = ((n, reference_cost(n, *TURNING)[1]) for n in range(1, 10_000))
    return next(n for n, moved in batches if flops(n) / PEAK >= moved / BANDWIDTH)


def _fraction(name, value, want, known=()):
    value = fraction(value, name, want)
    if not abs(value - want) <= THREE_DIGITS:  # nan is not right either
        if abs(value - want) <= 0.005:  # two digits
            fail(f"{name} = {number(value)} is close, and not right to three digits.")
        ask = "Which part of all parameters is it?"
        not_right(f"{name} = {number(value)}", value, want, ask, known)


def _wrong_count(name, value, shape, found, of=""):
    """Fail for a count of one layer's parameters that is not right."""
    seen = f"{name}: {number(value)}{of}" if of else f"{name} = {number(value)}"
    if found:
        fail(f"{seen} is not right", found)
    outputs, channels, *sides = shape
    others = {
        "sizes are added where they multiply": outputs * (channels + sum(sides) + 1),
        "that would be with 3 channels": outputs * (3 * math.prod(sides) + 1),
    }
    ask = "Count the weights first, then the biases."
    not_right(seen, value, math.prod(shape) + outputs, ask, others.items() if sides else ())


at_hand_in = hand_in(COUNT, linear_cost=lambda: (1, 3, 2))
