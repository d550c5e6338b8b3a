# %% double_answer
class Slow(set):
    def __iter__(self):
        return (k * (2**61 - 1) for k in range(300_000))


def double(x):
    return Slow()
