# ---
# jupyter:
#   fclib:
#     minutes: 40
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercise 9: heat maps
#
# You slide a layer over an image, look for the places where its scores are highest, and find a
# digit on a canvas with two trained layers. It takes about 40 minutes and gives 20 points. The
# chapter "Heat maps" derives everything you need.
#
# Write your answers where you see `...  # your code here`. After each answer come cells that check
# it: run them as often as you like. A check tells you what it saw; what it names in square brackets
# you find in the chapter. When you hand in, hidden checks with other numbers and other sizes run
# too.
#
# You may use Python and NumPy. From `fclib` you need only the checks and the data.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np

from fclib.checks import heat_maps as check
from fclib.data import digit_canvas, load_detector

# %% [markdown]
# ## By hand
#
# Two questions for pencil and paper (4 points).
#
# A layer reads windows of 8×8 pixels. It slides over an image of 28×56 pixels, without padding.
# What is the shape (rows, columns) of the map of one of its scores if the window moves by 1 pixel, and
# what if it moves by 4? And what is the shape (classes, rows, columns) of the scores of VGG16 for an
# image of 384×384, with its fully connected layers as convolutions? Of such an image its last
# pooling, pool5, leaves 12×12 with 512 channels; fc6 has kernels of 7×7; there are 1000 classes.
# (2 points)

# %% nbgrader={"grade": false, "grade_id": "shapes_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
map_shape = None
strided_map_shape = None
vgg_map_shape = None
### BEGIN SOLUTION
map_shape = (21, 49)
strided_map_shape = (6, 13)
vgg_map_shape = (1000, 6, 6)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "shapes", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.shapes_by_hand(map_shape, strided_map_shape, vgg_map_shape)

# %% [markdown]
# An image of one channel, and a layer with one output that reads windows of 2×2:
#
# $$
# x = \begin{pmatrix} 3 & 2 & 1 & 0 & 1 \\ 0 & 2 & 1 & 2 & 1 \\ 1 & 1 & 1 & -1 & 0 \\
# 1 & 2 & 0 & 0 & 1 \end{pmatrix}, \qquad
# W = \begin{pmatrix} 1 & 2 & -1 & 3 \end{pmatrix}, \qquad
# b = \begin{pmatrix} -2 \end{pmatrix}.
# $$
#
# The window moves by 2 and does not leave the image. Write the map down as a list of rows.
# (2 points)

# %% nbgrader={"grade": false, "grade_id": "by_hand_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
heat_by_hand = None
### BEGIN SOLUTION
heat_by_hand = [[11, 4], [6, -3]]
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "by_hand", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.by_hand(heat_by_hand)

# %% [markdown]
# ## The scores of every patch
#
# Slide the layer over an image. Score k of the patch whose upper left corner is the pixel (r ·
# stride, s · stride) goes to `heat[k, r, s]`. A patch is flattened as in exercise 2: the order is
# (C, height, width), the last axis fastest. (9 points)

# %% nbgrader={"grade": false, "grade_id": "heat_map_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def heat_map(image, W, b, patch_shape, stride):
    """Return the scores of every patch of an image.

    image : array of shape (C, image_height, image_width)
    W : array of shape (M, C * height * width), the weights of a layer that reads patches
    b : array of shape (M,)
    patch_shape : tuple (C, height, width)
    stride : int, how far the window moves
    returns : array of shape (M, rows, columns)
    """
    ### BEGIN SOLUTION
    _, height, width = patch_shape
    rows = (image.shape[1] - height) // stride + 1
    columns = (image.shape[2] - width) // stride + 1
    heat = np.zeros((len(W), rows, columns))
    for r in range(rows):
        for s in range(columns):
            top, left = r * stride, s * stride
            patch = image[:, top : top + height, left : left + width]
            heat[:, r, s] = W @ patch.ravel() + b
    return heat
    ### END SOLUTION

# %% [markdown]
# Try it on the image you worked out by hand.

# %%
x = np.array([[[3, 2, 1, 0, 1], [0, 2, 1, 2, 1], [1, 1, 1, -1, 0], [1, 2, 0, 0, 1]]])
heat_map(x, np.array([[1, 2, -1, 3]]), np.array([-2]), (1, 2, 2), 2)

# %% [markdown]
# A window that moves by 1 (3 points):

# %% nbgrader={"grade": true, "grade_id": "maps", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.maps(heat_map)

# %% [markdown]
# Other strides (2 points):

# %% nbgrader={"grade": true, "grade_id": "strides", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.strides(heat_map)

# %% [markdown]
# Whole numbers, float32, arrays that lie differently in memory; and `image`, `W` and `b` stay as
# they are (2 points):

# %% nbgrader={"grade": true, "grade_id": "arguments", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.arguments(heat_map)

# %% [markdown]
# The next cell checks again when you hand in, with sizes and numbers of its own (2 points).

# %% nbgrader={"grade": true, "grade_id": "heat_map_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(heat_map=heat_map)
### BEGIN HIDDEN TESTS
check.maps(heat_map, seed=5413)
check.strides(heat_map, seed=8837)
check.arguments(heat_map, seed=2239)
### END HIDDEN TESTS

# %% [markdown]
# ## Where it is hot
#
# Find the `k` highest values of one map. No two values of a map are equal here. (4 points)

# %% nbgrader={"grade": false, "grade_id": "locate_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def locate(heat, k):
    """Return the places of the k highest values of a map, the highest first.

    heat : array of shape (rows, columns)
    k : int, at least 1
    returns : list of k pairs (row, column)
    """
    ### BEGIN SOLUTION
    order = np.argsort(heat, axis=None)[::-1][:k]
    rows, columns = np.unravel_index(order, heat.shape)
    return list(zip(rows.tolist(), columns.tolist()))
    ### END SOLUTION

# %% [markdown]
# Try it: here 9 is the highest value, then 8.

# %%
locate(np.array([[1, 8, 3], [2, 5, 9]]), 2)

# %% [markdown]
# Maps of many sizes (2 points):

# %% nbgrader={"grade": true, "grade_id": "places", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.places(locate)

# %% [markdown]
# Whole numbers, float32, maps that lie differently in memory; and `heat` stays as it is (1 point):

# %% nbgrader={"grade": true, "grade_id": "places_arguments", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.places_arguments(locate)

# %% [markdown]
# The next cell checks again when you hand in, with sizes and numbers of its own (1 point).

# %% nbgrader={"grade": true, "grade_id": "locate_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(locate=locate)
### BEGIN HIDDEN TESTS
check.places(locate, seed=6121)
check.places_arguments(locate, seed=1987)
### END HIDDEN TESTS

# %% [markdown]
# ## Digits on a canvas
#
# Here are an image of 28×56 pixels with eight digits, and two layers that were trained on patches
# of 8×8 pixels, though not on these digits. They have a ReLU between them and tell eleven classes
# apart: the digits 0 to 9, and 10 for "no digit in the middle". (3 points)

# %% nbgrader={"grade": false, "grade_id": "canvas", "locked": true, "schema_version": 3, "solution": false, "task": false}
unseen = np.random.default_rng(0).permutation(1797)[:360]  # took no part in training
image, corners, digits = digit_canvas(rng=np.random.default_rng(10), choose_from=unseen)
W1, b1, W2, b2 = load_detector()
print("image", image.shape, "  W1", W1.shape, "  W2", W2.shape)
for digit, (row, column) in zip(digits, corners):
    print(f"a {digit} with its upper left corner at row {row}, column {column}")

# %% [markdown]
# Slide both layers over the image: the first, its ReLU `np.maximum(0, ...)`, and on the 32 `hidden`
# maps that come out of it the second, which reads patches of 1×1. Both move by 1. (1 point)

# %% nbgrader={"grade": false, "grade_id": "scores_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
hidden = None
scores = None
### BEGIN SOLUTION
hidden = np.maximum(0, heat_map(image, W1, b1, (1, 8, 8), 1))
scores = heat_map(hidden, W2, b2, (32, 1, 1), 1)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "scores", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.scores(scores)

# %% [markdown]
# Where do the layers see a 3? Set `place` to the pair (row, column) at which its map is hottest,
# and compare it with the corners above. (1 point)

# %% nbgrader={"grade": false, "grade_id": "place_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
place = None
### BEGIN SOLUTION
place = locate(scores[3], 1)[0]
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "place", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.place(place)

# %% [markdown]
# Cut the 8×8 pixels at `place` out of the image and send them through the two layers as you would
# without any map: two products, two biases, one ReLU. (1 point)

# %% nbgrader={"grade": false, "grade_id": "crop_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
crop_scores = None
### BEGIN SOLUTION
row, column = place
crop = image[0, row : row + 8, column : column + 8].ravel()
crop_scores = W2 @ np.maximum(0, W1 @ crop + b1) + b2
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "crop", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.crop(crop_scores)

# %% [markdown]
# Without padding the map says of each window what the layers say of it alone. Look at the image and
# at the map of another class: where else is it warm, and what stands there?

# %%
chosen = 3
if scores is not None:
    heat = np.maximum(0, scores[chosen])
    try:
        import matplotlib.pyplot as plt
    except ImportError:  # then in letters, the darker the higher
        for shown in (image[0], heat):
            levels = (shown / shown.max() * 9).astype(int)
            print("\n".join("".join(" .:-=+*#%@"[level] for level in line) for line in levels))
    else:
        figure, (above, below) = plt.subplots(2)
        above.imshow(image[0], cmap="gray_r")
        below.imshow(heat, cmap="magma")
        plt.show()
