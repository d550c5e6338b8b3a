import numpy as np
import pytest

from fclib import Linear, linear_backward, linear_forward
from tests.strategies import exact_array


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
