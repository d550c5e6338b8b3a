# %% right: lists and NumPy
Q, s = quantise_rows(W, 4)
r = [int(np.argmax(row)) for row in linear_quantised(x, Q, s, b)]
changed = sum(int(a != c) for a, c in zip(r, read))
accuracy_4 = round(float(np.mean(r == target)), 3)

# %% wrong, not changed | number | - | ~that is how many are read wrongly
Q, s = quantise_rows(W, 4)
r = linear_quantised(x, Q, s, b).argmax(axis=1)
changed = (r != target).sum()
accuracy_4 = (r == target).mean()

# %% the unchanged ones | number | - | ~that is how many are read as before
Q, s = quantise_rows(W, 4)
r = linear_quantised(x, Q, s, b).argmax(axis=1)
changed = (r == read).sum()
accuracy_4 = (r == target).mean()

# %% a part, not a number | number | - | ~that is a part
Q, s = quantise_rows(W, 4)
r = linear_quantised(x, Q, s, b).argmax(axis=1)
changed = (r != read).mean()
accuracy_4 = (r == target).mean()

# %% agreeing with the layer before | number | - | ~that is how many are read as before
Q, s = quantise_rows(W, 4)
r = linear_quantised(x, Q, s, b).argmax(axis=1)
changed = (r != read).sum()
accuracy_4 = (r == read).mean()

# %% the layer before | number | - | ~that is for the weights of 64 bits
Q, s = quantise_rows(W, 4)
r = linear_quantised(x, Q, s, b).argmax(axis=1)
changed = (r != read).sum()
accuracy_4 = (read == target).mean()

# %% in percent | number | - | kind
Q, s = quantise_rows(W, 4)
r = linear_quantised(x, Q, s, b).argmax(axis=1)
changed = (r != read).sum()
accuracy_4 = 100 * (r == target).mean()

# %% three bits | number | - | ~that is for weights of 3 bits
Q, s = quantise_rows(W, 3)
r = linear_quantised(x, Q, s, b).argmax(axis=1)
changed = (r != read).sum()
accuracy_4 = (r == target).mean()

# %% eight bits | number | - | ~for weights of 8 bits
Q, s = quantise_rows(W, 8)
r = linear_quantised(x, Q, s, b).argmax(axis=1)
changed = (r != read).sum()
accuracy_4 = (r == target).mean()

# %% biases in four bits, too | number | - | ~the biases stay as they are
Q, s = quantise_rows(W, 4)
Qb, sb = quantise_rows(b[None], 4)
r = linear_quantised(x, Q, s, (Qb * sb[:, None])[0]).argmax(axis=1)
changed = (r != read).sum()
accuracy_4 = (r == target).mean()

# %% scores that changed | number | - | ~that is how many scores are others
Q, s = quantise_rows(W, 4)
y = linear_quantised(x, Q, s, b)
changed = (y != x @ W.T + b).sum()
accuracy_4 = (y.argmax(axis=1) == target).mean()

# %% how many are right | number | - | ~that is how many of the 797
Q, s = quantise_rows(W, 4)
r = linear_quantised(x, Q, s, b).argmax(axis=1)
changed = (r != read).sum()
accuracy_4 = (r == target).sum()

# %% without scales | number | - | ~the scales are missing there
Q, s = quantise_rows(W, 4)
r = (x @ Q.T + b).argmax(axis=1)
changed = (r != read).sum()
accuracy_4 = (r == target).mean()

# %% the wrong ones' part | number | - | ~that is the part of those that are wrong
Q, s = quantise_rows(W, 4)
r = linear_quantised(x, Q, s, b).argmax(axis=1)
changed = (r != read).sum()
accuracy_4 = (r != target).mean()
