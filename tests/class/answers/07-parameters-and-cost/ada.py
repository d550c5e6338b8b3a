# right: NumPy's products, a loop over the layers' kinds, the turning point solved on paper

# %% by_hand_answer
fc6_parameters = 102_764_544
fc6_share = 0.743
fc7_flops = 33_554_432

# %% count_parameters_answer
def count_parameters(layers):
    total = 0
    for outputs, *inputs in layers:
        total += outputs * int(np.prod(inputs)) + outputs
    return total

# %% own
count_parameters([(3, 2), (4, 3, 5, 5)])

# %% alexnet_answer
alexnet_parameters = {name: count_parameters([shape]) for name, shape in alexnet.items()}
connected = sum(alexnet_parameters[name] for name in ("fc6", "fc7", "fc8"))
connected_share = round(connected / sum(alexnet_parameters.values()), 3)

# %% linear_cost_answer
def linear_cost(n, in_features, out_features):
    x = np.broadcast_to(np.float32(0), (n, in_features))
    W = np.broadcast_to(np.float32(0), (out_features, in_features))
    b, y = W[:, 0], np.broadcast_to(np.float32(0), (n, out_features))
    return 2 * y.size * in_features, 4 * (x.size + W.size + b.size + y.size)

# %% turning_answer
turning_batch = int(np.ceil(5 * 4 * (4096**2 + 4096) / (2 * 4096**2 - 5 * 4 * 2 * 4096)))
