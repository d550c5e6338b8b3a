# gives places as x, y: column first
# %% shapes_answer
map_shape = (21, 49)
strided_map_shape = (6, 13)
vgg_map_shape = (1000, 6, 6)

# %% by_hand_answer
heat_by_hand = [[11, 4], [6, -3]]


# %% heat_map_answer
def heat_map(image, W, b, patch_shape, stride):
    C, height, width = patch_shape
    H, width_of_image = image.shape[1:]
    rows = (H - height) // stride + 1
    columns = (width_of_image - width) // stride + 1
    heat = np.zeros((len(W), rows, columns))
    for k in range(len(W)):
        for r in range(rows):
            for s in range(columns):
                patch = image[:, r * stride : r * stride + height, s * stride : s * stride + width]
                heat[k, r, s] = np.dot(W[k], patch.reshape(-1)) + b[k]
    return heat


# %% locate_answer
def locate(heat, k):
    places = []
    for i in np.argsort(-heat.flatten())[:k]:
        y, x = divmod(i, heat.shape[1])
        places.append((x, y))
    return places


# %% scores_answer
hidden = np.maximum(0, heat_map(image, W1, b1, (1, 8, 8), 1))
scores = heat_map(hidden, W2, b2, (32, 1, 1), 1)

# %% place_answer
place = locate(scores[3], 1)[0]

# %% crop_answer
x, y = place
crop_scores = W2 @ np.maximum(0, W1 @ image[0, y : y + 8, x : x + 8].ravel() + b1) + b2
