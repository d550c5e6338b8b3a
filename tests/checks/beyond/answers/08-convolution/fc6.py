# %% right: lists and floats
kernel_shape, kernel_count = [4096, 512, 7, 7], 2_097_152.0
y_shape, larger_y_shape = [1, 4096, 1, 1], [1, 4096, 6, 6]

# %% the shape of the weights | shape | - | shape
kernel_shape = (4096, 25088)

# %% channels last | order | conv-channel-order | ~another order, places
kernel_shape = (4096, 7, 7, 512)

# %% one channel | number | - | ~What does that settle, part
kernel_shape = (4096, 1, 7, 7)

# %% the larger input | number | - | ~What does that settle, part
kernel_shape = (4096, 512, 12, 12)

# %% three by three | number | - | ~What does that settle, part
kernel_shape = (4096, 512, 3, 3)

# %% a kernel for each output | number | - | ~one for each output
kernel_count = 4096

# %% a kernel for each channel | number | - | ~single output
kernel_count = 512

# %% every weight | number | - | ~every weight
kernel_count = 4096 * 512 * 49

# %% outputs and channels added | number | - | ~adds up outputs and channels
kernel_count = 4096 + 512

# %% with a kernel for the bias | number | biases-uncounted | ~counts the biases
kernel_count = 4096 * 513

# %% without the batch | shape | - | shape
y_shape = (4096, 1, 1)

# %% flat | shape | - | shape
y_shape = (1, 4096)

# %% the kernel's places | number | - | ~how many places, part
y_shape = (1, 4096, 49, 1)

# %% channels kept | number | conv-channels-apart | ~which axis, part
y_shape = (1, 512, 1, 1)

# %% outputs last | order | - | ~which axis, part
larger_y_shape = (1, 6, 6, 4096)

# %% blocks that do not overlap | number | - | ~how many places, part
larger_y_shape = (1, 4096, 2, 2)

# %% one place too many | number | - | ~how many places, part
larger_y_shape = (1, 4096, 7, 7)

# %% a batch of 36 | number | - | ~which axis, ~the places stand in the batch
larger_y_shape = (36, 4096, 1, 1)

# %% text | kind | - | kind
larger_y_shape = "1x4096x6x6"

# %% the batch in the kernels | shape | - | part
kernel_shape = (1, 512, 7, 7)
kernel_count = 4096 * 512
y_shape = (1, 4096, 1, 1)
larger_y_shape = (1, 4096, 6, 6)

# %% the larger map by division | shape | - | ~for an image of 7×7
kernel_shape = (4096, 512, 7, 7)
kernel_count = 4096 * 512
y_shape = (1, 4096, 1, 1)
larger_y_shape = (1, 4096, 1, 1)

# %% flattened result | shape | - | ~the places stand in the batch
kernel_shape = (4096, 512, 7, 7)
kernel_count = 4096 * 512
y_shape = (1, 4096, 1, 1)
larger_y_shape = (36, 4096, 1, 1)
