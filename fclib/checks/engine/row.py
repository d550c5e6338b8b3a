"""A function in one row: its name, its shapes, the right version, and the wrong ones."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from .loops import too_short
from .mistakes import DESTROYED, mistakes
from .signature import Signature
from .subject import Case, Subject


def row(
    name: str,
    signature: str,
    axes: Mapping[str, str],
    reference: Callable[..., Any],
    wrong: Mapping[str, Sequence[Callable[..., Any]]],
    *,
    leaves: Mapping[str, str] | None = None,
    trial: Sequence[Case] | None = None,
    also: Callable[..., str | None] | None = None,
    read: Callable[[Any, str, str], Any] | None = None,
    terms: Callable[..., Mapping[str, Mapping[str, float]]] | None = None,
) -> Subject:
    """Describe a function that students write.

    Arguments to try, the words for their sizes, and versions whose loops miss an end follow from
    the shapes.

    Parameters
    ----------
    name : str
        As students write it.
    signature : str
        Arguments and results with their shapes, ``grad_y (n,m), x (n,d) -> grad_W (m,d)``.
    axes : dict of str to str
        What there is one of along each axis: ``{"n": "sample"}``. An argument of that name is the
        axis's length itself, as in ``inputs (), outputs () -> parameter_count ()``.
    reference : callable
        The right version.
    wrong : dict of str to list of callable
        Wrong versions by the mistake's id, or the row that describes it: see `mistakes.mistakes`.
    leaves : dict of str to str, optional
        What it is called to change an argument; every argument is to be left alone.
    also : callable, optional
        Names a mistake that only this function has.
    trial, read, terms : optional
        As `Subject` has them; without a trial, its arguments are drawn. What counts up terms is
        exact.
    """
    given, _, returned = signature.partition("->")
    arguments, results = (tuple(re.findall(r"(\w+) *\(", part)) for part in (given, returned))
    shape = Signature(signature, axes, arguments)
    known = {id_: versions for id_, versions in mistakes(wrong).items() if versions}
    if len(results) == 1 and shape.output:
        known = too_short(reference, shape.loops()) | known
    return Subject(
        name=name,
        arguments=arguments,
        results=results,
        reference=reference,
        wrong=known,
        sizes=shape.sizes,
        destroyed=dict.fromkeys(arguments, DESTROYED) if leaves is None else dict(leaves),
        lengths=shape.lengths,
        trial=shape.cases(np.random.default_rng(1), drawn=2) if trial is None else trial,
        also=also,
        read=read,
        exact=terms is not None,
        terms=terms,
        signature=shape,
    )
