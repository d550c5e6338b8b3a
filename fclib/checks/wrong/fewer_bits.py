"""Wrong versions of the functions of exercise 12."""

import numpy as np

from fclib.bits import linear_quantised, quantise_rows, to_bfloat16

EXERCISE = 12
HALF = np.uint32(1 << 15)
KEPT = np.uint32(0xFFFF0000)


def _bits(change, everywhere=False):
    """Make a rounding from what it does to the bits, nan and infinity left out or not."""

    def version(x):
        x = np.array(x, np.float32, order="C")
        changed = (change(x.view(np.uint32)) & KEPT).view(np.float32)
        return changed if everywhere else np.where(np.isfinite(x), changed, x)

    return version


def _nearest(bits):
    return bits + (HALF - np.uint32(1)) + ((bits >> 16) & np.uint32(1))


def _bits_kept(x):
    return _nearest(np.array(x, np.float32, order="C").view(np.uint32)) & KEPT


def _float16(x):
    with np.errstate(over="ignore"):
        return x.astype(np.float16).astype(np.float32)


def _no_master(W_master, grad_W, learning_rate):
    W = to_bfloat16(W_master - np.float32(learning_rate) * grad_W)
    return W, W


def _from_rounded(W_master, grad_W, learning_rate):
    master = to_bfloat16(W_master) - np.float32(learning_rate) * grad_W
    return master, to_bfloat16(master)


def _weights_from_rounded(W_master, grad_W, learning_rate):
    step = np.float32(learning_rate) * grad_W
    return W_master - step, to_bfloat16(to_bfloat16(W_master) - step)


def _not_rounded(W_master, grad_W, learning_rate):
    master = W_master - np.float32(learning_rate) * grad_W
    return master, master


def _step(change):
    def version(W_master, grad_W, learning_rate):
        master = (W_master - change(grad_W, learning_rate)).astype(np.float32)
        return master, to_bfloat16(master)

    return version


def _rows(scale_of, whole=np.rint, clip=True):
    """Make a version of quantise_rows from how it finds the scale and makes numbers whole."""

    def version(W, bits):
        largest = 2 ** (bits - 1) - 1
        scale = np.asarray(scale_of(np.abs(W), bits, largest), float)
        scale = np.where(scale == 0, 1, scale)
        Q = whole(W / (scale[:, None] if scale.shape == W.shape[:1] else scale))
        if clip:
            Q = np.clip(Q, -largest, largest)
        return Q.astype(np.int64).astype(np.int8), scale

    return version


def _without_sign(clip):
    def version(W, bits):
        return _rows(lambda _, bits, q: W.max(axis=1) / q, clip=clip)(W, bits)

    return version


def _per_column(W, bits):
    largest = 2 ** (bits - 1) - 1
    scale = np.abs(W).max(axis=0) / largest
    scale = np.where(scale == 0, 1, scale)
    return np.rint(W / scale).astype(np.int8), scale


def _sign_bit_forgotten(W, bits):
    scale = np.abs(W).max(axis=1) / (2**bits - 1)
    scale = np.where(scale == 0, 1, scale)
    return np.rint(W / scale[:, None]), scale


def _divided_by_zero(W, bits):
    largest = 2 ** (bits - 1) - 1
    scale = np.abs(W).max(axis=1) / largest
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.rint(W / scale[:, None]), scale


def _inverted(W, bits):
    Q, scale = quantise_rows(W, bits)
    return Q, 1 / scale


def _layer(output):
    return lambda x, Q, scale, b: output(x, Q.astype(float), scale, b)


WRONG = {
    "to_bfloat16": {
        "truncated-not-rounded": [_bits(lambda u: u)],
        "ties-not-to-even": [
            _bits(lambda u: u + HALF),
            _bits(lambda u: u + (HALF - np.uint32(1))),
            _bits(lambda u: u + HALF - ((u >> 16) & np.uint32(1))),
        ],
        "float16-for-bfloat16": [_float16, lambda x: _float16(to_bfloat16(x))],
        "bits-for-floats": [
            lambda x: to_bfloat16(x).view(np.uint32),
            _bits_kept,
            lambda x: np.where(np.isfinite(x), _bits_kept(x), x),
        ],
        "nan-rounded": [_bits(_nearest, everywhere=True)],
    },
    "master_step": {
        "no-master": [_no_master],
        "step-from-rounded": [_from_rounded, _weights_from_rounded],
        "weights-not-rounded": [_not_rounded],
        "step-uphill": [_step(lambda grad_W, rate: -np.float32(rate) * grad_W)],
        "learning-rate-missing": [_step(lambda grad_W, rate: grad_W)],
    },
    "quantise_rows": {
        "scale-for-all": [_rows(lambda W, bits, q: np.full(len(W), W.max() / q))],
        "int8-overflow": [_rows(lambda W, bits, q: W.max(axis=1) / (q + 1), clip=False)],
        "truncated-not-rounded": [_rows(lambda W, bits, q: W.max(axis=1) / q, whole=np.trunc)],
        "largest-without-sign": [_without_sign(clip) for clip in (True, False)],
        "scale-of-column": [_per_column],
        "sign-bit-forgotten": [
            _rows(lambda W, bits, q: W.max(axis=1) / (2**bits - 1), clip=False),
            _sign_bit_forgotten,
        ],
        "scale-of-zero": [_divided_by_zero],
        "scale-inverted": [_inverted],
    },
    "linear_quantised": {
        "scale-not-undone": [_layer(lambda x, Q, scale, b: x @ Q.T + b)],
        "scale-per-column": [_layer(lambda x, Q, scale, b: (x * scale) @ Q.T + b)],
        "bias-quantised": [_layer(lambda x, Q, scale, b: (x @ Q.T + b) * scale)],
        "bias-missing": [_layer(lambda x, Q, scale, b: (x @ Q.T) * scale)],
        "scale-divided": [_layer(lambda x, Q, scale, b: (x @ Q.T) / scale + b)],
        "int8-overflow": [
            lambda x, Q, scale, b: (x.astype(np.int8) @ Q.T) * scale + b,
            lambda x, Q, scale, b: linear_quantised(x.astype(np.int8), Q, scale, b),
        ],
    },
}
"""For each function that students write, its known wrong versions by misconception."""
