# %% right: NumPy
block_parameters = int(np.sum([768 * 2304, 768 * 768, 2 * 768 * 3072]) + 2304 + 768 + 3072 + 768)

# %% three layers | part | - | ~one of the four layers
block_parameters = 768 * 2304 + 2304 + 768 * 768 + 768 + 768 * 3072 + 3072

# %% twelve blocks | factor | - | ~twelve blocks
block_parameters = 12 * 7_084_800 + 12 * 0

# %% twice | factor | - | factor 2
training_flops = 2 * 6 * 7_077_888 * 1_000_000

# %% one token | factor | - | factor 1e-6
training_flops = 6 * 7_077_888

# %% backward alone | factor | - | ~backward
training_flops = 4 * 7_077_888 * 1_000_000

# %% A alone | part | - | ~A alone
lora_parameters = 8 * 768

# %% multiplied | number | - | ~whole matrix
lora_parameters = 768 * 2304

# %% the update twice | factor | - | factor 2
lora_parameters = 2 * 8 * (768 + 2304)
