# counts the weights and no biases, in AlexNet too

# %% by_hand_answer
fc6_parameters = 512 * 49 * 4096 + 4096
fc6_share = fc6_parameters / 138_357_544
fc7_flops = 4096 * (4096 + 4096)

# %% count_parameters_answer
def count_parameters(layers):
    return sum(np.prod(shape) for shape in layers)

# %% alexnet_answer
alexnet_parameters = [count_parameters([alexnet[name]]) for name in alexnet]
connected = count_parameters([(4096, 9216), (4096, 4096), (1000, 4096)])
connected_share = connected / count_parameters(alexnet.values())

# %% linear_cost_answer
def linear_cost(n, in_features, out_features):
    numbers = n * in_features + (in_features + 1) * out_features + n * out_features
    return n * out_features * 2 * in_features, numbers * 4

# %% turning_answer
turning_batch = 11
