# %% right: lists
x_flat_shape, W_shape, y_shape = [16, 800], [500, 800], [16, 500]

# %% right: worked out
x_flat_shape = np.zeros((16, 50, 4, 4)).reshape(16, -1).shape
W_shape = (500, 50 * 4 * 4)
y_shape = (x_flat_shape[0], W_shape[0])

# %% channels uncounted | number | - | ~how many numbers
x_flat_shape = (16, 16)

# %% channels added | number | - | ~how many numbers
x_flat_shape = (16, 58)

# %% the transposed batch | number | - | ~the transpose
x_flat_shape = (800, 16)

# %% one row for all | number | - | ~A batch has a row
x_flat_shape = (1, 12800)

# %% not flattened | shape | - | shape
x_flat_shape = (16, 50, 4, 4)

# %% the weights as in Keras | number | - | ~transpose
W_shape = (800, 500)

# %% the batch in the weights | number | - | ~how many outputs
W_shape = (16, 800)

# %% the outputs transposed | number | - | ~which axis, ~the transpose
y_shape = (500, 16)

# %% one sample's outputs | shape | - | shape
y_shape = (500,)

# %% the inputs kept | number | - | ~which axis
y_shape = (16, 800)

# %% a product | kind | - | kind
y_shape = 16 * 500

# %% text | kind | - | kind
W_shape = "500x800"
