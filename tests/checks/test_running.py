"""What a call is given is a copy of the check's own, whatever the function does to it."""

import pytest

from fclib.checks.engine.running import copied


def lists_in(value):
    """Yield a value's lists, and those within them."""
    if isinstance(value, list):
        yield value
    if isinstance(value, list | tuple):
        for entry in value:
            yield from lists_in(entry)


@pytest.mark.parametrize("argument", [[1, 2.0, None], [[1, 2], [3.0, "x"]], [[1], 2], ([1], [2])])
def test_a_copy_is_equal_and_shares_no_list(argument):
    copy = copied(argument)
    assert copy == argument
    assert not set(map(id, lists_in(copy))) & set(map(id, lists_in(argument)))


def test_a_row_that_is_in_a_list_twice_is_one_row_in_its_copy():
    first, second = copied([row := [1.0, 2.0], row])
    assert first is second
    assert first is not row
