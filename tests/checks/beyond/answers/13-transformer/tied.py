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
