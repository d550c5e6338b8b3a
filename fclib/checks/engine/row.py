"""A function in one row: its name, its shapes, the right version, and the wrong ones."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from .drawing import Draw
from .mistakes import DESTROYED, mistakes
from .signature import Signature, names
from .subject import Subject
from .versions import generic


def row(
    name: str,
    signature: str,
    axes: Mapping[str, str],
    reference: Callable[..., Any],
    wrong: Mapping[str, Sequence[Callable[..., Any]]],
    *,
    leaves: Mapping[str, str] | None = None,
    draws: Mapping[str, Draw] | None = None,
    follows: Mapping[str, Callable[[Mapping[str, Any]], int]] | None = None,
    examples: Mapping[str, Sequence[int]] | None = None,
    tried: Sequence[Sequence[int]] | None = None,
    **own: Any,
) -> Subject:
    """Describe a function that students write.

    Arguments to try, the words for their sizes, and wrong versions that every such function has
    follow from the shapes: see `versions.generic`.

    Parameters
    ----------
    name : str
        As students write it.
    signature : str
        Arguments and results with their shapes, ``grad_y (n,m), x (n,d) -> grad_W (m,d)``. See
        `signature.Signature` for what is no array of numbers.
    axes : dict of str to str
        What there is one of along each axis: ``{"n": "sample"}``. An argument of that name is the
        axis's length itself, as in ``inputs (), outputs () -> parameter_count ()``.
    reference : callable
        The right version.
    wrong : dict of str to list of callable
        Wrong versions by the mistake's id, or the row that describes it: see `mistakes.mistakes`.
    leaves : dict of str to str, optional
        What it is called to change an argument, which may name arguments of other functions too;
        without it, every argument is to be left alone.
    draws, follows : optional
        As `signature.Signature` has them.
    examples : dict of str to tuple of int, optional
        Sizes of worked examples by their axes, which may stand in the code.
    tried : list of tuple of int, optional
        Sizes of the trial, in the order of ``axes``, if it is not to have those that tell most.
    **own
        Whatever else `Subject` has, in place of what follows from the shapes. What counts up
        ``terms`` is exact.
    """
    arguments, results = names(signature)
    shape = Signature(signature, axes, arguments, draws or {}, follows or {})
    counts = "terms" in own
    known = mistakes(wrong, generic(reference, len(results), shape, examples or {}, counts=counts))
    called = dict.fromkeys(arguments, DESTROYED) if leaves is None else leaves
    if "trial" not in own:
        rng = np.random.default_rng(1)
        own["trial"] = shape.of_sizes(rng, tried) if tried else shape.cases(rng, drawn=2)
    described: dict[str, Any] = {
        "sizes": shape.sizes,
        "lengths": shape.lengths,
        "along": shape.along(results),
        "exact": counts,
    }
    return Subject(
        name=name,
        arguments=arguments,
        results=results,
        reference=reference,
        wrong={id_: versions for id_, versions in known.items() if versions},
        destroyed={one: called[one] for one in arguments if one in called},
        signature=shape,
        **described | own,
    )
