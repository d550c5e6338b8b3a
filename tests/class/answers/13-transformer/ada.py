# right: einsum over whatever axes there are, one-hot rows for the words
# %% counts_answer
block_parameters = 1_771_776 + 590_592 + 2_362_368 + 2_360_064
training_flops = 6e6 * block_parameters
lora_parameters = 24_576

# %% key_row_answer
key_row = 773

# %% linear_tokens_answer
def linear_tokens(x, W, b):
    return np.einsum("...j,ij->...i", x, W) + b

# %% lora_answer
def lora_backward(grad_y, x, W, A, B, alpha):
    s = alpha / A.shape[0]
    grad_z = s * grad_y @ B
    return grad_y @ W + grad_z @ A, grad_z.T @ x, s * (grad_y.T @ (x @ A.T))

# %% merged_answer
merged_by_hand = np.array([[7, -4], [8, 6]])

# %% tied_answer
def tied_head_gradient(grad_scores, hidden, grad_x, tokens):
    one_hot = np.eye(grad_scores.shape[1])[tokens]
    return grad_scores.T @ hidden + one_hot.T @ grad_x

# %% memory_answer
def training_memory(n, in_features, out_features, rank):
    whole = out_features * (in_features + 1)
    if rank is None:
        return 2 * whole, 2 * whole, 12 * whole, 2 * n * in_features
    small = rank * (in_features + out_features)
    return 2 * (whole + small), 2 * small, 12 * small, 2 * n * (in_features + rank)

# %% gpt2_answer
sizes = [(768, 2304), (768, 768), (768, 3072), (3072, 768)] * 12
full_bytes = sum(sum(training_memory(8192, d, m, None)) for d, m in sizes)
lora_bytes = sum(sum(training_memory(8192, d, m, 8)) for d, m in sizes)
