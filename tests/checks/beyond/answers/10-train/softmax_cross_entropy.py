# %% right: shifted
def softmax_cross_entropy(scores, target):
    n = len(scores)
    shifted = scores - scores.max(axis=1, keepdims=True)
    e = np.exp(shifted)
    total = e.sum(axis=1, keepdims=True)
    log_p = shifted - np.log(total)
    loss = -log_p[np.arange(n), target].mean()
    grad_scores = e / total
    grad_scores[np.arange(n), target] -= 1
    return loss, grad_scores / n

# %% right: one sample at a time
def softmax_cross_entropy(scores, target):
    loss, rows = 0.0, []
    for row, k in zip(scores, target):
        log_p = row - np.logaddexp.reduce(row)
        loss -= float(log_p[k]) / len(scores)
        rows.append((np.exp(log_p) - np.eye(len(row))[k]) / len(scores))
    return loss, np.array(rows)

# %% right: one-hot and einsum
def softmax_cross_entropy(scores, target):
    truth = np.equal.outer(target, np.arange(scores.shape[1])).astype(float)
    shifted = scores - np.amax(scores, axis=-1)[:, None]
    log_p = shifted - np.log(np.einsum("nk->n", np.exp(shifted)))[:, None]
    loss = -np.einsum("nk,nk->", truth, log_p, optimize=True) / truth.sum()
    return loss, (np.exp(log_p) - truth) / truth.sum()

# %% right: take_along_axis and put_along_axis
def softmax_cross_entropy(scores, target):
    places = target.reshape(-1, 1)
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    p = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(shifted).sum(axis=1)) - np.take_along_axis(shifted, places, 1)[:, 0])
    gradient = p.copy()
    np.put_along_axis(gradient, places, np.take_along_axis(p, places, 1) - 1, 1)
    return loss, gradient / scores.shape[0]

# %% right: float accumulators and math
import math


def softmax_cross_entropy(scores, target):
    n, total, gradient = len(scores), 0.0, []
    for row, k in zip(scores.tolist(), target.tolist()):
        top = max(row)
        e = [math.exp(s - top) for s in row]
        z = math.fsum(e)
        total += math.log(z) + top - row[k]
        gradient.append([(v / z - (j == k)) / n for j, v in enumerate(e)])
    return total / n, gradient

# %% right: a named tuple, a subclass of ndarray
from typing import NamedTuple


class Result(NamedTuple):
    loss: float
    grad: np.ndarray


class G(np.ndarray):
    pass


def softmax_cross_entropy(scores, target):
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    grad = np.exp(log_p)
    grad[range(len(grad)), target] -= 1
    return Result(float(-log_p[range(len(grad)), target].mean()), (grad / len(grad)).view(G))

# %% right: sorted differences, no maximum
def softmax_cross_entropy(scores, target):
    n = len(scores)
    d = scores[:, None, :] - scores[:, :, None]  # d[n, j, k] = s_k - s_j
    with np.errstate(over="ignore"):
        p = 1 / np.exp(d).sum(axis=2)
    log_z = np.logaddexp.reduce(scores, axis=1)
    truth = np.zeros(scores.shape)
    truth[np.arange(n), target] = 1
    return (log_z - scores[np.arange(n), target]).mean(), (p - truth) / n

# %% the loss twice | factor | - | factor 2
# from shifted: return loss, => return 2 * loss,

# %% the loss half | factor | - | factor 1/2
# from shifted: return loss, => return loss / 2,

# %% the loss to base two | factor | - | factor 1/log 2
# from shifted: return loss, => return loss / np.log(2),

# %% the loss to base ten | factor | - | factor 1/log 10, others, at zero
# from shifted: np.log(total) => np.log10(total)

# %% the gradient twice | factor | - | factor 2
# from shifted: return loss, grad_scores / n => return loss, 2 * grad_scores / n

# %% the gradient half | factor | - | factor 1/2
# from shifted: return loss, grad_scores / n => return loss, grad_scores / n / 2

# %% the gradient divided by the classes | factor | - | factor 1/K
# from shifted: return loss, grad_scores / n => return loss, grad_scores / n / scores.shape[1]

# %% the gradient divided by all entries once more | factor | - | factor 1/size
# from shifted: return loss, grad_scores / n => return loss, grad_scores / n / scores.size

# %% the loss with the wrong sign | factor | sign | factor -1
# from shifted: loss = -log_p => loss = log_p

# %% the loss as perplexity | function | - | function
# from shifted: return loss, => return np.exp(loss),

# %% the probability of the right class, not its logarithm | function | - | others, always
# from shifted: loss = -log_p[np.arange(n), target].mean() => loss = np.exp(log_p)[np.arange(n), target].mean()

# %% one less the probability | function | - | others, always, ~another one
# from shifted: loss = -log_p[np.arange(n), target].mean() => loss = 1 - np.exp(log_p)[np.arange(n), target].mean()

# %% the logarithm of the mean probability | function | - | others, size, ~another one
# from shifted: loss = -log_p[np.arange(n), target].mean() => loss = -np.log(np.exp(log_p)[np.arange(n), target].mean())

# %% the median loss | function | - | others, size
# from shifted: target].mean() => target].mean() * 0 - np.median(log_p[np.arange(n), target])

# %% the largest loss | function | - | others, size, one by one
# from shifted: loss = -log_p[np.arange(n), target].mean() => loss = -log_p[np.arange(n), target].min()

# %% the loss of the highest class, whatever the target | formula | - | ignores target, truth
# from shifted: loss = -log_p[np.arange(n), target].mean() => loss = -log_p.max(axis=1).mean()

# %% the entropy of the probabilities | formula | - | ignores target
# from shifted: loss = -log_p[np.arange(n), target].mean() => loss = -(np.exp(log_p) * log_p).sum(axis=1).mean()

# %% binary cross-entropy of each class | formula | - | others, ~another one
# from shifted: loss = -log_p[np.arange(n), target].mean() => truth = np.eye(scores.shape[1])[target]\n    q = np.clip(np.exp(log_p), 1e-9, 1 - 1e-9)\n    loss = -(truth * np.log(q) + (1 - truth) * np.log(1 - q)).sum() / n

# %% squared error of the probabilities | formula | - | others, ~another one, function
# from shifted: loss = -log_p[np.arange(n), target].mean() => loss = ((np.exp(log_p) - np.eye(scores.shape[1])[target]) ** 2).sum() / n

# %% a hinge | formula | - | others, ~another one
# from shifted: loss = -log_p[np.arange(n), target].mean() => loss = np.maximum(0, scores - scores[np.arange(n), target][:, None] + 1).sum() / n

# %% the raw score of the right class | formula | - | others, always
# from shifted: loss = -log_p[np.arange(n), target].mean() => loss = -scores[np.arange(n), target].mean()

# %% the gradient of the squared error | formula | - | others, at zero, factor
# from shifted: grad_scores = e / total => p = e / total\n    d = p - np.eye(scores.shape[1])[target]\n    return loss, 2 * p * (d - (d * p).sum(axis=1, keepdims=True)) / n\n    grad_scores = p

# %% a sigmoid for a softmax in the gradient | formula | - | others, always
# from shifted: grad_scores = e / total => grad_scores = 1 / (1 + np.exp(-np.clip(scores, -500, 500)))

# %% the gradient of the scores, not the probabilities | formula | - | others, always
# from shifted: grad_scores = e / total => grad_scores = scores * 1.0

# %% the softmax of the softmax | formula | - | as if, zeros
# from shifted: shifted = scores - scores.max(axis=1, keepdims=True) => z = np.exp(scores - scores.max(axis=1, keepdims=True))\n    shifted = z / z.sum(axis=1, keepdims=True)

# %% exp without its sum | formula | probability-not-minus-truth | others, always
# from shifted: grad_scores = e / total => grad_scores = e

# %% divided by the largest, not the sum | formula | - | depends, at zero
# from shifted: total = e.sum(axis=1, keepdims=True) => total = e.max(axis=1, keepdims=True)

# %% the log of each exp | formula | - | others, depends, at zero
# from shifted: log_p = shifted - np.log(total) => log_p = shifted

# %% the one subtracted twice | offset | - | offset, others, always, truth
# from shifted: grad_scores[np.arange(n), target] -= 1 => grad_scores[np.arange(n), target] -= 2

# %% the one added | offset | - | offset, others, always, truth
# from shifted: grad_scores[np.arange(n), target] -= 1 => grad_scores[np.arange(n), target] += 1

# %% a part of one subtracted | offset | - | offset, part, others, size
# from shifted: grad_scores[np.arange(n), target] -= 1 => grad_scores[np.arange(n), target] -= 1 / n

# %% the one subtracted at the last class | index | - | ignores target, truth
# from shifted: grad_scores[np.arange(n), target] -= 1 => grad_scores[np.arange(n), -1] -= 1

# %% the one subtracted at the highest class | index | - | ignores target, truth
# from shifted: grad_scores[np.arange(n), target] -= 1 => grad_scores[np.arange(n), scores.argmax(axis=1)] -= 1

# %% labels counted from one | index | - | others, truth
# from shifted: grad_scores[np.arange(n), target] -= 1 => grad_scores[np.arange(n), target - 1] -= 1

# %% the loss counts labels from one | index | - | as if, truth
# from shifted: loss = -log_p[np.arange(n), target] => loss = -log_p[np.arange(n), target - 1]

# %% the first sample's label for all | index | - | as if, others, truth
# from shifted: grad_scores[np.arange(n), target] -= 1 => grad_scores[np.arange(n), target[0]] -= 1

# %% labels in the opposite order | index | - | as if, places, truth
# from shifted: loss = -log_p[np.arange(n), target] => loss = -log_p[np.arange(n), target[::-1]]

# %% rows by labels: the axes exchanged | index | - | error
# from shifted: grad_scores[np.arange(n), target] -= 1 => grad_scores[target, np.arange(n)] -= 1

# %% whole rows less one | index | labels-broadcast | part, ignores, others, truth
# from shifted: grad_scores[np.arange(n), target] -= 1 => grad_scores -= 1

# %% only the first sample less one | part | - | others, size, part
# from shifted: grad_scores[np.arange(n), target] -= 1 => grad_scores[0, target[0]] -= 1

# %% samples in the opposite order | places | - | places reversed
# from shifted: return loss, grad_scores / n => return loss, grad_scores[::-1] / n

# %% classes in the opposite order | places | - | places reversed
# from shifted: return loss, grad_scores / n => return loss, grad_scores[:, ::-1] / n

# %% classes rolled by one | places | - | places rolled
# from shifted: return loss, grad_scores / n => return loss, np.roll(grad_scores, 1, axis=1) / n

# %% absolute values of the gradient | function | - | function absolute
# from shifted: return loss, grad_scores / n => return loss, abs(grad_scores) / n

# %% the gradient clipped to a tenth | function | - | function clipped
# from shifted: return loss, grad_scores / n => return loss, np.clip(grad_scores / n, -0.1, 0.1)

# %% the gradient rounded | function | - | function rounded
# from shifted: return loss, grad_scores / n => return loss, np.round(grad_scores / n, 2)

# %% the loss clipped to 1e-7 | overflow | - | others, only
# from shifted: loss = -log_p[np.arange(n), target].mean() => loss = -np.log(np.clip(np.exp(log_p), 1e-7, 1))[np.arange(n), target].mean()

# %% an epsilon in the logarithm | overflow | - | others, only
# from shifted: loss = -log_p[np.arange(n), target].mean() => loss = -np.log((e / total)[np.arange(n), target] + 1e-8).mean()

# %% log of a probability that may be zero | overflow | softmax-overflow | nonfinite
# from shifted: loss = -log_p[np.arange(n), target].mean() => loss = -np.log((e / total)[np.arange(n), target]).mean()

# %% the smallest score of each sample taken off | overflow | softmax-overflow | nonfinite
# from shifted: scores.max(axis=1, keepdims=True) => scores.min(axis=1, keepdims=True)

# %% the mean score of each sample taken off | overflow | softmax-overflow | nonfinite
# from shifted: scores.max(axis=1, keepdims=True) => scores.mean(axis=1, keepdims=True)

# %% the highest of the batch taken off | overflow | softmax-overflow | nonfinite
# from shifted: scores.max(axis=1, keepdims=True) => scores.max()

# %% the highest of each class taken off | overflow | softmax-overflow softmax-of-batch | nonfinite, steady, zeros
# from shifted: scores.max(axis=1, keepdims=True) => scores.max(axis=0, keepdims=True)

# %% a thousand taken off | overflow | softmax-overflow | nonfinite, ignores
# from shifted: scores.max(axis=1, keepdims=True) => 1000

# %% the scores divided by the largest | overflow | - | steady
# from shifted: scores - scores.max(axis=1, keepdims=True) => scores / np.abs(scores).max(axis=1, keepdims=True)

# %% the scores clipped to fifty | overflow | - | only
# from shifted: scores - scores.max(axis=1, keepdims=True) => np.clip(scores, -50, 50)

# %% nan made zero | overflow | softmax-overflow | others, zeros, only
# from shifted: return loss, grad_scores / n => z = np.exp(scores)\n    p = np.nan_to_num(z / z.sum(axis=1, keepdims=True))\n    p[np.arange(n), target] -= 1\n    return loss, p / n

# %% the highest taken off along the wrong axis of the gradient | overflow | - | others, zeros, steady
# from shifted: grad_scores = e / total => z = np.exp(scores - scores.max(axis=0))\n    grad_scores = z / z.sum(axis=1, keepdims=True)

# %% float32 inside | precision | - | others, precision
# from shifted: return loss, grad_scores / n => return np.float16(loss), grad_scores / n

# %% the order of results exchanged where the batch is one | size | order-swapped | shape, size
# from shifted: return loss, grad_scores / n => return (loss, grad_scores / n) if n > 1 else (grad_scores, loss)

# %% a row for one sample | size | - | shape, size
# from shifted: return loss, grad_scores / n => return loss, (grad_scores / n).squeeze()

# %% a loss of shape (1,) | shape | - | shape
# from shifted: return loss, grad_scores / n => return np.array([loss]), grad_scores / n

# %% the loss only | kind | - | kind
# from shifted: return loss, grad_scores / n => return loss

# %% the gradient only | kind | - | shape, kind
# from shifted: return loss, grad_scores / n => return grad_scores / n

# %% with the probabilities | kind | - | shape
# from shifted: return loss, grad_scores / n => return loss, grad_scores / n, e / total

# %% a dict | kind | - | kind
# from shifted: return loss, grad_scores / n => return {"loss": loss, "grad": grad_scores / n}

# %% a generator | kind | - | kind
# from shifted: return loss, grad_scores / n => return (part for part in (loss, grad_scores / n))

# %% the loss as text | kind | - | kind
# from shifted: return loss, grad_scores / n => return f"{loss:.3f}", grad_scores / n

# %% the loss printed and missing | kind | - | kind
# from shifted: return loss, grad_scores / n => return print(loss), grad_scores / n

# %% the gradient summed | shape | - | shape
# from shifted: return loss, grad_scores / n => return loss, grad_scores.sum(axis=0) / n

# %% masked | kind | - | kind
# from shifted: return loss, grad_scores / n => return loss, np.ma.masked_less(grad_scores / n, 0)

# %% an old matrix | kind | - | kind
# from shifted: return loss, grad_scores / n => return loss, np.matrix(grad_scores / n)

# %% objects | kind | - | kind
# from shifted: return loss, grad_scores / n => return loss, (grad_scores / n).astype(object)

# %% scores shifted where they lie | mutation | input-destroyed | mutates
def softmax_cross_entropy(scores, target):
    n = len(scores)
    scores -= scores.max(axis=1, keepdims=True)
    e = np.exp(scores)
    total = e.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(total)[:, 0] - scores[np.arange(n), target])
    grad = e / total
    grad[np.arange(n), target] -= 1
    return loss, grad / n

# %% the labels counted down in the first call | mutation | input-destroyed | mutates
# from shifted: return loss, grad_scores / n => first = globals().setdefault("first", [1])\n    if first:\n        first.pop()\n        target[...] = 0\n    return loss, grad_scores / n

# %% a running mean of losses | state | state-kept | state
losses = []


def softmax_cross_entropy(scores, target):
    n = len(scores)
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    losses.append(-log_p[np.arange(n), target].mean())
    grad = np.exp(log_p)
    grad[np.arange(n), target] -= 1
    return np.mean(losses), grad / n

# %% one buffer returned every time | aliasing | state-kept | state, alias
buffers = {}


def softmax_cross_entropy(scores, target):
    n = len(scores)
    grad = buffers.setdefault(scores.shape, np.zeros(scores.shape))
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    grad[...] = np.exp(log_p)
    grad[np.arange(n), target] -= 1
    grad /= n
    return -log_p[np.arange(n), target].mean(), grad

# %% labels expected as one-hot rows | error | - | error, shape
def softmax_cross_entropy(scores, target):
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -(target * log_p).sum(axis=1).mean(), (np.exp(log_p) - target) / len(scores)

# %% the sum without keepdims | error | softmax-of-batch | error
# from shifted: total = e.sum(axis=1, keepdims=True) => total = e.sum(axis=1)

# %% an unknown function | error | - | error
# from shifted: e = np.exp(shifted) => e = np.softmax(shifted)

# %% labels as floats | error | - | error
# from shifted: grad_scores[np.arange(n), target] -= 1 => grad_scores[np.arange(n), target * 1.0] -= 1

# %% remembered by the scores | state | state-kept | -
known = {}
def softmax_cross_entropy(scores, target):
    key = scores.tobytes()
    if key not in known:
        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        truth = np.eye(scores.shape[1])[target]
        shifted = scores - scores.max(axis=1, keepdims=True)
        log_p = shifted - np.log(e.sum(axis=1, keepdims=True))
        known[key] = -(truth * log_p).sum() / len(scores), (p - truth) / len(scores)
    return known[key]

# %% no loss for a batch of one | size | - | size, constant, others
# from shifted: .mean() => .mean() * (n > 1)

# %% right: from log-sum-exp
def softmax_cross_entropy(scores, target):
    n, c = scores.shape
    m = scores.max(1)
    lse = m + np.log(np.exp(scores - m[:, None]).sum(1))
    picked = scores[range(n), target]
    p = np.exp(scores - lse[:, None])
    hot = (np.arange(c) == np.asarray(target)[:, None]).astype(float)
    return float((lse - picked).sum()) / n, (p - hot) / n

# %% right: logaddexp.reduce
def softmax_cross_entropy(scores, target):
    n = scores.shape[0]
    logp = scores - np.logaddexp.reduce(scores, axis=1)[:, None]
    g = np.exp(logp)
    for i in range(n):
        g[i, target[i]] = g[i, target[i]] - 1.0
    return -sum(logp[i, target[i]] for i in range(n)) / n, g / n

# %% labels smoothed in both | smoothing | - | truth
def softmax_cross_entropy(scores, target):
    n, c = scores.shape
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    truth = np.full((n, c), 0.1 / c)
    truth[np.arange(n), target] += 0.9
    return -(truth * log_p).sum(axis=1).mean(), (np.exp(log_p) - truth) / n

# %% labels smoothed in the gradient | smoothing | - | truth
def softmax_cross_entropy(scores, target):
    n, c = scores.shape
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    truth = np.full((n, c), 0.1 / c)
    truth[np.arange(n), target] += 0.9
    return -log_p[np.arange(n), target].mean(), (np.exp(log_p) - truth) / n

# %% labels smoothed in the loss | smoothing | - | truth
def softmax_cross_entropy(scores, target):
    n, c = scores.shape
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    truth = np.full((n, c), 0.1 / c)
    truth[np.arange(n), target] += 0.9
    g = np.exp(log_p)
    g[np.arange(n), target] -= 1
    return -(truth * log_p).sum(axis=1).mean(), g / n

# %% smoothed over the other classes | smoothing | - | truth
def softmax_cross_entropy(scores, target):
    n, c = scores.shape
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    truth = np.full((n, c), 0.1 / max(c - 1, 1))
    truth[np.arange(n), target] = 0.9
    return -(truth * log_p).sum(axis=1).mean(), (np.exp(log_p) - truth) / n

# %% target less one | index | - | nonfinite, truth
def softmax_cross_entropy(scores, target):
    n = len(scores)
    s = scores - scores.max(axis=1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(n), target - 1]).mean()
    p[np.arange(n), target - 1] -= 1
    return loss, p / n

# %% target less one in the gradient | index | - | truth
def softmax_cross_entropy(scores, target):
    n = len(scores)
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    p[np.arange(n), target - 1] -= 1
    return -log_p[np.arange(n), target].mean(), p / n

# %% a series for the exponential | small | - | zeros
def softmax_cross_entropy(scores, target):
    n = len(scores)
    s = scores - scores.max(axis=1, keepdims=True)
    e = 1 + s + s ** 2 / 2 + s ** 3 / 6
    p = np.abs(e) / np.abs(e).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(n), target]).mean()
    p[np.arange(n), target] -= 1
    return loss, p / n

# %% losses above ten cut off | small | - | only
def softmax_cross_entropy(scores, target):
    n = len(scores)
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    loss = np.minimum(-log_p[np.arange(n), target], 10).mean()
    p[np.arange(n), target] -= 1
    return loss, p / n

# %% scores clipped to ten | small | - | only
def softmax_cross_entropy(scores, target):
    n = len(scores)
    scores = np.clip(scores, -10, 10)
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    loss = -log_p[np.arange(n), target].mean()
    p[np.arange(n), target] -= 1
    return loss, p / n

# %% log(1 + p) | formula | - | always, others
def softmax_cross_entropy(scores, target):
    n = len(scores)
    s = scores - scores.max(axis=1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    loss = -np.log1p(p[np.arange(n), target]).mean()
    p[np.arange(n), target] -= 1
    return loss, p / n

# %% a temperature of two | factor | - | as if
def softmax_cross_entropy(scores, target):
    n = len(scores)
    s = (scores - scores.max(axis=1, keepdims=True)) / 2
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    loss = -log_p[np.arange(n), target].mean()
    p[np.arange(n), target] -= 1
    return loss, p / n

# %% regularised | formula | - | others, steady
def softmax_cross_entropy(scores, target):
    n = len(scores)
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    loss = -log_p[np.arange(n), target].mean() + 0.01 * (scores ** 2).sum()
    p[np.arange(n), target] -= 1
    return loss, p / n

# %% gradient of the true class alone | part | - | function, others
def softmax_cross_entropy(scores, target):
    n = len(scores)
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    g = np.zeros(scores.shape)
    g[np.arange(n), target] = np.exp(log_p[np.arange(n), target]) - 1
    return -log_p[np.arange(n), target].mean(), g / n

# %% softmax's own derivative | formula | - | ignores, others
def softmax_cross_entropy(scores, target):
    n = len(scores)
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    return -log_p[np.arange(n), target].mean(), p * (1 - p) / n

# %% divided by one less | factor | - | factor
def softmax_cross_entropy(scores, target):
    n = len(scores)
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    p[np.arange(n), target] -= 1
    return -log_p[np.arange(n), target].sum() / max(n - 1, 1), p / max(n - 1, 1)

# %% focal loss | formula | - | others, ~another one
def softmax_cross_entropy(scores, target):
    n = len(scores)
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    p = np.exp(log_p)
    pt = p[np.arange(n), target]
    loss = (-(1 - pt) ** 2 * np.log(pt)).mean()
    p[np.arange(n), target] -= 1
    return loss, p / n
