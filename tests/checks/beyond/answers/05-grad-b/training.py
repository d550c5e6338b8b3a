# %% right: every gradient by hand
layer = Linear(np.zeros((10, 64)), np.zeros(10))
for batch in batches:
    x = x_train[batch]
    difference = (x @ layer.W.T + layer.b - target_train[batch]) / 32
    layer.W = layer.W - 0.05 * difference.T @ x
    layer.b = layer.b - 0.05 * difference.sum(axis=0)
accuracy = np.mean(np.argmax(x_test @ layer.W.T + layer.b, axis=1) == label_test)

# %% right: float32
layer = Linear(np.zeros((10, 64), np.float32), np.zeros(10, np.float32))
for batch in batches:
    x = x_train[batch].astype(np.float32)
    difference = (x @ layer.W.T + layer.b - target_train[batch].astype(np.float32)) / np.float32(32)
    layer.W = layer.W - np.float32(0.05) * (difference.T @ x)
    layer.b = layer.b - np.float32(0.05) * difference.sum(axis=0)
accuracy = float((layer.forward(x_test).argmax(axis=1) == label_test).mean())

# %% right: accuracy counted in a loop, to three digits
correct = 0
for k in range(len(x_test)):
    correct += int(layer.forward(x_test[k : k + 1])[0].argmax()) == label_test[k]
accuracy = round(correct / len(x_test), 3)

# %% the batches are used twice | training | - | ~used twice
layer = Linear(np.zeros((10, 64)), np.zeros(10))
for batch in np.concatenate([batches, batches]):
    y = layer.forward(x_train[batch])
    layer.zero_grad()
    layer.backward((y - target_train[batch]) / 32)
    layer.W = layer.W - 0.05 * layer.grad_W
    layer.b = layer.b - 0.05 * layer.grad_b

# %% one step too few | training | - | ~One of the 200 steps
layer = Linear(np.zeros((10, 64)), np.zeros(10))
for batch in batches[:-1]:
    y = layer.forward(x_train[batch])
    layer.zero_grad()
    layer.backward((y - target_train[batch]) / 32)
    layer.W = layer.W - 0.05 * layer.grad_W
    layer.b = layer.b - 0.05 * layer.grad_b

# %% a learning rate of a half | training | - | ~learning rate
layer = Linear(np.zeros((10, 64)), np.zeros(10))
for batch in batches:
    y = layer.forward(x_train[batch])
    layer.zero_grad()
    layer.backward((y - target_train[batch]) / 32)
    layer.W = layer.W - 0.5 * layer.grad_W
    layer.b = layer.b - 0.5 * layer.grad_b

# %% uphill | training | - | ~loss goes up, ~sign
layer = Linear(np.zeros((10, 64)), np.zeros(10))
for batch in batches:
    y = layer.forward(x_train[batch])
    layer.zero_grad()
    layer.backward((target_train[batch] - y) / 32)
    layer.W = layer.W - 0.05 * layer.grad_W
    layer.b = layer.b - 0.05 * layer.grad_b

# %% all samples in every step | training | - | ~Each step takes all
layer = Linear(np.zeros((10, 64)), np.zeros(10))
for _ in batches:
    y = layer.forward(x_train)
    layer.zero_grad()
    layer.backward((y - target_train) / len(x_train))
    layer.W = layer.W - 0.05 * layer.grad_W
    layer.b = layer.b - 0.05 * layer.grad_b

# %% weights begin at random | training | - | ~blank in every image
layer = Linear(np.random.default_rng(0).normal(size=(10, 64)) * 0.01, np.zeros(10))
for batch in batches:
    y = layer.forward(x_train[batch])
    layer.zero_grad()
    layer.backward((y - target_train[batch]) / 32)
    layer.W = layer.W - 0.05 * layer.grad_W
    layer.b = layer.b - 0.05 * layer.grad_b

# %% zero_grad between backward and the step | training | - | ~still all zeros, ~gradients still there, constant
layer = Linear(np.zeros((10, 64)), np.zeros(10))
for batch in batches:
    y = layer.forward(x_train[batch])
    layer.backward((y - target_train[batch]) / 32)
    layer.zero_grad()
    layer.W = layer.W - 0.05 * layer.grad_W
    layer.b = layer.b - 0.05 * layer.grad_b

# %% the targets shifted by one | training | - | ~wrong columns
layer = Linear(np.zeros((10, 64)), np.zeros(10))
for batch in batches:
    y = layer.forward(x_train[batch])
    layer.zero_grad()
    layer.backward((y - np.roll(target_train[batch], 1, axis=1)) / 32)
    layer.W = layer.W - 0.05 * layer.grad_W
    layer.b = layer.b - 0.05 * layer.grad_b

# %% weights alone are trained, twice as fast | training | biases-not-updated | ~layer.b is
layer = Linear(np.zeros((10, 64)), np.zeros(10))
for batch in batches:
    y = layer.forward(x_train[batch])
    layer.zero_grad()
    layer.backward((y - target_train[batch]) / 32)
    layer.W = layer.W - 0.1 * layer.grad_W

# %% a layer of 64 outputs | training | - | ~shape
layer = Linear(np.zeros((64, 10)), np.zeros(64))

# %% a list of weights | training | - | ~shape
layer = [np.zeros((10, 64)), np.zeros(10)]

# %% accuracy as a percentage | number | - | ~percentage
accuracy = 100 * accuracy

# %% accuracy as a count | number | - | ~that is how many of the 797
accuracy = int(accuracy * 797 + 0.5)

# %% the fraction read wrongly | number | - | ~that is the part of those that are wrong
accuracy = 1 - accuracy

# %% accuracy rounded to one digit | number | - | function
accuracy = round(accuracy, 1)

# %% accuracy of the training digits | number | - | ~learnt from
accuracy = (layer.forward(x_train).argmax(axis=1) == label[:1000]).mean()

# %% accuracy of all digits | number | - | ~that is for all
accuracy = (layer.forward(pixels).argmax(axis=1) == label).mean()

# %% accuracy along the wrong axis | number | - | ~none of the 797
accuracy = float((layer.forward(x_test).argmax(axis=0)[:, None] == label_test[:10]).mean())

# %% an array of hits | number | - | kind
accuracy = layer.forward(x_test).argmax(axis=1) == label_test
