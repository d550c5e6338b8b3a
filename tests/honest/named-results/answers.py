# %% split_answer
from collections import OrderedDict, namedtuple
from enum import IntEnum

Parts = namedtuple("Parts", "left right")


def split(x, *, at=1):
    return Parts(x[:at], x[at:])


# %% table_answer
class Size(IntEnum):
    BIAS = 1


def table(layers):
    counts = OrderedDict((name, np.int64(i + Size.BIAS) * o) for name, (i, o) in layers.items())
    layers |= {"total": sum(counts.values())}
    return counts


# %% ink_answer
ink = np.float64(image.sum())
