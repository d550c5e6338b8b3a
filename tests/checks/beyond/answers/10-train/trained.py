# %% right: float32 parameters
W1, b1, W2, b2 = (p.astype(np.float32) for p in (W1, b1, W2, b2))

# %% right: accuracy to three digits
accuracy = round(accuracy, 3)

# %% right: counted in a loop
count = 0
for row, label in zip(x_held_out, t_held_out):
    score = W2 @ np.maximum(0, W1 @ row + b1) + b2
    count += int(score.argmax() == label)
accuracy = count / 360

# %% the training digits' accuracy | accuracy | - | ~learnt
read = linear_forward(relu(linear_forward(x_train, W1, b1)), W2, b2).argmax(axis=1)
accuracy = (read == t_train).mean()

# %% a guess | accuracy | - | -
accuracy = 0.95

# %% another guess | accuracy | - | -
accuracy = 0.5

# %% a count | accuracy | - | ~that is how many of the 360
accuracy = int(round(360 * accuracy))

# %% in percent | accuracy | - | ~percentage
accuracy = 100 * accuracy

# %% read wrongly | accuracy | - | ~that is the part of those that are wrong
accuracy = 1 - accuracy

# %% every image with every label | accuracy | labels-broadcast | -
accuracy = np.mean(scores.argmax(axis=1)[:, None] == t_held_out)

# %% the loss | accuracy | - | ~that is its loss
accuracy = softmax_cross_entropy(scores, t_held_out)[0]

# %% text | kind | - | kind
accuracy = f"{accuracy:.1%}"

# %% parameters of the start | training | - | ~guessing, ~still zero
W1, b1, W2, b2 = initialise(64, 32, 10, rng=np.random.default_rng(0))

# %% sixteen hidden units | training | - | shape
W1, b1, W2, b2 = initialise(64, 16, 10, rng=np.random.default_rng(0))

# %% a bias of the wrong size | training | - | ~do not fit
b1 = np.zeros(10)

# %% lists | kind | - | kind
W1 = W1.tolist()

# %% W2 transposed | training | - | ~do not fit
W2 = W2.T

# %% the biases forgotten | training | - | offset, precision, ~still zero
b1, b2 = np.zeros(32), np.zeros(10)

# %% not a number | training | learning-rate-too-large | nonfinite
W1 = W1 * np.nan

# %% whole numbers | kind | - | kind
W1 = np.round(W1).astype(int)

# %% accuracy of the epoch's last batch | number | - | -
W1, b1, W2, b2 = train(x_train, t_train)
accuracy = 0.9375

# %% errors | number | - | ~that is the part of those that are wrong
W1, b1, W2, b2 = train(x_train, t_train)
scores = linear_forward(relu(linear_forward(x_held_out, W1, b1)), W2, b2)
accuracy = float(np.mean(scores.argmax(axis=1) != t_held_out))

# %% without the ReLU in reading | formula | - | ~that is without the ReLU between the layers
W1, b1, W2, b2 = train(x_train, t_train)
scores = linear_forward(linear_forward(x_held_out, W1, b1), W2, b2)
accuracy = float(np.mean(scores.argmax(axis=1) == t_held_out))
