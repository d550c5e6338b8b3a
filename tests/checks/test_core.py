"""What all checks share, where no exercise's check can show it."""

from fclib.checks._core import diagnose


def raises(x):
    raise IndexError(x)


def test_two_functions_that_only_raise_are_not_the_same_mistake():
    assert diagnose(raises, [(1,), (2,)], abs, {"a-mistake": [raises]}) is None


def test_a_mistake_that_these_cases_cannot_show_is_not_named():
    def right_or_raises(x):
        return [abs(x)] if x > 1 else raises(x)

    def reference(x):
        return [abs(x)]

    wrong = {"a-mistake": [right_or_raises]}
    assert diagnose(right_or_raises, [(1,), (2,)], reference, wrong) is None


def test_a_mistake_is_named_only_if_it_agrees_on_every_case():
    def reference(x):
        return [x]

    wrong = {"sign": [lambda x: [-x]]}
    assert diagnose(lambda x: [-x], [(1,), (2,)], reference, wrong) == "sign"
    assert diagnose(lambda x: [-1], [(1,), (2,)], reference, wrong) is None
