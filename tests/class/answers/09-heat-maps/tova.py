# maps without the last place, a layer without its bias, and nothing that finds a place
# %% shapes_answer
map_shape = (20, 48)
strided_map_shape = (5, 12)
vgg_map_shape = (1000, 5, 5)

# %% by_hand_answer
heat_by_hand = [[11, 4], [6, -3]]


# %% heat_map_answer
def heat_map(image, W, b, patch_shape, stride):
    height, width = patch_shape[1:]
    windows = np.lib.stride_tricks.sliding_window_view(image, (height, width), axis=(1, 2))
    windows = windows[:, ::stride, ::stride]
    return np.tensordot(W.reshape(len(W), *patch_shape), windows, ([1, 2, 3], [0, 3, 4]))


# %% scores_answer
hidden = np.maximum(0, heat_map(image, W1, b1, (1, 8, 8), 1))
scores = heat_map(hidden, W2, b2, (32, 1, 1), 1)

# %% place_answer
place = None
place = locate(scores[3], 1)[0]
