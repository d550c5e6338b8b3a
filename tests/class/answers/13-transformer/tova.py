# flattens texts, forgets the rank, adds repeated words once, and counts no optimizer
# %% counts_answer
block_parameters = 7_077_888
training_flops = 2e6 * 7_084_800
lora_parameters = 8 * 768 * 2304

# %% key_row_answer
key_row = 16

# %% linear_tokens_answer
def linear_tokens(x, W, b):
    return x.reshape(len(x), -1) @ W.T + b

# %% lora_answer
def lora_backward(grad_y, x, W, A, B, alpha):
    grad_z = alpha * grad_y @ B
    return grad_y @ W + grad_z @ A, grad_z.T @ x, alpha * grad_y.T @ (x @ A.T)

# %% merged_answer
merged_by_hand = [[13, -10], [11, 9]]

# %% tied_answer
def tied_head_gradient(grad_scores, hidden, grad_x, tokens):
    gradient = grad_scores.T @ hidden
    gradient[tokens] += grad_x
    return gradient

# %% memory_answer
def training_memory(n, in_features, out_features, rank):
    whole = out_features * (in_features + 1)
    trained = whole if rank is None else rank * (in_features + out_features)
    frozen = 0 if rank is None else whole
    kept = in_features + (rank or 0)
    return 2 * (trained + frozen), 2 * trained, 0, 2 * n * kept

# %% gpt2_answer
full_bytes = lora_bytes = 0
