# %% layer_answer
from functools import lru_cache, partial


class Layer:
    def __call__(self, x, W, b):
        return self.times(x, W) + b

    @staticmethod
    def times(x, W):
        return np.einsum("nd,md->nm", x, W)


layer = Layer()

# %% Mean_answer
class Numbers:
    def __init__(self):
        self.numbers = []


class Mean(Numbers):
    def __init__(self, start=0.0):
        super().__init__()
        self.start = start

    @property
    def value(self):
        return (self.start + sum(self.numbers)) / max(1, len(self.numbers))

    def add(self, number):
        self.numbers.append(number)
        return self


# %% derivative_answer
def quotient(eps, f, x):
    return (f(x + eps) - f(x - eps)) / (2 * eps)


def derivative(f, x, eps=0.5):
    return partial(quotient, eps)(f, x)


# %% split_answer
@lru_cache
def _sizes(at):
    return slice(None, at), slice(at, None)


def split(x, *, at=1):
    first, second = _sizes(at)
    return x[first], x[second]
