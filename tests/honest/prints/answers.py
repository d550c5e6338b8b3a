# %% double_answer
import warnings


def double(x):
    print("doubling", x.shape)
    warnings.warn("just so you know")
    return x + x


# %% own
print("done")
double(image)
