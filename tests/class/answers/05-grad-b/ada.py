# right: einsum throughout, a list of inputs, gradients from the number 0, updates in place
# %% by_hand_answer
grad_b_by_hand = np.array([6, 3])
# %% mean_by_hand_answer
grad_b_of_mean = grad_b_by_hand / 3
# %% grad_b_answer
def grad_b(grad_y):
    return np.einsum("ni->i", grad_y)
# %% linear_backward_answer
def linear_backward(grad_y, x, W):
    flat = x.reshape(-1, W.shape[1])
    grad_x = np.einsum("ni,ij->nj", grad_y, W)
    return [grad_x.reshape(x.shape), np.einsum("ni,nj->ij", grad_y, flat), grad_b(grad_y)]
# %% linear_class_answer
class Linear:
    def __init__(self, W, b):
        self.W = W
        self.b = b
        self.memory = []
        self.zero_grad()

    def forward(self, x):
        self.memory = [x, *self.memory]
        return np.einsum("nj,ij->ni", x.reshape(len(x), -1), self.W) + self.b

    def backward(self, grad_y):
        x, *self.memory = self.memory
        grad_x, grad_W, grad_b = linear_backward(grad_y, x, self.W)
        self.grad_W = self.grad_W + grad_W
        self.grad_b = self.grad_b + grad_b
        return grad_x

    def zero_grad(self):
        self.grad_W = 0
        self.grad_b = 0
# %% own
print(Linear(np.eye(2), np.zeros(2)).forward(np.ones((3, 2))))
# %% training_answer
def learn(layer, x, target, rate):
    layer.zero_grad()
    layer.backward((layer.forward(x) - target) / len(x))
    layer.W -= rate * layer.grad_W
    layer.b -= rate * layer.grad_b

layer = Linear(np.zeros((10, 64)), np.zeros(10))
for batch in batches:
    learn(layer, x_train[batch], target_train[batch], 0.05)
accuracy = np.mean(np.argmax(layer.forward(x_test), axis=1) == label_test)
