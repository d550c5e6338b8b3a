"""Answers to exercise 12 as students write them, right ones and wrong ones."""

import math
import struct

import ml_dtypes
import numpy as np

from fclib.checks import fewer_bits as checks
from fclib.checks.wrong.fewer_bits import WRONG
from tests.checks.exercise import Exercise, Function

# to_bfloat16


def by_the_formula(x):
    bits = np.array(x, dtype=np.float32, order="C").view(np.uint32).astype(np.uint64)
    rounded = bits + 0x7FFF + ((bits >> 16) & 1)
    rounded[np.isnan(x)] = bits[np.isnan(x)] | 0x400000
    return (((rounded >> 16) << 16).astype(np.uint32)).view(np.float32)


def upper_half_as_uint16(x):
    bits = np.ascontiguousarray(x).view(np.uint32)
    upper, lower = (bits >> 16).astype(np.uint16), bits & 0xFFFF
    up = (lower > 0x8000) | ((lower == 0x8000) & (upper % 2 == 1))
    upper = np.where(np.isnan(x), 0x7FC0, upper + up).astype(np.uint32)
    return (upper << 16).view(np.float32).reshape(x.shape)


def number_by_number(x):
    out = np.empty(x.shape, np.float32)
    for place in np.ndindex(x.shape):
        value = x[place]
        (bits,) = struct.unpack("<I", struct.pack("<f", value))
        if math.isnan(value):
            out[place] = np.nan
            continue
        bits += 0x7FFF + (bits >> 16 & 1)
        (out[place],) = struct.unpack("<f", struct.pack("<I", bits >> 16 << 16))
    return out


def remainder(x):
    bits = np.array(x, order="C").view(np.uint32)
    rest = bits % 65536
    down = bits - rest
    odd = (down // 65536) % 2 == 1
    up = (rest > 32768) | ((rest == 32768) & odd)
    return np.where(np.isnan(x), x, (down + 65536 * up.astype(np.uint32)).view(np.float32))


def neighbours(x):
    x = np.array(x, order="C")
    low = (x.view(np.uint32) & np.uint32(0xFFFF0000)).view(np.float32)
    high = ((x.view(np.uint32) & np.uint32(0xFFFF0000)) + np.uint32(0x10000)).view(np.float32)
    with np.errstate(invalid="ignore", over="ignore"):
        # Beyond the largest, the next step would be 2¹²⁸.
        beyond = np.copysign(2.0**128, x.astype(float))
        wide = np.where(np.isfinite(high), high.astype(float), beyond)
        below, above = np.abs(x - low.astype(float)), np.abs(wide - x)
    even = (low.view(np.uint32) >> 16) % 2 == 0
    result = np.where((below < above) | ((below == above) & even), low, high)
    return np.where(np.isfinite(x), result, x).astype(np.float32)


def with_where(x):
    bits = np.array(x, order="C").view(np.uint32)
    one = np.where((bits >> 16) & 1, 0x8000, 0x7FFF).astype(np.uint32)
    out = ((bits + one) & np.uint32(0xFFFF0000)).view(np.float32)
    out[np.isnan(x)] = np.nan
    return out


def shifted(x):
    bits = np.array(x, order="C").view(np.uint32)
    half = np.uint32(0x7FFF) + np.bitwise_and(np.right_shift(bits, 16), 1)
    out = np.left_shift(np.right_shift(np.add(bits, half), 16), 16).view(np.float32)
    return np.where(np.isnan(x), np.float32(np.nan), out)


def in_place_of_a_copy(x):
    out = x.astype(np.float32).copy(order="C")
    u = out.view(np.uint32)
    finite = ~np.isnan(out)
    u[finite] += 0x7FFF + ((u[finite] >> 16) & 1)
    u &= np.uint32(0xFFFF0000)
    out[~finite] = np.nan
    return out


ROUNDING = Function(
    checks={"rounded": checks.rounded, "special": checks.special},
    wrong=WRONG["to_bfloat16"],
    right={
        "the formula, in 64 bits": by_the_formula,
        "the upper half": upper_half_as_uint16,
        "number by number": number_by_number,
        "remainder": remainder,
        "the nearer neighbour": neighbours,
        "one of two halves": with_where,
        "shifts": shifted,
        "its own copy": in_place_of_a_copy,
        "ml_dtypes": lambda x: _quietly(x),
    },
    mistakes={
        "truncated-not-rounded": (
            ("rounded", "special"),
            [
                lambda x: np.where(
                    np.isnan(x),
                    x,
                    (np.array(x, order="C").view(np.uint32) >> 16 << 16).view(np.float32),
                )
            ],
        ),
        "ties-not-to-even": (
            ("rounded",),
            [
                lambda x: np.where(
                    np.isnan(x),
                    x,
                    ((np.array(x, order="C").view(np.uint32) + 0x8000) >> 16 << 16)
                    .astype(np.uint32)
                    .view(np.float32),
                )
            ],
        ),
        "float16-for-bfloat16": (
            ("rounded", "special"),
            [lambda x: _silent(lambda: np.float32(np.float16(x)))],
        ),
        "bits-for-floats": (
            ("rounded", "special"),
            [lambda x: by_the_formula(x).view(np.uint32)],
        ),
        "nan-rounded": (
            ("special",),
            [
                lambda x: (
                    (
                        np.array(x, order="C").view(np.uint32)
                        + np.uint32(0x7FFF)
                        + (np.array(x, order="C").view(np.uint32) >> 16 & 1)
                    )
                    >> 16
                    << 16
                ).view(np.float32)
            ],
        ),
        "input-destroyed": (("rounded",), [lambda x: _overwriting(x)]),
    },
    pairs={},
)


def _silent(call):
    with np.errstate(all="ignore"):
        return call()


def _quietly(x):
    return _silent(lambda: x.astype(ml_dtypes.bfloat16).astype(np.float32))


def _overwriting(x):
    x[...] = by_the_formula(x)
    return x.copy()


# master_step


def in_two_steps(W_master, grad_W, learning_rate):
    change = grad_W * np.float32(learning_rate)
    master = W_master - change
    return master, by_the_formula(master)


def entry_by_entry(W_master, grad_W, learning_rate):
    master = np.zeros(W_master.shape, np.float32)
    for i in range(len(W_master)):
        for j in range(W_master.shape[1]):
            master[i, j] = W_master[i, j] - learning_rate * grad_W[i, j]
    return master, by_the_formula(master)


STEP = Function(
    checks={"steps": checks.steps},
    wrong=checks.STEP.wrong,
    right={
        "two lines": lambda W, g, r: (W - r * g, by_the_formula((W - r * g).astype(np.float32))),
        "in two steps": in_two_steps,
        "entry by entry": entry_by_entry,
        "in float64": lambda W, g, r: (
            W.astype(float) - r * g.astype(float),
            by_the_formula((W.astype(float) - r * g.astype(float)).astype(np.float32)),
        ),
        "a list": lambda W, g, r: [W - r * g, upper_half_as_uint16((W - r * g).astype(np.float32))],
        "subtract": lambda W, g, r: (
            np.subtract(W, np.multiply(g, r)),
            remainder(np.subtract(W, np.multiply(g, r)).astype(np.float32)),
        ),
        "plus minus": lambda W, g, r: (W + -r * g, shifted((W + -r * g).astype(np.float32))),
        "a copy changed in place": lambda W, g, r: _step_on_copy(W, g, r),
    },
    mistakes={
        "no-master": (("steps",), [lambda W, g, r: (by_the_formula(W - r * g),) * 2]),
        "step-from-rounded": (
            ("steps",),
            [
                lambda W, g, r: (
                    by_the_formula(W) - r * g,
                    by_the_formula((by_the_formula(W) - r * g).astype(np.float32)),
                )
            ],
        ),
        "weights-not-rounded": (("steps",), [lambda W, g, r: (W - r * g, W - r * g)]),
        "step-uphill": (
            ("steps",),
            [lambda W, g, r: (W + r * g, by_the_formula((W + r * g).astype(np.float32)))],
        ),
        "learning-rate-missing": (
            ("steps",),
            [lambda W, g, r: (W - g, by_the_formula((W - g).astype(np.float32)))],
        ),
        "weights-destroyed": (("steps",), [lambda W, g, r: _step_in_place(W, g, r)]),
        "upstream-destroyed": (("steps",), [lambda W, g, r: _gradient_scaled(W, g, r)]),
    },
    pairs={},
)


def _step_on_copy(W, g, r):
    master = W.copy()
    master -= np.float32(r) * g
    return master, by_the_formula(master)


def _step_in_place(W, g, r):
    W -= np.float32(r) * g
    return W.copy(), by_the_formula(W)


def _gradient_scaled(W, g, r):
    g *= np.float32(r)
    return W - g, by_the_formula(W - g)


# quantise_rows


def row_by_row(W, bits):
    largest = 2 ** (bits - 1) - 1
    Q, scales = [], []
    for row in W:
        scale = max(abs(entry) for entry in row) / largest
        scales.append(scale if scale > 0 else 1.0)
        Q.append([round(entry / scales[-1]) for entry in row])
    return np.array(Q), np.array(scales)


def broadcast(W, bits):
    scale = np.abs(W).max(axis=1) / (2 ** (bits - 1) - 1)
    scale[scale == 0] = 1
    return np.round(W / scale[:, None]).astype(np.int8), scale


def _scaled(W, bits, safe):
    largest = 2 ** (bits - 1) - 1
    scale = safe(np.abs(W).max(axis=1) / largest)
    return np.rint(W / scale[:, None]), scale


def _scaled_columns(W, bits):
    Q, scale = _scaled(W.T, bits, lambda s: np.where(s == 0, 1, s))
    return Q.T, scale


def _of_the_largest(clip):
    def quantise_rows(W, bits):
        scale = np.max(W, axis=1) / (2 ** (bits - 1) - 1)
        scale[scale == 0] = 1.0
        Q = np.round(W / scale.reshape(-1, 1))
        if clip:
            Q = np.minimum(np.maximum(Q, 1 - 2 ** (bits - 1)), 2 ** (bits - 1) - 1)
        return Q.astype(int).astype(np.int8), scale

    return quantise_rows


ROWS = Function(
    checks={"quantised": checks.quantised},
    wrong=checks.ROWS.wrong,
    right={
        "row by row": row_by_row,
        "broadcast": broadcast,
        "where": lambda W, k: _scaled(W, k, lambda s: np.where(s > 0, s, 1)),
        "shifted": lambda W, k: _scaled(
            W, k, lambda s: np.array([value or 1.0 for value in s.tolist()])
        ),
        "with the larger of both signs": lambda W, k: (
            np.rint(W / _safe(np.maximum(W.max(1), -W.min(1)) / (2 ** (k - 1) - 1))[:, None]),
            _safe(np.maximum(W.max(1), -W.min(1)) / (2 ** (k - 1) - 1)),
        ),
        "a list": lambda W, k: list(broadcast(W, k)),
        "int64": lambda W, k: (broadcast(W, k)[0].astype(int), broadcast(W, k)[1]),
        "float32": lambda W, k: broadcast(W.astype(np.float32), k),
        "in one line": lambda W, k: (lambda s: (np.rint(W.T / s).T.astype(np.int8), s))(
            _safe(np.max(np.abs(W), 1) / (2 ** (k - 1) - 1))
        ),
    },
    mistakes={
        "scale-for-all": (
            ("quantised",),
            [lambda W, k: _all(W, k)],
        ),
        "int8-overflow": (
            ("quantised",),
            [
                lambda W, k: (
                    np.rint(W / _safe(np.abs(W).max(1) / 2 ** (k - 1))[:, None])
                    .astype(int)
                    .astype(np.int8),
                    _safe(np.abs(W).max(1) / 2 ** (k - 1)),
                )
            ],
        ),
        "truncated-not-rounded": (
            ("quantised",),
            [lambda W, k: ((W / broadcast(W, k)[1][:, None]).astype(np.int8), broadcast(W, k)[1])],
        ),
        "largest-without-sign": (("quantised",), [_of_the_largest(clip) for clip in (True, False)]),
        "scale-of-zero": (
            ("quantised",),
            [lambda W, k: _silent(lambda: _scaled(W, k, lambda s: s))],
        ),
        "scale-of-column": (
            ("quantised",),
            [_scaled_columns],
        ),
        "sign-bit-forgotten": (
            ("quantised",),
            [lambda W, k: _scaled(W, k + 1, lambda s: np.where(s == 0, 1, s))],
        ),
        "scale-inverted": (
            ("quantised",),
            [lambda W, k: (broadcast(W, k)[0], 1 / broadcast(W, k)[1])],
        ),
        "weights-destroyed": (("quantised",), [lambda W, k: _divided_in_place(W, k)]),
    },
    pairs={},
)


def _safe(scale):
    return np.where(scale == 0, 1.0, scale)


def _all(W, k):
    scale = np.abs(W).max() / (2 ** (k - 1) - 1)
    return np.rint(W / scale).astype(np.int8), np.ones(len(W)) * scale


def _divided_in_place(W, k):
    _, scale = broadcast(W, k)
    W /= scale[:, None]
    return np.rint(W), scale


# linear_quantised

LAYER = Function(
    checks={"layers": checks.layers},
    wrong=checks.LAYER.wrong,
    right={
        "one line": lambda x, Q, s, b: (x @ Q.T) * s + b,
        "weights formed": lambda x, Q, s, b: x @ (s[:, None] * Q).T + b,
        "einsum": lambda x, Q, s, b: np.einsum("nj,ij,i->ni", x, Q, s) + b,
        "output by output": lambda x, Q, s, b: np.column_stack(
            [s[i] * (x @ Q[i].astype(float)) + b[i] for i in range(len(Q))]
        ),
        "samples": lambda x, Q, s, b: np.array([s * (Q @ sample) + b for sample in x]),
        "a diagonal": lambda x, Q, s, b: x @ Q.T @ np.diag(s) + b,
        "float32": lambda x, Q, s, b: (x.astype(np.float32) @ Q.astype(np.float32).T) * s + b,
        "columns": lambda x, Q, s, b: (s[:, None] * (Q @ x.T) + b[:, None]).T,
    },
    mistakes={
        "scale-not-undone": (("layers",), [lambda x, Q, s, b: np.dot(x, Q.T) + b]),
        "scale-per-column": (("layers",), [lambda x, Q, s, b: x @ (Q * s).T + b]),
        "bias-quantised": (("layers",), [lambda x, Q, s, b: s * (np.dot(x, Q.T) + b)]),
        "bias-missing": (("layers",), [lambda x, Q, s, b: x @ (Q * s[:, None]).T]),
        "scale-divided": (("layers",), [lambda x, Q, s, b: x @ (Q / s[:, None]).T + b]),
        "int8-overflow": (
            ("layers",),
            [lambda x, Q, s, b: np.dot(np.array(x, np.int8), Q.T) * s + b],
        ),
        "input-destroyed": (("layers",), [lambda x, Q, s, b: _doubled(x, Q, s, b)]),
        "weights-destroyed": (("layers",), [lambda x, Q, s, b: _scales_halved(x, Q, s, b)]),
    },
    pairs={},
)


def _doubled(x, Q, s, b):
    x *= 2
    return (x @ Q.T) * s / 2 + b


def _scales_halved(x, Q, s, b):
    s /= 2
    return (x @ Q.T) * (2 * s) + b


EXERCISE = Exercise(
    chapter="12-fewer-bits",
    functions={
        "to_bfloat16": ROUNDING,
        "master_step": STEP,
        "quantise_rows": ROWS,
        "linear_quantised": LAYER,
    },
)
