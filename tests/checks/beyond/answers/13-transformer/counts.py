# %% right: NumPy
block_parameters = int(np.sum([768 * 2304, 768 * 768, 2 * 768 * 3072]) + 2304 + 768 + 3072 + 768)

# %% three layers | part | - | ~one of the four layers
block_parameters = 768 * 2304 + 2304 + 768 * 768 + 768 + 768 * 3072 + 3072

# %% twelve blocks | factor | - | ~twelve blocks
block_parameters = 12 * 7_084_800 + 12 * 0

# %% twice | factor | - | factor 2
training_flops = 2 * 6 * 7_077_888 * 1_000_000

# %% one token | factor | - | factor 1e-6, ~for one token
training_flops = 6 * 7_077_888

# %% backward alone | factor | - | ~backward
training_flops = 4 * 7_077_888 * 1_000_000

# %% A alone | part | - | ~A alone
lora_parameters = 8 * 768

# %% multiplied | number | - | ~whole matrix
lora_parameters = 768 * 2304

# %% the update twice | factor | - | factor 2
lora_parameters = 2 * 8 * (768 + 2304)

# %% right: floats
block_parameters = 7084800.0
training_flops = 6.0 * 7077888 * 1e6
lora_parameters = 8 * 768 + 8 * 2304

# %% biases of the inputs | number | - | ~a bias belongs to an output
block_parameters = sum(d * (m + 1) for d, m in [(768, 2304), (768, 768), (768, 3072), (3072, 768)])
training_flops = 6 * 7077888 * 1000000
lora_parameters = 24576

# %% two P N | number | forward-only | -
block_parameters = 7084800
training_flops = 2 * 7077888 * 1000000
lora_parameters = 24576

# %% a thousand tokens | number | - | factor
block_parameters = 7084800
training_flops = 6 * 7077888 * 1000
lora_parameters = 24576

# %% rank times the product | number | - | ~that is the whole matrix
block_parameters = 7084800
training_flops = 6 * 7077888 * 1000000
lora_parameters = 8 * 768 * 2304

# %% with the biases of the update | number | - | ~that is with biases
block_parameters = 7084800
training_flops = 6 * 7077888 * 1000000
lora_parameters = 24576 + 2304

# %% of all four layers | number | - | ~those are the updates of all four layers
block_parameters = 7084800
training_flops = 6 * 7077888 * 1000000
lora_parameters = 8 * (768 + 2304 + 768 + 768 + 768 + 3072 + 3072 + 768)
