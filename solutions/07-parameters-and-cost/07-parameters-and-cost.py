# ---
# jupyter:
#   fclib:
#     minutes: 30
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercise 7: parameters and cost
#
# You count the parameters of whole networks, and what a fully connected layer costs in operations and
# in bytes, and find the batch at which it stops waiting for memory. It takes about 30 minutes and
# gives 20 points. The chapter "Parameters and cost" derives everything you need.
#
# Write your answers where you see `...  # your code here`. After each answer come cells that check
# it: run them as often as you like. When you hand in, hidden checks with other networks and sizes run
# too.
#
# You may use Python and NumPy. From `fclib` you need only the checks.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import time

import numpy as np

from fclib.checks import cost as check

# %% [markdown]
# ## By hand
#
# VGG16's first fully connected layer, fc6, takes 512 channels of 7×7 values and gives 4,096 outputs.
# How many parameters has it, biases included? What fraction is that of the network's 138,357,544, to
# three digits? And how many FLOPs does the next layer, fc7, 4,096 → 4,096, take for one sample, if a
# multiplication is one and an addition is one, the addition of the bias included? (4 points)

# %% nbgrader={"grade": false, "grade_id": "by_hand_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
fc6_parameters = None
fc6_share = None
fc7_flops = None
### BEGIN SOLUTION
fc6_parameters = 4096 * 512 * 7 * 7 + 4096
fc6_share = fc6_parameters / 138_357_544
fc7_flops = 2 * 4096 * 4096
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "by_hand", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check.by_hand(fc6_parameters, fc6_share, fc7_flops)

# %% [markdown]
# ## Counting a network
#
# A network is given as a list with the shape of each layer's weights: `(M, D)` for a fully connected
# layer, `(M, C, height, width)` for a convolution with `M` kernels that see `C` channels each. Every
# layer has one bias for each of its `M` outputs. (6 points)

# %% nbgrader={"grade": false, "grade_id": "count_parameters_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def count_parameters(layers):
    """Return the number of parameters of a network, biases included.

    layers : list of tuples, (M, D) or (M, C, height, width)
    """
    ### BEGIN SOLUTION
    total = 0
    for shape in layers:
        weights = 1
        for size in shape:
            weights *= size
        total += weights + shape[0]
    return total
    ### END SOLUTION

# %% [markdown]
# Networks small and large (4 points):

# %% nbgrader={"grade": true, "grade_id": "networks", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check.networks(count_parameters)

# %% [markdown]
# Other networks, when you hand in (2 points):

# %% nbgrader={"grade": true, "grade_id": "networks_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(count_parameters=count_parameters)
### BEGIN HIDDEN TESTS
check.networks(count_parameters, seed=3571)
### END HIDDEN TESTS

# %% [markdown]
# ## AlexNet
#
# These are the weights of AlexNet as Caffe has it. Its convolutions 2, 4 and 5 work in two groups, so
# each of their kernels sees only half of the channels.

# %% nbgrader={"grade": false, "grade_id": "alexnet_layers", "locked": true, "schema_version": 3, "solution": false, "task": false}
alexnet = {
    "conv1": (96, 3, 11, 11),
    "conv2": (256, 48, 5, 5),
    "conv3": (384, 256, 3, 3),
    "conv4": (384, 192, 3, 3),
    "conv5": (256, 192, 3, 3),
    "fc6": (4096, 9216),
    "fc7": (4096, 4096),
    "fc8": (1000, 4096),
}

# %% [markdown]
# Where are its parameters? Set `alexnet_parameters` to a list of the eight layers' parameters, from
# conv1 to fc8, and `connected_share` to the fraction of them all that is in the three fully connected
# layers, to three digits. (2 points)

# %% nbgrader={"grade": false, "grade_id": "alexnet_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
alexnet_parameters = None
connected_share = None
### BEGIN SOLUTION
alexnet_parameters = [count_parameters([shape]) for shape in alexnet.values()]
connected_share = sum(alexnet_parameters[5:]) / sum(alexnet_parameters)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "alexnet", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.alexnet(alexnet_parameters, connected_share)

# %% [markdown]
# ## What a layer costs
#
# Count the FLOPs of a fully connected layer's forward pass for a batch, and the bytes that it has to
# move in float32: every number of the inputs, the weights, the biases and the outputs, each once.
# (6 points)

# %% nbgrader={"grade": false, "grade_id": "linear_cost_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def linear_cost(n, in_features, out_features):
    """Return the FLOPs of the forward pass for n samples, and the bytes moved, as a pair."""
    ### BEGIN SOLUTION
    flops = 2 * n * in_features * out_features
    inputs, outputs = n * in_features, n * out_features
    parameters = in_features * out_features + out_features
    return flops, 4 * (inputs + parameters + outputs)
    ### END SOLUTION

# %% [markdown]
# Several sizes (4 points):

# %% nbgrader={"grade": true, "grade_id": "costs", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check.costs(linear_cost)

# %% [markdown]
# Other sizes, when you hand in (2 points):

# %% nbgrader={"grade": true, "grade_id": "costs_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(linear_cost=linear_cost)
### BEGIN HIDDEN TESTS
check.costs(linear_cost, seed=2417)
### END HIDDEN TESTS

# %% [markdown]
# ## Where it turns
#
# A machine does 100 thousand million FLOPs a second and moves 20 thousand million bytes. The layer
# 4,096 → 4,096 waits for memory as long as its bytes take longer than its FLOPs. What is the smallest
# batch for which its FLOPs take at least as long as its bytes? (2 points)

# %% nbgrader={"grade": false, "grade_id": "turning_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
turning_batch = None
### BEGIN SOLUTION
turning_batch = 1
flops, moved = linear_cost(turning_batch, 4096, 4096)
while flops / 100e9 < moved / 20e9:
    turning_batch += 1
    flops, moved = linear_cost(turning_batch, 4096, 4096)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "turning", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.turning_point(turning_batch)

# %% [markdown]
# And on your own machine? Run this. The weights of this layer take 67 MB, more than most caches hold.
# From which batch on does a sample's time fall, and where does it stop? One and two samples may surprise you:
# they are the work of two different routines (chapter 7, "Measured"). In the book's page NumPy has no
# BLAS: the layer is smaller there, and waits for its FLOPs at every batch.

# %%
import sys

features = 256 if sys.platform == "emscripten" else 4096  # the former is Python in a browser
W = np.ones((features, features), np.float32)
for n in (1, 2, 4, 16, 64, 256, 512):
    x = np.ones((n, features), np.float32)
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        x @ W.T
        seconds.append(time.perf_counter() - start)
    print(f"{n:4} samples: {1e6 * min(seconds) / n:8.1f} microseconds each")

# %% [markdown]
# You can now say before you run a network where its parameters are and what it will wait for. Chapter 8
# looks at the layer from another side: as a convolution.
