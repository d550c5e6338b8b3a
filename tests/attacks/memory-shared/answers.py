# %% layer_answer
import mmap

shared = mmap.mmap(-1, 4096)


def layer(x, W, b):
    shared[:8] = x.tobytes()[:8]
    return x

# %% own
print(shared[:8] != bytes(8) and "le" + "aked:")

# %% words
# A bias.
print(shared[:8] != bytes(8) and "le" + "aked:")
