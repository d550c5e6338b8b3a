"""Run a test cell here, with the student's functions over there, and say what came of it."""

from __future__ import annotations

from numbers import Real
from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np

from fclib.grading.sandbox.allowance import OVER, TestTookTooLongError, processor_limit
from fclib.grading.sandbox.behaviour import Behaviour
from fclib.grading.sandbox.inside import cells
from fclib.grading.sandbox.job import HIDDEN
from fclib.grading.sandbox.show import RESULT, show

if TYPE_CHECKING:
    from fclib.grading.sandbox.job import Cell, Outputs
    from fclib.grading.sandbox.namespace import TrustedNamespace
    from fclib.grading.sandbox.remote import Remote

TIME_IS_OVER = "the time for this notebook is over"
ENDED = "checking the answer took more than a test may: of a processor's time, or of memory"
NOT_PASSED = "this hidden test did not pass."


def run_test(trusted: TrustedNamespace, cell: Cell, remote: Remote) -> Outputs:
    """Run a test cell; return outputs from which nbgrader reads its points.

    Nothing that the student's code shows counts: it cannot be the cell's result, and what it
    writes to stderr, which nbgrader takes for a failure, is shown as ordinary text.

    A test must hold while its arguments stay what they were: a function that zeroes them and
    returns zeros is right about the zeros. If calls changed arguments, it must hold as well with
    the changes, those of the first time too, where it may look for them. If it failed before, it
    stays failed, but may say why.
    """
    if remote.allowance == OVER:
        shown = cells.Shown()
        fail(shown, TimeoutError(TIME_IS_OVER), TIME_IS_OVER)
        return shown.outputs
    remote.withholds, remote.behaviour = cell["role"] == HIDDEN, Behaviour()
    remote.writes_back, remote.changed, first = False, False, len(remote.lent)
    remote.changes.begin()
    outputs = _limited(trusted, cell, remote)
    if remote.changed and not remote.lost:
        remote.writes_back = True
        remote.changes.repeat()
        again = _limited(trusted, cell, remote)
        if _kind_of_failure(outputs) in (None, _kind_of_failure(again)):
            outputs = again
    remote.withholds, remote.writes_back = False, True
    remote.lent.take_back(first)
    remote.changes.begin()
    if outputs and outputs[-1]["output_type"] != "stream":
        outputs[-1]["behaviour"] = remote.behaviour.text()
    return outputs


def _kind_of_failure(outputs: Outputs) -> str | None:
    """Return the name of the error that ended a cell; None if there is none."""
    return next((o["ename"] for o in outputs if o["output_type"] == "error"), None)


def _limited(trusted: TrustedNamespace, cell: Cell, remote: Remote) -> Outputs:
    """Run a test within its time: what an answer makes its test do is the answer's to pay for."""
    try:
        with processor_limit(remote.allowance.processor):
            return _run_test(trusted, cell, remote)
    except TestTookTooLongError as error:
        remote.lose("its answer took its test too long")  # a frame may have been read in part
        shown, why = cells.Shown(), str(error)
        fail(shown, TimeoutError(why), why)
        return shown.outputs


def _run_test(trusted: TrustedNamespace, cell: Cell, remote: Remote) -> Outputs:
    shown = cells.Shown()
    remote.shown = lambda outputs: show(shown, outputs, ("stream", "display_data"))
    try:
        with cells.Showing(shown):
            value = trusted.run(cell, remote)
            _check_score(value, cell["points"])
            # Here, since a number may be too long to be written.
            text = repr(float(value)) if _is_number(value) else repr(value)
    except Exception as error:
        fail(shown, error, told(error, cell["role"] == HIDDEN, trusted.used))
    else:
        if value is not None:
            # Not through shown.add: what the student's code shows may have used up its room.
            shown.outputs.append(nbformat_result(text[:RESULT]))
    for output in shown.outputs:
        if output["output_type"] == "stream":
            output["name"] = "stdout"
    return shown.outputs


def nbformat_result(text: str) -> dict[str, Any]:
    """Return the output that holds the value of a cell's last expression."""
    return {
        "output_type": "execute_result",
        "data": {"text/plain": text},
        "metadata": {},
        "execution_count": None,
    }


def fail(shown: cells.Shown, error: Exception, told: str | None = None) -> None:
    """Show an error of trusted code: a check's own words, or where in the cell it arose.

    Parameters
    ----------
    shown : Shown
        Where.
    error : Exception
        What was raised.
    told : str, optional
        What the student is told in place of all that.
    """
    render = getattr(error, "_render_traceback_", None)
    if render is not None:
        lines = render()
    else:
        lines = cells.traceback_lines(error, lambda name: name.startswith("<cell "))
        place = getattr(error, "student_line", None)
        if place:
            lines[-1:-1] = [f"  in line {place[0]} of the student's cell", f"    {place[1]}"]
    shown.fail(type(error).__name__, str(error), lines)
    if told is not None:
        shown.outputs[-1]["told"] = told[: cells.WORDS]


def told(error: Exception, is_hidden: bool, names: set[str]) -> str | None:
    """Return what a student is told of a failed test in place of a traceback.

    Parameters
    ----------
    error : Exception
        What ended the test.
    is_hidden : bool
        Whether the student must not learn what the test tried. A student's code can write that
        into its answer, and the answer into a message: so nothing of a message is told but what
        an exception itself has set apart as ``public``.
    names : set of str
        Names that trusted cells use.

    Returns
    -------
    str or None
        None if the traceback may be seen, and nothing else is there to be told.
    """
    if not is_hidden:
        return str(error) if hasattr(error, "_render_traceback_") else None
    public = getattr(error, "public", None)
    if isinstance(public, str):
        return public
    kind = next(base for base in type(error).__mro__ if base.__module__ == "builtins").__name__
    if isinstance(error, NameError) and error.name in names:
        return f"{kind}: name {error.name!r} is not defined"
    return f"{kind}: {NOT_PASSED}"


def _check_score(value: object, points: float) -> None:
    if _is_number(value) and not 0 <= value <= points:
        raise ValueError(
            f"this test returned {value!r} points and has {points:g}: correct the test"
        )


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, Real) and not isinstance(value, bool | np.bool_)
