# no count_parameters yet, so no AlexNet; multiplications only, which moves the turning point too

# %% by_hand_answer
fc6_parameters = 102_764_544
fc6_share = 102_764_544 / 138_357_544
fc7_flops = 33_554_432

# %% linear_cost_answer
def linear_cost(n, in_features, out_features):
    flops = n * in_features * out_features
    numbers = n * in_features + in_features * out_features + out_features + n * out_features
    return flops, 4 * numbers

# %% turning_answer
for turning_batch in range(1, 1000):
    flops, moved = linear_cost(turning_batch, 4096, 4096)
    if flops / 100e9 >= moved / 20e9:
        break
