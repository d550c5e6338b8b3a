# %% right: by parts
def training_memory(n, in_features, out_features, rank):
    weights, biases = in_features * out_features, out_features
    small = 0 if rank is None else rank * (in_features + out_features)
    trained = weights + biases if rank is None else small
    inputs = n * in_features + (0 if rank is None else n * rank)
    return 2 * (weights + biases + small), 2 * trained, 12 * trained, 2 * inputs

# %% no biases | number | biases-uncounted | terms, others
# from by parts: weights, biases = in_features * out_features, out_features => weights, biases = in_features * out_features, 0

# %% four bytes for the weights | factor | - | factor 2, others
# from by parts: return 2 * (weights => return 4 * (weights

# %% the optimizer without the master | factor | master-uncounted | factor, others
# from by parts: 12 * trained => 8 * trained

# %% four bytes for the inputs | factor | - | factor 2, others
# from by parts: 2 * inputs => 4 * inputs

# %% the outputs kept | number | - | others, ignores
# from by parts: inputs = n * in_features => inputs = n * out_features

# %% one sample's inputs | factor | - | others, factor
# from by parts: inputs = n * in_features + (0 if rank is None else n * rank) => inputs = in_features + (0 if rank is None else rank)

# %% the inputs of B forgotten | part | middle-uncounted | choice, others, terms
# from by parts: + (0 if rank is None else n * rank) => + 0

# %% the frozen weights have gradients | number | frozen-weights-trained | choice, others, terms
# from by parts: trained = weights + biases if rank is None else small => trained = weights + biases + small

# %% the update without its outputs | number | - | choice, others, offset
# from by parts: rank * (in_features + out_features) => rank * in_features

# %% the weights without the update | part | - | choice, others, terms
# from by parts: return 2 * (weights + biases + small) => return 2 * (weights + biases)

# %% three numbers | kind | - | kind, shape
# from by parts: return 2 * (weights + biases + small), 2 * trained, 12 * trained, 2 * inputs => return 2 * (weights + biases + small), 14 * trained, 2 * inputs

# %% their sum | kind | - | kind
# from by parts: return 2 * (weights + biases + small), 2 * trained, 12 * trained, 2 * inputs => return 2 * (weights + biases + small) + 14 * trained + 2 * inputs

# %% in half precision, which holds no number above 65,504 | precision | - | nonfinite
# from by parts: return 2 * (weights + biases + small), 2 * trained, 12 * trained, 2 * inputs => return tuple(float(np.float16(v)) for v in (2 * (weights + biases + small), 2 * trained, 12 * trained, 2 * inputs))
