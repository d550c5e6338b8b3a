# %% right: with fclib
def train_step(x, target, W1, b1, W2, b2, learning_rate):
    z = linear_forward(x, W1, b1)
    a = relu(z)
    scores = linear_forward(a, W2, b2)
    loss, grad_scores = softmax_cross_entropy(scores, target)
    grad_a, grad_W2, grad_b2 = linear_backward(grad_scores, a, W2)
    grad_z = relu_backward(grad_a, z)
    grad_x, grad_W1, grad_b1 = linear_backward(grad_z, x, W1)
    W1 -= learning_rate * grad_W1
    b1 -= learning_rate * grad_b1
    W2 -= learning_rate * grad_W2
    b2 -= learning_rate * grad_b2
    return loss

# %% right: NumPy alone, slices written
def train_step(x, target, W1, b1, W2, b2, learning_rate):
    n = len(x)
    z = x @ W1.T + b1
    a = np.where(z > 0, z, 0)
    s = a @ W2.T + b2
    s = s - s.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    g = np.exp(log_p)
    g[np.arange(n), target] -= 1
    g = g / n
    back = (g @ W2) * (z > 0)
    W2[:] = W2 - learning_rate * (g.T @ a)
    b2[:] = b2 - learning_rate * g.sum(0)
    W1[:] = W1 - learning_rate * (back.T @ x)
    b1[:] = b1 - learning_rate * back.sum(0)
    return -log_p[np.arange(n), target].mean()

# %% right: a loop over pairs, np.copyto
def train_step(x, target, W1, b1, W2, b2, learning_rate):
    z = linear_forward(x, W1, b1)
    a = relu(z)
    loss, g = softmax_cross_entropy(linear_forward(a, W2, b2), target)
    second = linear_backward(g, a, W2)
    first = linear_backward(relu_backward(second[0], z), x, W1)
    pairs = zip((W1, b1, W2, b2), (*first[1:], *second[1:]))
    for parameter, gradient in pairs:
        np.copyto(parameter, parameter - learning_rate * gradient)
    return float(loss)

# %% right: entry by entry in the update
def train_step(x, target, W1, b1, W2, b2, learning_rate):
    z = linear_forward(x, W1, b1)
    a = np.clip(z, 0, None)
    loss, g = softmax_cross_entropy(linear_forward(a, W2, b2), target)
    grad_a, grad_W2, grad_b2 = linear_backward(g, a, W2)
    _, grad_W1, grad_b1 = linear_backward(relu_backward(grad_a, z), x, W1)
    for p, d in ((W1, grad_W1), (b1, grad_b1), (W2, grad_W2), (b2, grad_b2)):
        for index in np.ndindex(p.shape):
            p[index] -= learning_rate * d[index]
    return loss

# %% right: numerical gradients
def train_step(x, target, W1, b1, W2, b2, learning_rate):
    parameters = [W1, b1, W2, b2]

    def loss_of(parameters):
        A, a, B, b = parameters
        scores = linear_forward(relu(linear_forward(x, A, a)), B, b)
        return softmax_cross_entropy(scores, target)[0]

    before = loss_of(parameters)
    gradients = []
    for k, p in enumerate(parameters):
        gradient = np.zeros(p.shape)
        for index in np.ndindex(p.shape):
            up, down = [v.copy() for v in parameters], [v.copy() for v in parameters]
            up[k][index] += 1e-6
            down[k][index] -= 1e-6
            gradient[index] = (loss_of(up) - loss_of(down)) / 2e-6
        gradients.append(gradient)
    for p, gradient in zip(parameters, gradients):
        p -= learning_rate * gradient
    return before

# %% half steps | factor | - | factor 1/2, departs update, others
# from with fclib: z = linear_forward(x, W1, b1) => learning_rate = learning_rate / 2\n    z = linear_forward(x, W1, b1)

# %% steps twice as long | factor | - | factor 2, departs update, others
# from with fclib: z = linear_forward(x, W1, b1) => learning_rate *= 2\n    z = linear_forward(x, W1, b1)

# %% a learning rate of its own | factor | learning-rate-missing | ignores learning_rate, departs update, others
# from with fclib: z = linear_forward(x, W1, b1) => learning_rate = 0.1\n    z = linear_forward(x, W1, b1)

# %% steps multiplied by the batch | factor | - | factor N, departs update, others
# from with fclib: z = linear_forward(x, W1, b1) => learning_rate = learning_rate * len(x)\n    z = linear_forward(x, W1, b1)

# %% the learning rate squared | factor | - | departs update, others, factor
# from with fclib: z = linear_forward(x, W1, b1) => learning_rate = learning_rate**2\n    z = linear_forward(x, W1, b1)

# %% W1 uphill alone | factor | step-uphill | factor -1, others
# from with fclib: W1 -= => W1 +=

# %% b2 uphill alone | factor | step-uphill | factor -1, others
# from with fclib: b2 -= => b2 +=

# %% W2 twice | control | - | factor 2
# from with fclib: b2 -= learning_rate * grad_b2 => b2 -= learning_rate * grad_b2\n    W2 -= learning_rate * grad_W2

# %% W2 not updated | part | - | constant, others
# from with fclib: W2 -= learning_rate * grad_W2 => pass

# %% W1 not updated | part | - | constant, others
# from with fclib: W1 -= learning_rate * grad_W1 => pass

# %% the second layer not updated | part | - | constant, others
# from with fclib: W2 -= learning_rate * grad_W2 => pass
# from with fclib: b2 -= learning_rate * grad_b2 => pass

# %% W1 alone set to a new array | control | updated-copy | constant, others
# from with fclib: W1 -= learning_rate * grad_W1 => W1 = W1 - learning_rate * grad_W1

# %% biases set to new arrays | control | biases-not-updated updated-copy | -
# from with fclib: b1 -= learning_rate * grad_b1 => b1 = b1 - learning_rate * grad_b1
# from with fclib: b2 -= learning_rate * grad_b2 => b2 = b2 - learning_rate * grad_b2

# %% new parameters returned | control | updated-copy | kind, shape
# from with fclib: z = linear_forward(x, W1, b1) => W1, b1, W2, b2 = W1.copy(), b1.copy(), W2.copy(), b2.copy()\n    z = linear_forward(x, W1, b1)
# from with fclib: return loss => return W1, b1, W2, b2

# %% loss and parameters returned | kind | - | kind, shape
# from with fclib: return loss => return loss, W1, b1, W2, b2

# %% nothing returned | kind | - | kind
# from with fclib: return loss => pass

# %% the loss printed | kind | - | kind
# from with fclib: return loss => print(loss)

# %% the loss as text | kind | - | kind
# from with fclib: return loss => return str(loss)

# %% the gradient returned | kind | - | shape, departs loss
# from with fclib: return loss => return grad_scores

# %% the loss rounded | function | - | function rounded, departs forward
# from with fclib: return loss => return round(float(loss), 2)

# %% the loss times the batch | factor | loss-summed | factor N, departs forward
# from with fclib: return loss => return loss * len(x)

# %% the loss half | factor | - | factor 1/2, departs forward
# from with fclib: return loss => return loss / 2

# %% accuracy for loss | formula | - | departs loss
# from with fclib: return loss => return (scores.argmax(axis=1) == target).mean()

# %% the fall of the loss | formula | - | departs loss
# from with fclib: return loss => return loss - softmax_cross_entropy(linear_forward(relu(linear_forward(x, W1, b1)), W2, b2), target)[0]

# %% a ReLU on the scores too | formula | - | departs second layer
# from with fclib: scores = linear_forward(a, W2, b2) => scores = relu(linear_forward(a, W2, b2))

# %% the ReLU before the first layer | formula | - | as if, departs forward
# from with fclib: z = linear_forward(x, W1, b1) => z = linear_forward(relu(x), W1, b1)

# %% a tanh for the ReLU, forward and back | formula | - | departs ReLU
# from with fclib: a = relu(z) => a = np.tanh(z)
# from with fclib: grad_z = relu_backward(grad_a, z) => grad_z = grad_a * (1 - a**2)

# %% a tanh forward only | formula | - | departs ReLU
# from with fclib: a = relu(z) => a = np.tanh(z)

# %% a leaky ReLU | formula | - | departs ReLU
# from with fclib: a = relu(z) => a = np.where(z > 0, z, 0.1 * z)

# %% no biases in the first layer | formula | bias-missing | as if, departs forward
# from with fclib: z = linear_forward(x, W1, b1) => z = linear_forward(x, W1, 0 * b1)

# %% no biases in the second layer | formula | bias-missing | as if, departs forward
# from with fclib: scores = linear_forward(a, W2, b2) => scores = linear_forward(a, W2, 0 * b2)

# %% biases exchanged where they fit | formula | square-assumed | error
# from with fclib: scores = linear_forward(a, W2, b2) => scores = linear_forward(a, W2, b1)

# %% the gradient multiplied by the activation | formula | - | departs back, others
# from with fclib: grad_z = relu_backward(grad_a, z) => grad_z = grad_a * a

# %% the slope of the ReLU where it is zero | formula | - | departs back, others, depends
# from with fclib: grad_z = relu_backward(grad_a, z) => grad_z = grad_a * (z <= 0)

# %% the slope by the input | formula | - | error
# from with fclib: grad_z = relu_backward(grad_a, z) => grad_z = grad_a * (x > 0)

# %% the ReLU of the gradient, twice | formula | relu-gradient-by-sign | departs back, others, always
# from with fclib: grad_z = relu_backward(grad_a, z) => grad_z = relu(relu_backward(grad_a, z))

# %% the first layer's gradient of the hidden values | formula | - | shape, error
# from with fclib: linear_backward(grad_z, x, W1) => linear_backward(grad_z, a, W1)

# %% grad_a goes past the second layer | formula | - | error
# from with fclib: grad_z = relu_backward(grad_a, z) => grad_z = relu_backward(grad_scores, z)

# %% the second layer is updated before the first has its gradient | order | update-before-grad-x | -
# from with fclib: grad_a, grad_W2, grad_b2 = linear_backward(grad_scores, a, W2) => _, grad_W2, grad_b2 = linear_backward(grad_scores, a, W2)\n    W2 -= learning_rate * grad_W2\n    grad_a = linear_backward(grad_scores, a, W2)[0]
# from with fclib:     b1 -= learning_rate * grad_b1 =>     b1 -= learning_rate * grad_b1\n    W2 += learning_rate * grad_W2

# %% W2's gradient is transposed where it fits | order | grad-W-transposed | error
# from with fclib: W2 -= learning_rate * grad_W2 => W2 -= learning_rate * grad_W2.T

# %% the gradients of the two biases exchanged | order | - | error
# from with fclib: b1 -= learning_rate * grad_b1 => b1 -= learning_rate * grad_b2

# %% results of linear_backward in another order | order | order-swapped | error, shape
# from with fclib: grad_x, grad_W1, grad_b1 = linear_backward => grad_W1, grad_x, grad_b1 = linear_backward

# %% loss and gradient in the other order | order | order-swapped | error
# from with fclib: loss, grad_scores = softmax_cross_entropy => grad_scores, loss = softmax_cross_entropy

# %% gradients clipped to a tenth | function | - | function, others
# from with fclib: W1 -= learning_rate * grad_W1 => W1 -= learning_rate * np.clip(grad_W1, -0.01, 0.01)

# %% only the signs of the gradients | function | - | function, others
# from with fclib: W1 -= learning_rate * grad_W1 => W1 -= learning_rate * np.sign(grad_W1)

# %% weight decay | offset | weight-decay-inside | offset, others
# from with fclib: W1 -= learning_rate * grad_W1 => W1 -= learning_rate * (grad_W1 + 0.01 * W1)

# %% gradients normalised | function | - | factor, others
# from with fclib: W2 -= learning_rate * grad_W2 => W2 -= learning_rate * grad_W2 / np.linalg.norm(grad_W2)

# %% momentum in a dict | state | state-kept | state
speed = {}


def train_step(x, target, W1, b1, W2, b2, learning_rate):
    z = linear_forward(x, W1, b1)
    a = relu(z)
    loss, g = softmax_cross_entropy(linear_forward(a, W2, b2), target)
    second = linear_backward(g, a, W2)
    first = linear_backward(relu_backward(second[0], z), x, W1)
    pairs = zip((W1, b1, W2, b2), (*first[1:], *second[1:]))
    for k, (parameter, gradient) in enumerate(pairs):
        key = k, parameter.shape
        speed[key] = 0.9 * speed.get(key, 0) + gradient
        parameter -= learning_rate * speed[key]
    return loss

# %% a rate that falls with each call | state | state-kept | state
calls = []


def train_step(x, target, W1, b1, W2, b2, learning_rate):
    calls.append(1)
    learning_rate = learning_rate / len(calls)
    z = linear_forward(x, W1, b1)
    a = relu(z)
    loss, g = softmax_cross_entropy(linear_forward(a, W2, b2), target)
    grad_a, grad_W2, grad_b2 = linear_backward(g, a, W2)
    _, grad_W1, grad_b1 = linear_backward(relu_backward(grad_a, z), x, W1)
    W1 -= learning_rate * grad_W1
    b1 -= learning_rate * grad_b1
    W2 -= learning_rate * grad_W2
    b2 -= learning_rate * grad_b2
    return loss

# %% x centred where it lies | mutation | input-destroyed | mutates
# from with fclib: return loss => x -= x.mean(axis=0)\n    return loss

# %% a dropout of half the hidden values | formula | state-kept | state, departs second layer
# from with fclib: a = relu(z) => a = relu(z) * (np.random.random(z.shape) > 0.5)

# %% one sample of the batch only | part | - | departs forward, size, one by one
# from with fclib: z = linear_forward(x, W1, b1) => x, target = x[:1], target[:1]\n    z = linear_forward(x, W1, b1)

# %% two steps for one | control | - | departs loss, others
# from with fclib: z = linear_forward(x, W1, b1) => for _ in range(1):\n        z = linear_forward(x, W1, b1)\n        a = relu(z)\n        _, g = softmax_cross_entropy(linear_forward(a, W2, b2), target)\n        _, grad_W2, grad_b2 = linear_backward(g, a, W2)\n        W2 -= learning_rate * grad_W2\n    z = linear_forward(x, W1, b1)

# %% returns before the update | control | updated-copy | -
# from with fclib: W1 -= learning_rate * grad_W1 => return loss\n    W1 -= learning_rate * grad_W1

# %% the batch's size is never there | error | - | error
# from with fclib: W1 -= learning_rate * grad_W1 => W1 -= learning_rate * grad_W1 / batch_size

# %% the arguments of relu_backward: three | error | - | error
# from with fclib: relu_backward(grad_a, z) => relu_backward(grad_a, z, a)

# %% labels as rows | error | - | error
# from with fclib: loss, grad_scores = softmax_cross_entropy(scores, target) => loss, grad_scores = softmax_cross_entropy(scores, np.eye(scores.shape[1])[target])

# %% no loss for a batch of one | size | - | departs forward, size, constant
# from with fclib: return loss => return loss * (len(x) > 1)

# %% right: whole arrays written
def train_step(x, target, W1, b1, W2, b2, learning_rate):
    z = x @ W1.T + b1
    a = z * (z > 0)
    loss, g = softmax_cross_entropy(a @ W2.T + b2, target)
    gz = (g @ W2) * (z > 0)
    for p, d in ((W1, gz.T @ x), (b1, gz.sum(0)), (W2, g.T @ a), (b2, g.sum(0))):
        np.subtract(p, learning_rate * d, out=p)
    return loss

# %% a momentum of nine tenths, from zero | factor | - | departs update, factor
# from whole arrays written: learning_rate * d, out=p => 0.1 * learning_rate * d, out=p

# %% gradients of a fresh forward after W2's step | order | update-before-grad-x | -
def train_step(x, target, W1, b1, W2, b2, learning_rate):
    z = x @ W1.T + b1
    a = np.maximum(z, 0)
    loss, g = softmax_cross_entropy(a @ W2.T + b2, target)
    W2 -= learning_rate * (g.T @ a)
    b2 -= learning_rate * g.sum(axis=0)
    gz = (g @ W2) * (z > 0)
    W1 -= learning_rate * (gz.T @ x)
    b1 -= learning_rate * gz.sum(axis=0)
    return loss

# %% a mask of the hidden values' gradient by a's sign of the scores | formula | - | departs back, others
# from whole arrays written: gz = (g @ W2) * (z > 0) => gz = (g @ W2) * np.sign(z)

# %% a sigmoid for the ReLU | formula | - | departs ReLU
# from whole arrays written: a = z * (z > 0) => a = 1 / (1 + np.exp(-z))

# %% b1's gradient from a | formula | - | ignores, others
# from whole arrays written: (b1, gz.sum(0)) => (b1, a.sum(0))

# %% b2's gradient is a mean | factor | - | factor, others
# from whole arrays written: (b2, g.sum(0)) => (b2, g.mean(0))

# %% b1's gradient is a mean | factor | - | factor, others
# from whole arrays written: (b1, gz.sum(0)) => (b1, gz.mean(0))

# %% the largest for the sum in b2 | max | - | others, size, one by one
# from whole arrays written: (b2, g.sum(0)) => (b2, g.max(0))

# %% inputs halved | formula | - | as if, departs forward
# from whole arrays written: z = x @ W1.T + b1 => z = (x / 2) @ W1.T + b1

# %% W1's gradient by the hidden values | shape | - | depends, error
# from whole arrays written: gz.T @ x => gz.T @ a[:, :x.shape[1]]

# %% labels from one | index | - | departs loss
# from whole arrays written: softmax_cross_entropy(a @ W2.T + b2, target) => softmax_cross_entropy(a @ W2.T + b2, target - 1)

# %% ReLU's mask from g | formula | - | departs back, others
# from whole arrays written: gz = (g @ W2) * (z > 0) => gz = (g @ W2) * (z >= 0.1)

# %% learning rate fixed | factor | - | departs update, others
# from whole arrays written: learning_rate * d, out=p => 0.5 * d, out=p

# %% the whole step only when the loss is below one | control | updated-copy | departs update, others
# from whole arrays written: for p, d in => if loss > 1: return loss\n    for p, d in

# %% mean over the batch in the hidden gradient | factor | - | departs back, factor
# from whole arrays written: gz = (g @ W2) * (z > 0) => gz = (g @ W2) * (z > 0) / len(x)
