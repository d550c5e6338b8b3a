# %% right: float32
scores = linear_forward(x.astype(np.float32), W.astype(np.float32), b.astype(np.float32))
digits_read = np.argmax(scores, axis=1)
accuracy = np.mean(digits_read == target, dtype=np.float32)

# %% right: loops and lists
scores = [[float(row @ sample + bias) for row, bias in zip(W, b)] for sample in x]
digits_read = [line.index(max(line)) for line in scores]
accuracy = sum(int(a == t) for a, t in zip(digits_read, target)) / len(target)

# %% right: rounded to three digits
accuracy = round(float((digits_read == target).mean()), 3)

# %% scores without the bias | scores | bias-missing | ~they come without b
scores = x @ W.T

# %% scores of float16 | precision | - | -
scores = (x / 16).astype(np.float16) @ (W / 16).T.astype(np.float16)

# %% scores transposed | scores | - | shape
scores = scores.T

# %% scores with twice the bias | scores | - | offset
scores = x @ W.T + 2 * b

# %% probabilities | scores | - | function squashed
scores = np.exp(scores - scores.max(axis=1, keepdims=True))
scores = scores / scores.sum(axis=1, keepdims=True)

# %% scores of the scaled pixels | scores | - | ~they are those of pixels divided by 16
scores = (x / 16) @ W.T + b

# %% digits along the wrong axis | labels | - | shape
digits_read = scores.argmax(axis=0)

# %% digits counted from one | labels | - | ~counted from 0
digits_read = scores.argmax(axis=1) + 1

# %% the lowest score | labels | - | ~highest
digits_read = scores.argmin(axis=1)

# %% the score, not its place | labels | - | ~position
digits_read = scores.max(axis=1)

# %% the labels themselves | labels | - | ~highest
digits_read = target

# %% one digit for all | labels | - | shape
digits_read = scores.argmax()

# %% accuracy as a count | accuracy | - | ~that is how many of the 797
accuracy = (digits_read == target).sum()

# %% accuracy in percent | accuracy | - | ~percentage
accuracy = 100 * accuracy

# %% the fraction read wrongly | accuracy | - | ~that is the part of those that are wrong
accuracy = (digits_read != target).mean()

# %% accuracy from memory of another course | accuracy | - | -
accuracy = 0.97

# %% accuracy over all 1797 | accuracy | - | ~that is divided by all
accuracy = (digits_read == target).sum() / 1797

# %% mean of the digits | accuracy | - | no part
accuracy = digits_read.mean()

# %% rounded to one digit | accuracy | - | function
accuracy = round(float(accuracy), 1)

# %% the hits themselves | accuracy | - | kind
accuracy = digits_read == target
