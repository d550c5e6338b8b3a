"""Numbers that students work out by hand, beside what a function gives for the same arguments."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from .answers import Known, told
from .arrays import wanted
from .comparing import agree, diagnose, near
from .failing import fail
from .mistakes import TRUNCATED
from .subject import Array, Case, Function, Subject
from .words import number


def worked_out(
    subject: Subject,
    name: str,
    got: Array,
    case: Case,
    ask: Callable[..., str],
    unlike: str = "",
    wrong: Mapping[str, Sequence[Function]] | None = None,
    known: Known = (),
) -> None:
    """Fail unless numbers are what a function gives for some arguments.

    Parameters
    ----------
    subject : Subject
        The function.
    name : str
        What the answer is called.
    got : ndarray
        The answer.
    case : tuple
        The arguments.
    ask : callable
        Takes the place of the first wrong number, along every axis that has several, and returns
        what to think about there.
    unlike : str
        What is said of numbers in another shape; before a colon, if their mistake is known.
    wrong : dict of str to list of callable, optional
        Other wrong versions than the function's.
    known : pairs of str and array
        Wrong answers, each after the words that say what was computed.
    """
    want = wanted(subject, case)[0]
    if agree(got, want):
        return
    # By hand, no fractions get lost in a type: there is another reason.
    versions = {id_: v for id_, v in (wrong or subject.wrong).items() if id_ != TRUNCATED}
    found = diagnose(lambda *_: got, [case], subject.reference, versions)
    if got.shape != want.shape:
        fail(unlike.partition(": ")[0] if found else unlike, found)
    index = np.argwhere(~near(got, want))[0].tolist()
    place = [k for k, length in zip(index, want.shape, strict=True) if length > 1]
    at = "".join(f"[{k}]" for k in place)
    seen = f"{name}{at} = {number(got[tuple(index)])} is not right"
    if found is None:
        seen += f"{told(got.squeeze(), want.squeeze(), known)}.\n{ask(*place)}"
    fail(seen, found)
