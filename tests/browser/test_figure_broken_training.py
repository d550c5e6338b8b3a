"""The figure of chapter 10: training runs with a mistake in each.

What each mistake does is asserted of runs in this process; the page is compared with those.
"""

import figure_checks as checks
import numpy as np
import pytest
from driving import assert_announces
from figures import broken_training as training

from fclib import numerical_gradient, softmax_cross_entropy
from fclib.network import initialise, train_step, two_layer_scores

pytestmark = pytest.mark.browser

PAGE, FIGURE = "10-train.html", "fc-broken-training"
KEYS = (
    "none",
    "sign",
    "gradients-accumulate",
    "grad-W-mean-twice",
    "zero-initialised",
    "learning-rate",
    "activation-missing",
    "update-before-grad-x",
    "grad-b-last-sample",
    "labels-shuffled",
)


@pytest.fixture(scope="module")
def runs():
    return {key: training.run(mistake) for key, mistake in training.mistakes().items()}


def change(step, seed=0):
    """Return what one step does to the parameters, divided by the rate, and what they were."""
    rng = np.random.default_rng(seed)
    x, target = rng.normal(size=(6, 5)), rng.integers(0, 3, 6)
    before = initialise(5, 4, 3, rng=rng)
    after = [p.copy() for p in before]
    step(x, target, *after, 1e-3)
    return [(a - b) / 1e-3 for a, b in zip(after, before, strict=True)], x, target, before


def test_backward_is_right_and_each_step_differs_as_it_should():
    right, x, target, before = change(train_step)
    _, gradients = training.backward(x, target, *before)
    for k, gradient in enumerate(gradients):

        def loss(value, k=k):
            return softmax_cross_entropy(
                two_layer_scores(x, *before[:k], value, *before[k + 1 :]), target
            )

        np.testing.assert_allclose(gradient, numerical_gradient(loss, before[k]), atol=1e-7)
        np.testing.assert_allclose(right[k], -gradient, atol=1e-9)
    N = len(x)
    scaled = {"sign": [-1] * 4, "grad-W-mean-twice": [1 / N, 1, 1 / N, 1]}
    scaled |= {"learning-rate": [20] * 4, "gradients-accumulate": [1] * 4}
    for key, scales in scaled.items():
        wrong = change(training.mistakes()[key].step)[0]
        for w, r, scale in zip(wrong, right, scales, strict=True):
            np.testing.assert_allclose(w, scale * r, atol=1e-9)
    # Only these differ: [W1, b1, W2, b2].
    differ = {
        "update-before-grad-x": [True, True, False, False],
        "grad-b-last-sample": [False, True, False, True],
        "activation-missing": [True, True, True, True],
    }
    for key, expected in differ.items():
        wrong = change(training.mistakes()[key].step)[0]
        pairs = zip(wrong, right, strict=True)
        assert [not np.allclose(w, r, rtol=0, atol=1e-9) for w, r in pairs] == expected, key


def test_runs_have_the_faces_that_the_texts_describe(runs):
    guessing = np.log(10)
    losses = {key: np.array(run.losses) for key, run in runs.items()}
    right = losses["none"]
    assert runs["none"].accuracy >= 0.97
    assert right[-1] < 0.1
    for key in ("sign", "update-before-grad-x"):
        assert losses[key][1] > 1e6
        assert np.isnan(losses[key][-1])
    accumulated = losses["gradients-accumulate"]
    assert accumulated[1] < guessing < accumulated[2] < accumulated[-1]
    assert np.all(np.diff(losses["grad-W-mean-twice"]) < 0)
    assert losses["grad-W-mean-twice"][-1] > 10 * right[-1]
    assert losses["zero-initialised"] == pytest.approx(guessing, abs=0.02)
    assert losses["zero-initialised"][0] == pytest.approx(guessing, abs=1e-12)
    assert losses["learning-rate"][1] > 10
    assert np.all(losses["learning-rate"][2:] > guessing)
    assert 0.95 < runs["activation-missing"].accuracy < runs["none"].accuracy
    assert abs(losses["grad-b-last-sample"] - right).max() < 0.05
    assert np.all(np.diff(losses["labels-shuffled"][[0, 5, 10, 15]]) < 0)
    assert runs["labels-shuffled"].accuracy < 0.25
    # With a smaller rate the early update cannot be seen.
    slow, early = (
        np.array(training.run(training.mistakes()[key], 0.1).losses)
        for key in ("none", "update-before-grad-x")
    )
    np.testing.assert_allclose(early, slow, rtol=0.02)


def test_choosing_shows_the_run(open_figure, runs):
    page = open_figure()
    radios = page.locator(f"{FIGURE} [type=radio]")
    assert radios.evaluate_all("all => all.map(e => e.value)") == list(KEYS) == list(runs)
    drawn = set()
    radios.first.focus()
    page.locator(f"{FIGURE} [value=gradients-accumulate]").focus()
    for key in [*KEYS[3:], *KEYS[:3]]:
        page.keyboard.press("ArrowRight")  # goes on to the first after the last
        curve = page.locator(f"{FIGURE} .chart .mistake").get_attribute("d")
        drawn.add(curve)
        expected = runs[key].losses
        # 16 points from 0 to 15 epochs; the axis goes from 0.02 to 30.
        points = [p.split() for p in curve.replace("h0", "")[1:].split("L")]
        finite = [loss for loss in expected if not np.isnan(loss)]
        assert len(points) == len(finite)
        for k, (x, y) in enumerate(points):
            assert float(x) == pytest.approx(100 * k / 15, abs=0.01)
            if finite[k] < 30:
                height = (100 - float(y)) / 100
                loss = 0.02 * (30 / 0.02) ** height
                assert loss == pytest.approx(finite[k], rel=0.001)
            else:
                assert float(y) < 0
        chosen = page.locator(f"{FIGURE} .detail:visible")
        assert chosen.get_attribute("data-run") == key
        end = f"{expected[-1]:.3g}" if len(finite) == 16 else "no number"
        assert chosen.locator(".end").text_content() == end
        share = float(chosen.locator(".share").text_content().rstrip("%").strip())
        assert share == pytest.approx(100 * runs[key].accuracy, abs=0.05)
    assert len(drawn) == len(KEYS)
    page.locator(f"{FIGURE} [value=sign]").check()
    assert not page.locator(f"{FIGURE} .detail.chosen b").is_visible()  # a puzzle first
    page.get_by_role("button", name="Which mistake is it?").click()
    link = page.locator(f"{FIGURE} .detail.chosen a")
    assert link.get_attribute("href") == "01-neuron-to-layer.html#sign"
    assert_announces(page, FIGURE, "uphill. loss at the end no number.", more=True)
    line = page.locator(f"{FIGURE} .chart path.guessing").get_attribute("d")
    height = (100 - float(line.split("L")[1].split()[1])) / 100
    assert 0.02 * (30 / 0.02) ** height == pytest.approx(np.log(10), rel=0.001)


@checks.on_each_screen
def test_fits_its_page_and_keeps_its_size(open_figure, viewport):
    page = open_figure(viewport)
    height = page.locator(FIGURE).bounding_box()["height"]
    for key in ("zero-initialised", "update-before-grad-x"):
        page.locator(f"{FIGURE} [value={key}]").check()
        assert page.locator(FIGURE).bounding_box()["height"] == height
        checks.assert_fits(page, FIGURE, viewport)
    checks.assert_targets_are_large_enough(page, FIGURE)


def test_is_complete_without_javascript(open_figure, runs):
    page = open_figure(alive=False)
    assert page.locator(f"{FIGURE} label path.mistake:visible").count() == len(KEYS)
    assert page.locator(f"{FIGURE} .detail:visible").count() == 1
    checks.assert_has_no_controls(page, FIGURE)


@checks.on_wide_and_phone
def test_nothing_moves_when_the_module_arrives(open_figure, viewport):
    checks.assert_nothing_moves_when_the_module_arrives(open_figure, FIGURE, viewport)


@checks.in_each_look
def test_has_no_accessibility_violation(open_figure, viewport, theme):
    page = open_figure(viewport, theme)
    checks.assert_accessible(page, theme, FIGURE)
