# %% layer_answer
import fclib
from fclib.checks import neuron_to_layer as check


def layer(x, W, b):
    return fclib.linear_forward(x, W, b)


# %% own
check.every_size(layer)
