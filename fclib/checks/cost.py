"""Checks of exercise 07: how many parameters a network has, and what a layer costs."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from fclib.architectures import VGG16
from fclib.architectures import count_parameters as reference_count
from fclib.architectures import linear_cost as reference_cost
from fclib.checks._cost_by_hand import alexnet, by_hand, turning_point
from fclib.checks._single_layers import first_wrong_layer
from fclib.checks.engine.answers import whole_number
from fclib.checks.engine.compare import compare, leaves_arguments
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.row import row
from fclib.checks.engine.subject import Function, Subject
from fclib.checks.wrong.cost import WRONG

__all__ = ["alexnet", "at_hand_in", "by_hand", "costs", "networks", "turning_point"]

Shape = tuple[int, ...]


def _network(layers: Sequence[Shape]) -> str:
    if not layers:
        return "for a network without layers"
    return f"for a network with weights of shape {', '.join(map(str, layers[:3]))}" + (
        f" and {len(layers) - 3} more" if len(layers) > 3 else ""
    )


def _summed(layers: Sequence[Shape], of: Callable[[Shape], int]) -> int:
    return sum(map(of, layers))


WHAT: dict[str, Callable[[Shape], int]] = {
    "weights": math.prod,
    "biases": lambda shape: shape[0],
}


def _terms(layers: Sequence[Shape]) -> dict[str, dict[str, float]]:
    """Return what a count of parameters adds up, by the kind of layer."""
    kinds: dict[str, list[Shape]] = {
        "fully connected layers": [shape for shape in layers if len(shape) == 2],
        "convolutions": [shape for shape in layers if len(shape) > 2],
    }
    return {
        "count_parameters": {
            f"{what} of {kind}": _summed(shapes, of)
            for kind, shapes in kinds.items()
            for what, of in WHAT.items()
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
    departs=first_wrong_layer,
)

COST = row(
    "linear_cost",
    "n (), in_features (), out_features () -> flops (), bytes ()",
    {"n": "sample", "in_features": "input", "out_features": "output"},
    reference_cost,
    WRONG["linear_cost"],
    leaves={},
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
)


def networks(count_parameters: Function, seed: int = 1) -> None:
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


def costs(linear_cost: Function, seed: int = 2) -> None:
    """Check operations and bytes for several sizes, the batch of one among them."""
    rng = np.random.default_rng(seed)
    cases = [(1, 3, 2), (4, 3, 2), (2, 5, 7), (3, 3, 3), (16, 800, 500), (0, 4, 3)]
    cases += [tuple(rng.integers(2, 5000, 3).tolist()) for _ in range(3)]
    compare(COST, linear_cost, cases)
    leaves_arguments(COST, linear_cost, cases[:3])
    print(f"linear_cost: FLOPs and bytes are right for {len(cases)} layers.")


at_hand_in = hand_in(COUNT, COST)
