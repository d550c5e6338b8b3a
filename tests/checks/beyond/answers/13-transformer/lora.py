# %% right: through the whole matrix
def lora_backward(grad_y, x, W, A, B, alpha):
    scale = alpha / A.shape[0]
    grad_x = grad_y @ (W + scale * B @ A)
    grad_A = scale * B.T @ grad_y.T @ x
    grad_B = scale * grad_y.T @ x @ A.T
    return grad_x, grad_A, grad_B

# %% no scale for A | factor | - | others, factor
# from through the whole matrix: grad_A = scale * B.T => grad_A = B.T

# %% no scale for B | factor | - | others, factor
# from through the whole matrix: grad_B = scale * grad_y.T => grad_B = grad_y.T

# %% not divided by the rank | factor | alpha-not-over-r | factor
# from through the whole matrix: scale = alpha / A.shape[0] => scale = alpha

# %% divided by the rank's root | factor | - | size, as if
# from through the whole matrix: scale = alpha / A.shape[0] => scale = alpha / A.shape[0] ** 0.5

# %% grad_x of the frozen weights alone | part | update-path-missing | others, as if
# from through the whole matrix: (W + scale * B @ A) => W

# %% grad_x of the update alone | part | frozen-path-missing | others, as if
# from through the whole matrix: (W + scale * B @ A) => (scale * B @ A)

# %% grad_x with a minus | sign | sign | others, factor -1
# from through the whole matrix: grad_x = grad_y => grad_x = -grad_y

# %% grad_A with a minus | sign | sign | others, factor -1
# from through the whole matrix: grad_A = scale => grad_A = -scale

# %% grad_B averaged over the batch | factor | grad-W-mean | others, factor
# from through the whole matrix: @ x @ A.T => @ x @ A.T / len(x)

# %% A moves too, with decay | offset | weight-decay-inside | others, offset
# from through the whole matrix: B.T @ grad_y.T @ x => B.T @ grad_y.T @ x + A

# %% A and B exchanged | order | order-swapped | shape
# from through the whole matrix: return grad_x, grad_A, grad_B => return grad_x, grad_B, grad_A

# %% the weights' gradient too | kind | - | shape, kind
# from through the whole matrix: return grad_x, grad_A, grad_B => return grad_x, grad_y.T @ x, grad_A, grad_B
