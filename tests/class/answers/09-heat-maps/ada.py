# right: all patches as one batch, a sorted list of places, maps shown in an own cell
# %% shapes_answer
map_shape = (28 - 8 + 1, 56 - 8 + 1)
strided_map_shape = ((28 - 8) // 4 + 1, (56 - 8) // 4 + 1)
vgg_map_shape = (1000, 6, 6)

# %% by_hand_answer
heat_by_hand = ((11, 4), (6, -3))


# %% heat_map_answer
def heat_map(image, W, b, patch_shape, stride):
    C, height, width = patch_shape
    tops = range(0, image.shape[1] - height + 1, stride)
    lefts = range(0, image.shape[2] - width + 1, stride)
    patches = np.array(
        [image[:, t : t + height, l : l + width].flatten() for t in tops for l in lefts]
    )
    return (W @ patches.T + b[:, None]).reshape(len(W), len(tops), len(lefts))


# %% locate_answer
def locate(heat, k):
    places = [(r, s) for r in range(len(heat)) for s in range(len(heat[0]))]
    return sorted(places, key=lambda place: -heat[place])[:k]


# %% scores_answer
hidden = heat_map(image, W1, b1, (1, 8, 8), 1)
hidden[hidden < 0] = 0
scores = heat_map(hidden, W2, b2, (32, 1, 1), 1)

# %% own
for digit in sorted(set(digits)):
    print(digit, locate(scores[digit], 1))

# %% place_answer
[place] = locate(scores[3], 1)

# %% crop_answer
r, s = place
window = image[:, r : r + 8, s : s + 8].reshape(1, 64)
crop_scores = np.maximum(window @ W1.T + b1, 0) @ W2.T + b2
