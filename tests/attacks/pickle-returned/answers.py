# %% double_answer
import os


class Bomb:
    def __reduce__(self):
        return os.system, ("touch /tmp/unpickled; echo leaked",)


def double(x):
    return np.array([Bomb(), Bomb()])

# %% table_answer
def table(layers):
    layers["total"] = Bomb()
    return {"fc1": Bomb()}

# %% ink_answer
ink = Bomb()
