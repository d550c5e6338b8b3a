"""Wrong versions of the functions of exercise 12."""

from typing import Any

import numpy as np

from fclib.bits import linear_quantised, quantise_rows, to_bfloat16
from fclib.checks.engine.mistakes import mistakes
from fclib.checks.engine.subject import Array, Function

CHAPTER = "12-fewer-bits"
HALF = np.uint32(1 << 15)
KEPT = np.uint32(0xFFFF0000)


def _bits(change: Function, everywhere: Any = False) -> Function:
    """Make a rounding from what it does to the bits, nan and infinity left out or not."""

    def version(x: Array) -> Any:
        x = np.array(x, np.float32, order="C")
        changed = (change(x.view(np.uint32)) & KEPT).view(np.float32)
        return changed if everywhere else np.where(np.isfinite(x), changed, x)

    return version


def _nearest(bits: Array) -> Any:
    return bits + (HALF - np.uint32(1)) + ((bits >> 16) & np.uint32(1))


def _bits_kept(x: Array) -> Any:
    return _nearest(np.array(x, np.float32, order="C").view(np.uint32)) & KEPT


def _float16(x: Array) -> Any:
    with np.errstate(over="ignore"):
        return x.astype(np.float16).astype(np.float32)


def _step(change: Function) -> Function:
    """Make a step from what it does with the master, the gradient and the rate."""
    return lambda W_master, grad_W, rate: change(W_master, grad_W, np.float32(rate))


def _both(master: Array) -> tuple[Any, ...]:
    return master, to_bfloat16(master)


def _rows(scale_of: Function, whole: Function = np.rint, clip: Any = True) -> Function:
    """Make a version of quantise_rows from how it finds the scale and makes numbers whole."""

    def version(W: Array, bits: int) -> tuple[Any, ...]:
        largest = 2 ** (bits - 1) - 1
        scale = np.asarray(scale_of(np.abs(W), bits, largest), float)
        scale = np.where(scale == 0, 1, scale)
        Q = whole(W / (scale[:, None] if scale.shape == W.shape[:1] else scale))
        if clip:
            Q = np.clip(Q, -largest, largest)
        return Q.astype(np.int64).astype(np.int8), scale

    return version


def _without_sign(clip: Any) -> Function:
    def version(W: Array, bits: int) -> Any:
        return _rows(lambda _, bits, q: W.max(axis=1) / q, clip=clip)(W, bits)

    return version


def _per_column(W: Array, bits: int) -> tuple[Any, ...]:
    largest = 2 ** (bits - 1) - 1
    scale = np.abs(W).max(axis=0) / largest
    scale = np.where(scale == 0, 1, scale)
    return np.rint(W / scale).astype(np.int8), scale


def _sign_bit_forgotten(W: Array, bits: int) -> tuple[Any, ...]:
    scale = np.abs(W).max(axis=1) / (2**bits - 1)
    scale = np.where(scale == 0, 1, scale)
    return np.rint(W / scale[:, None]), scale


def _divided_by_zero(W: Array, bits: int) -> tuple[Any, ...]:
    largest = 2 ** (bits - 1) - 1
    scale = np.abs(W).max(axis=1) / largest
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.rint(W / scale[:, None]), scale


def _layer(output: Function) -> Function:
    return lambda x, Q, scale, b: output(x, Q.astype(float), scale, b)


_ROWS: dict[str, dict[str, list[Any]]] = {
    "to_bfloat16": {
        "truncated-not-rounded | ⌊w⌋ for the nearest | what does not fit was cut off: everything "
        "is too near to zero. Round to the nearest.": [_bits(lambda u: u)],
        "ties-not-to-even | halves always up or down, or to the odd one | right but for numbers "
        "exactly halfway between two: they go to the even one.": [
            _bits(lambda u: u + HALF),
            _bits(lambda u: u + (HALF - np.uint32(1))),
            _bits(lambda u: u + HALF - ((u >> 16) & np.uint32(1))),
        ],
        "float16-for-bfloat16 | 10 fraction bits and 5 of exponent | this is float16. bfloat16 has "
        "the exponent of float32 and fewer digits.": [_float16, lambda x: _float16(to_bfloat16(x))],
        "bits-for-floats | bits of x, as whole numbers | these are the bits, read as whole "
        "numbers. Read them as float32 again.": [
            lambda x: to_bfloat16(x).view(np.uint32),
            _bits_kept,
            lambda x: np.where(np.isfinite(x), _bits_kept(x), x),
        ],
        "nan-rounded | nan rounded like a number | a nan became infinity or zero: it was rounded "
        "like a number. Keep nan apart.": [_bits(_nearest, everywhere=True)],
    },
    "master_step": {
        "no-master | master ← bfloat16(master − η ∂L/∂W) | the master was rounded, and small steps "
        "are lost. Which of the two stays float32?": [
            _step(lambda W, grad_W, rate: (to_bfloat16(W - rate * grad_W),) * 2)
        ],
        "step-from-rounded | bfloat16(master) − η ∂L/∂W | the step began at the rounded weights, "
        "without what the master had kept.": [
            _step(lambda W, grad_W, rate: _both(to_bfloat16(W) - rate * grad_W)),
            _step(
                lambda W, grad_W, rate: (
                    W - rate * grad_W,
                    to_bfloat16(to_bfloat16(W) - rate * grad_W),
                )
            ),
        ],
        "weights-not-rounded | W = master | W is the master as it is. The layer works with numbers "
        "of 16 bits.": [_step(lambda W, grad_W, rate: (W - rate * grad_W,) * 2)],
        "step-uphill": [_step(lambda W, grad_W, rate: _both(W + rate * grad_W))],
        "learning-rate-missing": [_step(lambda W, grad_W, rate: _both(W - grad_W))],
    },
    "quantise_rows": {
        "scale-for-all | max over the whole matrix | all rows have the scale of the largest entry "
        "of all. Each row has one of its own.": [
            _rows(lambda W, bits, q: np.full(len(W), W.max() / q))
        ],
        "int8-overflow | a product or a number beyond 127 | a whole number is larger than fits. In "
        "8 bits the largest is 127: int8 wraps around.": [
            _rows(lambda W, bits, q: W.max(axis=1) / (q + 1), clip=False)
        ],
        "truncated-not-rounded": [_rows(lambda W, bits, q: W.max(axis=1) / q, whole=np.trunc)],
        "largest-without-sign | max_j W_ij for max_j |W_ij| | the largest entry of a row may be "
        "negative. What is largest without its sign?": [
            _without_sign(clip) for clip in (True, False)
        ],
        "scale-of-column | max_i |W_ij| | the scales are the columns'. Each row has one, because "
        "each output does.": [_per_column],
        "sign-bit-forgotten | max_j |W_ij| / (2^k − 1) | one of the bits is the sign: the others "
        "reach to half of that.": [
            _rows(lambda W, bits, q: W.max(axis=1) / (2**bits - 1), clip=False),
            _sign_bit_forgotten,
        ],
        "scale-of-zero | 0 / 0 | a row of zeros has the scale 0, and a division by it gives nan.": [
            _divided_by_zero
        ],
        "scale-inverted | (2^(k−1) − 1) / max_j |W_ij| | this is one divided by the scale: W is "
        "scale times Q.": [
            lambda W, bits: (quantise_rows(W, bits)[0], 1 / quantise_rows(W, bits)[1])
        ],
    },
    "linear_quantised": {
        "scale-not-undone | X Qᵀ + b | these are sums of whole numbers: the scales have not come "
        "back.": [_layer(lambda x, Q, scale, b: x @ Q.T + b)],
        "scale-per-column | (X · s) Qᵀ | the scales met the inputs. To which axis of W does a "
        "scale belong?": [_layer(lambda x, Q, scale, b: (x * scale) @ Q.T + b)],
        "bias-quantised | (X Qᵀ + b) · s | the biases were scaled too. They were never divided by "
        "a scale.": [_layer(lambda x, Q, scale, b: (x @ Q.T + b) * scale)],
        "bias-missing": [_layer(lambda x, Q, scale, b: (x @ Q.T) * scale)],
        "scale-divided | (X Qᵀ) / s + b | divided by the scale, where W is scale times Q.": [
            _layer(lambda x, Q, scale, b: (x @ Q.T) / scale + b)
        ],
        "int8-overflow": [
            lambda x, Q, scale, b: (x.astype(np.int8) @ Q.T) * scale + b,
            lambda x, Q, scale, b: linear_quantised(x.astype(np.int8), Q, scale, b),
        ],
    },
}
WRONG = {name: mistakes(rows) for name, rows in _ROWS.items()}
"""For each function that students write, its known wrong versions by misconception."""
