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

# %% right: each by einsum
def lora_backward(grad_y, x, W, A, B, alpha):
    s = alpha / len(A)
    gx = np.einsum("nm,md->nd", grad_y, W) + s * np.einsum("nm,mr,rd->nd", grad_y, B, A)
    gA = s * np.einsum("nm,mr,nd->rd", grad_y, B, x)
    gB = s * np.einsum("nm,rd,nd->mr", grad_y, A, x)
    return gx, gA, gB

# %% right: short
def lora_backward(grad_y, x, W, A, B, alpha):
    s = alpha / len(A)
    gx = grad_y @ W + s * grad_y @ B @ A
    gA = s * (grad_y @ B).T @ x
    gB = s * grad_y.T @ (x @ A.T)
    return gx, gA, gB

# %% divided by the outputs | factor | square-assumed | -
# from short: s = alpha / len(A) => s = alpha / len(B)

# %% rank over alpha | factor | - | zeros, as if
# from short: s = alpha / len(A) => s = len(A) / alpha

# %% the scale twice in grad_A | factor | - | factor, others
# from short: gA = s * (grad_y @ B).T @ x => gA = s * s * (grad_y @ B).T @ x

# %% the scale twice in the update's grad_x | factor | - | as if, others
# from short: + s * grad_y @ B @ A => + s * s * grad_y @ B @ A

# %% no scale in grad_x | factor | - | as if, others
# from short: + s * grad_y @ B @ A => + grad_y @ B @ A

# %% the scale on the frozen path, too | factor | - | as if, others
# from short: gx = grad_y @ W + s * grad_y @ B @ A => gx = s * (grad_y @ W + grad_y @ B @ A)

# %% grad_A by B's own | formula | - | ignores, others
# from short: gA = s * (grad_y @ B).T @ x => gA = s * A

# %% grad_B without A | formula | - | constant, others
# from short: gB = s * grad_y.T @ (x @ A.T) => gB = s * np.tile(grad_y.sum(0)[:, None], (1, len(A)))

# %% B as if frozen | constant | - | constant, others
# from short: gB = s * grad_y.T @ (x @ A.T) => gB = np.zeros_like(B)

# %% transposed | shape | - | places, shape
# from short: return gx, gA, gB => return gx, gA.T, gB.T

# %% means over the batch | factor | - | factor, others
# from short: return gx, gA, gB => return gx, gA / len(x), gB / len(x)

# %% subtracts the update | sign | - | as if, others
# from short: + s * grad_y @ B @ A => - s * grad_y @ B @ A

# %% B and A in the other order | error | - | error
# from short: grad_y @ B @ A => grad_y @ (A @ B)

# %% A changed in place | mutates | weights-destroyed | -
def lora_backward(grad_y, x, W, A, B, alpha):
    s = alpha / len(A)
    A *= s
    gx = grad_y @ W + grad_y @ B @ A
    return gx, s * (grad_y @ B).T @ x, grad_y.T @ (x @ A.T)

# %% the gradient of W for that of x | formula | - | ignores, shape
# from short: gx = grad_y @ W + s * grad_y @ B @ A => gx = grad_y.T @ x
