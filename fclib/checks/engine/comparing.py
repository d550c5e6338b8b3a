"""Whether results agree, and which known mistake gives a student's results."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from numbers import Real
from typing import Any

import numpy as np

from .asked import Asked
from .failing import Known
from .loops import LOOPS
from .mistakes import HARD_CODED
from .running import Outcome, run
from .subject import Array, Case, Function, Subject
from .words import as_float

Alike = Callable[[Any, Any], bool]
SEVERAL = {*LOOPS, HARD_CODED}
"""Mistakes that one case alone does not tell."""

NUMPY_ON_SHAPES = ("matmul: ", "operands could not be broadcast", "cannot reshape", "shapes (")
"""How the messages begin in which NumPy names the shapes that did not fit."""

CLOSE = 1e-6
"""How far a number may be off, beside the largest of them: ten roundings of float32."""


def as_numbers(value: Any) -> Array | None:
    """Return real numbers, such as Fractions, as an array; None where there are others."""
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        return None
    if array.dtype.kind == "O" and all(
        isinstance(entry, Real) and not isinstance(entry, bool) for entry in array.ravel()
    ):
        array = np.vectorize(as_float, otypes=[float])(array)
    return array if array.dtype.kind in "iuf" else None


def kind_of_numbers(value: object) -> str:
    """Return NumPy's letter for the numbers of an array or a list; "-" where there are none."""
    array = as_numbers(value) if isinstance(value, np.ndarray | list | tuple) else None
    return "-" if array is None else array.dtype.kind


def identical(a: Array, b: Array) -> bool:
    """Whether two arrays of numbers hold the same, nan beside nan too."""
    return np.array_equal(a, b, equal_nan=a.dtype.kind == b.dtype.kind == "f")


def same_bits(got: Any, want: Array) -> bool:
    """Whether arrays or numbers are of one type and shape and the same bit by bit.

    Most right answers are like that, and this takes a tenth of the time of comparing numbers.
    """
    return (
        type(got) in (np.ndarray, want.dtype.type)
        and got.dtype == want.dtype
        and got.shape == want.shape
        and got.dtype.kind in "iuf"
        and got.tobytes() == want.tobytes()
    )


def near(got: Array, want: Array) -> Array:
    """Return where finite numbers are as they should be.

    Arguments of checks are multiples of 1/8, whose products are exact even in float32. What may be
    off is for the few places that divide.
    """
    close: Array = np.abs(got - want) <= CLOSE * (np.abs(want).max(initial=0.0) or 1.0)
    return close


def agree(got: Any, want: Any) -> bool:
    """Compare numbers: two lists or arrays, or tuples of arrays, of the same shapes."""
    if isinstance(want, tuple):
        return (
            isinstance(got, tuple | list) and len(got) == len(want) and all(map(agree, got, want))
        )
    if isinstance(want, np.ndarray) and same_bits(got, want):
        return True
    got, want = as_numbers(got), as_numbers(want)
    if got is None or want is None or got.shape != want.shape:
        return False
    if got.dtype.kind != "f" and want.dtype.kind != "f":  # counts, which are exact
        return np.array_equal(got, want)
    # In float64, where an integer type would wrap around.
    got, want = got.astype(float), want.astype(float)
    finite = np.isfinite(want)
    if finite.all():
        return bool(near(got, want).all())
    return np.array_equal(got[~finite], want[~finite], equal_nan=True) and bool(
        near(got[finite], want[finite]).all()
    )


def equal(got: Any, want: Any) -> bool:
    """Compare as `agree` does, and exactly."""
    if isinstance(want, tuple):
        return (
            isinstance(got, tuple | list) and len(got) == len(want) and all(map(equal, got, want))
        )
    got, want = as_numbers(got), as_numbers(want)
    return got is not None and want is not None and identical(got, want)


def same(student: Outcome, wrong: Outcome, alike: Alike = agree) -> bool:
    """Whether two outcomes are alike: both raised, or both gave the same numbers."""
    if student.error is not None or wrong.error is not None:
        return student.error is not None and wrong.error is not None
    return alike(student.value, wrong.value)


def is_right(subject: Subject, asked: Asked) -> Iterator[bool]:
    """Yield for each case whether a function is right."""
    for outcome, case in zip(asked, asked.cases, strict=True):
        yield outcome.error is None and agree(outcome.value, subject.reference(*case))


def diagnose(
    function: Function,
    cases: Sequence[Case],
    reference: Function,
    wrong_versions: Mapping[str, Sequence[Function]],
    also: Sequence[Case] = (),
    alike: Alike = agree,
) -> Known | None:
    """Return the id of the known mistake that gives the student's results on every case.

    Where the student's function gives a result for ``also``, it must be the mistake's there too.
    ``alike`` compares results: `agree`, or `equal` where they must be exact.

    One case at least must tell the mistake from the right answer by its values, or by NumPy's
    words about the shapes that it met: two functions that only raise may do so for different
    reasons. From one case alone no loop is told that misses an end, and no size in the code.
    """
    student = Asked(function, cases)
    return named(student, reference, wrong_versions, Asked(function, also), alike)


def named(
    student: Asked,
    reference: Function,
    wrong_versions: Mapping[str, Sequence[Function]],
    also: Asked | None = None,
    alike: Alike = agree,
) -> Known | None:
    """Do what `diagnose` does, for a student's function that may have been tried before."""
    cases, right = student.cases, Asked(reference, student.cases)
    places = range(len(cases))
    for misconception, versions in wrong_versions.items():
        for version in versions if len(cases) > 1 or misconception not in SEVERAL else ():
            expected = []
            for place in places:
                expected.append(run(version, *cases[place]))
                if not same(student[place], expected[-1], alike):
                    break
            else:
                telling = any(
                    expected[place].error is None and not same(right[place], expected[place], alike)
                    for place in places
                )
                stopped = not telling and _same_shapes_met([*student], expected)
                if not (telling or stopped):
                    continue
                if also is None or not _apart(also, version, stopped):
                    return Known(misconception, getattr(version, "note", ""))
    return None


def _apart(also: Asked, version: Function, stopped: bool) -> bool:
    """Whether two functions both give a result for one of the cases, and not the same.

    Where they have only ``stopped`` alike so far, one that goes on sets them apart too.
    """
    for one, case in zip(also, also.cases, strict=True):
        other = run(version, *case)
        if one.error is None and other.error is None:
            if not agree(one.value, other.value):
                return True
        elif stopped and (one.error is None) != (other.error is None):
            return True
    return False


def _same_shapes_met(got: Sequence[Outcome], expected: Sequence[Outcome]) -> bool:
    """Whether two functions raised, and NumPy named the same shapes in each case."""
    pairs = [
        (str(student.error), str(wrong.error))
        for student, wrong in zip(got, expected, strict=True)
        if wrong.error is not None
    ]
    return bool(pairs) and all(
        theirs == ours and ours.startswith(NUMPY_ON_SHAPES) for theirs, ours in pairs
    )
