# %% right: in two lines
def master_step(W_master, grad_W, learning_rate):
    step = np.float32(learning_rate) * grad_W
    master = (W_master - step).astype(np.float32)
    return master, to_bfloat16(master)

# %% uphill | sign | step-uphill sign | as if
# from in two lines: W_master - step => W_master + step

# %% no rate | factor | learning-rate-missing | ignores learning_rate
# from in two lines: np.float32(learning_rate) * grad_W => np.float32(1) * grad_W

# %% the rate squared | factor | - | others, zeros, at zero, factor, as if
# from in two lines: np.float32(learning_rate) * grad_W => np.float32(learning_rate) ** 2 * grad_W

# %% half a step | factor | - | as if
# from in two lines: np.float32(learning_rate) * grad_W => np.float32(learning_rate / 2) * grad_W

# %% the step is rounded | function | - | as if, zeros, depends
# from in two lines: step = np.float32(learning_rate) * grad_W => step = np.rint(np.float32(learning_rate) * grad_W)

# %% W unrounded | function | weights-not-rounded | others, precision
# from in two lines: return master, to_bfloat16(master) => return master, master

# %% W of the old master | order | - | others, as if
# from in two lines: return master, to_bfloat16(master) => return master, to_bfloat16(W_master)

# %% both rounded | function | no-master | precision, others
# from in two lines: return master, to_bfloat16(master) => return to_bfloat16(master), to_bfloat16(master)

# %% W first | order | order-swapped | precision
# from in two lines: return master, to_bfloat16(master) => return to_bfloat16(master), master

# %% the master alone | kind | - | kind
# from in two lines: return master, to_bfloat16(master) => return master

# %% axes of length 1 lost | shape | - | shape
# from in two lines: (W_master - step) => np.squeeze(W_master - step)

# %% nothing for a layer of one output | size | - | size, constant
# from in two lines: (W_master - step) => ((W_master - step) * (len(grad_W) > 1))

# %% W from the rounded master | step | step-from-rounded | -
def master_step(W_master, grad_W, learning_rate):
    step = learning_rate * grad_W
    return W_master - step, to_bfloat16(to_bfloat16(W_master) - step)

# %% the gradient rounded first | precision | - | precision
def master_step(W_master, grad_W, learning_rate):
    master = W_master - learning_rate * to_bfloat16(grad_W)
    return master, to_bfloat16(master)

# %% right: subtract with out
def master_step(W_master, grad_W, learning_rate):
    new = W_master.copy()
    new -= (learning_rate * grad_W).astype(np.float32)
    return new, to_bfloat16(new)

# %% changed in place | mutates | weights-destroyed | -
def master_step(W_master, grad_W, learning_rate):
    W_master -= np.float32(learning_rate) * grad_W
    return W_master, to_bfloat16(W_master)

# %% both the same array, rounded in the master's place | alias | - | as if, others
def master_step(W_master, grad_W, learning_rate):
    W = to_bfloat16(W_master)
    return W_master - np.float32(learning_rate) * grad_W, W

# %% weights in float16 | precision | - | others, precision
def master_step(W_master, grad_W, learning_rate):
    new = W_master - np.float32(learning_rate) * grad_W
    return new, new.astype(np.float16).astype(np.float32)

# %% step rounded up to the bfloat16 step | precision | - | others, precision
def master_step(W_master, grad_W, learning_rate):
    new = W_master - to_bfloat16((learning_rate * grad_W).astype(np.float32))
    return new, to_bfloat16(new)

# %% the gradient's sign alone | function | - | as if
def master_step(W_master, grad_W, learning_rate):
    new = (W_master - learning_rate * np.sign(grad_W)).astype(np.float32)
    return new, to_bfloat16(new)

# %% W stepped twice | factor | - | as if, others
def master_step(W_master, grad_W, learning_rate):
    new = (W_master - learning_rate * grad_W).astype(np.float32)
    return new, to_bfloat16((new - learning_rate * grad_W).astype(np.float32))

# %% right: float64 throughout
def master_step(W_master, grad_W, learning_rate):
    new = W_master.astype(float) - learning_rate * grad_W.astype(float)
    return new, to_bfloat16(new.astype(np.float32))
