# %% right: unrolled
L = [(768, 2304), (768, 768), (768, 3072), (3072, 768)] * 12
full_bytes = sum(v for d, m in L for v in training_memory(8192, d, m, None))
lora_bytes = sum(v for d, m in L for v in training_memory(8192, d, m, 8))

# %% one block | factor | - | ~that is of one block: GPT-2 small has 12
L = [(768, 2304), (768, 768), (768, 3072), (3072, 768)]
full_bytes = sum(v for d, m in L for v in training_memory(8192, d, m, None))
lora_bytes = sum(v for d, m in L for v in training_memory(8192, d, m, 8))

# %% the first layer alone | part | - | ~that is of the first layer of each block alone
full_bytes = 12 * sum(training_memory(8192, 768, 2304, None))
lora_bytes = 12 * sum(training_memory(8192, 768, 2304, 8))

# %% without the inputs | part | - | ~that is without the inputs
L = [(768, 2304), (768, 768), (768, 3072), (3072, 768)] * 12
full_bytes = sum(v for d, m in L for v in training_memory(8192, d, m, None)[:3])
lora_bytes = sum(v for d, m in L for v in training_memory(8192, d, m, 8)[:3])

# %% one token | number | - | ~that is for one token
L = [(768, 2304), (768, 768), (768, 3072), (3072, 768)] * 12
full_bytes = sum(v for d, m in L for v in training_memory(1, d, m, None))
lora_bytes = sum(v for d, m in L for v in training_memory(1, d, m, 8))

# %% exchanged | order | - | ~that is the other one of the two
L = [(768, 2304), (768, 768), (768, 3072), (3072, 768)] * 12
lora_bytes = sum(v for d, m in L for v in training_memory(8192, d, m, None))
full_bytes = sum(v for d, m in L for v in training_memory(8192, d, m, 8))

# %% in gigabytes | unit | - | factor
L = [(768, 2304), (768, 768), (768, 3072), (3072, 768)] * 12
full_bytes = sum(v for d, m in L for v in training_memory(8192, d, m, None)) / 1e9
lora_bytes = sum(v for d, m in L for v in training_memory(8192, d, m, 8)) / 1e9

# %% inputs of each layer from the outputs | number | - | places
L = [(2304, 768), (768, 768), (3072, 768), (768, 3072)] * 12
full_bytes = sum(v for d, m in L for v in training_memory(8192, d, m, None))
lora_bytes = sum(v for d, m in L for v in training_memory(8192, d, m, 8))
