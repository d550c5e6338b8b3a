"""Checks of exercise 07: how many parameters a network has, and what a layer costs."""

from numbers import Real

import numpy as np

from fclib.architectures import (
    ALEXNET,
    VGG16,
    FullyConnected,
)
from fclib.architectures import count_parameters as reference_count
from fclib.architectures import linear_cost as reference_cost
from fclib.checks.engine.answers import THREE_DIGITS, fraction, numbers, real
from fclib.checks.engine.comparing import diagnose
from fclib.checks.engine.failing import fail
from fclib.checks.engine.running import require_answer, require_function, require_no_error, run
from fclib.checks.engine.words import NOTHING_RETURNED, count, kind_of, number
from fclib.checks.wrong.cost import WRONG

__all__ = ["alexnet", "by_hand", "costs", "networks", "turning_point"]

BANDWIDTH, PEAK = 20e9, 100e9
"""Bytes and FLOPs per second of the exercise's machine."""


def by_hand(fc6, share, flops):
    """Check VGG16's largest layer, its share, and the operations of one sample through fc7."""
    layer = VGG16[13]
    got = real(fc6, "fc6_parameters")
    if got != layer.parameters:
        found = diagnose(
            lambda *_: [got],
            [([layer.weight_shape],), ([(4096, 512, 7, 7)],)],
            lambda layers: [reference_count(layers)],
            _listed("count_parameters"),
        )
        found = found or {4096 * 49 + 4096: "channels-uncounted"}.get(got)
        fail(_not_right("fc6_parameters", got, found), found)
    total = sum(layer.parameters for layer in VGG16)
    _fraction("fc6_share", share, layer.parameters / total)
    got = real(flops, "fc7_flops")
    if got != 2 * 4096 * 4096:
        products = 4096 * 4096
        known = {
            products: "multiplications-only",
            2 * products - 4096: "bias-addition-uncounted",
            2 * products + 4096: "bias-addition-twice",
        }
        found = known.get(got)
        seen = f"fc7_flops = {number(got)} is not right"
        ask = ": how many multiplications does one output take, and how many additions?"
        fail(seen if found else seen + ask, found)
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
    _compare("count_parameters", count_parameters, cases, reference_count, _network)
    print(f"count_parameters: right for {len(cases)} networks, VGG16 and an empty one among them.")


def _network(layers):
    return f"for a network with weights of shape {', '.join(map(str, layers[:3]))}" + (
        f" and {len(layers) - 3} more" if len(layers) > 3 else ""
    )


def costs(linear_cost, seed=2):
    """Check operations and bytes for several sizes, the batch of one among them."""
    rng = np.random.default_rng(seed)
    cases = [(1, 3, 2), (4, 3, 2), (2, 5, 7), (3, 3, 3), (16, 800, 500), (0, 4, 3)]
    cases += [tuple(rng.integers(2, 5000, 3).tolist()) for _ in range(3)]
    _compare("linear_cost", linear_cost, cases, reference_cost, _layer)
    print(f"linear_cost: FLOPs and bytes are right for {len(cases)} layers.")


def _layer(n, inputs, outputs):
    return f"for {count(n, 'sample')}, {count(inputs, 'input')} and {count(outputs, 'output')}"


def _compare(name, function, cases, reference, describe):
    require_function(function, name)
    for case in cases:
        outcome = run(function, *case)
        seen = describe(*case)
        require_no_error(outcome, name, seen)
        want = reference(*case)
        if outcome.value is None:
            fail(f"{name} returned None {seen}. {NOTHING_RETURNED}")
        if isinstance(want, tuple):
            got = outcome.value
            if not isinstance(got, tuple | list) or len(got) != 2:
                fail(f"{name} returned {kind_of(got)} {seen}, expected two numbers: flops, bytes.")
            pairs = list(zip(("flops", "bytes"), got, want, strict=True))
        else:
            pairs = [(name, outcome.value, want)]
        for what, value, _ in pairs:
            if isinstance(value, bool) or not isinstance(value, Real):
                what = "" if what == name else f" for {what}"
                fail(f"{name} gave {kind_of(value)}{what} {seen}, expected a whole number.")
        wrong = [(what, value, right) for what, value, right in pairs if value != right]
        if wrong:
            found = diagnose(
                lambda *case: _plain(function(*case)),
                cases,
                lambda *case: _plain(reference(*case)),
                _listed(name),
            )
            what, value, right = wrong[0]
            shown = number(value) if number(value) != number(right) else f"{value!r}"
            given = shown if what == name else f"{shown} for {what}"
            fail(f"{name} gave {given}, expected {number(right)}, {seen}", found)


def _listed(name):
    """Return the known wrong versions with their results as lists."""
    return {
        id_: [lambda *case, version=version: _plain(version(*case)) for version in versions]
        for id_, versions in WRONG[name].items()
    }


def _plain(value):
    return [float(v) for v in value] if isinstance(value, tuple | list) else [float(value)]


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
    answers = {repr(case): [value] for case, value in zip(cases, got, strict=True)}
    for layer, value, right in zip(ALEXNET, got, want, strict=True):
        if value == right:
            continue
        found = diagnose(
            lambda *case: answers[repr(case)],
            cases,
            lambda layers: [reference_count(layers)],
            _listed("count_parameters"),
        )
        seen = f"{name}: {number(value)} is not right for {layer.name}"
        fail(seen if found else f"{seen}. Count the weights first, then the biases.", found)
    connected = [layer.parameters for layer in ALEXNET if isinstance(layer, FullyConnected)]
    _fraction("connected_share", share, sum(connected) / sum(want))
    print("alexnet: all eight layers and the share of the fully connected ones are right.")


def turning_point(batch):
    """Check the smallest batch for which 4096 → 4096 waits for arithmetic, not for memory."""
    got = real(batch, "turning_batch")
    want = next(n for n in range(1, 10_000) if _is_bound_by_arithmetic(n))
    if got != want:
        fail(
            f"turning_batch = {number(got)} is not right. For which batches do the FLOPs take\n"
            f"longer than the bytes? Try them from 1 on, with your linear_cost."
        )
    print(f"turning_point: from {want} samples on, the layer waits for arithmetic.")


def _is_bound_by_arithmetic(n):
    flops, moved = reference_cost(n, 4096, 4096)
    return flops / PEAK >= moved / BANDWIDTH


def _fraction(name, value, want):
    value = fraction(value, name, want)
    if not abs(value - want) <= THREE_DIGITS:  # nan is not right either
        if abs(value - want) <= 0.005:  # two digits
            fail(f"{name} = {number(value)} is close, and not right to three digits.")
        fail(f"{name} = {number(value)} is not right: which part of all parameters is it?")


def _not_right(name, value, found):
    seen = f"{name} = {number(value)} is not right"
    return seen if found else f"{seen}. Count the weights first, then the biases."
