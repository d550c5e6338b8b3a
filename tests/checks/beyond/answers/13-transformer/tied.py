# %% right: a loop over tokens
def tied_head_gradient(grad_scores, hidden, grad_x, tokens):
    gradient = np.einsum("nw,nd->wd", grad_scores, hidden)
    for token, row in zip(tokens, grad_x):
        gradient[token] += row
    return gradient

# %% a word that comes twice counts once | places | repeated-word-once | -
# from a loop over tokens: gradient[token] += row => pass\n    gradient[tokens] += grad_x

# %% the head alone | part | tied-gradient-once | -
# from a loop over tokens: gradient[token] += row => pass

# %% the table alone | part | tied-gradient-once | ignores
# from a loop over tokens: np.einsum("nw,nd->wd", grad_scores, hidden) => np.zeros((grad_scores.shape[1], hidden.shape[1]))

# %% halved, for two uses | factor | - | factor 1/2
# from a loop over tokens: return gradient => return gradient / 2

# %% the tokens' rows with a minus | sign | - | as if
# from a loop over tokens: += row => -= row

# %% the scores with a minus | sign | - | as if
# from a loop over tokens: grad_scores, hidden) => -grad_scores, hidden)

# %% the scores averaged | factor | - | as if, zeros, size
# from a loop over tokens: grad_scores, hidden) => grad_scores / len(hidden), hidden)

# %% the last token left out | part | loop-misses-last | as if, part
# from a loop over tokens: zip(tokens, grad_x) => zip(tokens[:-1], grad_x)

# %% assigned, not added | control | tied-gradient-once | -
# from a loop over tokens: gradient[token] += row => gradient[token] = row

# %% rows of the next word | index | - | as if, zeros, depends
# from a loop over tokens: gradient[token] += row => gradient[(token + 1) % len(gradient)] += row

# %% transposed | shape | - | shape, places transposed
# from a loop over tokens: return gradient => return gradient.T

# %% axes of length 1 lost | shape | - | shape
# from a loop over tokens: return gradient => return np.squeeze(gradient)

# %% nothing for one sample | size | - | size, constant
# from a loop over tokens: return gradient => return gradient * (len(hidden) > 1)

# %% float16 in the end | precision | - | function
# from a loop over tokens: return gradient => return gradient.astype(np.float16)

# %% right: one-hot
def tied_head_gradient(grad_scores, hidden, grad_x, tokens):
    hot = np.eye(grad_scores.shape[1])[tokens]
    return grad_scores.T @ hidden + hot.T @ grad_x

# %% right: a loop
def tied_head_gradient(grad_scores, hidden, grad_x, tokens):
    g = np.zeros((grad_scores.shape[1], hidden.shape[1]))
    for row, h in zip(grad_scores, hidden):
        g += np.outer(row, h)
    for t, row in zip(tokens, grad_x):
        g[t] += row
    return g

# %% the head's part for each token | factor | - | as if
def tied_head_gradient(grad_scores, hidden, grad_x, tokens):
    g = np.zeros((grad_scores.shape[1], hidden.shape[1]))
    for t, row in zip(tokens, grad_x):
        g[t] += row
        g += grad_scores.T @ hidden
    return g

# %% a mean over a word's places | factor | - | zeros, size
def tied_head_gradient(grad_scores, hidden, grad_x, tokens):
    g = grad_scores.T @ hidden
    for t in np.unique(tokens):
        g[t] += grad_x[tokens == t].mean(axis=0)
    return g

# %% the words that occur alone | part | - | depends
def tied_head_gradient(grad_scores, hidden, grad_x, tokens):
    g = grad_scores.T @ hidden
    mask = np.zeros(len(g), bool)
    mask[tokens] = True
    g[~mask] = 0
    np.add.at(g, tokens, grad_x)
    return g

# %% tokens by position | index | - | ignores
def tied_head_gradient(grad_scores, hidden, grad_x, tokens):
    g = grad_scores.T @ hidden
    for k in range(len(grad_x)):
        g[k % len(g)] += grad_x[k]
    return g

# %% the larger of both | formula | - | nonlinear
def tied_head_gradient(grad_scores, hidden, grad_x, tokens):
    h = np.zeros((grad_scores.shape[1], hidden.shape[1]))
    np.add.at(h, tokens, grad_x)
    return np.maximum(grad_scores.T @ hidden, h)

# %% product of both | formula | - | depends
def tied_head_gradient(grad_scores, hidden, grad_x, tokens):
    h = np.zeros((grad_scores.shape[1], hidden.shape[1]))
    np.add.at(h, tokens, grad_x)
    return (grad_scores.T @ hidden) * h

# %% as many words as tokens are there | shape | - | shape
def tied_head_gradient(grad_scores, hidden, grad_x, tokens):
    g = np.zeros((tokens.max() + 1, hidden.shape[1]))
    np.add.at(g, tokens, grad_x)
    g += (grad_scores.T @ hidden)[: len(g)]
    return g

# %% hidden and scores exchanged | error | - | error
def tied_head_gradient(grad_scores, hidden, grad_x, tokens):
    g = hidden.T @ grad_scores
    np.add.at(g, tokens, grad_x)
    return g

# %% grad_x changed | mutates | upstream-destroyed | -
def tied_head_gradient(grad_scores, hidden, grad_x, tokens):
    grad_x *= 1.5
    grad_x /= 1.5
    grad_x += 0
    g = grad_scores.T @ hidden
    np.add.at(g, tokens, grad_x)
    grad_x[:] = 0
    return g

# %% words that come twice are left out the second time | part | - | depends, size
def tied_head_gradient(grad_scores, hidden, grad_x, tokens):
    g = grad_scores.T @ hidden
    seen = set()
    for t, row in zip(tokens.tolist(), grad_x):
        if t not in seen:
            g[t] += row
        seen.add(t)
    return g
