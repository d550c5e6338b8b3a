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

# %% the outputs kept | number | - | others, ignores, terms, choice
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

# %% right: plain sums
def training_memory(n, in_features, out_features, rank):
    all_ = (in_features + 1) * out_features
    if rank is None:
        return all_ * 2, all_ * 2, all_ * 3 * 4, n * in_features * 2
    small = rank * in_features + out_features * rank
    return (all_ + small) * 2, small * 2, small * 12, n * (in_features + rank) * 2

# %% optimizer of two means in half | number | - | choice, factor
# from plain sums: all_ * 3 * 4 => all_ * 8

# %% the outputs of A by inputs | number | - | factor, terms
# from plain sums: n * (in_features + rank) * 2 => (n * in_features + rank) * 2

# %% the inputs once more for the update | number | - | others, terms
# from plain sums: n * (in_features + rank) * 2 => n * (2 * in_features + rank) * 2

# %% rank squared | number | - | others, terms, choice
# from plain sums: small = rank * in_features + out_features * rank => small = rank * in_features * out_features

# %% rank zero for None | number | - | choice, constant
def training_memory(n, in_features, out_features, rank):
    rank = rank or 0
    all_ = (in_features + 1) * out_features
    small = rank * (in_features + out_features)
    return (all_ + small) * 2, small * 2, small * 12, n * (in_features + rank) * 2

# %% gradients in float32 | number | - | factor 2, others
def training_memory(n, in_features, out_features, rank):
    all_ = (in_features + 1) * out_features
    if rank is None:
        return all_ * 2, all_ * 4, all_ * 12, n * in_features * 2
    small = rank * (in_features + out_features)
    return (all_ + small) * 2, small * 4, small * 12, n * (in_features + rank) * 2

# %% biases with the update | number | - | others, terms
# from plain sums: small = rank * in_features + out_features * rank => small = rank * in_features + out_features * rank + out_features

# %% compares a rank that is None | error | - | error
def training_memory(n, in_features, out_features, rank):
    all_ = (in_features + 1) * out_features
    small = rank * (in_features + out_features)
    if rank > 0:
        return (all_ + small) * 2, small * 2, small * 12, n * (in_features + rank) * 2
    return all_ * 2, all_ * 2, all_ * 12, n * in_features * 2

# %% frozen weights are not there | number | - | others, terms
# from plain sums: (all_ + small) * 2, small * 2 => all_ * 2, small * 2
