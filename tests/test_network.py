import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fclib import (
    Linear,
    check_gradient,
    initialise,
    linear_backward,
    linear_forward,
    softmax_cross_entropy,
    train_step,
    two_layer_scores,
)
from fclib.network import train
from tests.strategies import exact_array, layers

PARAMETERS = ("W1", "b1", "W2", "b2")


@pytest.fixture
def layer(rng):
    return Linear(exact_array(rng, (2, 3)), exact_array(rng, (2,)))


def test_backward_sees_the_input_of_its_own_forward(layer, rng):
    x, later, grad_y = (exact_array(rng, shape) for shape in [(4, 3), (5, 3), (4, 2)])
    layer.forward(x)
    layer.forward(later)
    layer.backward(np.zeros((5, 2)))
    grads_x = layer.backward(grad_y)
    want = linear_backward(grad_y, x, layer.W)
    np.testing.assert_array_equal(grads_x, want.x)
    np.testing.assert_array_equal(layer.grad_W, want.W)
    np.testing.assert_array_equal(layer.grad_b, want.b)


def test_two_uses_add_their_gradients_until_zero_grad(layer, rng):
    x, grad_y = exact_array(rng, (4, 3)), exact_array(rng, (4, 2))
    once = linear_backward(grad_y, x, layer.W)
    for _ in range(2):
        layer.forward(x)
        layer.backward(grad_y)
    np.testing.assert_array_equal(layer.grad_W, 2 * once.W)
    layer.zero_grad()
    assert not layer.grad_W.any()
    assert not layer.grad_b.any()


def test_gradients_stay_in_the_same_arrays(layer, rng):
    x, grad_y = exact_array(rng, (4, 3)), exact_array(rng, (4, 2))
    arrays = layer.grad_W, layer.grad_b
    for _ in range(2):
        layer.zero_grad()
        for _ in range(2):
            layer.forward(x)
            layer.backward(grad_y)
    assert layer.grad_W is arrays[0]
    assert layer.grad_b is arrays[1]
    np.testing.assert_array_equal(layer.grad_W, 2 * linear_backward(grad_y, x, layer.W).W)
    np.testing.assert_array_equal(layer.grad_b, 2 * grad_y.sum(axis=0))


def test_what_is_in_the_gradients_before_the_first_backward_stays(layer, rng):
    x, grad_y = exact_array(rng, (4, 3)), exact_array(rng, (4, 2))
    layer.grad_W += layer.W  # a penalty on the weights
    layer.grad_b += 1
    layer.forward(x)
    layer.backward(grad_y)
    want = linear_backward(grad_y, x, layer.W)
    np.testing.assert_array_equal(layer.grad_W, layer.W + want.W)
    np.testing.assert_array_equal(layer.grad_b, 1 + want.b)


def test_layer_writes_where_it_is_told(layer, rng):
    x, grad_y = exact_array(rng, (4, 3)), exact_array(rng, (4, 2))
    y, grad_x = np.full((4, 2), np.nan), np.full((4, 3), np.nan)
    assert layer.forward(x, out=y) is y
    np.testing.assert_array_equal(y, linear_forward(x, layer.W, layer.b))
    assert np.shares_memory(layer.backward(grad_y, out=grad_x), grad_x)
    np.testing.assert_array_equal(grad_x, linear_backward(grad_y, x, layer.W).x)


def test_gradients_keep_the_type_of_the_parameters(rng):
    layer = Linear(exact_array(rng, (2, 3), np.float32), exact_array(rng, (2,), np.float32))
    x, grad_y = exact_array(rng, (4, 3)), exact_array(rng, (4, 2))  # float64
    layer.forward(x)
    layer.backward(grad_y)
    assert layer.grad_W.dtype == layer.grad_b.dtype == np.float32
    np.testing.assert_array_equal(layer.grad_W, grad_y.T @ x)
    np.testing.assert_array_equal(layer.grad_b, grad_y.sum(axis=0))


def test_image_input_gets_a_gradient_of_its_own_shape(rng):
    layer = Linear(exact_array(rng, (2, 12)))
    x = exact_array(rng, (4, 3, 2, 2))
    np.testing.assert_array_equal(layer.forward(x), linear_forward(x, layer.W))
    assert layer.backward(np.ones((4, 2))).shape == x.shape
    assert layer.grad_b is None


def test_integer_parameters_become_float64():
    layer = Linear([[1, 2]], [3])
    assert layer.W.dtype == layer.b.dtype == layer.grad_W.dtype == np.float64


def test_refused_backward_can_be_repeated(layer, rng):
    x, grad_y = exact_array(rng, (4, 3)), exact_array(rng, (4, 2))
    layer.forward(x)
    with pytest.raises(ValueError, match=r"^grad_y has 5 outputs but W expects 2 "):
        layer.backward(np.ones((4, 5)))
    layer.backward(grad_y)
    np.testing.assert_array_equal(layer.grad_W, linear_backward(grad_y, x, layer.W).W)


def test_backward_needs_a_forward(layer):
    with pytest.raises(
        ValueError, match=r"^backward without a forward before it: call forward\(x\) first$"
    ):
        layer.backward(np.ones((1, 2)))


def test_bias_must_fit_the_rows_of_the_weights():
    with pytest.raises(ValueError, match=r"^b must have shape \(2,\), one bias for each row of W"):
        Linear(np.ones((2, 3)), np.ones(3))


def test_initial_weights_are_normal_with_variance_2_over_the_number_of_inputs(rng):
    W1, b1, W2, b2 = initialise(50, 400, 100, rng=rng)
    assert (W1.shape, b1.shape, W2.shape, b2.shape) == ((400, 50), (400,), (100, 400), (100,))
    assert {array.dtype for array in (W1, b1, W2, b2)} == {np.dtype(np.float64)}
    assert not b1.any()
    assert not b2.any()
    for W, inputs in ((W1, 50), (W2, 400)):
        z = W.ravel() / np.sqrt(2 / inputs)
        # Five standard deviations of each estimate from z.size standard normal numbers.
        assert abs(z.mean()) < 5 / np.sqrt(z.size)
        assert abs(z.var() - 1) < 5 * np.sqrt(2 / z.size)
        # 4.55 % lie beyond two standard deviations, of a uniform distribution none.
        assert abs(np.mean(np.abs(z) > 2) - 0.0455) < 5 * np.sqrt(0.0455 / z.size)


def test_values_keep_their_size_through_initial_layers(rng):
    W1, b1, W2, b2 = initialise(200, 200, 200, rng=rng)
    x = rng.normal(size=(500, 200))
    z = linear_forward(x, W1, b1)
    scores = two_layer_scores(x, W1, b1, W2, b2)
    # Both have variance 2: of x, whose square is 1 on average, and of relu(z), half of z² = 2,
    # times 2. A fixed W2 spreads by some 10 %; forgetting the 2 would halve it.
    assert z.var() == pytest.approx(2, rel=0.2)
    assert scores.var() == pytest.approx(2, rel=0.2)


def test_initial_weights_can_be_had_again():
    first, again, other = (initialise(3, 4, 2, rng=np.random.default_rng(n)) for n in (7, 7, 8))
    for name, array, same, different in zip(PARAMETERS, first, again, other, strict=True):
        np.testing.assert_array_equal(array, same)
        assert name.startswith("b") or not np.isclose(array, different).any()


@st.composite
def networks(draw, image=False):
    """Draw (x, W1, b1, W2, b2) of matching shapes, sizes 0 and 1 included."""
    x, W1, b1, _ = draw(layers(image=image))
    outputs = draw(st.integers(0, 4), label="outputs")
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1), label="seed"))
    W2, b2 = (exact_array(rng, shape, x.dtype) for shape in [(outputs, len(W1)), (outputs,)])
    return x, W1, b1, W2, b2


def scores_in_loops(x, W1, b1, W2, b2):
    scores = np.zeros((len(x), len(W2)), x.dtype)
    for n, sample in enumerate(x.reshape(len(x), W1.shape[1])):
        hidden = [max(0, sum(w * sample) + b) for w, b in zip(W1, b1, strict=True)]
        for i, (w, b) in enumerate(zip(W2, b2, strict=True)):
            scores[n, i] = sum(w * np.array(hidden, x.dtype)) + b
    return scores


@given(st.one_of(networks(), networks(image=True)))
def test_two_layers_have_a_relu_between_them_and_none_after(network):
    before = [array.copy() for array in network]
    got = two_layer_scores(*network)
    np.testing.assert_array_equal(got, scores_in_loops(*network), strict=True)
    for array, copy in zip(network, before, strict=True):
        np.testing.assert_array_equal(array, copy, strict=True)


def test_two_layers_name_what_does_not_fit():
    x, W1, b1, W2, b2 = (np.ones(shape) for shape in [(5, 3), (4, 3), (4,), (2, 4), (2,)])
    with pytest.raises(ValueError, match=r"^x has 3 features but W expects 2 "):
        two_layer_scores(x, W1[:, :2], b1, W2, b2)
    with pytest.raises(ValueError, match=r"^x has 4 features but W expects 3 "):
        two_layer_scores(x, W1, b1, W2[:, :3], b2)
    with pytest.raises(ValueError, match=r"^b must have shape \(2,\), one bias for each row of W"):
        two_layer_scores(x, W1, b1, W2, b1)


@pytest.fixture
def batch(rng):
    """Return x (6, 3, 1, 2), target and parameters, all biases other than 0."""
    W1, b1, W2, b2 = initialise(6, 5, 4, rng=rng)
    x, target = rng.normal(size=(6, 3, 1, 2)), rng.integers(0, 4, 6)
    return x, target, [W1, b1 + rng.normal(size=5), W2, b2 + rng.normal(size=4)]


# Gradients taken in the midst of the step would differ by some learning_rate times the gradient.
@pytest.mark.parametrize("learning_rate", [2.0**-10, 1.0])
def test_step_is_minus_the_learning_rate_times_the_gradient(batch, learning_rate):
    x, target, parameters = batch
    before = [array.copy() for array in parameters]
    train_step(x, target, *parameters, learning_rate)
    for i, name in enumerate(PARAMETERS):

        def loss(parameter, i=i):
            return softmax_cross_entropy(
                two_layer_scores(x, *before[:i], parameter, *before[i + 1 :]), target
            )

        gradient = (before[i] - parameters[i]) / learning_rate
        check = check_gradient(loss, lambda grad, gradient=gradient: grad * gradient, before[i])
        assert check.passed, (name, check)
        assert gradient.any()


def test_step_agrees_with_pytorch(batch):
    torch = pytest.importorskip("torch", reason="PyTorch, an optional oracle, is not installed")
    x, target, parameters = batch
    tensors = [torch.tensor(array, requires_grad=True) for array in parameters]
    W1, b1, W2, b2 = tensors
    hidden = torch.relu(torch.nn.functional.linear(torch.tensor(x).flatten(1), W1, b1))
    scores = torch.nn.functional.linear(hidden, W2, b2)
    want = torch.nn.functional.cross_entropy(scores, torch.tensor(target))
    want.backward()
    torch.optim.SGD(tensors, lr=0.5).step()
    loss = train_step(x, target, *parameters, 0.5)
    # The same sums of a few numbers of size 1 in another order.
    assert loss == pytest.approx(want.item(), rel=1e-13)
    for got, tensor in zip(parameters, tensors, strict=True):
        np.testing.assert_allclose(got, tensor.detach().numpy(), rtol=0, atol=1e-13)


def test_step_returns_the_loss_before_it_and_changes_the_parameters_in_place(batch):
    x, target, parameters = batch
    before = [array.copy() for array in (x, target, *parameters)]
    loss = train_step(x, target, *parameters, 0.1)
    assert type(loss) is float
    assert loss == softmax_cross_entropy(two_layer_scores(x, *before[2:]), target)
    assert softmax_cross_entropy(two_layer_scores(x, *parameters), target) < loss
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(target, before[1])
    for name, array, copy in zip(PARAMETERS, parameters, before[2:], strict=True):
        assert (array != copy).any(), name


def test_step_of_rate_0_changes_nothing_and_float32_stays(batch):
    x, target, parameters = batch
    parameters = [array.astype(np.float32) for array in parameters]
    before = [array.copy() for array in parameters]
    train_step(x.astype(np.float32), target, *parameters, 0.0)
    for array, copy in zip(parameters, before, strict=True):
        np.testing.assert_array_equal(array, copy, strict=True)


@pytest.mark.parametrize(
    ("changed", "error", "message"),
    [
        ({"x": np.ones((6, 5))}, ValueError, r"^x has 5 features but W expects 6 "),
        ({"x": np.ones((6, 6)) * 1j}, TypeError, r"^x must hold real numbers and has dtype compl"),
        ({"target": np.full(6, 4)}, ValueError, r"^target 4 is no class: scores has columns 0 to"),
        ({"target": np.zeros(5, int)}, ValueError, r"^target must have shape \(6,\), one class "),
        ({"target": np.zeros(6)}, TypeError, r"^target must hold integers and has dtype float64$"),
        ({"b1": np.ones(4)}, ValueError, r"^b must have shape \(5,\), one bias for each row of W"),
        ({"W2": np.ones((4, 6))}, ValueError, r"^x has 5 features but W expects 6 "),
        ({"b2": np.ones(5)}, ValueError, r"^b must have shape \(4,\), one bias for each row of W"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_refused_step_changes_nothing(batch, changed, error, message):
    x, target, parameters = batch
    call = dict(zip(("x", "target", *PARAMETERS), (x, target, *parameters), strict=True)) | changed
    before = {name: array.copy() for name, array in call.items()}
    with pytest.raises(error, match=message):
        train_step(**call, learning_rate=0.1)
    for name, copy in before.items():
        np.testing.assert_array_equal(call[name], copy, strict=True)


class Recorder:
    """A step that keeps what it gets and returns 1, 2, 3, ... as its losses."""

    def __init__(self):
        self.calls = []

    def __call__(self, x, target, *rest):
        self.calls.append((x, target, rest))
        return len(self.calls)


def record(seed=0, samples=10, **options):
    """Train on samples whose pixels and class are their number; return the steps and the losses."""
    x = np.arange(samples)[:, None, None] * np.ones((1, 2, 3))
    step = Recorder()
    options = {"epochs": 3, "batch_size": 4, "learning_rate": 0.5} | options
    rng = np.random.default_rng(seed)
    losses = train(x, np.arange(samples), "abcd", rng=rng, step=step, **options)
    return step.calls, losses


def test_every_epoch_takes_every_sample_once_and_the_last_batch_is_smaller():
    calls, _ = record()
    assert [len(target) for _, target, _ in calls] == [4, 4, 2] * 3
    orders = [np.concatenate([t for _, t, _ in calls[i : i + 3]]).tolist() for i in (0, 3, 6)]
    for order in orders:
        assert sorted(order) == list(range(10))
    # In a new order each time: an equal one has a chance of 1 in 10!, and the seed is fixed.
    assert len({*map(tuple, orders), tuple(range(10))}) == 4


def test_step_gets_samples_with_their_targets_the_parameters_and_the_rate():
    for x, target, rest in record(learning_rate=0.25)[0]:
        assert x.shape[1:] == (2, 3)
        assert (x == target[:, None, None]).all()
        assert rest == ("a", "b", "c", "d", 0.25)


def test_order_can_be_had_again():
    def order(seed):
        return [target.tolist() for _, target, _ in record(seed)[0]]

    assert order(1) == order(1) != order(2)


def test_losses_are_the_means_of_the_batches_of_each_epoch():
    assert record()[1].tolist() == [2, 5, 8]
    assert record(batch_size=99)[1].tolist() == [1, 2, 3]
    assert record(batch_size=1, epochs=1)[1].tolist() == [5.5]
    assert record(epochs=0)[1].shape == (0,)


def test_training_is_step_after_step_on_the_same_parameters(batch, rng):
    x, target, parameters = batch
    start = [array.copy() for array in parameters]
    losses = train(
        x,
        target,
        parameters,
        epochs=20,
        batch_size=6,
        learning_rate=0.5,
        rng=np.random.default_rng(3),
    )
    rng, want = np.random.default_rng(3), []
    for _ in range(20):
        order = rng.permutation(6)
        want.append(train_step(x[order], target[order], *start, 0.5))
    np.testing.assert_array_equal(losses, want, strict=True)
    for got, array in zip(parameters, start, strict=True):
        np.testing.assert_array_equal(got, array, strict=True)
    assert losses[-1] < losses[0] / 2


@pytest.mark.parametrize(("samples", "batch_size"), [(0, 4), (10, 0), (10, -1)])
def test_training_needs_samples_and_batches(samples, batch_size):
    message = (
        r"^training needs samples and batches of at least one "
        rf"\(len\(x\)={samples}, batch_size={batch_size}\)$"
    )
    with pytest.raises(ValueError, match=message):
        record(samples=samples, batch_size=batch_size)


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize(
    ("spoil", "error", "words"),
    [
        (lambda p: p.astype(int), TypeError, "must be an ndarray of floats, .* and is int64"),
        (lambda p: p.tolist(), TypeError, "must be an ndarray of floats, .* and is list"),
        (lambda p: np.broadcast_to(p, p.shape), ValueError, "is read-only"),
    ],
)
def test_train_step_refuses_what_it_cannot_change_and_changes_nothing(place, spoil, error, words):
    parameters = list(initialise(3, 4, 2, rng=np.random.default_rng(0)))
    parameters[place] = spoil(parameters[place])
    before = [np.array(p) for p in parameters]
    with pytest.raises(error, match=f"{('W1', 'b1', 'W2', 'b2')[place]} {words}"):
        train_step(np.ones((2, 3)), np.array([0, 1]), *parameters, 0.5)
    for old, new in zip(before, parameters, strict=True):
        np.testing.assert_array_equal(old, new)


def test_train_wants_one_target_for_each_sample():
    parameters = initialise(3, 4, 2, rng=np.random.default_rng(0))
    options = {"epochs": 1, "batch_size": 2, "learning_rate": 0.5, "rng": np.random.default_rng(0)}
    with pytest.raises(ValueError, match=r"len\(target\)=5, len\(x\)=4"):
        train(np.ones((4, 3)), np.zeros(5, int), parameters, **options)


@pytest.mark.parametrize("dtypes", [*itertools.product([np.float32, np.float64], repeat=3)])
@pytest.mark.parametrize("biased", [True, False])
@pytest.mark.parametrize("zero", ["nothing", "grad_W", "grad_b"])
def test_gradients_are_added_to_those_that_are_there(dtypes, biased, zero):
    """Also where one of them is zero and the other is not, and whatever the types are."""
    of_layer, of_x, of_grad_y = dtypes
    x = np.array([[1, 2, 3], [-4, 5, 6]], of_x)
    grad_y = np.array([[1, -2], [3, 4]], of_grad_y)
    first_x = np.zeros_like(x) if zero == "grad_W" else x
    first_grad_y = grad_y - grad_y[::-1] if zero == "grad_b" else grad_y
    W = np.array([[7, 8, 9], [-1, 0, 1]], of_layer)
    layer = Linear(W, np.ones(2, of_layer) if biased else None)

    for inputs, upstream in [(first_x, first_grad_y), (x, grad_y)]:
        layer.forward(inputs)
        out = np.empty(x.shape, np.result_type(of_grad_y, of_layer))
        assert np.shares_memory(layer.backward(upstream, out=out), out)
        np.testing.assert_array_equal(out, upstream @ W)

    first, second = (linear_backward(*pair, W) for pair in [(first_grad_y, first_x), (grad_y, x)])
    np.testing.assert_array_equal(layer.grad_W, (first.W + second.W).astype(of_layer), strict=True)
    if biased:
        total = (first.b + second.b).astype(of_layer)
        np.testing.assert_array_equal(layer.grad_b, total, strict=True)
    else:
        assert layer.grad_b is None
