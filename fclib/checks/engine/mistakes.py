"""Mistakes that have a name: the row that describes each, and the words that a student reads."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from .loops import MISSES

DESTROYED = "argument-destroyed"
HARD_CODED = "hard-coded-shape"
NAME_REUSED = "name-reused"
ORDER = "order-swapped"
RESHAPED = "input-reshaped-in-place"
SIGN = "sign"
SQUARE_ASSUMED = "square-assumed"
STATE_KEPT = "state-kept"
SWAPPED = "arguments-swapped"
TRUNCATED = "output-dtype-of-input"
"""What the engine calls mistakes that it knows for every function."""

Versions = dict[str, list[Callable[..., Any]]]
"""Wrong versions of a function by the mistake that each makes."""

BETWEEN = " | "
"""What stands between the three parts of a row."""


class Row(Protocol):
    """What is told of a mistake: whatever has these three."""

    @property
    def id(self) -> str: ...
    @property
    def hint(self) -> str: ...
    @property
    def reference(self) -> str: ...


class Mistake(str):
    """The id of a mistake, as `mistakes` reads it from a row; it knows the rest of the row.

    Attributes
    ----------
    formula : str
        What the mistake computes.
    hint : str
        What a student is told: a sentence or two that do not give the answer away.
    """

    formula: str
    hint: str

    def __new__(cls, id_: str, formula: str, hint: str) -> "Mistake":
        """Make an id that remembers the others."""
        mistake = super().__new__(cls, id_)
        mistake.formula, mistake.hint = formula, hint
        return mistake


class _Words(NamedTuple):
    id: str
    hint: str
    reference: str = ""


_WORDS: dict[str, Row] = {
    id_: _Words(id_, hint)
    for id_, hint in {
        DESTROYED: "it belongs to the caller, who may need it again. Put results elsewhere.",
        SWAPPED: "the function takes its arguments in another order than it gets them.",
        HARD_CODED: "the sizes of one example stand in the code. Take them from the arguments.",
        ORDER: "the results are right and come in another order than was asked for.",
        RESHAPED: "the shape of the caller's own array is set.",
        SIGN: "every value has the opposite sign.",
        MISSES["first"]: "the first one is left out.",
        MISSES["last"]: "the last one is left out.",
        NAME_REUSED: "an argument's name was given to a number.",
        TRUNCATED: "the fractions are lost. A result may need them even where an "
        "argument holds whole numbers.",
        SQUARE_ASSUMED: "this works only where two sizes are equal.",
        STATE_KEPT: "a result depends on earlier calls. Build it anew in each.",
    }.items()
}
"""The engine's own mistakes; a course's words take their place."""


def learn(rows: Iterable[Row]) -> None:
    """Take a course's rows, with where to read on: from now on `words_of` returns these."""
    _WORDS.update((row.id, row) for row in rows)


def words_of(id_: str) -> Row:
    """Return what is told of a mistake."""
    return _WORDS[id_]


def mistakes(*groups: Mapping[str, Sequence[Callable[..., Any]]]) -> Versions:
    """Read wrong versions of a function: ``{"id | what it computes | hint": [version, ...]}``.

    An id alone stands for a mistake that another row describes. From several groups, versions of
    the same mistake come together. A mistake that is known otherwise than by a version has none.
    """
    found: Versions = {}
    described: dict[str, Mistake] = {}
    for group in groups:
        for text, versions in group.items():
            key = _read(text)
            found.setdefault(key, []).extend(versions)
            if isinstance(key, Mistake):
                described[key] = key
    return {described.get(key, key): versions for key, versions in found.items()}


def _read(text: str) -> str:
    if isinstance(text, Mistake) or BETWEEN not in text:
        return text
    parts = text.split(BETWEEN)
    if len(parts) != len(("id", "formula", "hint")):
        raise ValueError(f"{text!r} has {len(parts)} parts, expected id | what it computes | hint")
    mistake = Mistake(*parts)
    learn([_Words(str(mistake), mistake.hint)])
    return mistake
